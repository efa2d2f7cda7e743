"""Writes tables as Parquet files with DuckDB, in a process of its own, so that a build waits for no
import and keeps its memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from stateofplay.files.access import keep, kept
from stateofplay.ledger.reading.descriptions import Schema

# The types of Table Schema that our tables have, as DuckDB calls them; every other column is text.
_TYPES = {"number": "DOUBLE", "integer": "BIGINT", "date": "DATE", "boolean": "BOOLEAN"}


@dataclass(frozen=True)
class Job:
    """A table to write: its CSV text, its columns with their DuckDB types, and the file to
    write."""

    text: str
    columns: tuple[tuple[str, str], ...]
    target: Path

    @property
    def done(self) -> bytes | None:
        """The file's content; None where it is not written."""
        return kept(self.target)


def job(folder: Path, text: str, schema: Schema) -> Job:
    """The job for one table; its file in `folder` is named by the digest of all that its bytes
    depend on."""
    columns = tuple(
        (field["name"], _TYPES.get(field["type"], "VARCHAR")) for field in schema.fields
    )
    digest = hashlib.sha256(repr((text, columns, version("duckdb"))).encode()).hexdigest()
    return Job(text, columns, folder / f"{digest}.parquet")


def write(jobs: Iterable[Job]) -> None:
    """Write the tables. One thread and the order of the rows as given: the same table gives the
    same bytes."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        for each in jobs:
            each.target.parent.mkdir(parents=True, exist_ok=True)
            rows, fresh = each.target.with_suffix(".csv"), each.target.with_suffix(".tmp")
            rows.write_bytes(each.text.encode("utf-8"))
            columns = ", ".join(f"{_quoted(name)}: {_quoted(kind)}" for name, kind in each.columns)
            form = "header = true, delim = ',', quote = '\"', escape = '\"', nullstr = ''"
            connection.execute(
                f"COPY (SELECT * FROM read_csv({_quoted(rows.as_posix())}, {form}, "
                f"auto_detect = false, columns = {{{columns}}})) "
                f"TO {_quoted(fresh.as_posix())} (FORMAT parquet)"
            )
            keep(each.target, fresh.read_bytes())
            fresh.unlink()
            rows.unlink()


def try_to_write(jobs: Iterable[Job]) -> None:
    """Write the tables in a process of its own; the build writes those that are missing itself, and
    reports why it cannot."""
    with suppress(Exception):
        write(jobs)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
