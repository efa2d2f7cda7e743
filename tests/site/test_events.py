"""Events in the words of a list, and the cells of a chart's data table."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from stateofplay.chapters.show import _holds_days
from stateofplay.ledger.reading.tables import Row
from stateofplay.site.lists.events import days_of
from stateofplay.site.lists.records import cell


def event(start: date, end: date | None = None) -> Row:
    return Row("events", "data/events.csv", 2, {"start": start, "end": end})


def test_a_year_is_said_again_only_where_it_is_another() -> None:
    events = [
        event(date(2025, 12, 30), date(2026, 1, 2)),
        event(date(2026, 1, 5)),
        event(date(2026, 3, 1), date(2026, 3, 31)),
        event(date(2027, 3, 1)),
    ]
    assert days_of(events) == [
        "30 December 2025 to 2 January 2026",
        "5 January",
        "March",
        "1 March 2027",
    ]


@pytest.mark.parametrize(
    ("value", "is_day", "said"),
    [
        ("2026-02-20T00:00:00", True, "20 February 2026"),
        ("2026-02-20", True, "20 February 2026"),
        ("2026-02-20T00:00:00", False, "2026-02-20T00:00:00"),
        (None, True, ""),
        (12345.5, False, "12,345.5"),
        (True, False, "True"),
    ],
)
def test_a_cell_says_what_its_column_holds(value, is_day: bool, said: str) -> None:
    assert cell(value, is_day) == said


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (pd.to_datetime(["2026-02-20", None]), True),
        ([date(2026, 2, 20)], True),
        (["2026-02-20T00:00:00"], False),
        ([None, None], False),
        ([1.5], False),
    ],
)
def test_a_column_holds_days_where_every_cell_does(cells, days: bool) -> None:
    assert _holds_days(pd.Series(cells)) is days
