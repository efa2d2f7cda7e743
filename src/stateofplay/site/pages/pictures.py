"""Draws the pictures that stand for a page where it is shared, and the cover of the EPUB."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from stateofplay.charts.labels import wrap
from stateofplay.charts.patterns import draw_patterns
from stateofplay.charts.svg import Job, Renderer
from stateofplay.charts.theme import BLUE, FONT, INK, PAPER, RULE, SOFT
from stateofplay.charts.typeset import Leading, add, set_lines, sheet

SIZE = (1200, 630)  # pixels; what the services that show such pictures ask for
_EDGE = 56  # pixels: the margin on every side
_FOOT = 84  # pixels: the height of the last line with its rule
FLOOR = SIZE[1] - _FOOT + 6  # pixels from the top: no word of the text stands below it
_FULL, _HALF = SIZE[0] - 2 * _EDGE, 500  # pixels: the width of words over a chart, and beside it
_BOLD = 1.09  # how much wider bold letters are than the ones that `wrap` counts with
_LEGIBLE = 0.85  # the least scale at which a chart's words can be read on the picture
_LARGEST = 1.9
_LEADING = Leading(line=1.24, rise=0.25)
_COVER, _COVER_EDGE = (1200, 1800), 100  # pixels


@dataclass(frozen=True)
class _Placed:
    """A chart on a picture: `scale` times its size, in the middle of a room from (x, y) to the last
    line, `room` wide; `left` is the width of the words over it or beside it, all in pixels."""

    chart: Element
    scale: float
    left: float
    x: float
    y: float
    room: float


def card(renderer: Renderer, jobs: Sequence[Job], told: tuple[Any, ...]) -> str:
    """The picture that is shown where a page is shared: `jobs` draw its chart wide and narrow; of
    the book's own there are none. `told` is what else `chart_picture`, `front_picture` take."""
    if not jobs:
        return front_picture(*told)
    wide, narrow = (renderer.drawing(*job) for job in jobs)
    return chart_picture(wide, narrow, *told)


def chart_picture(
    wide: str,
    narrow: str,
    title: str,
    subtitle: str,
    label: str,
    foot: str,
    producers: tuple[str, ...],
) -> str:
    """A chart, drawn `wide` and `narrow`, as large as it fits, under the title or beside it.

    The title stands alone where the chart is too long to be read so. `label` stands above, `foot`
    and the first of the `producers`, or all, in the last line.
    """
    root = _paper(label, foot, _source(producers))
    ways = ((wide, _FULL), (wide, _HALF), (narrow, _HALF))
    best = max((_place(*way, title, subtitle) for way in ways), key=lambda way: way.scale)
    if best.scale < _LEGIBLE:
        heading(root, title, "", _FULL, large=True)
        return ElementTree.tostring(root, encoding="unicode")
    heading(root, title, subtitle, best.left)
    width, height = (best.scale * size for size in _size(best.chart))
    x = best.x + (best.room - width) / 2
    y = best.y + (SIZE[1] - _FOOT - best.y - height) / 2
    move = f"translate({x:.1f},{y:.1f}) scale({best.scale:.3f})"
    size = best.chart.get("font-size", "")
    add(root, "g", transform=move, fill="none", font_size=size).extend(list(best.chart))
    draw_patterns(root)
    return ElementTree.tostring(root, encoding="unicode")


def _size(chart: Element) -> tuple[float, float]:
    return float(chart.get("width", "0")), float(chart.get("height", "0"))


def _source(producers: Sequence[str]) -> str:
    """Whom the last line names as source: all of them where there is room, else the first."""
    line = f"Source: {'; '.join(producers)}"
    if len(line) <= 40:
        return line
    return f"Source: {producers[0]}{', and others' if len(producers) > 1 else ''}"


def _place(drawing: str, left: float, title: str, subtitle: str) -> _Placed:
    """How large a drawing gets when the words take the width `left`."""
    chart = ElementTree.fromstring(drawing)
    width, height = _size(chart)
    x, y, room = _EDGE + left + 40, float(_EDGE), _FULL - left - 40
    if left == _FULL:
        x, y, room = _EDGE, heading(None, title, subtitle, left) + 12, _FULL
    scale = min(room / width, (SIZE[1] - _FOOT - y) / height, _LARGEST)
    return _Placed(chart, scale, left, x, y, room)


def _fitting(texts: Sequence[str], room: float, height: float, sizes: range, space: int) -> int:
    """The largest size at which texts, with `space` below each, are not higher than `height`."""

    def taken(size: int) -> float:
        lines = (len(wrap(text, room, size)) for text in texts)
        return sum(count * size * _LEADING.line + space for count in lines)

    return next((size for size in sizes if taken(size) <= height), sizes[-1])


