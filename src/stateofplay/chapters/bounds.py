"""One mark for each bound: a dot is exact, a hollow dot is about, a bar is a range, an arrow is an
open end."""

from __future__ import annotations

import altair as alt
import pandas as pd

from stateofplay.charts.theme import BLUE, PAPER
from stateofplay.numbers.vocabulary import BOUNDS

ARROW_LENGTH = 30  # pixels: an arrow says that an end is open, not how far it reaches
# Of each arrow: its direction along x, and its head.
_ARROWS = {"arrow-right": (1, "triangle-right"), "arrow-left": (-1, "triangle-left")}


def bound_marks(
    frame: pd.DataFrame,
    *,
    y: alt.Y,
    x: alt.X,
    color: str | alt.Color = BLUE,
    label: str = "label",
    prefix: str = "",
) -> alt.LayerChart:
    """Layers that draw each row of `frame` with the mark of its bound, along x.

    `frame` has the columns value, low, high, bound and `label` (spoken and shown as tooltip), the
    numeric ones with `prefix` before their name. `x` carries the scale and the axis; its field is
    set here. Rows keep the order of `frame` unless the scale of `y` says otherwise.
    """
    value, low, high = (f"{prefix}{name}" for name in ("value", "low", "high"))
    paint = color if isinstance(color, alt.Color) else alt.value(color)
    base = alt.Chart(frame).encode(y=_in_order(y, frame), description=f"{label}:N")
    rounded = _only(base, "hollow")
    layers = [
        _only(base, "bar")
        .mark_bar(height=10, cornerRadius=5)
        .encode(x=_at(x, low), x2=f"{high}:Q", color=paint),
        rounded.mark_rule(strokeWidth=3, strokeCap="round").encode(
            x=_at(x, low), x2=f"{high}:Q", color=paint
        ),
        rounded.mark_point(filled=False, fill=PAPER, size=90, strokeWidth=2.5, opacity=1).encode(
            x=_at(x, value), color=paint
        ),
        _only(base, "dot", *_ARROWS)
        .mark_point(filled=True, size=100, opacity=1)
        .encode(x=_at(x, value), color=paint),
    ]
    for shape in _ARROWS:
        if frame["bound"].isin(_bounds(shape)).any():
            layers += _arrow(_only(base, shape), _at(x, value), paint, *_ARROWS[shape])
    return alt.LayerChart(layer=layers)


def _in_order(y: alt.Y, frame: pd.DataFrame) -> alt.Y:
    """`y` with the rows in the order of `frame`, unless its scale says otherwise.

    By a domain, not a sort: layers with different rows would each sort in their own way.
    """
    rows = y.copy(deep=False)
    if "scale" in y.to_dict(context={"data": frame}):
        return rows
    shown = dict.fromkeys(frame[str(rows.shorthand).partition(":")[0]])
    return rows.scale(alt.Scale(domain=list(shown)))


def _at(x: alt.X, field: str) -> alt.X:
    """`x` for another field."""
    position = x.copy()
    position.shorthand = f"{field}:Q"
    return position


def _bounds(*shapes: str) -> list[str]:
    """The bounds that one of `shapes` stands for."""
    return [name for name, bound in BOUNDS.items() if bound.shape in shapes]


def _only(chart: alt.Chart, *shapes: str) -> alt.Chart:
    """The chart of the rows whose bounds one of `shapes` stands for."""
    return chart.transform_filter(alt.FieldOneOfPredicate(field="bound", oneOf=_bounds(*shapes)))


def _arrow(
    rows: alt.Chart, start: alt.X, paint: alt.Color | alt.Value, sign: int, head: str
) -> list[alt.Chart]:
    """Line and head of the arrow from `start`, to the right (sign 1) or to the left (-1)."""
    reach = sign * ARROW_LENGTH
    return [
        rows.mark_rule(strokeWidth=3, x2Offset=reach).encode(
            x=start, x2=alt.X2(start.shorthand), color=paint
        ),
        rows.mark_point(filled=True, shape=head, size=130, opacity=1, xOffset=reach).encode(
            x=start, color=paint
        ),
    ]
