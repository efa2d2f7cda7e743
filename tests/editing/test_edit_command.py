"""`stateofplay edit ROW --set …`: one row, with all checks, and what follows."""

from __future__ import annotations

import json
import re
import shlex

import pytest

from projects import REPOSITORY
from released import LOST, MORE_COME, commit, edit, figures, git
from stateofplay.cli import main
from stateofplay.editing.checking import find_problems
from stateofplay.editing.rows.pending import copy_inputs

MOVED = ["--set", "value=41000", "--set", "low=36000", "--set", "high=46000"]


def unreleased(project) -> None:
    git(project.root, "tag", "-d", "v1.0.0")


def test_it_writes_one_row_and_says_what_follows(project, capsys) -> None:
    unreleased(project)
    edit(project, findings=MORE_COME)
    path = project.table("boxes")
    before = path.read_bytes()
    assert main(["edit", "boxes_per_month", *MOVED]) == 0
    assert path.read_bytes() == before.replace(b"40000,35000,45000", b"41000,36000,46000")
    printed = capsys.readouterr().out
    assert "data/boxes.csv\n-boxes_per_month," in printed
    assert "balance (Boxes kept)" in printed and "→" in printed
    assert "more_come" not in printed
    assert main(["edit", "boxes_lost", "--set", "value=41000", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["written"] and "data/findings.csv" in told["problems"]
    turned = {d["id"]: d["columns"] for d in told["follows"]["differences"]}["more_come"]
    assert turned == {"status": {"old": "firm", "new": "false"}}


@pytest.mark.parametrize(
    ("given", "row", "said"),
    [
        (["value=60000"], "60000,60000,", "low 60000"),
        (["value=60000", "bound=up_to"], "60000,,60000", "low empty and high 60000"),
        (["value=60000", "bound=exact"], "60000,,", "low empty"),
        (["value=60000", "low=60000"], "60000,60000,", ""),
    ],
)
def test_the_ends_that_follow_from_the_bound_are_set_and_said(
    project, capsys, given, row, said
) -> None:
    unreleased(project)
    arguments = [word for cell in given for word in ("--set", cell)]
    assert main(["edit", "boxes_goal", *arguments]) == 0
    assert f",Boxes wanted,{row}," in project.table("boxes").read_text(encoding="utf-8")
    note = f"by the rule for its bound, the row is also given {said}\n" if said else ""
    assert capsys.readouterr().err == note


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2.5,2.45,2.55", "2.7,2.65,2.75"),
        ("2.50,2.495,2.505", "2.70,2.695,2.705"),
        ("8,7.5,8.5", "9,8.5,9.5"),
    ],
)
def test_ends_with_decimals_follow_as_others_do(project, old, new) -> None:
    unreleased(project)
    cells = zip(("value", "low", "high"), old.split(","), strict=True)
    edit(project, boxes=figures(4, **dict(cells)))
    assert main(["edit", "quay_closed", "--set", f"value={new.split(',')[0]}"]) == 0
    assert f",{new}," in project.table("boxes").read_text(encoding="utf-8")


def test_ends_that_somebody_chose_are_kept(project, capsys) -> None:
    unreleased(project)
    edit(project, boxes=figures(0, low="31000"))
    assert main(["edit", "boxes_per_month", "--set", "value=41000"]) == 0
    assert ",41000,31000,45000," in project.table("boxes").read_text(encoding="utf-8")


def test_it_refuses_what_check_would_and_writes_nothing(project, capsys) -> None:
    unreleased(project)
    path = project.table("boxes")
    before = path.read_bytes()
    assert main(["edit", "boxes_per_month", "--set", "value=many", "--set", "low=50000"]) == 1
    said = capsys.readouterr().err
    assert "low: 50000 is above high, 45000" in said and "value: “many” is not a number" in said
    assert "2 problem(s); nothing was written" in said
    assert path.read_bytes() == before


def test_what_check_would_only_note_is_said_and_written(project, capsys) -> None:
    """A slip of the keys: the source’s words beside it say another number."""
    unreleased(project)
    edit(project, boxes=figures(LOST, as_stated="31,680 people a month"))
    slip = ["edit", "boxes_lost", "--set", "value=31860"]
    assert main([*slip, "--format", "json"]) == 0
    (note,) = json.loads(capsys.readouterr().out)["notes"]["data/boxes.csv"]
    assert note["note"] and note["message"].startswith("31860 is not what the words say")
    assert main(["edit", "boxes_lost", "--set", "value=31680"]) == 0
    assert "note" not in capsys.readouterr().err
    assert main(slip) == 0
    assert "csv:3:value: note: 31860 is not what the words say" in capsys.readouterr().err
    assert main(["edit", "boxes_lost", "--set", "value=31861"]) == 0
    assert "31861 is not what the words say" in capsys.readouterr().err


