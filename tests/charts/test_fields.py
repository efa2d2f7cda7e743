"""A field that a chart's data do not have is found; fields that transforms make are known."""

from __future__ import annotations

import altair as alt
import pandas as pd
import pytest

from stateofplay.charts.fields import unknown_fields

ROWS = pd.DataFrame(
    {
        "what": ["a", "b"],
        "value": [1.0, 2.0],
        "high": [3, 4],
        "amount.eur": [1, 2],
        "a[b]": [1, 2],
        "within": [{"x": 1}, {"x": 2}],
    }
)
BARS = alt.Chart(ROWS).mark_bar()


@pytest.mark.parametrize(
    ("chart", "message"),
    [
        (
            BARS.encode(x="valeu:Q", y="what:N"),
            "“valeu” is not a field of its data; did you mean value?",
        ),
        (BARS.encode(x="amount.eur:Q"), "takes “amount.eur” for a path into a column"),
        (BARS.encode(x="a[b]:Q"), "takes “a[b]” for a path into a column"),
        (BARS.encode(x="value.eur:Q"), "“value.eur” is not a field"),
        (BARS.encode(x="zzz:Q"), "they have a[b], amount.eur, high, value, what, within"),
        (BARS.transform_calculate(z="datum.valeu * 2").encode(x="z:Q"), "“valeu”"),
        (BARS.transform_calculate(z="datum['valeu'] * 2").encode(x="z:Q"), "“valeu”"),
        (BARS.transform_fold(["value", "hihg"]).encode(x="value:Q"), "did you mean high?"),
        (BARS.transform_aggregate(m="mean(value)").encode(x="value:Q"), "“value”"),
        (BARS.transform_filter("datum.wat == 'a'").encode(x="value:Q"), "did you mean what?"),
        (
            BARS.transform_filter(alt.FieldOneOfPredicate(field="wath", oneOf=["a"])).encode(
                x="value:Q"
            ),
            "“wath”",
        ),
        (BARS.encode(x="value:Q").facet("waht:N"), "did you mean what?"),
        (BARS.encode(x="value:Q") | BARS.encode(x="valu:Q"), "did you mean value?"),
        (BARS.encode(x="value:Q") + BARS.encode(x="valu:Q"), "did you mean value?"),
        (BARS.encode(x=alt.X("what:N", sort=alt.EncodingSortField("valu"))), "did you mean value?"),
        (
            BARS.encode(
                x="value:Q",
                color=alt.condition("datum.wat == 'a'", alt.value("red"), alt.value("blue")),
            ),
            "“wat”",
        ),
    ],
)
def test_an_unknown_field_is_named_with_the_nearest(chart, message) -> None:
    lines = unknown_fields(chart.to_dict())
    assert len(lines) == 1 and message in lines[0]


@pytest.mark.parametrize(
    "chart",
    [
        BARS.encode(x=r"amount\.eur:Q", y=r"a\[b\]:Q", color="within.x:Q"),
        BARS.transform_calculate(z="datum.value * 2").encode(x="z:Q", y="count()"),
        BARS.transform_fold(["value", "high"]).encode(x="value:Q", color="key:N"),
        BARS.transform_fold(["value", "high"], as_=["k", "v"]).encode(x="v:Q", color="k:N"),
        BARS.transform_aggregate(m="mean(value)", groupby=["what"]).encode(x="m:Q", y="what:N"),
        BARS.transform_joinaggregate(t="sum(value)").encode(x="t:Q"),
        BARS.transform_window(r="rank()", sort=[alt.SortField("value")]).encode(x="r:Q"),
        BARS.transform_bin("b", "value").encode(x="b:Q", x2="b_end:Q"),
        BARS.transform_density("value").encode(x="value:Q", y="density:Q"),
        BARS.transform_quantile("value").encode(x="prob:Q", y="value:Q"),
        BARS.transform_regression("value", "high").encode(x="value:Q", y="high:Q"),
        BARS.transform_stack(stack="value", groupby=["what"], as_=["s", "e"]).encode(
            x="s:Q", x2="e:Q"
        ),
        BARS.transform_lookup("what", alt.LookupData(ROWS, "what", ["high"]), as_=["h"]).encode(
            x="h:Q"
        ),
        BARS.transform_pivot("what", value="value").encode(x="a:Q"),
        BARS.transform_timeunit(y="year(value)").encode(x="y:T"),
        BARS.transform_flatten(["within"]).encode(x="value:Q"),
        alt.Chart(alt.sequence(5, as_="n")).mark_bar().encode(x="n:Q"),
        alt.Chart().mark_rule().encode(y=alt.datum(0)) + BARS.encode(x="value:Q"),
        alt.Chart(alt.UrlData("data.csv")).mark_bar().encode(x="anything:Q"),
    ],
)
def test_a_field_of_the_data_or_of_a_transform_is_known(chart) -> None:
    assert unknown_fields(chart.to_dict()) == []
