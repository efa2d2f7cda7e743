"""Breaks what a small project is made of, and says what is then reported."""

from __future__ import annotations

import json

import pytest

from projects import columns_of
from stateofplay.editing.checking import find_problems
from stateofplay.files.problems import DataError
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.reading.book_tables import own_columns

BOXES = "data/boxes.csv"


def problems(project) -> list[str]:
    with pytest.raises(DataError) as caught:
        load_ledger(project)
    return str(caught.value).splitlines()


def change(project, old: str, new: str, table: str = "boxes") -> None:
    """Replace the one place of `old` in a table of the project."""
    text = project.table(table).read_text(encoding="utf-8")
    assert text.count(old) == 1, text
    project.table(table).write_text(text.replace(old, new), encoding="utf-8")


def constrain(project, column: str, limits: dict[str, object]) -> None:
    """Give the book columns of figures of its own, of which one has these constraints."""
    path = project.data / "schemas" / "figure.json"
    content = own_columns("figure")
    fields = [
        f | ({"constraints": limits} if f["name"] == column else {}) for f in content["fields"]
    ]
    path.write_text(json.dumps(content | {"fields": fields}), encoding="utf-8")


def rewrite(project, alter) -> None:
    """Pass the bytes of the table of figures through `alter`."""
    path = project.table("boxes")
    path.write_bytes(alter(path.read_bytes()))


NAME = "is not a name; write lower-case letters, digits and underscores, a letter first"
HEADER = ",".join(columns_of("boxes"))


def told(read, *arguments) -> list[str]:
    """The problems that reading ends in."""
    with pytest.raises(DataError) as caught:
        read(*arguments)
    lines = str(caught.value).split("\n")
    assert lines == [str(problem) for problem in caught.value.problems]
    return lines


def after(project, file: str, old: str, new: str) -> list[str]:
    """The problems after an edit."""
    path = project.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [str(problem) for problem in find_problems(project)[0]]
