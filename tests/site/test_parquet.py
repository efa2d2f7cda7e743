"""Parquet files: typed columns, what is empty stays empty, the same table gives the same bytes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import fastparquet
import pytest

from stateofplay.ledger.reading.tables import Schema
from stateofplay.site.downloads import parquet

SCHEMA = Schema(
    "port",
    (
        {"name": "id", "type": "string"},
        {"name": "boxes", "type": "number"},
        {"name": "day", "type": "date"},
    ),
    ("id",),
)
TEXT = 'id,boxes,day\n"quay, east",31680.5,2026-01-31\n"says ""shut""",,\n'


@pytest.fixture
def written(tmp_path) -> Path:
    job = parquet.job(tmp_path / "one", TEXT, SCHEMA)
    parquet.write([job])
    assert [path.name for path in job.target.parent.iterdir()] == [job.target.name]
    file = tmp_path / "port.parquet"
    file.write_bytes(job.done)
    return file


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


def test_the_same_table_gives_the_same_bytes_in_another_folder(written, tmp_path) -> None:
    again = parquet.job(tmp_path / "another", TEXT, SCHEMA)
    parquet.write([again])
    assert again.done == written.read_bytes()


def test_a_changed_cell_and_a_changed_type_are_other_files(tmp_path) -> None:
    one = parquet.job(tmp_path, TEXT, SCHEMA).target
    assert parquet.job(tmp_path, TEXT.replace("31680.5", "31680"), SCHEMA).target != one
    assert (
        parquet.job(
            tmp_path,
            TEXT,
            Schema("port", (*SCHEMA.fields[:2], {"name": "day", "type": "string"}), ("id",)),
        ).target
        != one
    )


def test_a_table_without_rows_keeps_its_columns(tmp_path) -> None:
    job = parquet.job(tmp_path, "id,boxes,day\n", SCHEMA)
    parquet.write([job])
    file = tmp_path / "port.parquet"
    file.write_bytes(job.done)
    rows = duckdb.sql(f"SELECT * FROM '{file.as_posix()}'")
    assert rows.columns == ["id", "boxes", "day"] and rows.fetchall() == []
