"""What changed between two states, and that a published number changes with a correction: in a git
repository of a tiny project.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from projects import (
    CHECKS,
    FIGURES,
    FINDINGS,
    TABLES,
    columns_of,
    renew_unchecked,
    tiny_project,
    write_table,
)
from stateofplay.cli import main
from stateofplay.editing.checking import check
from stateofplay.editing.comparison import compare
from stateofplay.editing.releases import uncorrected
from stateofplay.files.project import ROOT_VARIABLE, Project
from stateofplay.ledger.ledger import load_ledger

LOST, GOAL = 1, 2  # rows of FIGURES
CORRECTION = dict(
    date="2026-03-01",
    id="boxes_lost",
    column="value",
    old="31680",
    new="31700",
    reason="The union counted again.",
)


@pytest.fixture
def project(tmp_path, monkeypatch) -> Project:
    """A tiny project in a git repository, released as v1.0.0."""
    if not shutil.which("git"):
        (pytest.fail if os.environ.get("CI") else pytest.skip)("git is not installed")
    made = tiny_project(tmp_path / "project")
    monkeypatch.setenv(ROOT_VARIABLE, str(made.root))
    monkeypatch.chdir(tmp_path)
    git(made, "init", "-q", "-b", "main")
    commit(made, "First edition")
    git(made, "tag", "v1.0.0")
    return made


def git(project: Project, *arguments: str) -> None:
    identity = (
        "-c",
        "user.name=Test",
        "-c",
        "user.email=test@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "tag.gpgsign=false",
    )
    subprocess.run(
        ["git", "-C", str(project.root), *identity, *arguments], check=True, capture_output=True
    )


def commit(project: Project, message: str) -> None:
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", message)


def edit(project: Project, **tables: list[dict[str, str]]) -> None:
    for name, rows in tables.items():
        write_table(project.table(name), columns_of(name), rows)
    renew_unchecked(project)


def figures(index: int, **changes: str) -> list[dict[str, str]]:
    return [row | changes if n == index else row for n, row in enumerate(FIGURES)]


def out(capsys) -> str:
    return capsys.readouterr().out


def test_nothing_differs_from_itself(project, capsys) -> None:
    assert main(["diff", "v1.0.0"]) == 0
    assert out(capsys) == "v1.0.0 → work tree: no difference\n"


def test_a_changed_number_with_all_that_follows_from_it(project, capsys) -> None:
    edit(project, boxes=figures(LOST, value="31700"), corrections=[CORRECTION])
    assert main(["diff", "v1.0.0"]) == 1
    assert (
        out(capsys)
        == """\
v1.0.0 → work tree: figures: 1 changed; derived figures: 1 changed; findings: 1 changed

Figures
~ boxes_lost (Boxes lost): 31,680 people a month → 31,700 people a month
    up by 20 people a month, or about 0.0631%
    reason: The union counted again.

Derived figures
~ balance (Boxes kept): about 8,320 people a month (3,320 to 13,320 people a month) → about 8,300 people a month (3,300 to 13,300 people a month)
    down by 20 people a month at the stated values; the ranges allow up to 10,100 people a month less and up to 9,980 people a month more
    reason: follows from boxes_lost

Findings
~ more_in_than_lost: The harbour takes in about 40,000 people a month, more than the 31,680 people a month it loses → \
The harbour takes in about 40,000 people a month, more than the 31,700 people a month it loses
    reason: follows from boxes_lost
