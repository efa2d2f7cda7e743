"""Quantities: a result's range holds every number that the inputs allow, and a comparison never
promises too much.
"""

from __future__ import annotations

import json
import math
import operator
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ranges_and_points import CLOSE, NUMBERS, quantities, with_points
from stateofplay.numbers.quantity import INFINITY, Quantity, int_or_float
from stateofplay.numbers.units import UnitError, parse_unit


@pytest.mark.parametrize("operate", [operator.add, operator.sub, operator.mul, operator.truediv])
@given(data=st.data(), numbers=st.sampled_from([NUMBERS, CLOSE]))
def test_a_result_contains_every_result_of_points_of_the_inputs(operate, data, numbers) -> None:
    (a, xs), (b, ys) = data.draw(with_points(numbers)), data.draw(with_points(numbers))
    try:
        result = operate(a, b)
    except ZeroDivisionError:
        assert operate is operator.truediv and (b.value == 0 or b.low == b.high == 0)
        return
    for x in xs:
        for y in ys:
            if operate is not operator.truediv or y != 0:
                assert result.low <= operate(x, y) <= result.high
    if a.value is None or b.value is None:
        assert result.value is None
    else:
        assert result.value == operate(a.value, b.value)
        assert result.low <= result.value <= result.high


@given(st.data())
def test_a_finite_end_of_a_sum_or_product_is_reached(data) -> None:
    """Without this, a result that is always unbounded would pass the test above."""
    a, b = data.draw(quantities()), data.draw(quantities())
    assume(all(not math.isinf(end) for q in (a, b) for end in (q.low, q.high)))
    corners = [(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    for operate in (operator.add, operator.sub, operator.mul):
        result, reached = operate(a, b), [operate(x, y) for x, y in corners]
        assert (result.low, result.high) == (min(reached), max(reached))


@given(quantities())
def test_the_inverse_of_a_range_across_zero_is_unbounded(quantity) -> None:
    assume(quantity.low < 0 < quantity.high and quantity.value != 0)
    inverse = quantity.inverse()
    assert (inverse.low, inverse.high) == (-INFINITY, INFINITY)


@given(quantities().filter(lambda q: q.low > 0 or q.high < 0))
def test_the_inverse_of_the_inverse_is_the_quantity(quantity) -> None:
    again = quantity.inverse().inverse()
    assert (again.value, again.unit) == (quantity.value, quantity.unit)
    assert again.low in (quantity.low, -INFINITY) and again.high in (quantity.high, INFINITY)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 4, (Fraction(1, 4), INFINITY)),
        (-4, 0, (-INFINITY, Fraction(-1, 4))),
        (2, None, (0, Fraction(1, 2))),
        (None, -2, (Fraction(-1, 2), 0)),
    ],
)
def test_the_inverse_of_a_range_that_touches_zero_or_is_open(low, high, expected) -> None:
    inverse = Quantity.of(None, "people", low, high).inverse()
    assert (inverse.low, inverse.high) == expected
    assert inverse.unit == parse_unit("people") ** -1


@pytest.mark.parametrize(
    "divisor", [Quantity.of(0), Quantity.of(0, low=-1, high=1), Quantity.of(None, low=0, high=0)]
)
def test_division_by_zero_is_refused(divisor) -> None:
    with pytest.raises(ZeroDivisionError, match="division by zero"):
        Quantity.of(5) / divisor


def test_a_unit_with_a_power_is_named_in_a_message() -> None:
    with pytest.raises(UnitError, match="cannot be read as"):
        (Quantity.of(5, "vessels") / Quantity.of(1, "vessels") / Quantity.of(1, "days")).to("days")
    with pytest.raises(UnitError, match="people²/months² cannot be read as days"):
        (Quantity.of(5, "people/month") * Quantity.of(1, "people/month")).to("days")


def test_what_an_open_end_leaves_of_a_difference() -> None:
    difference = Quantity.of(50000, "people/month", low=50000) - Quantity.of(31680, "people/month")
    assert (difference.value, difference.low, difference.high) == (18320, 18320, INFINITY)
    assert difference.unit == parse_unit("people/month")


