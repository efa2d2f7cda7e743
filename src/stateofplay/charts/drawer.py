"""A process of its own that draws charts ahead of the page that shows them, its JavaScript engine
started before the first one is wanted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from threading import Thread
from typing import Any

from stateofplay.charts.engine import vega
from stateofplay.charts.layout import WIDE
from stateofplay.charts.svg import DrawingError, Job, Renderer, standalone

# A chart's specification, and the words around it in a file of its own.
Picture = tuple[dict[str, Any], tuple[Any, ...]]
DRAWN, FINISHED = "drawn", "finished"  # what the process says


@dataclass(frozen=True)
class Batch:
    """What to draw into a renderer's folder: scenes and drawings first, because the build waits
    for them, pictures last.
    """

    folder: str
    scenes: list[Job]
    drawings: list[Job]
    bundle: bool
    pictures: list[Picture]


class Drawer:
    """The process, as the build sees it. `context` is what multiprocessing starts it from."""

    def __init__(self, context: SpawnContext | ForkServerContext) -> None:
        self._connection, other = context.Pipe()
        self._process = context.Process(target=serve, args=(other,), daemon=True)
        self._process.start()
        other.close()
        self._unfinished = 0

    @property
    def is_alive(self) -> bool:
        return self._process.is_alive()

    def draw(self, batch: Batch) -> None:
        """Begin with `batch`, after those before it."""
        self._unfinished += 1
        # A thread, because a large batch fills the pipe, and the process does not read before its
        # engine has started.
        Thread(target=self._send, args=(batch,), daemon=True).start()

    def _send(self, batch: Batch) -> None:
        with suppress(OSError):  # the process has ended: whoever waits draws for himself
            self._connection.send(batch)

    def another_drawn(self) -> bool:
        """Wait until one more is drawn; False where none will come, or the process has ended."""
        try:
            while self._unfinished:
                if self._connection.recv() == DRAWN:
                    return True
                self._unfinished -= 1
        except (OSError, EOFError):
            self._unfinished = 0
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
        for spec, width in batch.scenes:
            with suppress(DrawingError):
                renderer.scene(spec, width)
            yield
        for spec, width in batch.drawings:
            with suppress(DrawingError):
                renderer.drawing(spec, width)
            yield
        if batch.bundle:
            renderer.bundle()
            yield
        for spec, words in batch.pictures:
            with suppress(DrawingError):
                renderer.picture(standalone(renderer.drawing(spec, WIDE), *words))
            yield
