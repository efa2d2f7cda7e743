"""What Altair does in less time comes out as it does by itself."""

from __future__ import annotations

import datetime as dt

import altair as alt
import numpy as np
import pandas as pd
import pytest
from altair.utils import schemapi
from altair.utils.core import sanitize_pandas_dataframe

from stateofplay.chapters.quick_altair import quicken, values_of

quicken()
MIXED = pd.DataFrame(
    {
        "text": ["a", None],
        "float": [1.5, np.inf],
        "missing": [np.nan, 2.0],
        "single": np.array([0.1, -np.inf], dtype="float32"),
        "whole": [1, 2],
        "true": [True, False],
        "day": pd.to_datetime(["2026-01-01", None]),
        "date": [dt.date(2026, 1, 1), None],
        "kind": pd.Categorical(["u", None]),
        "objects": [["x"], {"a": 1}],
        "mixed": [1, "x"],
        "endless": pd.Series([2.5, float("inf")], dtype=object),
        "numpy": [np.float64(2.5), None],
        "maybe whole": pd.array([1, None], dtype="Int64"),
        "maybe": pd.array([1.5, None], dtype="Float64"),
        "maybe true": pd.array([True, None], dtype="boolean"),
    }
)


def test_every_kind_of_column_has_the_values_that_altair_writes() -> None:
    for frame in (MIXED, MIXED[["text", "float"]], MIXED[["day"]], MIXED.iloc[:0], MIXED[::-1]):
        wanted = sanitize_pandas_dataframe(frame).to_dict(orient="records")
        assert repr(values_of(frame)) == repr(wanted)


@pytest.mark.filterwarnings("ignore:DataFrame columns are not unique")
@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame([[1, 2]]),
        MIXED.set_index(["text", "whole"]),
        pd.DataFrame({1: [2], "a": [1]}),
        pd.DataFrame({"a": pd.to_timedelta([3], unit="s")}),
        pd.DataFrame([[1, 2]], columns=["a", "a"]),
    ],
)
def test_what_altair_refuses_or_renames_is_left_to_it(frame: pd.DataFrame) -> None:
    def of(make):
        try:
            return repr(make(frame))
        except (ValueError, AttributeError) as error:
            return repr(error)

    assert of(values_of) == of(lambda f: sanitize_pandas_dataframe(f).to_dict(orient="records"))


def test_a_chart_is_the_same_and_its_rows_are_still_limited() -> None:
    chart = alt.Chart(MIXED).mark_bar().encode(x="float:Q", y="text")
    drawn = chart.to_dict()
    (rows,) = drawn["datasets"].values()
    assert [row["float"] for row in rows] == [1.5, None]
    assert drawn["encoding"]["y"] == {"field": "text", "type": "nominal"}
    many = alt.Chart(pd.DataFrame({"a": range(5001)})).mark_bar()
    with pytest.raises(alt.MaxRowsError):
        many.to_dict()
    with alt.data_transformers.disable_max_rows():
        (rows,) = many.to_dict()["datasets"].values()
    assert len(rows) == 5001


def test_a_class_that_comes_later_is_found_as_well() -> None:
    alt.Y.from_dict({"shorthand": "a:N"}, validate=False)

    class Later(schemapi.SchemaBase):
        _schema = {"type": "object", "title": "Later"}

    classes = [alt.Y, Later]
    assert Later in sum(schemapi._FromDict(classes).class_dict.values(), [])
    assert Later not in sum(schemapi._FromDict([alt.Y]).class_dict.values(), [])
