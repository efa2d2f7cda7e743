"""Each rule for outside values, broken by a row; what must be said of a figure without."""

from __future__ import annotations

import pytest

from projects import CHECKS, FIGURES, unchecked
from ruled import ledger, problems

CHECK = CHECKS[0]
COMPUTED = CHECK | {
    "value": "",
    "low": "",
    "high": "",
    "bound": "",
    "as_stated": "",
    "formula": '"31700 people/month"',
}
SEARCH = dict(
    figure="boxes_lost", day="2026-11-28", where_looked="The port's pages", looked_for="The number"
)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            CHECK | {"unit": "vessels"},
            "unit: is another than that of boxes_lost: vessels cannot be read as people/months",
        ),
        (
            CHECK | {"unit": "vesels"},
            "unit: “vesels” is not a unit of data/units.csv; did you mean vessels?",
        ),
        (
            CHECK | {"source": "port_ofice"},
            "source: “port_ofice” is not a key of seeds/sources.bib; did you mean port_office?",
        ),
        (CHECK | {"value": ""}, "value: is empty, but the bound is about; write the number"),
        (
            CHECK | {"value": "32000"},
            "value: 32000 is outside its bounds, 31600 to 31800; correct one of them",
        ),
        (CHECK | {"bound": ""}, "bound: is empty; say how the source bounds the number"),
        (
            CHECK | {"figure": "boxes_lots"},
            "figure: “boxes_lots” is not a figure; did you mean boxes_lost?",
        ),
        (
            CHECK | {"figure": "balance"},
            "figure: “balance” is not a figure; add its row first or correct the name",
        ),
        (
            CHECK | {"as_stated": ""},
            "as_stated: is empty; copy the words in which the source states the number, or "
            "write the "
            "formula that computes it",
        ),
        (CHECK | {"as_stated": "word " * 13}, "as_stated: has 13 words; quote at most 12"),
        (
            CHECK | {"source": "harbour_news", "locator": "2"},
            "source: is the source of boxes_lost itself; an outside value comes from another page",
        ),
        (
            CHECK | {"day": "2026-02-02"},
            "day: 2026-02-02 is after 2026-02-01, the last day that port_office can know; "
            "correct the "
            "day, or name the page that carries the number",
        ),
        (
            CHECK | {"mixes": ""},
            "basis: is “boxes”, but boxes_lost has no basis; say in mixes why they may be "
            "compared, or give "
            "both the same words",
        ),
        (
            COMPUTED | {"value": "31700"},
            "value: is filled, but the formula computes the number; empty one of them",
        ),
        (
            COMPUTED | {"formula": "boxes_lots"},
            "formula: “boxes_lots” is not a figure, derived figure, finding or series; did you "
            "mean boxes_lost?",
        ),
        (
            COMPUTED | {"formula": '"31700 vessels"'},
            "formula: vessels cannot be read as people/months",
        ),
        (
            COMPUTED | {"formula": "boxes_lost +"},
            "formula: “boxes_lost +” is not a formula; write it like “boxes_in - boxes_out”",
        ),
    ],
)
def test_what_is_wrong_with_an_outside_value(tmp_path, row, message) -> None:
    assert problems(tmp_path, checks=[row]) == [f"data/checks.csv:2:{message}"]


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "confirmed"),
        ({"value": "20000", "low": "", "high": "", "bound": "exact"}, "differs"),
        ({"independent": "no"}, "traced"),
        (
            {"unit": "people/year", "value": "380160", "low": "", "high": "", "bound": "exact"},
            "confirmed",
        ),
        (COMPUTED, "differs"),
        (COMPUTED | {"formula": '"31680 people/month"'}, "confirmed"),
    ],
)
def test_an_outside_value_gives_the_verdict(tmp_path, changes, verdict) -> None:
    book = ledger(tmp_path, checks=[CHECK | changes])
    assert book.verdict("boxes_lost") == verdict
    assert book.words(f"count_{verdict}", "number") == "1"


