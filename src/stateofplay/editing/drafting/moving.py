"""Moves the rows of a draft on which somebody has decided into their tables."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from stateofplay.editing.checking import find_problems
from stateofplay.editing.drafting.candidates import free, slug
from stateofplay.editing.drafting.nouns import singular
from stateofplay.editing.rows.pending import Pending
from stateofplay.editing.rows.raw_rows import RawTable
from stateofplay.editing.rows.saving import write
from stateofplay.files.characters import quoted
from stateofplay.files.problems import Problem
from stateofplay.files.project import Project
from stateofplay.files.schema_words import nearest
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.reading.cells import read_cell
from stateofplay.ledger.reading.drafts import COLUMNS, EVENT, NO, UNSURE, is_decided
from stateofplay.ledger.reading.tables import Row, Table
from stateofplay.numbers.stock import words_of
from stateofplay.numbers.unit_words import UnitWords

# By table, the column of the draft that fills one of its own with another name.
_RENAMED = {
    "events": {"title": "measure", "locator": "paragraph"},
    "unpublished": {"text": "as_stated", "reason": "measure", "locator": "paragraph"},
}


@dataclass
class Move:
    """What is moved: the new rows by table, their lines in the draft, the units that they need, and
    in `problems` what keeps others, of the `total` that the draft has.
    """

    ledger: Ledger
    total: int
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    lines: set[int] = field(default_factory=set)
    ids: dict[tuple[str, str], str] = field(default_factory=dict)  # by paragraph and words
    taken: set[str] = field(default_factory=set)
    interests: dict[str, str] = field(default_factory=dict)  # by speaker
    problems: list[Problem] = field(default_factory=list)
    units: dict[str, UnitWords] = field(default_factory=dict)

    def put(self, pending: Pending) -> None:
        """Put what each file would hold; the draft last: no number is ever in neither."""
        project = pending.project
        units = [{"unit": name, **vars(words)} for name, words in self.units.items()]
        for name, rows in [("units", units), *self.rows.items()]:
            path, columns = project.table(name), self.ledger.tables[name].schema.columns
            if rows:
                table = RawTable.read(pending.content(path), columns)
                pending.put(path, table.with_rows(table.last, rows))
        if self.lines:
            draft = RawTable.read(pending.content(project.draft), COLUMNS)
            moved = [n for n, row in enumerate(draft.records) if row.last_line in self.lines]
            pending.put(project.draft, draft.without(moved))


def move_decided(project: Project) -> int:
    """Move each row that is decided and complete; gives 1 where a decided one is not complete.

    Says what keeps it, and what the tables still lack. Raises DataError where the ledger has
    problems before, and as `write` does.
    """
    pending = Pending(project)
    move = put_decided(pending)
    write(project, pending.changes, project.relative(project.draft))
    return _report(project, move)


def put_decided(pending: Pending) -> Move:
    """Move each row that is decided and complete, in `pending`. Raises DataError, and as `Pending`
    does.
    """
    pending.content(pending.project.draft)  # a save after this one is a Conflict: lines have moved
    move = _begin(load_ledger(pending.project))
    rows = [row for row in move.ledger.candidates if is_decided(row.text("decide"))]
    for row in move.ledger.candidates:
        decide = row.text("decide").strip()
        if decide.strip(UNSURE) and row not in rows and row.text("measure"):
            said = f"{quoted(decide)} is a guess; decide, and take the “?” out"
            move.problems.append(row.problem("decide", said))
    for row in sorted(rows, key=lambda row: bool(row.text("restates"))):  # after what they restate
        _take(move, row)
    move.put(pending)
    return move


def _begin(ledger: Ledger) -> Move:
    move = Move(ledger, len(ledger.candidates))
    for table in ledger.tables.values():
        for row in table:
            move.taken.add(row.text("id"))
            move.ids[row.text("locator"), row.text("as_stated")] = row.text("id")
            if row.text("who") and row.text("interest"):
                move.interests.setdefault(row.text("who"), row.text("interest"))
    for row in ledger.candidates:
        if row.text("interest"):
            move.interests.setdefault(row.text("who"), row.text("interest"))
    return move


def _take(move: Move, row: Row) -> None:
    """Add a row to its table unless something is wrong with it, which is reported."""
    table = _table(move, row)
    if table is None:
        return
    cells = _cells(move, row, table)
    found = [*_unfit(move, row, table, cells)]
    move.problems += found
    if found:
        return
    unit = cells.get("unit", "")
    if unit and unit not in move.ledger.units and words_of(unit, move.ledger.units) is None:
        thing = next(part for part in unit.partition("/")[0].split() if part.isidentifier())
        many = thing.replace("_", " ")
        move.units[thing] = UnitWords("", singular(many), many, many)
    move.rows.setdefault(table.name, []).append(cells)
    move.lines.add(row.line)
    move.taken.add(cells["id"])
    move.ids[row.text("paragraph"), row.text("as_stated")] = cells["id"]


def _table(move: Move, row: Row) -> Table | None:
    """The table that a decision names: by the topic's name or title, or event, or no."""
    decide, tables = row.text("decide").strip(), move.ledger.tables
    topics = {name: title for name, title in move.ledger.topics.items() if name in tables}
    names = {name: name for name in topics} | {title.lower(): n for n, title in topics.items()}
    names |= {EVENT: "events", NO: "unpublished"}
    name = names.get(decide.lower()) or names.get(decide.lower().replace(" ", "_"))
    if name in tables:
        return tables[name]
    said = (
        f"needs data/{name}.csv, which this book does not have; add it to datapackage.json"
        if name
        else f"“{decide}” is no topic, event or no; {nearest(decide, [*topics, EVENT, NO])}"
    )
    move.problems.append(row.problem("decide", said))
    return None


