"""What a laid-out chart draws: its rows with marks, views without any, marks outside and in one
place.
"""

from __future__ import annotations

import copy
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stateofplay.charts.engine import vega_in_utc as engine
from stateofplay.charts.overlaps import LENGTHS, overlapping, row_of, unstack

_ALONG = {"x": ("x", "x2", "xc"), "y": ("y", "y2", "yc")}
_SPOKEN = {"description", "tooltip", "ariaRoleDescription", "href"}
_FACETS = {"row", "column", "facet"}
_ROW, _BETWEEN = "stateofplay row", "|#|"
_SLACK = 1.5  # pixels by which rounding may move a mark
Scene = dict[str, Any]
Mark = dict[str, Any]  # `row` and `values` of something drawn


def scene_of(laid_out: dict[str, Any]) -> Scene:
    """What the laid-out Vega-Lite chart draws, as plain JSON.

    `drawn` has for each mark that a reader can see the number of its row in `rows` (None where it
    stands for several) and the values that place and paint it; `empty` is how many views have no
    mark, `outside` the marks that lie outside of their view, `shared` those that lie in one place,
    with its label; `width` is that of a chart which is not fitted, in pixels, else zero. Raises
    ValueError when Vega cannot draw the chart.
    """
    laid_out = copy.deepcopy(laid_out)
    unstack(laid_out)
    vega = engine().vegalite_to_vega(laid_out)
    fitted = "autosize" in laid_out and not _FACETS & set(laid_out.get("encoding", ()))
    vega["autosize"] = "pad"  # a drawing that is fitted makes its view smaller for marks outside
    rows = _number_rows(vega)
    placed = _tell_origins(vega)
    in_rows = {mark["name"]: along for mark, _ in _marks(vega, "root") if (along := row_of(mark))}
    drawn: list[Mark] = []
    outside: list[Mark] = []
    full: set[str] = set()
    bars: dict[tuple[str, int], list[tuple[dict[str, Any], Mark]]] = defaultdict(list)
    if fitted:
        _undress(vega)
    scene = engine().vega_to_scenegraph(vega)
    for mark, item, size in _items(scene["scenegraph"], {}):
        name = mark.get("name")
        if name not in placed or item.get("opacity") == 0:
            continue
        full.add(placed[name].view)
        row, *values = str(item.get("description", "")).split(_BETWEEN)
        drawn.append({"row": int(row) if row.isdecimal() else None, "values": values})
        if any(_is_outside(item, axis, size) for axis in placed[name].axes):
            outside.append(drawn[-1])
        if name in in_rows:
            bars[name, id(size)].append((item, drawn[-1]))
    return {
        "drawn": drawn,
        "rows": {mark["row"]: rows[mark["row"]] for mark in drawn if mark["row"] is not None},
        "empty": len({each.view for each in placed.values()} - full) if placed else 1,
        "outside": outside,
        "shared": [
            shared
            for (name, _), both in bars.items()
            for shared in _in_one_place(both, *in_rows[name], rows)
        ],
        "width": 0 if fitted else scene["width"],
    }


@dataclass(frozen=True)
class _Placed:
    """A mark that data place or paint: the name of its view, the axes along which they place it."""

    view: str
    axes: frozenset[str]


def _undress(group: dict[str, Any]) -> None:
    """Leave out all words, of axes, legends and titles too: of a view whose size is given they move
    no mark, and to measure them takes most of the time."""
    for name in ("axes", "legends", "title"):
        group.pop(name, None)
    for mark in group.get("marks", ()):
        if mark["type"] == "group":
            _undress(mark)
        elif mark["type"] == "text":
            mark["encode"]["update"]["text"] = {"value": ""}


