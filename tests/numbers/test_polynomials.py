"""Real roots of polynomials: all of them, exact where they are fractions, told apart."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stateofplay.numbers.polynomials import Root, roots, scaled, sign, times, value_at

FRACTIONS = st.fractions(min_value=-50, max_value=50, max_denominator=12)
ONE = (Fraction(1),)
# x² − n has two roots that are no fractions, x² + n has none.
SQUARES = st.sampled_from([-7, -5, -3, -2, 1, 2])


def product(factors):
    return reduce(times, factors, ONE)


@settings(max_examples=40, deadline=None)
@given(st.lists(FRACTIONS, max_size=5), st.lists(SQUARES, max_size=2), FRACTIONS.filter(bool))
def test_all_roots_each_once_in_order(linear, squares, factor) -> None:
    found = roots(
        scaled(
            product(
                [(-x, Fraction(1)) for x in linear]
                + [(Fraction(n), Fraction(0), Fraction(1)) for n in squares]
            ),
            factor,
        )
    )
    exact = [root.low for root in found if root.is_exact]
    assert exact == sorted(set(linear))
    others = [root.near for root in found if not root.is_exact]
    negative = sorted({n for n in squares if n < 0})
    assert len(others) == 2 * len(negative)
    assert all(min(abs(x * x + n) for n in negative) < Fraction(1, 10**20) for x in others)
    near = [root.near for root in found]
    assert near == sorted(near)
    assert all(a.compared(b) == sign(x - y) for a, x in zip(found, near, strict=True)
               for b, y in zip(found, near, strict=True))  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(FRACTIONS, min_size=1, max_size=4), st.sampled_from([2, 3, 5]))
def test_the_sign_at_a_root_that_is_no_fraction(linear, n) -> None:
    _, root = roots((Fraction(-n), Fraction(0), Fraction(1)))
    of = product([(-x, Fraction(1)) for x in linear])
    assert root.sign_of(of) == sign(value_at(of, root.near)) != 0
    assert root.sign_of(times(of, (Fraction(-n), Fraction(0), Fraction(1)))) == 0


def test_one_root_of_two_polynomials_is_the_same() -> None:
    square = (Fraction(-2), Fraction(0), Fraction(1))
    other = times(square, (Fraction(-3), Fraction(1)))
    assert roots(square)[1].compared(roots(other)[1]) == 0
    assert roots(square)[1].compared(roots(other)[2]) == -1
    assert roots(square)[0].compared(roots(other)[1]) == -1


@pytest.mark.parametrize("constant", [(), ONE])
def test_a_constant_has_no_roots_and_one_sign(constant) -> None:
    assert roots(constant) == ()
    assert roots((Fraction(-2), Fraction(0), Fraction(1)))[0].sign_of(constant) == len(constant)
    assert Root(Fraction(3), Fraction(3)).sign_of(constant) == len(constant)
