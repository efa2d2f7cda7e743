"""A drawing with what it says of many shapes said once: plain elements for plain shapes, and what
neighbours share on a group around them.
"""

from __future__ import annotations

import re
from itertools import groupby
from xml.etree import ElementTree

from stateofplay.charts.theme import PAPER

SVG = "http://www.w3.org/2000/svg"
MOVED = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
_CIRCLE = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0Z?")
_SHARED = ("fill", "stroke", "stroke-width", "text-anchor")  # shapes take them from a group
_FEWEST = 3  # neighbours from which on a group is shorter


def simplify(root: ElementTree.Element) -> None:
    """Lines become paths, which can be drawn together; circles and words have their place without
    a transform.
    """
    for element in root.iter():
        moved = MOVED.fullmatch(element.get("transform", ""))
        if element.tag == f"{{{SVG}}}line":
            _as_path(element)
        elif element.tag == f"{{{SVG}}}path":
            _as_circle(element, moved)
        elif element.tag == f"{{{SVG}}}text" and moved and not len(element):
            del element.attrib["transform"]
            element.attrib.update(x=moved[1], y=moved[2])


def _as_path(line: ElementTree.Element) -> None:
    x1, y1, x2, y2 = (float(line.attrib.pop(name, "0")) for name in ("x1", "y1", "x2", "y2"))
    line.tag = f"{{{SVG}}}path"
    line.set("d", f"M{x1:g},{y1:g}l{x2 - x1:g},{y2 - y1:g}")


def _as_circle(path: ElementTree.Element, moved: re.Match[str] | None) -> None:
    circle = _CIRCLE.fullmatch(path.get("d", ""))
    if not circle or (not moved and "transform" in path.attrib):
        return
    path.tag = f"{{{SVG}}}circle"
    del path.attrib["d"]
    path.set("r", circle[1])
    if moved:
        del path.attrib["transform"]
        path.attrib.update(cx=moved[1], cy=moved[2])


def share(element: ElementTree.Element) -> None:
    """Write once what neighbours have in common: on a group, which is made where there is none."""
    for child in element:
        share(child)
    runs = [(common, list(run)) for common, run in groupby(element, _common)]
    for common, run in runs:
        if not common or len(run) < _FEWEST:
            continue
        group = element
        if len(runs) > 1 or element.tag != f"{{{SVG}}}g" or set(_SHARED) & set(element.attrib):
            group = ElementTree.Element(f"{{{SVG}}}g")
            element.insert(list(element).index(run[0]), group)
            for child in run:
                element.remove(child)
                group.append(child)
        group.attrib.update(common)
        for child in run:
            for name, _ in common:
                del child.attrib[name]


def _common(element: ElementTree.Element) -> tuple[tuple[str, str], ...]:
    """What a group could say for this element.

    A style that finds an element by its own fill must go on finding it: so a fill stays where it
    is, but for words that are not written in the colour of paper.
    """
    said = [(name, element.attrib[name]) for name in _SHARED if name in element.attrib]
    if element.tag == f"{{{SVG}}}text":
        return tuple(pair for pair in said if pair != ("fill", PAPER))
    is_outline = element.tag == f"{{{SVG}}}path" and "fill" not in element.attrib
    return tuple(said) if is_outline else ()
