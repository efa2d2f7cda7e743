"""The log of corrections: each one in words, with an anchor that stays."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from stateofplay.ledger.entries import Figure
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.reading.tables import Row
from stateofplay.numbers import wording
from stateofplay.numbers.change import Change
from stateofplay.numbers.numerals import read_number
from stateofplay.numbers.quantity import Quantity

FEED = "corrections.xml"
_NUMBERS = ("value", "low", "high")


@dataclass(frozen=True)
class Correction:
    """One row of corrections.csv as readers see it; `what` is the measure, or the id of a row that
    is no figure."""

    date: date
    id: str
    what: str
    column: str
    old: str
    new: str
    change: str
    reason: str

    @property
    def anchor(self) -> str:
        """Stays as long as the row does: it is made of what identifies it."""
        return f"correction-{self.date.isoformat()}-{self.id}-{self.column}".replace("_", "-")

    @property
    def urn(self) -> str:
        """The same for the same row on every site, so that a feed reader shows it once."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"stateofplay:correction:{self.anchor}").urn


def corrections(ledger: Ledger) -> list[Correction]:
    """Every correction, the newest first."""
    rows = sorted(ledger.rows("corrections"), key=lambda row: row.known_day("date"))
    return [_correction(ledger, row) for row in reversed(rows)]


def _correction(ledger: Ledger, row: Row) -> Correction:
    name, column = row.text("id"), row.text("column")
    figure = ledger.figures.get(name)
    old, new, change = row.text("old"), row.text("new"), ""
    if figure and column in _NUMBERS:
        before, after = _number(old), _number(new)
        if before is not None and after is not None:
            ends = (Quantity.of(number, figure.unit) for number in (before, after))
            older, newer = ends
            change = Change.between(older, newer, figure.unit).words(ledger.units[figure.unit])
        old, new = _words(ledger, figure, before, old), _words(ledger, figure, after, new)
    return Correction(
        row.known_day("date"),
        name,
        figure.measure if figure else name,
        column,
        old,
        new,
        change,
        row.text("reason"),
    )


def _number(text: str) -> Fraction | None:
    try:
        return read_number(text)
    except ValueError:
        return None


def _words(ledger: Ledger, figure: Figure, number: Fraction | None, text: str) -> str:
    return (
        text
        if number is None
        else ledger.units[figure.unit].around(wording.number_words(number), number)
    )
