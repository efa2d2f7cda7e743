"""Edits of seeds/sources.bib: a field or a record changes, and every other byte stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from stateofplay.editing.rows.pending import Pending
from stateofplay.editing.rows.raw_rows import EditError
from stateofplay.editing.rows.row_edits import SOURCES
from stateofplay.editing.rows.saving import version_of
from stateofplay.files.characters import quoted
from stateofplay.ledger.reading.bibliography import WORDS
from stateofplay.ledger.reading.latex import from_latex, to_latex, verbatim

# The fields that a form has, with what is to be written and whether one must be.
FIELDS: dict[str, tuple[str, bool]] = {
    "organization": ("Who published it. Empty where its authors did.", False),
    "author": ("Who wrote it, where that is known, parted by “and”.", False),
    "title": ("Its title.", True),
    "url": ("The address of the page that has the numbers, with https://.", True),
    "date": ("The day on which it was published, like 2026-02-20; a month or year will do.", False),
    "urldate": ("The day on which it was read, like 2026-02-20.", True),
    "license": ("Its licence, or: not stated.", True),
    "interest": ("party where a party published it itself, else none.", False),
    "grade": ("A primary or cross-checked, B one reputable source, C its own words only.", False),
    "medium": ("dataset where its numbers are cells of a table.", False),
}
CHOICES = {name: [word for word in words if word] for name, words in WORDS.items()}
_FIRST = {"organization", "interest", "grade"}  # though a record may lack them
_FRONT = ("url", "organization", "title", "date", "interest", "grade")  # of a new one
_ADDRESSES = ("url", "doi")
_KEY = re.compile(r"[A-Za-z][\w:.+/-]*")
_FIELD = re.compile(r"\s*([A-Za-z][\w-]*)\s*=\s*")


class RawRecord:
    """A record in the text of a file, and where the value of each of its fields stands."""

    def __init__(self, text: str, key: str) -> None:
        begins = re.search(rf"@\s*\w+\s*[{{(]\s*{re.escape(key)}\s*,", text)
        if begins is None:
            raise EditError(f"seeds/sources.bib has no record {quoted(key)}")
        self.text, self.start = text, begins.start()
        self.fields = {name.lower(): span for name, span in self._fields(begins.end())}

    @property
    def line(self) -> int:
        return self.text.count("\n", 0, self.start) + 1

    def _fields(self, place: int) -> Iterator[tuple[str, tuple[int, int]]]:
        while match := _FIELD.match(self.text, place):
            end = _value_end(self.text, match.end())
            yield match[1], (match.end(), end)
            place = end + len(re.match(r"\s*,?", self.text[end:])[0])  # type: ignore[index]

    def cells(self) -> dict[str, str]:
        """What each field says, as it is read."""
        found = {name: self.text[a:b].strip() for name, (a, b) in self.fields.items()}
        return {name: _read(name, value) for name, value in found.items()}

    def with_cells(self, cells: Mapping[str, str]) -> str:
        """The text of the file with other fields; one that says the same stays as written."""
        old, text = self.cells(), self.text
        changed = {n: c for n, c in cells.items() if c.strip() != old.get(n, "")}
        last = max(end for _, end in self.fields.values())
        new = [(last, last, _line(n, c, text)) for n, c in changed.items() if n not in self.fields]
        told = [(*self.fields[n], _value(n, c)) for n, c in changed.items() if n in self.fields]
        for start, end, value in sorted([*new, *told], reverse=True):
            text = text[:start] + value + text[end:]
        return text


def change_source(pending: Pending, key: str, cells: Mapping[str, str], version: str) -> int:
    """Give a record other fields; gives its line. Raises EditError, and Conflict as `Pending`."""
    record = RawRecord(_text(pending, version), key)
    pending.put(pending.project.bibliography, record.with_cells(_known(cells)).encode())
    return record.line


def add_source(pending: Pending, key: str, cells: Mapping[str, str], version: str) -> int:
    """Add a record at the end; gives its line. Raises as `change_source` does."""
    text = _text(pending, version)
    if not _KEY.fullmatch(key):
        raise EditError(f"{quoted(key)} is no key; write one like port_office_2026")
    before = text if text.endswith("\n") or not text else text + _end(text)
    before += _end(text) if text else ""
    fields = {name: cell for name, cell in _known(cells).items() if cell.strip()}
    lines = [f"@online{{{key},", *(f"  {n} = {_value(n, c)}," for n, c in fields.items()), "}", ""]
    pending.put(pending.project.bibliography, (before + _end(text).join(lines)).encode())
    return before.count("\n") + 1


def source_form(pending: Pending, key: str) -> dict[str, Any]:
    """The columns, cells and line of a record's form; empty ones for a new record."""
    text = _text(pending, "")
    record = RawRecord(text, key) if key else None
    cells = {"key": key, **dict.fromkeys(FIELDS, "")}
    read = {"urldate": date.today().isoformat(), "license": "not stated"}
    cells |= record.cells() if record else read
    bibliography = pending.project.bibliography
    columns = [_column("key", "Its name in the tables, like port_office_2026.", bool(key))]
    columns += [_column(name, *told) for name, told in FIELDS.items()]
    return {
        "table": SOURCES,
        "title": "Sources",
        "file": pending.project.relative(bibliography),
        "version": version_of(pending.content(bibliography)),
        "path": str(bibliography),
        "key": key,
        "name": cells["title"],
        "columns": columns,
        "fixed": {"key": "the tables name it"} if key else {},
        "front": None if key else _FRONT,
        "cells": {column["name"]: cells[column["name"]] for column in columns},
        "line": record.line if record else text.count("\n") + 1,
    }


