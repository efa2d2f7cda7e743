"""What would turn a finding, in words: how far each figure may move, and on which it hangs most."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from stateofplay.ledger.entries import Finding
from stateofplay.ledger.evidence import is_constant
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.substitution import contested_by
from stateofplay.ledger.turns import Turn, starts
from stateofplay.numbers import wording
from stateofplay.numbers.change import Change
from stateofplay.numbers.edges import Edge
from stateofplay.numbers.precision import last_place, written_decimals
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.unit_words import UnitWords

_DIGITS = 5  # of an edge that no short decimal holds


@dataclass(frozen=True)
class Nearest:
    """The change of one figure that turns a finding and is the smallest relative to that figure."""

    turn: Turn
    edge: Edge
    is_below: bool
    share: Fraction | None  # of the stated number; None where that is nought


def nearest(ledger: Ledger, finding: str) -> Nearest | None:
    """The figure that a finding hangs on most; None where none of them alone turns it."""
    found = []
    for turn in ledger.turns[finding]:
        low, high = starts(ledger.figures[turn.figure].quantity)
        for edge, start, is_below in (
            (turn.stops_below, low, True),
            (turn.stops_above, high, False),
        ):
            if edge and _is_possible(ledger, turn.figure, edge) and isinstance(start, Fraction):
                share = abs(edge.value - start) / abs(start) if start else None
                found.append(Nearest(turn, edge, is_below, share))

    def order(n: Nearest) -> tuple[bool, bool, Fraction]:
        """A constant, such as a land area, comes last: nobody disputes it."""
        constant = is_constant(ledger.figures[n.turn.figure])
        return constant, n.share is None, n.share or Fraction(0)

    return min(found, key=order, default=None)


def _is_possible(ledger: Ledger, figure: str, edge: Edge) -> bool:
    """Whether a figure may be there at all: what is counted from nought up is not less than it."""
    return edge.value >= 0 or ledger.figures[figure].quantity.low < 0


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


def _number(ledger: Ledger, figure: str, edge: Edge) -> str:
    entry = ledger.figures[figure]
    unit = ledger.units.get(entry.unit, UnitWords())
    value = Quantity.of(edge.value, entry.unit)
    short = edge.root.is_exact and wording.is_decimal(edge.value)
    if short and len(str(float(edge.value)).replace(".", "")) <= _DIGITS + 3:
        return wording.stated(value, "exact", unit)
    digits = wording.digits_for(edge.value, _DIGITS)
    return f"about {unit.around(wording.number_words(edge.value, digits), edge.value)}"


def at(ledger: Ledger, turn: Turn, what: str) -> str:
    """Where a finding stops holding or being firm (`what`: stops, firm): ``31,680 people a month
    or less; more than 50,000 people a month``. Empty where it never does.
    """
    said = []
    for end, closed, beyond in (("below", "less", "less"), ("above", "more", "more")):
        edge: Edge | None = getattr(turn, f"{what}_{end}")
        if edge and _is_possible(ledger, turn.figure, edge):
            number = _number(ledger, turn.figure, edge)
            said.append(f"{number} or {closed}" if edge.is_included else f"{beyond} than {number}")
    return "; ".join(said)


def turning(ledger: Ledger, finding: str) -> str:
    """What would turn a finding soonest, as a sentence."""
    if not ledger.turns[finding]:
        return "It counts this book’s own rows, and no stated figure turns it."
    found = nearest(ledger, finding)
    if found is None:
        return "No change of one of its figures alone would turn it."
    figure, only = ledger.figures[found.turn.figure], found.turn
    side = Turn(
        only.figure,
        only.stops_below if found.is_below else None,
        None if found.is_below else only.stops_above,
        None,
        None,
    )
    change = _change(ledger, found)
    several = len(ledger.turns[finding]) > 1
    most = " Of its figures it hangs on this one most." if several else ""
    return (
        f"It would no longer hold with {at(ledger, side, 'stops')} for “{ledger.label(figure)}”"
        f"{change}.{most}"
    )


def _change(ledger: Ledger, found: Nearest) -> str:
    """How far that is from the stated number: ``, down by 8,320 people a month, or 20.8%``."""
    figure = ledger.figures[found.turn.figure]
    low, high = starts(figure.quantity)
    start = low if found.is_below else high
    if start == found.edge.value:
        return ", the number stated"
    older, newer = (Quantity.of(n, figure.unit) for n in (start, found.edge.value))
    unit = ledger.units.get(figure.unit, UnitWords())
    return f", {Change.between(older, newer, figure.unit).words(unit)} from the number stated"


@dataclass(frozen=True)
class Said:
    """One turn in words: where a finding stops holding, and where it stops being firm (empty:
    nowhere), and what of it could not be followed.
    """

    finding: str
    figure: str
    stops: str
    firm: str
    remark: str


def said(ledger: Ledger, finding: str) -> list[Said]:
    """The turns of a finding in words, each figure once."""
    return [_said(ledger, finding, turn) for turn in ledger.turns[finding]]


def turned_by(ledger: Ledger, figure: str) -> list[Said]:
    """What a change of one figure alone would turn, in words, each finding once."""
    found = [
        _said(ledger, name, turn)
        for name, turns in ledger.turns.items()
        for turn in turns
        if turn.figure == figure
    ]
    return [each for each in found if each.stops]


def _said(ledger: Ledger, finding: str, turn: Turn) -> Said:
    stops, firm = at(ledger, turn, "stops"), at(ledger, turn, "firm")
    return Said(finding, turn.figure, stops, firm, unfollowed(turn))


def contested(ledger: Ledger, finding: Finding) -> str:
    """Which independent outside values turn a finding, as a sentence; empty where none does."""
    found = contested_by(ledger, finding)
    if not found:
        return ""
    values = "; ".join(f"{ledger.outside_words(c)} ({c.who})" for c in found)
    return f"It does not hold for all who have counted: not with {values}."


def unfollowed(turn: Turn) -> str:
    """What moves with a figure, and what the ledger does not say how to move, in words."""
    said = []
    if turn.together:
        said.append(f"moved together with {', '.join(turn.together)}, which says the same")
    if turn.apart:
        said.append(
            f"{', '.join(turn.apart)} of the same statement stays as it is: "
            "how the two depend on each other is not recorded"
        )
    return "; ".join(said)
