"""Reads data/draft.csv: the numbers of an article that nobody has decided on, one line for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stateofplay.files.problems import Problem
from stateofplay.files.project import Project
from stateofplay.ledger.reading.cells import ColumnRule
from stateofplay.ledger.reading.descriptions import Schema
from stateofplay.ledger.reading.tables import Row, Table, described_tables, read_rows

# What is read from the article; then what a person decides and fills in.
READ = "paragraph as_stated value low high bound unit restates guess".split()
FILLED = "decide who measure kind interest place start end id note source".split()
COLUMNS = [*READ, *FILLED]
EVENT, NO, UNSURE = "event", "no", "?"


def draft_table(project: Project) -> Table:
    """The table of candidates, without rows; every cell is text until it is moved."""
    rules = (ColumnRule(name=name, type="string", description=name) for name in COLUMNS)
    file = project.relative(project.draft)
    return Table("draft", file, "Draft", "Draft", "", Schema("draft", tuple(rules), ()))


def editable_tables(project: Project) -> Iterator[tuple[Path, Table]]:
    """The file of each table, and of the draft where there is one, with its description. Raises
    DataError.
    """
    yield from described_tables(project)
    if project.draft.is_file():
        yield project.draft, draft_table(project)


def read_draft(project: Project, problems: list[Problem]) -> list[Row]:
    """The candidates in their order; none where the file is not there.

    What is wrong with the file is added to `problems`.
    """
    if not project.draft.is_file():
        return []
    table = draft_table(project)
    return list(read_rows(project.draft, table, problems))


def is_decided(decide: str) -> bool:
    """Whether a person has said what a candidate is: a topic, event or no, without “?”."""
    return bool(decide.strip()) and UNSURE not in decide
