"""Prints problems and notes grouped by file: for people, as JSON, and as annotations of GitHub
Actions.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from itertools import groupby

from stateofplay.files.problems import Problem

FORMATS = ("text", "json", "github")


def by_file(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """The problems of each file, files by name and problems by line."""
    return {
        file: list(group)
        for file, group in groupby(sorted(problems), key=lambda problem: problem.file)
    }


def report(problems: Iterable[Problem], format: str, notes: Collection[Problem] = ()) -> str:
    """The problems in one of FORMATS, and the notes, which are told apart. JSON is an object of
    files, each with a list of line, column and message, and `"note": true` for a note.
    """
    files = by_file([*problems, *notes])
    return {"text": _text, "json": _json, "github": _github}[format](files, notes)


def _text(files: dict[str, list[Problem]], notes: Collection[Problem]) -> str:
    lines = []
    for file, problems in files.items():
        lines.append(file)
        for problem in problems:
            place = [f"{part}:" for part in (problem.line, problem.column) if part]
            note = ["note:"] if problem in notes else []
            lines.append("  " + " ".join([*place, *note, problem.message]))
    return "\n".join(lines)


def _json(files: dict[str, list[Problem]], notes: Collection[Problem]) -> str:
    content = {
        file: [
            {"line": p.line, "column": p.column, "message": p.message}
            | ({"note": True} if p in notes else {})
            for p in problems
        ]
        for file, problems in files.items()
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _github(files: dict[str, list[Problem]], notes: Collection[Problem]) -> str:
    """Workflow commands:
    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "\n".join(
        f"::{'notice' if p in notes else 'error'} file={_escaped(file, ':,')},line={p.line or 1},"
        f"title={_escaped(p.column or 'stateofplay', ':,')}::{_escaped(p.message)}"
        for file, problems in files.items()
        for p in problems
    )


def _escaped(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
