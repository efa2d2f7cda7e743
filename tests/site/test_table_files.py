"""The files of tables: Parquet with typed columns, where what is empty stays empty; the same tables
give the same bytes under the same names, and those of earlier states go.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import fastparquet
import pytest

from edited import edit
from lending import lender
from projects import tiny_project
from stateofplay.chapters.execution import Executor
from stateofplay.files.access import kept
from stateofplay.publish.building import build
from stateofplay.site.downloads import package, table_files
from stateofplay.site.downloads.table_files import Packing, table_csv, try_to_write

COLUMNS = (
    {"name": "id", "type": "string", "description": "Name."},
    {"name": "boxes", "type": "number", "description": "Boxes."},
    {"name": "day", "type": "date", "description": "Day."},
)
DATA = b'id,boxes,day\n"quay, east",31680.5,2026-01-31\n"says ""shut""",,\n'
ABOUT = ("Title", "Author", date(2026, 11, 29))


def packing(folder: Path, data: bytes = DATA, program: str = "1", columns=COLUMNS) -> Packing:
    """What is to be written into `folder`; the table itself lies beside it."""
    source = folder.with_suffix(".csv")
    source.write_bytes(data)
    return Packing.of(folder, {"port": (source, columns)}, program, ABOUT)


def parquet_of(folder: Path, data: bytes = DATA) -> Path:
    """A table as readers take it along, in a folder of its own."""
    port = packing(folder / "kept", data)
    port.write(["port"])
    file = port.tables["port"]
    assert set(file.target.parent.iterdir()) == {file.csv, file.parquet}
    (folder / "port.parquet").write_bytes(kept(file.parquet))
    return folder / "port.parquet"


@pytest.fixture
def written(tmp_path) -> Path:
    return parquet_of(tmp_path)


def test_columns_have_the_types_of_the_schema_and_empty_cells_are_null(written) -> None:
    rows = duckdb.sql(f"SELECT * FROM '{written.as_posix()}'")
    assert [str(kind) for kind in rows.types] == ["VARCHAR", "DOUBLE", "DATE"]
    assert rows.fetchall() == [
        ("quay, east", 31680.5, date(2026, 1, 31)),
        ('says "shut"', None, None),
    ]


def test_another_program_reads_the_same(written) -> None:
    frame = fastparquet.ParquetFile(written).to_pandas()
    assert (
        list(frame["id"]) == ["quay, east", 'says "shut"']
        and frame["boxes"][0] == 31680.5
        and frame["boxes"].isna()[1]
    )


def test_the_same_tables_give_the_same_bytes_in_another_folder(tmp_path) -> None:
    found = []
    for name in ("one", "another"):
        try_to_write(partial(packing, tmp_path / name))
        assert not [*packing(tmp_path / name).missing]
        found.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert found[0] == found[1] and len(found[0]) == 3


def test_a_changed_cell_a_changed_type_and_another_program_are_other_files(tmp_path) -> None:
    retyped = (*COLUMNS[:2], COLUMNS[2] | {"type": "string"})
    all_of_them = [
        packing(tmp_path),
        packing(tmp_path, DATA.replace(b"31680.5", b"31680")),
        packing(tmp_path, columns=retyped),
        packing(tmp_path, program="2"),
    ]
    assert len({each.tables["port"].target for each in all_of_them}) == 4
    assert len({each.workbook for each in all_of_them}) == 4


def test_only_what_is_missing_is_written_and_earlier_states_go(tmp_path) -> None:
    kept_in = tmp_path / "kept"
    write = partial(try_to_write, partial(packing, kept_in))
    first = packing(kept_in)
    write()
    first.tables["port"].csv.write_bytes(b"cut by a power cut")
    assert [*first.missing] == [("port", first.tables["port"].csv)]
    kept = first.workbook.stat().st_mtime_ns
    write()
    assert not [*first.missing] and first.workbook.stat().st_mtime_ns == kept
    other = partial(packing, kept_in, DATA.replace(b"31680.5", b"31680"))
    try_to_write(other)
    (kept_in / "put there").mkdir()
    other().keep_only_these()
    assert len([*kept_in.iterdir()]) == 3 and len([*first.missing]) == 3


