"""The rules between tables: what contradicts what, and that one mistake is one line with file, line
and column.
"""

from __future__ import annotations

import pytest

from projects import DERIVED, FIGURES, FINDINGS
from ruled import LONG, PARAGRAPH, figures, ledger, problems
from statements import EVENT, POSITION


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
        (
            "positions",
            POSITION | {"source": "harbour_news", "locator": "first"},
            f"locator: “first” {PARAGRAPH}",
        ),
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
        (
            "corrections",
            dict(date="2026-11-01", id="boxes_lost", column="value", old="1", new="2", reason="A."),
            "new: is “2”, but boxes_lost has “31680” there; correct one of them, or add the "
            "correction between",
        ),
        (
            "corrections",
            dict(date="2026-11-01", id="boxes_lost", column="low", old="", new="9", reason="A."),
            "new: is “9”, but boxes_lost has “” there; correct one of them, or add the "
            "correction between",
        ),
        (
            "corrections",
            dict(date="2999-11-01", id="boxes_lost", column="who", new="9", reason="A slip."),
            "date: 2999-11-01 is still to come; correct the day",
        ),
    ],
)
def test_what_is_wrong_with_the_other_tables(tmp_path, table, row, message) -> None:
    assert problems(tmp_path, **{table: [row]}) == [f"data/{table}.csv:2:{message}"]


@pytest.mark.parametrize(
    "name", ["boxes_lost", "balance", "short_of_goal", "event_closed", "union_wants_more"]
)
def test_any_row_with_an_id_may_be_corrected(tmp_path, name) -> None:
    row = dict(date="2026-03-01", id=name, column="note", reason="A slip.")
    assert ledger(tmp_path, corrections=[row], events=[EVENT], positions=[POSITION])


def test_the_last_correction_of_a_cell_says_what_it_is_now(tmp_path) -> None:
    first = dict(date="2026-03-01", id="boxes_lost", column="value", old="1", new="2", reason="A.")
    last = first | dict(date="2026-03-02", old="2", new="31680.0")
    assert ledger(tmp_path, corrections=[last, first])


def test_what_depends_on_a_broken_row_is_not_reported_again(tmp_path) -> None:
    rows = [row | {"value": "many"} if row["id"] == "boxes_lost" else row for row in FIGURES]
    chain = [*DERIVED, DERIVED[0] | {"id": "twice", "formula": "balance * 2"}]
    found = problems(tmp_path, boxes=rows, derived=chain)
    assert found == [
        "data/boxes.csv:3:value: “many” is not a number; write it in digits, like 38 or 2.5"
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
