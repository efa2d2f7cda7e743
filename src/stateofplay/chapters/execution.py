"""Executes the chapters that need it, side by side, and keeps what they showed under the digest of
all that it depends on."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from stateofplay.chapters import runner
from stateofplay.chapters.frames import table_digest
from stateofplay.chapters.processes import start_server, without_main
from stateofplay.chapters.runner import Outcome, Task
from stateofplay.files.access import digest_of, keep, kept
from stateofplay.files.characters import quoted
from stateofplay.files.problems import Problem
from stateofplay.files.project import code_digest
from stateofplay.ledger.ledger import Ledger

TIME_LIMIT = 60.0  # seconds for one chapter
MEMORY_LIMIT = 4 * 2**30  # bytes of address space for one; pandas and Altair reserve about 2**30
# Much of what no chapter's process loads; a change to it re-executes nothing.
_NOT_IN_CELLS = ("site", "editing", "publish", "cli.py", "commands.py", "__main__.py")


@dataclass(frozen=True)
class Chapter:
    """The executable part of a chapter: its cells with their lines, the tables that its front
    matter declares, the cells' options."""

    name: str
    file: str
    cells: tuple[tuple[str, int], ...]
    inputs: tuple[str, ...]
    metadata: tuple[dict[str, Any], ...] = ()

    def line(self, cell: int, within: int) -> int:
        """The line in the file of a line of a cell's code, counted from 0: of a `{chart}` block,
        whose code stands nowhere, its own."""
        drawn = self.metadata[cell].get("chart") if cell < len(self.metadata) else None
        return int(drawn) if drawn else self.cells[cell][1] + within


@dataclass
class Result:
    """What a chapter showed, per cell, what it warned of, and what is wrong with it."""

    outputs: list[list[dict[str, Any]]] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)  # what stops no build, for the editor
    executed: bool = False
    seconds: float = 0.0


