"""Processes that draw charts ahead of the page that shows them, their JavaScript engines started
before the first one is wanted.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from stateofplay.charts.engine import vega_in_utc
from stateofplay.charts.layout import WIDE
from stateofplay.charts.svg import DrawingError, Job, Renderer, standalone

# A chart's specification, and the words around it in a file of its own.
Picture = tuple[dict[str, Any], tuple[Any, ...]]
# Who makes the SVG of a picture for sharing, and what of; the renderer comes before that.
Card = tuple[Callable[..., str], tuple[Any, ...]]
# A renderer's folder, its method or who makes a picture's SVG, what to draw.
Task = tuple[str, str | Callable[..., str], tuple[Any, ...]]
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

    stay = False  # from one build to the next, in a program that builds again and again

    def __init__(self, context: SpawnContext | ForkServerContext) -> None:
        self._context = context
        self._drawers: list[_Drawer] = []
        self._said: SimpleQueue[bool] = SimpleQueue()
        self._busy = 0
        self._threads: list[Thread] = []

    def start(self, charts: int) -> None:
        """Have as many processes as so many charts are worth, in place of those that ended too."""
        self._drawers = [each for each in self._drawers if each.process.is_alive()]
        while len(self._drawers) < _number(charts):
            self._drawers.append(_Drawer(self._context))

    def draw(
        self, folder: Path, charts: list[Wanted], bundle: bool, are_last: bool = False
    ) -> None:
        """Begin with these, after those before them. Scenes come first, because the build waits for
        them; pictures, which show drawings, last. Where these charts `are_last`, each process ends
        when its engine has nothing to draw, and a copy without one does the rest: an engine holds
        100 MB and more, and to bundle the browser's Vega takes as much again."""
        self.start(len(charts))
        tasks: deque[Task] = deque()
        tasks += [(str(folder), "scene", job) for chart in charts for job in chart.scenes]
        tasks += [(str(folder), "drawing", job) for chart in charts for job in chart.drawings]
        rest: deque[Task] = deque([(str(folder), "bundle", ())] if bundle else [])
        rest += [(str(folder), "picture", chart.picture) for chart in charts if chart.picture]
        drawers = painters = self._drawers
        if ends := are_last and not self.stay:
            self._drawers, painters = (
                [],
                [_Drawer(self._context, has_engine=False) for _ in drawers],
            )
        for drawer, painter in zip(drawers, painters, strict=True):
            self._begin([(drawer, tasks), (painter, rest)], ends)

    def paint(self, folder: Path, cards: Sequence[Card]) -> bool:
        """Begin with these, by processes without an engine, when all is drawn that was begun; False
        where nothing was: a process that can be copied is not worth its start."""
        before = [*self._threads]
        tasks: deque[Task] = deque((str(folder), *card) for card in cards)
        for _ in range(_number(len(cards)) if before else 0):
            painter = _Drawer(self._context, has_engine=False)
            self._begin([(painter, tasks)], True, before)
        return bool(before)

    def _begin(
        self, turns: list[tuple[_Drawer, deque[Task]]], ends: bool, after: Sequence[Thread] = ()
    ) -> None:
        self._busy += 1
        self._threads = [each for each in self._threads if each.is_alive()]
        self._threads.append(Thread(target=self._in_turn, args=(turns, ends, after), daemon=True))
        self._threads[-1].start()

    @property
    def at_work(self) -> int:
        """How many processes draw now."""
        return sum(each.is_at_work for each in self._drawers)

    def _in_turn(
        self, turns: list[tuple[_Drawer, deque[Task]]], ends: bool, after: Sequence[Thread]
    ) -> None:
        """Let processes draw, one after the other; says False at the end."""
        # Where a process has ended, whoever waits draws for himself.
        try:
            for thread in after:
                thread.join()
            for drawer, tasks in turns:
                drawer.draw(tasks, self._said, ends)
        finally:
            self._said.put(False)

    def another_drawn(self) -> bool:
        """Wait until one more is drawn; False where none will come, or the processes have ended."""
        while self._busy:
            if self._said.get():
                return True
            self._busy -= 1
        return False


def _number(charts: int) -> int:
    """How many processes so many charts are worth."""
    return min(MOST, os.cpu_count() or 1, 1 + charts // 8)


class _Drawer:
    """One process."""

    def __init__(self, context: SpawnContext | ForkServerContext, has_engine: bool = True) -> None:
        self.connection, other = context.Pipe()
        self.process = context.Process(target=serve, args=(other, has_engine), daemon=True)
        self.process.start()
        other.close()
        self._one_at_a_time = Lock()

    @property
    def is_at_work(self) -> bool:
        return self._one_at_a_time.locked()

    def draw(self, tasks: deque[Task], said: SimpleQueue[bool], ends: bool) -> None:
        """Draw what others leave of `tasks`, or nothing with a process that has ended; says True
        after each. The process `ends` then."""
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
            if ends:
                self.connection.close()


def serve(connection: Connection, has_engine: bool) -> None:
    """Do tasks until the other end of `connection` is gone; answers each when it is done."""
    # The build then draws for itself, meets what ended this process, and says so.
    with suppress(Exception):
        if hasattr(os, "nice"):
            os.nice(_NICE)
        if has_engine:
            vega_in_utc()
        while True:
            task = connection.recv()
            # A chart that cannot be drawn, a full disk: the build meets it as well, and reports it.
            with suppress(DrawingError, OSError):
                _do(*task)
            connection.send(None)


def _do(folder: str, what: str | Callable[..., str], content: tuple[Any, ...]) -> None:
    renderer = Renderer(Path(folder))
    if callable(what):
        renderer.picture(what(renderer, *content), 1)
    elif what == "picture":
        spec, words = content
        renderer.picture(standalone(renderer.drawing(spec, WIDE), *words))
    else:
        getattr(renderer, what)(*content)
