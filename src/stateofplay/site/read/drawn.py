"""Holds charts against what they draw: empty views, marks outside or in one place, other alt
texts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from stateofplay.charts.chart import Chart, Spec
from stateofplay.charts.layout import CARD, NARROW, WIDE
from stateofplay.charts.scene import Scene
from stateofplay.charts.svg import DrawingError
from stateofplay.files.characters import quoted
from stateofplay.files.problems import DataError, Problem
from stateofplay.ledger.entries import Finding
from stateofplay.ledger.ledger import PLACEHOLDER, Ledger
from stateofplay.site.state import Site, site_of

# The drawings of a chart that are held against its rows, with their widths.
LAYOUTS = {"spec": WIDE, "narrow": NARROW, "card": CARD, "explore": NARROW}
_NAMES = {"spec": "", "narrow": " for phones", "card": " on its card", "explore": " to explore"}
_SPOKEN = ("spec", "narrow")  # what the text alternative speaks of


def drawings_of(chart: Chart) -> Iterator[tuple[str, Spec, int]]:
    """Each drawing of the chart that is held against its rows: its kind, the drawing, its width."""
    for kind, width in LAYOUTS.items():
        if spec := getattr(chart, kind):
            yield kind, spec, width


def chart_problems(site: Site, chart: Chart) -> Iterator[str]:
    """A line for everything in which a chart is not what it says."""
    for kind, spec, width in drawings_of(chart):
        named = f"the chart {chart.id}{_NAMES[kind]}"
        try:
            scene = site.renderer.scene(spec, width)
        except DrawingError as error:
            yield f"{named}: {error}"
            continue
        fault = ""
        if kind == "spec" and scene["width"] and not chart.narrow:  # phones show it as well
            fault = _misdrawn(site.renderer.scene(spec, NARROW), NARROW, kind)
        fault = fault or _misdrawn(scene, width, kind)
        if fault:
            yield f"{named} {fault}"
        elif kind in _SPOKEN:
            for what in undrawn(site.ledger, chart, scene):
                yield f"the alt text of the chart {chart.id} states {what}"


def _misdrawn(scene: Scene, room: int, kind: str) -> str:
    """The first fault of a drawing that has so many pixels to stand in; empty where it has none."""
    if scene["empty"]:
        return (
            "has a view without marks: no row is left by its "
            "query and filters, or the values that place its marks are missing"
        )
    if scene["outside"] and kind != "explore":  # there, the reader moves the axes
        return (
            f"draws {_named(scene, scene['outside'])} outside of its axes; "
            "widen the domain of their scales, or leave the rows out"
        )
    if scene["shared"]:
        shared = scene["shared"][0]
        place = f", {quoted(shared['label'])}" if shared["label"] else ""
        return (
            f"draws {_named(scene, shared['marks'])} in one place{place}, where they show a sum "
            "or hide each other; give each row a label of its own (a cell, not a block, may say "
            'stack="zero" or stack=None in its place)'
        )
    if scene["width"] > room + 1:
        return (
            f"is {scene['width']:.0f} pixels wide and has "
            f"room for {room}{' on phones' if room != LAYOUTS[kind] else ''}; give its views a "
            ".properties(width=) and .facet(…, columns=1), or another chart as narrow="
        )
    return ""


def undrawn(ledger: Ledger, chart: Chart, scene: Scene) -> Iterator[str]:
    """Each figure that the text alternative states and the drawing does not show, and what to do.

    A figure is shown where a mark stands for its row, or has one of its numbers (in the unit of the
    row as well), or where so many rows are drawn, in all or of one kind.
    """
    rows = list(scene["rows"].values())
    sums = any(mark["row"] is None for mark in scene["drawn"])  # marks that stand for several rows
    numbers = set(_numbers(rows, scene))
    for match in PLACEHOLDER.finditer(chart.alt):
        try:
            entry, quantity = ledger.entry(match[1]), ledger.quantity(match[1])
        except KeyError:
            continue  # no entry, which the page reports
        if isinstance(entry, Finding):
            continue
        if any(row.get("id") == entry.id for row in rows):
            continue
        if entry.id in chart.ids and not sums:
            yield (
                f"{entry.id}, whose row has no mark: a filter or a missing value leaves it out; "
                "draw it, or take it out of the text"
            )
            continue
        stated = [quantity]
        for unit in {str(row.get("unit", entry.unit)) for row in rows} - {entry.unit}:
            try:
                stated.append(quantity.to(unit))
            except (KeyError, ValueError):  # not convertible, or not a unit of the book
                continue
        ours = [end for each in stated for end in each.ends(float).values() if end is not None]
        if not any(math.isclose(end, number, rel_tol=1e-6) for end in ours for number in numbers):
            yield (
                f"{entry.id}, which it does not draw; a figure for comparison belongs into note= "
                "or the prose"
            )


def _numbers(rows: list[dict[str, Any]], scene: Scene) -> Iterator[float]:
    """Every number of the rows that are drawn and of their marks, and how many rows are of a
    kind."""
    yield float(len(rows))
    kinds = Counter(
        (key, cell) for row in rows for key, cell in row.items() if isinstance(cell, str)
    )
    yield from map(float, kinds.values())
    yield from (float(cell) for row in rows for cell in row.values() if not isinstance(cell, str))
    for text in {value for mark in scene["drawn"] for value in mark["values"]}:
        try:
            yield float(text)
        except ValueError:
            continue


def _named(scene: Scene, marks: list[dict[str, Any]]) -> str:
    """The rows of `marks`, by their ids or values, two at most."""
    rows = [scene["rows"].get(str(mark["row"]), {}) for mark in marks]
    names = dict.fromkeys(
        row.get("id") or ", ".join(filter(None, mark["values"]))
        for row, mark in zip(rows, marks, strict=True)
    )
    return " and ".join([f"{quoted(name)}" for name in names][:2]) + (
        " and others" if len(names) > 2 else ""
    )


def _hold(app: Sphinx, env: BuildEnvironment) -> None:
    """Before what was read is kept: raises ExtensionError with every problem of the charts read."""
    site = site_of(app)
    problems = [
        Problem(*site.places[chart.id], "", line)
        for chart in site.charts
        for line in chart_problems(site, chart)
    ]
    if problems:
        told = DataError(problems)
        raise ExtensionError(f"charts cannot be published; nothing was built:\n{told}")


def setup(app: Sphinx) -> None:
    app.connect("env-updated", _hold)
