"""Adds rows to a CSV file and takes rows out of it; every other byte of it stays as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from stateofplay.files.access import write_whole


def append_rows(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Add `rows` to the table in `path`, in its own line ends; a new file gets its header.

    Raises OSError; the file is then as it was.
    """
    before = path.read_bytes() if path.is_file() else b""
    end = "\r\n" if b"\r\n" in before else "\n"
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator=end)
    if not before.strip():
        before = b""
        writer.writerow(columns)
    elif not before.endswith(b"\n"):
        before += end.encode()
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    write_whole(path, before + buffer.getvalue().encode())


def drop_lines(path: Path, lines: Collection[int]) -> None:
    """Take lines, counted from 1, out of a file. Raises OSError; it is then as it was."""
    kept = path.read_bytes().splitlines(keepends=True)
    write_whole(path, b"".join(line for n, line in enumerate(kept, 1) if n not in lines))
