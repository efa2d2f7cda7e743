"""Writes the straight-lined paths of a drawing as short as they can be without moving a point
visibly.

That is a twentieth of a pixel. Outlines of many points, such as a region's, are most of a map's
weight: their points are moved by up to a quarter, and those left out that lie within half a pixel
of the line without them.
"""

from __future__ import annotations

import re
from math import hypot

_STRAIGHT = re.compile(r"(?:[Mm][MLHVZmlhvz\d., e-]*)?")
_COMMAND = re.compile(r"([MLHVZmlhvz])([^MLHVZmlhvz]*)")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
_SCALE = 10  # steps per pixel
_MANY, _COARSE = 50, 5  # points of a path from which on they lie on every fifth step
_NEAR = 5  # steps from a line within which such a path needs no point
Point = tuple[int, int]


def compact(path: str) -> str:
    """`path` (SVG path data) with relative coordinates in tenths of a pixel, without points that
    the rounding lays on each other.

    A path with curves or arcs comes back as it is.
    """
    outline = _points(path)
    if outline is None:
        return path
    parts: list[str] = []
    here: Point = (0, 0)
    step = _COARSE if sum(len(points) for points, _ in outline) >= _MANY else 1
    for exact, closed in outline:
        points = [(round(x / step) * step, round(y / step) * step) for x, y in exact]
        kept = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
        if closed and len(kept) > 1 and kept[-1] == kept[0]:
            kept.pop()
        if step == _COARSE:
            kept = _thinned([*kept, kept[0]])[:-1] if closed else _thinned(kept)
        parts.append(("m" if parts else "M") + _pair(kept[0], here if parts else (0, 0)))
        parts += _steps(kept)
        if len(kept) == 1:
            parts.append("h0")  # a point that a round line cap still draws
        parts.append("z" if closed else "")
        here = kept[0] if closed else kept[-1]
    return "".join(parts)


def _thinned(points: list[Point]) -> list[Point]:
    """A line without the points that lie near the one that is drawn without them, by the rule of
    Douglas and Peucker.
    """
    first, last = points[0], points[-1]
    away = [_distance(point, first, last) for point in points]
    if max(away) <= _NEAR:
        return [first, last]
    at = away.index(max(away))
    return [*_thinned(points[: at + 1])[:-1], *_thinned(points[at:])]


def _distance(point: Point, first: Point, last: Point) -> float:
    """How far a point lies from the line through two others."""
    (x, y), (x0, y0), (x1, y1) = point, first, last
    if first == last:
        return hypot(x - x0, y - y0)
    return abs((x - x0) * (y1 - y0) - (y - y0) * (x1 - x0)) / hypot(x1 - x0, y1 - y0)


def _points(path: str) -> list[tuple[list[Point], bool]] | None:
    """The subpaths of straight-lined path data: their points in steps, and whether they are closed.
    None for other paths.
    """
    if not _STRAIGHT.fullmatch(path):
        return None
    subpaths: list[tuple[list[Point], bool]] = []
    x = y = 0.0
    for command, told in _COMMAND.findall(path):
        if command in "zZ":
            points, _ = subpaths[-1]
            subpaths[-1] = (points, True)
            x, y = points[0][0] / _SCALE, points[0][1] / _SCALE
        numbers = [float(number) for number in _NUMBER.findall(told)]
        begins, size = command in "mM", 1 if command in "hHvV" else 2
        for at in range(0, len(numbers), size):
            from_x, from_y = (x, y) if command.islower() else (0.0, 0.0)
            x = x if command in "vV" else from_x + numbers[at]
            y = y if command in "hH" else from_y + numbers[at + size - 1]
            point = (round(x * _SCALE), round(y * _SCALE))
            if begins and not at:
                subpaths.append(([point], False))
            elif subpaths[-1][1]:
                subpaths.append(([subpaths[-1][0][0], point], False))
            else:
                subpaths[-1][0].append(point)
    return subpaths


def _steps(points: list[Point]) -> list[str]:
    parts, last = [], ""
    for before, point in zip(points, points[1:], strict=False):
        dx, dy = point[0] - before[0], point[1] - before[1]
        command = "h" if not dy else "v" if not dx else "l"
        text = (
            _number(dx)
            if command == "h"
            else _number(dy)
            if command == "v"
            else _pair(point, before)
        )
        join = command if command != last else "" if text.startswith("-") else " "
        parts.append(join + text)
        last = command
    return parts


def _pair(point: Point, origin: Point) -> str:
    first, second = _number(point[0] - origin[0]), _number(point[1] - origin[1])
    return f"{first}{'' if second.startswith('-') else ' '}{second}"


def _number(steps: int) -> str:
    """A number of steps as pixels: 5 → ``.5``, -120 → ``-12``."""
    text = f"{steps / _SCALE:.1f}".removesuffix(".0")
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
