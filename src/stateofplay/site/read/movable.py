"""Which charts a page can redraw with other numbers, and whose numbers their marks show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stateofplay.charts.chart import Chart, Spec
from stateofplay.charts.facets import facets_of
from stateofplay.charts.spoken import rows_of
from stateofplay.ledger.ledger import Ledger

_ENDS = {"value", "low", "high"}
# Of charts against the record: in percent of what the article says (chapters/kinds.py).
_SHARES = {"low_share", "high_share", *(f"outside_{end}_share" for end in _ENDS)}
_FREE = ("text", "line")  # words stand beside marks, and a line goes from one to the next


def movable(chart: Chart) -> dict[str, str]:
    """How a chart shows the numbers of its rows, as attributes of its HTML; none where a page
    cannot move its marks.

    `data-along` is the axis, x or y, or `size` for squares; `data-domain` the ends of its scale
    where the chart sets them; `data-shares` is there where marks show what others say in percent
    of the number.
    """
    told = _told(chart.spec)
    return told if not chart.narrow or _told(chart.narrow) == told else {}


def shown_by_marks(ledger: Ledger, chart: Chart, labels: list[str]) -> dict[str, str]:
    """The ids of the figures that the marks with these labels show, by label, as far as they can
    become other numbers.
    """
    names = {
        label: str(row.get("figure" if "figure" in row else "id", ""))
        for label, row in rows_of(chart.spec, labels).items()
    }
    return {k: n for k, n in names.items() if n in ledger.changeable or n in ledger.derived}


def _told(spec: Spec) -> dict[str, str]:
    marks = list(_marks(spec))
    if facets_of(spec) or not marks:
        return {}
    for axis in ("x", "y"):
        placed = [_fields(encoding, axis) for _, encoding in marks]
        for shown, more in ((_ENDS, {}), (_SHARES, {"data-shares": ""})):
            fit = (
                fields <= shown and (more or kind in _FREE or "description" in encoding)
                for (kind, encoding), fields in zip(marks, placed, strict=True)
                if fields and kind != "text"
            )
            if any(fields & shown for fields in placed) and all(fit):
                return {"data-along": axis} | _domain(marks, axis) | more
    squares = [encoding.get("size", {}) for kind, encoding in marks if kind == "square"]
    sized = all(size.get("field") == "value" for size in squares)
    return {"data-along": "size"} if squares and sized else {}


def _marks(spec: Spec) -> Iterator[tuple[str, Spec]]:
    """The type and the encoding of each mark."""
    if mark := spec.get("mark"):
        yield mark["type"] if isinstance(mark, dict) else mark, spec.get("encoding", {})
    for layer in spec.get("layer", ()):
        yield from _marks(layer)


def _fields(encoding: Spec, axis: str) -> set[str]:
    """The fields that place a mark along an axis of numbers."""
    told: dict[str, Any] = encoding.get(axis, {})
    if told.get("type") != "quantitative" or "field" not in told:
        return set()
    return {told["field"], encoding.get(f"{axis}2", told).get("field", "")} - {""}


def _domain(marks: list[tuple[str, Spec]], axis: str) -> dict[str, str]:
    scales = (encoding.get(axis, {}).get("scale") or {} for _, encoding in marks)
    for domain in (scale.get("domain") for scale in scales):
        if isinstance(domain, list) and all(isinstance(end, int | float) for end in domain):
            return {"data-domain": " ".join(str(end) for end in (domain[0], domain[-1]))}
    return {}
