"""How a unit of the common stock is said, alone or put together: ``EUR bn/month`` is ``€5 billion
a month``.
"""

from __future__ import annotations

from collections.abc import Mapping

from stateofplay.numbers.unit_table import SCALES, stock
from stateofplay.numbers.unit_words import UnitWords

SCALE_NAMES = {"m": "million", "bn": "billion", "trn": "trillion"}


def words_of(name: str, known: Mapping[str, UnitWords]) -> UnitWords | None:
    """How `name` is said, put together from the stock and from the book's own units in `known`.

    None where a part of it is in neither, so that nobody has said how it is written.
    """
    above, *below = (part.split() for part in name.split("/"))
    scale = next((part for part in above if part in SCALES), "")
    things = [part for part in above if part not in SCALES]
    parts = [_single(part, known) for part in (*things, *(p for per in below for p in per))]
    if len(things) != 1 or any(len(per) != 1 for per in below):
        return None
    if not all(part is not None for part in parts):
        return None
    thing, *per = (part for part in parts if part is not None)
    if name in (things[0], f"{things[0]}s"):
        return thing
    of_each = "".join(_each(part) for part in per)
    large = SCALE_NAMES.get(scale, "")
    names = " ".join(filter(None, (large, thing.name)))
    large = large and f" {large}"
    return UnitWords(
        thing.before,
        f"{large}{thing.after_one}{of_each}",
        f"{large}{thing.after_many}{of_each}",
        names + "".join(f" per {_one(part)}" for part in per),
    )


def _single(name: str, known: Mapping[str, UnitWords]) -> UnitWords | None:
    if name in known:
        return known[name]
    unit = stock().get(name) or stock().get(f"{name}s")  # people/month, as people/months
    if unit is None:
        return None
    one, many = (after and (after if after == "%" else f" {after}") for after in unit.after)
    return UnitWords(unit.before, one, many, unit.label, ordinal=name == "rank")


def _one(per: UnitWords) -> str:
    """One of a unit in words: of money whose sign stands before the number, too."""
    money = {unit.label for unit in stock().values() if unit.before}
    named = per.name.removesuffix("s") if per.name in money else per.name
    return per.after_one.strip() or named


def _each(per: UnitWords) -> str:
    """`` a month``, `` per km²``: after a number, for each of another unit."""
    one = _one(per)
    if not per.after_one.strip():
        return f" per {one}"
    if not one[0].islower() or one in ("km", "cm", "mm", "kg", "g", "m") or one[-1] in "²³":
        return f" per {one}"
    return f" an {one}" if one[0] in "aeio" or one == "hour" else f" a {one}"


def counts(name: str) -> bool:
    """Whether a unit counts whole things, or places: people, ships, ships in a month."""
    thing = name.partition("/")[0]
    return " " not in thing and (thing in ("people", "rank", "places") or not _is_measured(thing))


def _is_measured(name: str) -> bool:
    return name in stock() or f"{name}s" in stock()