def _number_rows(vega: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of all data of a compiled chart, each of which is told its number in the list."""
    rows: list[dict[str, Any]] = []
    for table in vega.get("data", ()):
        for row in table["values"] if isinstance(table.get("values"), list) else ():
            if isinstance(row, dict):
                rows.append({key: cell for key, cell in row.items() if _is_plain(cell)})
                row[_ROW] = len(rows) - 1
    return rows


def _tell_origins(vega: dict[str, Any]) -> dict[str, _Placed]:
    """Have every mark of a compiled chart say which row it comes from, at the place where the data
    put it; gives those that data place or paint, by name."""
    placed: dict[str, _Placed] = {}
    for mark, view in _marks(vega, "root"):
        update = mark.setdefault("encode", {}).setdefault("update", {})
        shapes = any(change["type"] == "geoshape" for change in mark.get("transform", ()))
        if shapes or _by_data(update, tuple(set(update) - _SPOKEN)):
            axes = frozenset(axis for axis, names in _ALONG.items() if _by_data(update, names))
            placed[mark["name"]] = _Placed(view, axes)
        # Where the data put it: what is moved from there by some pixels is not outside.
        for channel in {*_ALONG["x"], *_ALONG["y"]} & set(update):
            update[channel] = _without_offset(update[channel])
        update["description"] = {"signal": _identity(update)}
    return placed


def _in_one_place(
    bars: list[tuple[dict[str, Any], Mark]], axis: str, field: str, rows: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The bars of one view that overlap along `axis`, with the label of their row in `field`."""
    for numbers in overlapping([item for item, _ in bars], axis):
        marks = [bars[number][1] for number in numbers]
        first = marks[0]["row"]
        row = rows[first] if first is not None else {}
        yield {"label": str(row.get(field, "")), "marks": marks}


def _identity(update: dict[str, Any]) -> str:
    """An expression for the row of a mark and the values of the fields that place and paint it."""
    names = [_ROW, *dict.fromkeys(re.findall(r'"field": "([^"\\]+)"', json.dumps(update)))]
    parts = ", ".join(f"isValid(datum[{name!r}]) ? datum[{name!r}] : ''" for name in names)
    return f"join([{parts}], '{_BETWEEN}')"


def _is_plain(cell: Any) -> bool:
    return isinstance(cell, str | int | float) and not isinstance(cell, bool)


def _marks(group: dict[str, Any], view: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Every mark of a compiled chart that is no group, with the name of its view."""
    for mark in group.get("marks", ()):
        if mark["type"] != "group":
            yield mark, view
        else:
            path = mark.get("name", "").endswith("pathgroup")  # the lines of a series
            yield from _marks(mark, view if path else f"{view}/{mark.get('name')}")


def _by_data(update: dict[str, Any], channels: tuple[str, ...]) -> bool:
    told = json.dumps([update.get(channel) for channel in channels])
    return '"field": "' in told or "datum" in told  # another field is the size of the view


def _without_offset(told: Any) -> Any:
    """What a channel is told, without a fixed offset in pixels."""
    if isinstance(told, list):
        return [_without_offset(part) for part in told]
    if isinstance(told, dict) and isinstance(told.get("offset"), int | float):
        return {key: value for key, value in told.items() if key != "offset"}
    return told


def _items(
    mark: dict[str, Any], size: dict[str, float]
) -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, float]]]:
    """Every mark with each of its items, and the size of the view that it lies in."""
    if mark.get("marktype") != "group":
        if mark.get("role") == "mark":
            yield from ((mark, item, size) for item in mark.get("items", ()))
        return
    for item in mark.get("items", ()):
        path = mark.get("name", "").endswith("pathgroup")  # a series has the view of the others
        within = item if not path and "width" in item and "height" in item else size
        for inner in item.get("items", ()):
            yield from _items(inner, within)


def _is_outside(item: dict[str, Any], axis: str, size: dict[str, float]) -> bool:
    """Whether a mark begins or ends outside of its view along an axis, or has no place on it."""
    if item.get(axis, 0) is None:
        return True  # no number: zero has no place on a logarithmic scale
    if not {*_ALONG[axis]} & set(item):
        return True  # a category that the domain of the scale leaves out
    start, length = item.get(axis, 0), item.get(LENGTHS[axis])
    end = item.get(f"{axis}2", start if length is None else start + length)
    room = size.get(LENGTHS[axis])
    ends = [at for at in (start, end) if isinstance(at, int | float)]
    return room is not None and any(not -_SLACK <= at <= room + _SLACK for at in ends)
