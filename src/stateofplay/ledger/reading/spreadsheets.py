"""What spreadsheets make of a CSV file: its encoding, separators, numbers and dates, as meant."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING

from stateofplay.files.characters import INVISIBLE, quoted
from stateofplay.files.texts import OTHER_KIND, plain
from stateofplay.ledger.reading.cells import ColumnRule
from stateofplay.numbers.days import plain_date
from stateofplay.numbers.numerals import plain_number

if TYPE_CHECKING:
    from _csv import Reader  # only the types of the standard library have it

FORMULA_COLUMNS = ("formula", "holds")
UTF_8, UTF_16 = "UTF-8", "UTF-16"
WINDOWS, MIXED, UNKNOWN = "Windows", "UTF-8 in part", ""
# How a file in UTF-16 begins: with its mark, or with a letter between zero bytes.
_WIDE = {
    "utf-16": re.compile(rb"\xff\xfe(?!\0\0)|\xfe\xff"),
    "utf-16-le": re.compile(rb"[ -~]\0[ -~]\0"),
    "utf-16-be": re.compile(rb"\0[ -~]\0[ -~]"),
}
NO_CELL = 10**6  # the place of no cell: the problem is that of the line
# Characters; a quote that is not closed makes a cell of the rest of the file.
_LONGEST_CELL = 131_072
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
# Quotes, dashes, dots and the no-break space are the same bytes in every Windows code page from
# 1250 to 1258; letters are not.
_SAME_IN_WINDOWS = frozenset((0x85, *range(0x91, 0x98), 0xA0))
_STRAIGHT = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "−": "-", "\u00a0": " "}
)


class UnclearFile(ValueError):
    """A file whose bytes cannot be read in one way; `line` and `cell` (from 0) say where."""

    def __init__(self, line: int, cell: int, message: str) -> None:
        self.line, self.cell = line, cell
        super().__init__(message)


@dataclass(frozen=True)
class Sheet:
    """The text of a CSV file, and how it is stored; `start` is the line of the header."""

    text: str
    encoding: str
    separator: str
    start: int

    @property
    def lines(self) -> list[str]:
        """The lines as `csv` counts them, without their ends: a carriage return ends one too."""
        return plain(self.text).split("\n")

    def reader(self) -> Reader:
        """The records of the file, the header first. Reading raises csv.Error."""
        lines = self.text.split("\n", self.start - 1)[-1]
        csv.field_size_limit(_LONGEST_CELL)  # of the whole process: another library may have set it
        return csv.reader(io.StringIO(lines, newline=""), delimiter=self.separator, strict=True)

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Each record with the line on which it ends. Raises UnclearFile with the line on which
        the record begins that cannot be read, and the cell whose quotes it does not close."""
        reader, before = self.reader(), self.start - 1
        while True:
            start = reader.line_num + before
            try:
                record = next(reader, None)
            except csv.Error as error:
                raise self._torn(start, reader.line_num + before, error) from error
            if record is None:
                return
            yield reader.line_num + before, record

    def _torn(self, start: int, end: int, error: csv.Error) -> UnclearFile:
        """Why the record after line `start` cannot be read; reading failed on line `end`."""
        message = f"cannot be read as CSV ({error}); write a quote within a quoted cell twice"
        if "limit" in str(error):
            message = f"has a cell of more than {_LONGEST_CELL:,} characters; shorten it, or close "
            return UnclearFile(end, NO_CELL, f"{message}the double quote that it begins with")
        if end == start + 1 and "end of data" not in str(error):
            return UnclearFile(end, NO_CELL, message)
        first = self.lines[start]
        cells = next(csv.reader([first], delimiter=self.separator), [])
        return UnclearFile(
            start + 1,
            len(cells) - 1,
            "the cell opens with a double quote that is "
            "not closed in this row; close it, or delete it",
        )


def read_sheet(data: bytes, columns: Sequence[str], encoding: str = "") -> Sheet:
    """The CSV file with the header `columns`, whatever program wrote it.

    `encoding` is that of a file that is no UTF-8, as the caller knows it. Raises UnclearFile when
    the bytes may mean several texts.
    """
    text, stored = _decode(data, encoding)
    if "\n" not in text:  # old Macs ended lines with a carriage return alone
        text = text.replace("\r", "\n")
    first = text.partition("\n")[0].strip(" \r").strip('"')
    start = 2 if re.fullmatch(r"sep=.", first) else 1  # a line that Excel writes and reads
    header = text.split("\n", start - 1)[-1].partition("\n")[0].strip("\r")
    separators = (",", *SEPARATORS)
    separator = next((s for s in separators if _cells(header, s) == list(columns)), ",")
    sheet = Sheet(text, stored, separator, start)
    if stored in (MIXED, UNKNOWN):
        if b"\0" in data:
            raise UnclearFile(1, NO_CELL, f"{OTHER_KIND}; save it as “CSV UTF-8”")
        raise _lost(sheet) if stored == MIXED else _unclear(sheet)
    return sheet


def _cells(header: str, separator: str) -> list[str]:
    try:
        return header_of(next(csv.reader([header], delimiter=separator), []))
    except csv.Error:  # whoever reads the whole file meets it again and says so
        return []


