"""What would turn a finding, in words: how far each figure may move, and on which it hangs most."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from stateofplay.files.characters import quoted
from stateofplay.ledger.entries import Figure, Finding
from stateofplay.ledger.evidence import is_constant
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.substitution import contested_by
from stateofplay.ledger.turns import Turn, starts
from stateofplay.numbers import periods, wording
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
    start: Fraction  # the stated number, or the end of a range from which it moves
    share: Fraction | None  # of that number; None where it is nought

    @property
    def is_either_way(self) -> bool:
        """Whether any other number turns it, as where two counts are said to be the same."""
        edges = (self.turn.stops_below, self.turn.stops_above)
        return all(edge and edge.value == self.start for edge in edges)

    def at(self, ledger: Ledger) -> str:
        """Where it turns: ``31,680 people a month or less``."""
        if self.is_either_way:
            return "any other number"
        below = self.turn.stops_below if self.is_below else None
        above = None if self.is_below else self.turn.stops_above
        return at(ledger, replace(self.turn, stops_below=below, stops_above=above), "stops")

    def change(self, ledger: Ledger) -> str:
        """How far that is from the stated number: ``20.8% less``; ``any less`` where it is that
        number itself.
        """
        if self.start == self.edge.value:
            way = "less" if self.is_below else "more"
            return "any other number" if self.is_either_way else f"any {way}"
        unit = ledger.figures[self.turn.figure].unit
        older, newer = (Quantity.of(n, unit) for n in (self.start, self.edge.value))
        return Change.between(older, newer, unit).compared(ledger.units.get(unit, UnitWords()))


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
                found.append(Nearest(turn, edge, is_below, start, share))

    def order(n: Nearest) -> tuple[bool, bool, Fraction]:
        """A constant, such as a land area, comes last: nobody disputes it."""
        constant = is_constant(ledger.figures[n.turn.figure])
        return constant, n.share is None, n.share or Fraction(0)

    return min(found, key=order, default=None)


def by_nearness(ledger: Ledger) -> list[tuple[str, Nearest | None]]:
    """Every finding, the one that the least change of one figure turns first; those last that no
    such change turns, or where a share of nought says nothing.
    """
    found = [(name, nearest(ledger, name)) for name in ledger.findings]

    def order(each: tuple[str, Nearest | None]) -> tuple[bool, Fraction, bool]:
        share = each[1].share if each[1] else None
        return share is None, share or Fraction(0), each[1] is None

    return sorted(found, key=order)


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


@dataclass(frozen=True)
class Sentence:
    """What would turn a finding soonest: the words around the stated number of a figure."""

    before: str
    figure: str
    after: str

    def words(self, ledger: Ledger) -> str:
        return f"{self.before}{ledger.words(self.figure)}{self.after}"


def turning(ledger: Ledger, finding: str) -> str:
    """What would turn a finding soonest, in a sentence or two."""
    found = sentence_of(ledger, finding)
    if found is None:
        return never(ledger, finding)
    several = len(ledger.turns[finding]) > 1
    most = " Of its figures it hangs on this one most." if several else ""
    return f"{found.words(ledger)}{most}"


def turning_of(ledger: Ledger, name: str) -> str:
    """The sentence that the role `{turns}` prints. Raises KeyError as `turned_finding` does."""
    return turned_finding(ledger, name).words(ledger)


def turned_finding(ledger: Ledger, name: str) -> Sentence:
    """What would turn the finding called `name`. Raises KeyError, with what to do, where it is none
    or nothing turns it.
    """
    if not isinstance(ledger.entry(name), Finding):
        raise KeyError(f"{quoted(name)} is no finding; {{turns}} says what would turn one")
    found = sentence_of(ledger, name)
    if found is None:
        why = never(ledger, name)
        raise KeyError(f"nothing turns {quoted(name)}: {why} Take {{turns}} out")
    return found


def never(ledger: Ledger, finding: str) -> str:
    """Why nothing turns a finding that nothing turns."""
    if not ledger.turns[finding]:
        return "It counts this book’s own rows, and no stated figure turns it."
    return "No change of one of its figures alone would turn it."


def name_of(ledger: Ledger, figure: Figure) -> str:
    """What a figure measures, when, and who says so: the same measure has a figure for each month,
    or for each who counts, and a reader asks whose number it is.
    """
    label, when = ledger.label(figure), periods.period(figure.start, figure.end)
    parts = [label, *(part for part in (when, figure.who) if part not in label)]
    return ", ".join(filter(None, parts))


def sentence_of(ledger: Ledger, finding: str) -> Sentence | None:
    """What would turn a finding soonest; None where no change of one figure does."""
    found = nearest(ledger, finding)
    if found is None:
        return None
    figure = ledger.figures[found.turn.figure]
    label = name_of(ledger, figure)
    if found.is_either_way:
        return Sentence(f"It holds only with the number stated for “{label}”, ", figure.id, ".")
    begin = f"It would no longer hold with {found.at(ledger)} for “{label}”"
    if found.start == found.edge.value:
        return Sentence(f"{begin}; the number stated is ", figure.id, ".")
    end = "the lowest " if found.is_below else "the highest "
    stated = f"{end if figure.quantity.value is None else ''}stated"
    return Sentence(f"{begin}, {found.change(ledger)} than {stated} (", figure.id, ").")


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

    @property
    def words(self) -> str:
        """``no longer with 54% or more; not firm with 51% or more``."""
        if not self.stops:
            alone = "alone it never turns it"
            return f"{alone}; not firm with {self.firm}" if self.firm else alone
        firm = f"; not firm with {self.firm}" if self.firm not in ("", self.stops) else ""
        return f"no longer with {self.stops}{firm}"


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