def _column(name: str, said: str, required: bool) -> dict[str, Any]:
    label = {"url": "Address", "urldate": "Read on"}.get(name, name.capitalize())
    told = {"name": name, "label": label, "help": said, "type": "string", "required": required}
    rest = {"meanings": None, "suggestions": None, "pattern": None, "long": False}
    return {**told, "first": required or name in _FIRST, "choices": CHOICES.get(name), **rest}


def _known(cells: Mapping[str, str]) -> dict[str, str]:
    for name in cells:
        if name not in FIELDS and name != "key":
            raise EditError(
                f"{quoted(name)} is no field of a source; there are {', '.join(FIELDS)}"
            )
    return {name: cell for name, cell in cells.items() if name != "key"}


def _text(pending: Pending, version: str) -> str:
    try:
        return pending.content(pending.project.bibliography, version).decode()
    except UnicodeDecodeError as error:
        raise EditError("seeds/sources.bib is not stored as UTF-8; save it so") from error


def _end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _value_end(text: str, place: int) -> int:
    """The end of a value: its braces or quotes close, or a comma or the record's end comes."""
    depth, is_quoted = 0, text[place : place + 1] == '"'
    for at in range(place, len(text)):
        sign = text[at]
        if sign in "{}" and text[at - 1] != "\\":
            if sign == "}" and depth == 0:
                return len(text[:at].rstrip())
            depth += 1 if sign == "{" else -1
        elif depth == 0 and is_quoted and sign == '"' and at > place:
            return at + 1
        elif depth == 0 and sign == "," and not is_quoted:
            return len(text[:at].rstrip())
    raise EditError("seeds/sources.bib has a record that does not end; run stateofplay check")


def _read(name: str, value: str) -> str:
    """A value as it is meant; as it stands where that cannot be told."""
    inner = value[1:-1] if value[:1] + value[-1:] in ("{}", '""') else value
    try:
        return verbatim(inner) if name in _ADDRESSES else " ".join(from_latex(inner).split())
    except ValueError:
        return inner


def _value(name: str, cell: str) -> str:
    plain = " ".join(cell.split())
    if name in _ADDRESSES:
        if re.search(r"[{}\\]", plain):
            raise EditError(f"{quoted(plain)} is no address")
        return f"{{{plain}}}"
    return f"{{{to_latex(plain)}}}"


def _line(name: str, cell: str, text: str) -> str:
    """A further field, after the value of the last one."""
    return f",{_end(text)}  {name} = {_value(name, cell)}"
