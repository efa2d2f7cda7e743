"""Words against numbers: what stands beside a figure may neither contradict nor repeat the bound
that its row states, and its row says the number of its source’s words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from stateofplay.editing.drafting.hedges import hedge_around
from stateofplay.editing.drafting.readings import readings
from stateofplay.editing.numbers_in_text import numbers_in
from stateofplay.editing.rules.source_text import SourcePage
from stateofplay.files.characters import quoted
from stateofplay.files.problems import Problem
from stateofplay.ledger.beside import IN_PROSE, IN_TEMPLATES, contradictions
from stateofplay.ledger.ledger import Ledger
from stateofplay.numbers.numerals import decimal_text


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
        if value is None or numbers_in(row.text("note")):
            continue
        found = readings(words, ledger.units)
        if len(found) == 1 and not found[0].doubts and found[0].unit == row.text("unit"):
            read = (found[0].value, found[0].low, found[0].high)
            said = [abs(number) for number in read if number is not None]
            alike = not said or abs(value) in said
        else:
            alike = len(numbers_in(words)) < 2 or _has_digits(words, value)
        if alike:
            bound = _hedge(words, value) if row.text("bound") == "exact" else ""
            if bound and not row.text("note"):
                told = f"is exact, but the words say {bound}, {quoted(words)}; write {bound}"
                yield row.problem("bound", f"{told}, or say in note why the number is exact")
            continue
        told = f"{decimal_text(value)} is not what the words say, {quoted(words)}; correct one of "
        yield row.problem("value", f"{told}them, or say in note how the number came about")


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
