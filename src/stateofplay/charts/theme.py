"""The palette, in a light and a dark version, and the Vega-Lite configuration that every chart
shares.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

_TOKENS = ("ink", "soft", "rule", "paper", "blue", "orange", "teal", "plum")


def _palette(colours: str, **more: str) -> Mapping[str, str]:
    """The colours of the tokens, in their order, and `more` by name."""
    return MappingProxyType(dict(zip(_TOKENS, colours.split(), strict=True)) | more)


# Eight tokens. Series colours keep 3:1 against the paper and text colours 4.5:1, in both versions,
# and neighbouring series stay apart for readers with protan, deutan or tritan vision
# (tests/charts/test_theme.py measures all of it).
LIGHT = _palette("#1c2127 #565e69 #d9dce1 #fdfcfa #0a5a9c #b4540a #2999b2 #6b2d3f")
DARK = _palette("#e8eaed #a9b1bc #3a4049 #15181c #5aa7ec #e8823a #b8f0e0 #98657a")
# Where a reader's system asks for more contrast: text has 7:1 and series 4.5:1 against the paper.
STRONG_LIGHT = _palette("#000000 #2f353d #8a8f96 #ffffff #083f7d #8f3f00 #107086 #571d2f")
STRONG_DARK = _palette("#ffffff #d5dae0 #7b838e #000000 #7dbcf7 #f59a58 #c8f7e8 #b07c92")
# Where a reader's system forces its colours; `hatch` is what patterns are drawn with.
FORCED = _palette(
    "CanvasText CanvasText GrayText Canvas LinkText CanvasText LinkText CanvasText", hatch="Canvas"
)
INK, SOFT, RULE, PAPER, BLUE, ORANGE, TEAL, PLUM = LIGHT.values()
TOKENS = {value: name for name, value in LIGHT.items()}  # by which drawings find their names
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
        "axisX": {"tickCount": 6, "labelSeparation": FONT_SIZE / 2},
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
