"""What a chapter's cells use to read: tidy tables as DataFrames, and single figures in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import pandas as pd

from stateofplay.frames import columns, input_names
from stateofplay.ledger import Ledger, load_ledger


class UndeclaredInput(RuntimeError):
    """A chapter reads a table that its front matter does not declare."""


@dataclass
class Session:
    """What the running chapter may read (`declared` is None outside a build) and what it has read."""

    chapter: str = ""
    declared: frozenset[str] | None = None
    read: set[str] = field(default_factory=set)

    @property
    def in_build(self) -> bool:
        return self.declared is not None


_session = Session()


def begin(chapter: str, inputs: list[str]) -> None:
    """Start a chapter of the build: from now on only `inputs` may be read. Called by the build, not by chapters."""
    global _session
    _session = Session(chapter, frozenset(inputs))


def session() -> Session:
    """The running chapter."""
    return _session


@lru_cache(maxsize=1)
def ledger() -> Ledger:
    """The ledger of the project that the notebook lies in."""
    return load_ledger()


def table(name: str) -> pd.DataFrame:
    """A table of `data/` as a DataFrame, one row per observation.

    `name` is a CSV table (``aid``, ``context/losses``), or one that the ledger works out: ``derived`` or
    ``derived/aid`` (one topic), ``checks``, ``findings``.

    Figure tables have the columns of the CSV; ``value``, ``low`` and ``high`` are floats in ``unit`` (an exact figure
    has all three, an open end is missing), ``start`` and ``end`` are dates; besides, ``words`` is the figure as the
    prose prints it, ``period`` what it speaks of, and ``label`` both ("January 2026: 31,680 people").

    Raises UndeclaredInput in a build when the chapter's front matter does not list `name`, KeyError when there is
    no such table.
    """
    book = ledger()
    if name not in input_names(book):
        raise KeyError(f"no table called “{name}”; there are {', '.join(input_names(book))}")
    if _session.declared is not None and name not in _session.declared:
        raise UndeclaredInput(
            f"the chapter {_session.chapter} reads “{name}”, which its front matter does not declare; add it to inputs")
    _session.read.add(name)
    frame = pd.DataFrame(columns(book, name))
    for column in {"start", "end", "date"} & set(frame):
        frame[column] = pd.to_datetime(frame[column])
    return frame
