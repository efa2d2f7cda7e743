"""Reads how a book writes its units, in data/units.csv and where its tables name others."""

from __future__ import annotations

import re

from stateofplay.ledger.reading.tables import Row, Table
from stateofplay.numbers.stock import words_of
from stateofplay.numbers.unit_words import UnitWords


def units_of(tables: dict[str, Table]) -> dict[str, UnitWords]:
    """The units of a book, and those that its tables name and the stock can say."""
    units = {row.text("unit"): _words_of_row(row) for row in tables["units"]}
    named = {row.text("unit") for table in tables.values() for row in table}
    said = {name: words_of(name, units) for name in sorted(named - units.keys() - {""})}
    return units | {name: words for name, words in said.items() if words is not None}


def _words_of_row(row: Row) -> UnitWords:
    """How a book writes a unit. Cells lose their outer blanks: what follows a number gets its own
    back, but a percent sign, and the letters that scale a sum of money: ``€5bn``, ``€5 a barrel``.
    """
    before = row.text("before")

    def after(text: str) -> str:
        scale = before and re.match(r"(?:k|m|mn|bn|tn|trn)\b", text)
        return text if not text or scale or re.match("[%‰°′″-](?![A-Z])", text) else f" {text}"

    one, many = (after(row.text(column)) for column in ("after_one", "after_many"))
    return UnitWords(before, one, many, row.text("name"))
