"""How wide the views of a facet are: as wide as its columns leave room for.

Vega-Lite fits one view into a width, and leaves those of a facet at a width of its own, 300 pixels
or 20 for each category: a drawing of them was too small, and was stretched on the page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stateofplay.charts.theme import FONT_SIZE

Spec = dict[str, Any]
_LEAST = 80  # pixels, below which a view is no drawing: the author gives another
_GAP = 32  # pixels between two views, where the title of an axis has room
_HEADER = 2.6 * FONT_SIZE  # the upright title and labels beside the rows of a facet
_MARGIN = 12  # pixels around all of it
_AXIS = 3.6 * FONT_SIZE  # the title and numbers of an axis along y
_CHANNELS = ("row", "column", "facet")


def facets_of(spec: Spec) -> dict[str, Any]:
    """By what a chart is divided, as `row`, `column` or `facet`; nothing where it is not."""
    facet = spec.get("facet")
    if facet is None:
        encoding = spec.get("encoding", {})
        return {name: encoding[name] for name in _CHANNELS if name in encoding}
    return facet if {"row", "column"} & set(facet) else {"facet": facet}


def views_of(spec: Spec) -> Spec:
    """The part of a chart that says what each view draws: a facet has its own."""
    inner = spec.get("spec") if "facet" in spec else spec
    return inner if isinstance(inner, dict) else spec


def fit_facets(spec: Spec, width: int, labels: float, values: Callable[[Spec], set[Any]]) -> None:
    """Give the views of a facet without a width of their own the one that is left of `width`.

    `labels` are the pixels of the longest name along y, `values` the categories of a channel.
    """
    views, facets = views_of(spec), facets_of(spec)
    spec["config"]["facet"] = {"spacing": _GAP}
    if "width" in views or not ("layer" in views or "mark" in views):
        return
    across = 1
    if "column" in facets:
        across = len(values(facets["column"]))
    elif "facet" in facets:
        across = len(values(facets["facet"]))
        across = min(across, spec.get("columns") or facets["facet"].get("columns") or across)
    beside = _MARGIN + (_HEADER if "row" in facets else 0) + (labels or _AXIS)
    each = (width - beside - _GAP * (across - 1)) / max(1, across)
    if each >= _LEAST:
        views["width"] = int(each)
