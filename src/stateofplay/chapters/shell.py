"""The IPython shell that chapters run in: keeps what cells print, display and warn of, in order."""

from __future__ import annotations

import builtins
import io
import os
import re
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type

TEXT_LIMIT = 100_000  # characters that a cell may print
SHOWN_LIMIT = 20_000_000  # characters of what a cell may display: pictures and tables as text
# Colours and movements of a terminal: they mean nothing on a page.
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_=>]")
_OVERWRITTEN = re.compile(r"[^\n]*\r(?=[^\r\n])")
_MARK = b"\0end of the cell\0"


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
        file=None,
        line=None,
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


class _Hook(DisplayHook):
    """Keeps the last expression of a cell. A subclass as IPython foresees it: an object put in its
    place lacks what a next release asks."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        self.shell.record.show(format_dict, md_dict)


class _Publisher(DisplayPublisher):
    """Keeps what a cell displays."""

    def publish(self, data, metadata=None, *, transient=None, update=False, **others) -> None:
        self.shell.record.show(data, metadata, (transient or {}).get("display_id"), update)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.record.clear(wait)


class Shell(InteractiveShell):
    """Runs cells; `record` has what the running one shows."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    record: Record

    def __init__(self, **settings: Any) -> None:
        self.record = Record()
        super().__init__(**settings)
        self.set_hook(
            "show_in_pager", lambda *_, **__: None
        )  # help(`name?`) opens beside a notebook, not in it

    def enable_gui(self, gui: str | None = None) -> None:
        if gui not in (None, "inline"):
            raise CellError(
                f"a window of {gui} cannot open in a build; use %matplotlib inline, or leave "
                "the magic out"
            )

    def ask_exit(self) -> None:
        raise SystemExit

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        self.record.error = sys.exc_info()[1] or self.record.error

    showsyntaxerror = showtraceback


class _Stream(io.TextIOBase):
    """Standard output or error of the chapter's process."""

    encoding, errors = "utf-8", "strict"

    def __init__(self, record: Record, name: str, number: int) -> None:
        self._record, self._name, self._number = record, name, number

    def write(self, text: str) -> int:
        self._record.write(self._name, text)
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._number


class _Pipe:
    """Reads what programs that a cell starts, and libraries in C, write to a file number, until the
    mark that ends a cell."""

    def __init__(self, name: str, number: int, record: Record) -> None:
        self._name, self._number, self._record = name, number, record
        self._reader, writer = os.pipe()
        os.dup2(writer, number)
        os.close(writer)
        self._read, self._done = b"", threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while part := os.read(self._reader, 65536):
            self._read = (self._read + part)[
                -4 * TEXT_LIMIT - 65536 :
            ]  # enough to know it is too much
            if _MARK in self._read:
                self._done.set()

    def end_cell(self) -> None:
        """Add what was written during the cell to the record."""
        os.write(self._number, _MARK)
        self._done.wait(5)
        text, self._read = self._read.replace(_MARK, b""), b""
        self._done.clear()
        self._record.write(self._name, text.decode("utf-8", "replace"))


def start_shell() -> tuple[Shell, Callable[[], None]]:
    """The shell of this process, which takes its streams, warnings and questions over; and what is
    to be called after each cell.

    No history file and no user configuration: a chapter gives the same result for everybody.
    """
    # Figures of matplotlib appear under the cell that draws them, as in a notebook.
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    Shell.clear_instance()
    shell = Shell.instance(history_load_length=0, colors="nocolor")
    shell.history_manager.enabled = False
    record = shell.record
    sys.stdout, sys.stderr = _Stream(record, "stdout", 1), _Stream(record, "stderr", 2)
    pipes = [_Pipe("stdout", 1, record), _Pipe("stderr", 2, record)]
    warnings.showwarning = record.warn
    threading.excepthook = lambda failed: setattr(record, "error", failed.exc_value)

    def asked(*args: Any, **kwargs: Any) -> str:
        raise CellError("nobody answers in a build; take input(), breakpoint() and %debug out")

    builtins.input = asked
    sys.breakpointhook = asked
    import getpass

    getpass.getpass = asked

    def end_cell() -> None:
        for pipe in pipes:
            try:
                pipe.end_cell()
            except CellError:
                break  # the record keeps it as the cell's error

    return shell, end_cell
