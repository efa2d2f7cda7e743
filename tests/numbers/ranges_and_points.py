"""Quantities with points that lie in them, drawn by Hypothesis."""

from __future__ import annotations

import math
from fractions import Fraction

from hypothesis import strategies as st

from stateofplay.numbers.quantity import INFINITY, Quantity
from stateofplay.numbers.units import parse_unit

FAR = 10**6  # how far a point may lie inside an open end
NUMBERS = st.integers(-12000, 12000).map(lambda n: Fraction(n, 12))
CLOSE = st.integers(-4, 4).map(
    lambda n: Fraction(n, 2)
)  # close enough for ends to touch and to be zero


@st.composite
def quantities(draw, numbers=NUMBERS, unit: str = "people") -> Quantity:
    """Exact numbers, ranges with and without a value, and ranges open at one end or both."""
    low, value, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    low, high = draw(
        st.sampled_from(
            [
                (low, high),
                (value, value),
                (-INFINITY, high),
                (low, INFINITY),
                (-INFINITY, INFINITY),
                (value, high),
                (low, value),
            ]
        )
    )
    return Quantity(draw(st.sampled_from([None, value])), low, high, parse_unit(unit))


@st.composite
def points_of(draw, quantity: Quantity) -> list[Fraction]:
    """Some numbers in a quantity's range: its finite ends, its value, and others."""
    low = -FAR if math.isinf(quantity.low) else quantity.low
    high = FAR if math.isinf(quantity.high) else quantity.high
    share = Fraction(draw(st.integers(1, 8)), 9)
    own = [] if quantity.value is None else [quantity.value]
    return [Fraction(low), Fraction(high), *own, low + (high - low) * share]


def with_points(numbers=NUMBERS) -> st.SearchStrategy[tuple[Quantity, list[Fraction]]]:
    return quantities(numbers).flatmap(lambda q: st.tuples(st.just(q), points_of(q)))
