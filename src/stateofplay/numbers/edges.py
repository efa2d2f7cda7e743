"""How far a number can be moved before something changes: exact, for whatever is computed from it.

`Moving` is a number that depends on another one, and passes for a fraction in the arithmetic of
`Quantity`: what is judged of it is what is judged of any number, by the same code. It knows where
the moved number stands (`Place`), and the place notes each polynomial by whose sign something was
decided there. Between two roots of these no decision is another one, so that a walk from root to
root sees everything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from stateofplay.numbers.polynomials import (
    Near,
    Polynomial,
    derivative,
    plus,
    roots,
    scaled,
    sign,
    sign_at,
    times,
)
from stateofplay.numbers.quantity import Number

_ONE: Polynomial = (Fraction(1),)
_SELF: Polynomial = (Fraction(0), Fraction(1))


@dataclass
class Place:
    """Where a moved number stands: at a root, or right beside it (`side` -1 below, 1 above)."""

    root: Fraction
    side: int
    met: set[Polynomial] = field(default_factory=set)

    def sign(self, of: Polynomial) -> int:
        """The sign of a polynomial here. Notes the polynomial."""
        if len(of) < 2:
            return 0 if not of else 1 if of[0] > 0 else -1
        self.met.add(of)
        found, side = sign_at(of, self.root), self.side
        while not found and side:  # its first derivative that is not nought decides
            of = derivative(of)
            found = sign_at(of, self.root) * side
            side *= self.side
        return found

    @property
    def number(self) -> Fraction | Moving:
        """The moved number itself: a fraction, where nothing need be noted to know it."""
        if not self.side and not isinstance(self.root, Near):
            return self.root
        return Moving(_SELF, _ONE, self)


class Moving:
    """A number that depends on the moved one: `over` divided by `under`, compared at `place`."""

    __slots__ = ("over", "place", "under")

    def __init__(self, over: Polynomial, under: Polynomial, place: Place) -> None:
        self.over, self.under, self.place = over, under, place

    def _sign(self) -> int:
        return self.place.sign(self.over) * self.place.sign(self.under)

    def __neg__(self) -> Moving:
        return Moving(scaled(self.over, Fraction(-1)), self.under, self.place)

    def __add__(self, other: Any) -> Any:
        if isinstance(other, Moving):
            if self.under == other.under:
                return Moving(plus(self.over, other.over), self.under, self.place)
            over = plus(times(self.over, other.under), times(other.over, self.under))
            return Moving(over, times(self.under, other.under), self.place)
        if isinstance(other, float):
            return other  # an open end
        return Moving(plus(self.over, scaled(self.under, other)), self.under, self.place)

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Moving):
            over, under = times(self.over, other.over), times(self.under, other.under)
            return Moving(over, under, self.place)
        if isinstance(other, float):
            return other * self._sign()
        return Moving(scaled(self.over, other), self.under, self.place)

    __radd__, __rmul__ = __add__, __mul__

    def __rtruediv__(self, other: Any) -> Any:
        return Moving(self.under, self.over, self.place) * Fraction(other)

    def _less(self, other: Any) -> int:
        """The sign of this less the other."""
        if other is self:
            return 0
        if isinstance(other, float):
            return -1 if other > 0 else 1
        if isinstance(other, Moving):
            difference: Moving = self + -other
            return difference._sign()
        over = plus(self.over, scaled(self.under, -other)) if other else self.over
        return self.place.sign(over) * self.place.sign(self.under)

    def __lt__(self, other: Any) -> bool:
        return self._less(other) < 0

    def __le__(self, other: Any) -> bool:
        return self._less(other) <= 0

    def __gt__(self, other: Any) -> bool:
        return self._less(other) > 0

    def __ge__(self, other: Any) -> bool:
        return self._less(other) >= 0

    def __eq__(self, other: object) -> bool:
        return other is not None and self._less(other) == 0

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Edge:
    """Where something that is so as a number starts stops being so: `is_included` where it is not
    so at the edge itself, but only beyond it. `value` is exact where it is a fraction, else `Near`.
    """

    value: Fraction
    is_included: bool


def edges(
    start: Number, way: int, judged: Callable[[Place], tuple[bool, ...]]
) -> tuple[Edge | None, ...]:
    """For each of the things that `judged` says of a place, the nearest edge from `start` on, down
    (`way` -1) or up (1): where it is first not so. None where it stays so, or `start` is open.
    """
    if isinstance(start, float):
        return (None,) * len(judged(Place(Fraction(0), 0)))
    root = Fraction(start)  # without the noughts that were written
    found: list[Edge | None] = [None if so else Edge(root, True) for so in judged(Place(start, 0))]
    while None in found:
        beside = Place(root, way)
        _note(found, judged(beside), Edge(root, False))
        further = [r for of in beside.met for r in roots(of) if sign(r - root) == way]
        if not further:
            break
        root = min(further) if way > 0 else max(further)
        _note(found, judged(Place(root, 0)), Edge(root, True))
    return tuple(found)


def _note(found: list[Edge | None], so: tuple[bool, ...], edge: Edge) -> None:
    for i, each in enumerate(so):
        if not each and found[i] is None:
            found[i] = edge
