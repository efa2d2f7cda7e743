"""Real roots of polynomials: all of them, exact where they are fractions, told apart."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stateofplay.numbers.polynomials import Near, roots, scaled, sign, sign_at, times, value_at

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
    assert [root for root in found if not isinstance(root, Near)] == sorted(set(linear))
    others = [root for root in found if isinstance(root, Near)]
    negative = sorted({n for n in squares if n < 0})
    assert len(others) == 2 * len(negative)
    assert all(min(abs(x * x + n) for n in negative) < Fraction(1, 10**200) for x in others)
    assert list(found) == sorted(set(found))


@settings(max_examples=40, deadline=None)
@given(st.lists(FRACTIONS, min_size=1, max_size=4), st.sampled_from([2, 3, 5]))
def test_the_sign_at_a_root_that_is_no_fraction(linear, n) -> None:
    _, root = roots((Fraction(-n), Fraction(0), Fraction(1)))
    of = product([(-x, Fraction(1)) for x in linear])
    assert sign_at(of, root) == sign(value_at(of, root)) != 0
    assert sign_at(times(of, (Fraction(-n), Fraction(0), Fraction(1))), root) == 0


def test_one_root_of_two_polynomials_is_the_same() -> None:
    square = (Fraction(-2), Fraction(0), Fraction(1))
    other = times(square, (Fraction(-3), Fraction(1)))
    assert [*roots(square), 3] == [*roots(other)] == [*roots(times(other, square))]


@pytest.mark.parametrize("apart", [Fraction(1, 10**15), Fraction(1, 10**30)])
def test_roots_that_lie_close_are_told_apart(apart) -> None:
    """Numbers of the book have 15 digits: no two of them are nearer to each other."""
    third, five = Fraction(1, 3), Fraction(5)
    planted = [third, third + apart, third + 2 * apart, five, five + apart]
    square = (Fraction(-2), Fraction(0), Fraction(1))
    found = roots(product([*((-x, Fraction(1)) for x in planted), square]))
    assert [root for root in found if not isinstance(root, Near)] == planted
    assert len(found) == len(planted) + 2


def test_a_root_beside_one_that_is_a_fraction_is_not_taken_for_it() -> None:
    """Its leading coefficient is one, so that a fraction would be whole."""
    found = roots(tuple(map(Fraction, (0, 2, -6, -3, 3, 1))))
    assert [round(float(root), 3) for root in found] == [-3.303, -1.414, 0, 0.303, 1.414]


@pytest.mark.parametrize("constant", [(), ONE])
def test_a_constant_has_no_roots_and_one_sign(constant) -> None:
    assert roots(constant) == ()
    assert sign_at(constant, roots((Fraction(-2), Fraction(0), Fraction(1)))[0]) == len(constant)
    assert sign_at(constant, Fraction(3)) == len(constant)
