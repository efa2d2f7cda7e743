"""What an edit leads to, as forms are told it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stateofplay.editing.comparison import Difference
from stateofplay.editing.difference_report import for_programs
from stateofplay.editing.drafting.candidates import numbers_of
from stateofplay.editing.drafting.readings import readings
from stateofplay.editing.rows.outcome import Outcome, State, difference
from stateofplay.editing.rows.pending import Pending
from stateofplay.editing.rows.row_edits import REASON, SOURCES
from stateofplay.editing.rows.sent_edits import Told
from stateofplay.files.problems import Problem
from stateofplay.ledger.entries import FIRMNESS
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.turning_words import turning

Answer = dict[str, Any]


def told_of(pending: Pending, found: Outcome, told: list[Told]) -> Answer:
    """What an edit leads to: its problems, what would follow, and the lines that change."""
    own = told[-1] if told else {}
    answer: Answer = {
        "problems": [problem_of(p, own) | _row_of(p, found.after) for p in found.problems],
        "uncovered": [problem_of(problem, own) for problem in found.uncovered],
        "proposed": own,
        "difference": difference(pending),
        "same": not pending.changes,
        "follows": [_follow(each) for each in found.differences],
        "reason": next((p.message for p in found.found if p.column == REASON), None),
    }
    if found.after.ledger is None or found.before.ledger is None:
        answer["follows_why"] = "what follows is known once the problems are mended"
    if found.before.ledger and "row" in own:
        answer["proposed"] = own | _proposed(found.before.ledger, own)
    if "ends" in own:
        answer["proposed"] = own | {"cells": own["ends"]}
    if own.get("table") == "findings" and found.after.ledger:
        answer |= _condition(found.after.ledger, own["key"])
    return answer


def _proposed(ledger: Ledger, own: Told) -> Answer:
    """What is known of a new row: the number, where its source's words leave no doubt; who speaks,
    where nobody else ever does in its source, and with what interest, as always or as publisher;
    as a hint, who published the source.
    """
    rows = [row for table in ledger.tables.values() for row in table]
    source, who = (own["row"].get(column, "").strip() for column in ("source", "who"))
    cells = _as_stated(ledger, own["row"])
    hints = dict(own["hints"])
    if source in ledger.sources:
        hints["who"] = ledger.sources[source].producer
        if {row.text("who") for row in rows if row.text("source") == source} == {hints["who"]}:
            cells["who"] = who = who or hints["who"]
        if who == hints["who"] and ledger.sources[source].interest:
            cells["interest"] = ledger.sources[source].interest
    interests = {row.text("interest") for row in rows if row.text("who") == who}
    if who and len(interests) == 1:
        cells["interest"] = interests.pop()
    return {"cells": cells, "hints": hints}


def _as_stated(ledger: Ledger, row: Mapping[str, str]) -> dict[str, str]:
    """The number that the source's words state: nothing where they state another one besides, or
    what is not sure, or in another unit.
    """
    found = readings(row.get("as_stated", ""), ledger.units)
    if len(found) != 1 or found[0].doubts or row.get("formula"):
        return {}
    told = numbers_of(found[0])
    return told if told.get("unit") == row.get("unit") else {}


def _condition(ledger: Ledger, name: str) -> Answer:
    """How the condition of a finding fares, and what would turn it soonest."""
    if name not in ledger.findings:
        return {}
    status = ledger.findings[name].status
    told = {"status": status, "says": FIRMNESS[status], "statement": ledger.words(name)}
    if status != "false":
        told["turning"] = turning(ledger, name)
    return {"condition": told}


def _follow(each: Difference) -> Answer:
    """An entry that would be another."""
    turned = next(((a, b) for name, a, b in each.columns if name == "status"), None)
    return {**for_programs(each), "turned": turned}


def _row_of(problem: Problem, state: State) -> Answer:
    """The row that a problem of a table's line stands in, where that can be told."""
    tables = state.ledger.tables.values() if state.ledger else ()
    rows = (row for table in tables if table.file == problem.file for row in table)
    row = next((row for row in rows if row.line == problem.line), None)
    if not (state.ledger and row and row.text("id")):
        return {}
    told = {"table": row.table, "key": row.text("id")}
    if problem.column == "holds":
        told["statement"] = state.ledger.fill(row.text("statement"))
    return {"row": told}


def problem_of(problem: Problem, own: Told | None) -> Answer:
    column, here = problem.column, False
    if own and problem.file == own["file"]:
        key, _, field = column.partition(".")
        of_record = own.get("table") == SOURCES and key == own["key"]
        here = problem.line == own["line"] or of_record
        column = field if of_record else column
    return {
        "file": problem.file,
        "line": problem.line,
        "column": column,
        "message": problem.message,
        "here": here,
    }