"""
    )


def test_two_revisions_and_what_was_added_and_removed(project, capsys) -> None:
    more = FIGURES[LOST] | {"id": "boxes_found", "measure": "Boxes found", "value": "12"}
    edit(project, boxes=[*FIGURES, more], findings=FINDINGS[:1], checks=[])
    commit(project, "Second edition")
    git(project, "tag", "v1.1.0")
    edit(project, boxes=figures(LOST, value="1"))
    assert main(["diff", "v1.0.0", "v1.1.0"]) == 1
    text = out(capsys)
    assert text.startswith("v1.0.0 → v1.1.0: figures: 1 added; derived figures: ")
    assert "+ boxes_found (Boxes found): 12 people a month\n" in text
    assert (
        "− short_of_goal: Its about 40,000 people a month stay short of at least 50,000 people a "
        "month\n" in text
    )
    assert (
        "− boxes_lost (Boxes lost): confirmed by an independent source: about 31,700 people a "
        "month (Port office)\n" in text
    )
    assert main(["diff", "v1.1.0", "v1.0.0"]) == 1
    assert "− boxes_found" in out(capsys)


def test_a_verdict_that_changes(project) -> None:
    before = load_ledger(project)
    check = CHECKS[0] | {
        "value": "20000",
        "low": "",
        "high": "",
        "bound": "exact",
        "note": "Counted again.",
    }
    edit(project, checks=[check])
    difference = next(d for d in compare(before, load_ledger(project)) if d.kind == "checks")
    assert (difference.id, difference.status) == ("boxes_lost", "changed")
    assert (difference.old, difference.new) == (
        "confirmed by an independent source: about 31,700 people a month (Port office)",
        "differs from the outside record: 20,000 people a month (Port office)",
    )


def test_a_finding_that_is_less_firm_than_before(project) -> None:
    before = load_ledger(project)
    edit(project, boxes=figures(LOST, value="36000"), checks=[])
    difference = next(
        d for d in compare(before, load_ledger(project)) if d.id == "more_in_than_lost"
    )
    assert difference.columns == (("status", "firm", "stated"),)


def test_what_is_said_of_a_figure_beside_its_number(project, capsys) -> None:
    edit(project, boxes=figures(LOST, who="Port office", note="Read aloud."))
    assert main(["diff", "v1.0.0"]) == 1
    text = out(capsys)
    assert (
        "~ boxes_lost (Boxes lost): 31,680 people a month\n    who: “Port union” became “Port "
        "office”\n    note: “” became “Read aloud.”\n" in text
    )
    assert "up by" not in text and "balance" not in text


def test_a_folder_is_compared_as_well(project, tmp_path, capsys) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(project.root, copy, ignore=shutil.ignore_patterns(".git"))
    edit(project, boxes=figures(GOAL, value="60000", low="60000"))
    assert main(["diff", str(copy), str(project.root)]) == 1
    assert "the ranges allow any fall and any rise" in out(capsys)


def test_as_json_and_markdown(project, capsys) -> None:
    edit(
        project,
        boxes=figures(LOST, value="31700", measure="Boxes | lost"),
        corrections=[CORRECTION],
    )
    main(["diff", "v1.0.0", "--format", "json"])
    content = json.loads(out(capsys))
    first = content["differences"][0]
    assert (content["old"], first["id"], first["status"], first["reason"]) == (
        "v1.0.0",
        "boxes_lost",
        "changed",
        "The union counted again.",
    )
    assert first["change"]["amount"] == {"value": 20.0, "low": 20.0, "high": 20.0}
    assert first["columns"]["measure"] == {"old": "Boxes lost", "new": "Boxes | lost"}
    main(["diff", "v1.0.0", "--format", "markdown"])
    assert (
        "| changed | `boxes_lost` Boxes \\| lost | 31,680 people a month | 31,700 people a month "
        "| up by 20 people a month, " in out(capsys)
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "v9",
            "v9: is neither a folder nor a revision that git knows here; see git log and git tag",
        ),
        ("--all", "is neither a folder nor a revision"),
        ("empty", "empty: is a folder without data/; name the folder of a book"),
        ("before", "before: has no project yet; it lacks data"),
        (
            "broken",
            "broken: its ledger cannot be read: data/boxes.csv:3:value: “many” is not a number; ",
        ),
    ],
)
def test_a_state_that_cannot_be_read_is_one_line(project, tmp_path, capsys, name, message) -> None:
    (tmp_path / "empty").mkdir()
    edit(project, boxes=figures(LOST, value="many"))
    commit(project, "A mistake")
    git(project, "branch", "broken")
    git(project, "checkout", "-q", "--orphan", "before")
    git(project, "rm", "-rq", "--cached", "data")
    git(project, "commit", "-qm", "Only chapters")
    git(project, "checkout", "-qf", "main")
    edit(project, boxes=FIGURES)
    assert main(["diff", "--", name]) == 2
    printed = capsys.readouterr()
    assert message in printed.err and len(printed.err.splitlines()) == 1 and not printed.out


@pytest.mark.parametrize("command", [["diff", "v1.0.0"], ["check", "--since", "v1.0.0"]])
def test_a_release_of_another_form_is_one_line_and_no_advice_to_change_it(
    project, capsys, command
) -> None:
    now = project.data_package.read_text(encoding="utf-8")
    package = json.loads(now)
    package["resources"] = [r for r in package["resources"] if r["path"] != "units.csv"]
    project.data_package.write_text(json.dumps(package), encoding="utf-8")
    commit(project, "The form of an earlier time")
    git(project, "tag", "-f", "v1.0.0")
    project.data_package.write_text(now, encoding="utf-8")
    assert main(command) == 2
    printed = capsys.readouterr().err
    assert len(printed.splitlines()) == 1 and "add it" not in printed
    assert (
        "v1.0.0: its tables are described in a form that this version does not read: "
        "data/datapackage.json lacks "
        "units.csv, which the program needs; compare it with a state of its own form"
    ) in printed


def test_the_work_tree_is_left_alone(project) -> None:
    before = {
        p: p.stat().st_mtime_ns
        for p in project.root.rglob("*")
        if ".git" not in p.parts and p.is_file()
    }
    main(["diff", "v1.0.0"])
    assert {
        p: p.stat().st_mtime_ns
        for p in project.root.rglob("*")
        if ".git" not in p.parts and p.is_file()
    } == before


def test_a_published_number_changes_with_a_correction(project, capsys) -> None:
    edit(project, boxes=figures(LOST, value="31700"))
    assert check(project, "text") == 1
    error = capsys.readouterr().err
    assert (
        "data/boxes.csv\n  3: value: boxes_lost was “31680” in v1.0.0 and is “31700”; add "
        "to data/corrections.csv: 20" in error
    )
    assert ",boxes_lost,value,31680,31700,and the reason" in error
    edit(project, corrections=[CORRECTION])
    assert check(project, "text") == 0


@pytest.mark.parametrize(
    "correction", [{"column": "high"}, {"id": "boxes_goal"}, {"new": "31,800"}]
)
def test_a_correction_of_something_else_does_not_count(project, correction) -> None:
    edit(project, boxes=figures(LOST, value="31700"), corrections=[CORRECTION | correction])
    problems, _ = uncorrected(project)
    assert [(p.file, p.line, p.column) for p in problems] == [("data/boxes.csv", 3, "value")]


def test_a_correction_that_was_published_is_used_up(project) -> None:
    edit(project, boxes=figures(LOST, value="31700"), corrections=[CORRECTION])
    commit(project, "Correction")
    git(project, "tag", "v1.0.1")
    edit(project, boxes=figures(LOST, value="31650"))
    assert [p.column for p in uncorrected(project)[0]] == ["value"]
    assert [p.column for p in uncorrected(project, "v1.0.0")[0]] == ["value"]


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
    git(project, "tag", "-d", "v1.0.0")
    git(project, "tag", "other")
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
