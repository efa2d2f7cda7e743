"""Rewrites tables that a spreadsheet has saved in its own way, where that is safe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stateofplay.files.characters import visible
from stateofplay.files.project import Project
from stateofplay.files.texts import csv_text
from stateofplay.ledger.reading.drafts import editable_tables
from stateofplay.ledger.reading.other_forms import unclear_numbers
from stateofplay.ledger.reading.spreadsheets import (
    SEPARATORS,
    UTF_8,
    UTF_16,
    Sheet,
    UnclearFile,
    plain_records,
    read_sheet,
)
from stateofplay.ledger.reading.tables import Table


@dataclass(frozen=True)
class Fix:
    """A table in its plain form: UTF-8, commas, one line end, numbers with a point, ISO dates."""

    path: Path
    file: str
    before: bytes
    after: str
    ways: tuple[str, ...]  # what changes besides the cells, in words
    changes: tuple[tuple[int, str, str], ...]  # line, what stands there, and what replaces it

    def difference(self) -> str:
        """What changes in the whole file, then each line that does, the old above the new."""
        lines = [f"{self.file}: {', '.join(self.ways)}"] if self.ways else []
        lines += [f"--- {self.file} (as saved)", f"+++ {self.file} (plain)"] if self.changes else []
        for number, old, new in self.changes:
            lines.append(f"@@ line {number} @@")
            lines += [f"-{visible(line)}" for line in old.splitlines() or [""]]
            lines += [f"+{visible(line)}" for line in new.splitlines()]
        return "\n".join(lines)


def fixes(project: Project, encoding: str = "") -> Iterator[Fix]:
    """A fix for every table that is not in its plain form and can be brought into it safely.

    `encoding` is how tables are stored that are no UTF-8, as the caller knows it. Left alone are a
    cell that may mean two things, and a whole file whose bytes, or whose numbers' points, may.
    Raises DataError when the data package itself cannot be read.
    """
    for path, table in editable_tables(project):
        fix = _fix(path, table, encoding)
        if fix:
            yield fix


def _fix(path: Path, table: Table, encoding: str) -> Fix | None:
    try:
        data = path.read_bytes()
        sheet = read_sheet(data, table.schema.columns, encoding)
        records = list(plain_records(sheet, table.schema.fields))
    except (OSError, UnclearFile):  # each of them is a problem that the check reports
        return None
    lines = [(start, end, csv_text([record])) for (start, end), record in records]
    after = "".join(line for _, _, line in lines)
    if (
        not lines
        or "\ufffd" in after
        or after.encode() == data
        or any(unclear_numbers(sheet, table.file, table.schema))
    ):
        return None
    return Fix(
        path, table.file, data, after, tuple(_ways(data, sheet)), tuple(_changes(sheet, lines))
    )


def _changes(sheet: Sheet, lines: list[tuple[int, int, str]]) -> Iterator[tuple[int, str, str]]:
    """The lines that change; in place, since nothing moves: a search for moves takes hours."""
    stored, place = sheet.lines, 0
    for start, end, new in [*lines, (len(stored) + 1, len(stored) + 1, "")]:
        for number in range(place + 1, start):  # what is left out: empty rows, the line sep=
            if stored[number - 1]:
                yield number, stored[number - 1], ""
        old = "\n".join(stored[start - 1 : end])
        if old != new.removesuffix("\n"):
            yield start, old, new
        place = end


def _ways(data: bytes, sheet: Sheet) -> Iterator[str]:
    """What changes in the whole file, in words."""
    if sheet.encoding != UTF_8:
        yield f"stored as {sheet.encoding} text becomes UTF-8"
    elif data.startswith(b"\xef\xbb\xbf"):
        yield "the byte-order mark goes"
    if sheet.separator != ",":
        yield f"{SEPARATORS[sheet.separator]} between cells become commas"
    if b"\r" in data and sheet.encoding != UTF_16:
        yield "line ends become those of Unix"
    if sheet.start > 1:
        yield "the line sep= goes"
