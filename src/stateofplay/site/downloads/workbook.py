"""Writes all tables into one workbook (.xlsx), which spreadsheets read alike in every language: no
separators, no encodings, no guesses.

XlsxWriter makes the file, with one row of each sheet that stands in for all below its head. Their
cells are written here, each text of a column once: cell by cell, a large table takes seconds.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

from stateofplay.files.archive import zipped
from stateofplay.ledger.reading.cells import ColumnRule

if TYPE_CHECKING:  # the library is loaded when a workbook is written
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_KEPT_DIGITS = 15  # significant digits that a spreadsheet keeps of a number
_LONGEST_NAME = 31  # characters of a sheet's name
_LONGEST_CELL = 2**15 - 1  # UTF-16 units of a text; a longer one makes the file unreadable
_WIDEST = 60  # characters of a column; longer cells are read in the line above the sheet
_FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheets disagree about dates
_DAY_NOUGHT = date(1899, 12, 30)  # from which they count
# What a text states by its code, and the beginning of what would be read as a code (ECMA-376,
# ST_Xstring).
_CODED = re.compile("[\\0-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_UNLIKE_XML = re.compile(
    rf"[&<>]|^\s|\s\Z|{_CODED.pattern}"
)  # few texts; the rest stand as they are
_TEXTS = "xl/sharedStrings.xml"  # not in the cells: there Numbers and iPhones show none
_PLACE = re.compile(r'<c r="([A-Z]+)[0-9]+"( s="[0-9]+")?>')


class _Sheet(NamedTuple):
    """A table to write: its columns, each with its name first, and their types."""

    name: str
    types: Sequence[str]
    columns: Sequence[Sequence[str]]


def workbook(
    rules: Mapping[str, Sequence[ColumnRule]],
    tables: Mapping[str, Iterable[Sequence[str]]],
    title: str,
    author: str,
    created: date,
) -> bytes:
    """A sheet that describes every column, and one for each of `tables`: its records by name, the
    header first; `rules` are those of its columns. The same tables give the same bytes.

    Numbers and days are cells of these types as far as spreadsheets keep them whole. All else is
    text, never a formula.
    """
    import xlsxwriter

    described = [("table", "column", "type", "what it holds")]
    for name, columns in rules.items():
        described += [(name, c["name"], c["type"], c["description"]) for c in columns]
    sheets = [_Sheet("columns", ["string"] * 4, [*zip(*described, strict=True)])]
    for name, records in tables.items():
        short, taken = name.replace("/", " ")[:_LONGEST_NAME], [sheet.name for sheet in sheets]
        if short.lower() in map(str.lower, taken):
            short = f"{short[: _LONGEST_NAME - 4]} {len(taken)}"
        types = [rule["type"] for rule in rules[name]]
        sheets.append(_Sheet(short, types, [*zip(*records, strict=True)]))
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties(
            {
                "title": title,
                "author": author,
                "created": datetime(created.year, created.month, created.day, tzinfo=UTC),
            }
        )
        head, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            _begin(book.add_worksheet(sheet.name), sheet, head, day)
    with ZipFile(buffer) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    texts = {text: at for at, text in enumerate(re.findall("(?s)<si>.*?</si>", parts[_TEXTS]))}
    count = 0
    for number, sheet in enumerate(sheets, 1):
        path = f"xl/worksheets/sheet{number}.xml"
        parts[path] = _filled(parts[path], sheet, texts)
        count += parts[path].count(' t="s"')
    counted = f' count="{count}" uniqueCount="{len(texts)}"'
    before = re.sub(' count="[^"]+" uniqueCount="[^"]+"', counted, parts[_TEXTS].split("<si>")[0])
    parts[_TEXTS] = f"{before}{''.join(texts)}</sst>"
    return zipped((name, part.encode()) for name, part in parts.items())


def _begin(worksheet: Worksheet, sheet: _Sheet, head: Format, day: Format) -> None:
    """A sheet with its head in sight, columns as wide as their cells, and its last row, in which
    every cell is a number in the format of its column."""
    for at, (kind, column) in enumerate(zip(sheet.types, sheet.columns, strict=True)):
        worksheet.write_string(0, at, column[0], head)
        if len(column) > 1:
            worksheet.write_number(len(column) - 1, at, 0, day if kind == "date" else None)
        worksheet.set_column(at, at, min(max(map(len, column)) + 2, _WIDEST))
    worksheet.freeze_panes(1, 1)


def _filled(xml: str, sheet: _Sheet, texts: dict[str, int]) -> str:
    """The XML of a sheet with all its rows where its last one stands; adds to `texts`."""
    if len(sheet.columns[0]) == 1:
        return xml
    before, _, rest = xml.rpartition("<row ")
    last, _, after = rest.partition("</row>")
    cells = []
    for (place, style), kind, (_, *column) in zip(
        _PLACE.findall(last), sheet.types, sheet.columns, strict=True
    ):
        begin = f'<c r="{place}\0"'  # the NUL stands for the number of a row
        made = {t: _cell(typed(t, kind), begin, style, texts) for t in dict.fromkeys(column)}
        cells.append([made[text] for text in column])
    rows = (
        f'<row r="{number}">{"".join(row)}</row>'.replace("\0", str(number))
        for number, row in enumerate(zip(*cells, strict=True), 2)
    )
    return f"{before}{''.join(rows)}{after}"


def _cell(value: str | float | date, begin: str, style: str, texts: dict[str, int]) -> str:
    """The XML of a cell, none for an empty one; a text is one of `texts`, by its place there."""
    if isinstance(value, date):  # as the number that it is there
        return f"{begin}{style}><v>{(value - _DAY_NOUGHT).days}</v></c>"
    if isinstance(value, float):
        return f"{begin}><v>{value:.{_KEPT_DIGITS}G}</v></c>"
    if not value:
        return ""
    told = f"<si><t>{value}</t></si>"
    if _UNLIKE_XML.search(value) or len(value) > _LONGEST_CELL // 2:
        value = value.encode("utf-16-le")[: 2 * _LONGEST_CELL].decode("utf-16-le", "ignore")
        text = _CODED.sub(lambda found: f"_x{ord(found[0]):04X}_", escape(value, quote=False))
        blanks = ' xml:space="preserve"' if text != text.strip() else ""
        told = f"<si><t{blanks}>{text}</t></si>"
    at = texts.setdefault(told, len(texts))
    return f'{begin} t="s"><v>{at}</v></c>'


def typed(cell: str, kind: str) -> str | float | date:
    """A cell as a spreadsheet should hold it: a number or a day where that loses nothing, else its
    text."""
    if kind in ("number", "integer") and re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", cell):
        return float(cell) if len(re.sub(r"\D", "", cell).strip("0")) <= _KEPT_DIGITS else cell
    if (
        kind == "date"
        and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell)
        and date.fromisoformat(cell) >= _FIRST_DAY
    ):
        return date.fromisoformat(cell)
    return cell
