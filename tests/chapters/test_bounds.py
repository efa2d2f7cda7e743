"""Each bound has a mark of its own, and the mark says what the source left open."""

from __future__ import annotations

from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pytest

from stateofplay.chapters.bounds import ARROW_LENGTH, bound_marks
from stateofplay.charts.layout import WIDE
from stateofplay.charts.legend import SHAPES
from stateofplay.charts.svg import Renderer
from stateofplay.charts.theme import BLUE, PAPER
from stateofplay.numbers.vocabulary import BOUNDS

ROWS = {
    "exact": dict(value=40, low=40, high=40),
    "about": dict(value=40, low=30, high=50),
    "nearly": dict(value=40, low=30, high=40),
    "between": dict(value=None, low=30, high=50),
    "at_least": dict(value=40, low=40, high=None),
    "more_than": dict(value=40, low=40, high=None),
    "up_to": dict(value=40, low=None, high=40),
    "less_than": dict(value=40, low=None, high=40),
}


def drawn(tmp_path, *bounds: str) -> list[ElementTree.Element]:
    """The labelled marks of one row for each of `bounds`."""
    frame = pd.DataFrame(
        [dict(what=f"row {b}", bound=b, label=b, **ROWS[b]) for b in bounds]
    ).astype({"value": float, "low": float, "high": float})
    chart = bound_marks(
        frame, y=alt.Y("what:N", title=None), x=alt.X(scale=alt.Scale(domain=[0, 100]))
    )
    spec = chart.to_dict()
    spec.pop("config", None)
    spec["datasets"] = {
        name: [{k: None if v != v else v for k, v in row.items()} for row in rows]
        for name, rows in spec["datasets"].items()
    }
    root = ElementTree.fromstring(Renderer(tmp_path).drawing(spec, WIDE))
    return [e for e in root.iter() if e.get("data-label")]


def test_every_bound_is_in_the_legend_and_has_words() -> None:
    assert set(BOUNDS) == set(ROWS)
    assert {bound.shape for bound in BOUNDS.values()} == set(SHAPES)


@pytest.mark.parametrize(
    ("bound", "fills", "count"),
    [
        ("exact", {BLUE}, 1),
        ("about", {PAPER}, 2),
        ("nearly", {PAPER}, 2),
        ("between", {BLUE}, 1),
        ("at_least", {BLUE}, 3),
        ("more_than", {BLUE}, 3),
        ("up_to", {BLUE}, 3),
        ("less_than", {BLUE}, 3),
    ],
)
def test_a_bound_is_drawn_by_its_own_marks(tmp_path, bound, fills, count) -> None:
    marks = drawn(tmp_path, bound)
    assert len(marks) == count
    assert {m.get("fill") for m in marks if m.get("fill")} == fills


def test_an_open_end_is_an_arrow_that_points_the_open_way(tmp_path) -> None:
    for bound, sign in (("at_least", 1), ("up_to", -1)):
        places = [
            float(m.get("transform").partition("(")[2].partition(",")[0])
            for m in drawn(tmp_path, bound)
            if not m.tag.endswith("line")
        ]
        dot, head = places[0], places[-1]
        assert head - dot == pytest.approx(sign * ARROW_LENGTH, abs=1)


def test_rows_keep_their_order(tmp_path) -> None:
    frame_order = ["between", "exact", "about"]
    frame = pd.DataFrame([dict(what=b, bound=b, label=b, **ROWS[b]) for b in frame_order])
    spec = bound_marks(frame, y=alt.Y("what:N"), x=alt.X()).to_dict()
    assert spec["layer"][0]["encoding"]["y"]["scale"]["domain"] == frame_order
