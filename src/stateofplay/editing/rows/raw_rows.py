"""A CSV file as the bytes that it is: one cell or row of it is changed, and the others stay."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stateofplay.files.texts import plain
from stateofplay.ledger.reading.spreadsheets import UTF_8, UnclearFile, header_of, read_sheet

# A cell as it is written, with the comma or the end that follows it (RFC 4180).
_CELL = re.compile(r'("(?:[^"]|"")*"|[^",][^,]*|)(?:,|\Z)')
_END = re.compile(r"(?:\r\n|\r|\n)\Z")


class EditError(ValueError):
    """An edit that cannot be made; the message is one line."""


@dataclass(frozen=True)
class RawRow:
    """A record of the file: its text with its line end, the line on which it begins, its cells."""

    text: str
    line: int
    cells: list[str]

    @property
    def body(self) -> str:
        return _END.sub("", self.text)

    @property
    def end(self) -> str:
        return self.text.removeprefix(self.body)

    @property
    def last_line(self) -> int:
        """The line on which it ends, by which problems call it."""
        return self.line + plain(self.body).count("\n")


@dataclass(frozen=True)
class RawTable:
    """The records of a file, the header first, after what stands `before` them."""

    columns: Sequence[str]
    before: str
    records: tuple[RawRow, ...]

    @classmethod
    def read(cls, data: bytes, columns: Sequence[str]) -> RawTable:
        """The records of a file with the header `columns`, which is all that an empty one has.
        Raises EditError for any other file.
        """
        data = data if data.strip() else (",".join(columns) + "\n").encode()
        try:
            sheet = read_sheet(data, columns)
            if sheet.encoding != UTF_8 or sheet.separator != ",":
                raise EditError("is not stored as UTF-8 with commas; run stateofplay check --fix")
            text = data.decode("utf-8")
            [*_] = sheet.records()  # so that those below can be read as well
        except UnclearFile as error:
            raise EditError(f"cannot be read (line {error.line}): {error}") from error
        lines = list(io.StringIO(text, newline=""))
        before, lines = "".join(lines[: sheet.start - 1]), lines[sheet.start - 1 :]
        if sheet.start == 1 and text.startswith("\ufeff"):
            before, lines[0] = "\ufeff", lines[0][1:]
        records = tuple(_records(lines, sheet.start))
        if not records or header_of(records[0].cells) != list(columns):
            raise EditError("has other columns; run stateofplay check")
        return cls(columns, before, records)

    @property
    def rows(self) -> list[int]:
        """The places of the records that are rows: neither the header, nor empty."""
        places = enumerate(self.records)
        return [n for n, row in places if n and any(cell.strip() for cell in row.cells)]

    @property
    def last(self) -> int:
        """The place of the last record."""
        return len(self.records) - 1

    def cells(self, place: int) -> dict[str, str]:
        """The cells of a row by column, its line ends as line feeds. Raises EditError for a row
        that has too few or too many.
        """
        row, count = self.records[place], len(self.columns)
        if any(cell.strip() for cell in row.cells[count:]) or len(row.cells) < count:
            said = f"line {row.line} has {len(row.cells)} cells, not {count}"
            raise EditError(f"{said}; mend it in an editor")
        return {c: plain(cell) for c, cell in zip(self.columns, row.cells, strict=False)}

    def find(self, key: Sequence[str], columns: Sequence[str], after: int = 0) -> int | None:
        """The place of the first row below `after` whose cells in `columns` are `key`; None without
        one."""
        numbers = [self.columns.index(column) for column in columns]
        for place in self.rows:
            cells = self.records[place].cells
            if (
                place > after
                and max(numbers) < len(cells)
                and [cells[n].strip() for n in numbers] == list(key)
            ):
                return place
        return None

    def with_cells(self, place: int, cells: Mapping[str, str]) -> bytes:
        """The file with other cells in one row; a cell that says the same stays as written."""
        old, row = self.cells(place), self.records[place]
        parts = _CELL.findall(row.body)[: len(row.cells)]
        for number, column in enumerate(self.columns):
            new = plain(cells.get(column, old[column]))
            if new != old[column]:
                parts[number] = _written(new, parts[number])
        return self._with(place, place + 1, [",".join(parts) + row.end])

    def with_rows(self, place: int, rows: Iterable[Mapping[str, str]]) -> bytes:
        """The file with new rows after the record at `place`."""
        row, end = self.records[place], self.records[0].end or "\n"
        parts = _CELL.findall(row.body)[: len(row.cells)]
        like = '"' if all(part.startswith('"') for part in parts) else ""
        lines = (
            ",".join(_written(plain(cells.get(c, "")), like) for c in self.columns)
            for cells in rows
        )
        new = end.join(lines)
        return self._with(place + 1, place + 1, [new + end] if row.end else [end + new])

    def without(self, places: Collection[int]) -> bytes:
        """The file without some of its rows."""
        kept = (row.text for place, row in enumerate(self.records) if place not in places)
        return "".join([self.before, *kept]).encode()

    def _with(self, first: int, last: int, texts: Sequence[str]) -> bytes:
        kept = [row.text for row in self.records]
        return "".join([self.before, *kept[:first], *texts, *kept[last:]]).encode()


def _records(lines: Sequence[str], start: int) -> Iterator[RawRow]:
    """The records of lines that hold them, the first on line `start`."""
    reader = csv.reader(lines, strict=True)
    before = 0
    for cells in reader:
        text = "".join(lines[before : reader.line_num])
        yield RawRow(text, start + before, cells)
        before = reader.line_num


def _written(cell: str, like: str) -> str:
    """A cell as CSV: in quotes where it needs them, or where the cell before it had them."""
    if like.startswith('"') or re.search('[",\n\r]', cell) or cell != cell.strip():
        return '"' + cell.replace('"', '""') + '"'
    return cell