@pytest.mark.parametrize(
    ("source", "target", "factor"),
    [
        ("percent", "ratio", Fraction(1, 100)),
        ("EUR bn", "EUR m", Fraction(1000)),
        ("USD bn/year", "USD m/year", Fraction(1000)),
        ("people/month", "people/year", Fraction(12)),
        ("km2/month", "km2/year", Fraction(12)),
        ("km2/year", "km2/day", Fraction(1, 365)),
        ("km km", "km2", Fraction(1)),
        ("years", "days", Fraction(365)),
        ("months", "days", Fraction(365, 12)),
    ],
)
@given(data=st.data())
def test_a_conversion_and_its_way_back(source, target, factor, data) -> None:
    quantity = data.draw(quantities(unit=source))
    there = quantity.to(target)
    assert there.to(source) == quantity
    assert there.unit == parse_unit(target)
    assert there.value == (None if quantity.value is None else quantity.value * factor)
    assert (there.low, there.high) == (quantity.low * factor, quantity.high * factor)


@pytest.mark.parametrize(
    ("left", "operate", "right", "unit"),
    [
        ("people/month", operator.sub, "people/year", "people/month"),
        ("EUR m", operator.add, "EUR bn", "EUR m"),
        ("EUR bn", operator.mul, "USD/EUR", "USD bn"),
        ("km2", operator.truediv, "km", "km"),
        ("people", operator.truediv, "days", "people/day"),
        ("km2/month", operator.mul, "months", "km2"),
        ("people", operator.truediv, "people", "ratio"),
    ],
)
def test_the_unit_of_a_result(left, operate, right, unit) -> None:
    result = operate(Quantity.of(6, left), Quantity.of(3, right))
    assert result.to(unit).unit == parse_unit(unit)
    if operate in (operator.add, operator.sub):
        assert result.unit == parse_unit(left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("people", "vessels"),
        ("EUR bn", "USD bn"),
        ("people", "people/month"),
        ("km", "km2"),
        ("percent", "people"),
    ],
)
def test_units_that_do_not_fit_are_refused(left, right) -> None:
    for operate in (
        operator.add,
        operator.sub,
        Quantity.less_than,
        Quantity.equals,
        Quantity.overlaps,
    ):
        with pytest.raises(UnitError, match=" cannot be read as "):
            operate(Quantity.of(1, left), Quantity.of(1, right))


@pytest.mark.parametrize(
    "text", ["1 people", "people*days", "km²/", "people.days", "€ bn", "km^2", "__class__"]
)
def test_what_is_not_a_unit(text) -> None:
    with pytest.raises(UnitError, match="is not a unit; write it like “people”"):
        parse_unit(text)


@pytest.mark.parametrize(
    ("value", "low", "high", "message"),
    [
        (None, 5, 4, "low 5 is above high 4"),
        (3, 4, 5, "value 3 is outside 4 to 5"),
        (6, None, 5, "value 6 is outside"),
    ],
)
def test_a_quantity_that_contradicts_itself_is_refused(value, low, high, message) -> None:
    with pytest.raises(ValueError, match=message):
        Quantity.of(value, "people", low, high)


@pytest.mark.parametrize(
    ("quantity", "exact"),
    [
        (Quantity.of(5), True),
        (Quantity.of(5, low=5, high=6), False),
        (Quantity.of(None, low=5, high=5), False),
    ],
)
def test_only_a_stated_value_without_a_range_is_exact(quantity, exact) -> None:
    assert quantity.is_exact is exact


def test_ends_as_programs_write_them() -> None:
    stated = Quantity.of(Fraction(5, 2), "people", low=2)
    assert stated.ends(float) == {"value": 2.5, "low": 2.0, "high": None}
    assert json.dumps(stated.ends(int_or_float)) == '{"value": 2.5, "low": 2, "high": null}'
    assert Quantity.of(None, "people", 1, 3).ends(float)["value"] is None
