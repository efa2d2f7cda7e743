"""Reads the text files that people write, one way for all: UTF-8, any line ends, no character that
may not be published.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from stateofplay.files.characters import quoted, stray
from stateofplay.files.problems import DataError, Problem

# A line of = alone is a heading of Markdown too, and never comes without the other two.
_MERGE_MARK = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)
_KEPT = 2**17  # bytes of the largest file whose text is kept: 256 of them take 64 MB
# A spreadsheet takes a cell that begins with one of these for a formula and may run it; a leading
# apostrophe stops that.
_FORMULA_STARTS = frozenset("=+@\t\r\n")
OTHER_KIND = "is no text but a file of another kind, such as a workbook or an archive"


def read_text(path: Path, file: str) -> str:
    """The text of `path`, which messages call `file`: without byte-order mark, each line ended by a
    line feed.

    Raises DataError where it cannot be read, is no UTF-8, or holds a character that may not be
    published, with every line that does.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError([Problem(file, 1, "", unreadable(error))]) from error
    return _text(data, file) if len(data) <= _KEPT else _text.__wrapped__(data, file)


@lru_cache(maxsize=256)  # a preview reads every file again at each edit, and few change
def _text(data: bytes, file: str) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise DataError([_not_utf_8(data, file, error.start)]) from error
    text = plain(text)
    problems = [
        Problem(file, number, str(found.place + 1), found.message)
        for number, line in enumerate(text.split("\n"), 1)
        if (found := stray(line))
    ]
    problems += merge_marks(text, file)
    if problems:
        raise DataError(problems)
    return text


def merge_marks(text: str, file: str) -> list[Problem]:
    """The first line of `text` in which git marks a merge that nobody has resolved, if any."""
    is_marked = "<<<<<<<" in text or ">>>>>>>" in text  # of a long text seen in far less time
    found = _MERGE_MARK.search(text) if is_marked else None
    if not found:
        return []
    message = (
        f"{quoted(found[0])} marks a merge that is not resolved; "
        "keep one of the two texts and delete the marks"
    )
    return [Problem(file, text.count("\n", 0, found.start()) + 1, "", message)]


def plain(text: str) -> str:
    """`text` without byte-order mark, its lines ended by line feeds."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def csv_text(records: Iterable[Iterable[object]]) -> str:
    """Records as CSV, with commas and line feeds."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(records)
    return buffer.getvalue()


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet runs as a formula; numbers stay as they are, written in digits or
    in words that begin with a minus."""
    if not isinstance(value, str):
        return value
    begin = value[:1]
    runs = begin in _FORMULA_STARTS or (begin == "-" and re.search(r"[(!|+*/^&=]", value))
    return f"'{value}" if runs else value


def unreadable(error: OSError) -> str:
    """Why a file cannot be read, and what to do."""
    if isinstance(error, FileNotFoundError):
        return "the file is missing; restore it"
    return f"cannot be read: {error.strerror or error}; give the right to read it, or restore it"


def _not_utf_8(data: bytes, file: str, place: int) -> Problem:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(file, 1, "", "is stored as UTF-16 text; save it as UTF-8")
    if b"\0" in data:
        return Problem(file, 1, "", f"{OTHER_KIND}; save it as UTF-8 text")
    before = plain(data[:place].decode()).split("\n")
    word = before[-1].split()[-1][-20:] if before[-1][-1:].strip() else ""
    shown = quoted(word + data[place:].split()[0][:20].decode("windows-1252", "replace"))
    message = (
        f"is not stored as UTF-8: byte 0x{data[place]:02X}, "
        f"{shown} if it is windows-1252; save the file as UTF-8"
    )
    return Problem(file, len(before), str(len(before[-1]) + 1), message)
