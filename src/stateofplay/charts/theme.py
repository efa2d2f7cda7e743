"""The palette, in a light and a dark version, and the Vega-Lite configuration that every chart
shares.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

# Eight tokens. Series colours keep 3:1 against the paper and text colours 4.5:1, in both versions,
# and neighbouring series stay apart for readers with protan, deutan or tritan vision
# (tests/charts/test_theme.py measures all of it).
LIGHT = MappingProxyType(
    {
        "ink": "#1c2127",
        "soft": "#565e69",
        "rule": "#d9dce1",
        "paper": "#fdfcfa",
        "blue": "#0a5a9c",
        "orange": "#b4540a",
        "teal": "#2999b2",
        "plum": "#6b2d3f",
    }
)
DARK = MappingProxyType(
    {
        "ink": "#e8eaed",
        "soft": "#a9b1bc",
        "rule": "#3a4049",
        "paper": "#15181c",
        "blue": "#5aa7ec",
        "orange": "#e8823a",
        "teal": "#b8f0e0",
        "plum": "#98657a",
    }
)
# Where a reader's system asks for more contrast: text has 7:1 and series 4.5:1 against the paper.
STRONG_LIGHT = MappingProxyType(
    {
        "ink": "#000000",
        "soft": "#2f353d",
        "rule": "#8a8f96",
        "paper": "#ffffff",
        "blue": "#083f7d",
        "orange": "#8f3f00",
        "teal": "#107086",
        "plum": "#571d2f",
    }
)
STRONG_DARK = MappingProxyType(
    {
        "ink": "#ffffff",
        "soft": "#d5dae0",
        "rule": "#7b838e",
        "paper": "#000000",
        "blue": "#7dbcf7",
        "orange": "#f59a58",
        "teal": "#c8f7e8",
        "plum": "#b07c92",
    }
)
# Where a reader's system forces its colours; `hatch` is what patterns are drawn with.
FORCED = MappingProxyType(
    {
        "ink": "CanvasText",
        "soft": "CanvasText",
        "rule": "GrayText",
        "paper": "Canvas",
        "blue": "LinkText",
        "orange": "CanvasText",
        "teal": "LinkText",
        "plum": "CanvasText",
        "hatch": "Canvas",
    }
)
INK, SOFT, RULE, PAPER = (LIGHT[name] for name in ("ink", "soft", "rule", "paper"))
BLUE, ORANGE, TEAL, PLUM = (LIGHT[name] for name in ("blue", "orange", "teal", "plum"))
SERIES = (BLUE, ORANGE, TEAL, PLUM)

# Arial, Helvetica and Liberation Sans have the same metrics, and the renderer measures with
# Liberation Sans, which it carries: labels fit on the page as they did at build.
FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
FONT_SIZE = 13


def config() -> dict[str, Any]:
    """The Vega-Lite `config` of every chart: quiet axes, direct reading, one font size, no box."""
    text = {"font": FONT, "fontSize": FONT_SIZE}
    return {
        "font": FONT,
        "padding": 4,
        "view": {"stroke": None},
        "axis": {
            "labelFont": FONT,
            "titleFont": FONT,
            "labelFontSize": FONT_SIZE,
            "titleFontSize": FONT_SIZE,
            "labelColor": SOFT,
            "titleColor": SOFT,
            "titleFontWeight": "normal",
            "labelPadding": 6,
            "titlePadding": 10,
            "domainColor": RULE,
            "gridColor": RULE,
            "tickColor": RULE,
            "ticks": False,
            "labelLimit": 0,
            "labelOverlap": True,
        },
        "axisX": {"tickCount": 6},
        "axisY": {
            "domain": False,
            "titleAngle": 0,
            "titleAlign": "left",
            "titleAnchor": "end",
            "titleY": -12,
            "titleX": 0,
            "titleBaseline": "bottom",
        },
        "axisBand": {"grid": False, "domain": False, "labelColor": INK},
        "legend": {
            "orient": "top",
            "title": None,
            "labelFont": FONT,
            "labelFontSize": FONT_SIZE,
            "labelColor": INK,
            "labelLimit": 0,
            "symbolType": "square",
            "symbolSize": 140,
            "columnPadding": 16,
            "offset": 10,
        },
        "header": {"labelFont": FONT, "labelFontSize": FONT_SIZE, "labelColor": INK, "title": None},
        "text": {**text, "color": INK},
        "bar": {"color": BLUE},
        "line": {"color": BLUE, "strokeWidth": 2.5},
        "point": {"color": BLUE, "filled": True, "size": 90},
        "tick": {"opacity": 1},
        "rule": {"color": SOFT},
        "rect": {"color": BLUE},
        "area": {"color": BLUE},
        "geoshape": {"fill": RULE, "stroke": PAPER},
        "range": {"category": list(SERIES)},
    }
