"""A process of its own that draws charts ahead of the page that shows them, its JavaScript engine
started before the first one is wanted.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any

from stateofplay.charts.layout import WIDE
from stateofplay.charts.svg import DrawingError, Job, Renderer, standalone

Picture = tuple[
    dict[str, Any], tuple
]  # a chart's specification and the words around it in a file of its own


@dataclass(frozen=True)
class Batch:
    """What to draw into a renderer's folder: what is drawn and the drawings first, because the
    build
    waits for them, pictures last."""

    folder: str
    scenes: list[Job]
    drawings: list[Job]
    bundle: bool
    pictures: list[Picture]


class Drawer:
    """The process, as the build sees it. `context` is the multiprocessing context to start it from."""

    def __init__(self, context) -> None:
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

    def is_drawing(self) -> bool:
        """Whether there is still something to come; False as well when the process has ended."""
        with suppress(OSError, EOFError):
            while self._connection.poll():
                self._connection.recv()
                self._unfinished -= 1
        return self._unfinished > 0 and self.is_alive


def serve(connection: Connection) -> None:
    """Draw batches until the other end of `connection` is gone; answers each with True."""
    with suppress(
        Exception
    ):  # the build then draws for itself, meets what ended this process, and says so
        import vl_convert

        vl_convert.vegalite_to_svg({"data": {"values": [{}]}, "mark": "point"})
        while True:
            _draw(connection.recv())
            connection.send(True)


def _draw(batch: Batch) -> None:
    renderer = Renderer(Path(batch.folder))
    with suppress(OSError):  # a full disk: the build meets it as well, and says so
        for spec, width in batch.scenes:
            with suppress(DrawingError):
                renderer.scene(spec, width)
        for spec, width in batch.drawings:
            with suppress(
                DrawingError
            ):  # the build meets the same chart, and reports it with its page
                renderer.drawing(spec, width)
        if batch.bundle:
            renderer.bundle()
        for spec, words in batch.pictures:
            with suppress(DrawingError):
                renderer.picture(standalone(renderer.drawing(spec, WIDE), *words))
