"""Runs one chapter's cells in a fresh IPython shell, in a process of its own, and says what they showed."""

from __future__ import annotations

import atexit
import os
import sys
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# What a chapter's cells import; a server process imports it once and every chapter's process starts as its copy.
PRELOAD = ["stateofplay.runner", "IPython.core.interactiveshell", "IPython.utils.capture", "pandas", "altair",
           "stateofplay.chapter", "stateofplay.charts.figure", "stateofplay.charts.bounds", "stateofplay.charts.drawer"]


@dataclass(frozen=True)
class Task:
    """One chapter to run: its name, the cells' code with their lines in the file, what it may read, and its limits."""

    chapter: str
    cells: tuple[tuple[str, int], ...]
    inputs: tuple[str, ...]
    root: str
    folder: str
    memory_limit: int = 0


@dataclass
class Outcome:
    """What a chapter's cells showed (per cell a list of Jupyter outputs), what it read, and why it stopped, if it did."""

    outputs: list[list[dict[str, Any]]] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    error: str = ""
    line: int = 0


def run(task: Task, connection) -> None:
    """Run the task and send its Outcome through `connection` (a multiprocessing pipe). The process ends after it."""
    try:
        outcome = _run(task)
    except BaseException as error:  # whatever happened, the build must hear of it
        outcome = Outcome(error=f"{type(error).__name__}: {error}")
    connection.send(outcome)
    connection.close()


def _run(task: Task) -> Outcome:
    os.environ["STATEOFPLAY_ROOT"] = task.root
    os.chdir(task.folder)
    _limit_memory(task.memory_limit)
    from IPython.core.displayhook import CapturingDisplayHook
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import RichOutput, capture_output

    from stateofplay import chapter

    chapter.begin(task.chapter, list(task.inputs))
    chapter.guard_files(chapter.ledger().project)
    InteractiveShell.clear_instance()
    # No history file and no user configuration: a chapter gives the same result for everybody.
    shell = InteractiveShell.instance(history_load_length=0, colors="nocolor")
    shell.history_manager.enabled = False
    # From Python 3.13 on such a process runs at its end what was left for the end; nothing here needs tidying, and the shell's would fail.
    atexit.unregister(shell.atexit_operations)
    shell.showtraceback = shell.showsyntaxerror = lambda *args, **kwargs: None  # the outcome says it in one line
    outcome = Outcome()
    for source, line in task.cells:
        shown: list[dict[str, Any]] = []
        shell.displayhook = shell.display_trap.hook = CapturingDisplayHook(shell, shown)
        with capture_output() as captured:
            result = shell.run_cell(source, store_history=False)
        displayed = [*captured.outputs, *(RichOutput(**output) for output in shown)]
        outcome.outputs.append(_outputs(captured.stdout, captured.stderr, displayed))
        error = result.error_before_exec or result.error_in_exec
        if error is not None:
            outcome.error, outcome.line = _describe(error, line)
            break
    outcome.read = sorted(chapter.session().read)
    return outcome


def _limit_memory(limit: int) -> None:
    if limit and sys.platform.startswith("linux"):  # macOS has the limit but refuses to lower it; Windows has none
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _outputs(stdout: str, stderr: str, displayed: list) -> list[dict[str, Any]]:
    """What a cell printed and displayed, in nbformat's terms."""
    outputs: list[dict[str, Any]] = []
    for name, text in (("stdout", stdout), ("stderr", stderr)):
        if text:
            outputs.append({"output_type": "stream", "name": name, "text": text})
    for rich in displayed:
        data = dict(rich.data)
        if any(mime.startswith("application/vnd.stateofplay.") for mime in data):
            data.pop("text/plain", None)  # the object's repr, which would name a memory address
        outputs.append({"output_type": "display_data", "data": data, "metadata": dict(rich.metadata or {})})
    return outputs


def _describe(error: BaseException, first_line: int) -> tuple[str, int]:
    """One line about an error in a cell, and the line in the chapter's file that raised it."""
    line = first_line
    for frame in traceback.extract_tb(error.__traceback__):
        if "ipython-input" in frame.filename or "<ipython" in frame.filename or Path(frame.filename).name.startswith("ipykernel"):
            line = first_line + (frame.lineno or 1) - 1
    if isinstance(error, SyntaxError) and error.lineno:
        line = first_line + error.lineno - 1
    text = " ".join(str(error).split()) or "no message"
    if isinstance(error, MemoryError):
        text = "the cell needs more memory than the build allows; read fewer rows, or raise memory_limit"
    return f"{type(error).__name__}: {text}", line