def _cells(move: Move, row: Row, table: Table) -> dict[str, str]:
    """What a row of the draft says, in the columns of its table."""
    cells = {column: row.text(_in_draft(table, column)) for column in table.schema.columns}
    name = ("event_" if table.name == "events" else "") + slug(row.text("measure"))
    cells["id"] = row.text("id") or free(name, move.taken)
    if "interest" in cells and not cells["interest"]:
        cells["interest"] = move.interests.get(row.text("who"), "")
    if cells.get("restates"):
        cells["restates"] = move.ids.get((row.text("paragraph"), row.text("restates")), "")
    return cells


def _in_draft(table: Table, column: str) -> str:
    """What the draft calls a column of a table."""
    return _RENAMED.get(table.name, {"locator": "paragraph"}).get(column, column)


def _unfit(move: Move, row: Row, table: Table, cells: Mapping[str, str]) -> Iterable[Problem]:
    """What keeps a decided row in the draft: cells that its table does not take, and guesses."""
    for rule in table.schema.fields:
        name = rule["name"]
        message = read_cell(cells[name], rule)[1]
        if UNSURE in cells[name] and name not in ("note", "as_stated", "text"):
            message = f"“{cells[name]}” is a guess; decide, and take the “?” out"
        if message:
            yield row.problem(_in_draft(table, name), message)
    if row.text("restates") and not cells.get("restates", "x"):
        said = f"“{row.text('restates')}” of the same paragraph is in no table yet; decide on it"
        yield row.problem("restates", said)
    if row.text("id") in move.taken and row.text("id"):
        yield row.problem("id", f"“{row.text('id')}” is taken; write another")


def _report(project: Project, move: Move) -> int:
    """Say what was moved, what keeps the rest, and what the tables now lack."""
    for problem in sorted(move.problems):
        print(problem, file=sys.stderr)
    for name, rows in move.rows.items():
        print(f"{project.relative(project.table(name))}: {len(rows)} rows added")
    for name in move.units:
        print(f"{project.relative(project.table('units'))}: {name} added; read its words")
    waiting = move.total - len(move.lines)
    print(f"{waiting} of {move.total} numbers wait in {project.relative(project.draft)}")
    lacking = find_problems(project)[0] if move.lines else []
    for problem in lacking:
        print(problem, file=sys.stderr)
    return 1 if move.problems or lacking else 0
