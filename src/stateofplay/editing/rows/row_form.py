"""What a form for a row has to know, as values for JSON: columns, cells, neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from stateofplay.editing.releases import Release, changed_cells
from stateofplay.editing.rows.raw_rows import RawTable
from stateofplay.editing.rows.row_edits import RowEditor, beside, key_of
from stateofplay.editing.rows.saving import version_of
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.reading.cells import ColumnRule
from stateofplay.ledger.reading.tables import Row, Table
from stateofplay.numbers.vocabulary import BOUNDS, KINDS

Form = dict[str, Any]
_NEIGHBOURS = 3  # on each side
_NAMES = ("measure", "title", "statement", "name", "position", "text", "figure", "id")
_LONG = (
    *("note", "statement", "position", "brief", "reason", "text", "mixes", "formula", "holds"),
    *("where_looked", "looked_for"),
)
_COMMON = ("series", "category", "basis", "place", "who", "party", "issue")
_IDS = {"figure", "restates", "stated_with"}
_FIRST = {"value", "low", "high", "bound", "as_stated"}  # though not required
# What a form begins with, where that is not all that has to be there; the rest is folded.
_CORRECTED, _COMPUTED = ("value", "low", "high"), ("formula",)
_OUTSIDE = (
    *("as_stated", "value", "source", "who", "interest", "day", "basis", "independent", "mixes"),
)
_MOST_SUGGESTED = 400
_ID_STAYS = "never renamed: formulas, pages and other sites name it. Readers see its label"


def row_form(
    editor: RowEditor, name: str, key: str, ledger: Ledger | None, release: Release | None
) -> Form:
    """The form of a row that is there. Raises EditError."""
    table, raw = editor.table(name), editor.raw(name)
    place = editor.place(raw, table, key)
    cells = raw.cells(place)
    row = next((r for r in editor.rows.get(name, ()) if table.key(r) == key), None)
    return {
        **_form(editor, table, ledger),
        "line": raw.records[place].line,
        "key": key,
        "name": _name(cells),
        "cells": cells,
        "fixed": {"id": _ID_STAYS} if "id" in cells else {},
        "front": (_COMPUTED if cells.get("formula") else _CORRECTED) if "bound" in cells else None,
        "neighbours": _neighbours(raw, table, place, ledger),
        "shown": _words(ledger, key),
        "where": _where(ledger, cells),
        "reason": _is_published(editor, release, row),
    }


def new_form(editor: RowEditor, name: str, figure: str, ledger: Ledger | None) -> Form:
    """The empty form of a table; of an outside value, with the unit and basis of its `figure`."""
    table, raw = editor.table(name), editor.raw(name)
    cells = dict.fromkeys(table.schema.columns, "")
    checked = ledger.figures.get(figure) if ledger else None
    if checked and "figure" in cells:
        cells |= {"figure": figure, "unit": checked.unit, "basis": checked.basis}
    if name == "unchecked":
        cells["day"] = date.today().isoformat()
    place = beside(raw, cells)
    return {
        **_form(editor, table, ledger),
        "line": raw.records[place].last_line + 1,
        "key": "",
        "cells": cells,
        "front": _OUTSIDE if "independent" in cells else None,
        "shown": f"{checked.measure}: {_words(ledger, figure)}" if checked else "",
        "neighbours": _neighbours(raw, table, place, ledger),
    }


def form_of_file(path: Path, line: int) -> Form:
    """Where an editor opens a file."""
    return {"path": str(path), "open": f"vscode://file/{path.as_posix().lstrip('/')}:{line}"}


def _form(editor: RowEditor, table: Table, ledger: Ledger | None) -> Form:
    path = editor.tables[table.name][0]
    columns = [_column(rule, editor.rows, ledger) for rule in table.schema.fields]
    names = set(table.schema.columns)
    return {
        "table": table.name,
        "title": table.title,
        "file": table.file,
        "version": version_of(editor.pending.content(path)),
        "path": str(path),
        "columns": columns,
        "must_be_empty": _empty_by_bound() if {"bound", "low", "high"} <= names else None,
        "by_formula": _by_formula() if {"formula", "bound"} <= names else None,
    }


def _column(rule: ColumnRule, tables: Mapping[str, Table], ledger: Ledger | None) -> Form:
    name, limits = rule["name"], rule.get("constraints", {})
    meanings = {"bound": {b: BOUNDS[b].meaning for b in BOUNDS}, "kind": dict(KINDS)}.get(name)
    choices = limits.get("enum")
    return {
        "name": name,
        "label": rule.get("title") or name.replace("_", " ").capitalize(),
        "help": rule["description"],
        "type": rule["type"],
        "required": bool(limits.get("required")),
        "first": name in _FIRST or bool(limits.get("required")) and name != "id",
        "choices": choices,
        "meanings": meanings if choices and set(choices) <= set(meanings or ()) else None,
        "suggestions": None if choices else _suggestions(name, tables, ledger),
        "pattern": limits.get("pattern"),
        "long": name in _LONG,
    }


def _suggestions(
    name: str, tables: Mapping[str, Table], ledger: Ledger | None
) -> list[dict[str, str]] | None:
    """What a cell of this column may say, or often says; None where anything may stand there."""
    pairs: Iterable[tuple[str, str]] = ()
    if ledger and name == "unit":
        pairs = ((unit, words.name or unit) for unit, words in ledger.units.items())
    elif ledger and name == "source":
        pairs = ((s.key, f"{s.producer}: {s.title}") for s in ledger.sources.values())
    elif ledger and name == "topic":
        pairs = ledger.topics.items()
    elif ledger and name in _IDS:
        pairs = ((f.id, f"{f.measure}: {ledger.words(f.id)}") for f in ledger.figures.values())
    elif name in _COMMON:
        said = {row.text(name) for table in tables.values() for row in table} - {""}
        pairs = ((text, text) for text in sorted(said))
    found = [{"value": value, "label": label} for value, label in pairs]
    return found[:_MOST_SUGGESTED] or None


def _empty_by_bound() -> dict[str, dict[str, str]]:
    """The columns that stay empty, by bound, and why."""
    return {
        name: {
            column: f"{name} means “{bound.meaning}”, so {column} stays empty"
            for column in ("value", "low", "high")
            if column not in bound.needed
        }
        for name, bound in BOUNDS.items()
    }


def _by_formula() -> dict[str, str]:
    columns = ("value", "low", "high", "bound", "as_stated")
    return dict.fromkeys(columns, "the formula computes the number, so this stays empty")


def _name(cells: Mapping[str, str]) -> str:
    """What people call a row: of an outside value, whose it is and of what."""
    if "independent" in cells:
        return f"{cells.get('who', '')}, of {cells.get('figure', '')}"
    return next((cells[name] for name in _NAMES if cells.get(name, "").strip()), "")


def _neighbours(raw: RawTable, table: Table, place: int, ledger: Ledger | None) -> list[Form]:
    """The rows around one, itself among them."""
    rows = raw.rows
    at = rows.index(place) if place in rows else 0
    near = rows[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1]
    return [
        {
            "key": key_of(raw, table, number),
            "name": _name(dict(zip(raw.columns, raw.records[number].cells, strict=False))),
            "words": _words(ledger, key_of(raw, table, number)),
            "current": number == place,
        }
        for number in near
        if len(raw.records[number].cells) >= len(raw.columns)
    ]


def _words(ledger: Ledger | None, key: str) -> str:
    """An entry or an outside value in words; nothing of a row that is neither."""
    if ledger is None:
        return ""
    if key in ledger:
        return ledger.words(key, "full")
    every = (check for checks in ledger.checks.values() for check in checks)
    check = next((check for check in every if check.id == key), None)
    return ledger.outside_words(check) if check else ""


def _where(ledger: Ledger | None, cells: Mapping[str, str]) -> str:
    locator = cells.get("locator", "") or cells.get("paragraph", "")
    is_article = ledger and cells.get("source", "").strip() in ledger.articles
    return f"paragraph {locator}" if locator and is_article else locator


def _is_published(editor: RowEditor, release: Release | None, row: Row | None) -> bool:
    """Whether a row was published, so that its change needs a reason."""
    if release is None or row is None or not editor.table(row.table).states_figures:
        return False
    return bool(changed_cells(release, row, editor.rows)[1])
