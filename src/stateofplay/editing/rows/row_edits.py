"""Edits of rows: other cells, a new row in its place, and the correction that a published number
needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from stateofplay.editing.drafting.candidates import free, slug
from stateofplay.editing.releases import STATED, Release, cell_of, changed_cells
from stateofplay.editing.rows.pending import Pending
from stateofplay.editing.rows.raw_rows import EditError, RawTable
from stateofplay.files.characters import quoted
from stateofplay.files.guesses import unknown
from stateofplay.files.problems import DataError, Problem
from stateofplay.files.project import Project
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.reading.bibliography import read_sources
from stateofplay.ledger.reading.book_tables import column_names
from stateofplay.ledger.reading.drafts import editable_tables
from stateofplay.ledger.reading.tables import Row, Table, read_row, read_tables
from stateofplay.ledger.rules import as_cell

DRAFT, REASON, SOURCES = "draft", "reason", "sources"
_NAMES = ("measure", "title", "statement", "figure", "position", "issue")  # an id is made of one
# What a new row stands beside: the last one that has the same in the first of these.
_BESIDE = ("figure", "series", "topic", "party", "source")


class NoSuchRow(EditError):
    """There is no row of that name."""


@dataclass
class RowEditor:
    """Edits rows of `pending` one after the other; what their cells lack is in `problems`.

    `release` is what numbers are held against, `tables` the rows as they are.
    """

    pending: Pending
    release: Release | None = None
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.project = self.pending.project
        self.tables = {table.name: (path, table) for path, table in editable_tables(self.project)}
        self.rows = rows_of(self.project)

    def table(self, name: str) -> Table:
        """The table of that name, without its rows. Raises NoSuchRow."""
        if name not in self.tables:
            raise NoSuchRow(unknown(name, self.tables, "a table"))
        return self.tables[name][1]

    def raw(self, name: str, version: str = "") -> RawTable:
        """A table as its file would be. Raises EditError, and Conflict as `Pending` does."""
        table, path = self.table(name), self.tables[name][0]
        content = self.pending.content(path, version)
        try:
            return RawTable.read(content, table.schema.columns)
        except EditError as error:
            raise EditError(f"{table.file} {error}") from error

    def place(self, raw: RawTable, table: Table, key: str) -> int:
        """Where the row called `key` stands: its number in the draft, else its key, the parts of
        which are parted by blanks. Raises NoSuchRow.
        """
        if table.name == DRAFT:
            found = dict(enumerate(raw.rows, 1)).get(int(key) if key.isdecimal() else 0)
        else:
            columns = table.schema.primary_key
            found = raw.find(key.split(" ", len(columns) - 1), columns)
        if found is None:
            raise NoSuchRow(f"{table.file} has no row {quoted(key)}")
        return found

    def change(
        self, name: str, key: str, cells: Mapping[str, str], reason: str = "", version: str = ""
    ) -> Row:
        """Give a row other cells. A number that was published, and that no correction tells yet,
        gets one with the `reason`; without a reason that is a problem.
        """
        table, raw = self.table(name), self.raw(name, version)
        self._known(table, cells)
        place = self.place(raw, table, key)
        columns = table.schema.primary_key
        again = name != DRAFT and raw.find(key.split(" ", len(columns) - 1), columns, place)
        if again and not cells.keys() & {*columns}:
            one, two = (raw.records[each].last_line for each in (place, again))
            said = f"{table.file} has {quoted(key)} in the lines {one} and {two}; make one of them"
            raise EditError(f"{said} another, or take it out")
        self._put(name, raw.with_cells(place, cells))
        row = self._read(table, place)
        if table.states_figures:
            self._correct(row, reason)
        return row

    def add(
        self, name: str, cells: Mapping[str, str], after: str = "", version: str = ""
    ) -> tuple[Row, str]:
        """Add a row after the one called `after`, by default where it belongs; gives it, and after
        which it stands. An outside value takes the place of the search for one.
        """
        table, raw = self.table(name), self.raw(name, version)
        self._known(table, cells)
        place = self.place(raw, table, after) if after else beside(raw, cells)
        self._put(name, raw.with_rows(place, [cells]))
        if name == "checks":
            self._found(cells.get("figure", ""))
        return self._read(table, place + 1), key_of(raw, table, place)

    def free_id(self, name: str, cells: Mapping[str, str]) -> str:
        """A proposal for the id of a new row, from what it says; empty while it says nothing."""
        words = next((cells[c] for c in _NAMES if cells.get(c, "").strip()), "")
        if not words or "id" not in self.table(name).schema.columns:
            return ""
        start = {"checks": "check_", "events": "event_"}.get(name, "") + slug(words)
        taken = {row.text("id") for table in self.rows.values() for row in table}
        return free(start, taken)

    def _known(self, table: Table, cells: Mapping[str, str]) -> None:
        for column in cells:
            if column not in table.schema.columns:
                raise EditError(unknown(column, table.schema.columns, f"a column of {table.file}"))

    def _read(self, table: Table, place: int) -> Row:
        """A row as it would be; what is wrong with its cells is added to the problems."""
        raw = self.raw(table.name)
        cells = raw.cells(place)
        record = [cells[column] for column in table.schema.columns]
        return read_row(table, raw.records[place].last_line, record, self.problems)

    def _put(self, name: str, content: bytes) -> None:
        self.pending.put(self.tables[name][0], content)

    def _correct(self, row: Row, reason: str) -> None:
        if row.reported:
            return
        for column, old, new, then in self._untold(row):
            if not reason.strip():
                said = (
                    f"is empty; {column} was {quoted(old)} {then} and would be {quoted(new)}: "
                    "say why"
                )
                self.problems.append(Problem(row.file, row.line, REASON, said))
                return
            self._log(row.text("id"), column, old, new, reason.strip())

    def _untold(self, row: Row) -> Iterator[tuple[str, str, str, str]]:
        """Each number of a row that needs a correction: its column, what it was, is, and when: in
        the release, or as the last correction has it."""
        changes = changed_cells(self.release, row, self.rows)[0] if self.release else []
        for each in changes:
            yield each.column, each.old, each.new, f"in {self.release.name}" if self.release else ""
        known = {each.column for each in changes}
        raw = self.raw("corrections") if "corrections" in self.tables else None
        log = sorted(map(raw.cells, raw.rows), key=lambda cells: cells["date"]) if raw else []
        last = {told["column"]: told for told in log if told["id"] == row.text("id")}
        for column in last.keys() & {*STATED} - known:
            old, new = as_cell(last[column]["new"]), cell_of(row, column)
            if old != new:
                yield column, old, new, f"by the correction of {last[column]['date']}"

    def _log(self, name: str, column: str, old: str, new: str, reason: str) -> None:
        """Add a correction; one of the same cell and day is told anew."""
        if "corrections" not in self.tables:
            header = ",".join(column_names("correction"))
            said = "what was published is corrected in data/corrections.csv, which is missing"
            raise EditError(f"{said}; begin it with the line {header}")
        raw, today = self.raw("corrections"), date.today().isoformat()
        key = {"date": today, "id": name, "column": column}
        place = raw.find([*key.values()], [*key])
        told = {"new": new, "reason": reason}
        if place is not None:
            is_back = as_cell(raw.cells(place)["old"]) == new  # as it was before: nothing happened
            taken = raw.without([place]) if is_back else raw.with_cells(place, told)
            self._put("corrections", taken)
            return
        self._put("corrections", raw.with_rows(raw.last, [key | told | {"old": old}]))

    def _found(self, figure: str) -> None:
        """Take out that nothing was found for a figure."""
        if "unchecked" in self.tables:
            raw = self.raw("unchecked")
            place = raw.find([figure.strip()], ["figure"])
            if place is not None:
                self._put("unchecked", raw.without([place]))


def rows_of(project: Project) -> Mapping[str, Table]:
    """The tables as the ledger has them, or as they are where it has problems."""
    try:
        return load_ledger(project).tables
    except DataError:
        return read_tables(project)[0]


def table_with(project: Project, key: str) -> str:
    """The table that has a row called `key`: one with ids before one without, then the sources.
    Raises NoSuchRow.
    """
    keys = [
        (table.schema.primary_key != ("id",), table.name, row.text(table.schema.primary_key[0]))
        for table in rows_of(project).values()
        if len(table.schema.primary_key) == 1
        for row in table
    ]
    named = sorted((other, name) for other, name, found in keys if found == key)
    if not named:
        for problem in read_tables(project)[1]:
            if problem.line == 1:  # of a whole table, which may have the row
                raise NoSuchRow(str(problem))
        with suppress(DataError):
            if key in read_sources(project.bibliography):
                return SOURCES
        raise NoSuchRow(unknown(key, [found for _, _, found in keys], "the id of a row"))
    return named[0][1]


def key_of(raw: RawTable, table: Table, place: int) -> str:
    """What a row is called (see `RowEditor.place`); nothing for the header."""
    if table.name == DRAFT:
        return str(raw.rows.index(place) + 1) if place else ""
    cells = raw.cells(place) if place else {}
    return " ".join(cells.get(column, "").strip() for column in table.schema.primary_key)


def beside(raw: RawTable, cells: Mapping[str, str]) -> int:
    """The place after which a new row belongs: the last row of its figure, series or topic, else
    of its source, else the last of all.
    """
    for column in _BESIDE:
        wanted = cells.get(column, "").strip()
        if wanted and column in raw.columns:
            number = raw.columns.index(column)
            same = [n for n in raw.rows if _cell(raw.records[n].cells, number) == wanted]
            if same:
                return same[-1]
    return raw.rows[-1] if raw.rows else 0


def _cell(cells: Sequence[str], number: int) -> str:
    return cells[number].strip() if number < len(cells) else ""
