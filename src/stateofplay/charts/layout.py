"""Lays a chart out for a width: fits it, wraps the labels of its categories, moves legends, and
sizes its rows.
"""

from __future__ import annotations

import copy
import json
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import partial

from stateofplay.charts.facets import facets_of, fit_facets, views_of
from stateofplay.charts.labels import ADVANCE, LINE_HEIGHT, lifted, surely_fit, wrap
from stateofplay.charts.theme import FONT_SIZE, config
from stateofplay.charts.views import ARRANGED, Spec, categories, channels, mark_type, views

WIDE, NARROW, CARD = 680, 312, 300  # pixels; the narrow one fits a screen of 320
# every card's drawing has it, so that cards stand in one row; one with more rows than fit is higher
CARD_HEIGHT = 142
_LABEL_SHARE = {WIDE: 0.38, NARROW: 0.40, CARD: 0.40}
_ROW = {WIDE: 32, NARROW: 36, CARD: 36}  # pixels, the least height of a category's row

_TITLE_Y = config()["axisY"]["titleY"]
MOST_LINES = 6  # of a label; the table under the chart has all of it
_UPRIGHT = 130  # pixels, the most of a label that stands upright under a column
_BELOW = 27  # pixels, what an axis takes of the height of a card
_COLUMN = 40  # pixels, the least width for the label of a column that stands level
_PAINTS = ("color", "fill", "stroke", "shape", "opacity", "size", "strokeDash")  # have legends


def lay_out(spec: Spec, width: int) -> Spec:
    """A copy of the Vega-Lite `spec` that is `width` pixels wide, with the book's configuration."""
    spec = copy.deepcopy(spec)
    spec["config"] = config()
    spec["background"] = "transparent"
    if width == NARROW:
        spec["config"]["legend"] |= {"direction": "vertical", "columns": 1, "rowPadding": 3}
        spec["config"]["axisX"] |= {"tickCount": 4}
    faceted = bool(facets_of(spec))
    if width == CARD:
        _make_plain(spec)
    if faceted:
        fit_facets(spec, width, _longest(spec, width), partial(categories, spec))
    elif width == CARD:
        spec |= {"width": CARD, "autosize": {"type": "fit", "contains": "padding"}}
    elif not ARRANGED & set(spec):
        spec["width"] = width
        spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    _silence(spec)
    _limit(spec, width)
    _say_cut(spec)
    _wrap_titles(spec, width)
    _lift_legends(spec)
    _wrap_columns(spec, width)
    lines, rows = _wrap_labels(spec, int(width * _LABEL_SHARE[width]))
    inner = views_of(spec)
    if width == CARD and not faceted:
        spec["height"] = max(CARD_HEIGHT, rows * (lines * LINE_HEIGHT + 4) + _BELOW)
    if lines and "height" not in inner:
        inner["height"] = {"step": max(_ROW[width], lines * LINE_HEIGHT + 8)}
    return spec


def _make_plain(spec: Spec) -> None:
    """Take from a card's chart the titles of axes (the card's words say what is measured) and all
    ticks but a few.
    """
    spec["config"]["legend"] |= {"symbolSize": 90, "columnPadding": 10, "offset": 6}
    spec["config"]["axisX"] = spec["config"]["axisX"] | {"tickCount": 3}
    spec["config"]["axisY"] = spec["config"]["axisY"] | {"tickCount": 3}
    for _, channel in channels(spec, "x", "y"):
        channel["title"] = None


def explorable(spec: Spec) -> Spec:
    """A copy of the Vega-Lite `spec` that fills the width it is given on the page, with labels
    short enough for a phone.
    """
    spec = lay_out(spec, NARROW)
    spec["width"] = "container"
    return spec


def _labelled(spec: Spec, name: str) -> Iterator[Spec]:
    """The channels x or y (`name`) whose axis is labelled with the names of categories."""
    for _, channel in channels(spec, name):
        if channel.get("type") in ("nominal", "ordinal") and channel.get("axis", ()) is not None:
            yield channel


