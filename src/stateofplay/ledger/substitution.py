"""Which findings would fare otherwise if an outside value stood in the place of a figure."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from typing import Any, cast

from stateofplay.ledger.contents import Contents
from stateofplay.ledger.entries import Check, Figure, Finding
from stateofplay.ledger.verdicts import statements
from stateofplay.numbers.edges import Moving
from stateofplay.numbers.formula import FormulaError, comparisons, evaluate, judge, names, truth_of
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.truth import Truth
from stateofplay.numbers.units import UnitError

HOLDS = ("firm", "stated")


@dataclass(frozen=True)
class Otherwise:
    """A finding that would fare otherwise with an outside value.

    `status` is firm, stated or false, or empty where the value leaves nothing to judge, such as a
    division by zero.
    """

    finding: Finding
    figure: Figure
    check: Check
    status: str


def otherwise(ledger: Contents) -> Iterator[Otherwise]:
    """Every finding whose status would be another with an outside value for one of its figures."""
    resting = {name: ledger.rests_on(name) for name in ledger.findings}
    for name, checks in ledger.checks.items():
        figure = ledger.figures[name]
        for check in checks:
            for finding in ledger.findings.values():
                if name not in resting[finding.id]:
                    continue
                status = _status_outside(ledger, finding, figure, check)
                if status != finding.status:
                    yield Otherwise(finding, figure, check, status)


def contested_by(ledger: Contents, finding: Finding) -> list[Check]:
    """The independent outside values that turn a finding when they stand in a figure's place.

    Not those that the finding rests on itself: it weighs them, and is no news to them.
    """
    return ledger.once("contested", finding.id, lambda: _contested_by(ledger, finding))


def _contested_by(ledger: Contents, finding: Finding) -> list[Check]:
    resting = ledger.rests_on(finding.id)
    return [
        check
        for name in sorted(resting & ledger.checks.keys())
        for check in ledger.checks[name]
        if check.is_independent
        and not _is_weighed(ledger, check, resting)
        and _status_outside(ledger, finding, ledger.figures[name], check) not in HOLDS
    ]


def _status_outside(ledger: Contents, finding: Finding, figure: Figure, check: Check) -> str:
    """How a finding fares with an outside value in the place of a figure, and those that say the
    same in another unit in proportion: at its best, one number at a time, since the range of one is
    no range beside the other.
    """
    outside = check.quantity.to(figure.unit)
    same = related(ledger, "restates").get(figure.id, frozenset()) - {figure.id}
    together = tuple(sorted(same & ledger.rests_on(finding.id)))
    if not together or not figure.quantity.value:
        return status_with(ledger, finding, {figure.id: outside})
    numbers = {outside.low, outside.high, outside.value}
    found = {
        status_with(ledger, finding, moved(ledger, figure, number, together))
        for number in numbers
        if isinstance(number, Fraction)
    }
    return next((status for status in (*HOLDS, "false") if status in found), "")


def _is_weighed(ledger: Contents, check: Check, resting: frozenset[str]) -> bool:
    """Whether a finding rests on all that an outside value is computed from."""
    stated = [ledger.rests_on(name) for name in names(check.formula)] if check.formula else []
    return bool(stated) and frozenset().union(*stated) <= resting


class Rejudging:
    """Judges a finding again and again with other quantities for the figures `named`; what rests
    on none of them is taken as the ledger has it.
    """

    def __init__(self, ledger: Contents, finding: Finding, named: Collection[str]) -> None:
        self.ledger, self.finding, self.named = ledger, finding, frozenset(named)
        self.unmoved: dict[ast.expr, Truth] = {}
        for comparison, inputs in comparisons(finding.holds).items():
            if not any(ledger.rests_on(name) & self.named for name in inputs):
                self.unmoved[comparison] = truth_of(comparison, ledger.quantity)

    def status(self, changed: Mapping[str, Quantity]) -> str:
        """How the finding fares with `changed`, by id: firm, stated or false; empty where that
        cannot be told.
        """
        lookup = quantities_with(self.ledger, changed, self.named)
        try:
            return judge(self.finding.holds, lookup, self.unmoved).status
        except (FormulaError, UnitError):
            return ""


def quantities_with(
    ledger: Contents, changed: Mapping[str, Quantity], named: Collection[str]
) -> Callable[[str], Quantity]:
    """What gives a quantity by its id when some stated figures, by id, are other quantities.

    What rests on none of the figures `named` is taken as the ledger has it. FormulaError is raised
    for what can no longer be computed.
    """
    known = dict(changed)

    def lookup(name: str) -> Quantity:
        name = ledger.resolve(name)
        if name not in known:
            entry = ledger.derived.get(name)
            known[name] = (
                evaluate(entry.formula, lookup).to(entry.unit)
                if entry and not entry.rests_on.isdisjoint(named)
                else ledger.quantity(name)
            )
        return known[name]

    return lookup


def status_with(ledger: Contents, finding: Finding, changed: Mapping[str, Quantity]) -> str:
    """How a finding fares when some stated figures, by id, are other quantities.

    Empty where that cannot be told.
    """
    return Rejudging(ledger, finding, changed.keys()).status(changed)


def moved(
    ledger: Contents, figure: Figure, number: Fraction | Moving, together: tuple[str, ...]
) -> dict[str, Quantity]:
    """A figure at a number, and those that move with it in proportion, with their ranges."""
    exact: Any = number  # a moving number passes for a fraction
    changed = {figure.id: Quantity(exact, exact, exact, figure.quantity.unit)}
    if together:
        ratio = cast(Fraction, number * (1 / figure.quantity.known))
        factor = Quantity(ratio, ratio, ratio, Quantity.of(1).unit)
        for name in together:
            other = ledger.figures[name]
            changed[name] = replace(other.quantity * factor, unit=other.quantity.unit)
    return changed


def related(ledger: Contents, column: str) -> dict[str, frozenset[str]]:
    """The figures that `column` (restates, stated_with) joins, whichever names which, by each."""
    return ledger.once("related", column, lambda: _related(ledger, column))


def _related(ledger: Contents, column: str) -> dict[str, frozenset[str]]:
    figures = ledger.figures.values()
    pairs = [(figure.id, other) for figure in figures if (other := getattr(figure, column))]
    linked = {*chain.from_iterable(pairs)}  # a few, of what may be very many
    groups = statements([figure for figure in figures if figure.id in linked], [column])
    joined = [frozenset(figure.id for figure in group) for group in groups if len(group) > 1]
    return {name: group for group in joined for name in group}


SAYS = {
    "firm": "would be firm",
    "stated": "would hold at the stated values only",
    "false": "would not hold",
    "": "could not be judged",
}


def report(ledger: Contents, format: str) -> str:
    """The list for an editor, by finding, as text or JSON (`format`); a line where it is empty."""
    found = list(otherwise(ledger))
    if format == "json":
        rows = [
            {
                "finding": o.finding.id,
                "status": o.finding.status,
                "with": o.status,
                "figure": o.figure.id,
                "value": ledger.outside_words(o.check),
                "check": o.check.id,
                "who": o.check.who,
                "independent": o.check.is_independent,
                "source": o.check.source,
            }
            for o in found
        ]
        return json.dumps(rows, ensure_ascii=False, indent=1)
    if not found:
        return (
            "No finding would fare otherwise with an outside value "
            "in place of the figure that it checks."
        )
    lines = []
    for finding in dict.fromkeys(o.finding for o in found):
        lines.append(f"{finding.id} ({finding.status}): {ledger.words(finding.id)}")
        for o in (o for o in found if o.finding is finding):
            origin = "independent" if o.check.is_independent else "same origin"
            lines.append(
                f"  {SAYS[o.status]} with {ledger.outside_words(o.check)} for "
                f"{o.figure.id} ({o.check.who}, {origin}; {o.check.id})"
            )
    return "\n".join(lines)
