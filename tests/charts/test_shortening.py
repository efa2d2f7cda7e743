"""Paths become short and stay where they were."""

from __future__ import annotations

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


def test_an_outline_of_many_points_keeps_its_place_within_a_quarter_of_a_pixel() -> None:
    exact = [(n + n % 7 / 10, (n * n) % 50 + n % 3 / 10) for n in range(60)]
    [(kept, closed)] = _points(compact("M" + "L".join(f"{x},{y}" for x, y in exact) + "Z"))
    assert closed and len(kept) == 60 and all(x % 5 == y % 5 == 0 for x, y in kept)
    assert (
        max(
            abs(10 * a - b)
            for one, other in zip(exact, kept, strict=True)
            for a, b in zip(one, other, strict=True)
        )
        <= 2.51
    )


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
