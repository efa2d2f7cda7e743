"""Reads data/ and checks each cell against its schema; a problem says where, and what to do."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from operator import contains, getitem
from pathlib import Path
from typing import Any

from stateofplay.files.access import input_files
from stateofplay.files.characters import quoted, stray
from stateofplay.files.problems import DataError, Problem
from stateofplay.files.project import Project
from stateofplay.files.texts import merge_marks, unreadable
from stateofplay.ledger.reading.cells import Cell, read_ahead
from stateofplay.ledger.reading.descriptions import Schema, read_resources
from stateofplay.ledger.reading.other_forms import foreign, other_header
from stateofplay.ledger.reading.spreadsheets import (
    UTF_8,
    Sheet,
    UnclearFile,
    cut,
    header_of,
    read_sheet,
)


@dataclass(frozen=True)
class Row:
    """One line of a table: its cells by column name, where it stands, and the list of problems that
    what is wrong with it is added to.
    """

    table: str
    file: str
    line: int
    cells: dict[str, Cell]
    problems: list[Problem] = field(default_factory=list, compare=False, repr=False)
    # Columns. One object in all rows of which nothing is reported: a set in each is half a row.
    reported: frozenset[str] = field(default=frozenset(), compare=False, repr=False)

    def __getitem__(self, column: str) -> Cell:
        return self.cells.get(column)

    def text(self, column: str) -> str:
        """The cell as text; empty when the cell is."""
        value = self.cells.get(column)
        return "" if value is None else str(value)

    def texts(self, columns: Iterable[str]) -> dict[str, str]:
        """The cells of columns that hold text; empty where they are."""
        return {column: self.cells.get(column) or "" for column in columns}  # type: ignore[misc]

    def number(self, column: str) -> Fraction | None:
        """The number in the cell; None when it is empty, or its column holds no numbers."""
        value = self.cells.get(column)
        # Asked so, because to ask whether it is a Fraction, an abstract number, takes far longer.
        return None if value is None or isinstance(value, (str, date)) else value

    def day(self, column: str) -> date | None:
        """The day in the cell; None when it is empty, or its column holds no days."""
        value = self.cells.get(column)
        return value if isinstance(value, date) else None

    def known_day(self, column: str) -> date:
        """The day in a cell that the schema requires, of a ledger without a problem.

        Raises ValueError where there is none.
        """
        day = self.day(column)
        if day is None:
            raise ValueError(f"{self.file}:{self.line}:{column}: holds no day")
        return day

    def span(self) -> tuple[date, date]:
        """The first and the last day of what begins at `start`; the same one where no `end` is."""
        start = self.known_day("start")
        return start, self.day("end") or start

    def problem(self, column: str, message: str) -> Problem:
        """What is wrong with a cell, to be reported; the row remembers that its column was."""
        object.__setattr__(self, "reported", self.reported | {column})
        return Problem(self.file, self.line, column, message)

    def report(self, column: str, message: str) -> None:
        """Add to the row's problems what is wrong with a cell."""
        self.problems.append(self.problem(column, message))


