"""A value with bounds and a unit: arithmetic with honest bounds, and three-valued comparison."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

import pint

from stateofplay.numbers.precision import Stated, stated
from stateofplay.numbers.truth import Truth
from stateofplay.numbers.units import (
    change_unit,
    conversion,
    inverse_unit,
    parse_unit,
    unit_product,
    unit_text,
)

INFINITY = math.inf
MOST_POWERS = 60  # of ten: the product of three of the largest numbers that a cell may hold
Plain = TypeVar("Plain")
Number = Fraction | float  # a float only ever stands for an open end, +inf or -inf


@dataclass(frozen=True)
class Quantity:
    """A number as a source states it: a value, the ends of its range, and a unit.

    `value` is None where a source gives a range only; an open end is infinite. Numbers are exact
    fractions, so that arithmetic rounds nothing: `low` and `high` of a result contain every result
    that the inputs allow. An input that occurs twice counts as two independent inputs, which can
    only widen the range (interval arithmetic, Moore 1966).
    """

    value: Fraction | None
    low: Number
    high: Number
    unit: pint.Unit = field(repr=False)  # the library takes long to say it; entries do themselves

    def __post_init__(self) -> None:
        if self._is_one:
            return
        if self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")
        if self.value is not None and not self.low <= self.value <= self.high:
            raise ValueError(f"value {self.value} is outside {self.low} to {self.high}")

    def __reduce__(self) -> tuple[Callable[..., Quantity], tuple[object, ...]]:
        """To be kept in a file: a unit of the library knows only the program that made it."""
        value, unit = self.value, unit_text(self.unit)
        if self._is_one and isinstance(value, Stated):  # as most are: so it is read twice as fast
            return _kept_one, (value.numerator, value.denominator, value.decimals, unit)
        return _kept, (value, self.low, self.high, unit)

    @classmethod
    def of(
        cls,
        value: Number | int | str | None,
        unit: str = "ratio",
        low: Number | int | None = None,
        high: Number | int | None = None,
    ) -> Quantity:
        """A quantity from plain numbers; without `low` and `high` it is exact."""
        stated = None if value is None else _exactly(value)
        if low is None and high is None and stated is not None:
            low = high = stated
        return cls(stated, _end(low, -INFINITY), _end(high, INFINITY), parse_unit(unit))

    @classmethod
    def _one(cls, number: Fraction, unit: pint.Unit) -> Quantity:
        return cls(number, number, number, unit)

    @property
    def _is_one(self) -> bool:
        """Whether one number is all three, so that what is computed of it need not be thrice."""
        return self.low is self.high is self.value

    @property
    def is_exact(self) -> bool:
        return self.value is not None and self.low == self.high

    @property
    def known(self) -> Fraction:
        """Its value. Raises ValueError where a range is all that is stated."""
        if self.value is None:
            raise ValueError("no value is stated, only a range")
        return self.value

    @property
    def is_publishable(self) -> bool:
        """Whether every program can hold its numbers: none too large, too small or too long."""
        numbers = [n for n in (self.value, self.low, self.high) if isinstance(n, Fraction) and n]
        return all(
            10**-MOST_POWERS <= abs(n) <= 10**MOST_POWERS and n.denominator.bit_length() < 10_000
            for n in numbers
        )

    def ends(self, plain: Callable[[Fraction], Plain]) -> dict[str, Plain | None]:
        """Value, low and high, each as `plain` makes it of a fraction.

        None for a value that is not stated and for an open end.
        """
        ends = {"value": self.value, "low": self.low, "high": self.high}
        return {name: plain(n) if isinstance(n, Fraction) else None for name, n in ends.items()}

    def to(self, unit: str | pint.Unit) -> Quantity:
        """The same quantity in another unit. Raises UnitError when the dimensions differ."""
        target = parse_unit(unit) if isinstance(unit, str) else unit
        if target is self.unit or target == self.unit:
            return self
        factor, shift = conversion(self.unit, target)
        if self._is_one:
            return Quantity._one(self.known * factor + shift, target)
        value = None if self.value is None else self.value * factor + shift
        return Quantity(value, self.low * factor + shift, self.high * factor + shift, target)

    def __neg__(self) -> Quantity:
        if self._is_one:
            return Quantity._one(-self.known, self.unit)
        return Quantity(
            None if self.value is None else -self.value, -self.high, -self.low, self.unit
        )

    def __add__(self, other: Quantity) -> Quantity:
        if (change := change_unit(self.unit)) and not change_unit(other.unit):
            other = replace(other.to(change), unit=self.unit)  # a change of a temperature
        other = other.to(self.unit)
        if self._is_one and other._is_one:
            return Quantity._one(self.known + other.known, self.unit)
        value = None if self.value is None or other.value is None else self.value + other.value
        return Quantity(value, self.low + other.low, self.high + other.high, self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        change = change_unit(self.unit)
        if change and not change_unit(other.unit):
            return self + -other
        less = self + -other.to(self.unit)  # first in its unit: noughts lie elsewhere
        return replace(less, unit=parse_unit(change)) if change else less

    def __mul__(self, other: Quantity) -> Quantity:
        unit = unit_product(self.unit, other.unit)
        if self._is_one and other._is_one:
            return Quantity._one(self.known * other.known, unit)
        value = None if self.value is None or other.value is None else self.value * other.value
        corners = [_product(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Quantity(value, min(corners), max(corners), unit)

    def __truediv__(self, other: Quantity) -> Quantity:
        return self * other.inverse()

    def inverse(self) -> Quantity:
        """One divided by this. Raises ZeroDivisionError when the value is zero; a range across zero
        is unbounded.
        """
        if self.value == 0 or (self.low == 0 and self.high == 0):
            raise ZeroDivisionError("division by zero")
        if self._is_one:
            return Quantity._one(1 / self.known, inverse_unit(self.unit))
        low: Number = -INFINITY
        high: Number = INFINITY
        if not self.low < 0 < self.high:
            low = low if self.high == 0 else _reciprocal(self.high)
            high = high if self.low == 0 else _reciprocal(self.low)
        return Quantity(
            None if self.value is None else 1 / self.value, low, high, inverse_unit(self.unit)
        )

    def overlaps(self, other: Quantity) -> bool:
        """Whether some number lies in both ranges."""
        other = other.to(self.unit)
        return self.low <= other.high and other.low <= self.high

    def less_than(self, other: Quantity, *, or_equal: bool = False) -> Truth:
        """Whether this is less than `other`: at the stated values, and over the whole of both
        ranges.
        """
        other = other.to(self.unit)
        less = operator.le if or_equal else operator.lt
        value, than = self.value, other.value
        stated = None if value is None or than is None else less(value, than)
        return Truth.make(stated, less(self.high, other.low), not less(self.low, other.high))

    def equals(self, other: Quantity) -> Truth:
        """Whether both are the same number; firm only when both are exact."""
        other = other.to(self.unit)
        stated = None if None in (self.value, other.value) else self.value == other.value
        return Truth.make(
            stated, self.low == self.high == other.low == other.high, not self.overlaps(other)
        )


def int_or_float(number: Fraction) -> int | float:
    """A number as JSON has it: without a point where it is whole."""
    return int(number) if number.denominator == 1 else float(number)


def _end(number: Number | int | None, when_open: float) -> Number:
    if number is None:
        return when_open
    return number if isinstance(number, float) and math.isinf(number) else _exactly(number)


def _kept(value: Fraction | None, low: Number, high: Number, unit: str) -> Quantity:
    return Quantity(value, low, high, parse_unit(unit))


def _kept_one(numerator: int, denominator: int, decimals: int, unit: str) -> Quantity:
    number = stated(numerator, denominator, decimals)
    quantity = object.__new__(Quantity)  # nothing of it needs to be looked at again
    vars(quantity).update(value=number, low=number, high=number, unit=parse_unit(unit))
    return quantity


def _exactly(number: Number | int | str) -> Fraction:
    """A number as a fraction; one that is a fraction keeps how it was written."""
    if type(number) is Stated:  # as most are, and to ask of an abstract number takes far longer
        return number
    return number if isinstance(number, Fraction) else Fraction(number)


def _product(a: Number, b: Number) -> Number:
    return Fraction(0) if a == 0 or b == 0 else a * b


def _reciprocal(number: Number) -> Number:
    return Fraction(0) if number in (-INFINITY, INFINITY) else 1 / number
