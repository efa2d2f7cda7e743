"""Has charts drawn in a process of its own while Sphinx reads and writes the pages that will show
them."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache

from stateofplay.chapters.processes import start_server, without_main
from stateofplay.charts.drawer import Batch, Drawer, Picture
from stateofplay.charts.layout import CARD, NARROW, WIDE
from stateofplay.charts.svg import Job
from stateofplay.site.read.drawn import drawings_of
from stateofplay.site.read.figures import words_of_file
from stateofplay.site.state import Site


def start_drawer() -> Drawer:
    """The drawing process of this program; a preview keeps it from one build to the next."""
    if not _drawer().is_alive:
        _drawer.cache_clear()
    return _drawer()


@lru_cache(maxsize=1)
def _drawer() -> Drawer:
    context = start_server()
    with without_main():
        return Drawer(context)


def draw_ahead(site: Site) -> None:
    """Start drawing what `show()` emitted, as far as the renderer does not have it; the renderer
    waits for what it then needs."""
    renderer = site.renderer
    layouts = [
        job
        for c in site.charts
        for job in (
            *((c.layout(width), width) for width in (WIDE, NARROW)),
            *([(c.card, CARD)] if c.card else []),
        )
    ]
    drawings: list[Job] = [job for job in layouts if not renderer.has_drawing(*job)]
    bundle = any(chart.explore for chart in site.charts) and not renderer.has_bundle()
    held = [(spec, width) for chart in site.charts for _, spec, width in drawings_of(chart)]
    scenes = [job for job in held if not renderer.has_scene(*job)]
    if not drawings and not scenes and not bundle:
        return
    pictures: list[Picture] = []
    for chart in site.charts:
        with suppress(
            KeyError, ValueError
        ):  # words that name what does not exist: reported with the page
            pictures.append((chart.spec, words_of_file(site, chart)))
    drawer = start_drawer()
    drawer.draw(Batch(str(renderer.folder), scenes, drawings, bundle, pictures))
    renderer.expect(drawer.another_drawn, drawings, scenes, bundle, bool(pictures))