@dataclass
class Table:
    """One CSV file: its rows in order, with the schema and the descriptions of the data package."""

    name: str
    file: str
    title: str
    topic: str  # the title in a few words, for lists of topics
    description: str
    schema: Schema
    rows: list[Row] = field(default_factory=list)
    # Rows of too few or too many cells, reported: their cells as text, by place.
    torn: list[Row] = field(default_factory=list)
    readable: bool = True  # False when the file as a whole could not be read
    # What the file holds, of a table of figures in which every line is a row.
    lines: list[str] = field(default_factory=list, repr=False)

    def __getstate__(self) -> dict[str, object]:
        own = ("_rows_as_kept", "_edited")
        state = {name: value for name, value in vars(self).items() if name not in own}
        rows = pickle.dumps(self.rows, pickle.HIGHEST_PROTOCOL)
        return state | {"rows": rows, "_count": len(self.rows)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._rows_as_kept = state.pop("rows")
        vars(self).update(state)

    def __getattr__(self, name: str) -> list[Row]:
        """The rows, read when they are asked for first: most builds ask for those of few tables."""
        if name != "rows" or "_rows_as_kept" not in vars(self):
            raise AttributeError(name)
        rows: list[Row] = pickle.loads(self._rows_as_kept)
        edited: dict[int, Row] = vars(self).get("_edited", {})
        self.rows = [edited.get(row.line, row) for row in rows] if edited else rows
        return self.rows

    def _with(self, **state: object) -> Table:
        other = object.__new__(Table)
        vars(other).update(vars(self), **state)
        return other

    def reporting_to(self, problems: list[Problem]) -> Table:
        """This table with rows that add to `problems` what is found wrong with them."""
        return self._with(rows=[Row(r.table, r.file, r.line, r.cells, problems) for r in self])

    def with_rows(self, lines: list[str], rows: dict[int, Row]) -> Table:
        """This table with others in place of some of its rows, by their lines."""
        edited = vars(self).get("_edited", {}) | rows
        read = {"rows": [rows.get(r.line, r) for r in self]} if "rows" in vars(self) else {}
        return self._with(lines=lines, _edited=edited, **read)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @property
    def count(self) -> int:
        """How many rows it has, which are not read for this."""
        own = vars(self)
        return len(own["rows"]) if "rows" in own else own["_count"]

    def key(self, row: Row) -> str:
        """What a row is called: the cells of its primary key, parted by blanks."""
        return " ".join(row.text(column) for column in self.schema.primary_key)

    @property
    def states_figures(self) -> bool:
        """Whether its rows are figures: of an article, or from elsewhere."""
        return self.schema.name in ("figure", "context")


def read_tables(project: Project) -> tuple[dict[str, Table], list[Problem]]:
    """Every table that `datapackage.json` names, by name, and what is wrong with them.

    A name is that of the file in `data/`: ``boxes``, ``context/wages``. Raises DataError when the
    data package itself cannot be read.
    """
    problems: list[Problem] = []
    tables: dict[str, Table] = {}
    for path, table in described_tables(project):
        table.rows = list(read_rows(path, table, problems))
        if not table.rows or table.rows[-1].line > len(table.rows) + 1:
            table.lines = []  # some rows are of several lines, or some lines are empty
        tables[table.name] = table
    listed = {project.table(name) for name in tables} | {project.draft}
    for path in input_files(project.data, "*.[cC][sS][vV]"):
        if path not in listed:
            problems.append(Problem(project.relative(path), 1, "", _unlisted(project, path)))
    return tables, problems


def _unlisted(project: Project, path: Path) -> str:
    if path.suffix != ".csv":
        return f"a table’s name ends in .csv; call it {path.stem}.csv"
    how = "name it under topics in _config.yml, or move it to data/context/"
    if project.describes_tables:
        how = f"add it to {project.relative(project.data_package)}"
    return f"the table is not described; {how}"


def described_tables(project: Project) -> Iterator[tuple[Path, Table]]:
    """Every file that `datapackage.json` names, with its table, still without rows. Raises
    DataError as `read_tables` does."""
    for r in read_resources(project):
        path = project.table(r.name)
        yield path, Table(r.name, project.relative(path), r.title, r.topic, r.description, r.schema)


def read_rows(path: Path, table: Table, problems: list[Problem]) -> Iterator[Row]:
    """The rows of a file; none where it is refused. What is wrong is added to `problems`."""
    columns = table.schema.columns
    try:
        sheet = sheet_of(path, table)
        if table.states_figures and sheet.start == 1:
            table.lines = sheet.lines
        records = read_ahead(sheet.records(), table.schema.readers)
        _, first = next(records, (1, []))
        if header_of(first) != columns:
            said = other_header(header_of(first), columns)
            raise DataError([Problem(table.file, 1, "", said)])
        yield from _read_records(records, len(first), table, problems)
    except DataError as error:
        problems += error.problems
        table.readable = False
    except UnclearFile as error:
        problems.append(_unclear(error, table))
        table.readable = False


def sheet_of(path: Path, table: Table) -> Sheet:
    """A file in the one form that is read. Raises UnclearFile, and DataError for another form."""
    try:
        sheet = read_sheet(path.read_bytes(), table.schema.columns)
    except FileNotFoundError:
        header = ",".join(table.schema.columns)
        said = (
            "the file is missing; restore it, take it out of the list of tables, or begin a new "
            f"one with the line {header}"
        )
        raise DataError([Problem(table.file, 1, "", said)]) from None
    except OSError as error:
        raise DataError([Problem(table.file, 1, "", unreadable(error))]) from error
    if sheet.encoding != UTF_8 or sheet.separator != ",":
        raise DataError([*foreign(sheet, table.file, table.schema)])
    if marks := [*merge_marks(sheet.text, table.file)]:
        raise DataError(marks)
    return sheet


def _unclear(error: UnclearFile, table: Table) -> Problem:
    columns = table.schema.columns
    column = columns[error.cell] if error.cell < len(columns) else ""
    return Problem(table.file, error.line, column, str(error))


def _read_records(
    records: Iterable[tuple[int, list[str]]], width: int, table: Table, problems: list[Problem]
) -> Iterator[Row]:
    """The rows after the header, which is `width` cells wide. Raises UnclearFile."""
    columns = table.schema.columns
    seen: list[dict[tuple[str, ...], int]] = [{} for _ in table.schema.keys]
    for line, record in records:
        if not any(map(str.strip, record)):  # some blanks are no character of a text
            strays = zip(columns, map(stray, record), strict=False)
            problems += [Problem(table.file, line, column, s.message) for column, s in strays if s]
            continue
        if len(record) != len(columns):
            record = cut(record, width, len(columns))
        if len(record) != len(columns):
            problems.append(_torn(table, line, record, problems))
            continue
        row = read_row(table, line, record, problems)
        for names, lines in zip(table.schema.keys, seen, strict=True):
            cells = tuple(map(row.text, names))
            first = lines.setdefault(cells, row.line)
            if first != row.line and any(cells):
                said = f"{quoted(' '.join(cells))} stands on line {first} already; give this row "
                own = "a name" if names == table.schema.primary_key else f"a {names[0]}"
                row.report(names[0], f"{said}{own} of its own")
        yield row


def _torn(table: Table, line: int, record: list[str], problems: list[Problem]) -> Problem:
    """Why a row cannot be told apart into cells; the table keeps what it has."""
    columns = table.schema.columns
    cells = {column: cell.strip() for column, cell in zip(columns, record, strict=False)}
    table.torn.append(Row(table.name, table.file, line, dict(cells), problems))
    curly = any("“" in cell for cell in record)
    quotes = "in straight double quotes, not “ ”" if curly else "in double quotes"
    said = f"has {len(record)} cells, not {len(columns)}; put text with a comma {quotes}"
    if len(record) == 1 and (found := stray(record[0])):  # an end-of-file mark of old editors
        said = found.message
    return Problem(table.file, line, "", said)


def read_row(table: Table, line: int, record: Sequence[str], problems: list[Problem]) -> Row:
    """A row from its cells as written, in the order of the columns; what is wrong with them is
    added to `problems`.
    """
    columns, readers = table.schema.columns, table.schema.readers
    cells = dict(zip(columns, map(getitem, readers, record), strict=True))
    row = Row(table.name, table.file, line, cells, problems)
    if any(table.schema.wrong) and any(map(contains, table.schema.wrong, record)):  # few rows
        for column, reader, text in zip(columns, readers, record, strict=True):
            if text in reader.wrong:
                row.report(column, reader.wrong[text])
    return row
