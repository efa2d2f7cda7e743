"""Input files broken at random: every one is told with its file, or does no harm; nothing ends in a
traceback.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from projects import tiny_project
from stateofplay.editing.checking import find_problems
from stateofplay.files.problems import DataError
from stateofplay.files.project import Project
from stateofplay.ledger.ledger import load_ledger

FILES = [
    "_config.yml",
    "_toc.yml",
    "data/datapackage.json",
    "data/schemas/figure.json",
    "data/schemas/unit.json",
    "data/schemas/derived.json",
    "data/casualties.csv",
    "data/units.csv",
    "data/derived.csv",
    "data/findings.csv",
    "data/checks.csv",
    "seeds/sources.bib",
    "seeds/harbour-news.yml",
    "book/index.md",
    "book/ledger.md",
]
JUNK = [
    "",
    "\t",
    "x",
    "- ",
    ": ",
    "{",
    "}",
    "[",
    '"',
    "'",
    ",",
    ";",
    "\u202e",
    "\x00",
    "\u00a0",
    "#",
    "&a",
    "*a",
    "---\n",
    "%",
    "\\",
    "|",
    ">",
    "<<: 3",
    "2026-02-30",
    "1e400",
    "9" * 400,
    "null",
    "true",
    "-",
    "é" * 90,
    "\ufeff",
    "\r",
    "@",
    "$",
    "!!python/object:os.system ",
]
VALUES: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    "",
    "x",
    "2026-02-30",
    [],
    {},
    [1, None],
    {"x": []},
    "\x00",
    "../..",
    "y" * 5000,
]
SEEDS = range(12)  # each breaks every file once as text, and those that have keys once by value


def broken_text(text: str, chance: random.Random) -> str:
    """`text` with one to three small accidents."""
    for _ in range(chance.randint(1, 3)):
        lines = text.split("\n")
        place, at = chance.randrange(len(lines)), chance.randrange(len(text) + 1)
        accident = chance.randrange(6)
        if accident == 0:
            del lines[place]
        elif accident == 1:
            lines.insert(place, lines[chance.randrange(len(lines))])
        elif accident == 2:
            lines = lines[:place]
        text = "\n".join(lines)
        if accident == 3:
            text = text[:at] + text[at + chance.randint(1, 9) :]
        elif accident > 3:
            text = text[:at] + chance.choice(JUNK) + text[at:]
    return text


def places(content: Any, path: tuple = ()) -> Iterator[tuple]:
    """Every place in nested lists and keys."""
    yield path
    for key, value in (
        content.items()
        if isinstance(content, dict)
        else enumerate(content)
        if isinstance(content, list)
        else ()
    ):
        yield from places(value, (*path, key))


def broken_value(content: Any, chance: random.Random) -> Any:
    """`content` with one value gone, or another in its place."""
    path = chance.choice([*places(content)])
    if not path:
        return chance.choice(VALUES)
    above = content
    for part in path[:-1]:
        above = above[part]
    if chance.random() < 0.4:
        del above[path[-1]]
    else:
        above[path[-1]] = chance.choice(VALUES)
    return content


def outcome(project) -> list[str]:
    """The problems, as the check prints them; each names a file of the project."""
    problems, summary = find_problems(project)
    told = [str(problem) for problem in problems]
    assert all("\n" not in line and len(line) < 3000 for line in told), told
    assert all((project.root / problem.file).exists() for problem in problems), told
    assert all(
        problem.line >= 1 or (project.root / problem.file).is_dir() for problem in problems
    ), told
    assert told or summary
    return told


@pytest.mark.parametrize("file", FILES)
def test_a_file_broken_at_random_is_told_or_harmless(tmp_path, file) -> None:
    project = tiny_project(tmp_path / "book")
    path, found = project.root / file, 0
    whole = path.read_text(encoding="utf-8")
    for seed in SEEDS:
        chance = random.Random(f"{file} {seed}")
        path.write_text(broken_text(whole, chance), encoding="utf-8", newline="")
        found += bool(outcome(project))
        if file.endswith((".json", ".yml")):
            content = broken_value(yaml.safe_load(whole), chance)
            path.write_text(
                json.dumps(content) if file.endswith(".json") else yaml.safe_dump(content),
                encoding="utf-8",
            )
            found += bool(outcome(project))
    assert found  # the accidents are no trifles


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


@pytest.mark.parametrize("file", [name for name in FILES if not name.startswith("data/schemas")])
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


@pytest.mark.parametrize("table", ["units", "derived", "findings", "checks", "corrections"])
def test_a_table_that_the_program_needs_cannot_be_taken_out(tmp_path, table) -> None:
    with pytest.raises(DataError) as caught:
        load_ledger(_without(table, tmp_path / "book"))
    assert [problem.message.partition(",")[0] for problem in caught.value.problems] == [
        f"lacks {table}.csv"
    ]


@pytest.mark.parametrize("table", ["events", "positions", "unpublished", "regions"])
def test_a_book_may_do_without_tables_that_no_figure_rests_on(tmp_path, table) -> None:
    ledger = load_ledger(_without(table, tmp_path / "book"))
    assert table not in ledger.tables and ledger.rows(table) == []
    assert list(ledger.figures) == list(load_ledger(tiny_project(tmp_path / "whole")).figures)
