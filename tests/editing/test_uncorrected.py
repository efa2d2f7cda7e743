"""A number that was released changes with a correction only."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects import FIGURES, TABLES, tiny_project
from released import CORRECTION, LOST, commit, edit, figures, git
from stateofplay.cli import main
from stateofplay.editing.checking import check
from stateofplay.editing.releases import uncorrected
from stateofplay.files.problems import DataError


def test_a_published_number_changes_with_a_correction(project, capsys) -> None:
    edit(project, boxes=figures(LOST, value="31700"))
    assert check(project, "text") == 1
    error = capsys.readouterr().err
    assert (
        "data/boxes.csv:3:value: boxes_lost was “31680” in v1.0.0 and is “31700”; add "
        "to data/corrections.csv: 20" in error
    )
    assert ",boxes_lost,value,31680,31700,and the reason" in error
    edit(project, corrections=[CORRECTION])
    assert check(project, "text") == 0


@pytest.mark.parametrize("correction", [{"column": "who"}, {"id": "boxes_goal", "new": "50000"}])
def test_a_correction_of_something_else_does_not_count(project, correction) -> None:
    edit(project, boxes=figures(LOST, value="31700"), corrections=[CORRECTION | correction])
    problems, _ = uncorrected(project)
    assert [(p.file, p.line, p.column) for p in problems] == [("data/boxes.csv", 3, "value")]


def test_a_correction_that_was_published_is_used_up(project) -> None:
    edit(project, boxes=figures(LOST, value="31700"), corrections=[CORRECTION])
    commit(project, "Correction")
    git(project.root, "tag", "v1.0.1")
    edit(project, boxes=figures(LOST, value="31650"))
    for since in (None, "v1.0.0"):
        with pytest.raises(DataError, match="is “31700”, but boxes_lost has “31650” there"):
            uncorrected(project, since)


@pytest.mark.parametrize(
    "changes", [{"note": "Read aloud."}, {"measure": "Boxes gone"}, {"value": "31680.0"}]
)
def test_a_row_may_be_improved_freely(project, changes) -> None:
    edit(project, boxes=figures(LOST, **changes))
    assert uncorrected(project)[0] == []


def test_a_published_figure_goes_with_a_correction(project) -> None:
    edit(project, boxes=FIGURES[:-1])
    (problem,) = uncorrected(project)[0]
    assert problem.file == "data/corrections.csv"
    assert problem.message.startswith(
        "quay_closed stood in data/boxes.csv in v1.0.0 and is gone; restore its row, or add here: "
    )
    edit(
        project,
        corrections=[
            dict(
                date="2026-03-01",
                id="quay_closed",
                column="id",
                old="quay_closed",
                reason="It is no figure.",
            )
        ],
    )
    assert uncorrected(project)[0] == []


def test_without_a_release_nothing_is_compared_and_verbose_says_so(
    project, tmp_path, capsys
) -> None:
    git(project.root, "tag", "-d", "v1.0.0")
    git(project.root, "tag", "other")
    assert main(["check", "--verbose"]) == 0
    assert (
        "not compared with a release: the folder is no git checkout with a release tag (v*)"
        in capsys.readouterr().err
    )
    assert main(["check"]) == 0
    assert not capsys.readouterr().err


def test_a_revision_may_be_named(project, capsys) -> None:
    edit(project, boxes=figures(LOST, value="31700"))
    assert main(["check", "--since", "v9"]) == 2
    assert main(["check", "--since", "main"]) == 1
    assert "in main and is" in capsys.readouterr().err


def test_a_commit_hook_compares_with_its_own_project(project, tmp_path, monkeypatch) -> None:
    """Git hands hooks the repository of the commit in its variables; the project's folder says
    which repository is meant.
    """
    other = tiny_project(tmp_path / "other", tables=TABLES | {"checks": []})
    monkeypatch.setenv("GIT_DIR", str(Path(project.root) / ".git"))
    assert uncorrected(other) == (
        [],
        "not compared with a release: the folder is no git checkout with a release tag (v*)",
    )


def test_a_ledger_with_problems_is_not_compared(project, capsys) -> None:
    edit(project, boxes=figures(LOST, value="many"))
    assert check(project, "text", verbose=True) == 1
    assert (
        "not compared with a release: the ledger has problems of its own" in capsys.readouterr().err
    )
