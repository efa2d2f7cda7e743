"""What the numbers of a paragraph say: value, range, bound and unit, and what is not sure of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from stateofplay.editing.digits_in_text import NumberInText
from stateofplay.editing.drafting.amounts import Amount, amount_of
from stateofplay.editing.drafting.counting import scale_name, scaled, unit_of
from stateofplay.editing.drafting.groups import Group, grouped
from stateofplay.editing.drafting.hedges import Hedge, hedge_around
from stateofplay.editing.drafting.number_words import fraction, multiple, ordinal, share
from stateofplay.editing.drafting.reading import Paragraph, Reading, nothing, torn
from stateofplay.editing.numbers_in_text import numbers_in
from stateofplay.numbers.precision import hedged_ends
from stateofplay.numbers.unit_words import UnitWords
from stateofplay.numbers.units import alike

_DAYS = ("date", "year", "time")
_SPANS = ("seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades")
_AGE = re.compile(r"[- ]years?[- ]olds?\b")
_WHOLE = re.compile(r"\b[Aa]ll of (?=[A-Z])(?:[A-Z][\w’'-]+ ?)+\b")
_TWO_YEARS = re.compile(r"\b(?:this|last) year and (?:the )?next\b")
_PRONOUN = re.compile(
    r"(?:\w{3,}est|best|worst|new|old|other|first|last|same|big|bigger|small|smaller|right"
    r"|wrong)\s$"
)
# A name, in the middle of a sentence; “No. 1”, “number one”.
_NAMED = re.compile(
    r"(?:(?<=[\w,;] )(?:[A-Z][a-z]{2,}|[a-z]+[A-Z]\w*)\s|\b[Nn]umber\s|\bNo\.\s?|[#§]\s?)$"
)
_ACTS = re.compile(r"\s+(?:were|was|are|is|have|had|has|will|would|could|[a-z]{2,}ed)\b")
_OF_MANY = re.compile(r"one\s+of\s+(?:the|his|her|its|their|our)\s+(?:most|\w+est|best|worst|few)")


def readings(text: str, book: Mapping[str, UnitWords]) -> list[Reading]:
    """Every number of a paragraph, in order; `book` has the units of the book, by name."""
    paragraph = Paragraph(text, book)
    numbers = [number for number in numbers_in(text) if number.kind != "name"]
    for group in grouped(text, numbers):
        for reading in _read(paragraph, group):
            paragraph.read.append(reading)
    return sorted([*paragraph.read, *_wholes(text)], key=lambda reading: reading.start)


def _wholes(text: str) -> Iterator[Reading]:
    """Words that are a number without having one: a whole, and a year with the next."""
    for match in _WHOLE.finditer(text):
        yield _in_words(match, 100, "percent", "the word “all”, read literally")
    for match in _TWO_YEARS.finditer(text):
        yield _in_words(match, 2, "years", "two years in words")


def _in_words(match: re.Match[str], value: int, unit: str, doubt: str) -> Reading:
    start, end = match.span()
    return Reading(start, end, "figure", Fraction(value), bound="exact", unit=unit,
                   first=start, last=end, doubts=(doubt,))  # fmt: skip


def _read(paragraph: Paragraph, group: Group) -> Iterator[Reading]:
    number, text = group.numbers[0], paragraph.text
    if number.kind in _DAYS:
        first = _with_preposition(text, number.start)
        yield Reading(number.start, number.end, "event", first=first, last=number.end)
    elif number.kind == "vague":
        doubt = "a quantity without a number; a person must say what it is"
        yield nothing(number, doubt)
    elif group.kind == "share":
        yield share(paragraph, group)
    elif number.kind == "fraction":
        yield fraction(paragraph, number)
    elif number.kind == "ordinal":
        yield ordinal(paragraph, number)
    elif number.kind == "multiple":
        yield multiple(paragraph, number)
    elif group.kind == "range":
        yield range_of(paragraph, group)
    else:
        yield single(paragraph, number, group.kind == "pair")


def _with_preposition(text: str, start: int) -> int:
    before = re.search(r"\b(?:on|in|since|until|by|from|between|after|before)\s+(?:the\s)?$",
                       text[:start], re.IGNORECASE)  # fmt: skip
    return before.start() if before else start


def single(paragraph: Paragraph, number: NumberInText, of_pair: bool) -> Reading:
    text = paragraph.text
    if _AGE.match(text, number.end):
        return nothing(number, "an age that names a group or a person")
    if _OF_MANY.match(text, number.start) or re.match(r"-sided\b", text[number.end :]):
        return nothing(number, "a set phrase; it seems to count nothing")
    if number.words.lower() == "one" and _PRONOUN.search(text[: number.start]):
        return nothing(number, "a pronoun, as it seems; it counts nothing")
    if re.match(r"s\b", text[number.end :]) and number.words[-1:] == "0":
        return nothing(number, "a decade, or an age")
    amount = amount_of(text, number)
    unit, end, doubts = unit_of(paragraph, number, amount)
    named = _NAMED.search(text[: number.start]) and not _ACTS.match(text, number.end)
    if doubts and named and not of_pair and not amount.decimals:
        return nothing(number, "a name with a number, as it seems")
    if re.search(r"\bper\s$", text[: number.start]):
        doubts = ("what a rate is counted per: one number with the one before?", *doubts)
    if of_pair:
        unit, doubts = "", ("one of two numbers of a score or a vote: say what is counted",)
    hedge = hedge_around(text, number.start, end if unit else amount.end, amount.end)
    if unit in _SPANS and re.fullmatch(r"over\s+", text[hedge.start : number.start], re.IGNORECASE):
        doubts = (*doubts, "over may mean during")
    return _figure(paragraph, number, amount, hedge, (unit, end, doubts))


def _figure(
    paragraph: Paragraph,
    number: NumberInText,
    amount: Amount,
    hedge: Hedge,
    unit: tuple[str, int, tuple[str, ...]],
) -> Reading:
    """A number with its hedge, in the unit that it keeps of its scale."""
    name, end, doubts = unit
    scale = scale_name(amount, name)
    factor = 1 if scale else amount.scale
    value = amount.mantissa * factor
    place = amount.place * factor
    if name == "percent" and not amount.decimals:
        place = Fraction(1)  # a percentage is stated to the percent
    low, high = hedged_ends(hedge.bound, value, place)
    again = _restated(paragraph, number, name)
    if again >= 0:  # the hedge of the first number is not that of its conversion
        before = next(r for r in paragraph.read if r.start == again)
        per = before.unit.partition("/")[2]
        name = f"{name}/{per}" if per and "/" not in name else name
    return Reading(
        number.start,
        amount.end,
        "figure",
        value,
        low,
        high,
        hedge.bound,
        scaled(name, scale),
        amount.decimals if factor == 1 else 0,
        min(hedge.start, number.start),
        max(end, hedge.end, amount.end),
        again,
        (*doubts, *torn(paragraph.text, number), *filter(None, (amount.unsure,))),
    )


def _restated(paragraph: Paragraph, number: NumberInText, unit: str) -> int:
    """Where the number begins that this one, in the bracket after it, says again; else -1, also
    where the two units are of different things: crowns are no money that the program knows.
    """
    text, last = paragraph.text, paragraph.read[-1] if paragraph.read else None
    if last is None or last.what != "figure":
        return -1
    gap = text[last.end : number.start]
    bracket = re.fullmatch(r"[^.;()]{0,25}\s?[(\[]\s?(?:about\s|around\s|roughly\s|or\s)?", gap)
    if not bracket or not re.match(r"[^()]{0,20}[)\]]", text[number.end :]):
        return -1
    one, _, per = last.unit.partition("/")
    unit = f"{unit}/{per}" if per and "/" not in unit else unit
    return last.start if unit and one and alike(last.unit, unit) else -1


def range_of(paragraph: Paragraph, group: Group) -> Reading:
    """“between 400 and 1,000 ships”: both ends in the unit and scale of the second, if need be."""
    text, (one, two) = paragraph.text, group.numbers
    first, second = amount_of(text, one), amount_of(text, two)
    if first.currency and not second.currency:
        second = replace(second, currency=first.currency)
        two = two._replace(kind="money")
    unit, end, doubts = unit_of(paragraph, two, second)
    scale = scale_name(second, unit)
    own = second.scale if first.scale == 1 else first.scale
    low = first.mantissa * (Fraction(own, second.scale) if scale else own)
    high = second.mantissa * (1 if scale else second.scale)
    if low > high:  # “900,000 to 1.2 million”: the first has its own scale
        low = first.mantissa * first.scale / (second.scale if scale else 1)
    if one.words.isdigit() and first.mantissa * 1000 <= second.mantissa:
        doubts = (*doubts, "the first number may be of thousands, too")
    before = re.search(r"\b(?:between|from)\s+$", text[: one.start], re.IGNORECASE)
    return Reading(
        one.start,
        second.end,
        "figure",
        None,
        min(low, high),
        max(low, high),
        "between",
        scaled(unit, scale),
        max(first.decimals, second.decimals),
        before.start() if before else one.start,
        max(end, second.end),
        doubts=(
            *doubts,
            *(torn(text, one) or torn(text, two)),
            *filter(None, (first.unsure or second.unsure,)),
        ),
    )
