"""Sets text and shapes on drawings that Vega does not make: files of charts, shared pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from stateofplay.charts.sharing import SVG


@dataclass(frozen=True)
class Leading:
    """How lines follow each other, in ems: `line` from one to the next, `rise` of the letters' feet
    above the lower end of a line."""

    line: float
    rise: float


def add(parent: Element, name: str, **attributes: str | float) -> Element:
    """Add an SVG element; in the names of attributes, ``_`` stands for a hyphen."""
    return ElementTree.SubElement(parent, f"{{{SVG}}}{name}", _written(attributes))


def sheet(width: float, height: float, **attributes: str | float) -> Element:
    """An empty drawing of so many pixels."""
    box = f"0 0 {width:g} {height:g}"
    size = _written({"width": width, "height": height, "viewBox": box})
    return Element(f"{{{SVG}}}svg", size | _written(attributes))


def set_lines(
    parent: Element,
    lines: Iterable[str],
    at: tuple[float, float],
    size: float,
    leading: Leading,
    **attributes: str | float,
) -> float:
    """Set lines of `size` pixels from `at` (x, y) downwards; gives the y below the last of them."""
    x, y = at
    for line in lines:
        y += size * leading.line
        foot = y - size * leading.rise
        add(parent, "text", x=x, y=foot, font_size=size, **attributes).text = line
    return y


def _written(attributes: dict[str, str | float]) -> dict[str, str]:
    return {
        name.replace("_", "-"): value if isinstance(value, str) else f"{value:g}"
        for name, value in attributes.items()
    }
