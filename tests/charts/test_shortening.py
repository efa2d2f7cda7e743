"""Paths become short and stay where they were."""

from __future__ import annotations

from itertools import pairwise
from math import hypot, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stateofplay.charts.shortening import _points, compact

NUMBERS = st.integers(-9000, 9000).map(lambda n: n / 100)
POINTS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=12)


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("M0,0L10,0L10,10L0,10Z", "M0 0h10v10h-10z"),
        ("M1.04,2L1.06,2.04", "M1 2h.1"),
        ("M5,5h4v4h-4ZM15,5h4v4h-4Z", "M5 5h4v4h-4zm10 0h4v4h-4z"),
        ("M0,0L-.5,-1L2,3", "M0 0l-.5-1 2.5 4"),
        ("M3,3L3,3", "M3 3h0"),
        ("M0,0C1,1,2,2,3,3", "M0,0C1,1,2,2,3,3"),
        ("M0,0A5,5,0,0,1,3,3Z", "M0,0A5,5,0,0,1,3,3Z"),
        ("", ""),
    ],
)
def test_paths(path, short) -> None:
    assert compact(path) == short


def test_an_outline_of_many_points_keeps_its_place_within_a_pixel_with_fewer_points() -> None:
    exact = [(n + n % 7 / 10, (n * n) % 50 + n % 3 / 10) for n in range(60)]
    [(kept, closed)] = _points(compact("M" + "L".join(f"{x},{y}" for x, y in exact) + "Z"))
    assert closed and 30 < len(kept) < 60 and all(x % 5 == y % 5 == 0 for x, y in kept)
    sides = list(pairwise([*kept, kept[0]]))
    away = [min(_from_side((10 * x, 10 * y), *side) for side in sides) for x, y in exact]
    assert 0 < max(away) <= 5 + 2.5 * sqrt(2)  # left out, and moved


def _from_side(point, start, end) -> float:
    """How far a point lies from the nearest point of a side."""
    (px, py), (x0, y0), (x1, y1) = point, start, end
    dx, dy = x1 - x0, y1 - y0
    share = max(0, min(1, ((px - x0) * dx + (py - y0) * dy) / (dx * dx + dy * dy)))
    return hypot(px - x0 - share * dx, py - y0 - share * dy)


@given(st.lists(st.tuples(POINTS, st.booleans()), min_size=1, max_size=4))
def test_no_point_moves_and_none_is_lost(subpaths) -> None:
    path = "".join(
        "M" + "L".join(f"{x},{y}" for x, y in points) + ("Z" if closed else "")
        for points, closed in subpaths
    )
    short = compact(path)
    again = _points(short)
    assert compact(short) == short
    assert len(short) <= len(path) + 2 * len(subpaths)
    assert len(again) == len(subpaths)
    for (points, closed), (kept, still_closed) in zip(subpaths, again, strict=True):
        assert closed == still_closed
        rounded = [(round(x * 10), round(y * 10)) for x, y in points]
        assert set(kept) == set(rounded)
