"""Quantities and dates in words: what is printed, and that a printed range never shrinks."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stateofplay.numbers.numerals import typed_numbers
from stateofplay.numbers.periods import day, period
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.wording import (
    STYLES,
    UnitWords,
    decimals_of,
    derived,
    hedge_of,
    number_words,
    stated,
)

PEOPLE = UnitWords(after_one=" person", after_many=" people", name="people")
SHIPS = UnitWords(after_one=" ship", after_many=" ships", name="ships")
PERCENT = UnitWords(after_one="%", after_many="%", name="percent")
EUROS = UnitWords("€", "bn", "bn", "billion euros")
DOLLARS = UnitWords("$", "bn a year", "bn a year", "billion dollars per year")
PLAIN = UnitWords()


def q(value=None, low=None, high=None) -> Quantity:
    return Quantity.of(value, "ratio", low, high)


@pytest.mark.parametrize(
    ("number", "digits", "words"),
    [
        ("31680", None, "31,680"),
        ("1200000", None, "1,200,000"),
        ("999", None, "999"),
        ("2.5", None, "2.5"),
        ("-31680", None, "−31,680"),
        ("-0.5", None, "−0.5"),
        ("0", None, "0"),
        ("0.0004", None, "0.0004"),
        ("2", 1, "2.0"),
        ("2.345", 2, "2.34"),
        ("8321", -1, "8,320"),
        ("-0.004", 2, "0.00"),
        ("1/3", None, "0.333"),
        ("200/3", None, "66.7"),
        ("100000/3", None, "33,300"),
        ("-2/3", None, "−0.667"),
    ],
)
def test_a_number_in_words(number, digits, words) -> None:
    assert number_words(Fraction(number), digits) == words


@pytest.mark.parametrize(
    ("number", "decimals"),
    [
        ("5", 0),
        ("-1.25", 2),
        ("0.0625", 4),
        ("0.1", 1),
        ("1/1000000", 6),
        ("1/10000000", 7),
        ("1/3", 3),
        ("40000/3", -2),
    ],
)
def test_as_many_decimals_as_a_number_needs(number, decimals) -> None:
    assert decimals_of(Fraction(number)) == decimals


@pytest.mark.parametrize(
    ("bound", "quantity", "unit", "words"),
    [
        ("exact", q(31680), PEOPLE, "31,680 people"),
        ("exact", q(1), SHIPS, "1 ship"),
        ("exact", q(-1), SHIPS, "−1 ship"),
        ("exact", q(0), SHIPS, "0 ships"),
        ("exact", q("1.5"), SHIPS, "1.5 ships"),
        ("exact", q(38), EUROS, "€38bn"),
        ("exact", q("-2.5"), EUROS, "−€2.5bn"),
        ("about", q(19, "18.5", "19.5"), PERCENT, "about 19%"),
        ("nearly", q(50, 47, 50), DOLLARS, "nearly $50bn a year"),
        ("at_least", q(50000, low=50000), PEOPLE, "at least 50,000 people"),
        ("more_than", q(1, low=1), PEOPLE, "more than 1 person"),
        ("up_to", q(200, high=200), PEOPLE, "up to 200 people"),
        ("less_than", q("0.5", high="0.5"), PERCENT, "less than 0.5%"),
        ("between", q(low=400, high=1000), SHIPS, "400 to 1,000 ships"),
        ("between", q(low="2.3", high="2.9"), EUROS, "€2.3bn to €2.9bn"),
        ("between", q(low=2, high="2.5"), PERCENT, "2.0 to 2.5%"),
        ("between", q(low=-3, high=4), EUROS, "−€3bn to €4bn"),
    ],
)
def test_a_stated_figure_keeps_the_hedge_of_its_source(bound, quantity, unit, words) -> None:
    assert stated(quantity, bound, unit) == words
    assert words.startswith(hedge_of(bound))


ABOUT, LEAST, MOST, SPAN = (
    q(40000, 35000, 45000),
    q(50000, low=50000),
    q(9, high=9),
    q(low=400, high=1000),
)


@pytest.mark.parametrize(
    ("quantity", "bound", "style", "words"),
    [
        (ABOUT, "about", "bare", "40,000 people"),
        (ABOUT, "about", "number", "40,000"),
        (ABOUT, "about", "range", "35,000 to 45,000 people"),
        (ABOUT, "about", "full", "about 40,000 people (35,000 to 45,000 people)"),
        (LEAST, "at_least", "bare", "50,000 people"),
        (LEAST, "at_least", "number", "50,000"),
        (LEAST, "at_least", "range", "at least 50,000 people"),
        (LEAST, "at_least", "full", "at least 50,000 people"),
        (MOST, "up_to", "range", "at most 9 people"),
        (MOST, "less_than", "full", "less than 9 people"),
        (SPAN, "between", "bare", "400 to 1,000 people"),
        (SPAN, "between", "number", "400 to 1,000"),
        (SPAN, "between", "full", "400 to 1,000 people"),
        (q(7), "exact", "range", "7 people"),
        (q(7), "exact", "full", "7 people"),
        (q(31680), "exact", "rough", "about 32,000 people"),
        (q(32000), "exact", "rough", "32,000 people"),
        (ABOUT, "about", "rough", "about 40,000 people"),
        (LEAST, "at_least", "rough", "at least 50,000 people"),
        (SPAN, "between", "rough", "400 to 1,000 people"),
        (q("46.76"), "exact", "rough", "about 47 people"),
        (q(2), "exact", "spelled", "two"),
        (q(0), "exact", "spelled", "no"),
        (q(13), "exact", "spelled", "13"),
        (q("1.5"), "exact", "spelled", "1.5"),
        (SPAN, "between", "spelled", "400 to 1,000"),
        (q(20, "17.5", "22.5"), "about", "spelled", "20"),
    ],
)
def test_the_styles_of_a_stated_figure(quantity, bound, style, words) -> None:
    assert stated(quantity, bound, PEOPLE, style) == words


@pytest.mark.parametrize(
    ("bound", "quantity", "words"),
    [
        ("about", q("66.7", "64.2", "69.2"), "two-thirds"),
        ("about", q(20, "17.5", "22.5"), "one-fifth"),
        ("about", q(19, "18.5", "19.5"), "about 19%"),
        ("exact", q(20), "20"),
    ],
)
def test_a_fraction_of_the_source_stays_a_fraction(bound, quantity, words) -> None:
    assert stated(quantity, bound, PERCENT, "spelled") == words


@pytest.mark.parametrize(
    ("quantity", "words", "full"),
    [
        (q(8320, 3320, 13320), "about 8,320", "about 8,320 (3,320 to 13,320)"),
        (q(-8320, -13320, -3320), "about −8,320", "about −8,320 (−13,320 to −3,320)"),
        (q(31680), "31,680", "31,680"),
        (q("1/3"), "about 0.333", "about 0.333"),
        (q("12.3456"), "about 12.3", "about 12.3"),
        (q("12.5"), "12.5", "12.5"),
        (q("4.96", "4.9", "5.02"), "about 4.96", "about 4.96 (4.90 to 5.02)"),
        (q("29.96"), "about 30", "about 30"),
        (q(12346, 12344, 12349), "about 12,300", "about 12,300 (12,300 to 12,400)"),
        (q(0, -1, 1), "about 0", "about 0 (−1 to 1)"),
        (q(18320, low=18320), "at least 18,320", "at least 18,320"),
        (q(20000, low=12500), "at least 12,500", "at least 12,500"),
        (q(20000, high=20000), "at most 20,000", "at most 20,000"),
        (q(20000, high=25500), "at most 25,500", "at most 25,500"),
        (q("63361/3", low="63361/3"), "at least 21,100", "at least 21,100"),
        (q("-2/3", high="-2/3"), "at most −0.666", "at most −0.666"),
        (q(low=400, high=1000), "400 to 1,000", "400 to 1,000"),
        (q(low=5), "at least 5", "at least 5"),
        (q(high=-5), "at most −5", "at most −5"),
        (q(), "any number", "any number"),
        (LEAST - LEAST + q(7), "about 7", "about 7 (any number)"),
    ],
)
def test_a_derived_figure_says_what_its_range_allows(quantity, words, full) -> None:
    assert derived(quantity, PLAIN) == words
    assert derived(quantity, PLAIN, "full") == full


@pytest.mark.parametrize(
    ("quantity", "unit", "style", "words"),
    [
        (q("2.345", "2.301", "2.399"), EUROS, "hedged", "about €2.34bn"),
        (q("2.345", "2.301", "2.399"), EUROS, "rough", "about €2.3bn"),
        (q(19008), PEOPLE, "rough", "about 19,000 people"),
        (q(8320, 3320, 13320), PEOPLE, "rough", "about 8,300 people"),
        (q(18320, low=18320), PEOPLE, "rough", "at least 18,000 people"),
        (q(-9000), PEOPLE, "rough", "−9,000 people"),
        (q(low=-2, high="-1.5"), PEOPLE, "rough", "−2.0 to −1.5 people"),
        (q(4), PEOPLE, "spelled", "four"),
        (q("2.345", "2.301", "2.399"), EUROS, "full", "about €2.34bn (€2.30bn to €2.40bn)"),
        (q("-2.345"), DOLLARS, "bare", "−$2.34bn a year"),
        (q(1, "0.9", "1.1"), PEOPLE, "hedged", "about 1 person"),
        (q(1, "0.9", "1.1"), PEOPLE, "number", "1"),
        (q(low=0, high=2), PEOPLE, "number", "0 to 2"),
        (q(low=-2, high=-1), PEOPLE, "range", "−2 to −1 person"),
        (q(1, low=1), PEOPLE, "hedged", "at least 1 person"),
    ],
)
def test_a_derived_figure_with_its_unit(quantity, unit, style, words) -> None:
    assert derived(quantity, unit, style) == words


@pytest.mark.parametrize(
    "write",
    [lambda style: stated(q(1), "exact", PLAIN, style), lambda style: derived(q(1), PLAIN, style)],
)
def test_an_unknown_style_is_refused_with_the_known_ones(write) -> None:
    with pytest.raises(
        ValueError, match=f"“precise” is not a style; use one of {', '.join(STYLES)}"
    ):
        write("precise")


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


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-02-20", "2026-02-20", "20 February 2026"),
        ("2026-01-01", "2026-01-31", "January 2026"),
        ("2024-02-01", "2024-02-29", "February 2024"),
        ("2025-02-01", "2025-02-27", "1 to 27 February 2025"),
        ("2025-01-01", "2025-12-31", "2025"),
        ("2024-01-01", "2025-12-31", "2024 and 2025"),
        ("2022-01-01", "2025-12-31", "2022 to 2025"),
        ("2026-01-01", "9999-12-31", "2026 to 9999"),
        ("2025-10-01", "2025-12-31", "October to December 2025"),
        ("2025-11-01", "2026-01-31", "November 2025 to January 2026"),
        ("2026-02-11", "2026-02-15", "11 to 15 February 2026"),
        ("2026-01-28", "2026-02-02", "28 January to 2 February 2026"),
        ("2025-12-28", "2026-01-03", "28 December 2025 to 3 January 2026"),
        ("2025-01-02", "2025-12-31", "2 January to 31 December 2025"),
        ("2026-02-11", None, "since 11 February 2026"),
        (None, "2026-02-11", "until 11 February 2026"),
        (None, None, ""),
    ],
)
def test_what_two_dates_cover(start, end, words) -> None:
    assert period(*(None if d is None else date.fromisoformat(d) for d in (start, end))) == words


def test_a_day_has_no_leading_zero() -> None:
    assert day(date(2026, 3, 5)) == "5 March 2026"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("On 20 February 2026 and in 2025", []),
        ("From 11 to 15 February", []),
        ("between 3 and 5 March", []),
        ("2022–2024", []),
        ("since 1999.", []),
        ("20\u00a0February", []),
        ("Three rounds, no agreement", []),
        ("31,680 people", ["31,680"]),
        ("2.5 and 3", ["2.5", "3"]),
        ("19%", ["19"]),
        ("€38bn", ["38"]),
        ("G7", ["7"]),
        ("in 1899", ["1899"]),
        ("2026.5", ["2026.5"]),
        ("2,026", ["2,026"]),
        ("20 tankers in February", ["20"]),
        ("20 Februaries", ["20"]),
        ("On 20 February, 396 drones", ["396"]),
        ("12026", ["12026"]),
        ("", []),
    ],
)
def test_digits_are_typed_numbers_unless_they_are_dates_or_years(text, numbers) -> None:
    assert typed_numbers(text) == numbers


@pytest.mark.parametrize(
    ("value", "low", "high", "words"),
    [
        ("66.7", "64.2", "69.2", "about 67%"),
        ("2.5", "2.45", "2.55", "about 2.5%"),
        ("19.25", "19.2", "19.3", "about 19.25%"),
    ],
)
def test_a_stated_figure_shows_no_decimal_that_its_range_makes_meaningless(
    value, low, high, words
) -> None:
    quantity = Quantity.of(value, "percent", low, high)
    assert stated(quantity, "about", UnitWords("", "%", "%")) == words


@pytest.mark.parametrize("zero", ["\u0660", "\u06f0", "\u0966", "\uff10", "\U0001d7ce"])
def test_a_number_in_another_script_is_a_typed_number_too(zero) -> None:
    def other(text: str) -> str:
        return "".join(chr(ord(zero) + int(c)) if c.isdigit() else c for c in text)

    for number in ("5", "40", "1,000", "2026"):
        assert typed_numbers(f"It lost {other(number)} boxes") == [other(number)]
    assert typed_numbers(f"On {other('12')} January") == [other("12")]


def test_one_character_that_is_a_number_is_one_and_a_power_is_none() -> None:
    assert typed_numbers("½ of Ⅷ, ④ and 〇, 27 km² in 2026, note¹") == ["½", "Ⅷ", "④", "〇", "27"]
    assert typed_numbers("٤٠٫٥") == ["٤٠٫٥"]


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
