"""What would be with other numbers: at the command line, in notebooks, and what `check` says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from fractions import Fraction

import pandas as pd
import pytest

import stateofplay
from projects import FIGURES, FINDINGS, REPOSITORY, tiny_project
from stateofplay.chapters import cell_api, guard
from stateofplay.chapters.cell_api import frame_of
from stateofplay.chapters.shown import CellError
from stateofplay.cli import main
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.supposed import SupposedError, read_changes, with_numbers


@pytest.fixture
def project(tmp_path, monkeypatch):
    project = tiny_project(tmp_path / "project")
    monkeypatch.chdir(project.root)
    return project


def test_what_changes_and_what_turns_as_text(project, capsys) -> None:
    assert main(["whatif", "boxes_per_month=30000"]) == 0
    printed = capsys.readouterr().out
    assert (
        "  boxes_per_month: about 40,000 people a month (35,000 to 45,000 people a month) → "
        "30,000 people a month\n" in printed
    )
    assert "  balance: about 8,320 people a month" in printed
    assert "  more_in_than_lost (firm) would not hold: " in printed


def test_nothing_that_a_build_needs_is_loaded_for_it(project) -> None:
    program = (
        "import sys\nfrom stateofplay.cli import main\nmain(['whatif', 'boxes_lost=31000'])\n"
        "print([m for m in ('pandas', 'altair', 'sphinx', 'IPython', 'arrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_same_as_json(project, capsys) -> None:
    assert main(["whatif", "boxes_per_month=30000", "--format", "json"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert {turn["finding"]: turn["with"] for turn in content["turns"]} == {
        "more_in_than_lost": "false"
    }
    changed = {change["id"]: change["with"]["value"] for change in content["changes"]}
    assert changed["boxes_per_month"] == 30000
    assert changed["balance"] == 30000 - 31680


def test_what_is_as_stated_changes_nothing_that_is_exact(project, capsys) -> None:
    assert main(["whatif", "boxes_lost=31680"]) == 0
    assert capsys.readouterr().out == "Changes:\n  nothing\nTurns:\n  no finding\n"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("boxes_per_month", "“boxes_per_month” is no change; write it like boxes=30000"),
        ("quux=3", "finding or series; correct the name"),
        ("boxes_per_mont=3", "did you mean boxes_per_month?"),
        ("balance=3", "“balance” is computed; change what it rests on: boxes_lost, boxes_per_mon"),
        ("more_in_than_lost=3", "“more_in_than_lost” is a finding; change what it rests on: "),
        ("boxes_lost=many", "boxes_lost: “many” is not a number"),
        ("boxes_lost=2 million", "a hedge under bound (the unit is people/month)"),
        ("boxes_lost=2 boxes_lost=3", "“boxes_lost” has two numbers; write one"),
        ("boxes_lost=35.000", "“35.000” may be thousands; write 35000 or 35.0000 (the unit is peo"),
        ("boxes_lost=-5", "“-5” is below nought; write 0 or more (the unit is people/month)"),
    ],
)
def test_what_cannot_be_changed_is_said_in_one_line(project, capsys, change, said) -> None:
    assert main(["whatif", *re.split(" (?=boxes)", change)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert printed.err.count("\n") == 1


def test_a_number_is_read_as_in_a_page(project, capsys) -> None:
    assert main(["whatif", "boxes_per_month=30,000"]) == 0
    assert "→ 30,000 people a month\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"measure": "Share of boxes lost", "value": "40"}, ["-0.1", "100.1"]),
        ({"measure": "Boxes are welcome", "value": "40", "kind": "surveyed"}, ["-0.1", "100.1"]),
        ({"measure": "Share of boxes lost", "value": "140"}, []),
        ({"measure": "Growth of boxes lost", "value": "40"}, []),
        ({"measure": "Boxes lost", "value": "40", "unit": "people"}, ["-0.1"]),
        ({"measure": "Boxes gained", "value": "-40", "unit": "people"}, []),
    ],
)
def test_only_what_cannot_be_is_refused(tmp_path, changed, refused) -> None:
    figure = FIGURES[1] | {"id": "it", "unit": "percent", "end": "2026-01-31"} | changed
    ledger = load_ledger(tiny_project(tmp_path / "project", {"boxes": [*FIGURES, figure]}))
    found = []
    for number in ("-0.1", "0", "100", "100.1"):
        try:
            assert read_changes(ledger, [f"it={number}"]) == {"it": Fraction(number)}
        except SupposedError:
            found.append(number)
    assert found == refused


def test_a_division_by_nought_is_said(tmp_path) -> None:
    findings = [FINDINGS[0] | {"holds": "boxes_per_month / boxes_lost > 1", "statement": "It is"}]
    ledger = load_ledger(tiny_project(tmp_path / "project", {"findings": findings}))
    with pytest.raises(SupposedError, match="with these numbers .* divides by zero"):
        with_numbers(ledger, {"boxes_lost": Fraction(0)})


def test_a_restatement_follows_unless_it_is_changed_too(tmp_path) -> None:
    again = FIGURES[1] | {"id": "boxes_year", "value": "380160", "unit": "people/year"}
    again |= {"restates": "boxes_lost", "measure": "Boxes lost, by the year"}
    ledger = load_ledger(tiny_project(tmp_path / "project", {"boxes": [*FIGURES, again]}))
    followed = with_numbers(ledger, read_changes(ledger, ["boxes_lost=15840"]))
    assert followed.quantity("boxes_year").value == 190080
    both = with_numbers(ledger, read_changes(ledger, ["boxes_lost=15840", "boxes_year=7"]))
    assert both.quantity("boxes_year").value == 7
    assert ledger.quantity("boxes_year").value == 380160


def test_in_a_notebook(project, monkeypatch) -> None:
    monkeypatch.setattr(cell_api, "ledger", lambda: load_ledger(project))
    supposed = stateofplay.with_changes(boxes_per_month=30000)
    (row,) = supposed.turned.to_dict("records")
    assert (row["id"], row["status"], row["would_be"]) == ("more_in_than_lost", "firm", "false")
    derived = supposed.table("derived").set_index("id")
    assert derived.loc["balance", "value"] == 30000 - 31680
    boxes = supposed.table("boxes").set_index("id")
    assert tuple(boxes.loc["boxes_per_month", ["value", "low", "high", "bound", "words"]]) == (
        30000,
        30000,
        30000,
        "exact",
        "30,000 people a month",
    )
    assert supposed.stated.quantity("boxes_per_month").value == 40000
    assert stateofplay.with_changes(boxes_lost=1.234).ledger.quantity("boxes_lost").value == (
        Fraction("1.234")  # no text, in which it may be thousands
    )
    with pytest.raises(SupposedError, match="may be thousands"):
        stateofplay.with_changes(boxes_lost="1.234")
    stated = frame_of(supposed.stated, "boxes")
    assert [*supposed.table("boxes").dtypes] == [*stated.dtypes]
    assert isinstance(boxes.loc["boxes_lost", "start"], pd.Timestamp)
    with pytest.raises(KeyError, match="no table called “boxs”; there are tugs, boxes"):
        supposed.table("boxs")


def test_a_chapter_which_rests_on_its_inputs_supposes_nothing(project, monkeypatch) -> None:
    """What would be rests on every table: the cached outputs would stay after an edit."""
    monkeypatch.setattr(cell_api, "ledger", lambda: load_ledger(project))
    monkeypatch.setattr(guard, "_session", guard.Session("boxes", declared=frozenset(["boxes"])))
    with pytest.raises(CellError, match="is for notebooks.* take it out of the chapter"):
        stateofplay.with_changes(boxes_per_month=30000)


@pytest.mark.parametrize(("limit", "close"), [("31675", True), ("31674", False)])
def test_check_names_what_one_rounding_would_turn(
    tmp_path, monkeypatch, capsys, limit, close
) -> None:
    # 31,680 is in tens: half of one is five.
    holds = f'boxes_lost > "{limit} people/month"'
    findings = [*FINDINGS, FINDINGS[0] | {"id": "it", "statement": "It is so", "holds": holds}]
    project = tiny_project(tmp_path / "project", {"findings": findings})
    monkeypatch.chdir(project.root)
    assert main(["check"]) == 0
    said = "a rounding of boxes_lost would turn the finding it\n" in capsys.readouterr().out
    assert said is close


def test_the_examples_of_contributing_name_figures_of_the_book() -> None:
    said = (REPOSITORY.root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    examples = re.findall(r"(?:whatif |with_changes\()(\w+)=\d", said)
    assert len(examples) == 2 and set(examples) <= set(load_ledger(REPOSITORY).figures)
