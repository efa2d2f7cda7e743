"""Which numbers of a text belong together: the ends of a range, and the parts of a share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from stateofplay.editing.digits_in_text import NumberInText
from stateofplay.editing.drafting.nouns import measured

_NUMERIC = ("number", "money", "percent")
_UNIT = r"(?:\s?(?:°\s?[CF]|[a-z²³%]{1,12}))?"
_RANGE = re.compile(rf"{_UNIT}\s*(?:-|–|—|\bto\b)\s*$", re.IGNORECASE)
_AND = re.compile(rf"{_UNIT}\s+and\s+(?:about\s+|around\s+)?$", re.IGNORECASE)
_SHARE = re.compile(r"\s+(?:[a-z]+s\s+)?(?:out\s+of|in|of\s+every)(?:\s+every)?\s+")
# A value before and a value after are two numbers, not the ends of one range.
_CHANGE = re.compile(
    r"\b(?:ris\w+|rose|fell|fall\w*|grew|grow\w*|cut\w*|rais\w+|lower\w+|increas\w+|decreas\w+|drop"
    r"\w*|climb\w*|jump\w*|chang\w+|went|gone|go|goes|mov\w+|slow\w*|eas\w+|slid\w*|slump\w*"
    r"|shr[aiu]nk"
    r"\w*|declin\w+|edg\w+|up|down|reduc\w+|expand\w*|wid\w+|narrow\w*|soar\w*|surg\w+|plung\w+"
    r"|doubl\w+|bring\w*|brought|took|tak\w+|push\w*|swel\w+|improv\w+|tumbl\w+|dwindl\w+|halv\w+"
    r"|trebl\w+|tripl\w+|quadrupl\w+|widen\w*|extend\w*|mark\w*\s(?:up|down))\b[^.;]{0,80}$",
    re.IGNORECASE,
)
_SCORE = re.compile(
    r"\b(?:w[io]n\w*|beat\w*|los[et]\w*|dr[ae]w\w*|defeat\w*|le[ad]d?\w*|victor\w+|scor\w+"
    r"|aggregate"
    r"|penalt\w+|shoot-?out|vot(?:es?|ed|ing)|half-time|full-time|set|sets|game|match|final|tie"
    r"|tied|thrash\w+"
    r"|overc[oa]m\w+|equali[sz]\w+|rout\w*|ruling|decision|majority|panel|sweep)\b",
    re.IGNORECASE,
)


class Group(NamedTuple):
    """Numbers that are read as one: `kind` is single, range, share, or pair for one of a score."""

    kind: str
    numbers: tuple[NumberInText, ...]


def grouped(text: str, numbers: list[NumberInText]) -> Iterator[Group]:
    """`numbers` of `text` in their order, each in one group."""
    place = 0
    while place < len(numbers):
        first, *rest = numbers[place : place + 2]
        kind = _together(text, first, rest[0]) if rest else "single"
        if kind in ("range", "share"):
            yield Group(kind, (first, rest[0]))
            place += 2
        elif kind == "pair":
            yield Group("pair", (first,))
            yield Group("pair", (rest[0],))
            place += 2
        else:
            yield Group("single", (first,))
            place += 1


def _together(text: str, first: NumberInText, second: NumberInText) -> str:
    """How two numbers in a row belong together; “single” where they do not."""
    if first.kind not in _NUMERIC or second.kind not in _NUMERIC:
        return "single"
    gap = text[first.end : second.start]
    if _is_share(text, gap, first, second):
        return "share"
    before = text[max(0, first.start - 100) : first.start]
    if _AND.fullmatch(gap):
        return "range" if re.search(r"\bbetween\s+(?:\w+\s)?$", before, re.IGNORECASE) else "single"
    if not _RANGE.fullmatch(gap):
        return "single"
    return _range_or_not(text, gap, before, (first, second))


def _range_or_not(text: str, gap: str, before: str, pair: tuple[NumberInText, NumberInText]) -> str:
    """What two numbers are that “to” or a dash joins: a range, a score, or before and after."""
    first, second = pair
    low, high = first.value or 0, second.value or 0
    if first.kind == "percent" != second.kind or re.search(r"\bby\s$", before):
        return "single"  # “by 39% to 1,800”
    from_ = re.search(r"\bfrom\s+(?:\w+\s)?$", before, re.IGNORECASE)
    if from_ and _CHANGE.search(before[: from_.start()]):
        return "single"
    bare = first.kind == second.kind == "number" and not re.search("[a-z]", gap.replace("to", ""))
    close = text[max(0, first.start - 50) : second.end + 30]
    unmeasured = measured(text, second.end) is None
    if re.search(r"\b(?:aged?|ages)\s$", before):
        return "range"
    counted = bare and unmeasured and max(low, high) < 200 and not from_
    millions = re.match(r"\s?m\b", text[second.end :])
    if counted and (low >= high or (_SCORE.search(close) and not millions)):
        return "pair"
    if low > high:  # no range falls; “2 to 3 million” has its scale at the end
        return "single"
    return "range"


def _is_share(text: str, gap: str, first: NumberInText, second: NumberInText) -> bool:
    """“nine out of ten”, “one in five”: not “two in 2019”, “17 out of 20 games”."""
    if not _SHARE.fullmatch(gap) or first.kind != "number" or second.kind != "number":
        return False
    part, whole = first.value or 0, second.value or 0
    if not 0 < part < whole or measured(text, second.end):
        return False
    round_ = whole <= 10 or whole in (12, 20, 100) or whole % 1000 == 0
    in_digits = second.words.isdigit() and "out" in gap and whole <= 100
    return round_ and not (in_digits and re.match(r"\s+[a-z]+s\b", text[second.end :]))
