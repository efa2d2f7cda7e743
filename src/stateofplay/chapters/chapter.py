"""What a chapter's cells use to read: tidy tables as DataFrames, and single figures in words."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from stateofplay.chapters.frames import columns, table_names
from stateofplay.files.characters import quoted
from stateofplay.files.guesses import unknown
from stateofplay.files.project import PACKAGE, ROOT_VARIABLE, Project, ProjectNotFound, find_project
from stateofplay.ledger.ledger import Ledger, load_ledger
from stateofplay.numbers import wording

_STARTS = (
    "subprocess.Popen",
    "os.system",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
)  # events of Python
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


def guard_files(project: Project) -> None:
    """From now on, for as long as this process lives, hold every file of the project that a cell
    opens against the inputs.

    A cell may so read a declared table with pandas as well as with `table()`. Raises
    UndeclaredInput in the cell for a file that is no declared input, named by a cell that starts a
    process too, and for libraries that open files unseen: changes of a file would not reach the
    page.
    """
    root, outlines = project.root.resolve(), ledger().settings.outlines
    inputs = {project.data.resolve() / f"{name}.csv": name for name in ledger().tables}
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


@lru_cache(maxsize=1)
def ledger() -> Ledger:
    """The ledger of the project that the notebook lies in, else of the one whose Python runs it.

    Raises ProjectNotFound when there is neither, or when STATEOFPLAY_ROOT names no project.
    """
    try:
        project = find_project()
    except ProjectNotFound as nothing:
        # A notebook that a reader took along lies anywhere; commands never take another book.
        if os.environ.get(ROOT_VARIABLE):
            raise
        try:
            project = find_project(PACKAGE)
        except ProjectNotFound:
            raise nothing from None
        print(f"no book lies here: the tables are those of {project.root}", file=sys.stderr)
    return load_ledger(project)


def successive(frame: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The rows of `frame` that `names` names by id or by series, in the order of `names`, each
    series newest first.

    Adds the column `what`: the name given, with the figure's day where the series has several.
    A name may have columns of the row in braces: ``{who}, {day}``.
    ``value``, ``low``, ``high``, ``number`` and ``bare`` are in the unit of the oldest figure of
    the series, for which a chart was drawn; ``words`` and ``label`` stay as stated. Raises KeyError
    when `frame` lacks a row.
    """
    book, by_id = ledger(), frame.set_index("id", drop=False)
    rows = []
    for name, what in names.items():
        ids = book.series.get(name, (name,))
        for member in ids:
            if member not in by_id.index:
                raise KeyError(unknown(member, by_id.index, "a row of the tables read here"))
            row = pd.Series(by_id.loc[member])
            said = _filled(what, row)
            row["what"] = f"{said}, {row['day']}" if len(ids) > 1 else said
            if len(ids) > 1:
                row["label"] = f"{row['what']}: {row['words']}"
                unit = book.figures[ids[-1]].unit
                if unit != row["unit"]:
                    row = converted(row, unit)
            rows.append(row)
    return pd.DataFrame(rows).reset_index(drop=True)


def _filled(name: str, row: pd.Series[Any]) -> str:
    """`name` with the columns of `row` that it has in braces."""
    try:
        return name.format_map(row)
    except KeyError as error:
        raise KeyError(unknown(str(error.args[0]), row.index, "a column of the row")) from None


def stated(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame`, whose rows have one number each, for marks that stand for one.

    Raises ValueError for those stated as a range only.
    """
    ranges = frame.loc[frame["value"].isna(), "id"]
    if len(ranges):
        raise ValueError(
            f"{', '.join(ranges)} has no single number, only a range; draw the bounds, "
            "or leave it out"
        )
    return frame


def converted(row: pd.Series[Any], unit: str) -> pd.Series[Any]:
    """A figure's row with its numbers in another unit."""
    book = ledger()
    quantity = book.quantity(row["id"]).to(unit)
    ends = quantity.ends(float)
    words = {
        style: wording.stated(quantity, row["bound"], book.units[unit], style)
        for style in ("number", "bare")
    }
    converted: pd.Series[Any] = pd.concat(
        [row.drop([*ends, *words, "unit"]), pd.Series({**ends, **words, "unit": unit})]
    )
    return converted


def table(name: str) -> pd.DataFrame:
    """A table of `data/` as a DataFrame, one row per observation.

    `name` is a CSV table (``boxes``, ``context/wages``), or one that the ledger works out:
    ``derived`` or ``derived/boxes`` (one topic), ``checks``, ``findings``.

    Figure tables have the columns of the CSV; ``value``, ``low`` and ``high`` are floats in
    ``unit`` (an exact figure has all three, an open end is missing), ``start`` and ``end`` are
    dates; besides, ``words`` is the figure as the prose prints it, ``period`` what it speaks of,
    and ``label`` both ("January 2026: 31,680 boxes"). ``day`` is the period in words or, where none
    is stated, the day of the article; ``dated`` the day that orders figures of one measure; and
    ``since`` the change from the figure before it in its series, in words.

    Raises UndeclaredInput in a build when the chapter's front matter does not list `name`, KeyError
    when there is no such table.
    """
    book = ledger()
    if name not in table_names(book):
        raise KeyError(f"no table called {quoted(name)}; there are {', '.join(table_names(book))}")
    note_read(name)
    frame = pd.DataFrame(columns(book, name))
    for column in {"start", "end", "date", "dated"} & set(frame):
        frame[column] = pd.to_datetime(frame[column])
    return frame