def test_of_two_rows_of_one_id_none_is_chosen(project, capsys) -> None:
    unreleased(project)
    edit(project, boxes=[*figures(0), figures(LOST)[LOST]])
    before = project.table("boxes").read_bytes()
    assert main(["edit", "boxes_lost", "--set", "value=31700"]) == 2
    assert "data/boxes.csv has “boxes_lost” in the lines 3 and " in capsys.readouterr().err
    assert project.table("boxes").read_bytes() == before
    assert main(["edit", "boxes_lost", "--set", "id=boxes_found"]) == 1  # a repair, of another kind
    assert "boxes_found has no outside value" in capsys.readouterr().err


def test_a_table_that_cannot_be_read_may_have_the_row_that_is_looked_for(project, capsys) -> None:
    unreleased(project)
    path = project.table("boxes")
    path.write_bytes(path.read_bytes().replace(b",", b";"))
    assert main(["edit", "boxes_lost", "--set", "value=31700"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("data/boxes.csv:1: has its columns separated by semicolons")


def test_what_was_wrong_before_does_not_hold_up_a_repair(project, capsys) -> None:
    """Nor what only shows once it is done: a page is read against a sound ledger alone."""
    unreleased(project)
    edit(project, boxes=figures(LOST, unit="boxes"))
    assert find_problems(project)[0]
    with (project.book / "ledger.md").open("a", encoding="utf-8") as page:
        page.write("\nOf {fig}`boxes_lots`.\n")
    assert [p.file for p in find_problems(project)[0]] == ["data/boxes.csv"]
    assert main(["edit", "boxes_lost", "--set", "unit=people/month"]) == 0
    said = capsys.readouterr().err
    assert "book/ledger.md" in said and "1 problem(s) elsewhere, hidden until now" in said
    assert [p.file for p in find_problems(project)[0]] == ["book/ledger.md"]


def test_a_reason_that_no_release_asks_for_is_not_dropped_in_silence(project, capsys) -> None:
    unreleased(project)
    assert main(["edit", "boxes_lost", "--set", "value=31700", "--reason", "Counted again."]) == 0
    assert (
        "no correction was written: the folder is no git checkout with" in capsys.readouterr().err
    )


def test_a_repair_that_turns_a_finding_is_held_up(project, capsys) -> None:
    unreleased(project)
    edit(project, boxes=figures(LOST, unit="boxes"))
    both = ["--set", "unit=people/month", "--set", "value=60000"]
    assert main(["edit", "boxes_lost", *both]) == 1
    assert "data/findings.csv" in capsys.readouterr().err


def test_a_published_number_changes_with_its_reason(project, capsys) -> None:
    table, log = project.table("boxes"), project.table("corrections")
    before = table.read_bytes(), log.read_bytes()
    assert main(["edit", "boxes_lost", "--set", "value=31700"]) == 1
    said = capsys.readouterr().err
    assert "reason: is empty; value was “31680” in v1.0.0 and would be “31700”: say why" in said
    assert "1 problem(s)" in said, "the reason is asked for once"
    assert (table.read_bytes(), log.read_bytes()) == before
    assert main(["edit", "boxes_lost", "--set", "value=many"]) == 1
    said = capsys.readouterr().err
    assert "1 problem(s)" in said and "v1.0.0" not in said, "a broken cell is no change of a number"
    reason = ["--reason", "The union, it says, counted again."]
    assert main(["edit", "boxes_lost", "--set", "value=31700", *reason]) == 0
    rows = log.read_text(encoding="utf-8").splitlines()
    assert rows[-1].endswith(',boxes_lost,value,31680,31700,"The union, it says, counted again."')
    assert main(["check"]) == 0
    assert main(["edit", "boxes_lost", "--set", "value=31701", *reason]) == 0
    again = log.read_text(encoding="utf-8").splitlines()
    assert len(again) == len(rows) and ",31680,31701," in again[-1], "one row for a cell and day"
    capsys.readouterr()
    assert main(["edit", "boxes_lost", "--set", "note=Counted twice.", *reason]) == 0
    assert log.read_text(encoding="utf-8").splitlines() == again, "no number changes"
    assert capsys.readouterr().err == "no correction was written: no published number changes\n"
    commit(project, "Corrected")
    assert main(["check"]) == 0
    assert main(["edit", "boxes_lost", "--set", "value=31680"]) == 1
    assert "value was “31701” by the correction of 20" in capsys.readouterr().err
    assert main(["edit", "boxes_lost", "--set", "value=31680", *reason]) == 0
    assert log.read_text(encoding="utf-8").splitlines() == rows[:-1], "as it was: nothing happened"
    assert main(["check"]) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["boxes_lots", "--set", "value=1"], "“boxes_lots” is not the id of a row; did you mean"),
        (["boxes_lots"], "“boxes_lots” is not the id of a row; did you mean"),
        (["boxes_lost", "--set", "valu=1"], "“valu” is not a column of data/boxes.csv; did you"),
        (["boxes_lost", "--set", "quux=1"], "is not a column of data/boxes.csv; correct the name"),
        (["boxes_lost", "--set", "value"], "“value” is no cell; write it like value=41000"),
        (
            ["boxes_lost", "--set", "value=1", "--set", "value=2"],
            "“value” has two cells; write one",
        ),
        (["boxes_lost", "--table", "boxs", "--set", "value=1"], "“boxs” is not a table; did you"),
        (
            ["boxes_lost", "--table", "units", "--set", "name=x"],
            "units.csv has no row “boxes_lost”",
        ),
        (["boxes_lost", "--table", "units"], "units.csv has no row “boxes_lost”"),
        (["2026-03-01 boxes_lost", "--table", "corrections"], "corrections.csv has no row “2026"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(project, capsys, arguments, said) -> None:
    assert main(["edit", *arguments]) == 2
    reported = capsys.readouterr().err
    assert said in reported and reported.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "key", "table"),
    [
        (["boxes_goal"], "boxes_goal", "boxes"),
        (["boxes_goal", "--table", "unchecked"], "boxes_goal", "unchecked"),
        (["port_office"], "port_office", "sources"),
        (
            ["2026-03-01 boxes_goal value", "--table", "corrections"],
            "2026-03-01 boxes_goal value",
            "corrections",
        ),
    ],
)
def test_without_a_cell_the_preview_opens_at_the_row_of_its_table(
    project, monkeypatch, arguments, key, table
) -> None:
    of_goal = dict(date="2026-03-01", id="boxes_goal", column="value", old="1", new="2", reason="A")
    edit(project, corrections=[of_goal])
    opened = []
    monkeypatch.setattr(
        "stateofplay.publish.preview.preview", lambda *given: opened.append(given[2]) or 0
    )
    assert main(["edit", *arguments]) == 0
    assert opened == [{"id": key, "table": table}]