@pytest.mark.parametrize("formula", ["boxes_lost", "boxes_lost * 1", "boxes_per_month - balance"])
def test_a_figure_is_not_checked_by_itself(tmp_path, formula) -> None:
    assert problems(tmp_path, checks=[COMPUTED | {"formula": formula}]) == [
        "data/checks.csv:2:formula: rests on boxes_lost itself, which it would always confirm; "
        "compute it of what others state"
    ]


def test_a_figure_has_as_many_values_as_there_are_sources(tmp_path) -> None:
    rows = [
        CHECK,
        CHECK | {"id": "check_again", "value": "20000", "low": "", "high": "", "bound": "exact"},
    ]
    book = ledger(tmp_path, checks=rows)
    assert [check.id for check in book.checks["boxes_lost"]] == ["check_boxes_lost", "check_again"]
    assert (
        book.verdict("boxes_lost") == "contested" and book.words("count_outside", "number") == "2"
    )


def test_the_id_of_an_outside_value_is_unique(tmp_path) -> None:
    assert problems(tmp_path, checks=[CHECK | {"id": "boxes_goal"}]) == [
        "data/checks.csv:2:id: “boxes_goal” stands in data/boxes.csv:4 already; ids are "
        "unique over all tables"
    ]


NONE = (
    "3:id: boxes_lost has no outside value; add one to data/checks.csv, or say in "
    "data/unchecked.csv where was looked, "
    "when and for what"
)


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        (
            {"checks": [], "unchecked": unchecked({"boxes": FIGURES, "checks": CHECKS})},
            f"boxes.csv:{NONE}",
        ),
        (
            {"unchecked": [*unchecked({"boxes": FIGURES, "checks": CHECKS}), SEARCH]},
            "unchecked.csv:6:figure: boxes_lost has an outside value in checks.csv; take this "
            "row out",
        ),
        (
            {
                "checks": [],
                "unchecked": [
                    *unchecked({"boxes": FIGURES, "checks": []}),
                    SEARCH | {"figure": "boxes_lots"},
                ],
            },
            "unchecked.csv:7:figure: “boxes_lots” is not a figure; did you mean boxes_lost?",
        ),
        (
            {
                "checks": [],
                "unchecked": [
                    row | {"day": "2999-01-01"} if row["figure"] == "boxes_goal" else row
                    for row in unchecked({"boxes": FIGURES, "checks": []})
                ],
            },
            "unchecked.csv:2:day: 2999-01-01 is still to come; correct the day",
        ),
    ],
)
def test_a_figure_has_an_outside_value_or_a_search(tmp_path, tables, message) -> None:
    assert problems(tmp_path, **tables) == [f"data/{message}"]


def test_one_statement_counts_once(tmp_path) -> None:
    rows = [
        row | {"stated_with": "boxes_lost"} if row["id"] == "boxes_goal" else row for row in FIGURES
    ]
    book = ledger(tmp_path, boxes=rows)
    assert (book.words("count_figures", "number"), book.words("count_statements", "number")) == (
        "5",
        "4",
    )
    counted = [
        book.words(f"count_{v}", "number")
        for v in ("confirmed", "traced", "contested", "differs", "not_checked")
    ]
    assert counted == [
        "0",
        "0",
        "0",
        "0",
        "4",
    ]  # of two verdicts on one statement the graver one counts


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"bound": "exact", "low": "", "high": "", "value": "20000"}, "about 0.63 times"),
        ({"value": "20000", "low": "15000", "high": "25000"}, "0.47 to 0.79 times"),
    ],
)
def test_how_many_times_the_stated_number_it_is(tmp_path, cells, words) -> None:
    """A range only of what has one: one number was “0.63 to 0.64 times” another."""
    book = ledger(tmp_path, checks=[CHECKS[0] | cells])
    (check,) = book.checks["boxes_lost"]
    assert book.outside_times(check, book.figures["boxes_lost"]) == words
