"""Quantities and dates in words: what is printed, and that a printed range never shrinks."""

from __future__ import annotations

from fractions import Fraction

import pytest

from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.unit_words import UnitWords
from stateofplay.numbers.vocabulary import BOUNDS
from stateofplay.numbers.wording import STYLES, decimals_of, derived, number_words, stated
from worded import PLAIN, q

PEOPLE = UnitWords(after_one=" person", after_many=" people", name="people")
SHIPS = UnitWords(after_one=" ship", after_many=" ships", name="ships")
PERCENT = UnitWords(after_one="%", after_many="%", name="percent")
EUROS = UnitWords("€", "bn", "bn", "billion euros")
DOLLARS = UnitWords("$", "bn a year", "bn a year", "billion dollars per year")


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
    assert words.startswith(BOUNDS[bound].hedge)


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
        ("exact", q(20), "20%"),  # two things are “two”, two percent are not
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
        (LEAST - LEAST + q(7), "any number", "any number"),
        (q(5) / q(10, high=10), "any number", "any number"),
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
        *((LEAST - LEAST + q(7), PEOPLE, style, "any number") for style in STYLES),
        (q(63360), PEOPLE, "range", "63,360 people"),
        (q(142857), PEOPLE, "range", "142,857 people"),
        (q("12.3456"), PEOPLE, "range", "about 12.3 people"),
        (q(1, low=1), PEOPLE, "hedged", "at least 1 person"),
        (q("200/13", "200/13", 16), PEOPLE, "hedged", "at least 15.3 people"),
        (q("200/13", "200/13", 16), PEOPLE, "bare", "15.3 people"),  # in every style, no 15.4
        (q("200/13", "200/13", 16), PEOPLE, "number", "15.3"),
        (q(20000, low=12500), PEOPLE, "number", "12,500"),
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
