"""Rewrites tables that a spreadsheet has saved in its own way, where that is safe, and shows the difference first."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stateofplay.files import write_whole
from stateofplay.paths import Project
from stateofplay.spreadsheets import SEPARATORS, UTF_8, Sheet, UnclearFile, cut, header_of, plain_cell, read_sheet
from stateofplay.tables import Table, described_tables, unclear_numbers


@dataclass(frozen=True)
class Fix:
    """A table in its plain form: UTF-8, commas, one line end, numbers with a decimal point, dates as year-month-day."""

    path: Path
    file: str
    before: str
    after: str
    ways: tuple[str, ...]  # what changes besides the cells, in words

    def difference(self) -> str:
        """The change as a unified diff, after a line on what changes in the whole file."""
        lines = difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), f"{self.file} (as saved)", f"{self.file} (plain)",
                                     n=0, lineterm="")
        whole = [f"{self.file}: {', '.join(self.ways)}"] if self.ways else []
        return "\n".join([*whole, *lines])

    def write(self) -> None:
        """Replace the file in one step. Raises OSError; the file is then as it was."""
        write_whole(self.path, self.after.encode())


def fixes(project: Project, encoding: str = "") -> Iterator[Fix]:
    """A fix for every table of the data package that is not in its plain form and can be brought into it safely.

    `encoding` is how tables are stored that are no UTF-8, as the caller knows it. Left alone are a cell that may mean two things,
    and a whole file whose bytes, or whose numbers' points, may. Raises DataError when the data package itself cannot be read.
    """
    for path, table in described_tables(project):
        fix = _fix(path, table, encoding)
        if fix:
            yield fix


def _fix(path: Path, table: Table, encoding: str) -> Fix | None:
    try:
        data = path.read_bytes()
        sheet = read_sheet(data, table.schema.columns, encoding)
        after = _plain(sheet, table)
    except (OSError, UnclearFile, csv.Error):  # each of them is a problem that the check reports
        return None
    if after is None or "\ufffd" in after or after.encode() == data or any(unclear_numbers(sheet, table)):
        return None
    return Fix(path, table.file, sheet.text, after, tuple(_ways(data, sheet)))


def _plain(sheet: Sheet, table: Table) -> str | None:
    """The table as plain CSV; None where its header is not the table's, so that no column can be told."""
    columns = table.schema.columns
    reader = sheet.reader()
    first = next(reader, [])
    if header_of(first) != columns:
        return None
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for record in reader:
        if not any(cell.strip() for cell in record):
            continue
        record = cut(record, len(first), len(columns))
        if len(record) == len(columns):
            record = [plain_cell(rule, cell) for rule, cell in zip(table.schema.fields, record, strict=True)]
        writer.writerow(record)
    return buffer.getvalue()


def _ways(data: bytes, sheet: Sheet) -> Iterator[str]:
    """What changes in the whole file, in words."""
    if sheet.encoding != UTF_8:
        yield f"stored as {sheet.encoding} text becomes UTF-8"
    elif data.startswith(b"\xef\xbb\xbf"):
        yield "the byte-order mark goes"
    if sheet.separator != ",":
        yield f"{SEPARATORS[sheet.separator]} between cells become commas"
    if "\r\n" in sheet.text:
        yield "line ends become those of Unix"
    if sheet.start > 1:
        yield "the line sep= goes"
