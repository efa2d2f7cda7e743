"""Adds rows to the bytes of a CSV file and takes lines out; every other byte stays as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence


def with_rows(before: bytes, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """A table with `rows` at its end, in its own line ends; an empty one gets its header."""
    end = "\r\n" if b"\r\n" in before else "\n"
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator=end)
    if not before.strip():
        before = b""
        writer.writerow(columns)
    elif not before.endswith(b"\n"):
        before += end.encode()
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return before + buffer.getvalue().encode()


def without_lines(before: bytes, lines: Collection[int]) -> bytes:
    """A file without some of its lines, counted from 1."""
    kept = before.splitlines(keepends=True)
    return b"".join(line for n, line in enumerate(kept, 1) if n not in lines)
