"""Reads of a table that was read before only the rows that are other ones now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from stateofplay.files.problems import DataError, Problem
from stateofplay.ledger.reading.spreadsheets import UnclearFile
from stateofplay.ledger.reading.tables import Row, Table, read_row, sheet_of


def changed_rows(
    path: Path, table: Table, problems: list[Problem]
) -> tuple[Table, list[tuple[Row, Row]]] | None:
    """A table as its file is now, and the rows that are others than they were in `table`, each as
    it was and as it is. None where more than cells has changed. The rows add to `problems` what is
    wrong with them; what is wrong with a file as a whole is told by who reads it whole.
    """
    rows: list[tuple[Row, Row]] = []
    try:
        sheet = sheet_of(path, table)
        lines = sheet.lines
        if not table.lines or len(lines) != len(table.lines) or lines[0] != table.lines[0]:
            return None
        for line, both in enumerate(zip(table.lines, lines, strict=True), 1):
            if both[0] != both[1]:
                records = [[*replace(sheet, text=text).records()] for text in both]
                if any(
                    [len(r) for _, r in each] != [len(table.schema.columns)] for each in records
                ):
                    return None
                was, now = (read_row(table, line, each[0][1], problems) for each in records)
                rows.append((was, now))
    except (DataError, UnclearFile):
        return None
    return table.with_rows(lines, {now.line: now for _, now in rows}), rows
