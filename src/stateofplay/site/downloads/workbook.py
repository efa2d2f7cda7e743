"""Writes all tables into one workbook (.xlsx), which spreadsheets read alike in every language: no
separators, no encodings, no guesses."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from stateofplay.ledger.reading.cells import ColumnRule

if TYPE_CHECKING:  # the library is loaded when a workbook is written
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_KEPT_DIGITS = 15  # significant digits that a spreadsheet keeps of a number
_LONGEST_NAME = 31  # characters of a sheet's name
_WIDEST = 60  # characters of a column; longer cells are read in the line above the sheet
_FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheets disagree about dates
_DAY_NOUGHT = date(1899, 12, 30)  # from which they count


def workbook(
    rules: Mapping[str, Sequence[ColumnRule]],
    tables: Mapping[str, Iterable[Sequence[str]]],
    title: str,
    author: str,
    created: date,
) -> bytes:
    """A sheet that describes every column, and one for each of `tables`: its records by name, the
    header first; `rules` are those of its columns. The same tables give the same bytes.

    Numbers and days are cells of these types as far as spreadsheets keep them whole. All else is
    text, never a formula.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties(
            {
                "title": title,
                "author": author,
                "created": datetime(created.year, created.month, created.day, tzinfo=UTC),
            }
        )
        head, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        described = [("table", "column", "type", "what it holds")]
        for name, columns in rules.items():
            described += [(name, c["name"], c["type"], c["description"]) for c in columns]
        _write(book.add_worksheet("columns"), described, ["string"] * 4, head, day)
        for name, records in tables.items():
            types = [rule["type"] for rule in rules[name]]
            short, taken = name.replace("/", " ")[:_LONGEST_NAME], book.sheetnames
            if short.lower() in map(str.lower, taken):
                short = f"{short[: _LONGEST_NAME - 4]} {len(taken)}"
            _write(book.add_worksheet(short), records, types, head, day)
    return buffer.getvalue()


def _write(
    sheet: Worksheet,
    rows: Iterable[Sequence[str]],
    types: Sequence[str],
    head: Format,
    day: Format,
) -> None:
    """A sheet with its head in sight and its columns as wide as their cells."""
    for at, (kind, column) in enumerate(zip(types, zip(*rows, strict=True), strict=True)):
        read = cache(partial(typed, kind=kind))  # most cells hold one of a few texts
        sheet.write_string(0, at, column[0], head)
        for number, cell in enumerate(column[1:], 1):
            value = read(cell)
            if isinstance(value, date):  # as the number that it is there
                sheet.write_number(number, at, (value - _DAY_NOUGHT).days, day)
            elif isinstance(value, float):
                sheet.write_number(number, at, value)
            elif value:
                sheet.write_string(number, at, value)
        sheet.set_column(at, at, min(max(map(len, column)) + 2, _WIDEST))
    sheet.freeze_panes(1, 1)


def typed(cell: str, kind: str) -> str | float | date:
    """A cell as a spreadsheet should hold it: a number or a day where that loses nothing, else its
    text."""
    if kind in ("number", "integer") and re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", cell):
        return float(cell) if len(re.sub(r"\D", "", cell).strip("0")) <= _KEPT_DIGITS else cell
    if (
        kind == "date"
        and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell)
        and date.fromisoformat(cell) >= _FIRST_DAY
    ):
        return date.fromisoformat(cell)
    return cell
