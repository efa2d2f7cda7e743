"""What the numbers of a paragraph say: value, range, bound and unit, and what is not sure of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from stateofplay.editing.drafting.amounts import Amount, amount_of
from stateofplay.editing.drafting.groups import Group, grouped
from stateofplay.editing.drafting.hedges import Hedge, hedge_around
from stateofplay.editing.drafting.nouns import (
    Counted,
    best_noun_before,
    book_noun_before,
    counted,
    measured,
    per_each,
)
from stateofplay.editing.numbers_in_text import NumberInText, numbers_in
from stateofplay.numbers.precision import hedged_ends
from stateofplay.numbers.unit_table import SCALES, stock
from stateofplay.numbers.wording import UnitWords

_DAYS = ("date", "year", "time")
_SHARE_STEP = Fraction(5)  # a fraction in words is read to the nearest five percent
_PERIOD = re.compile(
    r"[\s-](?:quarter|half|century|centuries|world|division|league|time\s+round|hand|term|lady|party"
    r"|anniversary|person|degree|generation|reading|floor|street|avenue|amendment|edition|birthday"
    r"|instance|glance|thoughts?|place|countr(?:y|ies)|parties|sanctions?|opinion)\b",
    re.IGNORECASE,
)
_RANKED = re.compile(r"[\s-]*-?(?:most|least|best|worst|[a-z]{3,}est)\b", re.IGNORECASE)
_AGE = re.compile(r"[- ]years?[- ]olds?\b")
_PEOPLE = re.compile(
    r"\b(?:population|crowds?|attendance|audience|recruitment|workforce|staff|membership|turnout"
    r"|enrolment|headcount)(?:\s+levels?)?\s+of\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\b[Aa]ll of (?=[A-Z])(?:[A-Z][\w’'-]+ ?)+\b")
_TWO_YEARS = re.compile(r"\b(?:this|last) year and (?:the )?next\b")
_OF_MANY = re.compile(r"one\s+of\s+(?:the|his|her|its|their|our)\s+(?:most|\w+est|best|worst|few)")


@dataclass(frozen=True)
class Reading:
    """What one number, or a range, says where it stands: ``text[start:end]``.

    `what` is figure, event (a day or a year) or no (it counts nothing). `first` and `last` are
    where its words begin and end, with hedge and unit. `decimals` are those that were written.
    """

    start: int
    end: int
    what: str
    value: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    bound: str = ""
    unit: str = ""
    decimals: int = 0
    first: int = 0
    last: int = 0
    restates: int = -1  # where the number begins that this one says again
    doubts: tuple[str, ...] = ()


@dataclass
class _Paragraph:
    """A paragraph that is read from its beginning: what was counted last counts on."""

    text: str
    book: Mapping[str, UnitWords]
    last_count: str = ""
    read: list[Reading] = field(default_factory=list)


def readings(text: str, book: Mapping[str, UnitWords]) -> list[Reading]:
    """Every number of a paragraph, in order; `book` has the units of the book, by name."""
    paragraph = _Paragraph(text, book)
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


def _read(paragraph: _Paragraph, group: Group) -> Iterator[Reading]:
    number, text = group.numbers[0], paragraph.text
    if number.kind in _DAYS:
        first = _with_preposition(text, number.start)
        yield Reading(number.start, number.end, "event", first=first, last=number.end)
    elif number.kind == "vague":
        doubt = "a quantity without a number; a person must say what it is"
        yield _none(number, doubt)
    elif group.kind == "share":
        yield _share(paragraph, group)
    elif number.kind == "fraction":
        yield _fraction(paragraph, number)
    elif number.kind == "ordinal":
        yield _ordinal(paragraph, number)
    elif number.kind == "multiple":
        yield _multiple(paragraph, number)
    elif group.kind == "range":
        yield _range(paragraph, group)
    else:
        yield _single(paragraph, number, group.kind == "pair")


def _none(number: NumberInText, why: str) -> Reading:
    return Reading(
        number.start, number.end, "no", first=number.start, last=number.end, doubts=(why,)
    )


def _with_preposition(text: str, start: int) -> int:
    before = re.search(r"\b(?:on|in|since|until|by|from|between|after|before)\s+(?:the\s)?$",
                       text[:start], re.IGNORECASE)  # fmt: skip
    return before.start() if before else start


def _single(paragraph: _Paragraph, number: NumberInText, of_pair: bool) -> Reading:
    text = paragraph.text
    if _AGE.match(text, number.end):
        return _none(number, "an age that names a group or a person")
    if _OF_MANY.match(text, number.start) or re.match(r"-sided\b", text[number.end :]):
        return _none(number, "a set phrase; it seems to count nothing")
    amount = amount_of(text, number)
    unit, end, doubts = _unit(paragraph, number, amount)
    if of_pair:
        unit, doubts = "", ("one of two numbers of a score or a vote: say what is counted",)
    hedge = hedge_around(text, number.start, end if unit else amount.end)
    return _figure(paragraph, number, amount, hedge, (unit, end, doubts))


def _figure(
    paragraph: _Paragraph,
    number: NumberInText,
    amount: Amount,
    hedge: Hedge,
    unit: tuple[str, int, tuple[str, ...]],
) -> Reading:
    """A number with its hedge, in the unit that it keeps of its scale."""
    name, end, doubts = unit
    scale = _scale_name(amount, name)
    factor = 1 if scale else amount.scale
    value = amount.mantissa * factor
    place = amount.place * factor
    if name == "percent" and not amount.decimals:
        place = Fraction(1)  # a percentage is stated to the percent
    low, high = hedged_ends(hedge.bound, value, place)
    again = _restated(paragraph, number)
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
        _scaled(name, scale),
        amount.decimals if factor == 1 else 0,
        min(hedge.start, number.start),
        max(end, hedge.end, amount.end),
        again,
        (*doubts, *filter(None, (amount.unsure,))),
    )


def _scale_name(amount: Amount, unit: str) -> str:
    """The scale that stays in the unit: of money and of measures, not of what is counted."""
    thing = stock().get(unit.partition("/")[0])
    keeps = thing and thing.name != "people" and thing.definition.find("[time]") < 0
    if not keeps:
        return ""
    return next((name for name, size in SCALES.items() if size == amount.scale), "")


def _scaled(unit: str, scale: str) -> str:
    if not scale:
        return unit
    thing, stroke, per = unit.partition("/")
    is_money = stock()[thing].is_money
    return (f"{thing} {scale}" if is_money else f"{scale} {thing}") + stroke + per


def _restated(paragraph: _Paragraph, number: NumberInText) -> int:
    """Where the number begins that this one, in the bracket after it, says again; else -1."""
    text, last = paragraph.text, paragraph.read[-1] if paragraph.read else None
    if last is None or last.what != "figure":
        return -1
    gap = text[last.end : number.start]
    bracket = re.fullmatch(r"[^.;()]{0,25}\s?[(\[]\s?(?:about\s|around\s|roughly\s|or\s)?", gap)
    if not bracket or not re.match(r"[^()]{0,20}[)\]]", text[number.end :]):
        return -1
    return last.start


def _unit(
    paragraph: _Paragraph, number: NumberInText, amount: Amount
) -> tuple[str, int, tuple[str, ...]]:
    """The unit of a number, where its words end, and what is not sure of it."""
    text, at = paragraph.text, amount.end
    found = _money(text, number, amount) or _percent(number) or _measure(text, amount)
    doubts: tuple[str, ...] = ()
    if found is None:
        people = _PEOPLE.search(text[: number.start])
        rate = per_each(text, at)
        if people:
            found = Counted("people", at, True)
        elif rate is None:
            single = number.value == 1 and not number.words.isdigit()
            found = counted(text, at, paragraph.book, single)
        if found and not people:
            paragraph.last_count = found.unit
    if found is None:
        found, doubts = _from_before(paragraph, number, amount)
    each = per_each(text, found.end) if found.unit else None
    if each and "/" not in found.unit:
        return f"{found.unit}/{each.unit}", each.end, doubts
    return found.unit, found.end, doubts


def _money(text: str, number: NumberInText, amount: Amount) -> Counted | None:
    if number.kind != "money":
        return None
    if amount.currency:
        return Counted(amount.currency, amount.end, True)
    for name, unit in stock().items():
        if unit.is_money and re.search(rf"(?:{unit.written})$", number.words, re.IGNORECASE):
            return Counted(name, number.end, True)
    return None


def _percent(number: NumberInText) -> Counted | None:
    if number.kind != "percent":
        return None
    return Counted("points" if "point" in number.words else "percent", number.end, True)


def _measure(text: str, amount: Amount) -> Counted | None:
    if amount.metres:
        return Counted("metres", amount.end, True)
    speed = re.match(r"\s?(mph|kph|km/h)\b", text[amount.end :])
    if speed:
        unit = "miles/hours" if speed[1] == "mph" else "km/hours"
        return Counted(unit, amount.end + speed.end(), True)
    return measured(text, amount.end)


def _from_before(
    paragraph: _Paragraph, number: NumberInText, amount: Amount
) -> tuple[Counted, tuple[str, ...]]:
    """What a number counts that no noun follows: what was counted before, or a plain ratio."""
    text = paragraph.text
    if (
        re.search(r"[A-Z]\w+,\s$", text[: number.start])
        and text[number.end : number.end + 1] == ","
    ):
        return Counted("years", amount.end, True), ("an age, as it seems",)
    if amount.decimals and amount.scale == 1:
        return Counted("ratio", amount.end, True), ("no unit is written; read as a plain number",)
    unit = paragraph.last_count or book_noun_before(text, number.start, paragraph.book)
    if unit:
        return Counted(unit, amount.end, True), (f"no unit is written; {unit} were counted before",)
    return Counted("", amount.end, False), ("what is counted?",)


def _range(paragraph: _Paragraph, group: Group) -> Reading:
    """“between 400 and 1,000 ships”: both ends in the unit and scale of the second, if need be."""
    text, (one, two) = paragraph.text, group.numbers
    first, second = amount_of(text, one), amount_of(text, two)
    if first.currency and not second.currency:
        second = replace(second, currency=first.currency)
        two = replace(two, kind="money")
    unit, end, doubts = _unit(paragraph, two, second)
    scale = _scale_name(second, unit)
    own = second.scale if first.scale == 1 else first.scale
    low = first.mantissa * (Fraction(own, second.scale) if scale else own)
    high = second.mantissa * (1 if scale else second.scale)
    if low > high:  # “900,000 to 1.2 million”: the first has its own scale
        low = first.mantissa * first.scale / (second.scale if scale else 1)
    before = re.search(r"\b(?:between|from)\s+$", text[: one.start], re.IGNORECASE)
    return Reading(
        one.start,
        second.end,
        "figure",
        None,
        min(low, high),
        max(low, high),
        "between",
        _scaled(unit, scale),
        max(first.decimals, second.decimals),
        before.start() if before else one.start,
        max(end, second.end),
        doubts=(*doubts, *filter(None, (second.unsure,))),
    )


def _share(paragraph: _Paragraph, group: Group) -> Reading:
    one, two = group.numbers
    percent = Fraction(one.value or 0) / Fraction(two.value or 1) * 100
    return _part(paragraph, one.start, two.end, percent)


def _fraction(paragraph: _Paragraph, number: NumberInText) -> Reading:
    """A fraction in words: a share, or a part of a unit that follows it."""
    text, value = paragraph.text, number.value or Fraction(0)
    if re.search(r"\b(?:first|second|other|latter)\s+$", text[: number.start], re.IGNORECASE):
        return _none(number, "a half of a game or a year; it counts nothing")
    if re.match(r"-(?:time|way|term|mast|heartedly|back)", text[number.end :]):
        return _none(number, "a set phrase; it seems to count nothing")
    of = re.match(r"[\s-]+(?:of\s+)?(?:an?\s+)?", text[number.end :])
    at = number.end + (of.end() if of else 0)
    point = re.compile(r"(?:percentage|per\s?cent)[\s-]+points?|point\b|percent\b").match(text, at)
    unit = Counted("points", point.end(), True) if point else of and measured(text, at)
    if unit and (point or "a" in (of[0] if of else "") or value > 1):
        hedge = hedge_around(text, number.start, unit.end)
        low, high = hedged_ends(hedge.bound, value, value / 2)
        return Reading(number.start, unit.end, "figure", value, low, high, hedge.bound, unit.unit,
                       first=hedge.start, last=hedge.end)  # fmt: skip
    return _part(paragraph, number.start, number.end, value * 100)


def _part(paragraph: _Paragraph, start: int, end: int, percent: Fraction) -> Reading:
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


def _ordinal(paragraph: _Paragraph, number: NumberInText) -> Reading:
    """An ordinal: a rank (“tenth-lowest”), a count (“its third cut”), or a mere name."""
    text, value = paragraph.text, number.value or Fraction(0)
    if _PERIOD.match(text, number.end) or number.words.lower() in ("secondary", "tertiary"):
        return _none(number, "an ordinal that names something; it seems to count nothing")
    if rank := _RANKED.match(text, number.end):
        return _exact(number, value, "rank", rank.end(), ("a rank",))
    if number.words.lower() == "first" and re.match(r"\s+(?:to|of\sall|and)\b", text[number.end :]):
        return _none(number, "an ordinal that counts nothing here, as it seems")
    pair = re.match(r"\s+(?:and|or|to)\s+(?:the\s+)?[\w-]+(?=\s)", text[number.end :])
    at = number.end + (pair.end() if pair and numbers_in(pair[0]) else 0)  # the 20th and 21st goals
    unit = measured(text, at) or counted(text, at, paragraph.book, single=True)
    if unit is None:
        before = paragraph.last_count or book_noun_before(text, number.start, paragraph.book)
        unit = Counted(before or best_noun_before(text, number.start), number.end, False)
    else:
        paragraph.last_count = unit.unit
    return _exact(number, value, unit.unit, unit.end, ("an ordinal, read as a count",))


def _multiple(paragraph: _Paragraph, number: NumberInText) -> Reading:
    """Twice, double, threefold: a ratio, or how often; both and bilateral: how many sides."""
    text, word, value = paragraph.text, number.words.lower(), number.value or Fraction(0)
    if word in ("both", "pair", "couple"):
        return _none(number, "a word for two; it seems to count nothing that is not counted")
    if word.endswith("lateral"):
        return _exact(number, value, "parties", number.end, ("a number in a word: sides of talks",))
    often = word in ("twice", "thrice") and not re.match(
        r"\s+(?:as|the|that|its|their|this|what)\b", text[number.end :]
    )
    hedge = hedge_around(text, number.start, number.end)
    low, high = hedged_ends(hedge.bound, value, Fraction(1) if value >= 1 else value)
    return Reading(number.start, number.end, "figure", value, low, high, hedge.bound,
                   "times" if often else "ratio", first=hedge.start, last=hedge.end,
                   doubts=("a number in a word",))  # fmt: skip


def _exact(
    number: NumberInText, value: Fraction, unit: str, end: int, doubts: tuple[str, ...]
) -> Reading:
    return Reading(number.start, number.end, "figure", value, None, None, "exact", unit,
                   first=number.start, last=max(end, number.end), doubts=doubts)  # fmt: skip
