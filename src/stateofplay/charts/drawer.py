"""Processes that draw charts ahead of the page that shows them, their JavaScript engines started
before the first one is wanted.
"""

from __future__ import annotations

import os
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from stateofplay.charts.engine import vega
from stateofplay.charts.layout import WIDE
from stateofplay.charts.svg import DrawingError, Job, Renderer, standalone

# A chart's specification, and the words around it in a file of its own.
Picture = tuple[dict[str, Any], tuple[Any, ...]]
Task = tuple[str, str, tuple[Any, ...]]  # a renderer's folder, its method, what to draw
_NICE = 3  # half of the build's share where there are more processes than processors
MOST = 2  # processes: each holds an engine of its own, about 100 MB


@dataclass(frozen=True)
class Wanted:
    """What is wanted of one chart."""

    scenes: list[Job]
    drawings: list[Job]
    picture: Picture | None


class Drawers:
    """The processes, as the build sees them. `context` is what multiprocessing starts them from."""

    def __init__(self, context: SpawnContext | ForkServerContext) -> None:
        self._context = context
        self._drawers: list[_Drawer] = []
        self._said: SimpleQueue[bool] = SimpleQueue()
        self._busy = 0

    def start(self, charts: int) -> None:
        """Have as many processes as so many charts are worth, in place of those that ended too."""
        self._drawers = [each for each in self._drawers if each.process.is_alive()]
        number = min(MOST, os.cpu_count() or 1, 1 + charts // 8)
        while len(self._drawers) < number:
            self._drawers.append(_Drawer(self._context))

    def draw(self, folder: Path, charts: list[Wanted], bundle: bool) -> None:
        """Begin with these, after those before them. Scenes come first, because the build waits for
        them; the bundle before the engines have taken most memory; pictures, which show drawings,
        last."""
        self.start(len(charts))
        tasks: deque[Task] = deque()
        tasks += [(str(folder), "scene", job) for chart in charts for job in chart.scenes]
        tasks += [(str(folder), "bundle", ())] if bundle else []
        tasks += [(str(folder), "drawing", job) for chart in charts for job in chart.drawings]
        tasks += [(str(folder), "picture", chart.picture) for chart in charts if chart.picture]
        self._busy += len(self._drawers)
        for drawer in self._drawers:
            Thread(target=drawer.draw, args=(tasks, self._said), daemon=True).start()

    @property
    def at_work(self) -> int:
        """How many processes draw now."""
        return sum(each.is_at_work for each in self._drawers)

    def another_drawn(self) -> bool:
        """Wait until one more is drawn; False where none will come, or the processes have ended."""
        while self._busy:
            if self._said.get():
                return True
            self._busy -= 1
        return False


class _Drawer:
    """One process."""

    def __init__(self, context: SpawnContext | ForkServerContext) -> None:
        self.connection, other = context.Pipe()
        self.process = context.Process(target=serve, args=(other,), daemon=True)
        self.process.start()
        other.close()
        self._one_at_a_time = Lock()

    @property
    def is_at_work(self) -> bool:
        return self._one_at_a_time.locked()

    def draw(self, tasks: deque[Task], said: SimpleQueue[bool]) -> None:
        """Draw what others leave of `tasks`; says True after each, and False at the end."""
        # Where the process has ended, whoever waits draws for himself.
        try:
            with self._one_at_a_time, suppress(OSError, EOFError):
                sent = 0
                while sent or tasks:
                    with suppress(IndexError):  # another has taken the last one
                        while sent < 2:  # the next one lies there when one is drawn
                            self.connection.send(tasks.popleft())
                            sent += 1
                    if sent:
                        self.connection.recv()
                        sent -= 1
                        said.put(True)
        finally:
            said.put(False)


def serve(connection: Connection) -> None:
    """Do tasks until the other end of `connection` is gone; answers each when it is done."""
    # The build then draws for itself, meets what ended this process, and says so.
    with suppress(Exception):
        if hasattr(os, "nice"):
            os.nice(_NICE)
        vega().vegalite_to_svg({"data": {"values": [{}]}, "mark": "point"})
        while True:
            task = connection.recv()
            # A chart that cannot be drawn, a full disk: the build meets it as well, and reports it.
            with suppress(DrawingError, OSError):
                _do(*task)
            connection.send(None)


def _do(folder: str, what: str, content: tuple[Any, ...]) -> None:
    renderer = Renderer(Path(folder))
    if what == "picture":
        spec, words = content
        renderer.picture(standalone(renderer.drawing(spec, WIDE), *words))
    else:
        getattr(renderer, what)(*content)
