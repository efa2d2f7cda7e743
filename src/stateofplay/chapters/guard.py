"""Which tables and files the running chapter may read, and which it has read."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stateofplay.files.characters import quoted
from stateofplay.files.project import PACKAGE
from stateofplay.ledger.ledger import Ledger

# Events of Python by which a program starts.
_STARTS = ("subprocess.Popen", "os.system", "os.fork", "os.forkpty", "os.posix_spawn")
_UNSEEN = ("duckdb", "polars")  # they open files without a word to Python


class UndeclaredInput(RuntimeError):
    """A chapter reads a table or a file that its front matter does not declare."""


@dataclass
class Session:
    """What the running chapter may read (`declared` is None outside a build), what it has read, and
    the code of its running cell."""

    chapter: str = ""
    cell: str = ""
    declared: frozenset[str] | None = None
    read: set[str] = field(default_factory=set)

    @property
    def in_build(self) -> bool:
        return self.declared is not None


_session = Session()


def begin(chapter: str, inputs: list[str]) -> None:
    """Start a chapter of the build: from now on only `inputs` may be read. Called by the build, not
    by chapters."""
    global _session
    _session = Session(chapter, declared=frozenset(inputs))


def session() -> Session:
    """The running chapter."""
    return _session


def note_read(name: str) -> None:
    """Note that the running chapter reads the input `name`. Raises UndeclaredInput in a build when
    it does not declare it."""
    if _session.declared is not None and name not in _session.declared:
        raise UndeclaredInput(
            f"the chapter {_session.chapter} reads {quoted(name)}, "
            "which its front matter does not declare; add it to inputs"
        )
    _session.read.add(name)


def guard_files(ledger: Ledger) -> None:
    """From now on, for as long as this process lives, hold every file of the project that a cell
    opens against the inputs.

    A cell may so read a declared table with pandas as well as with `table()`. Any other file, also
    one that is named where a process is started, and a library that opens files unseen raise
    UndeclaredInput in the cell: a change of such a file would not reach the page.
    """
    project, outlines = ledger.project, ledger.settings.outlines
    root = project.root.resolve()
    inputs = {project.data.resolve() / f"{name}.csv": name for name in ledger.tables}
    if outlines:
        inputs[(project.data / outlines.file).resolve()] = outlines.name
    programs = (PACKAGE.resolve(), Path(sys.prefix).resolve())
    ours = tuple(folder for folder in programs if folder.is_relative_to(root))
    sys.addaudithook(_Guard(root, inputs, ours).hear)


@dataclass(frozen=True)
class _Guard:
    """Holds what is opened in a project's folder `root` against its inputs, by path; `programs` are
    the folders in it whose files are no matter of a chapter."""

    root: Path
    inputs: dict[Path, str]
    programs: tuple[Path, ...]

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An event of Python, before it happens: `sys.addaudithook`."""
        if event in ("open", "sqlite3.connect"):
            if isinstance(arguments[0], str | bytes | os.PathLike):
                self.hold(arguments[0])
        elif event in _STARTS:
            words = " ".join([_session.cell, *map(os.fsdecode, _words(arguments[:2]))])
            for word in set(re.split(r"[\s'\"=<>|;&()]+", words)):
                self.hold(word)
        elif event == "import" and arguments[0] in _UNSEEN:
            raise UndeclaredInput(
                f"the chapter {_session.chapter} imports {arguments[0]}, which opens files "
                "unseen by the build; read tables with table() or pandas"
            )

    def hold(self, name: str | bytes | os.PathLike[str]) -> None:
        """Note that a file is read. Raises UndeclaredInput where it is one of the project and no
        declared input."""
        try:
            path = Path(os.fsdecode(name)).resolve()
            if not path.is_relative_to(self.root) or not path.is_file():
                return
        except (OSError, ValueError, RuntimeError):  # no path; whoever opens it hears of that
            return
        if any(path.is_relative_to(folder) for folder in self.programs):
            return
        if path not in self.inputs:
            raise UndeclaredInput(
                f"the chapter {_session.chapter} reads {path.relative_to(self.root).as_posix()}, "
                "which is no table of data/; put it into data/ with a schema, declare it in inputs "
                "and read it with table()"
            )
        note_read(self.inputs[path])


def _words(command: object) -> Iterator[str | bytes]:
    """Every text in what a process is started with."""
    if isinstance(command, str | bytes):
        yield command
    elif isinstance(command, list | tuple):
        for part in command:
            yield from _words(os.fspath(part) if isinstance(part, os.PathLike) else part)