def test_the_same_cell_again_writes_nothing(project, capsys) -> None:
    path = project.table("boxes")
    written = path.stat().st_mtime_ns
    assert main(["edit", "boxes_lost", "--set", "value=31680"]) == 0
    assert "says this already" in capsys.readouterr().out
    assert path.stat().st_mtime_ns == written


def test_the_line_of_contributing_works_to_the_letter(tmp_path, monkeypatch, capsys) -> None:
    text = (REPOSITORY.root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("\n## A row in one line\n")[2].partition("\n## ")[0]
    (line,) = re.findall(r"^```sh\n(.*)\n```$", section, re.MULTILINE)
    copy_inputs(REPOSITORY, tmp_path)
    monkeypatch.setenv("STATEOFPLAY_ROOT", str(tmp_path))
    assert main(shlex.split(line)[1:]) == 0
    assert "+kse_tankers," in capsys.readouterr().out
    assert ",436," in (tmp_path / "data" / "context" / "other.csv").read_text(encoding="utf-8")
    assert main(["check"]) == 0


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        (["check_boxes_lost", "--set", "note=Another note."], "data/checks.csv"),
        (["northtown_meeting", "--set", "title=A meeting"], "data/events.csv"),
        (["vessels", "--set", "name=ships"], "data/units.csv"),
        (["port_office", "--set", "title=Boxes, counted"], "seeds/sources.bib"),
        (["boxes_goal", "--table", "unchecked", "--set", "looked_for=goals"], "data/unchecked.csv"),
    ],
)
def test_every_kind_of_row_is_edited_by_its_name(project, capsys, arguments, file) -> None:
    event = dict(
        id="northtown_meeting",
        start="2026-02-01",
        title="Meeting",
        kind="meeting",
        who="Harbour News",
        interest="none",
        source="harbour_news",
        locator="1",
    )
    edit(project, events=[event])
    before = {p: p.read_bytes() for p in project.root.rglob("*") if p.is_file()}
    assert find_problems(project)[0] == []
    assert main(["edit", *arguments]) == 0, capsys.readouterr().err
    changed = [p for p, c in before.items() if p.read_bytes() != c]
    assert [project.relative(path) for path in changed] == [file]
    assert find_problems(project)[0] == []
