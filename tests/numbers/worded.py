"""Quantities and units, as the tests of formulas and of wording write them."""

from __future__ import annotations

from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.unit_words import UnitWords

PLAIN = UnitWords()


def q(value=None, low=None, high=None) -> Quantity:
    return Quantity.of(value, "ratio", low, high)


FIGURES = {
    "recruits": Quantity.of(40000, "people/month", 35000, 45000),
    "losses": Quantity.of(31680, "people/month"),
    "goal": Quantity.of(50000, "people/month", low=50000),
    "share": Quantity.of(20, "percent", 18, 22),
    "area": Quantity.of(26500, "km2"),
    "span": Quantity.of(None, "vessels", 400, 1000),
    "two": Quantity.of(2),
    "nothing": Quantity.of(0, "people/month"),
    "_": Quantity.of(9),
}
