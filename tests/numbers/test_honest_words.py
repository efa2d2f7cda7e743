"""Words of a number are never looser or tighter than the number: held for numbers of all sizes."""

from __future__ import annotations

import re
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.wording import derived, number_words, stated
from worded import PLAIN, q


@st.composite
def derived_ranges(draw) -> Quantity:
    scale = Fraction(10) ** draw(st.integers(-5, 6))
    numbers = st.fractions(-10, 10, max_denominator=999).map(lambda n: n * scale)
    low, value, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    low, high = draw(
        st.sampled_from([(low, high), (low, None), (None, high), (value, high), (value, None)])
    )
    return Quantity.of(draw(st.sampled_from([None, value])), "ratio", low, high)


def parsed(words: str) -> list[Fraction]:
    return [
        Fraction(n.replace(",", "").replace("−", "-"))
        for n in re.findall(r"−?\d[\d,]*(?:\.\d+)?", words)
    ]


@given(derived_ranges(), st.sampled_from([3, 6]))
def test_the_printed_range_of_a_derived_figure_contains_the_true_one(quantity, significant) -> None:
    words = derived(quantity, PLAIN, "range", significant)
    if quantity.is_exact:  # nobody states a range, and none is made up
        assert words == derived(quantity, PLAIN, "hedged", significant)
        return
    ends = parsed(words)
    assert (
        quantity.low >= ends[0]
        if not words.startswith("at most")
        else quantity.low == -float("inf")
    )
    assert (
        quantity.high <= ends[-1]
        if not words.startswith("at least")
        else quantity.high == float("inf")
    )


@given(derived_ranges())
def test_a_one_sided_statement_is_true_and_no_looser_than_its_digits(quantity) -> None:
    words = derived(quantity, PLAIN)
    if words.startswith("at least "):
        assert parsed(words)[0] <= quantity.low
    elif words.startswith("at most "):
        assert parsed(words)[0] >= quantity.high
    elif words.startswith("about "):
        value = parsed(words)[0]
        assert abs(value - quantity.value) <= abs(quantity.value) / 100


@given(st.fractions(-(10**7), 10**7, max_denominator=10**6), st.integers(-2, 6))
def test_a_number_is_rounded_by_at_most_half_its_last_digit(number, digits) -> None:
    assert abs(parsed(number_words(number, digits))[0] - number) <= Fraction(10) ** -digits / 2


@given(st.decimals(-(10**21), 10**21, allow_nan=False, allow_infinity=False))
def test_an_exact_figure_is_printed_with_all_of_its_digits(number) -> None:
    exact, number = q(f"{number:f}"), Fraction(number)
    said = [stated(exact, "exact", PLAIN, s) for s in ("hedged", "bare", "number", "range", "full")]
    if number > 12 or number.denominator > 1:
        said.append(stated(exact, "exact", PLAIN, "spelled"))
    assert {parsed(words)[0] for words in (*said, number_words(number))} == {number}


@given(st.fractions(max_denominator=10**9))
def test_a_computed_figure_with_fewer_digits_says_about(number) -> None:
    said = derived(q(number), PLAIN)
    assert said.startswith("about ") or parsed(said)[0] == number
