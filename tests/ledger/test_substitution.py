"""Which findings would fare otherwise with an outside value, and the list that an editor reads."""

from __future__ import annotations

import json

from projects import CHECKS, FIGURES, FINDINGS, tiny_project
from stateofplay.cli import main
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.substitution import otherwise

FAR = CHECKS[0] | {"value": "38000", "low": "37000", "high": "39000"}


def book(tmp_path, **tables):
    return load_ledger(tiny_project(tmp_path / "project", tables))


def test_nothing_turns_with_a_value_that_agrees(tmp_path) -> None:
    assert list(otherwise(book(tmp_path))) == []


def test_a_finding_that_an_outside_value_makes_less_firm_or_false(tmp_path) -> None:
    (found,) = otherwise(book(tmp_path, checks=[FAR]))
    assert (found.finding.id, found.finding.status, found.status, found.check.id) == (
        "more_in_than_lost",
        "firm",
        "stated",
        "check_boxes_lost",
    )
    (found,) = otherwise(
        book(
            tmp_path / "b",
            checks=[FAR | {"value": "41000", "low": "", "high": "", "bound": "exact"}],
        )
    )
    assert found.status == "false"


def test_a_value_reaches_findings_through_derived_figures(tmp_path) -> None:
    findings = [
        FINDINGS[0]
        | {
            "id": "it_keeps_some",
            "statement": "It keeps {balance}",
            "holds": 'balance > "0 people/month"',
        }
    ]
    (found,) = otherwise(
        book(
            tmp_path,
            checks=[FAR | {"value": "50000", "low": "", "high": "", "bound": "exact"}],
            findings=findings,
        )
    )
    assert (found.finding.id, found.status) == ("it_keeps_some", "false")


def test_a_value_that_leaves_nothing_to_judge(tmp_path) -> None:
    findings = [
        FINDINGS[0] | {"statement": "It loses", "holds": 'boxes_per_month / boxes_lost > "1 ratio"'}
    ]
    (found,) = otherwise(
        book(
            tmp_path,
            checks=[FAR | {"value": "0", "low": "", "high": "", "bound": "exact"}],
            findings=findings,
        )
    )
    assert found.status == ""


def test_the_list_for_an_editor(tmp_path, monkeypatch, capsys) -> None:
    project = tiny_project(tmp_path / "project", {"checks": [FAR]})
    monkeypatch.chdir(project.root)
    assert main(["check", "--report"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "more_in_than_lost (firm): The harbour takes in about 40,000 people a month, more than "
        "the 31,680 people a month it loses",
        "  would hold at the stated values only with about 38,000 people a month for boxes_lost "
        "(Port office, independent; check_boxes_lost)",
    ]
    assert main(["check", "--report", "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["finding"], row["with"], row["check"]) == (
        "more_in_than_lost",
        "stated",
        "check_boxes_lost",
    )


def test_the_list_of_a_broken_book_is_its_problems(tmp_path, monkeypatch, capsys) -> None:
    project = tiny_project(
        tmp_path / "project", {"boxes": [FIGURES[0] | {"value": "many"}, *FIGURES[1:]]}
    )
    monkeypatch.chdir(project.root)
    assert main(["check", "--report"]) == 1
    assert "is not a number" in capsys.readouterr().err
