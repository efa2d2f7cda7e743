"""A drawing as Vega writes it, without what a reader cannot see, and in as few shapes as can be."""

from __future__ import annotations

import hashlib
import re
from xml.etree import ElementTree

from stateofplay.charts.sharing import SVG, rim, share, simplify
from stateofplay.charts.shortening import compact
from stateofplay.charts.theme import FONT, FONT_SIZE

_ID = re.compile(r'(\bid="|url\(#)([\w-]+)')
_LONG_NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
_MOVED = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
_RELATIVE_PATH = re.compile(r"M(-?[\d.]+),(-?[\d.]+)([a-z][^A-Y]*Z?)")
_DROPPED_ATTRIBUTES = (
    *("class", "pointer-events", "aria-roledescription", "aria-hidden", "role", "font-family"),
    "stroke-miterlimit",
)
_DEFAULTS = {
    "opacity": "1",
    "font-weight": "normal",
    "font-size": f"{FONT_SIZE}px",
    "text-anchor": "start",
    "stroke-width": "1",
    "transform": "translate(0,0)",
}

ElementTree.register_namespace("", SVG)


def clean(markup: str) -> str:
    """`markup` as drawn by Vega, without what a reader cannot see: hidden parts, empty groups,
    default attributes.

    Coordinates are rounded to a tenth of a pixel; the font stands once, on the root.
    """
    root = ElementTree.fromstring(markup)
    _prune(root)
    simplify(root)
    rim(root)
    _merge(root)
    for path in root.iter(f"{{{SVG}}}path"):
        path.set("d", compact(path.get("d", "")))
    share(root)
    width, height = root.get("width", ""), root.get("height", "")
    root.attrib.clear()
    root.attrib.update(
        {
            "width": width,
            "height": height,
            "viewBox": f"0 0 {width} {height}",
            "fill": "none",
            "font-family": FONT,
            "font-size": str(FONT_SIZE),
        }
    )
    return _own_ids(ElementTree.tostring(root, encoding="unicode").replace(" />", "/>"))


def _prune(element: ElementTree.Element) -> None:
    for child in list(element):
        if _is_invisible(child):
            element.remove(child)
            continue
        _prune(child)
        bare = child.tag == f"{{{SVG}}}g" and not child.attrib
        if child.tag == f"{{{SVG}}}g" and not len(child):
            element.remove(child)
        elif bare:
            at = list(element).index(child)
            element.remove(child)
            for offset, grandchild in enumerate(child):
                element.insert(at + offset, grandchild)
    _thin(element)


def _merge(element: ElementTree.Element) -> None:
    """Draw neighbouring marks that differ in their place alone as one path: a thousand squares
    become one shape.
    """
    for child in element:
        _merge(child)
    previous: ElementTree.Element | None = None
    for child in list(element):
        shape = _placed(child)
        if shape is None:
            previous = None
            continue
        attributes = {k: v for k, v in child.attrib.items() if k not in ("d", "transform")}
        if previous is not None and attributes == {
            k: v for k, v in previous.attrib.items() if k not in ("d", "transform")
        }:
            if "transform" in previous.attrib:
                previous.set("d", _placed(previous) or "")
                del previous.attrib["transform"]
            previous.set("d", previous.get("d", "") + shape)
            element.remove(child)
        else:
            previous = child


def _placed(element: ElementTree.Element) -> str | None:
    """The path of a mark with its place written into it; None when it is no path that begins once
    and goes on relatively.
    """
    moved = _MOVED.fullmatch(element.get("transform", "translate(0,0)"))
    start = _RELATIVE_PATH.fullmatch(element.get("d", ""))
    if element.tag != f"{{{SVG}}}path" or not moved or not start:
        return None
    x, y = (round(float(moved[i]) + float(start[i]), 1) for i in (1, 2))
    return f"M{x:g},{y:g}{start[3]}"


def _is_invisible(element: ElementTree.Element) -> bool:
    if element.get("display") == "none" or element.get("opacity") == "0":
        return True
    frame = element.get("class", "") in ("background", "foreground")
    return frame and not element.get("fill") and not element.get("stroke")


def _thin(element: ElementTree.Element) -> None:
    """Drop attributes that say nothing, keep a mark's description as `data-label`, round the
    coordinates.
    """
    label = element.get("aria-label")
    is_mark = (
        element.get("role") == "graphics-symbol" and element.get("aria-roledescription") != "axis"
    )
    for name in (*_DROPPED_ATTRIBUTES, "aria-label"):
        element.attrib.pop(name, None)
    if label and is_mark:
        element.set("data-label", label)
    if element.get("fill") == "transparent":
        element.set("fill", "none")
    for name, value in list(element.attrib.items()):
        if name in ("d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height"):
            value = _LONG_NUMBER.sub(
                lambda m: (
                    f"{float(m[0]):.1f}".removesuffix(".0").replace("-0.", "-.", 1)
                    if float(m[0])
                    else "0"
                ),
                value,
            )
            element.set(name, value)
        if _DEFAULTS.get(name) == value:
            del element.attrib[name]
    is_plain = element.tag == f"{{{SVG}}}path" and "stroke" not in element.attrib
    if is_plain and "fill" in element.attrib and "opacity" in element.attrib:
        # A faint fill gets a rim that is not faint, on pages by their style.
        element.set("fill-opacity", f"{float(element.attrib.pop('opacity')):.2g}")


def _own_ids(markup: str) -> str:
    """`markup` (an SVG) with ids made of what it draws: the same whatever was drawn before it, and
    no other drawing's. Vega counts them over all that it has drawn, and a page holds many drawings.
    """
    numbers = {
        name: n for n, name in enumerate(dict.fromkeys(match[2] for match in _ID.finditer(markup)))
    }
    bare = _ID.sub(lambda match: f"{match[1]}{numbers[match[2]]}", markup)
    digest = hashlib.sha256(bare.encode()).hexdigest()[:6]
    return _ID.sub(lambda match: f"{match[1]}d{digest}-{numbers[match[2]]}", markup)
