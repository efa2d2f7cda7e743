"""How much one quantity differs from another: the difference with its bounds, in percent, and in
words.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from stateofplay.numbers import wording
from stateofplay.numbers.quantity import Number, Quantity
from stateofplay.numbers.unit_words import UnitWords
from stateofplay.numbers.units import change_unit, parse_unit

_POINTS = UnitWords("", " percentage point", " percentage points", "percentage points")
_PLACES = UnitWords("", " place", " places", "places")
_PERCENT = UnitWords("", "%", "%", "percent")


@dataclass(frozen=True)
class Change:
    """What was added to an older quantity to give a newer one: `amount` in the newer one's unit,
    and `percent` of the older.

    Both are intervals: they hold every change that the two ranges allow. `percent` is None where it
    says nothing: for shares, whose differences are percentage points, for temperatures and ranks,
    and where the older quantity is zero or may be. Of a negative one it is the percent of its size.
    """

    amount: Quantity
    unit: str
    percent: Quantity | None

    @classmethod
    def between(cls, older: Quantity, newer: Quantity, unit: str) -> Change:
        """The change from `older` to `newer`, in `unit`. Raises UnitError when they cannot be
        compared.
        """
        measured = parse_unit(unit)
        older = older.to(measured)
        amount = (newer - older).to(change_unit(measured) or measured)
        if unit == "percent" or older.low <= 0 <= older.high or change_unit(measured):
            return cls(amount, unit, None)
        percent = (newer / older - Quantity.of(1)).to("percent")
        return cls(amount, unit, percent if older.low > 0 else -percent)

    def words(self, unit: UnitWords) -> str:
        """``up by 1,320 people a month, or about 4.17%``; where the ranges allow both directions,
        it says so.
        """
        if unit.ordinal:  # the fifth stands below the fourth
            return replace(self, amount=-self.amount).words(_PLACES)
        unit = _POINTS if self.unit == "percent" else unit
        amount = self.amount
        if amount.low == amount.high == 0:
            return "no change"
        sign = 1 if amount.low >= 0 else -1 if amount.high <= 0 else 0
        may_stay = 0 in (amount.low, amount.high) and amount.value in (None, 0)
        if sign and not may_stay:
            by = _size(amount, sign, unit)
            share = f", or {_size(self.percent, sign, _PERCENT)}" if self.percent else ""
            return f"{'up' if sign > 0 else 'down'} by {by}{share}"
        less = [_most(-amount.low, unit, "less", "fall")] if amount.low else []
        more = [_most(amount.high, unit, "more", "rise")] if amount.high else []
        allowed = " and ".join(less + more)
        if amount.value is None:
            ways = "up or down" if less and more else f"{'up' if more else 'down'} or unchanged"
            return f"{ways}: the ranges allow {allowed}"
        stated = Quantity(abs(amount.value), abs(amount.value), abs(amount.value), amount.unit)
        direction = "up by " if amount.value > 0 else "down by "
        at = direction + wording.derived(stated, unit) if amount.value else "unchanged"
        return f"{at} at the stated values; the ranges allow {allowed}"

    def compared(self, unit: UnitWords) -> str:
        """``4.17% more``, of a change in one direction: in percent where that says something, else
        in the unit.
        """
        more, less = ("lower", "higher") if unit.ordinal else ("more", "less")
        unit = _POINTS if self.unit == "percent" else _PLACES if unit.ordinal else unit
        sign = 1 if self.amount.low >= 0 else -1
        by = _size(self.percent, sign, _PERCENT) if self.percent else _size(self.amount, sign, unit)
        return f"{by} {more if sign > 0 else less}"


def _size(quantity: Quantity, sign: int, unit: UnitWords) -> str:
    """How much, without its direction."""
    return wording.derived(quantity if sign > 0 else -quantity, unit, "full")


def _most(end: Number, unit: UnitWords, how: str, open_end: str) -> str:
    """How far a range reaches in one direction: ``49.4 people a day more``, ``any rise``; rounded
    outward.
    """
    if math.isinf(end):
        return f"any {open_end}"
    digits = min(wording.decimals_of(Fraction(end)), wording.digits_for(end))
    number = wording.number_words(wording.outward(end, digits, True), digits)
    return f"up to {unit.around(number, end)} {how}"
