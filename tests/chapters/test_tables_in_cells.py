"""The tables as cells get them: the same columns of the same types, with rows or without."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from described import own_table
from projects import FIGURES, tiny_project
from stateofplay.chapters import outlines
from stateofplay.chapters.cell_api import frame_of
from stateofplay.chapters.frames import columns, table_names
from stateofplay.files.problems import DataError
from stateofplay.files.settings import Outlines
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger


@pytest.fixture(scope="module")
def full(tmp_path_factory) -> Ledger:
    return load_ledger(tiny_project(tmp_path_factory.mktemp("full") / "book"))


@pytest.fixture(scope="module")
def young(tmp_path_factory) -> Ledger:
    """A book with one figure, of which nothing is computed yet."""
    nothing = {"derived": [], "findings": [], "checks": [], "boxes": []}
    tables = {**nothing, "tugs": FIGURES[1:2]}
    return load_ledger(tiny_project(tmp_path_factory.mktemp("young") / "book", tables))


@pytest.mark.parametrize("name", ["boxes", "derived/boxes", "findings", "turns", "checks"])
def test_a_table_without_rows_has_the_columns_that_it_has_with_rows(full, young, name) -> None:
    empty, filled = frame_of(young, name), frame_of(full, name)
    assert (len(empty), [*empty]) == (0, [*filled])
    for column in filled:
        if filled[column].notna().any():  # else pandas has no rows to infer a type from
            kind = filled[column].dtype.kind
            assert empty[column].dtype.kind == kind, column


def test_the_queries_of_chapters_work_before_there_is_a_row(young) -> None:
    assert frame_of(young, "checks").query("topic == 'boxes' and value > 1").empty
    assert frame_of(young, "derived/boxes").query("id.str.startswith('share')").empty
    assert frame_of(young, "boxes").query("start >= '2026-01-01'")["words"].empty


def test_every_column_that_a_row_is_given_is_told(full) -> None:
    """The columns are named in one place and filled in another."""
    from stateofplay.chapters import frames

    for name in table_names(full):
        for row in frames._rows(full, name):
            assert [*row] == [*columns(full, name)], name


def test_numbers_are_floats_where_every_row_has_a_range_only(tmp_path) -> None:
    tables = {"boxes": FIGURES[3:4], "derived": [], "findings": [], "checks": []}
    ledger = load_ledger(tiny_project(tmp_path / "book", tables))
    frame = frame_of(ledger, "boxes")
    assert frame["value"].dtype == float and frame["value"].isna().all()
    assert (frame["low"] / 2 + frame["value"]).isna().all()


def test_a_column_is_a_date_by_its_description_not_by_its_name(tmp_path) -> None:
    project = tiny_project(tmp_path / "book")
    own_table(project, "letters", {"id": "string", "date": "string", "seen": "date"},
              [{"id": "one", "date": "early in 2025", "seen": "2025-03-01"}])  # fmt: skip
    frame = frame_of(load_ledger(project), "letters")
    assert frame.loc[0, "date"] == "early in 2025"
    assert frame.loc[0, "seen"] == pd.Timestamp("2025-03-01")


def test_outlines_that_are_no_utf_8_are_told_with_file_and_line(tmp_path, monkeypatch) -> None:
    ledger = load_ledger(tiny_project(tmp_path / "book"))
    ours = Outlines("quays.json", "the port", "MIT", "LICENSE.txt")
    monkeypatch.setattr(
        outlines,
        "ledger",
        lambda: replace(ledger, settings=replace(ledger.settings, outlines=ours)),
    )
    (ledger.project.data / ours.file).write_bytes(b'{\n"name": "caf\xe9"}')
    with pytest.raises(DataError, match="^data/quays.json:2:13: is not stored as UTF-8"):
        outlines.regions()