def _wrap_labels(spec: Spec, width: int) -> tuple[int, int]:
    """Break the labels of every category axis along y into lines that fit `width`; gives the most
    lines of any label, and the rows.

    Both are zero when there is no such axis. The lines are written into the axis as a lookup,
    because Vega breaks a label only where it is given a list.
    """
    most = rows = 0
    for y in _labelled(spec, "y"):
        values = categories(spec, y)
        broken = {v: _lines(v, width) for v in values if isinstance(v, str)}
        rows = max(rows, len(values - {None}))
        most = max(most, 1, *(len(lines) for lines in broken.values()))
        broken = {v: lines for v, lines in sorted(broken.items()) if len(lines) > 1}
        axis = y.setdefault("axis", {})
        _cut(axis, width * 1.3, broken.values())
        if broken and "labelExpr" not in axis:
            axis["labelExpr"] = f"({json.dumps(broken)})[datum.label] || datum.label"
            axis["labelOffset"] = {"condition": lifted(broken), "value": 0}
    return most, rows


def _cut(axis: Spec, room: float, labels: Collection[Iterable[str]]) -> None:
    """Have Vega cut the labels of an axis at `room`, because widths are estimated here; nowhere (0)
    where they are known and none can be as long, whatever the font."""
    known = labels and not {"labelExpr", "format"} & set(axis)
    fit = known and all(surely_fit(lines, room) for lines in labels)
    axis.setdefault("labelLimit", 0 if fit else room)


def _longest(spec: Spec, width: int) -> float:
    """About how many pixels the names of categories along y take; zero where there are none."""
    room = width * _LABEL_SHARE[width]
    names = [
        line
        for y in _labelled(spec, "y")
        for value in categories(spec, y)
        for line in _lines(str(value), room)
    ]
    return min(room, max(map(len, names), default=0) * FONT_SIZE * ADVANCE + 8) if names else 0


def _lines(label: str, width: float) -> list[str]:
    """A label in lines. One that is read from the right stays one line, which Vega cuts where it is
    too long: lines of it are laid over each other in the pictures."""
    if any(unicodedata.bidirectional(character) in ("R", "AL") for character in label):
        return [label]
    return wrap(label, width, most=MOST_LINES)


def _across(spec: Spec, width: int) -> float:
    """About how wide the view itself is: the names of categories take their share beside it."""
    named = any(_labelled(spec, "y"))
    return width * (1 - _LABEL_SHARE[width]) if named else width - 50


def _limit(spec: Spec, width: int) -> None:
    """Give legends as many columns as fit, and all words that stand in a row with marks a limit."""
    spec["config"]["axis"]["titleLimit"] = width
    spec["config"]["header"]["labelLimit"] = width * 0.3
    fit = all(_surely_fits(spec, text, width * 0.7) for _, text in channels(spec, "text"))
    spec["config"]["text"]["limit"] = 0 if fit else width * 0.7
    legend = spec["config"]["legend"]
    across = _across(spec, width)
    legend["labelLimit"] = across - 30
    for _, channel in channels(spec, *_PAINTS) if width != NARROW else ():
        names = _named(spec, channel) if "field" in channel else []
        rooms = [min(len(name) * FONT_SIZE * ADVANCE, across - 30) + 40 for name in names]
        if channel.get("type") != "quantitative" and sum(rooms) > width * 1.1:
            legend["columns"] = max(1, min(int(across / max(rooms)), legend.get("columns", 99)))


def _surely_fits(spec: Spec, text: Spec, room: float) -> bool:
    """Whether a channel of text writes the data's words as they are, none of them too long."""
    if not set(text) <= {"field", "type"}:
        return False
    written = categories(spec, text)
    return bool(written) and surely_fit((str(value) for value in written), room)


