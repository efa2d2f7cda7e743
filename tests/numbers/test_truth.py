"""Comparisons of quantities: what they promise holds at every point of the ranges."""

from __future__ import annotations

import operator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranges_and_points import CLOSE, with_points
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.truth import Truth


@given(st.data())
def test_two_ranges_overlap_when_a_number_lies_in_both(data) -> None:
    (a, xs), (b, ys) = data.draw(with_points(CLOSE)), data.draw(with_points(CLOSE))
    shared = any(b.low <= x <= b.high for x in xs) or any(a.low <= y <= a.high for y in ys)
    assert a.overlaps(b) == b.overlaps(a) == shared


COMPARISONS = {
    "<": (lambda a, b: a.less_than(b), operator.lt),
    "<=": (lambda a, b: a.less_than(b, or_equal=True), operator.le),
    "==": (lambda a, b: a.equals(b), operator.eq),
}


@st.composite
def conditions(draw, alone: bool = False) -> tuple[Truth, list[bool], bool | None]:
    """A condition of one or two comparisons: its truth, what it is at sampled points, and at the
    stated values.
    """
    compare, plain = COMPARISONS[draw(st.sampled_from(sorted(COMPARISONS)))]
    (a, xs), (b, ys) = draw(with_points(CLOSE)), draw(with_points(CLOSE))
    truth, sampled = compare(a, b), [plain(x, y) for x in xs for y in ys]
    stated = None if None in (a.value, b.value) else plain(a.value, b.value)
    if draw(st.booleans()):
        truth, sampled, stated = (
            ~truth,
            [not s for s in sampled],
            None if stated is None else not stated,
        )
    if alone or draw(st.booleans()):
        return truth, sampled, stated
    other, others, other_stated = draw(conditions(alone=True))
    joined = draw(st.sampled_from([operator.and_, operator.or_]))
    both = None if None in (stated, other_stated) else joined(stated, other_stated)
    return joined(truth, other), [joined(s, o) for s in sampled for o in others], both


@given(conditions())
def test_a_condition_promises_nothing_that_a_point_breaks(condition) -> None:
    truth, sampled, stated = condition
    if truth.always:
        assert all(sampled) and truth.stated and truth.status == "firm"
    if truth.never:
        assert not any(sampled) and truth.stated is False and truth.status == "false"
    if stated is not None:
        assert truth.stated == stated
        assert truth.status == ("firm" if truth.always else "stated" if stated else "false")


RANGES = [Quantity.of(None, "people", low, high) for low in range(3) for high in range(low, 3)]


def halves(quantity: Quantity) -> list[Fraction]:
    return [Fraction(n, 2) for n in range(5) if quantity.low <= Fraction(n, 2) <= quantity.high]


@pytest.mark.parametrize(("compare", "plain"), COMPARISONS.values(), ids=COMPARISONS)
def test_a_comparison_of_small_ranges_is_always_or_never_true_exactly_when_it_is_at_every_point(
    compare, plain
) -> None:
    for a in RANGES:
        for b in RANGES:
            found = {plain(x, y) for x in halves(a) for y in halves(b)}
            assert (compare(a, b).always, compare(a, b).never) == (
                found == {True},
                found == {False},
            ), (a, b)


TRUTHS = st.sampled_from(
    [
        Truth(True, True, False),
        Truth(False, False, True),
        Truth(True, False, False),
        Truth(False, False, False),
        Truth(None, False, False),
    ]
)


@given(TRUTHS, TRUTHS, TRUTHS)
def test_and_or_and_not_follow_the_laws_of_logic(a, b, c) -> None:
    assert ~(a & b) == ~a | ~b and ~(a | b) == ~a & ~b
    assert ~~a == a and a & b == b & a and a | b == b | a
    assert a & (b & c) == (a & b) & c and a & a == a and a | a == a
    assert a & Truth(True, True, False) == a and a | Truth(False, False, True) == a
    assert (a & Truth(False, False, True)).never and (a | Truth(True, True, False)).always
