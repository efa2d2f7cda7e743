"""A chart says itself what draws it in a width, and comes out of a cell's output as it went in."""

from __future__ import annotations

import json
import pickle

import pytest

from stateofplay.charts.chart import Chart
from stateofplay.charts.layout import CARD, NARROW, WIDE

SPEC, PHONES, SMALL = {"mark": "bar"}, {"mark": "line"}, {"mark": "point"}


def chart(**drawings: dict[str, str]) -> Chart:
    return Chart("a", "Bars.", ["key"], {"what": "What"}, [{"what": 1}], SPEC, **drawings)


@pytest.mark.parametrize(
    ("drawings", "expected"),
    [
        ({}, (SPEC, SPEC, SPEC)),
        ({"narrow": PHONES}, (SPEC, PHONES, PHONES)),
        ({"card": SMALL}, (SPEC, SPEC, SMALL)),
        ({"narrow": PHONES, "card": SMALL, "explore": SPEC}, (SPEC, PHONES, SMALL)),
    ],
)
def test_each_width_has_its_own_drawing_or_that_of_the_next_wider(drawings, expected) -> None:
    drawn = chart(**drawings)
    assert tuple(drawn.layout(width) for width in (WIDE, NARROW, CARD)) == expected


def test_a_chart_goes_through_json_as_it_is() -> None:
    drawn = chart(narrow=PHONES)
    assert Chart.from_json(json.loads(json.dumps(drawn.to_json()))) == drawn


def test_a_chart_that_is_kept_is_whole_also_where_nobody_asked_for_its_drawing() -> None:
    one = chart(card={"mark": "point"})
    again = pickle.loads(pickle.dumps(one))
    assert again.digest == one.digest
    once_more = pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(one))))
    assert "spec" not in vars(once_more)
    assert once_more == again == one
    assert once_more.spec == SPEC
    with pytest.raises(AttributeError):
        _ = once_more.colour  # type: ignore[attr-defined]
