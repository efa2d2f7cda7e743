"""What would turn a finding, in words, and which outside values contest it."""

from __future__ import annotations

import pytest

from projects import CHECKS, FIGURES, FINDINGS, tiny_project
from stateofplay.ledger.ledger import load_ledger
from stateofplay.ledger.substitution import contested_by
from stateofplay.ledger.turning_words import contested, nearest, said, turned_by, turning

FAR = CHECKS[0] | {"value": "41000", "low": "", "high": "", "bound": "exact"}


def book(tmp_path, **tables):
    return load_ledger(tiny_project(tmp_path / "project", tables))


def finding(holds: str) -> list[dict[str, str]]:
    return [FINDINGS[0] | {"id": "it", "statement": "It is so", "holds": holds}]


@pytest.mark.parametrize(
    ("holds", "figure", "words"),
    [
        (
            "boxes_per_month > boxes_lost",
            "boxes_per_month",
            "31,680 people a month or less for “Boxes handled”, down by 8,320 people a month, or "
            "20.8% from the number stated. Of its figures it hangs on this one most.",
        ),
        (
            'boxes_lost >= "30000 people/month"',
            "boxes_lost",
            "less than 30,000 people a month for “Boxes lost”, down by 1,680 people a month, or "
            "about 5.3% from the number stated.",
        ),
        (
            'boxes_lost < "98765 people/month" / 3',
            "boxes_lost",
            "about 32,922 people a month or more for “Boxes lost”, up by about 1,240 people a "
            "month, or about 3.92% from the number stated.",
        ),
    ],
)
def test_the_nearest_value_that_turns_it(tmp_path, holds, figure, words) -> None:
    ledger = book(tmp_path, findings=finding(holds))
    found = nearest(ledger, "it")
    assert found
    assert found.turn.figure == figure
    assert turning(ledger, "it") == f"It would no longer hold with {words}"


def test_no_number_below_nought_is_said_of_what_is_counted(tmp_path) -> None:
    ledger = book(tmp_path, findings=finding('boxes_lost > "-1 people/month"'))
    assert turning(ledger, "it") == "No change of one of its figures alone would turn it."
    assert [each.stops for each in said(ledger, "it")] == [""]
    assert turned_by(ledger, "boxes_lost") == []


def test_both_sides_say_the_same(tmp_path) -> None:
    ledger = book(tmp_path, findings=finding("boxes_per_month > boxes_lost"))
    assert turned_by(ledger, "boxes_lost") == [said(ledger, "it")[0]]
    assert said(ledger, "it")[0].stops == "40,000 people a month or more"
    assert said(ledger, "it")[0].firm == "35,000 people a month or more"


def test_an_independent_value_that_turns_it_contests_it(tmp_path) -> None:
    checks = [FAR | {"independent": "yes"}]
    ledger = book(tmp_path, findings=finding("boxes_per_month > boxes_lost"), checks=checks)
    it = ledger.findings["it"]
    assert [check.id for check in contested_by(ledger, it)] == ["check_boxes_lost"]
    assert ledger.evidence("it").words == "Contested by the record"
    assert "not with 41,000 people a month" in contested(ledger, it)


@pytest.mark.parametrize(
    "change", [{"independent": "no"}, {"independent": "yes", "value": "35000"}]
)
def test_a_value_of_the_same_origin_or_one_that_does_not_turn_it_contests_nothing(
    tmp_path, change
) -> None:
    checks = [FAR | change]
    ledger = book(tmp_path, findings=finding("boxes_per_month > boxes_lost"), checks=checks)
    assert contested_by(ledger, ledger.findings["it"]) == []
    assert contested(ledger, ledger.findings["it"]) == ""
    assert ledger.evidence("it").key != "contested"


def test_a_value_that_the_finding_weighs_itself_does_not_contest_it(tmp_path) -> None:
    own = FIGURES[1] | {"id": "boxes_lost_port", "value": "41000"}
    formula = {"as_stated": "", "formula": "boxes_lost_port", "value": "", "bound": ""}
    ledger = book(
        tmp_path,
        boxes=[*FIGURES, own],
        findings=finding("boxes_lost < boxes_lost_port"),
        checks=[FAR | formula | {"independent": "yes"}],
    )
    assert contested_by(ledger, ledger.findings["it"]) == []
