"""Takes from Altair, in less time, what it works out again for each chart: the values of frames and
the table of its classes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache, partial
from typing import Any

import altair as alt
import pandas as pd
from altair.utils import schemapi
from altair.utils.core import sanitize_pandas_dataframe

_PLAIN = {str, float, int, bool, type(None)}
Row = dict[str, Any]  # a row by its columns


def values_of(frame: pd.DataFrame) -> list[Row]:
    """The rows of `frame` as Altair writes them into a chart.

    It takes each column through several Series of pandas, a fifth of what a short chapter takes.
    That is needed for days, categories and the like only: other cells are what they are, null
    where one is missing. Raises ValueError as Altair does, for what it cannot write.
    """
    names = [name for name in frame if isinstance(name, str)]
    if len(set(names)) < len(frame.columns) or isinstance(frame.index, pd.MultiIndex):
        return _sanitized(frame)
    cells = {name: _plain(frame[name]) for name in names}
    others = [name for name in names if cells[name] is None]
    rest = _sanitized(frame[others]) if others else []
    cells |= {name: [row[name] for row in rest] for name in others}
    return [dict(zip(names, row, strict=True)) for row in zip(*cells.values(), strict=True)]


def _sanitized(frame: pd.DataFrame) -> list[Row]:
    rows: Any = sanitize_pandas_dataframe(frame).to_dict(orient="records")
    return list(rows)


def _plain(column: pd.Series[Any]) -> list[Any] | None:
    """The cells of a column; None where it may hold something else than text and numbers."""
    cells: list[Any] = column.tolist()
    kinds = set(map(type, cells))
    if not kinds or not kinds <= _PLAIN:
        return None
    if str(column.dtype).startswith("float"):
        return [cell if math.isfinite(cell) else None for cell in cells]
    return [None if cell != cell else cell for cell in cells] if float in kinds else cells


def _transformed(data: Any = None, max_rows: int | None = 5000) -> Any:
    """Altair's way from data to a chart, under its name, so that its options go on to hold."""
    if data is None:
        return partial(_transformed, max_rows=max_rows)
    alt.limit_rows(data, max_rows=max_rows)
    return {"values": values_of(data)} if type(data) is pd.DataFrame else alt.to_values(data)


def quicken() -> None:
    """Have Altair make charts by the above, and the table of its classes once, by which it finds
    the one for a channel in short, as in `y="who:N"`: it makes it anew for each such channel, from
    the JSON of the schemas of all its classes."""
    alt.data_transformers.register("default", _transformed)
    if alt.data_transformers.active == "default":
        alt.data_transformers.enable("default", **alt.data_transformers.options)
    make = schemapi._FromDict.__init__

    @lru_cache
    def table(classes: tuple[type, ...]) -> Any:
        made = schemapi._FromDict.__new__(schemapi._FromDict)
        make(made, classes)
        return made.class_dict

    def remember(self: Any, classes: Iterable[type]) -> None:
        self.class_dict = table(tuple(classes))

    schemapi._FromDict.__init__ = remember  # type: ignore[method-assign]
