"""A ledger after an edit of cells that state figures: the rows that stayed as they were, and what
was made of each by itself, are those of the ledger before. All that looks at several rows is worked
out anew, and where anything is wrong, everything is read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from stateofplay.files.problems import DataError, Problem
from stateofplay.files.project import Project
from stateofplay.ledger.assembly import Assembler
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.reading.spreadsheets import UnclearFile
from stateofplay.ledger.reading.tables import Row, Table, read_row, sheet_of
from stateofplay.ledger.rules import RowRules

# The columns from which more is read than a row's own figure: ids by which others name it, sources
# whose figures need outside values, units that the book can say.
_FIXED = ("id", "source", "unit")


def after_edit(project: Project, before: Mapping[str, Any], files: dict[str, str]) -> Ledger | None:
    """The ledger of `files`, by path with their digests, from the fields of one `before`, in which
    nothing was wrong. None where it is to be read: something else has changed, or is wrong now.
    """
    problems: list[Problem] = []
    tables: dict[str, Table] = {
        name: table if table.states_figures or name == "unchecked" else table.reporting_to(problems)
        for name, table in before["tables"].items()
    }
    stating = {t.file: t for t in tables.values() if t.states_figures}
    then: dict[str, str] = before["files"]
    changed = {file for file in then.keys() | files.keys() if then.get(file) != files.get(file)}
    if not changed <= stating.keys():
        return None
    same = ("sources", "articles", "units", "settings", "searches", "candidates")
    ledger = Ledger(project, tables, **{name: before[name] for name in same}, files=files)
    ledger.figures, ledger.figure_digests = dict(before["figures"]), dict(before["figure_digests"])
    rules = RowRules(ledger)
    for table in map(stating.__getitem__, changed):
        found = _changed_rows(project.table(table.name), table, problems)
        if found is None:
            return None
        tables[table.name], rows = found
        fixed = {*_FIXED, *chain.from_iterable(table.schema.keys)}
        for was, now in rows:
            figure = rules.figure(now)
            if figure is None or any(was[column] != now[column] for column in fixed):
                return None
            ledger.figures[figure.id] = figure
            ledger.figure_digests.pop(figure.id, None)
    Assembler(ledger, problems).assemble_known()
    return None if problems else ledger


def _changed_rows(
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
