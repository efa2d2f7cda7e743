"""Changes between two figures: interval arithmetic, and words that never say more than the ranges
allow.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import tiny_project
from stateofplay.ledger.loading import load_ledger
from stateofplay.numbers.change import Change
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.stock import words_of as said_in
from stateofplay.numbers.unit_words import UnitWords
from stateofplay.numbers.units import UnitError

MONTH, DAY = "people/month", "people/day"


@pytest.fixture(scope="module")
def units(tmp_path_factory):
    return load_ledger(tiny_project(tmp_path_factory.mktemp("tiny") / "project")).units


def said_of(unit: str) -> UnitWords:
    return said_in(unit, {}) or UnitWords()


def of(value, unit: str, low=None, high=None) -> Quantity:
    return Quantity.of(value, unit, low, high)


@pytest.mark.parametrize(
    ("older", "newer", "unit", "words"),
    [
        (of(31680, MONTH), of(33000, MONTH), MONTH, "up by 1,320 people a month, or about 4.17%"),
        (
            of(7, "cranes", 6, 8),
            of(9, "cranes", 8, 10),
            "cranes",
            "up by about 2 cranes (0 to 4 cranes), or about 28.6% (0.0 to 66.7%)",
        ),
        (of(54, "percent"), of(53, "percent"), "percent", "down by 1 percentage point"),
        (
            of(26, "percent"),
            of(19, "percent", 18.5, 19.5),
            "percent",
            "down by about 7 percentage points (6.5 to 7.5 percentage points)",
        ),
        (of(38, "EUR bn"), of(40.5, "EUR bn"), "EUR bn", "up by €2.5bn, or about 6.58%"),
        (
            of(50000, MONTH, 50000),
            of(40000, MONTH),
            MONTH,
            "down by at least 10,000 people a month, or at least 20%",
        ),
        (
            of(None, "ships", 400, 1000),
            of(1100, "ships", 1100),
            "ships",
            "up by at least 100 ships, or at least 10%",
        ),
        (
            of(90, "cm"),
            of(90, "cm", 80, 90),
            "cm",
            "unchanged at the stated values; the ranges allow up to 10 cm less",
        ),
        (
            of(40, "years", 30, 40),
            of(40, "years"),
            "years",
            "unchanged at the stated values; the ranges allow up to 10 years more",
        ),
        (
            of(None, "ships", 400, 1000),
            of(None, "ships", 1000),
            "ships",
            "up or unchanged: the ranges allow any rise",
        ),
        (of(0, "cranes"), of(5, "cranes"), "cranes", "up by 5 cranes"),
        (of(-10, "cranes"), of(-5, "cranes"), "cranes", "up by 5 cranes, or 50%"),
        (of(-10, "cranes"), of(-20, "cranes"), "cranes", "down by 10 cranes, or 100%"),
        (
            of(-10, "cranes", -12, -8),
            of(-5, "cranes"),
            "cranes",
            "up by about 5 cranes (3 to 7 cranes), or about 50% (37.5 to 58.4%)",
        ),
        (of(4, "rank"), of(5, "rank"), "rank", "down by 1 place"),
        (of(111, "rank"), of(3, "rank"), "rank", "up by 108 places"),
        (of("-73.15", "celsius"), of(210, "kelvin"), "kelvin", "up by 10 K, or 5%"),
        (of(-10, "celsius"), of(-5, "celsius"), "celsius", "up by 5 °C"),
        (of(10, "celsius"), of(59, "fahrenheit"), "celsius", "up by 5 °C"),
        (of(50, "fahrenheit"), of(10, "celsius"), "celsius", "no change"),
        (of(5, "cranes"), of(5, "cranes"), "cranes", "no change"),
        (
            of(40000, MONTH, 35000, 45000),
            of(41000, MONTH, 36000, 46000),
            MONTH,
            "up by 1,000 people a month at the stated values; the ranges allow up to 9,000 "
            "people a month less and up to 11,000 people a month more",
        ),
        (
            of(40000, MONTH, 35000, 45000),
            of(40000, MONTH, 35000, 45000),
            MONTH,
            "unchanged at the stated values; the ranges allow up to 10,000 people a month less "
            "and up to 10,000 people a month more",
        ),
        (
            of(50000, MONTH, 50000),
            of(60000, MONTH, 60000),
            MONTH,
            "up by 10,000 people a month at the stated values; the ranges allow any fall and "
            "any rise",
        ),
        (
            of(40000, MONTH, 35000, 45000),
            of(None, DAY, 1000, 1200),
            DAY,
            "up or down: the ranges allow up to 480 people a day less and up to 49.4 people a "
            "day more",
        ),
    ],
)
def test_in_words(units, older, newer, unit, words) -> None:
    words_of = units.get(unit) or said_of(unit)
    assert Change.between(older, newer, unit).words(words_of) == words


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(UnitError, match="cannot be read as"):
        Change.between(of(5, "cranes"), of(5, "percent"), "percent")


def test_what_is_added_to_a_temperature_is_told_its_unit() -> None:
    with pytest.raises(UnitError, match="celsius_change, a difference of two in celsius"):
        of(24, "celsius") - of(2, "degrees")


ends = st.tuples(st.integers(1, 1000), st.integers(0, 500))


@given(older=ends, newer=ends)
def test_a_direction_is_said_only_where_the_ranges_leave_no_other(units, older, newer) -> None:
    (a, a_width), (b, b_width) = older, newer
    words = Change.between(
        of(None, "cranes", a, a + a_width), of(None, "cranes", b, b + b_width), "cranes"
    ).words(units["cranes"])
    assert words.startswith("up by") <= (b >= a + a_width)
    assert words.startswith("down by") <= (b + b_width <= a)


@pytest.mark.parametrize(
    ("older", "newer", "unit", "words"),
    [
        (40000, 31680, "people", "20.8% less"),
        (30000, 31000, "people", "about 3.33% more"),
        (78, 77, "percent", "1 percentage point less"),
        (0, 3, "people", "3 people more"),
        (-20, -5, "people", "75% more"),
        (-20, -25, "celsius", "5 °C less"),
        (7, 5, "rank", "2 places higher"),
        (7, 8, "rank", "1 place lower"),
    ],
)
def test_a_change_as_a_comparison(older, newer, unit, words) -> None:
    change = Change.between(Quantity.of(older, unit), Quantity.of(newer, unit), unit)
    assert change.compared(said_of(unit)) == words