def key_of(chapter: Chapter, ledger: Ledger) -> str:
    """The digest of everything that the chapter's outputs depend on: its code, its inputs, our
    code, the libraries."""
    code = code_digest(without=_NOT_IN_CELLS)
    parts = [code, chapter.name, *(source for source, _ in chapter.cells)]
    for name in chapter.inputs:
        parts += [name, table_digest(ledger, name)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


class Executor:
    """Runs chapters in processes of their own, as many at a time as `at_a_time` says, and keeps
    their results in `folder`; `used` are the files of those that were asked for."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self.ledger, self.folder = ledger, folder
        self.used: set[Path] = set()
        self.report: Callable[[str, float], None] = lambda name, seconds: None
        self.expect: Callable[[int], None] = lambda chapters: None
        self.at_a_time: Callable[[], int] = lambda: os.cpu_count() or 1
        self.shown: Callable[[Result], None] = lambda result: None
        self.time_limit, self.memory_limit = TIME_LIMIT, MEMORY_LIMIT

    def execute(self, chapters: Iterable[Chapter]) -> dict[str, Result]:
        """The results of `chapters` by file, from the cache where nothing that they depend on has
        changed."""
        results: dict[str, Result] = {}
        waiting: list[tuple[Chapter, str]] = []
        for chapter in chapters:
            key = key_of(chapter, self.ledger)
            stored = self._stored(chapter, key)
            if stored is None:
                waiting.append((chapter, key))
            else:
                results[chapter.file] = self._checked(chapter, stored)
        self.expect(len(waiting))
        results.update(self._run(waiting))
        return results

    def stored(self, chapter: Chapter) -> Result | None:
        """What the chapter showed when it was executed as it is now; None when it has not been."""
        return self._stored(chapter, key_of(chapter, self.ledger))

    def _stored(self, chapter: Chapter, key: str) -> Result | None:
        path = self.folder / f"{key}.json"
        self.used.add(path)
        if (stored := kept(path)) is None:
            return None
        content = json.loads(stored)
        warnings = _warnings(chapter, content["warned"])
        return Result(content["outputs"], content["read"], warnings=warnings)

    def _store(self, key: str, outcome: Outcome) -> None:
        content = json.dumps(vars(outcome), ensure_ascii=False).encode()
        keep(self.folder / f"{key}.json", content)

    def _checked(self, chapter: Chapter, result: Result) -> Result:
        """Add a problem for every input that the chapter declares and never reads."""
        for name in chapter.inputs:
            if name not in result.read:
                said = f"{quoted(name)} is declared but never read; take it out"
                result.problems.append(Problem(chapter.file, 1, "inputs", said))
        return result

    def _run(self, waiting: list[tuple[Chapter, str]]) -> dict[str, Result]:
        results: dict[str, Result] = {}
        running: dict[Any, _Running] = {}
        queue = list(waiting)
        try:
            while queue or running:
                while queue and len(running) < self.at_a_time():
                    started = self._start(*queue.pop(0))
                    running[started.receiver] = started
                ready = wait(list(running), timeout=0.5)
                for receiver, run in list(running.items()):
                    outcome = run.outcome(receiver in ready, self.time_limit)
                    if outcome is not None:
                        del running[receiver]
                        results[run.chapter.file] = self._finish(run, outcome)
        finally:
            for run in running.values():
                run.end()
        return results

    def _start(self, chapter: Chapter, key: str) -> _Running:
        context = start_server()
        receiver, sender = context.Pipe(duplex=False)
        project = self.ledger.project
        root, book = str(project.root), str(project.book)
        files = digest_of(self.ledger.files)
        task = Task(
            chapter.name, chapter.cells, chapter.inputs, root, book, files, self.memory_limit
        )
        process = context.Process(target=runner.run, args=(task, sender), daemon=True)
        with without_main():
            process.start()
        sender.close()
        return _Running(chapter, key, receiver, process, time.monotonic())

    def _finish(self, run: _Running, outcome: Outcome) -> Result:
        chapter, seconds = run.chapter, run.seconds
        warnings = _warnings(chapter, outcome.warned)
        result = Result(outcome.outputs, outcome.read, [], warnings, executed=True, seconds=seconds)
        if outcome.error:
            line, failed = outcome.line or 1, len(outcome.outputs) - 1
            if outcome.outputs:
                line = chapter.line(failed, line - chapter.cells[failed][1])
            result.problems.append(Problem(chapter.file, line, "", outcome.error))
            return result
        self.shown(result)
        self._store(run.key, outcome)
        self.report(chapter.name, seconds)
        return self._checked(chapter, result)


@dataclass
class _Running:
    """A chapter's process, and the line on which the cell begins that it runs."""

    chapter: Chapter
    key: str
    receiver: Any
    process: Any
    began: float
    line: int = 0

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def outcome(self, has_said: bool, time_limit: float) -> Outcome | None:
        """What has come of it, and the end of the process; None while it goes on. `has_said` is
        whether there is something to receive."""
        outcome = None
        if has_said:
            try:
                said = self.receiver.recv()
            except (EOFError, OSError):
                said = Outcome(error=self._why_it_ended(), line=self.line)
            if isinstance(said, Outcome):
                outcome = said
            else:
                self.line = said
        elif self.seconds > time_limit:
            remedy = "make its cells do less, or share them out between two chapters"
            said = f"takes longer than {time_limit:g} seconds; {remedy}"
            outcome = Outcome(error=said, line=self.line)
        if outcome is not None:
            self.end()
        return outcome

    def _why_it_ended(self) -> str:
        self.process.join(5)
        if (self.process.exitcode or 0) >= 0:
            return (
                "the cell ended its process; take os._exit() out, "
                "a chapter runs to the end of its last cell"
            )
        return (
            "its process was ended from outside, most likely because memory ran out; "
            "make its cells do less"
        )

    def end(self) -> None:
        """End the process with all that its cells have started, which may go on for ever."""
        with suppress(OSError, AttributeError):  # ended already, or a system without groups
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        self.receiver.close()


def _warnings(chapter: Chapter, warned: Iterable[tuple[int, int, str]]) -> list[Problem]:
    """The warnings of a chapter's cells, with their lines in its file."""
    return [
        Problem(chapter.file, chapter.line(cell, max(within, 1) - 1), "", text)
        for cell, within, text in warned
    ]
