"""What a computed figure and a finding may be, and what is wrong with them."""

from __future__ import annotations

import pytest

from projects import DERIVED, FINDINGS, tiny_project
from ruled import chain, ledger, problems
from stateofplay.files.problems import DataError
from stateofplay.ledger.loading import load_ledger

CIRCLE = "; a figure cannot be computed from itself"


@pytest.mark.parametrize(
    ("formulas", "message"),
    [
        (
            ["boxes_per_month - boxes_lots"],
            "2:formula: “boxes_lots” is not a figure, derived figure, finding or series; did you "
            "mean boxes_lost?",
        ),
        (
            ["boxes_per_month - short_of_goal"],
            "2:formula: “short_of_goal” is a finding, not a number; name a figure or derived "
            "figure",
        ),
        (["d0"], f"2:formula: goes in a circle: d0 → d0{CIRCLE}"),
        (["d1 * 2", "boxes_lost - d0"], f"3:formula: goes in a circle: d0 → d1 → d0{CIRCLE}"),
        (["d1", "d2", "d3", "d1"], f"5:formula: goes in a circle: d1 → d2 → d3 → d1{CIRCLE}"),
        (
            ["boxes_lost - ships_waiting"],
            "2:formula: in “boxes_lost - ships_waiting”: vessels cannot be read as people/months; "
            "convert with a rate, or correct the formula",
        ),
        (["ships_waiting"], "2:unit: vessels cannot be read as people/months"),
        (
            ["boxes_lost / (boxes_lost - boxes_lost)"],
            "2:formula: “boxes_lost / (boxes_lost - boxes_lost)” divides by zero",
        ),
        (
            ["boxes_lost * '5 9'"],
            "2:formula: “9” is not a unit; write it like “people”, “EUR bn” or “km2/month”",
        ),
        (
            ["max(boxes_lost)"],
            "2:formula: “max(boxes_lost)” is not allowed; only ids, numbers, + - * / and "
            "comparisons are",
        ),
        (
            ["boxes_lost > boxes_goal"],
            "2:formula: “boxes_lost > boxes_goal” is a condition where a number is needed",
        ),
        (
            ["d1 + boxes_lost", "nonesuch"],
            "3:formula: “nonesuch” is not a figure, derived figure, finding or series; add its "
            "row first or correct the name",
        ),
    ],
)
def test_what_is_wrong_with_a_derived_figure(tmp_path, formulas, message) -> None:
    rows = [DERIVED[0] | {"id": f"d{n}", "formula": formula} for n, formula in enumerate(formulas)]
    assert problems(tmp_path, derived=rows) == [f"data/derived.csv:{message}"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"unit": "people/mnth"}, "unit: people/months cannot be read as people/mnth"),
        ({"unit": "vessels/month"}, "unit: people/months cannot be read as vessels/months"),
        (
            {"id": "count_derived"},
            "id: “count_derived” is a name of the program's own; give this row another",
        ),
    ],
)
def test_the_unit_and_id_of_a_derived_figure(tmp_path, changes, message) -> None:
    assert problems(tmp_path, derived=[DERIVED[0] | changes]) == [f"data/derived.csv:2:{message}"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"statement": "It loses {boxes_lots}"},
            "statement: “boxes_lots” is not a figure, derived figure, finding or series; did you "
            "mean boxes_lost?",
        ),
        (
            {"statement": "It loses {boxes_lost|precise}"},
            "statement: “precise” is not a style; use one of hedged, bare, number, range, full, "
            "rough, spelled",
        ),
        (
            {"statement": "It loses 31,680 boxes"},
            "statement: has the typed number “31,680”; write the id of its figure in braces",
        ),
        (
            {"holds": "boxes_lots > boxes_goal"},
            "holds: “boxes_lots” is not a figure, derived figure, finding or series; did you "
            "mean boxes_lost?",
        ),
        (
            {"holds": "boxes_lost"},
            "holds: “boxes_lost” is a number where a condition is needed; compare it with another",
        ),
        (
            {"holds": "boxes_lost < ships_waiting"},
            "holds: in “boxes_lost < ships_waiting”: vessels cannot be read as people/months; "
            "compare figures of one unit",
        ),
        (
            {"holds": "short_of_goal > boxes_lost"},
            "holds: “short_of_goal” is a finding, not a number; name a figure or derived figure",
        ),
        (
            {"holds": "boxes_lost >"},
            "holds: “boxes_lost >” is not a formula; write it like “boxes_in - boxes_out”",
        ),
        (
            {"holds": "boxes_per_month < boxes_lost"},
            "holds: “The harbour takes in about 40,000 people a month, more than the 31,680 "
            "people a month it loses” is not supported by the "
            "data: boxes_per_month < boxes_lost does not hold with boxes_per_month = about "
            "40,000 people a month (35,000 to 45,000 people "
            "a month); boxes_lost = 31,680 people a month; correct the figure, or rewrite or "
            "remove the finding",
        ),
    ],
)
def test_what_is_wrong_with_a_finding(tmp_path, changes, message) -> None:
    rows = [FINDINGS[1], FINDINGS[0] | changes]
    assert problems(tmp_path, findings=rows) == [f"data/findings.csv:3:{message}"]


def test_dates_and_years_may_be_typed_in_a_finding(tmp_path) -> None:
    rows = [FINDINGS[0] | {"statement": "On 20 February 2026 it took in {boxes_per_month}"}]
    assert ledger(tmp_path, findings=rows).findings["more_in_than_lost"].status == "firm"


def test_a_chain_of_derived_figures_may_be_longer_than_functions_may_call_themselves(
    tmp_path,
) -> None:
    ledger = load_ledger(tiny_project(tmp_path / "long", {"derived": chain(3000, "boxes_lost")}))
    assert ledger.quantity("step_0").value == 3000 * 31680


def test_a_circle_of_thousands_is_one_readable_line(tmp_path) -> None:
    with pytest.raises(DataError) as caught:
        load_ledger(
            tiny_project(tmp_path / "round", {"derived": chain(3000, "step_0 + boxes_lost")})
        )
    assert [p.message for p in caught.value.problems] == [
        "goes in a circle: step_0 → step_1 → step_2 → … → step_2998 → step_2999 → step_0; "
        "a figure cannot be computed from itself"
    ]


def test_a_computed_number_that_no_program_holds_is_refused(tmp_path) -> None:
    rows = [
        dict(
            id="huge",
            topic="boxes",
            measure="Boxes",
            formula="boxes_lost" + " * 100000000000000" * 5,
            unit="people/month",
        ),
        dict(
            id="more",
            topic="boxes",
            measure="Boxes",
            formula="huge + boxes_lost",
            unit="people/month",
        ),
    ]
    with pytest.raises(DataError) as caught:
        load_ledger(tiny_project(tmp_path / "huge", {"derived": rows}))
    assert [str(p) for p in caught.value.problems] == [
        "data/derived.csv:2:formula: gives a number that is too large, too small or too long; "
        "correct the formula or the figures in it"
    ]
