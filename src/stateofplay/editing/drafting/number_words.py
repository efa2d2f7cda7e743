"""Numbers that are words: shares and fractions, ordinals and ranks, twice and double."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from stateofplay.editing.digits_in_text import NumberInText
from stateofplay.editing.drafting.groups import Group
from stateofplay.editing.drafting.hedges import hedge_around
from stateofplay.editing.drafting.nouns import (
    Counted,
    best_noun_before,
    book_noun_before,
    counted,
    measured,
)
from stateofplay.editing.drafting.reading import Paragraph, Reading, exact, nothing, torn
from stateofplay.editing.number_vocabulary import SCALES
from stateofplay.editing.numbers_in_text import numbers_in
from stateofplay.numbers.precision import hedged_ends

_SHARE_STEP = Fraction(5)  # a fraction in words is read to the nearest five percent
_PERIOD = re.compile(
    r"[\s-](?:quarter|half|century|centuries|world|division|league|time\s+round|hand|term|lady"
    r"|party"
    r"|anniversary|person|degree|generation|reading|floor|street|avenue|amendment|edition|birthday"
    r"|instance|glance|thoughts?|place|countr(?:y|ies)|parties|sanctions?|opinion)\b",
    re.IGNORECASE,
)
_SCALED = re.compile(rf"[\s-]?(?:hundred|{'|'.join(SCALES)}|[bmt]r?l?n)\b", re.IGNORECASE)
_RANKED = re.compile(r"[\s-]*-?(?:most|least|best|worst|[a-z]{3,}est)\b", re.IGNORECASE)


def share(paragraph: Paragraph, group: Group) -> Reading:
    one, two = group.numbers
    percent = Fraction(one.value or 0) / Fraction(two.value or 1) * 100
    return _part(paragraph, one.start, two.end, percent)


def fraction(paragraph: Paragraph, number: NumberInText) -> Reading:
    """A fraction in words: a share, or a part of a unit that follows it."""
    text, value = paragraph.text, number.value or Fraction(0)
    if re.search(r"\b(?:first|second|other|latter)\s+$", text[: number.start], re.IGNORECASE):
        return nothing(number, "a half of a game or a year; it counts nothing")
    if re.match(r"-(?:time|way|term|mast|heartedly|back)", text[number.end :]):
        return nothing(number, "a set phrase; it seems to count nothing")
    of = re.match(r"[\s-]+(?:of\s+)?(?:an?\s+)?", text[number.end :])
    at = number.end + (of.end() if of else 0)
    point = re.compile(r"(?:percentage|per\s?cent)[\s-]+points?|point\b|percent\b").match(text, at)
    change = "points" if point and ("point" in point[0] or value < 1) else "percent"
    unit = Counted(change, point.end(), True) if point else of and measured(text, at)
    if unit and (point or "a" in (of[0] if of else "") or value > 1):
        hedge = hedge_around(text, number.start, unit.end)
        low, high = hedged_ends(hedge.bound, value, value / 2)
        return Reading(number.start, unit.end, "figure", value, low, high, hedge.bound, unit.unit,
                       first=hedge.start, last=hedge.end)  # fmt: skip
    doubts = torn(text, number)
    if of and "a" in of[0]:
        doubts = ("half of one thing, or a set phrase: say of what it is a share",)
    if _SCALED.match(text, number.end):
        doubts = ("a part of what its next word says, as it seems",)
    part = _part(paragraph, number.start, number.end, value * 100)
    return replace(part, doubts=(*part.doubts, *doubts))


def _part(paragraph: Paragraph, start: int, end: int, percent: Fraction) -> Reading:
    """A share in words as a percentage, to the nearest five, or as its hedge says."""
    hedge = hedge_around(paragraph.text, start, end)
    value = Fraction(round(percent * 10), 10) if percent >= 1 else percent
    bound = "about" if hedge.bound == "exact" else hedge.bound
    low, high = hedged_ends(bound, value, _SHARE_STEP)
    doubts = () if percent >= 5 else ("a small share in words: say how exact it is",)
    if low is not None and low < 0:
        low = Fraction(0)
    return Reading(start, end, "figure", value, low, high, bound, "percent",
                   first=hedge.start, last=hedge.end, doubts=doubts)  # fmt: skip


def ordinal(paragraph: Paragraph, number: NumberInText) -> Reading:
    """An ordinal: a rank (“tenth-lowest”), a count (“its third cut”), or a mere name."""
    text, value = paragraph.text, number.value or Fraction(0)
    named = _PERIOD.match(text, number.end)
    if named or number.words.lower() in ("secondary", "tertiary"):
        why = "an ordinal that names something; it seems to count nothing"
        return replace(nothing(number, why), last=named.end() if named else number.end)
    if rank := _RANKED.match(text, number.end):
        return exact(number, value, "rank", rank.end(), ("a rank",))
    if number.words.lower() == "first" and re.match(r"\s+(?:to|of\sall|and)\b", text[number.end :]):
        return nothing(number, "an ordinal that counts nothing here, as it seems")
    pair = re.match(r"\s+(?:and|or|to)\s+(?:the\s+)?[\w-]+(?=\s)", text[number.end :])
    at = number.end + (pair.end() if pair and numbers_in(pair[0]) else 0)  # the 20th and 21st goals
    unit = measured(text, at) or counted(text, at, paragraph.book, single=True)
    if unit is None:
        before = paragraph.last_count or book_noun_before(text, number.start, paragraph.book)
        unit = Counted(before or best_noun_before(text, number.start), number.end, False)
    else:
        paragraph.last_count = unit.unit
    return exact(number, value, unit.unit, unit.end, ("an ordinal, read as a count",))


def multiple(paragraph: Paragraph, number: NumberInText) -> Reading:
    """Twice, double, threefold: a ratio, or how often; both and bilateral: how many sides."""
    text, word, value = paragraph.text, number.words.lower(), number.value or Fraction(0)
    if word in ("both", "pair", "couple"):
        return nothing(number, "a word for two; it seems to count nothing that is not counted")
    if word.endswith("lateral"):
        return exact(number, value, "parties", number.end, ("a number in a word: sides of talks",))
    often = word in ("twice", "thrice") and not re.match(
        r"\s+(?:as|the|that|its|their|this|what)\b", text[number.end :]
    )
    hedge = hedge_around(text, number.start, number.end)
    low, high = hedged_ends(hedge.bound, value, Fraction(1) if value >= 1 else value)
    return Reading(number.start, number.end, "figure", value, low, high, hedge.bound,
                   "times" if often else "ratio", first=hedge.start, last=hedge.end,
                   doubts=("a number in a word",))  # fmt: skip
