"""Turns the rows of checks.csv into outside values, and says which figure has neither those
nor a row in unchecked.csv."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from stateofplay.files.characters import quoted
from stateofplay.files.problems import Problem
from stateofplay.ledger.entries import Check, Figure, Search, texts_of
from stateofplay.ledger.reading.sources import is_ahead
from stateofplay.ledger.reading.tables import Row
from stateofplay.ledger.rules import RowRules, read_quantity
from stateofplay.numbers.formula import FormulaError, Lookup, evaluate
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.units import UnitError
from stateofplay.numbers.vocabulary import BOUNDS


class OutsideValues:
    """Reads outside values; what is wrong with a row is reported."""

    def __init__(
        self, rules: RowRules, figures: dict[str, Figure], broken: Collection[str]
    ) -> None:
        """`broken` are the ids of figures that exist but could not be read, which is reported."""
        self.rules, self.figures, self.broken = rules, figures, broken

    def check(self, row: Row, lookup: Lookup) -> Check | None:
        """The outside value of a row; None when the row is too broken to use, which is reported."""
        found = len(row.problems)
        self.rules.origin(row)
        self.rules.age(row, row.day("day"), "day")
        self.rules.unit(row)
        figure = self._figure(row)
        quantity = self._quantity(row, lookup)
        if figure is None or quantity is None:
            return None
        self._held(row, figure, quantity)
        if len(row.problems) > found:
            return None
        return Check(
            quantity=quantity,
            is_independent=row.text("independent") == "yes",
            day=_day(row),
            line=row.line,
            **{column: row.text(column) for column in texts_of(Check)},
        )

    def _figure(self, row: Row) -> Figure | None:
        name = row.text("figure")
        if name and name not in self.figures and name not in self.broken:
            row.report("figure", self.rules.unknown(name, self.figures, "a figure"))
        return self.figures.get(name)

    def _quantity(self, row: Row, lookup: Lookup) -> Quantity | None:
        """What the row states, or what its formula gives."""
        formula = row.text("formula")
        if not formula:
            if not row.text("as_stated"):
                row.report(
                    "as_stated",
                    "is empty; copy the words in which the source states the number, "
                    "or write the formula that computes it",
                )
            if not row.text("bound"):
                row.report("bound", "is empty; say how the source bounds the number")
            bound = row.text("bound")
            return read_quantity(row, bound) if bound in BOUNDS else None
        filled = [column for column in ("value", "low", "high", "bound") if row[column] is not None]
        if filled:
            row.report(
                filled[0], "is filled, but the formula computes the number; empty one of them"
            )
            return None
        try:
            return evaluate(formula, lookup).to(row.text("unit"))
        except (FormulaError, UnitError, KeyError) as error:
            row.report("formula", error.args[0])
            return None

    def _held(self, row: Row, figure: Figure, quantity: Quantity) -> None:
        """What must be so between a figure and an outside value for it."""
        try:
            quantity.to(figure.unit)
        except UnitError as error:
            row.report("unit", f"is another than that of {figure.id}: {error}")
        if row.text("source") == figure.source:
            said = f"is the source of {figure.id} itself; an outside value comes from another page"
            row.report("source", said)
        if row.text("basis") != figure.basis and not row.text("mixes"):
            counted = f"counts {quoted(figure.basis)}" if figure.basis else "has no basis"
            said = (
                f"is {quoted(row.text('basis'))}, but {figure.id} {counted}; "
                "say in mixes why they may be compared, or give both the same words"
            )
            row.report("basis", said)


def _day(row: Row) -> date:
    """The day of a row; any for one that cannot be read: it is reported, and nothing is shown."""
    return row.day("day") or date.min


def searches(
    rows: Iterable[Row],
    rules: RowRules,
    stated: Iterable[Figure],
    checked: Collection[str],
    places: dict[str, Row],
    problems: Collection[Problem],
) -> dict[str, Search]:
    """Where was looked for outside values in vain, by figure, held against what has been found.

    `stated` are the figures of the articles, `checked` the ids that have a row in checks.csv,
    readable or not, `problems` what is reported of the ledger.
    """
    found: dict[str, Search] = {}
    reported = {(problem.file, problem.line) for problem in problems}
    # What names an id that is broken is not reported again.
    renamed = any(problem.column == "id" for problem in problems)
    for row in rows:
        name = row.text("figure")
        if name in checked:
            row.report("figure", f"{name} has an outside value in checks.csv; take this row out")
        elif name and name not in places and not renamed:
            row.report("figure", rules.unknown(name, places, "a figure"))
        if is_ahead(row.day("day")):
            row.report("day", f"{row.day('day')} is still to come; correct the day")
        found[name] = Search(name, _day(row), row.text("where_looked"), row.text("looked_for"))
    if any(problem.column == "figure" for problem in problems):
        return found  # a row that names the wrong figure: which one it meant is not known
    for figure in stated:
        place = places[figure.id]
        if (
            figure.id not in checked
            and figure.id not in found
            and (place.file, place.line) not in reported
        ):
            said = (
                f"{figure.id} has no outside value; add one to data/checks.csv, "
                "or say in data/unchecked.csv where was looked, when and for what"
            )
            place.report("id", said)
    return found
