"""The ledger as it would be with other numbers for some stated figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from stateofplay.files.characters import quoted
from stateofplay.files.guesses import ADD_IT
from stateofplay.ledger.comparability import POINTS, SHARE
from stateofplay.ledger.entries import Derived, Figure, Finding
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.substitution import moved, quantities_with, related
from stateofplay.numbers.formula import FormulaError, judge
from stateofplay.numbers.numerals import read_entry, read_number
from stateofplay.numbers.quantity import INFINITY, Number, Quantity
from stateofplay.numbers.unit_table import CHANGES, OFFSETS

# Units of which a number may be below nought wherever it is above: what has changed, and by how
# much in percent.
_EITHER_WAY = {SHARE, POINTS, *OFFSETS, *CHANGES.values()}


class SupposedError(ValueError):
    """A change that cannot be made; the message is one line."""


@dataclass(frozen=True)
class Turned:
    """A finding that fares otherwise: how it does as stated, and how it would."""

    finding: Finding
    status: str


def read_changes(ledger: Ledger, changes: Iterable[str]) -> dict[str, Fraction]:
    """The numbers of changes written as `id=number`, by id. Raises SupposedError."""
    pairs = []
    for change in changes:
        name, is_one, number = change.partition("=")
        if not is_one:
            raise SupposedError(f"{quoted(change)} is no change; write it like boxes=30000")
        pairs.append((name.strip(), number.strip()))
    return numbers_of(ledger, pairs)


def numbers_of(
    ledger: Ledger, pairs: Iterable[tuple[str, float | Fraction | str]]
) -> dict[str, Fraction]:
    """The numbers by id; texts are read as the field of a page reads them. Raises SupposedError."""
    read: dict[str, Fraction] = {}
    for name, given in pairs:
        figure = figure_of(ledger, name)
        if figure.id in read:
            raise SupposedError(f"{quoted(figure.id)} has two numbers; write one")
        least, most = limits(figure)
        try:
            number = read_entry(given) if isinstance(given, str) else read_number(str(given))
            if number < least:
                raise ValueError(f"is below nought; write {least} or more")
            if number > most:
                raise ValueError(f"is more than the whole; write {most} or less")
        except ValueError as error:
            said = f"{name}: {quoted(str(given))} {error} (the unit is {figure.unit})"
            raise SupposedError(said) from error
        read[figure.id] = number
    return read


def limits(figure: Figure) -> tuple[Number, Number]:
    """Between which numbers another one for a figure lies: not below nought unless something that
    is stated does or the unit allows it, and as a share of a whole, which a survey's percentage is
    and what is called “Share of …”, not above 100 unless that is stated.
    """
    q = figure.quantity
    stated = [end for end in (q.value, q.low, q.high) if isinstance(end, Fraction)]
    is_called = figure.kind == "surveyed" or figure.measure.startswith("Share of ")
    is_share = figure.unit == SHARE and is_called and max(stated) <= 100
    is_either = figure.unit in _EITHER_WAY and not is_share
    least = -INFINITY if is_either or min(stated) < 0 else Fraction(0)
    return least, Fraction(100) if is_share else INFINITY


def figure_of(ledger: Ledger, name: str) -> Figure:
    """The stated figure called `name`. Raises SupposedError for any other name."""
    try:
        entry = ledger.entry(name)
    except KeyError as error:
        raise SupposedError(error.args[0].replace(ADD_IT, "correct the name")) from error
    if not isinstance(entry, Figure):
        kind = "computed" if isinstance(entry, Derived) else "a finding"
        resting = ", ".join(sorted(ledger.rests_on(name))[:6]) or "no stated figure"
        raise SupposedError(f"{quoted(name)} is {kind}; change what it rests on: {resting}")
    return entry


def with_numbers(ledger: Ledger, numbers: Mapping[str, Fraction]) -> Ledger:
    """The ledger with the figures in `numbers`, by id, exactly at these, in their own units.

    Figures that say the same in another unit move in proportion, unless they are changed too. All
    that is computed follows; outside values stay. Raises SupposedError where something can no
    longer be computed.
    """
    changed = _changed(ledger, numbers)
    figures = {
        name: replace(
            figure, quantity=changed[name], bound="exact" if name in numbers else figure.bound
        )
        if name in changed
        else figure
        for name, figure in ledger.figures.items()
    }
    lookup = quantities_with(ledger, changed, changed.keys())
    try:
        derived = {n: replace(d, quantity=lookup(n)) for n, d in ledger.derived.items()}
        findings = {n: replace(f, truth=judge(f.holds, lookup)) for n, f in ledger.findings.items()}
    except FormulaError as error:
        raise SupposedError(f"with these numbers {error.args[0]}") from error
    other = replace(ledger, figures=figures, derived=derived, findings=findings)
    other.table_digests, other.figure_digests = {}, {}
    return other


def _changed(ledger: Ledger, numbers: Mapping[str, Fraction]) -> dict[str, Quantity]:
    """The quantities of the figures that are changed, and of those that move with them."""
    same = related(ledger, "restates")
    changed: dict[str, Quantity] = {}
    for name, number in numbers.items():
        figure = ledger.figures[name]
        others = sorted(same.get(name, frozenset()) - numbers.keys())
        changed |= moved(ledger, figure, number, tuple(others) if figure.quantity.value else ())
    return changed


def changes(before: Ledger, after: Ledger) -> list[str]:
    """The ids of the figures and derived figures that are other numbers."""
    names = (*before.figures, *before.derived)
    return [name for name in names if before.quantity(name) != after.quantity(name)]


def turned(before: Ledger, after: Ledger) -> list[Turned]:
    """The findings that fare otherwise."""
    pairs = ((finding, after.findings[name].status) for name, finding in before.findings.items())
    return [Turned(finding, status) for finding, status in pairs if status != finding.status]
