"""Processes that draw charts ahead of the page that shows them, their JavaScript engines started
before the first one is wanted.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from threading import Thread
from typing import Any, cast

from stateofplay.charts.engine import vega
from stateofplay.charts.layout import WIDE
from stateofplay.charts.svg import DrawingError, Job, Renderer, standalone

# A chart's specification, and the words around it in a file of its own.
Picture = tuple[dict[str, Any], tuple[Any, ...]]
DRAWN, FINISHED = "drawn", "finished"  # what a process says
MOST = 2  # processes: each holds an engine of its own, about 100 MB


@dataclass(frozen=True)
class Wanted:
    """What is wanted of one chart: scenes and drawings first, because the build waits for them; its
    picture, which shows one of the drawings, last."""

    scenes: list[Job]
    drawings: list[Job]
    picture: Picture | None


@dataclass(frozen=True)
class Batch:
    """What one process draws into a renderer's folder."""

    folder: str
    charts: list[Wanted]
    bundle: bool


class Drawers:
    """The processes, as the build sees them. `context` is what multiprocessing starts them from."""

    def __init__(self, context: SpawnContext | ForkServerContext) -> None:
        self._context = context
        self._drawers: list[_Drawer] = []

    def start(self, charts: int) -> None:
        """Have as many processes as so many charts are worth, in place of those that ended too."""
        self._drawers = [each for each in self._drawers if each.process.is_alive()]
        number = min(MOST, os.cpu_count() or 1, 1 + charts // 8)
        while len(self._drawers) < number:
            self._drawers.append(_Drawer(self._context))

    def draw(self, folder: Path, charts: list[Wanted], bundle: bool) -> None:
        """Begin with these, after those before them; all of one chart in one process."""
        self.start(len(charts))
        number = len(self._drawers)
        for first, drawer in enumerate(self._drawers):
            mine = charts[first::number]
            if mine or (bundle and not first):
                drawer.draw(Batch(str(folder), mine, bundle and not first))

    def another_drawn(self) -> bool:
        """Wait until one more is drawn; False where none will come, or the processes have ended."""
        while busy := {each.connection: each for each in self._drawers if each.unfinished}:
            for connection in wait(list(busy)):
                if busy[cast(Connection, connection)].has_drawn():
                    return True
        return False


class _Drawer:
    """One process."""

    def __init__(self, context: SpawnContext | ForkServerContext) -> None:
        self.connection, other = context.Pipe()
        self.process = context.Process(target=serve, args=(other,), daemon=True)
        self.process.start()
        other.close()
        self.unfinished = 0

    def draw(self, batch: Batch) -> None:
        """Begin with `batch`, after those before it."""
        self.unfinished += 1
        # A thread, because a large batch fills the pipe, and the process does not read before its
        # engine has started.
        Thread(target=self._send, args=(batch,), daemon=True).start()

    def _send(self, batch: Batch) -> None:
        with suppress(OSError):  # the process has ended: whoever waits draws for himself
            self.connection.send(batch)

    def has_drawn(self) -> bool:
        """Whether what it says next is that it has drawn something."""
        try:
            if self.connection.recv() == DRAWN:
                return True
            self.unfinished -= 1
        except (OSError, EOFError):
            self.unfinished = 0
        return False


def serve(connection: Connection) -> None:
    """Draw batches until the other end of `connection` is gone; says each drawing and each end."""
    # The build then draws for itself, meets what ended this process, and says so.
    with suppress(Exception):
        vega().vegalite_to_svg({"data": {"values": [{}]}, "mark": "point"})
        while True:
            for _ in _drawn(connection.recv()):
                connection.send(DRAWN)
            connection.send(FINISHED)


def _drawn(batch: Batch) -> Iterator[None]:
    """Draw a batch, one thing after the other; what cannot be drawn the build meets as well, and
    reports it with its page.
    """
    renderer = Renderer(Path(batch.folder))
    with suppress(OSError):  # a full disk: the build meets it as well, and says so
        for spec, width in (job for chart in batch.charts for job in chart.scenes):
            with suppress(DrawingError):
                renderer.scene(spec, width)
            yield
        for spec, width in (job for chart in batch.charts for job in chart.drawings):
            with suppress(DrawingError):
                renderer.drawing(spec, width)
            yield
        if batch.bundle:
            renderer.bundle()
            yield
        for spec, words in (chart.picture for chart in batch.charts if chart.picture):
            with suppress(DrawingError):
                renderer.picture(standalone(renderer.drawing(spec, WIDE), *words))
            yield