def front_picture(title: str, findings: tuple[str, ...], book: str, edition: str) -> str:
    """The book's own picture: its question, and the findings of its front page."""
    root = _paper(book, edition, "")
    y, room = _text(root, title, (_EDGE, 92), _FULL, 58, INK, bold=True) + 20, _FULL - 28
    size = _fitting(findings, room, FLOOR + 14 - y, range(31, 16, -1), 14)
    for finding in findings:
        add(root, "rect", x=_EDGE, y=y + 6, width=8, height=size, fill=BLUE)
        y = _text(root, finding, (_EDGE + 28, y), room, size, INK) + 14
    return ElementTree.tostring(root, encoding="unicode")


def cover_picture(title: str, edition: str, findings: list[str], author: str) -> str:
    """The cover of the book where it is read as a book: title, edition, and what it finds."""
    (width, height), edge = _COVER, _COVER_EDGE
    root = sheet(width, height, font_family=FONT)
    add(root, "rect", width=width, height=height, fill=PAPER)
    add(root, "rect", width=width, height=36, fill=BLUE)
    y = _text(root, title, (edge, 220), width - 2 * edge, 128, INK, bold=True)
    y = _text(root, edition, (edge, y + 20), width - 2 * edge, 50, SOFT) + 160
    room, space = width - 2 * edge - 44, 40
    size = _fitting(findings, room, height - 220 - y, range(46, 20, -1), space)
    for finding in findings:
        add(root, "rect", x=edge, y=y + 10, width=10, height=size - 2, fill=BLUE)
        y = _text(root, finding, (edge + 44, y), room, size, INK) + space
    _text(root, author, (edge, height - 180), width - 2 * edge, 42, SOFT)
    return ElementTree.tostring(root, encoding="unicode")


def heading(
    root: Element | None, title: str, subtitle: str, width: float, large: bool = False
) -> float:
    """Write title and subtitle in `width` pixels, whole: the title smaller where they would be too
    long, and alone where it would be too small to be read at a glance.

    Gives the y below them. Without a `root` only measures.
    """
    first, most = (66, 5) if large else (46, 7 if width <= 600 else 3)
    sizes = [(size, subtitle, most) for size in range(first, 28, -2)]
    sizes += [(size, "", 99) for size in range(first, 8, -2)]

    def fits(size: int, words: str, most: int) -> bool:
        lines = len(wrap(title, width, size * _BOLD))
        return lines <= most and _heading_at(None, title, words, width, size) <= FLOOR

    size, words, _ = next((way for way in sizes if fits(*way)), sizes[-1])
    return _heading_at(root, title, words, width, size)


def _heading_at(root: Element | None, title: str, subtitle: str, width: float, size: int) -> float:
    y = _text(root, title, (_EDGE, 104), width, size, INK, bold=True)
    return _text(root, subtitle, (_EDGE, y + 8), width, 25, SOFT) if subtitle else y


def _paper(label: str, left: str, right: str) -> Element:
    """An empty picture: paper, the page's name above, and the last line with what stands at its
    left and right."""
    width, height = SIZE
    root = sheet(width, height, font_family=FONT)
    add(root, "rect", width=width, height=height, fill=PAPER)
    add(root, "rect", width=width, height=12, fill=BLUE)
    _text(root, label, (_EDGE, 46), width, 28, BLUE, bold=True)
    line = height - _FOOT + 18
    add(root, "rect", x=_EDGE, y=line, width=_FULL, height=2, fill=RULE)
    _text(root, left, (_EDGE, line + 10), width, 25, INK, bold=True)
    # Narrower than what `wrap` counts with, which errs on the safe side.
    room = _FULL - len(left) * 25 * 0.48
    size = next((size for size in range(20, 15, -1) if len(wrap(right, room, size)) == 1), 15)
    _text(root, right, (width - _EDGE, line + 14), room, size, SOFT, most=1, anchor="end")
    return root


def _text(
    root: Element | None,
    text: str,
    at: tuple[float, float],
    width: float,
    size: int,
    color: str,
    bold: bool = False,
    most: int = 99,
    anchor: str = "start",
) -> float:
    """Set `text` from `at` downwards in lines of at most `width` pixels; gives the y below it.

    More than `most` lines end in an ellipsis. Without a `root` only measures.
    """
    lines = wrap(text, width, size * (_BOLD if bold else 1))
    if len(lines) > most:
        lines = [*lines[: most - 1], re.sub(r"[\s,;:.]*\S*$", "", lines[most - 1]) + " …"]
    weight = {"font_weight": "bold"} if bold else {}
    on = Element("measured") if root is None else root
    return set_lines(on, lines, at, size, _LEADING, fill=color, text_anchor=anchor, **weight)
