"""What a stated figure may be, and what is wrong with it."""

from __future__ import annotations

from itertools import combinations

import pytest

from projects import DERIVED, FIGURES, FINDINGS
from ruled import GOAL, LONG, PARAGRAPH, QUAY, SHIPS, figures, ledger, problems
from statements import EVENT, POSITION

CONTEXT = FIGURES[1] | {
    "id": "outside",
    "series": "boxes",
    "source": "port_office",
    "locator": "table 3",
}
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
BUT = "but the bound is"
RANK = {"unit": "rank", "bound": "exact", "low": ""}
PLACE = "is no place in a list; write a whole number from 1 on"
CELLS = {"value": "20", "low": "17.5", "high": "22.5"}


@pytest.mark.parametrize(
    "filled", [cells for count in range(4) for cells in combinations(CELLS, count)]
)
@pytest.mark.parametrize("bound", BOUNDS)
def test_each_bound_takes_its_own_ends_and_no_other(tmp_path, bound, filled) -> None:
    value = {"at_least": "17.5", "more_than": "17.5", "about": "20"}.get(bound, "22.5")
    cells = CELLS | {"value": value}  # an end of it, where its bound says so
    rows = figures(QUAY, bound=bound, **{c: cells[c] if c in filled else "" for c in CELLS})
    expected = [
        f"data/boxes.csv:6:{c}: is empty, but the bound is {bound}; write the number"
        for c in BOUNDS[bound]
        if c not in filled
    ]
    expected += [
        f"data/boxes.csv:6:{c}: is {cells[c]}, but the bound is {bound}; leave it empty"
        for c in filled
        if c not in BOUNDS[bound]
    ]
    if expected:
        assert problems(tmp_path, boxes=rows) == sorted(expected)
    else:
        assert "quay_closed" in ledger(tmp_path, boxes=rows).figures


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
        (GOAL, {"value": "60000"}, f"4:low: is 50000, {BUT} at_least; write 60000, the value"),
        (
            QUAY,
            {"bound": "up_to", "low": "", "value": "5"},
            f"6:high: is 22.5, {BUT} up_to; write 5, the value",
        ),
        (QUAY, {"bound": "nearly"}, f"6:high: is 22.5, {BUT} nearly; write 20, the value"),
        (
            QUAY,
            {"bound": "nearly", "value": "-20", "low": "-22.5", "high": "-17.5"},
            f"6:low: is -22.5, {BUT} nearly; write -20, the value",
        ),
        (
            QUAY,
            {"bound": "nearly", "value": "22.5", "low": "22.5"},
            f"6:low: is 22.5, {BUT} nearly; it is not the value",
        ),
        (QUAY, {"value": "17.5"}, f"6:low: is 17.5, {BUT} about; it is not the value"),
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
        (GOAL, RANK | {"value": "1.5"}, f"4:value: 1.5 {PLACE}"),
        (GOAL, RANK | {"value": "-1"}, f"4:value: -1 {PLACE}"),
        (SHIPS, {"unit": "rank", "low": "0"}, f"5:low: 0 {PLACE}"),
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
            {"restates": "ships_waiting"},
            "5:restates: names its own row; name another, or leave it empty",
        ),
        (
            SHIPS,
            {"stated_with": "ships_waiting"},
            "5:stated_with: names its own row; name another, or leave it empty",
        ),
        (
            SHIPS,
            {"restates": "quay_closed"},
            "5:restates: quay_closed is in percent, which cannot be said in vessels; "
            "name another row, or leave it empty",
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
        stated_with="boxes_goal",
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