def _named(spec: Spec, channel: Spec) -> list[str]:
    """What the legend of a channel names: its scale's domain, whether the data have it or not."""
    domain = (channel.get("scale") or {}).get("domain")
    return [str(v) for v in (domain if isinstance(domain, list) else categories(spec, channel))]


def _say_cut(spec: Spec) -> None:
    """Let an axis of amounts that does not begin at nought say so in its title: its own, else that
    of another layer, else its field."""
    shared = {} if spec.keys() & {*ARRANGED, "resolve"} else spec
    titles = {name: of["title"] for name, of in channels(shared, "x", "y") if of.get("title")}
    for name, channel in channels(spec, "x", "y"):
        scale = channel.get("scale") or {}
        domain = scale.get("domain")
        starts = domain[0] if isinstance(domain, list) and domain else None
        cut = scale.get("zero") is False or (isinstance(starts, int | float) and starts > 0)
        if not cut or channel.get("type") != "quantitative" or channel.get("axis", ()) is None:
            continue
        why = "logarithmic" if scale.get("type") == "log" else "not from 0"
        told = channel.get("title", titles.get(name, channel.get("field", "")))
        title = " ".join(told) if isinstance(told, list) else told or ""
        channel["title"] = f"{title} ({why})".strip()


def _wrap_titles(spec: Spec, width: int) -> None:
    """Break the titles of axes that are wider than the drawing into lines."""
    room = {"x": width * 0.8, "y": _across(spec, width)}
    for name, channel in channels(spec, "x", "y"):
        title = channel.get("title")
        lines = wrap(title, room[name]) if isinstance(title, str) else []
        if len(lines) > 1:
            channel["title"] = lines
            if name == "y" and channel.get("axis", ()) is not None:
                lift = LINE_HEIGHT * (len(lines) - 1)
                channel.setdefault("axis", {}).setdefault("titleY", _TITLE_Y - lift)


def _lift_legends(spec: Spec) -> None:
    """Let legends stand above the title of an axis along y, which is written where they stood."""
    painted = [channel for _, channel in channels(spec, *_PAINTS) if "field" in channel]
    has_legend = any(channel.get("legend", ()) is not None for channel in painted)
    axes = [y for _, y in channels(spec, "y") if "field" in y and y.get("axis", ()) is not None]
    # Where a layer gives a title, or none, the names of fields are no titles.
    titles = [y["title"] for y in axes if "title" in y] or [y["field"] for y in axes]
    lines = max((len(t) if isinstance(t, list) else 1 for t in titles if t), default=0)
    if has_legend and lines and not ARRANGED & set(spec):
        spec["config"]["legend"]["offset"] += lines * LINE_HEIGHT + 6


def _wrap_columns(spec: Spec, width: int) -> None:
    """Break the labels of a category axis along x, where it asks to have them level, into lines
    that fit a column's share of `width`.
    """
    for x in _labelled(spec, "x"):
        axis = x.setdefault("axis", {})
        if axis.get("labelAngle") != 0:
            axis.setdefault("labelLimit", _UPRIGHT)
            continue
        values = categories(spec, x)
        room = max(_COLUMN, width / max(1, len(values)) - 6)
        broken = {v: _lines(v, room) for v in sorted(v for v in values if isinstance(v, str))}
        _cut(axis, room * 1.3, broken.values())
        if "labelExpr" in axis:
            continue
        if any(len(lines) > 1 for lines in broken.values()):
            axis["labelExpr"] = f"({json.dumps(broken)})[datum.label]"


def _silence(spec: Spec) -> None:
    """Let only the marks with a description speak: Vega would make one up for the others, rules and
    words included.
    """
    for view in views(spec):
        if "mark" in view and (
            "description" not in view.get("encoding", {}) or mark_type(view) == "text"
        ):
            view["mark"] = {
                **(view["mark"] if isinstance(view["mark"], dict) else {"type": view["mark"]}),
                "aria": False,
            }
