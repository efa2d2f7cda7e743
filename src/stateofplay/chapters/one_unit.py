"""Rows that one axis can hold: all in one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stateofplay.chapters.chapter import converted
from stateofplay.numbers.quantity import UnitError

if TYPE_CHECKING:
    import pandas as pd


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
