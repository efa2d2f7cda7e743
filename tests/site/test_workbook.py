"""The workbook of all tables: cells of the right kind, nothing that is run, nothing lost, the same
bytes every time.
"""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from types import SimpleNamespace
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from projects import FIGURES, tiny_project
from stateofplay.ledger.ledger import load_ledger
from stateofplay.ledger.reading.fixing import stated
from stateofplay.site.downloads.workbook import typed, workbook


def test_a_workbook_holds_every_table_with_typed_cells(tmp_path) -> None:
    figures = [
        FIGURES[0] | {"measure": "=HYPERLINK(1)", "note": "-5", "who": "Zoë – “€”"},
        *FIGURES[1:],
    ]
    ledger = load_ledger(tiny_project(tmp_path / "book", tables={"boxes": figures}))
    tables = {name: list(stated(ledger.project, t)) for name, t in ledger.tables.items()}
    content = workbook(ledger, tables, "Title", "Author", date(2026, 11, 23))
    assert content == workbook(ledger, tables, "Title", "Author", date(2026, 11, 23))
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
    told = {name: list(stated(ledger.project, t)) for name, t in ledger.tables.items()}
    with ZipFile(io.BytesIO(workbook(ledger, told, "A & “B”", "C", date(2026, 11, 23)))) as archive:
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    texts = ["".join(item.itertext()) for item in parts["xl/sharedStrings.xml"]]
    assert "_x005F_x0041_ & <b>" in texts
    sheets = [s.get("name") for s in parts["xl/workbook.xml"].iter() if s.tag.endswith("}sheet")]
    assert len(set(sheets)) == len(sheets) == 1 + len(ledger.tables)
    assert max(len(name) for name in sheets) <= 31


def test_rows_are_as_the_library_writes_them_cell_by_cell(tmp_path, monkeypatch) -> None:
    """It is handed them by a way of its own, which another version of it may change."""
    ledger = load_ledger(tiny_project(tmp_path / "book"))
    head = ledger.tables["boxes"].schema.columns
    records = [dict.fromkeys(head, "") for _ in range(40)]
    for number, record in enumerate(records):
        record["id"] = f"_x0041_ <b> & é {number % 7}"
        record["value"] = ("0", "-2.50", "0.000001", "123456789012345678")[number % 4]
        record["start"] = ("", "2026-02-20", "1899-12-31")[number % 3]
        record["note"] = "" if number < 20 else "😀" * (16_382 + number % 4)
    tables = {"boxes": [head, *(list(record.values()) for record in records)]}
    told = (ledger, tables, "Title", "Author", date(2026, 11, 23))
    at_once = workbook(*told)
    monkeypatch.setattr("stateofplay.site.downloads.workbook._write", cell_by_cell)
    assert at_once == workbook(*told)


def cell_by_cell(sheet, records, types, styles) -> None:
    head, day = (
        SimpleNamespace(_get_xf_index=lambda s=s: re.search("[0-9]+", s)[0]) for s in styles
    )
    for number, record in enumerate(records):
        for at, (name, cell) in enumerate(zip(records[0], record, strict=True)):
            value = typed(cell, types.get(name, "")) if number else cell
            if isinstance(value, date):
                sheet.write_datetime(number, at, datetime(value.year, value.month, value.day), day)
            elif isinstance(value, float):
                sheet.write_number(number, at, value)
            elif value:
                sheet.write_string(number, at, value, None if number else head)
    sheet.freeze_panes(1, 1)
    for at, cells in enumerate(zip(*records, strict=True)):
        sheet.set_column(at, at, min(max(map(len, cells)) + 2, 60))


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
