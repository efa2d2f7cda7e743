"""Finds bars, areas and cells that lie in one place without the chart's saying so.

Vega-Lite stacks bars and areas of one category by itself, so that their ends show a sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from stateofplay.charts.views import inside

Item = dict[str, Any]
_SUMS = {"sum", "count", "distinct", "valid", "missing"}  # what Vega-Lite takes for additive
_STYLE = "stateofplay row "  # of a view to be looked at, then the axis of its rows and their field
LENGTHS = {"x": "width", "y": "height"}


def unstack(view: dict[str, Any], outer: Mapping[str, Any] | None = None) -> None:
    """Let marks that the Vega-Lite `view` stacks without being told begin at zero, in place.

    Its bars, areas and cells have a style then by which `row_of` knows them; not those with
    stack= or a sum.
    """
    encoding = {**(outer or {}), **view.get("encoding", {})}
    for inner in inside(view):
        unstack(inner, encoding)
    mark = view.get("mark")
    mark = {"type": mark} if isinstance(mark, str) else mark or {}
    ranged = {"x2", "y2"} & set(encoding)
    if mark.get("type") not in ("bar", "area", "rect") or ranged and mark["type"] != "bar":
        return
    measure = _measure(encoding)
    channel, row = encoding.get(measure, {}), "xy".replace(measure, "")
    if "stack" in channel or channel.get("aggregate") in _SUMS:
        return
    linear = (channel.get("scale") or {}).get("type", "linear") == "linear"  # zero has a place
    if linear and channel.get("type") == "quantitative" and f"{measure}2" not in encoding:
        view["encoding"] = {**view.get("encoding", {}), measure: {**channel, "stack": None}}
    field = encoding.get(row, {}).get("field", "")
    told = f"{_STYLE}{row} {field if isinstance(field, str) else ''}".replace("\\", "")
    style = mark.get("style", [])
    view["mark"] = {**mark, "style": [*([style] if isinstance(style, str) else style), told]}


def row_of(mark: Item) -> tuple[str, str] | None:
    """The axis along which a compiled mark has its rows, and their field; None where any may."""
    style = mark.get("style", ())
    told = next((name for name in style if name.startswith(_STYLE)), None)
    return tuple(told.removeprefix(_STYLE).split(" ", 1)) if told else None


def overlapping(items: list[Item], row: str) -> Iterator[list[int]]:
    """The numbers of the items of one view that lie in one row of the axis `row` and share room."""
    along = "xy".replace(row, "")
    rows: dict[tuple[float, ...], list[tuple[float, float, int]]] = defaultdict(list)
    for number, item in enumerate(items):
        place, extent = _ends(item, row), _ends(item, along)
        if place and extent:
            rows[tuple(round(end, 1) for end in place)].append((*extent, number))
    for bars in rows.values():
        bars.sort()
        meet = {
            number
            for (_, end, first), (start, to, second) in pairwise(bars)
            if min(end, to) - start > 0.5
            for number in (first, second)
        }  # pixels
        if meet:
            yield sorted(meet)


def _measure(encoding: Mapping[str, Any]) -> str:
    """The axis along which bars have their lengths."""
    kinds = {axis: encoding.get(axis, {}).get("type") for axis in "xy"}
    for axis in "yx":
        if kinds[axis] == "quantitative" and not encoding[axis].get("bin"):
            return axis
    return "y" if kinds["x"] in ("nominal", "ordinal") and kinds["y"] == "temporal" else "x"


def _ends(item: Item, axis: str) -> tuple[float, float] | None:
    """Where a mark begins and ends along an axis, in pixels."""
    start = item.get(axis, 0)
    if not isinstance(start, int | float):
        return None
    end = item.get(f"{axis}2", start + (item.get(LENGTHS[axis]) or 0))
    return (min(start, end), max(start, end)) if isinstance(end, int | float) else None
