"""What changed between two states, and that a published number changes with a correction: in a git
repository of a tiny project.
"""

from __future__ import annotations

import json
import shutil
import tarfile

import pytest

from projects import CHECKS, FIGURES, FINDINGS
from released import CORRECTION, GOAL, LOST, commit, edit, figures, git
from stateofplay.cli import main
from stateofplay.editing.comparison import compare
from stateofplay.ledger.loading import load_ledger


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
    git(project.root, "tag", "v1.1.0")
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
    git(project.root, "branch", "broken")
    git(project.root, "checkout", "-q", "--orphan", "before")
    git(project.root, "rm", "-rq", "--cached", "data")
    git(project.root, "commit", "-qm", "Only chapters")
    git(project.root, "checkout", "-qf", "main")
    edit(project, boxes=FIGURES)
    assert main(["diff", "--", name]) == 2
    printed = capsys.readouterr()
    assert message in printed.err and len(printed.err.splitlines()) == 1 and not printed.out


def test_a_python_that_does_not_tell_where_a_link_leads_follows_none(
    project, capsys, monkeypatch
) -> None:
    """As in Debian 12: before Python 3.11.4, tarfile has no filter."""
    monkeypatch.delattr(tarfile, "data_filter", raising=False)
    assert main(["diff", "v1.0.0"]) == 0 and "no difference" in out(capsys)
    (project.data / "leading.csv").symlink_to("/etc/hostname")
    commit(project, "A link")
    git(project.root, "tag", "v1.1.0")
    (project.data / "leading.csv").unlink()
    assert main(["diff", "v1.1.0"]) == 2
    said = capsys.readouterr().err
    assert "v1.1.0: cannot be read: data/leading.csv is a link" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("command", [["diff", "v1.0.0"], ["check", "--since", "v1.0.0"]])
def test_a_release_of_another_form_is_one_line_and_no_advice_to_change_it(
    project, capsys, command
) -> None:
    now = project.data_package.read_text(encoding="utf-8")
    package = json.loads(now)
    package["resources"] = [r for r in package["resources"] if r["path"] != "units.csv"]
    project.data_package.write_text(json.dumps(package), encoding="utf-8")
    commit(project, "The form of an earlier time")
    git(project.root, "tag", "-f", "v1.0.0")
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


@pytest.mark.parametrize("has_data", [False, True])
def test_a_folder_named_as_the_latest_release_is_not_that_release(
    project, capsys, monkeypatch, has_data
) -> None:
    """Nor is one of the name that git has for the tag; an unpacked release may lie beside a book."""
    monkeypatch.chdir(project.root)
    for name in ("v1.0.0", "refs/tags/v1.0.0"):
        if has_data:
            shutil.copytree(project.data, project.root / name / "data")
        (project.root / name).mkdir(parents=True, exist_ok=True)
    edit(project, boxes=figures(LOST, value="31700"))
    for name in ("v1.0.0", "refs/tags/v1.0.0") if has_data else ():
        shutil.copy(project.table("boxes"), project.root / name / "data")
    assert main(["check"]) == 1
    assert "boxes_lost was “31680” in v1.0.0 and is “31700”" in capsys.readouterr().err
