"""Units, days and typed numbers in what rests on figures; each rule broken by a row."""

from __future__ import annotations

import pytest

from projects import DERIVED, FIGURES, FINDINGS
from ruled import ledger, problems

SHARE = FIGURES[4] | {"id": "quay_open", "value": "80", "low": "77.5", "high": "82.5"}
SHARES = [*FIGURES, SHARE]
GAP = DERIVED[0] | {"id": "gap", "formula": "quay_open - quay_closed", "unit": "points"}
RISE = GAP | {"id": "rise"}
SURVEY = FIGURES[4] | {
    "id": "survey",
    "kind": "surveyed",
    "start": "2026-01-09",
    "end": "2026-01-14",
}


def finding(statement: str, holds: str) -> list[dict[str, str]]:
    return [FINDINGS[0] | {"statement": statement, "holds": holds}]


@pytest.mark.parametrize(
    "formula",
    [
        "quay_open - quay_closed",
        "quay_open - quay_closed - quay_closed",
        "-quay_closed + quay_open - quay_closed",
        "quay_open + -quay_closed",
        "-(quay_closed - quay_open)",
        "(quay_open - quay_closed) * 1",
        "2 * quay_open - quay_closed / 2",
        '"0 percent" + (quay_open - quay_closed)',
        'quay_open - "100 percent"',
        "quay_open + quay_open - quay_closed",
        "(quay_open - quay_closed) - (quay_closed - quay_open)",
        "rise + rise",
        "rise - rise / 2",
    ],
)
def test_a_difference_of_shares_is_in_points(tmp_path, formula) -> None:
    assert (
        ledger(tmp_path, boxes=SHARES, derived=[RISE, GAP | {"formula": formula}])
        .words("gap")
        .endswith("points")
    )
    found = problems(
        tmp_path / "again",
        boxes=SHARES,
        derived=[RISE, GAP | {"formula": formula, "unit": "percent"}],
    )
    assert found == [
        "data/derived.csv:3:unit: is percent, but the formula takes one share from another; such "
        "a difference is "
        "in points"
    ]


@pytest.mark.parametrize(
    "formula",
    [
        '"100 percent" - quay_closed',
        '("100 percent" - quay_closed - quay_open) / 2',
        '-(quay_closed - "100 percent")',
        "1 - quay_closed",
        "quay_open / quay_closed - 1",
        "(quay_open + quay_closed) / 2",
        "quay_open + quay_closed",
        "quay_open / quay_closed",
        "quay_open * quay_closed",
        "rise * boxes_goal / boxes_lost",
        "boxes_goal * rise / boxes_lost / 2",
    ],
)
def test_what_is_a_share_itself_stays_percent(tmp_path, formula) -> None:
    row = GAP | {"formula": formula, "unit": "percent"}
    assert ledger(tmp_path, boxes=SHARES, derived=[RISE, row])


@pytest.mark.parametrize(
    "formula",
    [
        "quay_open - rise",
        "quay_closed + rise",
        "quay_open - (quay_open - quay_closed)",
        "quay_open - quay_closed + quay_closed",
        'quay_open - "5 points"',
        "(quay_open + quay_closed) / 2",
    ],
)
def test_a_share_and_points_are_a_share(tmp_path, formula) -> None:
    """Were it points, the page would call the share of an earlier year a number of points."""
    share = GAP | {"formula": formula, "unit": "percent"}
    assert "%" in ledger(tmp_path, boxes=SHARES, derived=[RISE, share]).words("gap")
    points = share | {"unit": "points"}
    assert problems(tmp_path / "again", boxes=SHARES, derived=[RISE, points]) == [
        "data/derived.csv:3:unit: is points, but the formula gives a share; a share and points "
        "together are in percent"
    ]


