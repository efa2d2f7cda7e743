"""The rules of one row: its ends fit its bound, and its unit, source and paragraph are known; and
how a row becomes a quantity and a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from stateofplay.files.characters import quoted
from stateofplay.files.problems import Problem
from stateofplay.ledger.contents import Contents
from stateofplay.ledger.entries import Figure, texts_of
from stateofplay.ledger.reading.tables import Row
from stateofplay.numbers.numerals import decimal_text, read_number
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.unit_table import stock
from stateofplay.numbers.units import UnitError
from stateofplay.numbers.vocabulary import BOUNDS

MOST_WORDS_AS_STATED = 12
_COUNTED = re.compile("[1-9][0-9]{0,8}")
# The column whose day a page must have seen, by the kind of its figure: what was counted is over,
# what was decided has begun, and a plan or a pledge speaks of what is to come.
MUST_HAVE_SEEN = {
    "counted": "end",
    "measured": "end",
    "estimated": "end",
    "surveyed": "end",
    "decided": "start",
}


def read_quantity(row: Row, bound: str) -> Quantity | None:
    """The quantity of a row with value, low, high and unit; None where its cells do not fit.

    What is wrong is reported. Which ends a bound needs stands in BOUNDS.
    """
    value, low, high = row.number("value"), row.number("low"), row.number("high")
    has_ends = low is not None or high is not None  # as few have
    found = [*_ends_problems(row, bound), *(_order_problems(row) if has_ends else ())]
    is_whole = not found
    if is_whole and has_ends:
        found += _hedge_problems(row, bound)
    if is_whole and row.text("unit") == "rank":
        found += _rank_problems(row)
    row.problems.extend(found)
    unreadable = row.reported & {"value", "low", "high", "unit"}
    if found or unreadable or not row.text("unit"):
        return None
    try:
        return Quantity.of(value, row.text("unit"), low, high)
    except UnitError as error:
        row.report("unit", str(error))
        return None


def newest_corrections(rows: Iterable[Row]) -> dict[tuple[str, str], Row]:
    """The last correction of each cell, by id and column."""
    ordered = sorted(rows, key=lambda row: row.day("date") or date.min)
    return {(row.text("id"), row.text("column")): row for row in ordered}


def as_cell(text: str) -> str:
    """A number without needless zeros; other text as it is."""
    try:
        return decimal_text(read_number(text))
    except ValueError:
        return text


def stated_cells(figure: Figure) -> dict[str, str]:
    """The cells that say what a figure states, as `as_cell` writes them."""
    ends = {
        end: decimal_text(getattr(figure.quantity, end))
        if end in BOUNDS[figure.bound].needed
        else ""
        for end in ("value", "low", "high")
    }
    return ends | {"unit": figure.unit, "bound": figure.bound}


def _ends_problems(row: Row, bound: str) -> Iterator[Problem]:
    """The ends that a bound needs and the row has not, or has and does not need."""
    all_needed = BOUNDS[bound].needed
    for column in ("value", "low", "high"):
        needed, number = column in all_needed, row.number(column)
        if needed and number is None and column not in row.reported:  # one mistake is one line
            yield row.problem(column, f"is empty, but the bound is {bound}; write the number")
        if not needed and number is not None:
            said = f"is {_plain(number)}, but the bound is {bound}; leave it empty"
            yield row.problem(column, said)


def _order_problems(row: Row) -> Iterator[Problem]:
    """Ends that are exchanged, or a value that lies outside them."""
    value, low, high = row.number("value"), row.number("low"), row.number("high")
    if low is not None and high is not None and low > high:
        said = f"{_plain(low)} is above high, {_plain(high)}; exchange them or correct one"
        yield row.problem("low", said)
    elif value is not None and (
        (low is not None and value < low) or (high is not None and value > high)
    ):
        bounds = f"{_plain(low)} to {_plain(high)}"
        said = f"{_plain(value)} is outside its bounds, {bounds}; correct one of them"
        yield row.problem("value", said)


def _hedge_problems(row: Row, bound: str) -> Iterator[Problem]:
    """An end that contradicts the bound: “at least” and “nearly” have the value as one, “about” has
    it inside.
    """
    value, low, high = (row.number(column) for column in ("value", "low", "high"))
    for column, end in (("low", low), ("high", high)):
        if value is None or end is None:
            continue
        nearer = column == ("low" if value < 0 else "high")
        is_value = nearer if bound == "nearly" else bound != "about"
        if (end == value) != is_value:
            wanted = f"write {_plain(value)}, the value" if is_value else "it is not the value"
            yield row.problem(column, f"is {_plain(end)}, but the bound is {bound}; {wanted}")


def _rank_problems(row: Row) -> Iterator[Problem]:
    """A place that no list has. The ends around it may be halves."""
    columns = ("value",) if row.number("value") is not None else ("low", "high")
    for column in columns:
        place = row.number(column)
        if place is not None and (place < 1 or place.denominator > 1):
            said = f"{_plain(place)} is no place in a list; write a whole number from 1 on"
            yield row.problem(column, said)


def _plain(number: Fraction | None) -> str:
    return "open" if number is None else decimal_text(number)


class RowRules:
    """Checks rows: their ends against their bound, and what they name in other tables."""

    def __init__(self, ledger: Contents) -> None:
        self.units, self.sources, self.articles = ledger.units, ledger.sources, ledger.articles
        self.unknown = ledger.guesses.unknown

    def figure(self, row: Row) -> Figure | None:
        """The figure that a row states; None when it is too broken to use, which is reported."""
        self.unit(row)
        self.origin(row)
        self.dates(row)
        if column := MUST_HAVE_SEEN.get(row.text("kind")):
            column = column if row.day(column) else "start"  # without an end it goes on since then
            self.age(row, row.day(column), column)
        self._words(row)
        self._article(row)
        bound = row.text("bound")
        quantity = read_quantity(row, bound) if bound in BOUNDS else None
        if quantity is None or not row.text("id") or row.text("unit") not in self.units:
            return None
        return Figure(
            table=row.table,
            quantity=quantity,
            start=row.day("start"),
            end=row.day("end"),
            line=row.line,
            **row.texts(texts_of(Figure)),
        )

    def _article(self, row: Row) -> None:
        """A figure outside of data/context/ is stated by an article of the book."""
        source = row.text("source")
        known = source in self.sources and bool(self.articles)
        if known and source not in self.articles and not row.table.startswith("context/"):
            said = (
                f"{quoted(source)} is no article with a record in seeds/; add its record, "
                "or move the row to data/context/"
            )
            row.report("source", said)

    def _words(self, row: Row) -> None:
        """Every number has its source's words; a cell of a dataset is found by its locator."""
        if row.text("as_stated"):
            return
        source = self.sources.get(row.text("source"))
        if source is None or not source.is_dataset:
            row.report(
                "as_stated", "is empty; copy the words in which the source states the figure"
            )
        elif not row.text("locator"):
            row.report(
                "locator", "is empty; say which row and column of the dataset has the number"
            )

    def age(self, row: Row, day: date | None, column: str) -> None:
        """A page does not know what happened after it was published."""
        source = self.sources.get(row.text("source"))
        known = source.known_until if source else None
        if day and known and day > known:
            said = (
                f"{day} is after {known}, the last day that {row.text('source')} can know; "
                "correct the day, or name the page that carries the number"
            )
            row.report(column, said)

    def unit(self, row: Row) -> None:
        unit = row.text("unit")
        if unit and unit not in self.units:
            known = {**stock(), **self.units}
            row.report("unit", self.unknown(unit, known, "a unit of data/units.csv"))

    def dates(self, row: Row) -> None:
        start, end = row.day("start"), row.day("end")
        if start and end and end < start:
            row.report("end", f"{end} is before start, {start}; exchange them or correct one")

    def origin(self, row: Row) -> None:
        """Source key, paragraph number and the length of the quoted words."""
        source, locator = row.text("source"), row.text("locator")
        # Without any source, the file itself has been reported.
        if source and self.sources and source not in self.sources:
            said = self.unknown(source, self.sources, "a key of seeds/sources.bib")
            row.report("source", said)
        article = self.articles.get(source)
        if (
            article
            and "locator" in row.cells
            and not (_COUNTED.fullmatch(locator) and int(locator) <= article.paragraph_count)
        ):
            said = (
                f"{quoted(locator)} is not a paragraph of the article; "
                f"write a number from 1 to {article.paragraph_count}"
            )
            row.report("locator", said)
        words = len(row.text("as_stated").split())
        if words > MOST_WORDS_AS_STATED:
            row.report("as_stated", f"has {words} words; quote at most {MOST_WORDS_AS_STATED}")
