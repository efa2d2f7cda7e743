"""The rules between tables: what contradicts what, and that one mistake is one line with file, line
and column.
"""

from __future__ import annotations

from itertools import combinations

import pytest

from projects import CHECKS, DERIVED, FIGURES, FINDINGS, tiny_project
from stateofplay.files.problems import DataError
from stateofplay.ledger.ledger import load_ledger

GOAL, SHIPS, QUAY = 2, 3, 4  # rows of FIGURES
EVENT = dict(
    id="event_closed",
    start="2026-01-01",
    title="It closed",
    kind="meeting",
    who="News",
    interest="none",
    source="harbour_news",
    locator="1",
)
POSITION = dict(
    id="port_on_it",
    party="Port",
    interest="party",
    issue="Quay",
    position="Wants it.",
    source="harbour_news",
    locator="1",
)
CONTEXT = FIGURES[1] | {
    "id": "outside",
    "series": "boxes",
    "source": "port_office",
    "locator": "table 3",
}


def ledger(tmp_path, **tables):
    return load_ledger(
        tiny_project(
            tmp_path / "project", {n.replace("context_", "context/"): t for n, t in tables.items()}
        )
    )


def problems(tmp_path, **tables) -> list[str]:
    with pytest.raises(DataError) as caught:
        ledger(tmp_path, **tables)
    return str(caught.value).splitlines()


def figures(index: int, **changes: str) -> list[dict[str, str]]:
    return [row | changes if n == index else row for n, row in enumerate(FIGURES)]


BOUNDS = {
    "exact": ["value"],
    "about": ["value", "low", "high"],
    "nearly": ["value", "low", "high"],
    "between": ["low", "high"],
    "at_least": ["value", "low"],
    "more_than": ["value", "low"],
    "up_to": ["value", "high"],
    "less_than": ["value", "high"],
}
CELLS = {"value": "20", "low": "17.5", "high": "22.5"}


@pytest.mark.parametrize(
    "filled", [cells for count in range(4) for cells in combinations(CELLS, count)]
)
@pytest.mark.parametrize("bound", BOUNDS)
def test_each_bound_takes_its_own_ends_and_no_other(tmp_path, bound, filled) -> None:
    rows = figures(QUAY, bound=bound, **{c: CELLS[c] if c in filled else "" for c in CELLS})
    expected = [
        f"data/boxes.csv:6:{c}: is empty, but the bound is {bound}; write the number"
        for c in BOUNDS[bound]
        if c not in filled
    ]
    expected += [
        f"data/boxes.csv:6:{c}: is {CELLS[c]}, but the bound is {bound}; leave it empty"
        for c in filled
        if c not in BOUNDS[bound]
    ]
    if expected:
        assert problems(tmp_path, boxes=rows) == sorted(expected)
    else:
        assert "quay_closed" in ledger(tmp_path, boxes=rows).figures


LONG = "one two three four five six seven eight nine ten eleven twelve"
PARAGRAPH = "is not a paragraph of the article; write a number from 1 to 3"


