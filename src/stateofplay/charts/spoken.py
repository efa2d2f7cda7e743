"""The marks of a chart as text, in the order of its rows and by group, for those who hear it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from stateofplay.charts.views import channels, rows
from stateofplay.numbers.stock import SCALE_NAMES
from stateofplay.numbers.unit_table import stock
from stateofplay.numbers.unit_words import MINUS

_LABEL = re.compile(r' data-label="([^"]*)"')
_LEGEND = re.compile(r"(?:Symbol|Gradient) legend ")  # what Vega says of a legend
# The channels that put rows of a kind together, the clearest first.
_TOGETHER = ("row", "column", "facet", "y", "x", "color", "shape", "fill", "detail")
_MANY = 12  # so many marks on an axis of days are told year by year
Row = dict[str, Any]
Groups = dict[str, list[str]]


def aloud(text: str) -> str:
    """`text` with sums and large numbers in full words, as speech wants them: ``€90bn`` →
    ``90 billion euros``, ``−5`` → ``minus 5``. Symbols of measures, as in ``5 km²``, are spoken
    as they are written.
    """
    pattern, signs = _short_forms()

    def words(match: re.Match[str]) -> str:
        number, scale = match["number"], (match["scale"] or "").strip()
        scale = SCALE_NAMES.get(scale, scale)
        name = signs.get(match["sign"], "")
        if number == "1" and not scale:
            name = name.removesuffix("s")
        return " ".join(filter(None, ("minus" if match["minus"] else "", number, scale, name)))

    return pattern.sub(words, text)


@cache
def _short_forms() -> tuple[re.Pattern[str], dict[str, str]]:
    """How a short number looks, and what the signs of money before one are called."""
    signs = {unit.before: unit.label for unit in stock().values() if unit.before}
    either = "|".join(map(re.escape, sorted(signs, key=len, reverse=True)))
    large = "|".join(SCALE_NAMES.values())
    pattern = (
        rf"(?P<minus>{MINUS})?(?<![A-Za-z])(?P<sign>{either})?(?P<number>\d(?:[\d,.]*\d)?)"
        rf"(?:(?P<scale> ?(?:bn|trn)|m| (?:{large}))\b)?"
    )
    return re.compile(pattern), signs


def labels_of(drawings: str) -> list[str]:
    """What the marks of cleaned SVG say, each once: a range and its dot are one mark."""
    labels = map(html.unescape, dict.fromkeys(_LABEL.findall(drawings)))
    return [label for label in labels if not _LEGEND.match(label)]


def numbered(drawings: str, groups: Groups) -> str:
    """`drawings` with the place of each mark in the list of all, `data-mark`, for its label, so
    that a page says it once.
    """
    labels = [label for group in groups.values() for label in group]
    places = {label: place for place, label in enumerate(labels)}

    def place(match: re.Match[str]) -> str:
        label = html.unescape(match[1])
        return f' data-mark="{places[label]}"' if label in places else match[0]

    return _LABEL.sub(place, drawings)


def groups_of(spec: dict[str, Any], labels: list[str]) -> Groups:
    """`labels` by the group that the chart `spec` shows their rows in, in the order of the rows.

    Groups are what the chart puts into one view, row or colour; a long series is told by year. All
    are in one group without a name where there is one only, or none of several marks.
    """
    found = rows_of(spec, labels)
    places = {label: place for place, label in enumerate(found)}
    ordered = sorted(labels, key=lambda label: places.get(label, -1))
    named = [(field, None) for field, kind in _fields(spec) if kind in ("nominal", "ordinal")]
    days = [(field, 4) for field, kind in _fields(spec) if kind == "temporal"]
    for field, length in [*named, *(days if len(labels) > _MANY else [])]:
        cells = {
            label: str(found[label].get(field) or "")[:length]
            for label in ordered
            if label in found
        }
        groups: Groups = {}
        for label in ordered:
            groups.setdefault(cells.get(label, ""), []).append(label)
        if "" not in groups and 1 < len(groups) <= len(labels) / 2:
            return groups
    return {"": ordered}


def rows_of(spec: dict[str, Any], labels: list[str]) -> dict[str, Row]:
    """The first row of the chart's data that holds each label."""
    wanted, found = set(labels), dict[str, Row]()
    for row in rows(spec):
        for cell in row.values():
            if isinstance(cell, str) and cell in wanted:
                found.setdefault(cell, row)
    return found


def _fields(spec: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields that the channels of the chart show, with their types, the clearest first."""
    for channel in _TOGETHER:
        for _, told in channels(spec, channel):
            if "field" in told:
                yield told["field"], told.get("type", "")
