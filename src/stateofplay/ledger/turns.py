"""What would turn a finding: for each figure that it rests on, how far that may move.

A finding holds at a value of a figure where its condition does with the figure exactly at that
value and everything else as stated; it is firm there where it then holds over the whole of every
other range. Both are judged by the code that judges the ledger (`status_with`), at every place
where anything can change (`numbers.edges`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stateofplay.files.access import digest_of
from stateofplay.ledger.contents import Contents
from stateofplay.ledger.entries import Figure, Finding
from stateofplay.ledger.substitution import Rejudging, moved, related
from stateofplay.numbers.edges import Edge, Place, edges
from stateofplay.numbers.quantity import Number, Quantity


@dataclass(frozen=True)
class Turn:
    """How far a figure may move, in its own unit, before a finding stops holding or being firm.

    None: it never does. An edge at the stated value itself means that it is so there already. A
    figure of which only a range is stated moves from the ends of that. `together` are the figures
    that say the same in another unit and move in proportion; `apart` those of one statement or
    survey with it, which the ledger does not say how to move.
    """

    figure: str
    stops_below: Edge | None
    stops_above: Edge | None
    firm_below: Edge | None
    firm_above: Edge | None
    together: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()

    def told(self) -> tuple[object, ...]:
        """All of it in a form that is the same in every run."""
        edges = (self.stops_below, self.stops_above, self.firm_below, self.firm_above)
        ends = [edge and (edge.value, edge.is_included) for edge in edges]
        return self.figure, *ends, self.together, self.apart


class Turns(Mapping[str, tuple[Turn, ...]]):
    """The turns of every finding, by its id, for each stated figure that it rests on; those of one
    are worked out when it is first asked for, and `known` by a digest of what they rest on: few of
    them follow an edit.
    """

    def __init__(self, ledger: Contents, known: dict[str, tuple[Turn, ...]]) -> None:
        self._ledger, self._known, self._keys = ledger, known, dict[str, str]()
        self._same, self._given = related(ledger, "restates"), related(ledger, "stated_with")

    def __getitem__(self, finding: str) -> tuple[Turn, ...]:
        return self._ledger.once("turns", finding, lambda: self._of(finding))

    def _of(self, finding: str) -> tuple[Turn, ...]:
        resting = self._ledger.rests_on(finding)
        same, given = (
            {name: groups.get(name, frozenset()) & resting - {name} for name in sorted(resting)}
            for groups in (self._same, self._given)
        )
        groups = [(name, sorted(same[name]), sorted(given[name])) for name in same]
        key = digest_of((groups, *_judged_by(self._ledger, finding)))
        self._keys[finding] = key
        if key not in self._known:
            self._known[key] = tuple(
                _turn(
                    self._ledger,
                    self._ledger.findings[finding],
                    self._ledger.figures[name],
                    same[name],
                    given[name],
                )
                for name in same
            )
        return self._known[key]

    def found(self) -> dict[str, tuple[Turn, ...]]:
        """What is known of this ledger's findings and of no others, as `known`."""
        return {self._keys[finding]: turns for finding, turns in self.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._ledger.findings)

    def __len__(self) -> int:
        return len(self._ledger.findings)


def _judged_by(ledger: Contents, name: str) -> Iterator[object]:
    """All that the judgement of a finding rests on: its condition, and every number in it down to
    the stated ones.
    """
    for entry in ledger.beneath(name):
        if isinstance(entry, Figure):
            yield entry.id, entry.quantity
        elif isinstance(entry, Finding):
            yield entry.id, entry.holds
        else:
            yield entry.id, entry.formula, entry.unit, entry.quantity


def _turn(
    ledger: Contents, finding: Finding, figure: Figure, same: frozenset[str], given: frozenset[str]
) -> Turn:
    followed = tuple(sorted(same)) if figure.quantity.value else ()
    rejudging = Rejudging(ledger, finding, {figure.id, *followed})

    def judged(place: Place) -> tuple[bool, bool]:
        status = rejudging.status(moved(ledger, figure, place.number, followed))
        return status in ("firm", "stated"), status == "firm"

    low, high = starts(figure.quantity)
    stops_below, firm_below = edges(low, -1, judged)
    stops_above, firm_above = edges(high, 1, judged)
    apart = tuple(sorted((same | given).difference(followed)))
    return Turn(figure.id, stops_below, stops_above, firm_below, firm_above, followed, apart)


def starts(quantity: Quantity) -> tuple[Number, Number]:
    """Where a number starts when it is moved down, and up."""
    if quantity.value is None:
        return quantity.low, quantity.high
    return quantity.value, quantity.value