@pytest.mark.parametrize(
    ("row", "changes", "message"),
    [
        (SHIPS, {"low": "2000"}, "5:low: 2000 is above high, 1000; exchange them or correct one"),
        (
            QUAY,
            {"value": "30"},
            "6:value: 30 is outside its bounds, 17.5 to 22.5; correct one of them",
        ),
        (
            QUAY,
            {"value": "17.4"},
            "6:value: 17.4 is outside its bounds, 17.5 to 22.5; correct one of them",
        ),
        (
            GOAL,
            {"value": "49999"},
            "4:value: 49999 is outside its bounds, 50000 to open; correct one of them",
        ),
        (
            QUAY,
            {"bound": "up_to", "low": "", "value": "23"},
            "6:value: 23 is outside its bounds, open to 22.5; correct one of them",
        ),
        (
            QUAY,
            {"start": "2026-01-02", "end": "2026-01-01"},
            "6:end: 2026-01-01 is before start, 2026-01-02; exchange them or correct one",
        ),
        (
            SHIPS,
            {"unit": "vessel"},
            "5:unit: “vessel” is not a unit of data/units.csv; did you mean vessels?",
        ),
        (
            SHIPS,
            {"unit": "quux"},
            "5:unit: “quux” is not a unit of data/units.csv; add its row first or correct the name",
        ),
        (
            SHIPS,
            {"unit": "km²"},
            "5:unit: “km²” is not a unit of data/units.csv; did you mean km2?",
        ),
        (
            GOAL,
            {"unit": "people/mnth"},
            "4:unit: “people/mnth” is not a unit of data/units.csv; did you mean people/month?",
        ),
        (
            SHIPS,
            {"source": "harbour_new"},
            "5:source: “harbour_new” is not a key of seeds/sources.bib; did you mean harbour_news?",
        ),
        (
            SHIPS,
            {"source": "quux"},
            "5:source: “quux” is not a key of seeds/sources.bib; add its row first or correct "
            "the name",
        ),
        (SHIPS, {"locator": "4"}, f"5:locator: “4” {PARAGRAPH}"),
        (SHIPS, {"locator": "0"}, f"5:locator: “0” {PARAGRAPH}"),
        (SHIPS, {"locator": "-1"}, f"5:locator: “-1” {PARAGRAPH}"),
        (SHIPS, {"locator": ""}, f"5:locator: “” {PARAGRAPH}"),
        (SHIPS, {"locator": "paragraph 3"}, f"5:locator: “paragraph 3” {PARAGRAPH}"),
        (SHIPS, {"as_stated": f"{LONG} thirteen"}, "5:as_stated: has 13 words; quote at most 12"),
        (
            SHIPS,
            {"as_stated": ""},
            "5:as_stated: is empty; copy the words in which the source states the figure",
        ),
        (
            SHIPS,
            {"restates": "boxes_goall"},
            "5:restates: “boxes_goall” is not a figure; did you mean boxes_goal?",
        ),
        (
            SHIPS,
            {"id": "count_figures"},
            "5:id: “count_figures” is a name of the program's own; give this row another",
        ),
    ],
)
def test_what_is_wrong_with_a_figure(tmp_path, row, changes, message) -> None:
    assert problems(tmp_path, boxes=figures(row, **changes)) == [f"data/boxes.csv:{message}"]


def test_what_a_figure_may_be(tmp_path) -> None:
    rows = figures(
        SHIPS,
        as_stated=LONG,
        restates="boxes_goal",
        start="2026-01-01",
        end="2026-01-01",
        low="1000",
    )
    found = ledger(tmp_path, boxes=rows, context_areas=[CONTEXT])
    assert (
        found.figures["ships_waiting"].quantity.low
        == found.figures["ships_waiting"].quantity.high
        == 1000
    )
    assert found.figures["outside"].locator == "table 3" and found.figures["outside"].is_context


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        (
            {"tugs": [FIGURES[1]]},
            "data/boxes.csv:3:id: “boxes_lost” stands in data/tugs.csv:2 already",
        ),
        (
            {"context_areas": [CONTEXT | {"id": "boxes_lost"}]},
            "data/context/areas.csv:2:id: “boxes_lost” stands in data/boxes.csv:3 already",
        ),
        (
            {"derived": [DERIVED[0] | {"id": "boxes_lost"}]},
            "data/derived.csv:2:id: “boxes_lost” stands in data/boxes.csv:3 already",
        ),
        (
            {"findings": [FINDINGS[0] | {"id": "balance"}]},
            "data/findings.csv:2:id: “balance” stands in data/derived.csv:2 already",
        ),
        (
            {"events": [EVENT | {"id": "balance"}]},
            "data/events.csv:2:id: “balance” stands in data/derived.csv:2 already",
        ),
        (
            {"positions": [POSITION | {"id": "boxes_lost"}]},
            "data/positions.csv:2:id: “boxes_lost” stands in data/boxes.csv:3 already",
        ),
        (
            {
                "events": [EVENT],
                "unpublished": [
                    dict(
                        id="event_closed", text="x", source="harbour_news", locator="1", reason="y"
                    )
                ],
            },
            "data/unpublished.csv:2:id: “event_closed” stands in data/events.csv:2 already",
        ),
    ],
)
def test_an_id_is_unique_over_all_tables(tmp_path, tables, message) -> None:
    assert problems(tmp_path, **tables) == [f"{message}; ids are unique over all tables"]


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
            "2:formula: “max(boxes_lost)” calls a function; only + - * / and comparisons of ids "
            "are allowed",
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
        ({"unit": "people/week"}, "unit: people/months cannot be read as people/week"),
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


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        (
            "events",
            EVENT | {"end": "2025-12-31"},
            "end: 2025-12-31 is before start, 2026-01-01; exchange them or correct one",
        ),
        ("events", EVENT | {"locator": "9"}, f"locator: “9” {PARAGRAPH}"),
        (
            "events",
            EVENT | {"as_stated": f"{LONG} more"},
            "as_stated: has 13 words; quote at most 12",
        ),
        (
            "positions",
            POSITION | {"source": "quux"},
            "source: “quux” is not a key of seeds/sources.bib; add its row first or correct "
            "the name",
        ),
        ("positions", POSITION | {"locator": "first"}, f"locator: “first” {PARAGRAPH}"),
        (
            "regions",
            dict(name="North", state="closed", source="port_offise"),
            "source: “port_offise” is not a key of seeds/sources.bib; did you mean port_office?",
        ),
        (
            "corrections",
            dict(date="2026-03-01", id="boxes_lots", column="value", reason="A slip."),
            "id: “boxes_lots” is not the id of a row; did you mean boxes_lost?",
        ),
    ],
)
def test_what_is_wrong_with_the_other_tables(tmp_path, table, row, message) -> None:
    assert problems(tmp_path, **{table: [row]}) == [f"data/{table}.csv:2:{message}"]


