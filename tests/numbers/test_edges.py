"""How far a number can be moved before a condition stops holding, or being firm: held against the
conditions themselves, inside, at and outside of every edge, and against a search by trying.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stateofplay.numbers.edges import Place, edges
from stateofplay.numbers.formula import FormulaError, judge
from stateofplay.numbers.polynomials import Near
from stateofplay.numbers.quantity import INFINITY, Quantity

TINY = Fraction(1, 10**15)
FAR = (10**3, 10**6, 10**12)


def numbers(low: int, high: int) -> st.SearchStrategy[Fraction]:
    return st.fractions(min_value=low, max_value=high, max_denominator=4)


@st.composite
def quantities(draw) -> Quantity:
    low, value, high = sorted(draw(st.tuples(*[numbers(-9, 9)] * 3)))
    return draw(
        st.sampled_from(
            [
                Quantity.of(value),
                Quantity.of(value, "ratio", low, high),
                Quantity.of(None, "ratio", low, high),
                Quantity.of(value, "ratio", low, INFINITY),
                Quantity.of(value, "ratio", -INFINITY, value),
            ]
        )
    )


NAMES = st.sampled_from(["x", "x", "a", "b"])
AMOUNTS = st.recursive(
    NAMES | st.integers(0, 9).map(str),
    lambda part: st.tuples(part, st.sampled_from("+-*/"), part).map(
        lambda p: f"({p[0]} {p[1]} {p[2]})"
    ),
    max_leaves=5,
)
COMPARISONS = st.tuples(AMOUNTS, st.sampled_from(["<", "<=", ">", ">=", "=="]), AMOUNTS).map(
    " ".join
)
CONDITIONS = st.recursive(
    COMPARISONS,
    lambda part: (
        st.tuples(part, st.sampled_from(["and", "or"]), part).map(lambda p: f"({' '.join(p)})")
        | part.map("(not {})".format)
    ),
    max_leaves=4,
)


def judged(text: str, known: dict[str, Quantity], number: Any) -> tuple[bool, bool]:
    """Whether a condition holds, and is firm, with x at a number."""
    x = Quantity(number, number, number, Quantity.of(1).unit)
    try:
        status = judge(text, (known | {"x": x}).__getitem__).status
    except FormulaError:
        return False, False
    return status != "false", status == "firm"


@given(CONDITIONS, numbers(-9, 9), quantities(), quantities(), st.sampled_from([-1, 1]))
@settings(max_examples=150, deadline=None)
@example("x * x < 2 or x * x > 2", Fraction(0), Quantity.of(1), Quantity.of(1), 1)
@example("not x == 3", Fraction(0), Quantity.of(1), Quantity.of(1), 1)
@example("1 / (x - a) > 0", Fraction(5), Quantity.of(2), Quantity.of(1), -1)
@example("a / x > 1", Fraction(1), Quantity.of(3, "ratio", 2, 4), Quantity.of(1), -1)
@example("x * a < 8", Fraction(-1), Quantity.of(3, "ratio", 2, INFINITY), Quantity.of(1), 1)
def test_edges_against_the_condition_itself(text, start, a, b, way) -> None:
    known = {"a": a, "b": b}
    found = edges(start, way, lambda place: judged(text, known, place.number))
    for which, edge in enumerate(found):

        def so(number: Fraction, which: int = which) -> bool:
            return judged(text, known, number)[which]

        tried = [start + way * Fraction(n, 7) for n in range(0, 80, 2)]
        tried += [start + way * n for n in FAR]
        if edge is None:
            assert all(map(so, tried))
            continue
        at, exact = edge.value, not isinstance(edge.value, Near)
        assert way * (at - start) >= 0
        assert all(so(n) for n in tried if way * (at - n) > TINY)
        if at != start:
            assert so(at - way * TINY)
        if exact:
            assert so(at) is not edge.is_included
        if not edge.is_included:
            assert not so(at + way * TINY)


@pytest.mark.parametrize(
    ("text", "below", "above"),
    [
        ("x > 31", (31, True), None),
        ("x >= 31", (31, False), None),
        ("x == 40", (40, False), (40, False)),
        ("not x == 50", None, (50, True)),
        ("x > 31 or x < 10", (31, True), None),
        ("x < 45 and 31 < x or x < 31", (31, True), (45, True)),
        ("20 / (x - 30) > 1", (30, True), (50, True)),
        ("x + 0 * x > 1 - x + x", (1, True), None),
        ("a > 1", None, None),
    ],
)
def test_edges_open_and_closed_poles_and_never(text, below, above) -> None:
    known = {"a": Quantity.of(3)}
    for way, edge in ((-1, below), (1, above)):
        (found, _) = edges(Fraction(40), way, lambda place: judged(text, known, place.number))
        assert (found and (found.value, found.is_included)) == edge


def test_an_edge_that_is_no_fraction_and_one_where_only_that_number_turns() -> None:
    (edge, _) = edges(Fraction(1), 1, lambda place: judged("x * x < 2", {}, place.number))
    assert edge
    assert abs(edge.value**2 - 2) < Fraction(1, 10**20)
    assert edge.is_included
    (only, _) = edges(
        Fraction(1), 1, lambda place: judged("x * x < 2 or x * x > 2", {}, place.number)
    )
    assert only == edge


def test_an_open_start_has_no_edge() -> None:
    def anything(place: Place) -> tuple[bool, bool]:
        return True, False

    assert edges(INFINITY, 1, anything) == (None, None)
