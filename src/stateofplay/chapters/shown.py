"""What the running cell shows: keeps it in order, and refuses what no page can hold."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import FrameType
from typing import Any

TEXT_LIMIT = 100_000  # characters that a cell may print
SHOWN_LIMIT = 20_000_000  # characters of what a cell may display: pictures and tables as text
# Colours and movements of a terminal: they mean nothing on a page.
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_=>]")
_OVERWRITTEN = re.compile(r"[^\n]*\r(?=[^\r\n])")


class CellError(RuntimeError):
    """What a cell may not do in a build; the message says why and what to do instead."""


class Record:
    """What the running cell has shown so far (`outputs`, as nbformat has them), its warnings by
    line, and an error shown but not raised."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """A cell begins."""
        self.outputs: list[dict[str, Any]] = []
        self.warned: list[tuple[int, str]] = []
        self.error: BaseException | None = None
        self.wait = False
        self._printed = self._shown = 0

    def write(self, name: str, text: str) -> None:
        """Add to the stream `name`. Raises CellError when the cell has printed more than a page can
        hold."""
        if not text:
            return
        self._clear_if_awaited()
        self._printed += len(text)
        if self._printed > TEXT_LIMIT:
            self.error = CellError(
                f"the cell prints more than {TEXT_LIMIT:,} characters; print less, or end the "
                "loop that prints"
            )
            raise self.error
        last = self.outputs[-1] if self.outputs else {}
        if last.get("name") == name:
            last["text"] += text
        else:
            self.outputs.append({"output_type": "stream", "name": name, "text": text})

    def show(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None,
        display_id: str | None = None,
        update: bool = False,
    ) -> None:
        """Add what was displayed, or replace what was displayed with the same `display_id`. Raises
        CellError when it is too much."""
        self._clear_if_awaited()
        self._shown += sum(len(part) for part in data.values() if isinstance(part, str))
        if self._shown > SHOWN_LIMIT or len(self.outputs) > 1000:
            self.error = CellError(
                "the cell displays more than a page can hold; display less, or end the loop "
                "that displays"
            )
            raise self.error
        data = dict(data)
        if any(mime.startswith("application/vnd.stateofplay.") for mime in data):
            data.pop("text/plain", None)  # the object's repr, which would name a memory address
        output = {
            "output_type": "display_data",
            "data": data,
            "metadata": dict(metadata or {}),
            "id": display_id,
        }
        if not update:
            self.outputs.append(output)
        for at, earlier in enumerate(self.outputs):
            if update and display_id and earlier.get("id") == display_id:
                self.outputs[at] = output

    def clear(self, wait: bool) -> None:
        """Take back what the cell has shown, at once or with the next thing that it shows."""
        self.wait = wait
        if not wait:
            self.outputs.clear()

    def _clear_if_awaited(self) -> None:
        if self.wait:
            self.clear(False)

    def warn(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: object = None,
        line: object = None,
    ) -> None:
        """Keep a warning for the editor, with the line of the cell that led to it (0 for its
        first): `warnings.showwarning`."""
        if isinstance(self.error, SystemExit):
            return  # IPython's advice on how to leave a terminal
        said = (
            cell_line(sys._getframe()),
            f"{category.__name__}: {' '.join(str(message).split())}",
        )
        if said not in self.warned:
            self.warned.append(said)

    def taken(self) -> list[dict[str, Any]]:
        """The outputs of the cell, its text as a terminal would leave it."""
        kept = []
        for output in self.outputs:
            output = {key: value for key, value in output.items() if key != "id"}
            for part in (output, output.get("data", {})):
                for key in {"text", "text/plain"} & set(part):
                    part[key] = as_left(part[key])
            if output.get("text") != "":
                kept.append(output)
        return kept


def as_left(text: str) -> str:
    """`text` as a terminal would leave it standing: without escapes, and of a line that was written
    over, what came last."""
    text = _ESCAPES.sub("", text).replace("\r\n", "\n")
    return _OVERWRITTEN.sub("", text).replace("\r", "")


def cell_line(frame: FrameType | None) -> int:
    """The line of the running cell on which `frame` or one that called it stands; 0 when none
    does."""
    while frame is not None:
        if is_cell(frame.f_code.co_filename):
            return frame.f_lineno
        frame = frame.f_back
    return 0


def is_cell(filename: str) -> bool:
    """Whether code of this file name was typed into a cell: IPython's names for them."""
    return "ipython-input" in filename or Path(filename).name.startswith("ipykernel")
