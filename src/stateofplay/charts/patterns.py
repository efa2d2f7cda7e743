"""Patterns for the colours of series beside the first, for those who do not see the colours."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element

from stateofplay.charts.sharing import SVG
from stateofplay.charts.theme import INK, LIGHT, TOKENS
from stateofplay.charts.typeset import add

SIDE = 8  # pixels


class Pattern(NamedTuple):
    """Lines over a colour of the palette: its name, and a path in a square of `SIDE`."""

    name: str
    colour: str
    lines: str


PATTERNS = (
    Pattern("hatched", "orange", "M-2 2l4-4M0 8l8-8M6 10l4-4"),
    Pattern("dotted", "teal", "M1 2h2M5 6h2"),
    Pattern("crossed", "plum", "M0 0l8 8M0 8l8-8"),
    Pattern("dashed", "soft", "M1 2h4M-1 6h3M7 6h2"),
)


def pattern_of(colour: str, drawn: str) -> Pattern | None:
    """The pattern of a fill, by its colour's name and the data of its path, as drawn.css has it:
    round marks are told by their shape, and what is grey and no bar has one.
    """
    has_own_shape = "h" not in drawn if colour == "soft" else "a" in drawn
    found = (pattern for pattern in PATTERNS if pattern.colour == colour)
    return None if has_own_shape else next(found, None)


def has_patterns(drawings: str) -> bool:
    """Whether the stylesheet lays a pattern on something in the drawings of a page."""
    paths = re.findall(r"<path[^>]*>", drawings)
    fills = ((re.search(r'fill="var\(--sop-(\w+)\)"', path), path) for path in paths)
    return any(
        pattern_of(fill[1], data[1])
        for fill, path in fills
        if fill and (data := re.search(r' d="([^"]*)"', path))
    )


def draw_patterns(root: Element) -> None:
    """Lay the patterns on what `root` draws, a file of its own, in the light colours."""
    used: dict[str, Pattern] = {}
    for path in root.iterfind(f".//{{{SVG}}}path"):
        colour = TOKENS.get(path.get("fill", ""), "")
        if pattern := pattern_of(colour, path.get("d", "")):
            used[pattern.name] = pattern
            path.set("fill", f"url(#{pattern.name}) {LIGHT[colour]}")
    definitions = Element(f"{{{SVG}}}defs")
    for name, colour, lines in used.values():
        square = add(
            definitions, "pattern", id=name, width=SIDE, height=SIDE, patternUnits="userSpaceOnUse"
        )
        add(square, "rect", width=SIDE, height=SIDE, fill=LIGHT[colour])
        add(square, "path", d=lines, stroke=INK, stroke_width=1.6, stroke_opacity=0.7)
    if used:
        root.insert(0, definitions)
