"""The unit of a number, and what of its scale the unit keeps."""

from __future__ import annotations

import re

from stateofplay.editing.digits_in_text import NumberInText
from stateofplay.editing.drafting.amounts import Amount
from stateofplay.editing.drafting.nouns import (
    Counted,
    book_noun_before,
    counted,
    measured,
    per_each,
)
from stateofplay.editing.drafting.reading import Paragraph
from stateofplay.numbers.unit_table import SCALES, stock

# Letters that hang on a number or its unit, and what follows a stroke or “per”.
_GOES_ON = re.compile(r"[A-Za-z]|\s?/\s?[A-Za-z]|\s+per\s+(?!cent\b)\w")
_PEOPLE = re.compile(
    r"\b(?:population|crowds?|attendance|audience|recruitment|workforce|staff|membership|turnout"
    r"|enrolment|headcount)(?:\s+levels?)?\s+of\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)


def unit_of(
    paragraph: Paragraph, number: NumberInText, amount: Amount
) -> tuple[str, int, tuple[str, ...]]:
    """The unit of a number, where its words end, and what is not sure of it."""
    text, at = paragraph.text, amount.end
    found = _money(number, amount) or _percent(number) or _measure(text, amount)
    found = found or _times(text, amount)
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
            if found.unit in stock() and found.unit != "people":
                doubts = (f"{found.unit} is a unit of the stock; is it meant?",)
    if found is None:
        found, doubts = _from_before(paragraph, number, amount)
    each = per_each(text, found.end) if found.unit else None
    if each and "/" not in found.unit:
        return f"{found.unit}/{each.unit}", each.end, doubts
    if not each and _GOES_ON.match(text, max(at, found.end)):
        doubts = (*doubts, "what stands behind it may be of the number or the unit, too")
    if number.kind == "money" and not each and re.match(r"\s+an?\s+[a-z]", text[found.end :]):
        doubts = (*doubts, "what it is for may be of the unit: dollars a ticket")
    return found.unit, found.end, doubts


def _money(number: NumberInText, amount: Amount) -> Counted | None:
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
    if inches := re.match(r"in\b", text[amount.end :]):
        return Counted("inches", amount.end + inches.end(), True)
    part = re.match(r"\s+of\s+an?\s+(?=per)", text[amount.end :])  # 0.75 of a percentage point
    return measured(text, amount.end + (part.end() if part else 0))


def _times(text: str, amount: Amount) -> Counted | None:
    """“four times as many” is a ratio, “four times this year” a count."""
    times = re.match(r"\s+times\b(?P<ratio>\s+(?:as|the|that|its|their|more|less|\w+er\b))?",
                     text[amount.end :])  # fmt: skip
    if not times:
        return None
    return Counted("ratio" if times["ratio"] else "times", amount.end + len(" times"), True)


def _from_before(
    paragraph: Paragraph, number: NumberInText, amount: Amount
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


def scale_name(amount: Amount, unit: str) -> str:
    """The scale that stays in the unit: of money and of measures, not of what is counted."""
    thing = stock().get(unit.partition("/")[0])
    keeps = thing and thing.name != "people" and thing.definition.find("[time]") < 0
    if not keeps:
        return ""
    return next((name for name, size in SCALES.items() if size == amount.scale), "")


def scaled(unit: str, scale: str) -> str:
    if not scale:
        return unit
    thing, stroke, per = unit.partition("/")
    is_money = stock()[thing].is_money
    return (f"{thing} {scale}" if is_money else f"{scale} {thing}") + stroke + per
