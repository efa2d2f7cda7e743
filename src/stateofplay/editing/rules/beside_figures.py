"""Words against numbers: what stands beside a figure may neither contradict nor repeat the bound
that its row states, and its row says the number of its source’s words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from stateofplay.editing.digits_in_text import NumberInText
from stateofplay.editing.drafting.groups import grouped
from stateofplay.editing.drafting.hedges import hedge_around
from stateofplay.editing.drafting.readings import readings
from stateofplay.editing.numbers_in_text import numbers_in
from stateofplay.editing.rules.source_text import SourcePage
from stateofplay.files.characters import quoted
from stateofplay.files.problems import Problem
from stateofplay.ledger.beside import IN_PROSE, IN_TEMPLATES, contradictions
from stateofplay.ledger.ledger import Ledger
from stateofplay.numbers.numerals import decimal_text
from stateofplay.numbers.unit_table import SCALES

_M = re.compile(r"\s?m\b")


def of_page(page: SourcePage, ledger: Ledger) -> Iterator[Problem]:
    """Every such place of a page, in its prose and in the texts of its cells."""
    for paragraph in page.paragraphs:
        text = paragraph.without_code()
        for start, name, said in contradictions(text, IN_PROSE, ledger):
            yield Problem(page.file, paragraph.line + text.count("\n", 0, start), name, said)
    for template in page.templates:
        for _, name, said in contradictions(template.text, IN_TEMPLATES, ledger):
            yield Problem(page.file, template.line_of(name), name, said)


def unlike_words(ledger: Ledger) -> Iterator[Problem]:
    """A line for each number that its source’s words state otherwise: a slip of the keys, or
    thousands with a point; and for an exact one that they hedge, where no note tells of it.

    Of several numbers one must have its digits, in whatever scale. Left alone are words with one
    that is not sure or in another unit, and a row whose note has a number of its own.
    """
    for row in (row for table in ledger.tables.values() for row in table):
        words = row.text("as_stated") if "value" in row.cells else ""
        value = row.number("value") if words else None
        if value is None:
            continue
        numbers, note = numbers_in(words), row.text("note")
        if not _states(words, numbers, value, row.text("unit"), ledger):
            if not numbers_in(note):
                told = f"{decimal_text(value)} is not what the words say, {quoted(words)}; correct "
                told += "one of them, or say in note how the number came about"
                yield row.problem("value", told)
        elif not note and row.text("bound") == "exact" and (bound := _hedge(words, numbers, value)):
            told = f"is exact, but the words say {bound}, {quoted(words)}; write {bound}"
            yield row.problem("bound", f"{told}, or say in note why the number is exact")


def _states(
    words: str, numbers: list[NumberInText], value: Fraction, unit: str, ledger: Ledger
) -> bool:
    """Whether words with these numbers state `value`."""
    is_one = len(numbers) < 2 or _has_digits(words, numbers, value)
    if is_one and not _may_state_another(words, numbers, value, unit):
        return True
    found = readings(words, ledger.units)
    if len(found) == 1 and not found[0].doubts and found[0].unit == unit:
        read = (found[0].value, found[0].low, found[0].high)
        said = [abs(number) for number in read if number is not None]
        return not said or abs(value) in said
    return is_one


def _may_state_another(words: str, numbers: list[NumberInText], value: Fraction, unit: str) -> bool:
    """Whether the numbers of words may be one that is sure, in the unit, and not `value`: to read
    them takes so long that it is not done for thousands that cannot be.
    """
    read = [number for number in numbers if number.kind != "name"]
    if len(read) != 1:
        return len(read) == 2 and len([*grouped(words, read)]) == 1
    number = read[0]
    if number.kind not in ("number", "percent", "money"):
        return number.kind in ("fraction", "ordinal", "multiple")
    # What is counted has no scale in its unit; an “m” may be one that the number is without.
    scale = _scale_of(unit)
    wanted = value * scale if scale > 1 else value
    is_value = number.value == wanted or number.value == -wanted
    is_plain = scale == 1 or number.kind == "money"
    return not (is_plain and is_value) or _M.match(words, number.end) is not None


@lru_cache
def _scale_of(unit: str) -> int:
    return next((SCALES[name] for name in re.split("[ /]", unit) if name in SCALES), 1)


def _hedge(words: str, numbers: list[NumberInText], value: Fraction) -> str:
    """The bound that words state of the number with the digits of `value`; empty for an exact one,
    and where they have it twice."""
    bounds = [
        hedge_around(words, number.start, number.end).bound
        for number in numbers
        if number.value == value
        or (number.value is not None and _digits(number.value) == _digits(value))
    ]
    return bounds[0] if len(bounds) == 1 and bounds != ["exact"] else ""


def _has_digits(words: str, numbers: list[NumberInText], value: Fraction) -> bool:
    """Whether words with several numbers have the digits of `value`, be it in thousands or with
    blanks between them."""
    sought = _digits(value)
    if sought in (_digits(number.value) for number in numbers if number.value):
        return True
    return len(sought) > 2 and sought in re.sub(r"\D", "", words)


def _digits(number: Fraction) -> str:
    if number.denominator == 1 and abs(number.numerator) < 10**10:  # as most are
        return str(abs(number.numerator)).strip("0")
    return f"{float(abs(number)):.9e}".partition("e")[0].replace(".", "").strip("0")
