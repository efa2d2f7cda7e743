"""Words against numbers: what stands beside a figure may neither contradict nor repeat the bound
that its row states, and its row says the number of its source’s words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from stateofplay.editing.drafting.hedges import hedge_around
from stateofplay.editing.drafting.readings import readings
from stateofplay.editing.numbers_in_text import numbers_in
from stateofplay.editing.rules.source_text import SourcePage
from stateofplay.files.characters import quoted
from stateofplay.files.problems import Problem
from stateofplay.ledger.beside import IN_PROSE, IN_TEMPLATES, contradictions
from stateofplay.ledger.ledger import Ledger
from stateofplay.numbers.numerals import decimal_text

_LONG = "7654321"
# Words with one number, which is as long, and no letter at either end of it.
_ONE = re.compile(r"((?:\D*\W)?)([0-9]{1,3}(?:,[0-9]{3}){1,19}|[0-9]{5,60})((?:\W\D*)?)")


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
        alike, bound = _heard(words, value, row.text("unit"), ledger)
        bound = bound if alike and row.text("bound") == "exact" else ""
        if (alike and not bound) or numbers_in(row.text("note")):
            continue
        if not alike:
            told = f"{decimal_text(value)} is not what the words say, {quoted(words)}; correct one "
            yield row.problem("value", f"{told}of them, or say in note how the number came about")
        elif not row.text("note"):
            told = f"is exact, but the words say {bound}, {quoted(words)}; write {bound}"
            yield row.problem("bound", f"{told}, or say in note why the number is exact")


def _heard(words: str, value: Fraction, unit: str, ledger: Ledger) -> tuple[bool, str]:
    """Whether words state `value`, and the bound that they state of it; empty for an exact one."""
    plain = _ONE.fullmatch(words)  # thousands of rows differ in it alone
    if plain and int(plain[2].replace(",", "")) == value:
        bound = _bound_between(plain[1], plain[3])
        if bound is not None:
            return True, bound
    found = readings(words, ledger.units)
    if len(found) == 1 and not found[0].doubts and found[0].unit == unit:
        read = (found[0].value, found[0].low, found[0].high)
        said = [abs(number) for number in read if number is not None]
        alike = not said or abs(value) in said
    else:
        alike = len(numbers_in(words)) < 2 or _has_digits(words, value)
    return alike, _hedge(words, value)


@lru_cache(maxsize=10_000)
def _bound_between(before: str, after: str) -> str | None:
    """The bound that words state of a number of their own between them that is too long for a year,
    a day or a time; empty for an exact one, None where they make another number of it."""
    text, end = f"{before}{_LONG}{after}", len(before) + len(_LONG)
    spans = [(number.start, number.end, number.value) for number in numbers_in(text)]
    if spans != [(len(before), end, Fraction(_LONG))]:
        return None
    return hedge_around(text, len(before), end).bound.replace("exact", "")


def _hedge(words: str, value: Fraction) -> str:
    """The bound that words state of the number with the digits of `value`; empty for an exact one,
    and where they have it twice."""
    sought = _digits(value)
    bounds = [
        hedge_around(words, number.start, number.end).bound
        for number in numbers_in(words)
        if number.value is not None and _digits(number.value) == sought
    ]
    return bounds[0] if len(bounds) == 1 and bounds != ["exact"] else ""


def _has_digits(words: str, value: Fraction) -> bool:
    """Whether words with several numbers have the digits of `value`, be it in thousands or with
    blanks between them."""
    sought = _digits(value)
    if sought in (_digits(number.value) for number in numbers_in(words) if number.value):
        return True
    return len(sought) > 2 and sought in re.sub(r"\D", "", words)


def _digits(number: Fraction) -> str:
    return f"{float(abs(number)):.9e}".partition("e")[0].replace(".", "").strip("0")
