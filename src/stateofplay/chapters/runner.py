"""Runs one chapter's cells in a fresh IPython shell, in a process of its own, and says what they
showed."""

from __future__ import annotations

import os
import re
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from inspect import signature
from multiprocessing.connection import Connection
from typing import Any

from stateofplay.files.access import digest_of
from stateofplay.files.guesses import guess
from stateofplay.files.project import PACKAGE
from stateofplay.files.schema_words import leave_out_grammar

leave_out_grammar()  # this module is the first of PRELOAD: before Altair imports jsonschema
# What a chapter's cells import; a server process imports it once and every chapter's process starts
# as its copy.
PRELOAD = [
    "stateofplay.chapters.runner",
    "stateofplay.chapters.shell",
    "pandas",
    "altair",
    "stateofplay.chapters.cell_api",
    "stateofplay.chapters.show",
    "stateofplay.chapters.bounds",
    "stateofplay.charts.drawer",
    "stateofplay.chapters.ahead_of_cells",
]


@dataclass(frozen=True)
class Task:
    """One chapter to run: its name, the cells' code with their lines in the file, what it may read,
    the digest of the files that the build read, and its limits."""

    chapter: str
    cells: tuple[tuple[str, int], ...]
    inputs: tuple[str, ...]
    root: str
    folder: str
    files: str
    memory_limit: int = 0


@dataclass
class Outcome:
    """What a chapter's cells showed (per cell a list of Jupyter outputs), what they warned of
    (cell, line in it, text), what it read, and why it stopped, if it did."""

    outputs: list[list[dict[str, Any]]] = field(default_factory=list)
    warned: list[tuple[int, int, str]] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    error: str = ""
    line: int = 0


def run(task: Task, connection: Connection) -> None:
    """Run the task and send its Outcome through `connection` (a multiprocessing pipe), and before
    each cell the line on which it begins. The process ends after it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the server ignores it
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)  # what cells start ends with the chapter
    try:
        outcome = _run(task, connection.send)
    except BaseException as error:  # whatever happened, the build must hear of it
        outcome = Outcome(error=f"{type(error).__name__}: {error}")
    connection.send(outcome)
    connection.close()


def _run(task: Task, begins: Callable[[int], None]) -> Outcome:
    os.environ["STATEOFPLAY_ROOT"] = task.root
    os.chdir(task.folder)
    _limit_memory(task.memory_limit)
    from stateofplay.chapters import cell_api, guard
    from stateofplay.chapters.shell import start_shell

    if digest_of(cell_api.ledger().files) != task.files:
        return Outcome(error="the tables were saved while the book was built; build again")
    guard.begin(task.chapter, list(task.inputs))
    guard.guard_files(cell_api.ledger())
    shell, end_cell = start_shell()
    outcome = Outcome()
    for source, line in task.cells:
        begins(line)
        shell.record.begin()
        guard.session().cell = source
        # With history: by it IPython knows whether the last line ends in a semicolon.
        result = shell.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
        end_cell()
        outcome.outputs.append(shell.record.taken())
        cell = len(outcome.outputs) - 1
        outcome.warned += [(cell, within, text) for within, text in shell.record.warned]
        error = shell.record.error or result.error_before_exec or result.error_in_exec
        if error is not None:
            outcome.error, outcome.line = describe(error, line)
            break
    outcome.read = sorted(guard.session().read)
    return outcome


def _limit_memory(limit: int) -> None:
    # macOS has the limit but refuses to lower it; Windows has none.
    if limit and sys.platform.startswith("linux"):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def describe(error: BaseException, first_line: int) -> tuple[str, int]:
    """One line about an error in a cell, and the line in the chapter's file that raised it."""
    from stateofplay.chapters.shown import CellError, is_cell

    line = first_line
    for frame in traceback.extract_tb(error.__traceback__):
        if is_cell(frame.filename):
            line = first_line + (frame.lineno or 1) - 1
    if isinstance(error, SyntaxError) and error.lineno:
        line = first_line + error.lineno - 1
        return f"{type(error).__name__}: {error.msg}", line
    text = " ".join(str(error).split()) or "no message"
    if isinstance(error, MemoryError):
        text = (
            "the cell needs more memory than the build allows; "
            "read fewer rows, or take out the columns that it does not use"
        )
    if isinstance(error, SystemExit):
        text = (
            "the cell ends its process; take exit() and sys.exit() out, "
            "a chapter runs to the end of its last cell"
        )
    if isinstance(error, TypeError) and text.startswith("show() "):
        return _about_show(text), line
    if isinstance(error, KeyError) and isinstance(error.args[0], str) and " " in text:
        text = error.args[0]  # a sentence, not a key
    ours = isinstance(error, CellError | MemoryError | SystemExit) or _is_ours(error)
    return text if ours else f"{type(error).__name__}: {text}", line


def _is_ours(error: BaseException) -> bool:
    """Whether this program has raised it: its message says all."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return bool(last) and last[0].filename.startswith(str(PACKAGE))


def _about_show(text: str) -> str:
    """What Python says of a call of `show()` that lacks or invents an argument, as advice."""
    from stateofplay.chapters.show import show

    names = re.findall(r"'(\w+)'", text)
    if "unexpected" in text:
        known = [*signature(show).parameters][1:]
        return f"show() has no {names[0]}=; {guess(names[0], known, ', '.join(known))}"
    if "missing" in text:
        return f"show() lacks {', '.join(f'{name}=' for name in names)}; add it"
    return f"{text}: write every argument after the chart with its name"
