"""Has charts drawn in processes of their own while Sphinx reads and writes the pages that will show
them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache

from stateofplay.chapters.processes import start_server, without_main
from stateofplay.charts.chart import Chart
from stateofplay.charts.drawer import Card, Drawers, Wanted
from stateofplay.charts.layout import CARD, NARROW, WIDE
from stateofplay.site.read.charts import words_of_file
from stateofplay.site.read.drawn import drawings_of
from stateofplay.site.state import Site


def start_drawers(charts: int) -> Drawers:
    """The drawing processes of this program, as many as `charts` are worth; a preview keeps them
    from one build to the next."""
    with without_main():
        _drawers().start(charts)
    return _drawers()


def chapters_beside() -> int:
    """How many chapters may run at a time: one for each processor that does not draw, to hold no
    more memory than is of use.
    """
    return max(1, (os.cpu_count() or 1) - _drawers().at_work)


@lru_cache(maxsize=1)
def _drawers() -> Drawers:
    return Drawers(start_server())


def draw_at_once(site: Site, charts: list[Chart]) -> None:
    """Start drawing what one chapter showed while others run; pictures have time."""
    wanted = [replace(_wanted(site, chart), picture=None) for chart in charts]
    start_drawers(len(wanted)).draw(site.renderer.folder, wanted, bundle=False)


def draw_ahead(site: Site, started: bool) -> None:
    """Start drawing what `show()` emitted, as far as the renderer does not have it; the renderer
    waits for what it then needs. It is the last of a build: drawing processes that this one has
    `started` end with it."""
    renderer = site.renderer
    wanted = [_wanted(site, chart) for chart in site.charts]
    bundle = any(chart.explore for chart in site.charts) and not renderer.has_bundle()
    scenes = [job for each in wanted for job in each.scenes]
    drawings = [job for each in wanted for job in each.drawings]
    if not drawings and not scenes and not bundle and not started:
        return
    drawers = start_drawers(len(wanted))
    with without_main():
        drawers.draw(renderer.folder, wanted, bundle, are_last=True)
    pictures = any(each.picture for each in wanted)
    renderer.expect(drawers.another_drawn, drawings, scenes, bundle, pictures)


def paint_ahead(site: Site, cards: Sequence[Card]) -> None:
    """Have the pictures for sharing of a first build painted while its pages are written."""
    with without_main():
        if _drawers().paint(site.renderer.folder, cards):
            site.renderer.pictures_expected.add(1)


def _wanted(site: Site, chart: Chart) -> Wanted:
    """What the renderer does not have yet of a chart."""
    renderer, picture = site.renderer, None
    layouts = [(chart.layout(width), width) for width in (WIDE, NARROW)]
    layouts += [(chart.card, CARD)] if chart.card else []
    held = [(spec, width) for _, spec, width in drawings_of(chart)]
    with suppress(KeyError, ValueError):  # words that name nothing: reported with the page
        picture = chart.spec, words_of_file(site, chart)
    return Wanted(
        [job for job in held if not renderer.has_scene(*job)],
        [job for job in layouts if not renderer.has_drawing(*job)],
        picture,
    )
