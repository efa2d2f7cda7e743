"""The common stock of units: exact conversions, temperatures, and words put together."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.stock import words_of
from stateofplay.numbers.unit_table import stock
from stateofplay.numbers.unit_words import UnitWords
from stateofplay.numbers.units import UnitError, alike, parse_unit


@pytest.mark.parametrize(
    ("number", "unit", "other", "result"),
    [
        ("100", "miles", "km", "160.9344"),
        ("1", "hectares", "m2", "10000"),
        ("640", "acres", "square_miles", "1"),
        ("3", "weeks", "days", "21"),
        ("90", "minutes", "hours", "1.5"),
        ("2", "TWh", "kWh", "2000000000"),
        ("2.5", "tonnes", "kg", "2500"),
        ("72", "km/hours", "metres/seconds", "20"),
        ("1", "GW", "MWh/hours", "1000"),
        ("25", "basis_points", "points", "0.25"),
        ("17.81", "m km2", "hectares", "1781000000"),
        ("-40", "celsius", "fahrenheit", "-40"),
        ("212", "fahrenheit", "celsius", "100"),
        ("0", "celsius", "kelvin", "273.15"),
        ("9", "fahrenheit_change", "celsius_change", "5"),
    ],
)
def test_units_are_converted_exactly(number, unit, other, result) -> None:
    there = Quantity.of(number, unit).to(other)
    assert there.value == Fraction(result)
    assert there.to(unit).value == Fraction(number)


def test_two_temperatures_differ_by_a_change_and_not_by_a_temperature() -> None:
    warm, cold = Quantity.of("20", "celsius"), Quantity.of("50", "fahrenheit")
    change = warm - cold
    assert (change.value, change.unit) == (10, parse_unit("celsius_change"))
    assert (cold + change).to("celsius").value == 20
    assert (warm.to("kelvin") - warm).value == 0
    with pytest.raises(UnitError):
        change.to("celsius")


def test_the_difference_of_two_places_in_a_list_is_no_place() -> None:
    between = Quantity.of(111, "rank") - Quantity.of(3, "rank")
    assert (between.value, between.unit) == (108, parse_unit("places"))
    with pytest.raises(UnitError, match="places cannot be read as rank"):
        between.to("rank")


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("percent", "5%"),
        ("celsius", "5 °C"),
        ("km2", "5 km²"),
        ("m tonnes", "5 million tonnes"),
        ("EUR bn/month", "€5 billion a month"),
        ("USD/barrels", "$5 a barrel"),
        ("kg/m2", "5 kg per m²"),
        ("km/hours", "5 km an hour"),
        ("RUB bn", "5 billion roubles"),
        ("cranes/day", "5 cranes a day"),
        ("USD/GBP", "$5 per pound"),
        ("CHF/EUR", "5 Swiss francs per euro"),
        ("INR/JPY", "₹5 per yen"),
        ("EUR/RUB", "€5 a rouble"),
        ("EUR/reais", "€5 per reais"),
        ("rank", "5th"),
        ("places", "5 places"),
    ],
)
def test_words_are_put_together_from_the_stock_and_the_book(unit, words) -> None:
    cranes, reais = UnitWords("", " crane", " cranes", "cranes"), UnitWords("R$", "", "", "reais")
    said = words_of(unit, {"cranes": cranes, "reais": reais})
    assert said is not None and said.around("5", 5) == words


def test_an_axis_has_the_price_of_one() -> None:
    assert [words_of(unit, {}).name for unit in ("USD/GBP", "USD bn/EUR")] == [
        "US dollars per pound",
        "billion US dollars per euro",
    ]


@pytest.mark.parametrize("unit", ["boxes", "tonnes boxes", "EUR/boxes", "bn"])
def test_what_nobody_has_said_how_to_write_has_no_words(unit) -> None:
    assert words_of(unit, {}) is None


def test_every_unit_of_the_stock_can_be_said_converted_and_recognised() -> None:
    for name, unit in stock().items():
        words = words_of(name, {})
        assert words and words.name, name
        assert Quantity.of(1, name).to(name).value == 1
        re.compile(unit.written)


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("km", "miles", True),
        ("USD bn", "EUR m", True),
        ("USD bn", "RUB bn/month", True),
        ("people", "people/month", True),
        ("years", "months", True),
        ("cranes", "percent", False),
        ("cranes", "ships", False),
        ("years", "percent", False),
        ("EUR", "EUR/people", False),
    ],
)
def test_one_number_can_be_said_in_two_units_of_one_kind(one, other, is_alike) -> None:
    assert alike(one, other) is alike(other, one) is is_alike
