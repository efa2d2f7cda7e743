"""What a chapter's cells use to read: tidy tables as DataFrames, in one unit where one axis is to
hold them; and for notebooks, what would be with other numbers."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import pandas as pd

from stateofplay.chapters.frames import column_types, columns, table_names
from stateofplay.chapters.guard import note_read, session
from stateofplay.chapters.shown import CellError
from stateofplay.files.characters import quoted
from stateofplay.files.guesses import unknown
from stateofplay.files.project import PACKAGE, ROOT_VARIABLE, ProjectNotFound, find_project
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.supposed import numbers_of, turned, with_numbers
from stateofplay.numbers import wording
from stateofplay.numbers.units import UnitError
from stateofplay.numbers.vocabulary import BOUNDS


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


def stated(frame: pd.DataFrame, least: float | None = None) -> pd.DataFrame:
    """`frame`, whose rows have one number each, for marks that stand for one. Such a mark does not
    show its bound: ``number`` says it, as in ``at least 5``.

    Raises ValueError for those stated as a range only, or below `least`.
    """
    ranges = frame.loc[frame["value"].isna(), "id"]
    if len(ranges):
        raise ValueError(
            f"{', '.join(ranges)} has no single number, only a range; draw the bounds, "
            "or leave it out"
        )
    below = frame[frame["value"] < least] if least is not None else frame[:0]
    if len(below):
        raise ValueError(
            f"{', '.join(below['id'] + ' is ' + below['words'])}, which no size can show; draw "
            "bars, or leave it out"
        )
    if "number" not in frame:
        return frame
    hedged = frame["bound"].map(lambda bound: BOUNDS[bound].hedge) + frame["number"]
    return frame.assign(number=hedged)


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


def in_one_unit(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame`, whose rows are drawn along one axis: all in the unit of the first.

    ``value``, ``low``, ``high``, ``number`` and ``bare`` of rows in another unit of its kind are
    converted, as dollars into millions of dollars; ``words`` and ``label`` stay as stated. Raises
    ValueError for a row that cannot be: an axis of dollars has no place for a percentage.
    """
    if not len(frame) or frame["unit"].nunique() == 1:
        return frame
    first, rows = frame.iloc[0], []
    for _, row in frame.iterrows():
        try:
            same = row["unit"] == first["unit"]
            rows.append(row if same else converted(row, first["unit"]))
        except (KeyError, UnitError):
            raise ValueError(
                f"{row['id']} is in {row['unit']}, and {first['id']} in {first['unit']}: "
                "one axis has one unit; draw them in two charts, or write in mixes why in one"
            ) from None
    return frame.__class__(rows, columns=frame.columns)


def table(name: str) -> pd.DataFrame:
    """A table of `data/` as a DataFrame, one row per observation.

    `name` is a CSV table (``boxes``, ``context/wages``), or one that the ledger works out:
    ``derived`` or ``derived/boxes`` (one topic), ``checks``, ``findings``, ``turns``. A table
    without rows has its columns.

    Figure tables have the columns of the CSV; ``value``, ``low`` and ``high`` are floats in
    ``unit`` (an exact figure has all three, an open end is missing), ``start`` and ``end`` are
    dates; besides, ``words`` is the figure as the prose prints it, ``period`` what it speaks of,
    and ``label`` both ("January 2026: 31,680 boxes"). ``day`` is the period in words or, where none
    is stated, the day of the article; ``dated`` the day that orders figures of one measure; and
    ``since`` the change from the figure before it in its series, in words.

    Raises UndeclaredInput in a build when the chapter's front matter does not list `name`, KeyError
    when there is no such table.
    """
    frame = frame_of(ledger(), name)
    note_read(name)
    return frame


def frame_of(book: Ledger, name: str) -> pd.DataFrame:
    """A table of `book` as `table` gives it. Raises KeyError when there is none of that name."""
    if name not in table_names(book):
        raise KeyError(f"no table called {quoted(name)}; there are {', '.join(table_names(book))}")
    frame = pd.DataFrame(columns(book, name))
    for column, kind in column_types(book, name).items():
        if kind == "date":
            frame[column] = pd.to_datetime(frame[column])
        elif frame.empty or (kind == "number" and frame[column].isna().all()):
            # pandas knows no type of a column in which nothing stands.
            frame[column] = frame[column].astype(float if kind == "number" else str)
    return frame


@dataclass(frozen=True)
class Supposed:
    """The ledger as it would be, beside the one as stated."""

    stated: Ledger
    ledger: Ledger

    def table(self, name: str) -> pd.DataFrame:
        """A table as `stateofplay.table` gives it, with the numbers as they would be."""
        return frame_of(self.ledger, name)

    @property
    def turned(self) -> pd.DataFrame:
        """The findings that fare otherwise: `id`, `statement`, `status` as stated, and `would_be`
        (firm, stated or false).
        """
        rows = [
            (t.finding.id, self.stated.words(t.finding.id), t.finding.status, t.status)
            for t in turned(self.stated, self.ledger)
        ]
        return pd.DataFrame(rows, columns=["id", "statement", "status", "would_be"])


def with_changes(**numbers: float | Fraction | str) -> Supposed:
    """What would be with other numbers for stated figures, by their ids, each in its own unit:
    `with_changes(boxes_per_month=30000)`. Raises SupposedError for what cannot be changed so, and
    CellError in a build: a chapter's outputs rest on its inputs, and what would be on every table.
    """
    if session().in_build:
        raise CellError(
            "with_changes() is for notebooks, as what would be rests on every table; take it out "
            "of the chapter, on whose page readers can put in other numbers"
        )
    own = ledger()
    return Supposed(own, with_numbers(own, numbers_of(own, numbers.items())))
