"""The IPython shell that chapters run in: hands over what cells display, print and warn of."""

from __future__ import annotations

import builtins
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

from stateofplay.chapters.shown import CellError, Record
from stateofplay.chapters.streams import Pipe, Stream

_WITHOUT_HISTORY = Config({"HistoryManager": {"enabled": False}})  # no file and no thread for it


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
    sys.stdout, sys.stderr = Stream(record, "stdout", 1), Stream(record, "stderr", 2)
    pipes = [Pipe("stdout", 1, record), Pipe("stderr", 2, record)]
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
