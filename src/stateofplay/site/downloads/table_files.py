"""Writes every table as readers take it along: as CSV, as Parquet, all of them as one workbook. It
does so in a process of its own, so that a build waits for no import and keeps its memory."""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import version
from itertools import chain, count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from stateofplay.files.access import digest_of, keep, kept
from stateofplay.files.folders import keep_only
from stateofplay.files.texts import csv_text, harmless
from stateofplay.ledger.reading.cells import ColumnRule
from stateofplay.ledger.reading.spreadsheets import full_records, read_sheet, stated
from stateofplay.site.downloads.workbook import Rows, rows_of, workbook

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The types of Table Schema that our tables have, as DuckDB calls them; every other column is text.
_TYPES = {"number": "DOUBLE", "integer": "BIGINT", "date": "DATE", "boolean": "BOOLEAN"}
_MADE_WITH = ("duckdb", "XlsxWriter")
_AT_ONCE = 500  # rows


class Published(NamedTuple):
    """Some rows of a table as CSV, and in the workbook."""

    csv: str
    in_sheet: Rows


@dataclass(frozen=True)
class TableFile:
    """A table to write: what its file in `data/` holds, and its columns; `target` is the path of
    what is written, without an ending, `kept_rows` that of what the next build takes its rows
    from, whatever is edited until then."""

    data: bytes
    columns: tuple[ColumnRule, ...]
    target: Path
    kept_rows: Path

    @property
    def csv(self) -> Path:
        return self.target.with_suffix(".csv")

    @property
    def parquet(self) -> Path:
        return self.target.with_suffix(".parquet")

    @cached_property
    def rows(self) -> list[Published]:
        """Its rows, some at once in order, of which those that have not changed since they were
        kept are not made again."""
        names, types = ([rule[of] for rule in self.columns] for of in ("name", "type"))
        digest = hashlib.sha256(self.data).hexdigest()
        then, before = pickle.loads(kept(self.kept_rows) or pickle.dumps(("", {})))
        if then == digest:
            return [*before.values()]
        records = (record for _, record in full_records(read_sheet(self.data, names), names))
        now: dict[str, Published] = {}
        next(records, None)  # the header
        for start in count(0, _AT_ONCE):
            if not (some := [*islice(records, _AT_ONCE)]):
                break
            key = digest_of((start, some))
            if key not in before:
                told = stated(some, self.columns)
                before[key] = Published(table_csv(told), rows_of(told, types, start + 2))
            now[key] = before[key]
        if len(now) > 1:  # fewer rows are made in no time
            keep(self.kept_rows, pickle.dumps((digest, now), pickle.HIGHEST_PROTOCOL))
        return [*now.values()]


@dataclass(frozen=True)
class Packing:
    """All tables to write, by name, and the workbook of all, with its title, author and day."""

    tables: dict[str, TableFile]
    workbook: Path
    title: str
    author: str
    created: date

    @classmethod
    def of(
        cls,
        folder: Path,
        tables: dict[str, tuple[Path, tuple[ColumnRule, ...]]],
        program: str,
        about: tuple[str, str, date],
    ) -> Packing:
        """What is to be written into `folder`, each file named by the digest of all that its bytes
        depend on: `program` stands for the code. `tables` are their files and columns, `about` are
        title, author and day. Raises OSError for a table that cannot be read.
        """
        made_with = [version(name) for name in _MADE_WITH]

        def path(*made_from: object) -> Path:
            return folder / digest_of((program, made_with, made_from))

        files = {}
        for name, (source, columns) in tables.items():
            data = source.read_bytes()
            target = path(hashlib.sha256(data).digest(), columns)
            files[name] = TableFile(data, columns, target, path(name, columns))
        told = [(name, file.target.name) for name, file in files.items()]
        return cls(files, path(told, about).with_suffix(".xlsx"), *about)

    @property
    def missing(self) -> Iterator[tuple[str, Path]]:
        """What is not there yet: the name of its table, empty for the workbook, and the path."""
        targets = [("", self.workbook)]
        for name, file in self.tables.items():
            targets += [(name, file.csv), (name, file.parquet)]
        return ((name, path) for name, path in targets if kept(path) is None)

    def write(self, names: Collection[str]) -> None:
        """Write the files of tables, and the workbook for an empty name; that first, because its
        library needs less memory than DuckDB."""
        if "" in names:
            rules = {name: file.columns for name, file in self.tables.items()}
            rows = {n: [each.in_sheet for each in f.rows] for n, f in self.tables.items()}
            content = workbook(rules, rows, self.title, self.author, self.created)
            keep(self.workbook, content)
        if tables := [self.tables[name] for name in names if name]:
            import duckdb

            with duckdb.connect() as connection:
                connection.execute("SET threads = 1")
                for table in tables:
                    write_table(table, connection)

    def keep_only_these(self) -> None:
        """Take away what is in the folder from earlier states of the tables."""
        of_tables = ({f.csv, f.parquet, f.kept_rows} for f in self.tables.values())
        kept = {self.workbook}.union(*of_tables)
        keep_only(self.workbook.parent, {path.name for path in kept})


def write_table(file: TableFile, connection: DuckDBPyConnection) -> None:
    """Write a table as CSV and as Parquet. One thread and the order of the rows as given: the same
    table gives the same bytes."""
    names = [rule["name"] for rule in file.columns]
    text = "".join([table_csv([names]), *(each.csv for each in file.rows)]).encode()
    keep(file.csv, text)
    # With the process in their names: that of a build that was killed may still write the same.
    own = f".{os.getpid()}"
    rows, fresh = file.target.with_suffix(f"{own}.rows"), file.target.with_suffix(f"{own}.tmp")
    rows.write_bytes(text)
    columns = ", ".join(
        f"{_quoted(rule['name'])}: {_quoted(_TYPES.get(rule['type'], 'VARCHAR'))}"
        for rule in file.columns
    )
    form = "header = true, delim = ',', quote = '\"', escape = '\"', nullstr = ''"
    connection.execute(
        f"COPY (SELECT * FROM read_csv({_quoted(rows.as_posix())}, {form}, "
        f"auto_detect = false, columns = {{{columns}}})) "
        f"TO {_quoted(fresh.as_posix())} (FORMAT parquet)"
    )
    keep(file.parquet, fresh.read_bytes())
    rows.unlink()
    fresh.unlink()


def table_csv(records: Sequence[Sequence[Any]]) -> str:
    """A table as it is published; text cells that a spreadsheet would run are disarmed."""
    if any(harmless(cell) is not cell for cell in set(chain.from_iterable(records))):  # few tables
        records = [[harmless(cell) for cell in record] for record in records]
    return csv_text(records)


def try_to_write(pack: Callable[[], Packing]) -> None:
    """Write what is missing, in a process of its own; the build writes what is missing then itself,
    and reports why it cannot. This process reads the tables again: the build would wait until it
    has taken them over."""
    gc.disable()  # all that is made here is of use to the end, and is much with many figures
    with suppress(Exception):
        packing = pack()
        packing.write({name for name, _ in packing.missing})


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
