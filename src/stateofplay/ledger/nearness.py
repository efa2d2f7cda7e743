"""How near a finding is to turning: the number that turns it, as short as it may be written, and
the figure on which the finding hangs most.

A turning value is rounded away from the stated number, so that what is printed turns the finding as
surely as the value itself. All that is said of it, and every order, goes by the rounded number: no
printed digit speaks against another.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from stateofplay.ledger.entries import Figure
from stateofplay.ledger.evidence import is_constant
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.turns import Turn, starts
from stateofplay.numbers import wording
from stateofplay.numbers.change import Change
from stateofplay.numbers.edges import Edge
from stateofplay.numbers.precision import last_place, written_decimals
from stateofplay.numbers.quantity import Number, Quantity
from stateofplay.numbers.stock import counts
from stateofplay.numbers.unit_words import UnitWords
from stateofplay.numbers.units import change_unit

# How much further than its edge a turning value may be when it is rounded, of the way there: so
# little where it is shorter than the stated number, so much with as many decimals as that has.
_ROOM, _ROOM_AS_STATED = Fraction(1, 50), Fraction(1, 10)
_MOST_DIGITS = 12
# A figure is nearly as near as the nearest where its change is at most so many times that one's.
CLOSE = Fraction(11, 10)


@dataclass(frozen=True)
class Beyond:
    """The numbers at which a finding no longer holds, or is no longer firm, on one side of the
    stated one: from `number` on, or (`is_included` false) beyond it.
    """

    number: Fraction
    is_included: bool
    is_below: bool
    is_count: bool
    is_last: bool  # there is no number beyond

    def words(self, ledger: Ledger, figure: str) -> str:
        """``31,680 people a month or fewer``, ``more than 54%``."""
        unit = ledger.units.get(ledger.figures[figure].unit, UnitWords())
        number = unit.around(wording.number_words(self.number), self.number)
        way = ("fewer" if self.is_count else "less") if self.is_below else "more"
        if unit.ordinal:
            way = "higher" if self.is_below else "lower"
        if self.is_last:
            return "zero"  # no unit: “with 0 boxes” reads as if somebody had counted
        return f"{number} or {way}" if self.is_included else f"{way} than {number}"


def beyond(figure: Figure, edge: Edge | None, is_below: bool) -> Beyond | None:
    """Where a figure is beyond an edge; None where it cannot be, as what counts below nought."""
    start, value = starts(figure.quantity)[not is_below], edge.value if edge else None
    if edge is None or value is None or not isinstance(start, Fraction):
        return None
    ends = [end for end in (start, figure.quantity.value) if end is not None]
    decimals = max(wording.decimals_of(end) for end in ends)
    is_count = decimals == 0 and counts(figure.unit)
    number = _outward(value, start, decimals, is_count, not is_below)
    is_included = edge.is_included or number != value
    never_less = is_below and figure.quantity.low >= 0
    if never_less and (number < 0 or (not number and not is_included)):
        return None
    return Beyond(number, is_included, is_below, is_count, never_less and not number)


def _outward(
    value: Fraction, start: Fraction, decimals: int, is_count: bool, is_upward: bool
) -> Fraction:
    """A turning value as it is written: as it is, where that takes at most a decimal more than the
    stated number has; of what is counted the first whole number beyond; else as short as may be.
    """
    exact = wording.outward(value, decimals if is_count else decimals + 1, is_upward)
    if is_count or value in (exact, start):
        return value if value == start else exact
    digits = wording.digits_for(value, 1)
    for each in range(digits, digits + _MOST_DIGITS):
        number = wording.outward(value, each, is_upward)
        room = _ROOM_AS_STATED if each == decimals else _ROOM
        if abs(number - value) <= abs(value - start) * room:
            break
    return number


@dataclass(frozen=True)
class Nearest:
    """The change of one figure that turns a finding and is the smallest relative to that figure."""

    turn: Turn
    end: Beyond
    start: Fraction  # the stated number, or the end of a range from which it moves
    share: Fraction | None  # of that number; None where it is nought, or of a unit without shares
    is_either_way: bool  # any other number turns it, as where two counts are said to be the same

    def at(self, ledger: Ledger) -> str:
        """Where it turns: ``31,680 people a month or fewer``."""
        return (
            "any other number" if self.is_either_way else self.end.words(ledger, self.turn.figure)
        )

    def percent(self, number: Number) -> Number:
        """How far a number is from where the figure starts, which is not nought, in percent of
        that."""
        return (number - self.start) / abs(self.start) * 100

    def change(self, ledger: Ledger) -> str:
        """How far that is from the stated number: ``20.8% less``; ``any less`` where it is that
        number itself.
        """
        if self.start == self.end.number:
            way = "less" if self.end.is_below else "more"
            return "any other number" if self.is_either_way else f"any {way}"
        unit = ledger.figures[self.turn.figure].unit
        older, newer = (Quantity.of(n, unit) for n in (self.start, self.end.number))
        return Change.between(older, newer, unit).compared(ledger.units.get(unit, UnitWords()))


def ranked(ledger: Ledger, finding: str) -> list[Nearest]:
    """The nearest change of each figure that turns a finding, the smallest first."""
    return ledger.once("ranked", finding, lambda: _ranked(ledger, finding))


def _ranked(ledger: Ledger, finding: str) -> list[Nearest]:
    found: dict[str, Nearest] = {}
    for turn in ledger.turns[finding]:
        figure = ledger.figures[turn.figure]
        ends = zip(starts(figure.quantity), ends_of(ledger, turn, "stops"), strict=True)
        sides = [
            _nearest(turn, end, start, not change_unit(figure.quantity.unit))
            for start, end in ends
            if end and isinstance(start, Fraction)
        ]
        if sides:
            found[turn.figure] = min(sides, key=_share)

    def order(n: Nearest) -> tuple[bool, bool, Fraction]:
        """A constant, such as a land area, comes last: nobody disputes it."""
        return is_constant(ledger.figures[n.turn.figure]), *_share(n)

    return sorted(found.values(), key=order)


def _nearest(turn: Turn, end: Beyond, start: Fraction, shares: bool) -> Nearest:
    edges = (turn.stops_below, turn.stops_above)
    either = all(edge and edge.value == start for edge in edges)
    share = abs(end.number - start) / abs(start) if start and shares else None
    return Nearest(turn, end, start, share, either)


def _share(n: Nearest) -> tuple[bool, Fraction]:
    return n.share is None, n.share or Fraction(0)


def ends_of(ledger: Ledger, turn: Turn, what: str) -> tuple[Beyond | None, Beyond | None]:
    """Where a finding stops holding or being firm (`what`: stops, firm), below and above."""
    figure = ledger.figures[turn.figure]
    below = beyond(figure, getattr(turn, f"{what}_below"), True)
    above = beyond(figure, getattr(turn, f"{what}_above"), False)
    if what == "firm":  # what does not hold is not firm, however the two are rounded
        stops = ends_of(ledger, turn, "stops")
        below, above = _nearer(below, stops[0]), _nearer(above, stops[1])
    return below, above


def _nearer(firm: Beyond | None, stops: Beyond | None) -> Beyond | None:
    if firm is None or stops is None:
        return firm or stops
    passed = stops.number > firm.number if stops.is_below else stops.number < firm.number
    return stops if passed else firm


def nearest(ledger: Ledger, finding: str) -> Nearest | None:
    """The figure that a finding hangs on most; None where none of them alone turns it."""
    return next(iter(ranked(ledger, finding)), None)


def nearly_as_near(ledger: Ledger, finding: str) -> list[Nearest]:
    """The figures that a finding hangs on as much as on the nearest, or nearly: by a change that is
    at most a tenth larger, each next to its own number. Not those that move with the nearest.
    """
    found = ranked(ledger, finding)
    if not found or found[0].share is None:
        return []
    first, *others = found
    return [
        n
        for n in others
        if n.share is not None and n.share <= found[0].share * CLOSE
        if n.turn.figure not in first.turn.together
        if not is_constant(ledger.figures[n.turn.figure])
    ]


def is_ranked(found: Nearest | None) -> bool:
    """Whether a finding turns at a distance that can be compared."""
    return found is not None and found.share is not None


def by_nearness(ledger: Ledger) -> list[tuple[str, Nearest | None]]:
    """Every finding, the one that the least change of one figure turns first; those last that no
    such change turns, or where a share of nought says nothing.
    """
    found = [(name, nearest(ledger, name)) for name in ledger.findings]

    def order(each: tuple[str, Nearest | None]) -> tuple[bool, Fraction, bool]:
        return *(_share(each[1]) if each[1] else (True, Fraction(0))), each[1] is None

    return sorted(found, key=order)


def within_a_rounding(ledger: Ledger) -> dict[str, list[str]]:
    """The findings that turn where one figure is as far off as its rounding allows, half of what
    its last digit counts: by finding, the ids of these figures.
    """
    found: dict[str, list[str]] = {}
    for finding, turns in ledger.turns.items():
        for turn in turns:
            stated = ledger.figures[turn.figure].quantity.value
            edges = [e for e in (turn.stops_below, turn.stops_above) if e]
            if stated is None or not edges:
                continue
            room = last_place(stated, written_decimals(stated)) / 2
            if any(abs(edge.value - stated) <= room for edge in edges):
                found.setdefault(finding, []).append(turn.figure)
    return found
