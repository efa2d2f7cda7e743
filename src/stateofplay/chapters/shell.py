"""The IPython shell that chapters run in: hands over what cells display, print and warn of."""

from __future__ import annotations

import builtins
import io
import os
import sys
import threading
import warnings
from collections.abc import Callable
from typing import Any, ClassVar, Self

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from stateofplay.chapters.shown import TEXT_LIMIT, CellError, Record

_WITHOUT_HISTORY = Config({"HistoryManager": {"enabled": False}})  # no file and no thread for it
_MARK = b"\0end of the cell\0"


def _record(shell: InteractiveShell | None) -> Record:
    assert isinstance(shell, Shell)  # IPython hands its parts the shell that made them
    return shell.record


class _Hook(DisplayHook):
    """Keeps the last expression of a cell. A subclass as IPython foresees it: an object put in its
    place lacks what a next release asks."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        _record(self.shell).show(format_dict, md_dict)


class _Publisher(DisplayPublisher):
    """Keeps what a cell displays."""

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: object = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **others: object,
    ) -> None:
        _record(self.shell).show(data, metadata, (transient or {}).get("display_id"), update)

    def clear_output(self, wait: bool = False) -> None:
        _record(self.shell).clear(wait)


class Shell(InteractiveShell):
    """Runs cells; `record` has what the running one shows."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    record: Record
    waiting: ClassVar[Shell | None] = None  # what copies of this process take: nothing ran in it

    def __init__(self, **settings: Any) -> None:
        self.record = Record()
        super().__init__(**settings)  # type: ignore[no-untyped-call]
        # help(`name?`) opens beside a notebook, not in it
        self.set_hook("show_in_pager", lambda *_, **__: None)  # type: ignore[no-untyped-call]

    @classmethod
    def started(cls) -> Self:
        """A new one, in place of any other of this process."""
        cls.clear_instance()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a home that nobody may write: it takes another folder
            return cls.instance(config=_WITHOUT_HISTORY, history_load_length=0, colors="nocolor")

    def enable_gui(self, gui: str | None = None) -> None:
        if gui not in (None, "inline"):
            raise CellError(
                f"a window of {gui} cannot open in a build; use %matplotlib inline, or leave "
                "the magic out"
            )

    def atexit_operations(self) -> None:
        """Nothing: there is no history to close, and where the process runs this at its end (from
        Python 3.13 on) what it would use is gone."""

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
            # Enough to know that it is too much.
            self._read = (self._read + part)[-4 * TEXT_LIMIT - 65536 :]
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
    shell = Shell.waiting or Shell.started()
    shell.init_sys_modules()  # type: ignore[no-untyped-call]
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
