"""Writes all tables into one workbook (.xlsx), which spreadsheets read alike in every language: no
separators, no encodings, no guesses."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from stateofplay.ledger.ledger import Ledger

if TYPE_CHECKING:  # the library is loaded when a workbook is written
    from xlsxwriter.sharedstrings import SharedStringTable
    from xlsxwriter.worksheet import Worksheet

_KEPT_DIGITS = 15  # significant digits that a spreadsheet keeps of a number
_LONGEST_NAME = 31  # characters of a sheet's name
_WIDEST = 60  # characters of a column; longer cells are read in the line above the sheet
_FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheets disagree about dates
_DAY_NOUGHT = date(1899, 12, 30)  # from which they count days
_LONGEST_TEXT = 32_767  # characters of a cell, in UTF-16
_BLOCK = 16  # rows of which the library says together which columns they span
_STRING = ' t="s">'


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
        formats = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        styles = [f' s="{each._get_xf_index()}"' for each in formats]
        described = [("table", "column", "type", "what it holds")]
        for name, table in ledger.tables.items():
            described += [
                (name, field["name"], field["type"], field["description"])
                for field in table.schema.fields
            ]
        _write(book.add_worksheet("columns"), described, {}, styles)
        for name, records in tables.items():
            types = {field["name"]: field["type"] for field in ledger.tables[name].schema.fields}
            short, taken = name.replace("/", " ")[:_LONGEST_NAME], book.sheetnames
            if short.lower() in map(str.lower, taken):
                short = f"{short[: _LONGEST_NAME - 4]} {len(taken)}"
            _write(book.add_worksheet(short), records, types, styles)
    return buffer.getvalue()


class _Ends(dict[str, str]):
    """How the cells of a column end in the file of a sheet, each text once: most stand in many."""

    def __init__(self, strings: SharedStringTable, kind: str, style: str, day: str) -> None:
        super().__init__()
        self._strings, self._kind, self._style, self._day = strings, kind, style, day

    def __missing__(self, text: str) -> str:
        value = typed(text, self._kind)
        if isinstance(value, date):
            end = f'"{self._day}><v>{(value - _DAY_NOUGHT).days}</v></c>'
        elif isinstance(value, float):
            end = f'"><v>{value:.16G}</v></c>'
        else:
            kept = value.encode("utf-16-le")[: 2 * _LONGEST_TEXT].decode("utf-16-le", "ignore")
            at = self._strings._get_shared_string_index(kept)
            end = f'"{self._style}{_STRING}<v>{at}</v></c>'
        self[text] = end
        return end


def _write(
    sheet: Worksheet, records: Sequence[Sequence[str]], types: Mapping[str, str], styles: list[str]
) -> None:
    """A sheet with its head in sight and its columns as wide as their cells.

    The library takes one cell after the other, half of the time of an edit in a large book: it is
    given the rows as it would write them itself. `styles` are those of the head and of days.
    """
    from xlsxwriter.utility import xl_col_to_name

    head, day = styles
    strings = sheet.str_table
    columns = [_Ends(strings, types.get(name, ""), "", day) for name in records[0]]
    heads = [_Ends(strings, "", head, "") for _ in columns]
    starts = [f'<c r="{xl_col_to_name(at)}' for at in range(len(columns))]
    count = strings.count
    rows = []
    for first in range(0, len(records), _BLOCK):
        block = records[first : first + _BLOCK]
        filled = [at for at, cells in enumerate(zip(*block, strict=True), 1) if any(cells)]
        spans = f'spans="{filled[0]}:{filled[-1]}"'
        for number, record in enumerate(block, first + 1):
            these = zip(starts, record, columns if number > 1 else heads, strict=True)
            told = [f"{start}{number}{ends[text]}" for start, text, ends in these if text]
            rows.append(f'<row r="{number}" {spans}>{"".join(told)}</row>')
    written = "".join(rows)
    strings.count = count + written.count(_STRING)
    sheet.__dict__["_write_rows"] = lambda: sheet.fh.write(written)
    sheet._check_dimensions(0, 0)
    sheet._check_dimensions(len(records) - 1, len(columns) - 1)
    sheet.freeze_panes(1, 1)
    for at, cells in enumerate(zip(*records, strict=True)):
        sheet.set_column(at, at, min(max(map(len, cells)) + 2, _WIDEST))


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
