"""Lays a chart out for a width: fits it, wraps the labels of its categories, moves legends, and sizes its rows."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from stateofplay.charts.theme import FONT_SIZE, config

WIDE, NARROW, CARD = 680, 340, 300
CARD_HEIGHT = 142  # every card's drawing has it, so that cards stand in one row; one with more rows than fit is higher
_VIEWS = ("hconcat", "vconcat", "concat", "facet", "repeat")
# Average advance of Arial in ems; wrapping errs on the narrow side, and Vega measures the result exactly.
ADVANCE = 0.54
_LABEL_SHARE = {WIDE: 0.38, NARROW: 0.40, CARD: 0.40}
_ROW = {WIDE: 32, NARROW: 36, CARD: 36}  # pixels, the least height of a category's row

LINE_HEIGHT = 15  # pixels between the lines of a label

Spec = dict[str, Any]


def lay_out(spec: Spec, width: int) -> Spec:
    """A copy of the Vega-Lite `spec` that is `width` pixels wide, with the book's configuration."""
    spec = copy.deepcopy(spec)
    spec["config"] = config()
    spec["background"] = "transparent"
    if width == NARROW:
        spec["config"]["legend"] |= {"direction": "vertical", "columns": 1, "rowPadding": 3}
        spec["config"]["axisX"] = {"tickCount": 4}
    if width == CARD:
        _fit_card(spec)
    elif not set(_VIEWS) & set(spec):
        spec["width"] = width
        spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    _silence(spec)
    _wrap_columns(spec, width)
    lines, rows = _wrap_labels(spec, int(width * _LABEL_SHARE[width]))
    if width == CARD:
        spec["height"] = max(CARD_HEIGHT, rows * (lines * LINE_HEIGHT + 4))
    if lines and "height" not in spec:
        spec["height"] = {"step": max(_ROW[width], lines * LINE_HEIGHT + 8)}
    return spec


def _fit_card(spec: Spec) -> None:
    """Make a chart of one view small and plain: fixed size, no titles of axes (the card's words say what is measured), few ticks."""
    spec |= {"width": CARD, "autosize": {"type": "fit", "contains": "padding"}}
    spec["config"]["legend"] |= {"symbolSize": 90, "columnPadding": 10, "offset": 6, "labelFontSize": 12}
    spec["config"]["axisX"] = spec["config"]["axisX"] | {"tickCount": 3}
    spec["config"]["axisY"] = spec["config"]["axisY"] | {"tickCount": 3}
    for encoding in _encodings(spec):
        for channel in {"x", "y"} & set(encoding):
            encoding[channel]["title"] = None


def explorable(spec: Spec) -> Spec:
    """A copy of the Vega-Lite `spec` that fills the width it is given on the page, with labels short enough for a phone."""
    spec = lay_out(spec, NARROW)
    spec["width"] = "container"
    return spec


def wrap(text: str, width: float, size: float = FONT_SIZE) -> list[str]:
    """`text` in lines of at most `width` pixels, broken at spaces only."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(longer) * size * ADVANCE > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _wrap_labels(spec: Spec, width: int) -> tuple[int, int]:
    """Break the labels of every category axis along y into lines that fit `width`; gives the most lines of any label, and the rows.

    Both are zero when there is no such axis. The lines are written into the axis as a lookup, because Vega breaks a label
    only where it is given a list.
    """
    datasets = spec.get("datasets", {})
    most = rows = 0
    for encoding in _encodings(spec):
        y = encoding.get("y")
        if not isinstance(y, dict) or y.get("type") not in ("nominal", "ordinal") or y.get("axis", ()) is None:
            continue
        values = {row.get(y["field"]) for table in datasets.values() for row in table}
        broken = {v: wrap(v, width) for v in values if isinstance(v, str)}
        rows = max(rows, len(values - {None}))
        most = max(most, 1, *(len(lines) for lines in broken.values()))
        broken = {v: lines for v, lines in sorted(broken.items()) if len(lines) > 1}
        axis = y.setdefault("axis", {})
        if broken and "labelExpr" not in axis:
            axis["labelExpr"] = f"({json.dumps(broken)})[datum.label] || datum.label"
            axis["labelOffset"] = {"condition": _middle(broken), "value": 0}
    return most, rows


def _wrap_columns(spec: Spec, width: int) -> None:
    """Break the labels of a category axis along x, where it asks to have them level, into lines that fit a column's share of `width`."""
    for encoding in _encodings(spec):
        x = encoding.get("x")
        axis = x.get("axis") if isinstance(x, dict) and x.get("type") in ("nominal", "ordinal") else None
        if not axis or axis.get("labelAngle") != 0 or "labelExpr" in axis:
            continue
        values = {row.get(x["field"]) for table in spec.get("datasets", {}).values() for row in table} - {None}
        broken = {v: wrap(v, width / len(values) - 6) for v in sorted(values) if isinstance(v, str)}
        if any(len(lines) > 1 for lines in broken.values()):
            axis["labelExpr"] = f"({json.dumps(broken)})[datum.label]"


def _middle(broken: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Conditions that lift a label of several lines by half its extra height: Vega puts its first line in the row's middle."""
    counts = sorted({len(lines) for lines in broken.values()})
    return [{"test": f"indexof({json.dumps([v for v, lines in broken.items() if len(lines) == n])}, datum.value) >= 0",
             "value": -LINE_HEIGHT * (n - 1) / 2} for n in counts]


def _silence(spec: Spec) -> None:
    """Let only the marks with a description speak: Vega would make one up for the others, rules and words included."""
    for view in _views(spec):
        if "mark" in view and ("description" not in view.get("encoding", {}) or _mark_type(view) == "text"):
            view["mark"] = {**(view["mark"] if isinstance(view["mark"], dict) else {"type": view["mark"]}), "aria": False}


def _mark_type(view: Spec) -> str:
    return view["mark"]["type"] if isinstance(view["mark"], dict) else view["mark"]


def _encodings(spec: Spec) -> Iterator[Spec]:
    """Every encoding of a spec and of the views inside it."""
    return (view["encoding"] for view in _views(spec) if "encoding" in view)


def _views(spec: Spec) -> Iterator[Spec]:
    """A spec and every view inside it."""
    yield spec
    for key in ("layer", "hconcat", "vconcat", "concat"):
        for view in spec.get(key, ()):
            yield from _views(view)
    if isinstance(spec.get("spec"), dict):
        yield from _views(spec["spec"])
