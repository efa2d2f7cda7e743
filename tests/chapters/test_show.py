"""`show()` refuses what may not be published, and gives JupyterLab a chart that it can draw."""

from __future__ import annotations

import altair as alt
import pandas as pd
import pytest

from stateofplay.chapters.cell_api import table
from stateofplay.chapters.runner import describe
from stateofplay.chapters.show import ChartError, show
from stateofplay.charts.bundle import LAB_MIME, LAB_SCHEMA, lab_bundle

ROWS = pd.DataFrame(
    {"what": ["a", "b"], "value": [1.0, float("nan")], "bound": ["exact", "between"]}
)
CHART = alt.Chart(ROWS).mark_bar().encode(x="value:Q", y="what:N")
WORDS = dict(
    id="a-chart",
    title="Title of {a}",
    alt="Bar chart of {a}.",
    sources=["somebody"],
    columns={"what": "What"},
)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": "A chart"}, "lower-case-with-hyphens"),
        ({"alt": "  "}, "no alt text"),
        ({"title": ""}, "needs either finding="),
        ({"finding": "something"}, "needs either finding="),
        ({"sources": []}, "names no source"),
        ({"columns": {}}, "no column at all"),
        ({"columns": {"waht": "What"}}, "no column waht"),
        ({"rows": [1, 2]}, "no rows of its own"),
    ],
)
def test_what_may_not_be_published(changes, message) -> None:
    with pytest.raises(ChartError, match=message):
        show(CHART, **(WORDS | changes))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: show(CHART), "show() lacks id=, alt=, sources=, columns=; add it"),
        (lambda: show(CHART, titel="a"), "show() has no titel=; did you mean title?"),
        (lambda: show(CHART, 2), "show() takes 1 positional argument"),
        (lambda: show(CHART, **WORDS | {"alt": ""}), "the chart a-chart has no alt text"),
        (lambda: table("boxs"), "no table called “boxs”; there are"),
        (lambda: {}["boxs"], "KeyError: 'boxs'"),
    ],
)
def test_a_wrong_call_is_said_without_the_names_of_pythons_errors(call, said) -> None:
    with pytest.raises((TypeError, KeyError, ValueError)) as wrong:
        call()
    assert describe(wrong.value, 1)[0].startswith(said)


def test_a_figure_carries_its_rows_its_words_and_plain_json() -> None:
    chart = show(CHART, **(WORDS | {"columns": {"what": "What", "value": "Value"}})).chart
    assert chart.rows == [{"what": "a", "value": 1.0}, {"what": "b", "value": None}]
    assert chart.alt == "Bar chart of {a}." and chart.spec["mark"]["type"] == "bar"
    assert [r["value"] for r in next(iter(chart.spec["datasets"].values()))] == [1.0, None]


def test_bounds_are_named_only_when_they_are_drawn() -> None:
    assert show(CHART, **WORDS).chart.bounds == []
    filtered = CHART.transform_filter(alt.FieldOneOfPredicate(field="bound", oneOf=["exact"]))
    assert show(filtered, **WORDS).chart.bounds == ["between", "exact"]


def test_jupyterlab_gets_the_explorable_chart_with_its_words() -> None:
    explore = alt.Chart(ROWS).mark_point().encode(x="value:Q")
    bundle = lab_bundle(
        show(CHART, explore=explore, **WORDS).chart, lambda text: text.replace("{a}", "apples")
    )
    assert bundle[LAB_MIME]["$schema"] == LAB_SCHEMA and bundle[LAB_MIME]["mark"]["type"] == "point"
    assert bundle[LAB_MIME]["title"]["text"] == "Title of apples"
    assert bundle["text/plain"] == "Title of apples\nBar chart of apples."
