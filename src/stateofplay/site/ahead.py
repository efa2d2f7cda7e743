"""Draws charts in a process of its own while Sphinx reads the pages that will show them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from stateofplay.charts.layout import CARD, NARROW, WIDE
from stateofplay.charts.svg import DrawingError, Renderer
from stateofplay.execution import start_server, without_main

Job = tuple[dict[str, Any], int]  # a chart's specification and the width to draw it for


def draw_ahead(renderer: Renderer, payloads: Iterable[dict[str, Any]]) -> None:
    """Start drawing what `show()` emitted, as far as the renderer does not have it; the renderer waits for what it then needs."""
    payloads = list(payloads)
    jobs: list[Job] = [job for p in payloads for job in ((p["spec"], WIDE), (p["narrow"] or p["spec"], NARROW), (p["card"], CARD)) if job[0]
                       and not renderer.has_drawing(*job)]
    bundle = any(p["explore"] for p in payloads) and not renderer.has_bundle()
    if not jobs and not bundle:
        return
    process = start_server().Process(target=_draw, args=(str(renderer.folder), jobs, bundle), daemon=True)
    with without_main():
        process.start()
    renderer.expect(process.is_alive, jobs, bundle)


def _draw(folder: str, jobs: list[Job], bundle: bool) -> None:
    renderer = Renderer(Path(folder))
    for spec, width in jobs:
        try:
            renderer.drawing(spec, width)
        except DrawingError:
            continue  # the build meets the same chart, and reports it with its page
    if bundle:
        renderer.bundle()
