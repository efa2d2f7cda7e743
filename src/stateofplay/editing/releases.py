"""What was published before: the command `stateofplay diff`, and the rule that a published number
changes with a correction.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from stateofplay.editing.comparison import compare, new_corrections
from stateofplay.editing.difference_report import report
from stateofplay.editing.revisions import (
    NoComparison,
    RevisionError,
    latest_release,
    project_at,
    project_at_tag,
)
from stateofplay.files.characters import quoted
from stateofplay.files.problems import DataError, Problem
from stateofplay.files.project import Project
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.reading.tables import Row, Table, read_tables
from stateofplay.numbers.numerals import decimal_text, read_number

WORK_TREE = "work tree"
Corrections = Mapping[tuple[str, str], list[Row]]  # by id and column
# The columns that say what was stated; without them a row may be improved freely.
STATED = ("value", "low", "high", "unit", "bound")


def diff(project: Project, old: str, new: str, format: str) -> int:
    """Print what differs between two states; gives the exit status: 0 nothing, 1 something, 2 one
    of them cannot be read.
    """
    try:
        with ExitStack() as opened:
            before = _ledger_at(opened.enter_context(project_at(project, old)), old)
            after = _ledger_at(
                opened.enter_context(project_at(project, new)) if new else project, new or WORK_TREE
            )
            differences = compare(before, after)
    except RevisionError as error:
        print(error, file=sys.stderr)
        return 2
    print(report(differences, old, new or WORK_TREE, format))
    return 1 if differences else 0


def _ledger_at(project: Project, name: str) -> Ledger:
    try:
        return load_ledger(project)
    except DataError as error:
        if name != WORK_TREE and (said := _another_form(name, error)):
            raise RevisionError(said) from None
        more = f" (and {len(error.problems) - 1} more)" if len(error.problems) > 1 else ""
        raise RevisionError(
            f"{name}: its ledger cannot be read: {error.problems[0]}{more}"
        ) from None


def _another_form(name: str, error: DataError) -> str:
    """That the description of the tables is what cannot be read: an earlier release had other
    tables and columns. Empty where something else is.
    """
    first = error.problems[0]
    if not first.file.endswith(".json"):
        return ""
    return (
        f"{name}: its tables are described in a form that this version does not read: {first.file} "
        f"{first.message.partition(';')[0]}; compare it with a state of its own form, "
        "by the program of its time"
    )


@dataclass(frozen=True)
class Release:
    """What was published last: the tag or revision, and its tables."""

    name: str
    tables: dict[str, Table]


class Uncorrected(NamedTuple):
    """A number that is not as it was published, with the corrections of its cell that are there."""

    row: Row
    column: str
    old: str
    new: str
    corrections: list[Row]


def published(history: Project, since: str | None = None) -> tuple[Release | None, str]:
    """The release `since`, by default the latest, or None and why there is none to compare with.

    Raises RevisionError for a `since` that cannot be read, and GitError where git cannot say.
    """
    name, why = (since, "") if since is not None else latest_release(history)
    if why:
        return None, why
    at = project_at_tag if since is None else project_at
    try:
        with at(history, name) as earlier:
            return Release(name, _tables_of(earlier, name)), ""
    except NoComparison as error:
        if since is not None:
            raise
        return None, str(error)


def uncorrected(
    project: Project, since: str | None = None, history: Project | None = None
) -> tuple[list[Problem], str]:
    """Figures whose number is not as the release `since` has it although no correction says so, and
    what was compared. Releases are those of `history`, by default of the project itself.

    Where there is no release nothing is compared. Raises as `published` does.
    """
    release, why = published(history or project, since)
    if release is None:
        return [], f"not compared with a release: {why}"
    tables = load_ledger(project).tables
    count = len(new_corrections(release.tables, tables))
    said = f"compared with {release.name}: {count} correction(s) since"
    return changed_since(release, tables, project.relative(project.table("corrections"))), said


def changed_since(release: Release, tables: Mapping[str, Table], log: str) -> list[Problem]:
    """The numbers of a release that are others or gone in `tables` without a correction there;
    `log` is what messages call its file.
    """
    corrections = _corrections(release, tables)
    now = _figures(tables)
    problems: list[Problem] = []
    for name, row in _figures(release.tables).items():
        problems += (
            map(partial(_problem, release.name), _changes(row, now[name], corrections))
            if name in now
            else _gone(row, corrections, release.name, log)
        )
    return problems


def changed_cells(
    release: Release, row: Row, tables: Mapping[str, Table]
) -> tuple[list[Uncorrected], dict[str, str]]:
    """The cells of a row that no correction in `tables` tells, and all that the release has of it
    for which one is needed, by column; nothing of a row that it has not.
    """
    before = _figures(release.tables).get(row.text("id"))
    if before is None:
        return [], {}
    told = {column: cell_of(before, column) for column in STATED}
    return [*_changes(before, row, _corrections(release, tables))], told


def _corrections(release: Release, tables: Mapping[str, Table]) -> Corrections:
    """The corrections since the release, by id and column."""
    corrections = defaultdict(list)
    for row in new_corrections(release.tables, tables):
        corrections[row.text("id"), row.text("column")].append(row)
    return corrections


def _tables_of(earlier: Project, release: str) -> dict[str, Table]:
    """The tables of a release. Raises NoComparison where this version cannot read them."""
    try:
        return read_tables(earlier)[0]
    except DataError as error:
        said = _another_form(release, error) or str(error).splitlines()[0]
        raise NoComparison(said) from None


def _figures(tables: Mapping[str, Table]) -> dict[str, Row]:
    return {
        row.text("id"): row for table in tables.values() if table.states_figures for row in table
    }


def _changes(before: Row, after: Row, corrections: Corrections) -> Iterator[Uncorrected]:
    for column in STATED:
        old, new = cell_of(before, column), cell_of(after, column)
        rows = corrections.get((after.text("id"), column), [])
        if old != new and not any(_number(row.text("new")) == _number(new) for row in rows):
            yield Uncorrected(after, column, old, new, rows)


def _problem(release: str, change: Uncorrected) -> Problem:
    row, column, old, new, rows = change
    log = f"{date.today().isoformat()},{row.text('id')},{column},{old},{new}"
    said = (
        f"the correction in {rows[-1].file}:{rows[-1].line} says "
        f"{quoted(rows[-1].text('new'))}; make them agree, or add"
        if rows
        else "add"
    )
    return row.problem(
        column,
        f"{row.text('id')} was “{old}” in {release} and is “{new}”; "
        f"{said} to data/corrections.csv: {log},and the reason",
    )


def _gone(row: Row, corrections: Corrections, release: str, file: str) -> Iterator[Problem]:
    name = row.text("id")
    if all(c.text("new") for c in corrections.get((name, "id"), ())):
        yield Problem(
            file,
            0,
            "",
            f"{name} stood in {row.file} in {release} and is gone; restore its row, or add here: "
            f"{date.today().isoformat()},{name},id,what it was: what it said,,and the reason",
        )


def cell_of(row: Row, column: str) -> str:
    """A cell as it is written in the file, numbers without needless zeros."""
    value = row.number(column)
    return row.text(column) if value is None else decimal_text(value)


def _number(text: str) -> Fraction | str:
    """A number that is the same however it is written; other text as it is."""
    try:
        return read_number(text)
    except ValueError:
        return text
