"""Edits as forms and scripts send them, and what each of them makes of the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from stateofplay.editing.drafting.candidates import as_written, ends_that_follow
from stateofplay.editing.drafting.moving import put_decided
from stateofplay.editing.releases import Release
from stateofplay.editing.rows.outcome import Outcome, State, outcome
from stateofplay.editing.rows.pasted_sources import key_of_source
from stateofplay.editing.rows.pending import Pending
from stateofplay.editing.rows.raw_rows import EditError
from stateofplay.editing.rows.row_edits import DRAFT, SOURCES, RowEditor
from stateofplay.editing.rows.source_edits import add_source, change_source
from stateofplay.editing.rows.text_edits import change_lines
from stateofplay.files.project import Project
from stateofplay.ledger.reading.tables import Row

Edit = Mapping[str, Any]
Told = dict[str, Any]  # what an edit proposes: where a new row stands, and its name


def prepare(
    project: Project,
    edits: Sequence[Edit],
    release: Release | None = None,
    before: State | None = None,
) -> tuple[Pending, Outcome, list[Told]]:
    """What edits, one after the other, would make of the files, what it leads to, and what is told
    of each; nothing is written.

    Raises EditError for an edit that cannot be made, Conflict where a file is no longer the version
    that it names, and DataError where the tables' description cannot be read.
    """
    pending = Pending(project)
    editor = RowEditor(pending, release)
    told = [_KINDS.get(text_of(edit, "kind"), _unknown)(editor, edit) for edit in edits]
    return pending, outcome(pending, release, editor.problems, before), told


def name_of(told: Sequence[Told]) -> str:
    """What edits are called, by the last of them."""
    key, file = told[-1]["key"], told[-1]["file"]
    return file if key == file else f"{key} in {file}"


def text_of(edit: Edit, key: str) -> str:
    """A text of an edit, empty where it has none. Raises EditError for anything else."""
    value = edit.get(key, "")
    if not isinstance(value, str):
        raise EditError(f"{key} is no text")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise EditError(f"{key} holds half a character; type it again") from error
    return value


def cells_of(edit: Edit) -> dict[str, str]:
    """The cells of an edit by column. Raises EditError."""
    cells = edit.get("cells", {})
    if not isinstance(cells, Mapping):
        raise EditError("cells are no object of texts by column")
    return {column: text_of(cells, column) for column in cells}


def _change(editor: RowEditor, edit: Edit) -> Told:
    table, key, reason, version = (text_of(edit, k) for k in ("table", "key", "reason", "version"))
    if table == SOURCES:
        line = change_source(editor.pending, key, cells_of(edit), version)
        return _source(editor, key, line)
    cells = cells_of(edit)
    row = editor.change(table, key, cells, reason, version)
    rows = (texts_of(each) for each in editor.rows.get(table, ()) if each.text("id") == key)
    follow = ends_that_follow(next(rows, {}), now := texts_of(row))
    ends = {column: cell for column, cell in follow.items() if cell != now[column]}
    if ends and edit.get("ends") == "follow":
        ends = {} if {"low", "high"} & cells.keys() else ends
        row = editor.change(table, key, ends, reason)
    return _told(table, key, row.line, row.file) | {"ends": ends}


def _add(editor: RowEditor, edit: Edit) -> Told:
    table, cells = text_of(edit, "table"), cells_of(edit)
    if table == SOURCES:
        key = cells.get("key", "").strip() or key_of_source(cells)
        line = add_source(editor.pending, key, cells, text_of(edit, "version"))
        return _source(editor, key, line) | {"hints": {"key": key}}
    if not cells.get("id", "").strip() and (proposed := editor.free_id(table, cells)):
        cells["id"] = proposed
    row, after = editor.add(table, cells, text_of(edit, "after"), text_of(edit, "version"))
    key = editor.table(table).key(row)
    return {
        **_told(table, key, row.line, row.file),
        "after": after,
        "hints": {"id": key},
        "row": cells,
    }


def _told(table: str, key: str, line: int, file: str) -> Told:
    return {"table": table, "key": key, "id": key, "line": line, "file": file}


def texts_of(row: Row) -> dict[str, str]:
    """The cells as they are written, ends of ranges without needless noughts: a rule gives none."""
    texts = {column: row.text(column) for column in row.cells}
    for column in texts:
        if (number := row.number(column)) is not None:
            decimals = getattr(number, "decimals", 0) if column == "value" else 0
            texts[column] = as_written(number, decimals)
    return texts


def _source(editor: RowEditor, key: str, line: int) -> Told:
    return _told(SOURCES, key, line, editor.project.relative(editor.project.bibliography))


def _text(editor: RowEditor, edit: Edit) -> Told:
    file, text, version = (text_of(edit, key) for key in ("file", "text", "version"))
    first, last = (edit.get(key) for key in ("first", "last"))
    if not (isinstance(first, int) and isinstance(last, int)):
        raise EditError("first and last are no numbers of lines")
    change_lines(editor.pending, file, first, last, text, version)
    return {"file": file, "line": first, "key": file}


def _decide(editor: RowEditor, edit: Edit) -> Told:
    return _change(editor, {**edit, "table": DRAFT})


def _move(editor: RowEditor, edit: Edit) -> Told:
    """Move what is decided out of the draft; what the tables lack afterwards holds nothing up."""
    project, pending = editor.project, editor.pending
    move = put_decided(pending)
    pending.content(project.draft, text_of(edit, "version"))
    draft = project.relative(project.draft)
    rows = {project.relative(project.table(name)): rows for name, rows in move.rows.items()}
    names = {file: [_words_of(row) for row in moved] for file, moved in rows.items()}
    return {
        "file": draft,
        "line": 0,
        "key": draft,
        "despite": True,
        "moves": names,
        "units": list(move.units),
        "kept": [str(problem) for problem in sorted(move.problems)],
        "waiting": move.total - len(move.lines),
    }


def _words_of(row: Mapping[str, str]) -> str:
    return next((row[name] for name in ("measure", "title", "text") if row.get(name)), row["id"])


def _unknown(editor: RowEditor, edit: Edit) -> Told:
    raise EditError(f"“{edit.get('kind', '')}” is no kind of edit; write {', '.join(_KINDS)}")


_KINDS = {"row": _change, "add": _add, "text": _text, "decide": _decide, "move": _move}
