"""A cell or row of a table changes, and every other byte of the file stays as it was."""

from __future__ import annotations

import csv
import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import REPOSITORY
from stateofplay.editing.rows.raw_rows import EditError, RawTable
from stateofplay.ledger.reading.tables import described_tables

TABLES = [(path, table) for path, table in described_tables(REPOSITORY)]
CELLS = [
    "41000",
    "",
    "Запоріжжя, “захід”",
    'he said "no", twice',
    "two\nlines",
    "a,b",
    "−3 °C",
    "it’s 👍🏽",
    ' "',
]
FORMS = ("as it is", "of Windows", "marked", "all quoted", "unended", "of a spreadsheet")


def in_form(data: bytes, form: str) -> bytes:
    """A table as another program writes it."""
    if form == "of Windows":
        return data.replace(b"\n", b"\r\n")
    if form == "marked":
        return b"\xef\xbb\xbf" + data
    if form == "unended":
        return data.rstrip(b"\n")
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    buffer = io.StringIO()
    if form == "all quoted":
        csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
        return buffer.getvalue().encode()
    if form == "of a spreadsheet":
        buffer.write("sep=,\r\n")
        csv.writer(buffer).writerows([[c.replace(". ", ".\n") for c in row] for row in rows])
        return buffer.getvalue().encode() + b",,,\r\n"
    return data


def cells_in(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def pieces(table: RawTable) -> list[str]:
    return [table.before, *(row.text for row in table.records)]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("path", "table"), TABLES, ids=[table.name for _, table in TABLES])
def test_an_edit_of_one_cell_changes_one_row_and_no_other_byte(path, table, form) -> None:
    """Each row of each table of the book, in the forms in which programs write tables."""
    columns, chance = table.schema.columns, random.Random(table.name + form)
    data = in_form(path.read_bytes(), form)
    raw = RawTable.read(data, columns)
    assert "".join(pieces(raw)).encode() == data
    old = cells_in(data)
    assert raw.rows or path.read_text(encoding="utf-8").count("\n") == 1
    for place in raw.rows:
        column, cell = chance.choice(columns), chance.choice(CELLS)
        changed = raw.with_cells(place, {column: cell})
        row = raw.records[place]
        start = sum(len(text.encode()) for text in pieces(raw)[: place + 1])
        after = len(data) - start - len(row.text.encode())
        assert changed[:start] == data[:start]
        assert changed[len(changed) - after :] == data[len(data) - after :]
        new = cells_in(changed)
        assert len(old) == len(new)
        differing = [
            (number, columns[at], b)
            for number, (before, now) in enumerate(zip(old, new, strict=True))
            for at, (a, b) in enumerate(zip(before, now, strict=True))
            if a.replace("\r\n", "\n") != b.replace("\r\n", "\n")
        ]
        wanted = raw.cells(place)[column] != cell
        assert [(c, b) for _, c, b in differing] == ([(column, cell)] if wanted else [])
        if not wanted:
            assert changed == data


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("path", "table"), TABLES, ids=[table.name for _, table in TABLES])
def test_a_new_row_is_put_in_and_taken_out_again(path, table, form) -> None:
    columns = table.schema.columns
    data = in_form(path.read_bytes(), form)
    raw = RawTable.read(data, columns)
    for place in (0, *raw.rows[:3], *raw.rows[-2:]):
        added = raw.with_rows(place, [{columns[0]: "new", columns[-1]: 'a "word",\nand more'}])
        fresh = RawTable.read(added, columns)
        assert fresh.cells(place + 1)[columns[0]] == "new"
        assert fresh.cells(place + 1)[columns[-1]] == 'a "word",\nand more'
        told = [row.body for row in fresh.records]
        assert told[: place + 1] + told[place + 2 :] == [row.body for row in raw.records]
        assert fresh.before == raw.before
        if raw.records[place].end:
            assert fresh.without([place + 1]) == data


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\0\r")), min_size=3, max_size=3
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\0")),
)
def test_any_cells_whatever_is_in_them(rows, quoting, end, cell) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=quoting, lineterminator=end)
    writer.writerows([["id", "one", "two"], *rows])
    raw = RawTable.read(buffer.getvalue().encode(), ["id", "one", "two"])
    for place in raw.rows:
        fresh = RawTable.read(raw.with_cells(place, {"one": cell}), ["id", "one", "two"])
        wanted = cell.replace("\r\n", "\n").replace("\r", "\n")
        assert fresh.cells(place) == raw.cells(place) | {"one": wanted}
        texts = [row.text for row in raw.records]
        now = [row.text for row in fresh.records]
        assert now[:place] + now[place + 1 :] == texts[:place] + texts[place + 1 :]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"id;one\na;b\n", "run stateofplay check --fix"),
        ("id,one\na,é\n".encode("cp1252"), "cannot be read"),
        (b"id,two\na,b\n", "has other columns"),
        (b'id,one\na,"b\n', "cannot be read"),
    ],
)
def test_a_file_in_another_form_is_not_edited(data, said) -> None:
    with pytest.raises(EditError, match=said):
        RawTable.read(data, ["id", "one"])


def test_a_row_of_too_few_cells_is_left_to_an_editor() -> None:
    raw = RawTable.read(b"id,one\na\n", ["id", "one"])
    with pytest.raises(EditError, match="line 2 has 1 cells, not 2"):
        raw.with_cells(1, {"one": "b"})
