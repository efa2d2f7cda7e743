"""Charts are held against what is drawn: empty views, marks outside or in one place, alt texts that
differ.
"""

from __future__ import annotations

import re
from types import SimpleNamespace

import altair as alt
import pytest

from projects import INDEX, tiny_project
from stateofplay.chapters.cell_api import table
from stateofplay.chapters.show import show
from stateofplay.charts.svg import Renderer
from stateofplay.ledger.loading import load_ledger
from stateofplay.publish.building import build
from stateofplay.site.read.drawn import chart_problems


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drawn")
    ledger = load_ledger(tiny_project(folder / "book"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stateofplay.chapters.cell_api.ledger", lambda: ledger)
        rows = table("boxes").head(3)
    return SimpleNamespace(ledger=ledger, renderer=Renderer(folder / "charts"), rows=rows)


ALT = "Bar chart: {boxes_per_month} handled, {boxes_lost} lost, {boxes_goal} wanted."
X, Y = alt.X("value:Q"), alt.Y("measure:N")
SHORT = alt.X("value:Q", scale=alt.Scale(domain=[0, 45000]))


def problems(site, draw, alt_text=ALT, **others) -> list[str]:
    columns = {"measure": "What", "words": "How many"}
    figure = show(
        draw(alt.Chart(site.rows)),
        id="a-chart",
        title="A title",
        alt=alt_text,
        sources=["harbour_news"],
        columns=columns,
        rows=site.rows,
        **others,
    )
    return list(chart_problems(site, figure.chart))


@pytest.mark.parametrize(
    ("draw", "expected"),
    [
        (
            lambda c: c.transform_filter("datum.value < 0").mark_bar().encode(x=X, y=Y),
            "has a view without marks",
        ),
        (lambda c: c.mark_bar().encode(x="measure:Q", y=Y), "has a view without marks"),
        (
            lambda c: (
                c.transform_filter("datum.value < 0").mark_bar().encode(x=X, y=Y)
                + alt.Chart().mark_rule().encode(x=alt.datum(0))
            ),
            "has a view without marks",
        ),
        (
            lambda c: (
                c.mark_bar().encode(x=X, y=Y)
                | c.transform_filter("datum.value < 0").mark_bar().encode(x=X, y=Y)
            ),
            "without marks",
        ),
        (lambda c: c.mark_bar().encode(x=SHORT, y=Y), "draws “boxes_goal” outside of its axes"),
        (
            lambda c: c.mark_bar().encode(x=alt.X("value:Q", scale=alt.Scale(type="log")), y=Y),
            "outside of its axes",
        ),
        (lambda c: c.mark_bar(clip=True).encode(x=SHORT, y=Y), "draws “boxes_goal” outside"),
        (lambda c: c.mark_line().encode(x=SHORT, y="value:Q"), "draws “boxes_goal” outside"),
        (
            lambda c: c.mark_point().encode(
                x=X, y=alt.Y("measure:N", scale=alt.Scale(domain=["Boxes handled", "Boxes lost"]))
            ),
            "draws “boxes_goal” outside",
        ),
        (
            lambda c: c.mark_bar().encode(x=X, y="place:N"),
            "draws “boxes_per_month” and “boxes_lost” and others in one place, “Northtown”, where",
        ),
        (
            lambda c: c.mark_bar().encode(x=X, y="place:N", color="measure:N"),
            "in one place, “Northtown”",
        ),
        (lambda c: c.mark_bar().encode(x="place:N", y="value:Q") + c.mark_text(), "in one place"),
        (lambda c: c.mark_bar().encode(x=X), "and others in one place, where they show a sum"),
        (
            lambda c: c.mark_bar().encode(x="mean(value):Q", y="place:N", color="id:N"),
            "in one place",
        ),
        (lambda c: c.mark_area().encode(x="place:N", y="value:Q", color="id:N"), "in one place"),
        (lambda c: c.mark_rect().encode(x="unit:N", y="place:N", color=X), "in one place"),
        (
            lambda c: alt.layer(alt.Chart().mark_bar(), data=c.data).encode(x=X, y="place:N"),
            "in one place",
        ),
        (
            lambda c: (
                c.transform_calculate(end="datum.value + 9000")
                .mark_bar()
                .encode(x=X, x2="end:Q", y="place:N")
            ),
            "draws “boxes_per_month” and “boxes_lost” in one place",
        ),
        (
            lambda c: c.mark_bar().encode(x=X).facet("measure:N"),
            "pixels wide and has room for 312 on phones; give its views a .properties(width=)",
        ),
        (lambda c: c.mark_bar().encode(x=X, column="measure:N"), "has room for 312"),
        (lambda c: alt.hconcat(*[c.mark_point().encode(x=X, y=Y)] * 3), "room for 312"),
        (
            lambda c: c.mark_bar().encode(x=X).properties(width=400).facet("measure:N", columns=1),
            "a-chart is 408 pixels wide and has room for 312 on phones",
        ),
        (
            lambda c: c.transform_filter("datum.value < 45000").mark_bar().encode(x=X, y=Y),
            "states boxes_goal, whose row has no mark",
        ),
        (
            lambda c: c.mark_bar().encode(x="sum(value):Q"),
            "states boxes_per_month, which it does not draw",
        ),
    ],
)
def test_a_chart_that_does_not_draw_what_it_says_is_refused(site, draw, expected) -> None:
    assert expected in problems(site, draw)[0]


@pytest.mark.parametrize(
    "draw",
    [
        lambda c: c.mark_bar().encode(x=X, y=Y),
        lambda c: c.mark_bar().encode(x="sum(value):Q", y=Y),
        lambda c: c.mark_line(point=True).encode(x="value:Q", y="value:Q"),
        lambda c: c.mark_arc().encode(theta="value:Q", color="measure:N"),
        lambda c: c.mark_text().encode(text="words:N", y=Y),
        lambda c: c.transform_calculate(k="datum.value / 1000").mark_bar().encode(x="k:Q", y=Y),
        lambda c: (
            c.transform_fold(["value", "low"], as_=["end", "boxes"])
            .mark_point()
            .encode(x="boxes:Q", y=Y)
        ),
        lambda c: c.mark_bar().encode(x=X).properties(width=250).facet("measure:N", columns=1),
        lambda c: c.mark_bar().encode(x=alt.X("value:Q", stack="zero"), y="place:N"),
        lambda c: c.mark_bar().encode(x=alt.X("value:Q", stack=None), y="place:N"),
        lambda c: c.mark_bar().encode(x=X, y="place:N", yOffset="measure:N"),
        lambda c: c.mark_rect().encode(x=Y, y="place:N", color=X),
        lambda c: c.mark_point(xOffset=40).encode(x=X, y=Y),
    ],
)
def test_an_honest_chart_passes(site, draw) -> None:
    assert problems(site, draw) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bars, {ships_waiting}.", "ships_waiting, which it does not draw"),
        ("Bars, {quay_closed}.", "quay_closed, which it does not draw"),
    ],
)
def test_a_figure_that_is_not_drawn_belongs_elsewhere(site, text, expected) -> None:
    [line] = problems(site, lambda c: c.mark_bar().encode(x=X, y=Y), text)
    assert expected in line
    assert (
        problems(site, lambda c: c.mark_bar().encode(x=X, y=Y), note="Beside: {quay_closed}.") == []
    )


