"""Prints problems and notes: a line each for people, JSON, or annotations of GitHub Actions."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from itertools import groupby

from stateofplay.files.problems import Problem


def report(problems: Iterable[Problem], format: str, notes: Collection[Problem] = ()) -> str:
    """The problems as text, json or github, and the notes, which are told apart. JSON is an
    object of files, each with a list of line, column and message, and `"note": true` for a note.
    """
    every = sorted([*problems, *notes])
    return {"text": _text, "json": _json, "github": _github}[format](every, notes)


def _text(problems: list[Problem], notes: Collection[Problem]) -> str:
    return "\n".join(problem.told("note: " if problem in notes else "") for problem in problems)


def _json(problems: list[Problem], notes: Collection[Problem]) -> str:
    content = {
        file: [
            {"line": p.line, "column": p.column, "message": p.message}
            | ({"note": True} if p in notes else {})
            for p in of_file
        ]
        for file, of_file in groupby(problems, key=lambda problem: problem.file)
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _github(problems: list[Problem], notes: Collection[Problem]) -> str:
    """Workflow commands:
    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "\n".join(
        f"::{'notice' if p in notes else 'error'} file={_escaped(p.file, ':,')},line={p.line or 1},"
        f"title={_escaped(p.column or 'stateofplay', ':,')}::{_escaped(p.message)}"
        for p in problems
    )


def _escaped(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
