"""Computes the derived figures, each after those that its formula names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress

from stateofplay.ledger.comparability import FairRules
from stateofplay.ledger.contents import NO_NUMBER, Contents
from stateofplay.ledger.counts import COUNTS
from stateofplay.ledger.entries import Derived
from stateofplay.ledger.reading.tables import Row
from stateofplay.ledger.rules import RowRules
from stateofplay.numbers.formula import FormulaError, evaluate, names
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.units import UnitError


class AlreadyReportedError(Exception):
    """Something depends on a row that is broken and has been reported: one mistake is one line."""


class Derivation:
    """Computes the derived figures of `ledger`, and reports what is wrong with their rows.

    `places` are the rows by id and `begun` the series that any row names, broken ones included;
    both may still grow. `pending` are the rows to be computed, by id.
    """

    def __init__(
        self,
        ledger: Contents,
        places: Mapping[str, Row],
        begun: Collection[str],
        rules: RowRules,
        fair: FairRules,
    ) -> None:
        self.ledger, self.places, self.begun = ledger, places, begun
        self.rules, self.fair = rules, fair
        self.pending: dict[str, Row] = {}
        self.miscounted = False  # what is counted may lack a row that is broken and reported

    def around_counts(self) -> tuple[list[str], list[str]]:
        """The ids to compute, in order: those on which no count rests, and those that rest on one.

        Between the two the ledger can be counted.
        """
        resting: set[str] = set()
        order = self._in_order()
        for name in order:
            if any(i in resting or i in COUNTS for i in self._inputs(self.pending[name])):
                resting.add(name)
        return [n for n in order if n not in resting], [n for n in order if n in resting]

    def compute(self, order: Iterable[str]) -> None:
        """Compute the pending figures named, each after its inputs."""
        for name in order:
            with suppress(AlreadyReportedError):
                self._compute(name)

    def lookup(self, name: str) -> Quantity:
        """The quantity called `name`, as a formula needs it.

        Raises KeyError for what is none, and AlreadyReportedError for what is broken.
        """
        ledger = self.ledger
        if name in COUNTS and self.miscounted:
            raise AlreadyReportedError
        if name in self.begun and name not in ledger.series:
            raise AlreadyReportedError
        if name in self.places and name not in ledger.figures and name not in ledger.derived:
            if self.places[name].table == "findings":
                raise KeyError(NO_NUMBER.format(name))
            raise AlreadyReportedError
        return ledger.quantity(name)

    def _in_order(self) -> list[str]:
        """The pending ids so that each stands after those that it is computed from.

        One that closes a circle is reported and left out. It keeps its own path: a chain of rows
        may be longer than Python lets a function call itself.
        """
        inputs = {
            name: [i for i in self._inputs(row) if i in self.pending]
            for name, row in self.pending.items()
        }
        done: dict[str, None] = {}
        circular: set[str] = set()
        for start in inputs:
            path = {} if start in done else {start: iter(inputs[start])}
            while path:
                name = next(reversed(path))
                other = next(path[name], None)
                if other is None:
                    del path[name]
                    done[name] = None
                elif other in path and name not in circular:
                    circular.add(name)
                    self._circle([*list(path)[list(path).index(other) :], other])
                elif other not in path and other not in done:
                    path[other] = iter(inputs[other])
        return [name for name in done if name not in circular]

    @staticmethod
    def _inputs(row: Row) -> list[str]:
        try:
            return names(row.text("formula"))
        except FormulaError:
            return []  # reported when it is computed

    def _circle(self, members: list[str]) -> None:
        way = " → ".join(members if len(members) <= 8 else [*members[:3], "…", *members[-3:]])
        said = f"goes in a circle: {way}; a figure cannot be computed from itself"
        self.places[members[-2]].report("formula", said)

    def _compute(self, name: str) -> None:
        row = self.pending[name]
        formula, unit = row.text("formula"), row.text("unit")
        quantity = self._quantity(row)
        self.rules.unit(row)
        self.fair.formula(row, "formula")
        times = Counter(map(self.ledger.resolve, names(formula)))
        self.ledger.derived[name] = Derived(
            id=name,
            topic=row.text("topic"),
            measure=row.text("measure"),
            formula=formula,
            unit=unit,
            quantity=quantity,
            inputs=tuple(times),
            repeated=tuple(sorted(i for i in times if times[i] > 1)),
            rests_on=frozenset().union(*map(self.ledger.rests_on, times)),
            bases=frozenset().union(*map(self.ledger.bases, times)),
            mixes=row.text("mixes"),
            note=row.text("note"),
            line=row.line,
        )

    def _quantity(self, row: Row) -> Quantity:
        """What a row's formula gives, in its unit. Raises AlreadyReportedError after a report."""
        column = "formula"
        try:
            quantity = evaluate(row.text("formula"), self.lookup)
            column = "unit"
            quantity = quantity.to(row.text("unit"))
        except (FormulaError, UnitError, KeyError) as error:
            row.report(column, error.args[0])
            raise AlreadyReportedError from error
        if not quantity.is_publishable:
            said = (
                "gives a number that is too large, too small or too long; "
                "correct the formula or the figures in it"
            )
            row.report("formula", said)
            raise AlreadyReportedError
        return quantity