def test_the_layout_for_phones_is_held_as_well(site) -> None:
    narrow = alt.Chart(site.rows.head(1)).mark_bar().encode(x=X, y=Y)
    lines = problems(site, lambda c: c.mark_bar().encode(x=X, y=Y), narrow=narrow)
    assert len(lines) == 2 and all("whose row has no mark" in line for line in lines)


def test_a_wide_chart_may_have_a_narrow_one_beside_it(site) -> None:
    one = alt.Chart(site.rows).mark_bar().encode(x=X, y=Y)
    views = [alt.Chart(site.rows).mark_bar().encode(x=X, y=Y).properties(width=150)] * 2
    assert problems(site, lambda c: alt.hconcat(*views), narrow=one) == []
    assert problems(site, lambda c: one, narrow=alt.hconcat(*views))


def test_a_sum_that_is_meant_may_be_shown(site) -> None:
    def draw(chart):
        return chart.mark_bar().encode(x="sum(value):Q", y="place:N", color="measure:N")

    assert problems(site, draw, "Bars of the boxes.") == []


@pytest.mark.book
def test_a_build_names_chapter_and_cell_and_says_it_again(tmp_path, capsys) -> None:
    index = INDEX.replace(
        "alt.Chart(boxes)", "alt.Chart(boxes).transform_filter('datum.value < 0')"
    )
    project = tiny_project(tmp_path / "book", pages={"index": index})
    for _ in range(2):
        assert build(project, quiet=True) == 1
        assert re.search(
            r"book/index\.md:13: the chart boxes has a view without marks", capsys.readouterr().err
        )
    assert not project.site.exists()
