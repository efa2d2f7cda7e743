"""Writes all tables into one workbook (.xlsx), which spreadsheets read alike in every language: no
separators, no encodings, no guesses.

XlsxWriter makes the file, with one row of each sheet that stands in for all below its head. These
are written here, some rows at once, each text of a column once: cell by cell, a large table takes
seconds. Nothing of such rows depends on others but where their texts stand in the workbook.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
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
_NUMBER, _TEXT, _DAY = "\0", "\1", "\2"  # stand for a row's number, a text's place, a day's format


class Rows(NamedTuple):
    """Some rows of a sheet: how many, the characters of the longest cell of each column, the texts
    as XML, each once, and all rows as XML, in which %s stands for where each text of `places` (its
    place in `texts`) has its place in the workbook."""

    height: int
    widths: list[int]
    texts: list[str]
    xml: str
    places: list[int]


class _Sheet(NamedTuple):
    """A table to write: the names of its columns, their types, all below its head."""

    name: str
    head: Sequence[str]
    types: Sequence[str]
    rows: Sequence[Rows]


def workbook(
    rules: Mapping[str, Sequence[ColumnRule]],
    tables: Mapping[str, Sequence[Rows]],
    title: str,
    author: str,
    created: date,
) -> bytes:
    """A sheet that describes every column, and one for each of `tables`: all that is below its
    head, by name; `rules` are those of its columns. The same tables give the same bytes.

    Numbers and days are cells of these types as far as spreadsheets keep them whole. All else is
    text, never a formula.
    """
    import xlsxwriter

    described: list[Sequence[str]] = []
    for name, columns in rules.items():
        described += [(name, c["name"], c["type"], c["description"]) for c in columns]
    of_text = ["string"] * 4
    rows = [rows_of(described, of_text, 2)]
    sheets = [_Sheet("columns", ("table", "column", "type", "what it holds"), of_text, rows)]
    for name, parts_of_it in tables.items():
        short, taken = name.replace("/", " ")[:_LONGEST_NAME], [sheet.name for sheet in sheets]
        if short.lower() in map(str.lower, taken):
            short = f"{short[: _LONGEST_NAME - 4]} {len(taken)}"
        names, types = ([rule[of] for rule in rules[name]] for of in ("name", "type"))
        sheets.append(_Sheet(short, names, types, parts_of_it))
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
    for number, sheet in enumerate(sheets, 1):
        path = f"xl/worksheets/sheet{number}.xml"
        parts[path] = _filled(parts[path], sheet, texts)
    count = sum(len(sheet.head) + sum(len(rows.places) for rows in sheet.rows) for sheet in sheets)
    counted = f' count="{count}" uniqueCount="{len(texts)}"'
    before = re.sub(' count="[^"]+" uniqueCount="[^"]+"', counted, parts[_TEXTS].split("<si>")[0])
    parts[_TEXTS] = f"{before}{''.join(texts)}</sst>"
    return zipped((name, part.encode()) for name, part in parts.items())


def _begin(worksheet: Worksheet, sheet: _Sheet, head: Format, day: Format) -> None:
    """A sheet with its head in sight, columns as wide as their cells, and its last row, in which
    every cell is a number in the format of its column."""
    last = sum(rows.height for rows in sheet.rows)
    widths = zip([*map(len, sheet.head)], *(rows.widths for rows in sheet.rows), strict=True)
    for at, (kind, name, width) in enumerate(zip(sheet.types, sheet.head, widths, strict=True)):
        worksheet.write_string(0, at, name, head)
        if last:
            worksheet.write_number(last, at, 0, day if kind == "date" else None)
        worksheet.set_column(at, at, min(max(width) + 2, _WIDEST))
    worksheet.freeze_panes(1, 1)


def _filled(xml: str, sheet: _Sheet, texts: dict[str, int]) -> str:
    """The XML of a sheet with all its rows where its last one stands; adds to `texts`."""
    if not sheet.rows:
        return xml
    before, _, rest = xml.rpartition("<row ")
    last, _, after = rest.partition("</row>")
    day, made = "".join(re.findall('<c r="[A-Z]+[0-9]+"( s="[0-9]+")>', last)[:1]), []
    for rows in sheet.rows:
        numbers = [str(texts.setdefault(text, len(texts))) for text in rows.texts]
        made.append(rows.xml % tuple([numbers[place] for place in rows.places]))
    return f"{before}{''.join(made).replace(_DAY, day)}{after}"


def rows_of(records: Sequence[Sequence[str]], types: Sequence[str], first: int) -> Rows:
    """`records`, cells of columns of these types, as rows from the number `first` on."""
    from xlsxwriter.utility import xl_col_to_name

    texts: dict[str, int] = {}
    cells, widths = [], []
    for at, (kind, column) in enumerate(zip(types, zip(*records, strict=True), strict=True)):
        begin = f'<c r="{xl_col_to_name(at)}{_NUMBER}"'
        made = {t: _cell(typed(t, kind), begin, texts) for t in dict.fromkeys(column)}
        cells.append([made[text] for text in column])
        widths.append(max(map(len, made)))
    told = (
        f'<row r="{number}">{"".join(row)}</row>'.replace(_NUMBER, str(number))
        for number, row in enumerate(zip(*cells, strict=True), first)
    )
    between = "".join(told).split(_TEXT)
    xml, places = "%s".join(between[::2]), [*map(int, between[1::2])]
    return Rows(len(records), widths, [*texts], xml, places)


def _cell(value: str | float | date, begin: str, texts: dict[str, int]) -> str:
    """The XML of a cell, none for an empty one; a text is one of `texts`, by its place there."""
    if isinstance(value, date):  # as the number that it is there
        return f"{begin}{_DAY}><v>{(value - _DAY_NOUGHT).days}</v></c>"
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
    return f'{begin} t="s"><v>{_TEXT}{at}{_TEXT}</v></c>'


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
