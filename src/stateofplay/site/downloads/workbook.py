"""Writes all tables into one workbook (.xlsx), which spreadsheets read alike in every language: no
separators, no encodings, no guesses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import escape
from itertools import product
from string import ascii_uppercase

from stateofplay.files.archive import zipped
from stateofplay.ledger.ledger import Ledger

_KEPT_DIGITS = 15  # significant digits that a spreadsheet keeps of a number
_LONGEST_NAME = 31  # characters of a sheet's name
_WIDEST = 60  # characters of a column; longer cells are read in the line above the sheet
_FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheets disagree about dates
_BEFORE_DAYS = date(1899, 12, 30)  # from which on they count days
_LETTERS = ["".join(letters) for n in (1, 2) for letters in product(ascii_uppercase, repeat=n)]
_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # which spreadsheets would take for a character
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PLAIN = 'borderId="0" fillId="0"'
_FONT = '<sz val="11"/><name val="Calibri"/>'
_HEAD, _DAY = ' s="1"', ' s="2"'  # the second and the third of the formats
_STYLES = f"""<styleSheet xmlns="{_MAIN}">\
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts>\
<fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf {_PLAIN} fontId="0" numFmtId="0"/></cellStyleXfs>\
<cellXfs count="3"><xf {_PLAIN} fontId="0" numFmtId="0" xfId="0"/>\
<xf {_PLAIN} fontId="1" numFmtId="0" xfId="0" applyFont="1"/>\
<xf {_PLAIN} fontId="0" numFmtId="164" xfId="0" applyNumberFormat="1"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
_VIEW = """<sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" \
activePane="bottomRight" state="frozen"/></sheetView></sheetViews>"""


def workbook(
    ledger: Ledger,
    tables: Mapping[str, Sequence[Sequence[str]]],
    title: str,
    author: str,
    created: date,
) -> bytes:
    """A sheet that describes every column, and one for each of `tables`: its records by name, the
    header first. The same tables give the same bytes.

    Numbers and days are cells of these types as far as spreadsheets keep them whole. All else is
    text, never a formula.
    """
    described = [("table", "column", "type", "what it holds")]
    for name, table in ledger.tables.items():
        described += [
            (name, field["name"], field["type"], field["description"])
            for field in table.schema.fields
        ]
    sheets = {"columns": _sheet(described, {})}
    for name, records in tables.items():
        types = {field["name"]: field["type"] for field in ledger.tables[name].schema.fields}
        short = name.replace("/", " ")[:_LONGEST_NAME]
        if short.lower() in map(str.lower, sheets):
            short = f"{short[: _LONGEST_NAME - 4]} {len(sheets)}"
        sheets[short] = _sheet(records, types)
    return zipped(
        (name, (_XML + text).encode())
        for name, text in (*_frame(list(sheets), title, author, created), *_numbered(sheets))
    )


def _numbered(sheets: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for number, text in enumerate(sheets.values(), 1):
        yield f"xl/worksheets/sheet{number}.xml", text


def _frame(sheets: list[str], title: str, author: str, created: date) -> Iterator[tuple[str, str]]:
    """What a workbook has besides its sheets: what each file of it is, its makers, its formats."""
    numbers = range(1, len(sheets) + 1)
    files = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    files |= {f"/xl/worksheets/sheet{number}.xml": "worksheet" for number in numbers}
    kinds = {file: f"{_KIND}.{kind}+xml" for file, kind in files.items()}
    kinds["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    yield (
        "[Content_Types].xml",
        (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            + "".join(
                f'<Override PartName="{f}" ContentType="{kind}"/>' for f, kind in kinds.items()
            )
            + "</Types>"
        ),
    )
    about = (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")
    yield "_rels/.rels", _relations([(f"{_OFFICE}/officeDocument", "xl/workbook.xml"), about])
    day, author = f'xsi:type="dcterms:W3CDTF">{created}T00:00:00Z', escape(author)
    yield (
        "docProps/core.xml",
        (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(title)}</dc:title><dc:creator>{author}</dc:creator>"
            f"<dcterms:created {day}</dcterms:created><dcterms:modified {day}</dcterms:modified>"
            "</cp:coreProperties>"
        ),
    )
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in zip(numbers, sheets, strict=True)
    )
    yield (
        "xl/workbook.xml",
        (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
            f"<sheets>{listed}</sheets></workbook>"
        ),
    )
    parts = [(f"{_OFFICE}/worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    parts.append((f"{_OFFICE}/styles", "styles.xml"))
    yield "xl/_rels/workbook.xml.rels", _relations(parts)
    yield "xl/styles.xml", _STYLES


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    """What belongs to a file: the kind of each, and where it is."""
    found = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def _sheet(rows: Iterable[Sequence[str]], types: Mapping[str, str]) -> str:
    """A sheet with its head in sight and its columns as wide as their cells."""
    kinds: list[str] = []
    widths: list[int] = []
    written = []
    for number, row in enumerate(rows, 1):
        if number == 1:
            kinds, widths = [types.get(name, "") for name in row], [0] * len(row)
        cells = []
        for at, cell in enumerate(row):
            if cell:
                widths[at] = max(widths[at], len(cell))
                cells.append(_cell(f"{_LETTERS[at]}{number}", cell, kinds[at], number == 1))
        written.append(f'<row r="{number}">{"".join(cells)}</row>')
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{min(width + 2, _WIDEST)}" customWidth="1"/>'
        for at, width in enumerate(widths, 1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}">{_VIEW}{f"<cols>{columns}</cols>" if columns else ""}'
        f"<sheetData>{''.join(written)}</sheetData></worksheet>"
    )


def _cell(place: str, cell: str, kind: str, is_head: bool) -> str:
    value = cell if is_head or not kind or kind == "string" else typed(cell, kind)
    if isinstance(value, date):
        return f'<c r="{place}"{_DAY}><v>{(value - _BEFORE_DAYS).days}</v></c>'
    if isinstance(value, float):
        return f'<c r="{place}"><v>{value:.16g}</v></c>'
    text = escape(_CODE.sub("_x005F_", value), quote=False)
    return (
        f'<c r="{place}"{_HEAD if is_head else ""} t="inlineStr">'
        f'<is><t xml:space="preserve">{text}</t></is></c>'
    )


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