def test_of_many_rows_those_that_are_as_they_were_are_not_made_again(tmp_path, monkeypatch) -> None:
    lines = [f'"quay {n}, <east>",{n}.5,2026-01-{n % 31 + 1:02}\n' for n in range(1100)]
    other = lines[:700] + [lines[700].replace("east", "west")] + lines[701:]
    states = {"first": lines, "a cell": other, "a row": [lines[5], *other], "less": lines[:600]}
    made, rows_of = [], table_files.rows_of
    monkeypatch.setattr(
        table_files, "rows_of", lambda *given: made.append(given[2]) or rows_of(*given)
    )
    starts = {"first": [2, 502, 1002], "a cell": [502], "a row": [2, 502, 1002], "less": [2, 502]}
    for name, state in states.items():
        made.clear()
        written = []
        for folder in ("kept", name):  # where the state before was written, and where none was
            port = packing(tmp_path / folder, ("id,boxes,day\n" + "".join(state)).encode())
            port.write(["", "port"])
            port.keep_only_these()
            file = port.tables["port"]
            written.append([kept(path) for path in (port.workbook, file.csv, file.parquet)])
            if folder == "kept":
                assert made == starts[name], name
        assert written[0] == written[1] and None not in written[0]
        assert written[0][1].decode().count("\n") == len(state) + 1
    file.kept_rows.write_bytes(b"cut by a power cut")
    assert packing(tmp_path / "kept", file.data).tables["port"].rows == file.rows


def test_a_table_without_rows_keeps_its_columns(tmp_path) -> None:
    file = parquet_of(tmp_path, b"id,boxes,day\n")
    rows = duckdb.sql(f"SELECT * FROM '{file.as_posix()}'")
    assert rows.columns == ["id", "boxes", "day"] and rows.fetchall() == []


def test_a_table_saved_while_a_build_begins_is_not_taken_for_the_one_of_the_build(tmp_path) -> None:
    of_the_build = packing(tmp_path / "kept")
    try_to_write(partial(packing, tmp_path / "kept", DATA.replace(b"east", b"west")))
    assert len([*of_the_build.missing]) == 3
    of_the_build.write(["", "port"])
    assert b"east" in kept(of_the_build.tables["port"].csv) and not [*of_the_build.missing]


@pytest.mark.parametrize("cell", ["=1+1", "-1+cmd|' /C calc'!A0", "+1", "@x", "-2\n+3"])
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed_and_no_other(cell) -> None:
    records = [["id", "boxes"], ["quay", -5], [cell, "-5"], ["a, b", "–"]]
    written = f'"\'{cell}"' if "\n" in cell else f"'{cell}"
    assert table_csv(records) == f'id,boxes\nquay,-5\n{written},-5\n"a, b",–\n'


def test_the_process_that_writes_them_loads_what_it_needs() -> None:
    program = (
        f"import sys, {table_files.__name__}; print({{'sphinx', 'docutils'}} & {{*sys.modules}})"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert loaded.stdout == "set()\n", loaded.stderr


@pytest.mark.book
def test_a_first_build_packs_after_its_chapters_and_an_edit_from_the_beginning(
    tmp_path, monkeypatch
) -> None:
    """Drawing takes most of the memory, an edit the time of the longest part."""
    done, execute = [], Executor.execute

    def executed(executor, chapters):
        done.append("executes")
        return execute(executor, chapters)

    monkeypatch.setattr(lender, "lend", lambda project: None)  # or another test has packed them
    monkeypatch.setattr(Executor, "execute", executed)
    monkeypatch.setattr(package, "start_beside", lambda *given: done.append("packs"))
    project = tiny_project(tmp_path / "book")
    assert build(project, quiet=True) == 0 and done[:2] == ["executes", "packs"]
    done.clear()
    edit(project, "data/boxes.csv", "Port union", "Port union of all quays")
    assert build(project, quiet=True) == 0 and done[:2] == ["packs", "executes"]
