"""Writes all tables into one workbook (.xlsx), which spreadsheets read alike in every language: no
separators, no encodings, no guesses."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from stateofplay.ledger.ledger import Ledger

if TYPE_CHECKING:  # the library is loaded when a workbook is written
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_KEPT_DIGITS = 15  # significant digits that a spreadsheet keeps of a number
_LONGEST_NAME = 31  # characters of a sheet's name
_WIDEST = 60  # characters of a column; longer cells are read in the line above the sheet
_FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheets disagree about dates


def workbook(
    ledger: Ledger,
    tables: Mapping[str, Sequence[Sequence[str]]],
    title: str,
    author: str,
    created: date,
) -> bytes:
    """A sheet that describes every column, and one for each of `tables`: its records by name, the
    header first. The same tables give the same bytes.

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
        for name, table in ledger.tables.items():
            described += [
                (name, field["name"], field["type"], field["description"])
                for field in table.schema.fields
            ]
        _write(book.add_worksheet("columns"), described, {}, head, day)
        for name, records in tables.items():
            types = {field["name"]: field["type"] for field in ledger.tables[name].schema.fields}
            short, taken = name.replace("/", " ")[:_LONGEST_NAME], book.sheetnames
            if short.lower() in map(str.lower, taken):
                short = f"{short[: _LONGEST_NAME - 4]} {len(taken)}"
            _write(book.add_worksheet(short), records, types, head, day)
    return buffer.getvalue()


def _write(
    sheet: Worksheet,
    rows: Iterable[Sequence[str]],
    types: Mapping[str, str],
    head: Format,
    day: Format,
) -> None:
    """A sheet with its head in sight and its columns as wide as their cells."""
    columns: list[str] = []
    widths: list[int] = []
    for number, row in enumerate(rows):
        if not number:
            columns, widths = list(row), [0] * len(row)
        for at, cell in enumerate(row):
            widths[at] = min(max(widths[at], len(cell) + 2), _WIDEST)
            value = typed(cell, types.get(columns[at], "")) if number else cell
            if isinstance(value, date):
                sheet.write_datetime(number, at, datetime(value.year, value.month, value.day), day)
            elif isinstance(value, float):
                sheet.write_number(number, at, value)
            elif value:
                sheet.write_string(number, at, value, None if number else head)
    sheet.freeze_panes(1, 1)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)


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
