"""A drawing with what it says of many shapes said once: plain elements for plain shapes, and what
neighbours share on a group around them.
"""

from __future__ import annotations

import re
from itertools import groupby
from xml.etree import ElementTree

from stateofplay.charts.theme import PAPER

SVG = "http://www.w3.org/2000/svg"
_CIRCLE = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0Z?")
# Shapes take them from a group.
_SHARED = ("fill", "stroke", "stroke-width", "text-anchor", "paint-order")
_FEWEST = 3  # neighbours from which on a group is shorter


def simplify(root: ElementTree.Element) -> None:
    """Lines that are no marks become paths, which can be drawn together, and circles `<circle>`."""
    for element in root.iter():
        if element.tag == f"{{{SVG}}}line" and "data-label" not in element.attrib:
            x1, y1, x2, y2 = (
                float(element.attrib.pop(name, "0")) for name in ("x1", "y1", "x2", "y2")
            )
            element.tag = f"{{{SVG}}}path"
            element.set("d", f"M{x1:g},{y1:g}l{x2 - x1:g},{y2 - y1:g}")
        elif circle := _CIRCLE.fullmatch(element.get("d", "")):
            element.tag = f"{{{SVG}}}circle"
            del element.attrib["d"]
            element.set("r", circle[1])


def rim(element: ElementTree.Element) -> None:
    """Words that stand on a rim of the same words become one text, its rim painted first."""
    rims: dict[tuple[str, ...], ElementTree.Element] = {}
    for child in list(element):
        rim(child)
        if child.tag != f"{{{SVG}}}text":
            continue
        words = [(line.text or "", line.get("dy", "")) for line in child.iter()]
        at = (child.get("transform", ""), child.get("text-anchor", ""), str(words))
        if "stroke" in child.attrib:
            rims[at] = child
        elif (under := rims.pop(at, None)) is not None:
            element.remove(under)
            child.attrib.update(
                {name: value for name, value in under.attrib.items() if name.startswith("stroke")}
            )
            child.set("paint-order", "stroke")


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