@pytest.mark.parametrize(
    "name", ["boxes_lost", "balance", "short_of_goal", "event_closed", "port_on_it"]
)
def test_any_row_with_an_id_may_be_corrected(tmp_path, name) -> None:
    row = dict(date="2026-03-01", id=name, column="note", reason="A slip.")
    assert ledger(tmp_path, corrections=[row], events=[EVENT], positions=[POSITION])


def test_what_depends_on_a_broken_row_is_not_reported_again(tmp_path) -> None:
    rows = [row | {"value": "many"} if row["id"] == "boxes_lost" else row for row in FIGURES]
    chain = [*DERIVED, DERIVED[0] | {"id": "twice", "formula": "balance * 2"}]
    found = problems(tmp_path, boxes=rows, derived=chain)
    assert found == [
        "data/boxes.csv:3:value: “many” is not a number; write it in digits, like 38 or 2.5"
    ]


def test_problems_of_all_tables_come_in_one_sorted_list(tmp_path) -> None:
    found = problems(
        tmp_path,
        boxes=figures(QUAY, value="30", locator="9"),
        derived=[DERIVED[0] | {"formula": "boxes_lost +"}],
        checks=[CHECKS[0] | {"as_stated": ""}],
        events=[EVENT | {"end": "2025-12-31"}],
    )
    assert [p.split(" ")[0] for p in found] == [
        "data/boxes.csv:6:locator:",
        "data/boxes.csv:6:value:",
        "data/checks.csv:2:as_stated:",
        "data/derived.csv:2:formula:",
        "data/events.csv:2:end:",
    ]


def chain(length: int, last: str) -> list[dict[str, str]]:
    """Derived figures of which each is computed from the next, the last by the formula `last`."""
    formulas = [*(f"step_{n + 1} + boxes_lost" for n in range(length - 1)), last]
    return [
        dict(
            id=f"step_{n}",
            topic="boxes",
            measure="Boxes",
            formula=formula,
            unit="people/month",
        )
        for n, formula in enumerate(formulas)
    ]


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


@pytest.mark.parametrize("broken", ["value", ""])
def test_a_broken_row_is_not_counted_and_says_nothing_of_what_is_counted(tmp_path, broken) -> None:
    counted = FINDINGS[0] | {
        "statement": "All of {count_figures} count",
        "holds": f'count_figures >= "{len(FIGURES)} figures"',
    }
    rows = figures(0, **({broken: "many"} if broken else {}))
    if not broken:
        rows = rows[1:]  # a row that is gone is counted as gone
    found = problems(tmp_path, boxes=rows, findings=[counted], derived=[], checks=[])
    assert any("is not supported by the data" in line for line in found) is not bool(broken)
