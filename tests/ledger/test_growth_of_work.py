"""The work of a check grows with the rows and their problems, not with the square of them.

Counted are the calls of functions, which are the same on every machine; no time is measured.
"""

from __future__ import annotations

import cProfile
import difflib

import pytest

from projects import CHECKS, FIGURES, tiny_project
from stateofplay.editing.checking import check
from stateofplay.files.guesses import MOST_COMPARED
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.reading.fixing import fixes
from stateofplay.ledger.record_digest import page_digest
from stateofplay.ledger.sentences import sentence

pytestmark = pytest.mark.slow
ROW = FIGURES[1]
# What is wrong with each of many rows: the table, and the row with the number n.
BROKEN = {
    "nothing": ("boxes", lambda n: ROW | {"id": f"row_{n}"}),
    "an empty cell": ("boxes", lambda n: ROW | {"id": f"row_{n}", "measure": ""}),
    "no value": ("boxes", lambda n: ROW | {"id": f"row_{n}", "value": ""}),
    "no number": ("boxes", lambda n: ROW | {"id": f"row_{n}", "value": f"€{n},000 people"}),
    "low above high": ("boxes", lambda n: FIGURES[0] | {"id": f"row_{n}", "low": "50000"}),
    "one id": ("boxes", lambda n: ROW | {"id": "row"}),
    "one series": ("boxes", lambda n: ROW | {"id": f"row_{n}", "series": "all"}),
    "an unknown unit": ("boxes", lambda n: ROW | {"id": f"row_{n}", "unit": f"boxes{n}"}),
    "a control character": ("boxes", lambda n: ROW | {"id": f"row_{n}", "note": "a\x0bb"}),
    "a formula": (
        "derived",
        lambda n: dict(
            id=f"step_{n}",
            topic="boxes",
            measure="Boxes",
            formula=f"step_{n + 1} * 2",
            unit="people/month",
        ),
    ),
    "a finding": (
        "findings",
        lambda n: dict(
            id=f"said_{n}", topic="boxes", statement="Boxes", holds="boxes_lost > boxes_per_month"
        ),
    ),
    "a check": ("checks", lambda n: CHECKS[0] | {"figure": f"zzz_{n}"}),
    "a correction": (
        "corrections",
        lambda n: dict(
            date="2026-03-01", id=f"zzz_{n}", reason="A slip.", column="value", old="1", new="2"
        ),
    ),
}


def calls(work) -> int:
    """How many functions `work` calls, ours, Python's and those written in C."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return sum(function.callcount for function in profile.getstats())


def project_of(folder, table, row, size):
    first = FIGURES if table == "boxes" else []
    return tiny_project(folder / str(size), {table: [*first, *map(row, range(size))]})


@pytest.mark.parametrize("what", BROKEN)
def test_twice_the_rows_are_twice_the_work(what, tmp_path, capsys) -> None:
    table, row = BROKEN[what]
    counts = {}
    for size in (50, 100, 200, 400):  # the first imports what the others find imported
        project = project_of(tmp_path, table, row, size)
        counts[size] = calls(lambda project=project: check(project, "text"))
        lines = capsys.readouterr().err.count("\n")
        assert lines >= size or what in ("nothing", "one id", "one series", "a formula")
    assert counts[400] - counts[200] < 2.5 * (counts[200] - counts[100]), counts


def test_names_are_compared_as_often_as_a_person_mends_them(tmp_path, monkeypatch) -> None:
    compared, real = [], difflib.get_close_matches
    monkeypatch.setattr(
        difflib,
        "get_close_matches",
        lambda word, names, most, **more: compared.append(len(names)) or real(word, [], most),
    )
    project = project_of(
        tmp_path, "boxes", lambda n: ROW | {"id": f"row_{n}", "restates": f"r_{n}"}, 1000
    )
    check(project, "text")
    assert MOST_COMPARED <= sum(compared) <= MOST_COMPARED + 1005


def test_a_table_is_mended_row_by_row(tmp_path) -> None:
    """Every second row changes: a search for equal parts would look at all others each time."""
    counts = {}
    for size in (50, 100, 200, 400):  # the first imports
        project = project_of(
            tmp_path,
            "boxes",
            lambda n: ROW | {"id": f"row_{n}", "value": "31 680" if n % 2 else "31680"},
            size,
        )
        counts[size] = calls(lambda project=project: [f.difference() for f in fixes(project)])
        (fix,) = fixes(project)
        assert len(fix.changes) == size // 2 and fix.difference().count("\n@@") == size // 2
    assert counts[400] - counts[200] < 2.5 * (counts[200] - counts[100]), counts


def test_records_of_twice_the_figures_are_twice_the_work(tmp_path) -> None:
    def told(ledger: Ledger) -> None:
        for figure in ledger.figures.values():
            sentence(ledger, figure)
        for page in ledger.record_pages:
            page_digest(ledger, page)

    counts = {}
    for size in (100, 200, 400, 800):
        ledger = load_ledger(
            project_of(tmp_path, "boxes", lambda n: ROW | {"id": f"row_{n}"}, size)
        )
        counts[size] = calls(lambda ledger=ledger: told(ledger))
    assert counts[800] - counts[400] < 2.5 * (counts[400] - counts[200]), counts
