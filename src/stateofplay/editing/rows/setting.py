"""The command `stateofplay edit FIGURE --set …`: other cells for one row, with all checks, and what
follows from it.
"""

from __future__ import annotations

import json
import sys

from stateofplay.editing.difference_report import report as differences_report
from stateofplay.editing.problem_report import report as problems_report
from stateofplay.editing.releases import published
from stateofplay.editing.revisions import RevisionError
from stateofplay.editing.rows.outcome import Outcome, difference
from stateofplay.editing.rows.pending import Pending
from stateofplay.editing.rows.raw_rows import EditError
from stateofplay.editing.rows.row_edits import table_with
from stateofplay.editing.rows.saving import Conflict, write
from stateofplay.editing.rows.sent_edits import name_of, prepare
from stateofplay.files.characters import quoted
from stateofplay.files.project import Project


def set_cells(
    project: Project, key: str, table: str, cells: list[str], reason: str, format: str
) -> int:
    """Give the row `key` other cells, each written ``column=cell``; gives the exit status: 0 it is
    written, 1 it would have problems and nothing is, 2 there is no such row, column or history.

    Prints the lines that change and what follows. Raises DataError where the description of the
    tables cannot be read, and OSError where the file cannot be written.
    """
    try:
        edit = {
            "kind": "row",
            "table": table or table_with(project, key),
            "key": key,
            "cells": _cells(cells),
            "reason": reason,
            "ends": "follow",
        }
        release, why = published(project)
        pending, outcome, told = prepare(project, [edit], release)
        if not outcome.problems:
            write(project, pending.changes, name_of(told))
    except (EditError, RevisionError) as error:
        print(error, file=sys.stderr)
        return 2
    except Conflict as error:
        print(error, file=sys.stderr)
        return 1
    print(_json(pending, outcome) if format == "json" else _text(pending, outcome))
    if ends := told[-1].get("ends"):
        moved = " and ".join(f"{column} {cell or 'empty'}" for column, cell in ends.items())
        print(f"by the rule for its bound, the row is also given {moved}", file=sys.stderr)
    logged = project.table("corrections") in [change.path for change in pending.changes]
    if reason and not logged and not outcome.problems:
        lacks = why or "no published number changes"
        print(f"no correction was written: {lacks}", file=sys.stderr)
    if outcome.uncovered and format != "json":
        print(problems_report(outcome.uncovered, "text"), file=sys.stderr)
        print(f"{len(outcome.uncovered)} problem(s) elsewhere, hidden until now", file=sys.stderr)
    if outcome.notes and not outcome.problems and format != "json":
        print(problems_report([], "text", outcome.notes), file=sys.stderr)
    if outcome.problems and format != "json":
        print(problems_report(outcome.problems, "text"), file=sys.stderr)
        print(f"{len(outcome.problems)} problem(s); nothing was written", file=sys.stderr)
    return 1 if outcome.problems else 0


def _cells(written: list[str]) -> dict[str, str]:
    """The cells by column. Raises EditError for what is no cell, or a column that has two."""
    cells: dict[str, str] = {}
    for each in written:
        column, is_one, cell = each.partition("=")
        if not is_one:
            raise EditError(f"{quoted(each)} is no cell; write it like value=41000")
        if column.strip() in cells:
            raise EditError(f"{quoted(column.strip())} has two cells; write one")
        cells[column.strip()] = cell
    return cells


def _text(pending: Pending, outcome: Outcome) -> str:
    lines = difference(pending) or ["The row says this already; nothing was written."]
    if outcome.differences:
        lines += ["", differences_report(outcome.differences, "as it was", "with this", "text")]
    return "\n".join(lines)


def _json(pending: Pending, outcome: Outcome) -> str:
    content = {
        "written": bool(pending.changes) and not outcome.problems,
        "difference": difference(pending),
        "problems": json.loads(problems_report(outcome.problems, "json")),
        "notes": json.loads(problems_report([], "json", outcome.notes)),
        "uncovered": json.loads(problems_report(outcome.uncovered, "json")),
        "follows": json.loads(
            differences_report(outcome.differences, "as it was", "with this", "json")
        ),
    }
    return json.dumps(content, ensure_ascii=False, indent=1)
