"""How a unit is written around a number: ``€5 billion``, ``−3 °C``, ``5th``."""

from __future__ import annotations

from dataclasses import dataclass

from stateofplay.numbers.quantity import Number

MINUS = "−"


def _ordinal_ending(digits: str) -> str:
    """What makes a number in digits an ordinal: ``st`` of 21st, ``th`` of 11th."""
    last = digits[-1:] if digits[-2:-1] != "1" else ""
    return {"1": "st", "2": "nd", "3": "rd"}.get(last, "th")


@dataclass(frozen=True)
class UnitWords:
    """How a unit is written: what stands before a number, after one and after many, and its name on
    an axis. An `ordinal` unit counts places: 5 is ``5th``.
    """

    before: str = ""
    after_one: str = ""
    after_many: str = ""
    name: str = ""
    ordinal: bool = False

    def around(self, number: str, count: Number | None = None) -> str:
        """`number` with its unit: ``5`` → ``€5 billion``, ``−3`` → ``−€3 billion``."""
        sign, digits = (MINUS, number[1:]) if number.startswith(MINUS) else ("", number)
        after = self.after_one if count is not None and abs(count) == 1 else self.after_many
        return f"{sign}{self.before}{digits}{_ordinal_ending(digits) if self.ordinal else after}"
