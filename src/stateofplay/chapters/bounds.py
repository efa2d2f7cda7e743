"""One mark for each bound: a dot is exact, a hollow dot is about, a bar is a range, an arrow is an
open end."""

from __future__ import annotations

import altair as alt
import pandas as pd

from stateofplay.charts.theme import BLUE, PAPER

ARROW_LENGTH = 30  # pixels: an arrow says that an end is open, not how far it reaches


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
    paint = {"color": color} if isinstance(color, alt.Color) else {"color": alt.value(color)}
    hollow = (
        {"stroke": color, "fill": alt.value(PAPER)}
        if isinstance(color, alt.Color)
        else {"stroke": alt.value(color), "fill": alt.value(PAPER)}
    )
    rows = y.copy(deep=False)
    if "scale" not in y.to_dict(
        context={"data": frame}
    ):  # a domain, not a sort: layers with different rows would each sort in their own way
        shown = dict.fromkeys(frame[str(rows.shorthand).partition(":")[0]])
        rows = rows.scale(alt.Scale(domain=list(shown)))
    base = alt.Chart(frame).encode(y=rows, description=f"{label}:N")

    def at(field: str) -> alt.X:
        position = x.copy()
        position.shorthand = f"{field}:Q"
        return position

    def only(*bounds: str) -> alt.Chart:
        return base.transform_filter(alt.FieldOneOfPredicate(field="bound", oneOf=list(bounds)))

    layers = [
        only("between")
        .mark_bar(height=10, cornerRadius=5)
        .encode(x=at(low), x2=f"{high}:Q", **paint),
        only("about", "nearly")
        .mark_rule(strokeWidth=3, strokeCap="round")
        .encode(x=at(low), x2=f"{high}:Q", **paint),
        only("about", "nearly")
        .mark_point(filled=True, size=90, strokeWidth=2.5, opacity=1)
        .encode(x=at(value), **hollow),
        only("exact", "at_least", "more_than", "up_to", "less_than")
        .mark_point(filled=True, size=100, opacity=1)
        .encode(x=at(value), **paint),
    ]
    for bounds, sign, shape in (
        (("at_least", "more_than"), 1, "triangle-right"),
        (("up_to", "less_than"), -1, "triangle-left"),
    ):
        if frame["bound"].isin(bounds).any():
            open_ended = only(*bounds)
            layers.append(
                open_ended.mark_rule(strokeWidth=3, x2Offset=sign * ARROW_LENGTH).encode(
                    x=at(value), x2=f"{value}:Q", **paint
                )
            )
            layers.append(
                open_ended.mark_point(
                    filled=True, shape=shape, size=130, opacity=1, xOffset=sign * ARROW_LENGTH
                ).encode(x=at(value), **paint)
            )
    return alt.LayerChart(layer=layers)