def header_of(record: Iterable[str]) -> list[str]:
    """The names of columns in a first record, without the empty ones that spreadsheets add."""
    cells = [cell.strip() for cell in record]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def cut(record: list[str], width: int, columns: int) -> list[str]:
    """A record without the empty cells that a spreadsheet adds after the last of `columns`.

    The first record is `width` cells wide.
    """
    added = columns < len(record) == width and not "".join(record[columns:]).strip()
    return record[:columns] if added else record


def _decode(data: bytes, encoding: str) -> tuple[str, str]:
    """The text and how it is stored.

    MIXED is UTF-8 but for letters that have become U+FFFD, UNKNOWN a guess at what cannot be told.
    """
    for codec, begin in _WIDE.items():
        if begin.match(data):
            return data.decode(codec, errors="replace"), UTF_16
    try:
        return data.decode("utf-8-sig"), UTF_8
    except UnicodeDecodeError:
        if encoding:
            return data.decode(encoding, errors="replace"), encoding
        if all(byte < 0x80 or byte in _SAME_IN_WINDOWS for byte in data):
            return data.decode("cp1252"), WINDOWS
        text = data.decode("utf-8", errors="replace")
        lost, others = text.count("\ufffd"), len(re.findall("[^\0-\x7f]", text))
        if others >= 2 * lost:  # other encodings seldom look like UTF-8
            return text, MIXED
        return data.decode("cp1252", errors="replace"), UNKNOWN


def _first_cell(sheet: Sheet, having: str) -> tuple[int, int, re.Match[str]] | None:
    """The line and place of the first cell in which a pattern is found, and what it is; None also
    where cells cannot be told apart: saved again, the file is read again.
    """
    with suppress(UnclearFile):
        for line, record in sheet.records():
            for number, cell in enumerate(record):
                if found := re.search(having, cell):
                    return line, number, found
    return None


def _lost(sheet: Sheet) -> UnclearFile:
    """Which cell of a file in UTF-8 has letters in another encoding."""
    if not (found := _first_cell(sheet, "\ufffd")):
        return _unclear(sheet)
    line, number, letter = found
    said = f"{quoted(letter.string)} has letters that are not UTF-8, as the rest of the file is"
    return UnclearFile(line, number, f"{said}; write them again")


def _unclear(sheet: Sheet) -> UnclearFile:
    """Which cell another code page would read otherwise, and how it reads in the commonest."""
    common = bytes(_SAME_IN_WINDOWS).decode("cp1252")
    said = "is not UTF-8 text; save the file as “CSV UTF-8”"
    if not (found := _first_cell(sheet, rf".{{0,20}}[^\0-\x7f{common}].{{0,19}}")):
        return UnclearFile(1, 0, said)
    line, number, around = found
    before, after = around.start() > 0, around.end() < len(around.string)
    read = f"{'…' * before}{around[0].strip()}{'…' * after}"
    advice = "run stateofplay check --fix --encoding windows-1252"
    return UnclearFile(line, number, f"{said}, or if “{read}” is right, {advice}")


def plain_cell(rule: ColumnRule, text: str) -> str:
    """A cell in plain form by the rule of its column; as it is where that is unclear."""
    seen = text.isascii() and text.isprintable()  # as most are
    bare = text.strip() if seen else INVISIBLE.sub("", text).strip()
    kind, allowed = rule["type"], rule.get("constraints", {}).get("enum", ())
    if not bare:
        return ""
    if kind == "number":
        return plain_number(bare) or text
    if kind == "date":
        return plain_date(bare) or text
    if allowed:
        near = [word for word in allowed if word.casefold() == bare.casefold()]
        return near[0] if len(near) == 1 else text
    if rule["name"] in FORMULA_COLUMNS:
        return bare.translate(_STRAIGHT)
    return text.rstrip() if seen else text.rstrip().replace("\r\n", "\n").replace("\r", "\n")


def stated(records: Iterable[list[str]], rules: Sequence[ColumnRule]) -> list[list[str]]:
    """`records` as the ledger reads them, without outer blanks, to be published."""
    return [[*map(str.strip, record)] for record in map(plain_form(rules), records)]


def plain_form(rules: Sequence[ColumnRule]) -> Callable[[list[str]], list[str]]:
    """What brings records into plain form, as they are where that is unclear."""
    # Each text of a column once: most of them stand in many rows.
    plain = [cache(partial(plain_cell, rule)) for rule in rules]

    def form(record: list[str]) -> list[str]:
        if len(record) != len(plain):
            return record
        return [cell(text) for cell, text in zip(plain, record, strict=True)]

    return form


def plain_records(
    sheet: Sheet, rules: Sequence[ColumnRule]
) -> Iterator[tuple[tuple[int, int], list[str]]]:
    """As `full_records`, in plain form."""
    records, plain = full_records(sheet, [rule["name"] for rule in rules]), plain_form(rules)
    yield from islice(records, 1)  # the header
    for lines, record in records:
        yield lines, plain(record)


def full_records(
    sheet: Sheet, columns: Sequence[str]
) -> Iterator[tuple[tuple[int, int], list[str]]]:
    """The records of a table, each with its first and last line, the header first; no empty rows,
    nothing that a spreadsheet adds to the right.

    None where the header is not that of the `columns`. Raises UnclearFile.
    """
    records = sheet.records()
    end, first = next(records, (sheet.start, list[str]()))
    if header_of(first) != [*columns]:
        return
    yield (sheet.start, end), [*columns]
    for line, record in records:
        start, end = end + 1, line
        if not "".join(record).strip():
            continue
        yield (start, end), cut(record, len(first), len(columns))
