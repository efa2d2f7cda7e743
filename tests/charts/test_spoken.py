"""The marks of a chart as text."""

from __future__ import annotations

import altair as alt
import pandas as pd
import pytest

from stateofplay.charts.spoken import groups_of, labels_of, numbered

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
