"""Writes all tables into one workbook (.xlsx), which spreadsheets read alike in every language: no
separators, no encodings, no guesses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape

from stateofplay.files.archive import zipped
from stateofplay.ledger.ledger import Ledger

_KEPT_DIGITS = 15  # significant digits that a spreadsheet keeps of a number
_LONGEST = 32_767  # characters that a cell of a spreadsheet holds
_WIDEST = 60  # characters of a column; longer cells are read in the line above the sheet
_FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheets disagree about dates
_DAY_ZERO = date(1899, 12, 30)
_HEAD, _DAY = 1, 2  # places in the list of styles
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORMATS = "http://schemas.openxmlformats.org"
_MAIN = f'xmlns="{_FORMATS}/spreadsheetml/2006/main"'
_PACKAGE = f"{_FORMATS}/package/2006"
_OFFICE = f"{_FORMATS}/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'<styleSheet {_MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/>'
    '</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/>'
    '<sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill '
    'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/>'
    '<xf numFmtId="164" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle '
    'name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class _Texts(dict[str, int]):
    """The texts of all sheets, each stored once, by the number that cells name it with."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]

    def xml(self) -> str:
        # What looks like a character's code would be read as that character.
        plain = (re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text[:_LONGEST]) for text in self)
        items = (f'<si><t xml:space="preserve">{escape(text, False)}</t></si>' for text in plain)
        return f"<sst {_MAIN}>{''.join(items)}</sst>"


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
    texts = _Texts()
    sheets = {"columns": _sheet(described, {}, texts)}
    for name, records in tables.items():
        types = {field["name"]: field["type"] for field in ledger.tables[name].schema.fields}
        short = name.replace("/", " ")[:31]
        short = f"{short[:27]} {len(sheets)}" if short in sheets else short
        sheets[short] = _sheet(records, types, texts)
    return _file(sheets, texts, title, author, created)


def _sheet(records: Sequence[Sequence[str]], types: Mapping[str, str], texts: _Texts) -> str:
    """A sheet with its head in sight and its columns as wide as their cells."""
    head, *rows = records
    places = [_column(at) for at in range(len(head))]
    names = "".join(
        f'<c r="{place}1" s="{_HEAD}" t="s"><v>{texts[column]}</v></c>'
        for place, column in zip(places, head, strict=True)
    )
    lines = [f'<row r="1">{names}</row>']
    contents = [_Contents(types.get(column, ""), texts) for column in head]
    for number, row in enumerate(rows, 2):
        cells = [
            f'<c r="{place}{number}"{column[cell]}'
            for place, column, cell in zip(places, contents, row, strict=True)
            if cell
        ]
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    widths = [
        min(max(map(len, (name, *column))) + 2, _WIDEST)
        for name, column in zip(head, contents, strict=True)
    ]
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(widths, 1)
    )
    return (
        f'<worksheet {_MAIN}><sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" '
        'topLeftCell="B2" activePane="bottomRight" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(lines)}</sheetData></worksheet>"
    )


class _Contents(dict[str, str]):
    """What follows the place of a cell in the XML of a column, for each text that it holds."""

    def __init__(self, kind: str, texts: _Texts) -> None:
        super().__init__()
        self._kind, self._texts = kind, texts

    def __missing__(self, cell: str) -> str:
        value = typed(cell, self._kind)
        if isinstance(value, date):
            self[cell] = f' s="{_DAY}"><v>{(value - _DAY_ZERO).days}</v></c>'
        elif isinstance(value, float):
            self[cell] = f"><v>{value:.16G}</v></c>"
        else:
            self[cell] = f' t="s"><v>{self._texts[cell]}</v></c>'
        return self[cell]


def _column(at: int) -> str:
    """The letters of a column, from 0."""
    before, last = divmod(at, 26)
    return (_column(before - 1) if before else "") + chr(ord("A") + last)


def _file(
    sheets: Mapping[str, str], texts: _Texts, title: str, author: str, created: date
) -> bytes:
    """The parts of a workbook, with their kinds and how they belong together, as one file."""
    numbered = [
        (f"worksheets/sheet{at}.xml", f"rId{at}", name) for at, name in enumerate(sheets, 1)
    ]
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{key[3:]}" r:id="{key}"/>'
        for _, key, name in numbered
    )
    core = (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{created.isoformat()}T00:00:00Z'
        "</dcterms:created></cp:coreProperties>"
    )
    parts = {
        "xl/workbook.xml": (
            f"{_KIND}.sheet.main",
            f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        ),
        "docProps/core.xml": ("application/vnd.openxmlformats-package.core-properties", core),
        "xl/styles.xml": (f"{_KIND}.styles", _STYLES),
        "xl/sharedStrings.xml": (f"{_KIND}.sharedStrings", texts.xml()),
    } | {f"xl/{path}": (f"{_KIND}.worksheet", sheets[name]) for path, _, name in numbered}
    kinds = "".join(
        f'<Override PartName="/{path}" ContentType="{kind}+xml"/>'
        for path, (kind, _) in parts.items()
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{kinds}</Types>',
        "_rels/.rels": _related(
            [
                ("xl/workbook.xml", "rId1", f"{_OFFICE}/officeDocument"),
                ("docProps/core.xml", "rId2", f"{_PACKAGE}/relationships/metadata/core-properties"),
            ]
        ),
        "xl/_rels/workbook.xml.rels": _related(
            [
                *((path, key, f"{_OFFICE}/worksheet") for path, key, _ in numbered),
                ("styles.xml", "rIdStyles", f"{_OFFICE}/styles"),
                ("sharedStrings.xml", "rIdTexts", f"{_OFFICE}/sharedStrings"),
            ]
        ),
    } | {path: content for path, (_, content) in parts.items()}
    return zipped((path, (_XML + content).encode()) for path, content in files.items())


def _related(targets: Iterable[tuple[str, str, str]]) -> str:
    """Which parts belong to one: each with its path, key and kind of relation."""
    lines = (
        f'<Relationship Id="{key}" Type="{kind}" Target="{path}"/>' for path, key, kind in targets
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


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
