"""Input files broken at random: every one is told with its file, or does no harm; nothing ends in a
traceback.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from fuzz import FILES, outcome, tried
from projects import tiny_project
from stateofplay.editing.checking import find_problems
from stateofplay.files.problems import DataError
from stateofplay.files.project import Project
from stateofplay.ledger.loading import load_ledger

# 210 broken files, with `make test-fast` 75; `make fuzz` tries 2,000.
SEEDS = range(5 if "FAST" in os.environ else 14)


@pytest.mark.parametrize("file", FILES)
def test_a_file_broken_at_random_is_told_or_harmless(tmp_path, file) -> None:
    found = [problems for _, _, problems in tried(tmp_path, SEEDS, [file])]
    assert any(found)  # the accidents are no trifles


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"\xff\xfe\x00",
        b"\xe9",
        b"[" * 100_000,
        b"{" * 100_000,
        b"- " * 50_000,
        b"\n" * 9,
        b"a: &a [*a]\n",
        b"---\n",
        b"null",
        b"[]",
        b"{}",
        b"3",
    ],
)
def test_a_file_of_another_kind_is_told(tmp_path, file, data) -> None:
    project = tiny_project(tmp_path / "book")
    (project.root / file).write_bytes(data)
    told = outcome(project)
    assert told or file.startswith("book/"), (file, data)


# The program has columns and a ledger page of its own for a book without.
SHIPPED = ("data/schemas", "book/ledger.md")


@pytest.mark.parametrize("file", [name for name in FILES if not name.startswith(SHIPPED)])
def test_a_file_that_is_not_there_or_a_folder_is_told(tmp_path, file) -> None:
    project = tiny_project(tmp_path / "book")
    (project.root / file).unlink()
    problems = find_problems(project)[0]
    assert problems and not any("Error" in str(problem) for problem in problems)
    (project.root / file).mkdir()
    assert find_problems(project)[0]


def _without(table: str, folder: Path) -> Project:
    project = tiny_project(folder)
    package = json.loads(project.data_package.read_text(encoding="utf-8"))
    package["resources"] = [
        resource for resource in package["resources"] if resource["path"] != f"{table}.csv"
    ]
    project.data_package.write_text(json.dumps(package, indent=1), encoding="utf-8")
    project.table(table).unlink()
    return project


def test_the_table_that_the_program_needs_cannot_be_taken_out(tmp_path) -> None:
    with pytest.raises(DataError) as caught:
        load_ledger(_without("units", tmp_path / "book"))
    assert [problem.message.partition(",")[0] for problem in caught.value.problems] == [
        "lacks units.csv"
    ]


@pytest.mark.parametrize(
    "table", ["unchecked", "events", "positions", "unpublished", "regions", "corrections"]
)
def test_a_book_may_do_without_tables_that_no_figure_rests_on(tmp_path, table) -> None:
    ledger = load_ledger(_without(table, tmp_path / "book"))
    assert table not in ledger.tables and ledger.rows(table) == []
    assert list(ledger.figures) == list(load_ledger(tiny_project(tmp_path / "whole")).figures)
