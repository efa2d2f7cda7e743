"""The rules between tables: turns rows into figures and checks, and says what contradicts what."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from stateofplay.characters import READABLE, quoted
from stateofplay.entries import Check, Figure
from stateofplay.numerals import decimal_text
from stateofplay.quantity import Quantity, UnitError
from stateofplay.sources import Article, Source
from stateofplay.tables import Problem, Row

MOST_WORDS_AS_STATED = 12
MOST_COMPARED = 100_000  # names, in about a second
# Which of value, low and high each bound needs; None means that the cell stays empty because the end is open or implied.
_NEEDED = {
    "exact": ("value",),
    "about": ("value", "low", "high"),
    "nearly": ("value", "low", "high"),
    "between": ("low", "high"),
    "at_least": ("value", "low"),
    "more_than": ("value", "low"),
    "up_to": ("value", "high"),
    "less_than": ("value", "high"),
}


@dataclass
class Guesses:
    """Guesses which name was meant by one that does not exist, as long as `left` names are not compared.

    Whoever has more such names mends some and checks again; the work does not grow with the square.
    """

    left: int = MOST_COMPARED

    def unknown(self, name: str, known: Iterable[str], what: str) -> str:
        """The message for an id or key that does not exist, with the nearest of `known`, if any."""
        near: list[str] = []
        if self.left > 0:
            names = list(known)
            self.left -= len(names)
            near = difflib.get_close_matches(name[:READABLE], names, 1)
        hint = f"did you mean {near[0]}?" if near else "add its row first or correct the name"
        return f"{quoted(name)} is not {what}; {hint}"


def unknown(name: str, known: Iterable[str], what: str) -> str:
    """The message of `Guesses` for a single name."""
    return Guesses().unknown(name, known, what)


def read_quantity(row: Row, problems: list[Problem], bound: str | None = None) -> Quantity | None:
    """The quantity of a row with value, low, high and unit; None after reporting what is wrong with it.

    The bound's ends are required as CONTRIBUTING describes; without a bound (a check), any end may be missing.
    """
    value, low, high = row["value"], row["low"], row["high"]
    found = len(problems)
    cells = ("value", "low", "high")
    unreadable = [column for column in cells if column in row.reported]  # one mistake is one line
    if bound:
        for column in cells:
            needed = column in _NEEDED[bound]
            if needed and row[column] is None and column not in unreadable:
                problems.append(row.problem(column, f"is empty, but the bound is {bound}; write the number"))
            if not needed and row[column] is not None:
                problems.append(row.problem(column, f"is {_plain(row[column])}, but the bound is {bound}; leave it empty"))
    elif value is None and low is None and high is None and not unreadable:
        problems.append(row.problem("value", "is empty, and so are low and high; write the outside number or range"))
    if low is not None and high is not None and low > high:
        problems.append(row.problem("low", f"{_plain(low)} is above high, {_plain(high)}; exchange them or correct one"))
    elif value is not None and ((low is not None and value < low) or (high is not None and value > high)):
        problems.append(row.problem("value", f"{_plain(value)} is outside its bounds, {_plain(low)} to {_plain(high)}; correct one of them"))
    if len(problems) > found or unreadable or row["unit"] is None or "unit" in row.reported:
        return None
    try:
        return Quantity.of(value, row.text("unit"), low, high)
    except UnitError as error:
        problems.append(row.problem("unit", str(error)))
        return None


def _plain(number) -> str:
    return "open" if number is None else decimal_text(number)


class RowRules:
    """Checks rows against what is known outside their own table: units, sources and paragraphs."""

    def __init__(self, units: set[str], sources: dict[str, Source], articles: dict[str, Article],
                 problems: list[Problem], unknown: Callable[[str, Iterable[str], str], str]) -> None:
        self.units, self.sources, self.articles, self.problems = units, sources, articles, problems
        self.unknown = unknown

    def figure(self, row: Row) -> Figure | None:
        """The figure that a row states; None when the row is too broken to use, which has been reported."""
        self.unit(row)
        self.origin(row)
        self.dates(row)
        bound = row.text("bound")
        quantity = read_quantity(row, self.problems, bound) if bound in _NEEDED else None
        source = row.text("source")
        if source in self.articles and not row.text("as_stated"):
            self.problems.append(row.problem("as_stated", "is empty; copy the words in which the article states the figure"))
        if source in self.sources and self.articles and source not in self.articles and not row.table.startswith("context/"):
            self.problems.append(row.problem(
                "source", f"{quoted(source)} is no article with a record in seeds/; add its record, or move the row to data/context/"))
        if quantity is None or not row.text("id") or row.text("unit") not in self.units:
            return None
        columns = ("id", "measure", "unit", "bound", "kind", "place", "who", "interest", "restates", "source", "locator",
                   "as_stated", "note", "series", "category")
        return Figure(table=row.table, quantity=quantity, start=row["start"], end=row["end"], line=row.line,
                      **{c: row.text(c) for c in columns})

    def unit(self, row: Row) -> None:
        unit = row.text("unit")
        if unit and unit not in self.units:
            self.problems.append(row.problem("unit", self.unknown(unit, self.units, "a unit of data/units.csv")))

    def dates(self, row: Row) -> None:
        start, end = row["start"], row["end"]
        if start and end and end < start:
            self.problems.append(row.problem("end", f"{end} is before start, {start}; exchange them or correct one"))

    def origin(self, row: Row) -> None:
        """Source key, paragraph number and the length of the quoted words."""
        source, locator = row.text("source"), row.text("locator")
        if source and self.sources and source not in self.sources:  # without any, the file itself has been reported
            self.problems.append(row.problem("source", self.unknown(source, self.sources, "a key of seeds/sources.bib")))
        article = self.articles.get(source)
        counted = re.fullmatch("[1-9][0-9]{0,8}", locator)
        if article and "locator" in row.cells and not (
                counted and int(locator) <= article.paragraph_count):
            self.problems.append(row.problem(
                "locator", f"{quoted(locator)} is not a paragraph of the article; write a number from 1 to {article.paragraph_count}"))
        words = len(row.text("as_stated").split())
        if words > MOST_WORDS_AS_STATED:
            self.problems.append(row.problem(
                "as_stated", f"has {words} words; quote at most {MOST_WORDS_AS_STATED}"))

    def check(self, row: Row, figures: dict[str, Figure], broken: Collection[str] = ()) -> Check | None:
        """The check that a row describes, after holding its verdict against its numbers.

        `broken` are the ids of figures that exist but could not be read, which has been reported.
        """
        self.origin(row)
        verdict, name = row.text("verdict"), row.text("figure")
        figure = figures.get(name)
        if figure is None:
            if name and name not in broken:
                self.problems.append(row.problem("figure", self.unknown(name, figures, "a figure")))
            return None
        if verdict == "not_checked":
            for column in ("value", "low", "high"):
                if row[column] is not None:
                    self.problems.append(row.problem(column, "is filled, but the verdict is not_checked; empty it or give a verdict"))
            return Check(name, verdict, None, row.text("unit"), row.text("source"), row.text("note"))
        self.unit(row)
        outside = read_quantity(row, self.problems)
        if outside is None or not verdict:
            return None
        message = self._contradiction(verdict, figure, outside)
        if message:
            self.problems.append(row.problem("verdict", message))
            return None
        return Check(name, verdict, outside, row.text("unit"), row.text("source"), row.text("note"))

    @staticmethod
    def _contradiction(verdict: str, figure: Figure, outside: Quantity) -> str | None:
        """Why a verdict cannot stand beside its numbers; None when it can.

        confirmed: some number lies in both ranges; differs: none does; contested: the outside record is a range itself.
        """
        try:
            overlap = figure.quantity.overlaps(outside)
        except UnitError as error:
            return f"the outside number has another unit than {figure.id}: {error}"
        if verdict == "confirmed" and not overlap:
            return f"confirmed, but the outside numbers do not meet those of {figure.id}; write differs, or correct the numbers"
        if verdict == "differs" and overlap:
            return f"differs, but the outside numbers meet those of {figure.id}; write confirmed, or correct the numbers"
        if verdict == "contested" and outside.low == outside.high:
            return "contested, but the outside record is one number; write low and high, the span of what is published"
        return None