@pytest.mark.parametrize(
    ("holds", "message"),
    [
        (
            'quay_open - quay_closed > "40 percent"',
            "“quay_open - quay_closed > '40 percent'” compares a difference of shares with "
            "percent; write points",
        ),
        ('quay_closed < "77.5 percent" and quay_open > "70 percent"', ""),
        ('quay_open - quay_closed > "40 points"', ""),
        (
            'boxes_goal > "31680 people/month"',
            "has the typed quantity “31680 people/month”, which is boxes_lost; write the id",
        ),
        (
            "quay_open > 50",
            "“quay_open > 50” has the plain number 50 beside a share, which makes it 5000 percent; "
            'write "50 percent" in quotes',
        ),
        (
            '100 - quay_closed > "2 percent"',
            "“100 - quay_closed” has the plain number 100 beside a share, which makes it 10000 "
            'percent; write "100 percent" in quotes',
        ),
        ("quay_open > 0.5 and quay_open <= 1 and 1 - quay_open > 0", ""),
        ("quay_open / quay_closed > 1.2 and boxes_goal / boxes_lost < 2", ""),
        ('boxes_goal > "2640 people/month" * 12', ""),
        ('boxes_goal > "0 people/month"', ""),
        ('boxes_goal - boxes_lost > "31680 people/month" or quay_open > "50 percent"', ""),
        ('quay_open > "54 percent" or quay_closed > "1 percent"', ""),
    ],
)
def test_typed_quantities_and_differences_in_conditions(tmp_path, holds, message) -> None:
    tables = {"boxes": SHARES, "findings": finding("The harbour is open", holds)}
    if message:
        assert problems(tmp_path, **tables) == [f"data/findings.csv:2:holds: {message}"]
    else:
        assert ledger(tmp_path, **tables)


def test_a_share_that_is_a_figure_is_not_typed(tmp_path) -> None:
    rows = [*FIGURES, SHARE | {"value": "54.3", "low": "54", "high": "55"}]
    assert problems(
        tmp_path, boxes=rows, findings=finding("It is open", 'quay_open >= "54.3 percent"')
    ) == [
        "data/findings.csv:2:holds: has the typed quantity “54.3 percent”, which is quay_open; "
        "write the id"
    ]


def test_a_sentence_is_as_old_as_its_condition(tmp_path) -> None:
    found = problems(
        tmp_path,
        findings=finding(
            "In all of 2025 it handled {boxes_per_month}", 'boxes_lost > "0 people/month"'
        ),
    )
    assert found == [
        "data/findings.csv:2:statement: speaks of boxes_per_month (2025), but its condition only "
        "of January 2026; "
        "test it as well, or leave it out"
    ]
    assert ledger(
        tmp_path / "good",
        findings=finding("It handled {boxes_per_month}", "boxes_per_month > boxes_lost"),
    )


def test_a_survey_is_no_verdict_on_what_came_after_it(tmp_path) -> None:
    later = FIGURES[1] | {"id": "rounds", "start": "2026-01-23", "end": "2026-02-18"}
    rows = [*FIGURES, SURVEY, later]
    found = problems(
        tmp_path,
        boxes=rows,
        findings=finding(
            "After {rounds} {survey} doubt it",
            'survey > "10 percent" and rounds > "0 people/month"',
        ),
    )
    assert found == [
        "data/findings.csv:2:statement: rests on survey, a survey that ended on 14 January 2026, "
        "and speaks of "
        "rounds, which began on 23 January 2026; a survey is no verdict on what came after it"
    ]
    early = later | {"start": "2026-01-01", "end": "2026-02-18"}
    assert ledger(
        tmp_path / "good",
        boxes=[*FIGURES, SURVEY, early],
        findings=finding(
            "During {rounds} {survey} doubt it",
            'survey > "10 percent" and rounds > "0 people/month"',
        ),
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            {"kind": "counted", "end": "2026-02-21"},
            "end: 2026-02-21 is after 2026-02-20, the last day that harbour_news can know",
        ),
        (
            {"kind": "counted", "start": "2026-02-21", "end": ""},  # and since
            "start: 2026-02-21 is after 2026-02-20",
        ),
        (
            {"kind": "decided", "start": "2026-02-21", "end": "2026-12-31"},
            "start: 2026-02-21 is after 2026-02-20",
        ),
    ],
)
def test_a_source_is_not_older_than_what_it_is_cited_for(tmp_path, row, message) -> None:
    found = problems(tmp_path, boxes=[FIGURES[0], FIGURES[1] | row, *FIGURES[2:]])
    assert len(found) == 1 and found[0].startswith(f"data/boxes.csv:3:{message}")
    assert ledger(
        tmp_path / "good", boxes=[FIGURES[0], FIGURES[1] | row | {"kind": "planned"}, *FIGURES[2:]]
    )


def test_every_outside_number_has_its_words_or_its_cell(tmp_path) -> None:
    context = FIGURES[1] | {
        "id": "outside",
        "series": "boxes",
        "source": "port_office",
        "locator": "",
        "as_stated": "",
    }
    assert problems(tmp_path, context_areas=[context]) == [
        "data/context/areas.csv:2:as_stated: is empty; copy the words in which the source states "
        "the figure"
    ]
