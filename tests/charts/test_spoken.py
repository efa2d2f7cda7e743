"""The marks of a chart as text."""

from __future__ import annotations

import altair as alt
import pandas as pd
import pytest

from stateofplay.charts.spoken import aloud, groups_of, labels_of, numbered

ROWS = pd.DataFrame(
    {
        "day": ["2024-11-01", "2024-12-01", "2025-01-01", "2025-02-01"],
        "who": ["Port", "City", "Port", "City"],
        "value": [1.0, 2.0, 3.0, 4.0],
        "label": ["first", "second & more", "third", "fourth"],
    }
)
LABELS = ["third", "first", "fourth", "second & more"]  # as layers draw them


def spec(**encoding) -> dict:
    return alt.Chart(ROWS).mark_point().encode(y="value:Q", **encoding).to_dict()


def test_marks_come_in_the_order_of_the_rows_and_by_the_names_that_colours_stand_for() -> None:
    assert groups_of(spec(x="day:T"), LABELS) == {"": list(ROWS["label"])}
    by_colour = {"Port": ["first", "third"], "City": ["second & more", "fourth"]}
    assert groups_of(spec(x="day:T", color="who:N"), LABELS) == by_colour
    assert groups_of(spec(color="label:N"), LABELS) == {"": list(ROWS["label"])}  # one mark each


def test_a_long_series_is_told_by_year(monkeypatch) -> None:
    monkeypatch.setattr("stateofplay.charts.spoken._MANY", 3)
    by_year = {"2024": ["first", "second & more"], "2025": ["third", "fourth"]}
    assert groups_of(spec(x="day:T"), LABELS) == by_year


def test_a_mark_of_several_shapes_is_said_once_and_a_legend_is_no_mark() -> None:
    drawing = (
        '<svg><path data-label="second &amp; more"/><g data-label="Symbol legend for shape"/>'
        '<path data-label="first"/><path data-label="first"/></svg>'
    )
    assert labels_of(drawing) == ["second & more", "first"]
    marked = numbered(drawing, {"A": ["first"], "B": ["second & more"]})
    assert marked == (
        '<svg><path data-mark="1"/><g data-label="Symbol legend for shape"/>'
        '<path data-mark="0"/><path data-mark="0"/></svg>'
    )


@pytest.mark.parametrize("labels", [[], ["of no row"]])
def test_marks_without_a_row_are_told_in_one_list(labels) -> None:
    assert groups_of(spec(color="who:N"), labels) == {"": labels}


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("2026: €90bn; Loan", "2026: 90 billion euros; Loan"),
        ("€1, €1bn, A$2.5m a day", "1 euro, 1 billion euros, 2.5 million Australian dollars a day"),
        ("−5,000 to −£2,000", "minus 5,000 to minus 2,000 pounds"),
        ("789.1 bn roubles, 5m tonnes", "789.1 billion roubles, 5 million tonnes"),
        ("€90 billion, 5 million tonnes", "90 billion euros, 5 million tonnes"),
        ("6,040 km², 1 km, 3 m", "6,040 km², 1 km, 3 m"),
        ("19.2% on 24 February 2022, 3 people", "19.2% on 24 February 2022, 3 people"),
    ],
)
def test_what_is_written_short_is_said_in_full(written, spoken) -> None:
    assert aloud(written) == spoken
