"""The workbook of all tables: cells of the right kind, nothing that is run, nothing lost, the same
bytes every time.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from projects import FIGURES, tiny_project
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger
from stateofplay.site.downloads.workbook import rows_of, typed, workbook


def of(ledger: Ledger, title: str) -> bytes:
    """The workbook of the tables as they lie there."""
    rules = {name: table.schema.fields for name, table in ledger.tables.items()}
    tables = {}
    for name in rules:
        with ledger.project.table(name).open(encoding="utf-8", newline="") as file:
            tables[name] = [*csv.reader(file)]
    return made(rules, tables, title)


def made(rules, tables, title: str = "Title") -> bytes:
    """A workbook of tables, by name with their heads, at most three rows at once."""
    parts = {}
    for name, (_, *records) in tables.items():
        types = [rule["type"] for rule in rules[name]]
        parts[name] = [
            rows_of(records[at : at + 3], types, at + 2) for at in range(0, len(records), 3)
        ]
    return workbook(rules, parts, title, "Author & C", date(2026, 11, 23))


def test_a_workbook_holds_every_table_with_typed_cells(tmp_path) -> None:
    figures = [
        FIGURES[0] | {"measure": "=HYPERLINK(1)", "note": "-5", "who": "Zoë – “€”"},
        *FIGURES[1:],
    ]
    ledger = load_ledger(tiny_project(tmp_path / "book", tables={"boxes": figures}))
    content = of(ledger, "Title")
    assert content == of(ledger, "Title")
    with ZipFile(io.BytesIO(content)) as archive:
        names = re.findall(r'<sheet name="([^"]+)"', archive.read("xl/workbook.xml").decode())
        assert names == ["columns", *(name.replace("/", " ") for name in ledger.tables)]
        sheet = archive.read(f"xl/worksheets/sheet{names.index('boxes') + 1}.xml").decode()
        texts = archive.read("xl/sharedStrings.xml").decode()
    assert "<v>31680</v>" in sheet and "<f>" not in sheet
    assert re.search(r'<c r="[A-Z]+2" s="\d"><v>45658</v>', sheet)  # 2025-01-01
    assert ">=HYPERLINK(1)<" in texts and ">-5<" in texts and "Zoë – “€”" in texts


def test_texts_that_look_like_codes_and_names_that_begin_alike_stay_whole(tmp_path) -> None:
    figures = [FIGURES[0] | {"note": "_x0041_ & <b>"}, *FIGURES[1:]]
    names = [f"a_table_with_a_name_of_more_than_{n}" for n in ("thirty", "thirty_one")]
    tables = {"boxes": figures} | {name: [] for name in names}
    ledger = load_ledger(tiny_project(tmp_path / "book", tables=tables))
    with ZipFile(io.BytesIO(of(ledger, "A & “B”"))) as archive:
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    texts = ["".join(item.itertext()) for item in parts["xl/sharedStrings.xml"]]
    assert "_x005F_x0041_ & <b>" in texts
    sheets = [s.get("name") for s in parts["xl/workbook.xml"].iter() if s.tag.endswith("}sheet")]
    assert len(set(sheets)) == len(sheets) == 1 + len(ledger.tables)
    assert max(len(name) for name in sheets) <= 31


TEXTS = [
    *("=1+1", "-5", "@x", 'a & <b> "c" ]]>', "<r>&</r>", "two\nlines", " a\tb ", "😀", "&amp;"),
    *("_x0041_", "_x0041_x0042_", "_x005F_", "x_x00zz_", "\0\r\x1f", "\ufffe\uffff"),
]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets_of(content: bytes) -> list[ElementTree.Element]:
    """The sheets of a workbook, in each cell what it states: texts as the standard reads them."""
    with ZipFile(io.BytesIO(content)) as archive:
        parts = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
        sheets = [ElementTree.fromstring(archive.read(name)) for name in parts]
        table = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    texts = [
        re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), "".join(item.itertext()))
        for item in table
    ]
    cells = [cell for sheet in sheets for cell in sheet.iter(f"{MAIN}c") if cell.get("t") == "s"]
    assert int(table.get("count")) == len(cells) and int(table.get("uniqueCount")) == len(texts)
    assert len(texts) == len({*texts})
    for cell in cells:
        cell[0].text = texts[int(cell[0].text)]
    return sheets


def test_every_cell_comes_back_in_its_place_with_its_type_and_format() -> None:
    kinds = {"id": "string", "boxes": "number", "day": "date", "note": "string"}
    rules = [{"name": name, "type": kind, "description": "D."} for name, kind in kinds.items()]
    numbers, days = ["", "-2.50", "0.1", "12345678901234567"], ["2026-02-20", "", "1899-12-31"]
    records = [
        [text, numbers[at % 4], days[at % 3], "" if at else "id"] for at, text in enumerate(TEXTS)
    ]
    tables = {"none": [[*kinds]], "port": [[*kinds], *records]}
    _, empty, sheet = sheets_of(made(dict.fromkeys(tables, rules), tables))
    of_number = {"-2.50": (None, None, "-2.5"), "0.1": (None, None, "0.1")}
    typed_cells = of_number | {"2026-02-20": (None, "2", "46073")}
    head = {f"{at}1": ("s", "1", name) for at, name in zip("ABCD", kinds, strict=True)}
    assert cells_of(empty) == head
    assert cells_of(sheet) == head | {
        f"{at}{row}": typed_cells.get(cell, ("s", None, cell))
        for row, record in enumerate(records, 2)
        for at, cell in zip("ABCD", record, strict=True)
        if cell
    }
    assert [int(row.get("r")) for row in sheet.iter(f"{MAIN}row")] == [*range(1, len(records) + 2)]
    assert sheet.find(f"{MAIN}dimension").get("ref") == f"A1:D{len(records) + 1}"
    assert len([*sheet.iter(f"{MAIN}pane")]) == 1 and len([*sheet.iter(f"{MAIN}col")]) == 4


def cells_of(sheet: ElementTree.Element) -> dict[str, tuple[str | None, str | None, str]]:
    """By place: type, number of the format, and what is stated."""
    return {c.get("r"): (c.get("t"), c.get("s"), c[0].text) for c in sheet.iter(f"{MAIN}c")}


def test_a_text_is_cut_where_spreadsheets_refuse_the_file() -> None:
    rules = {"port": [{"name": "id", "type": "string", "description": "D."}]}
    tables = {"port": [["id"], ["😀" * 20_000]]}
    *_, sheet = sheets_of(made(rules, tables))
    assert [v.text for v in sheet.iter(f"{MAIN}v")] == ["id", "😀" * 16_383]


@pytest.mark.parametrize(
    ("cell", "kind", "value"),
    [
        ("31680", "number", 31680.0),
        ("-2.50", "number", -2.5),
        ("12345678901234567", "number", "12345678901234567"),
        ("", "number", ""),
        ("2026-02-20", "date", date(2026, 2, 20)),
        ("1899-12-31", "date", "1899-12-31"),
        ("5", "string", "5"),
        ("=1+1", "string", "=1+1"),
        ("123456789012345.6", "number", "123456789012345.6"),
        ("100000000000000000000", "number", 1e20),
    ],
)
def test_a_cell_is_typed_where_that_loses_nothing(cell, kind, value) -> None:
    assert typed(cell, kind) == value and type(typed(cell, kind)) is type(value)
