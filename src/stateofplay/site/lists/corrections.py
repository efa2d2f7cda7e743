"""The log of corrections: each one in words, with an anchor that stays."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from stateofplay.ledger.entries import Figure
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.list_pages import correction_anchor, newest_first
from stateofplay.ledger.naming import formula_in_words, name_of
from stateofplay.ledger.reading.tables import Row
from stateofplay.numbers import periods, wording
from stateofplay.numbers.change import Change
from stateofplay.numbers.numerals import read_number
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.vocabulary import BOUNDS

FEED = "corrections.xml"
_NUMBERS, _DAYS = ("value", "low", "high"), ("start", "end")
# What a column is called for readers who do not edit the tables.
_PARTS = {
    "id": "whole entry",
    "bound": "how exact",
    "formula": "how it is computed",
    "holds": "when it holds",
    "value": "number",
    "low": "low end",
    "high": "high end",
    "start": "first day",
    "end": "last day",
    "who": "who says so",
}


@dataclass(frozen=True)
class Correction:
    """One row of corrections.csv as readers see it; `what` is what a figure measures, when and by
    whom, what a finding says, or the title of an event, or of what has been withdrawn what its row
    says that it was, or the id of what nothing else is known of."""

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
        """Stays as long as the row does."""
        return correction_anchor(self.date, self.id, self.column)

    @property
    def part(self) -> str:
        """What of it was corrected, in words."""
        return _PARTS.get(self.column, self.column.replace("_", " "))

    @property
    def urn(self) -> str:
        """The same for the same row on every site, so that a feed reader shows it once."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"stateofplay:correction:{self.anchor}").urn


def corrections(ledger: Ledger) -> list[Correction]:
    """Every correction, the newest first."""
    rows = newest_first(ledger)
    return ledger.once("list", "corrections", lambda: [_correction(ledger, row) for row in rows])


def _correction(ledger: Ledger, row: Row) -> Correction:
    name, column = row.text("id"), row.text("column")
    figure = ledger.figures.get(name)
    old, new, change = row.text("old"), row.text("new"), ""
    if figure and column in _NUMBERS:
        before, after = _number(old), _number(new)
        if before is not None and after is not None:
            older, newer = (Quantity.of(number, figure.unit) for number in (before, after))
            change = Change.between(older, newer, figure.unit).words(ledger.units[figure.unit])
        old, new = _words(ledger, figure, before, old), _words(ledger, figure, after, new)
    elif column in _DAYS:
        old, new = _day(old), _day(new)
    elif column == "bound":
        old, new = (BOUNDS[each].meaning if each in BOUNDS else each for each in (old, new))
    elif column in ("formula", "holds"):
        old, new = formula_in_words(ledger, old), formula_in_words(ledger, new)
    what = _name(ledger, name)
    if column == "id" and not new:
        new = "withdrawn"
        told, _, said = old.partition(": ")
        what, old = (told, said) if said else (what, old)
    day, reason = row.known_day("date"), row.text("reason")
    return Correction(day, name, what, column, old, new, change, reason)


def _name(ledger: Ledger, name: str) -> str:
    titles = {row.text("id"): row.text("title") for row in ledger.rows("events")}
    if name in ledger.figures:
        return name_of(ledger, ledger.figures[name])
    if name in ledger.findings:
        return ledger.words(name)
    return ledger.derived[name].measure if name in ledger.derived else titles.get(name, name)


def _day(text: str) -> str:
    """A day of a table in words; what is none, such as an empty cell, as it stands."""
    try:
        return periods.day(date.fromisoformat(text))
    except ValueError:
        return text


def _number(text: str) -> Fraction | None:
    try:
        return read_number(text)
    except ValueError:
        return None


def _words(ledger: Ledger, figure: Figure, number: Fraction | None, text: str) -> str:
    if number is None:
        return text
    return ledger.units[figure.unit].around(wording.number_words(number), number)
