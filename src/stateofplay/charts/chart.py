"""A chart as `show()` emits it in a build and the site draws it: what it draws, its words, the rows
of its table.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

from stateofplay.charts.layout import CARD, NARROW

Spec = dict[str, Any]  # a drawing in Vega-Lite, without what the book's theme decides
_DRAWN = ("spec", "rows")


@dataclass(frozen=True)
class Chart:
    """One chart of the book.

    `finding` is the id of the finding that serves as its title, empty where `title` is given; the
    texts are templates, in which ``{id}`` stands for a figure in words. `columns` are the headings
    of its data table by column of `rows`, `days` those that hold days, which begin with the ISO
    date, `ids` the entries of the ledger that the rows stand for,
    `bounds` the kinds of bounds that it draws, `bases` the ways in which its rows are counted, and
    `mixes` why it draws several of them. `spec` draws it; `narrow`, `card` and `explore` are
    drawings of its own for phones, for the front page and for the reader's click.
    """

    id: str
    alt: str
    sources: list[str]
    columns: dict[str, str]
    rows: list[dict[str, Any]]
    spec: Spec
    finding: str = ""
    title: str = ""
    subtitle: str = ""
    note: str = ""
    mixes: str = ""
    bases: list[str] = field(default_factory=list)
    bounds: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    narrow: Spec | None = None
    card: Spec | None = None
    explore: Spec | None = None

    def __getstate__(self) -> dict[str, Any]:
        """What is kept from build to build: drawing and rows in one piece, because an edit asks for
        those of few charts."""
        state = {**vars(self)}
        drawn = {name: state.pop(name) for name in _DRAWN if name in state}
        return state if "_drawn" in state else state | {"_drawn": pickle.dumps(drawn)}

    def __getattr__(self, name: str) -> Any:
        if name not in _DRAWN or "_drawn" not in vars(self):
            raise AttributeError(name)
        vars(self).update(pickle.loads(vars(self)["_drawn"]))
        return vars(self)[name]

    @cached_property
    def digest(self) -> str:
        """Changes whenever anything of the chart does."""
        return hashlib.sha256(json.dumps(self.to_json(), sort_keys=True).encode()).hexdigest()

    def layout(self, width: int) -> Spec:
        """What draws the chart in so many pixels: its own drawing for them, else the next wider
        one.
        """
        own = (self.card if width <= CARD else None) or (self.narrow if width <= NARROW else None)
        return own or self.spec

    def to_json(self) -> dict[str, Any]:
        """The chart as a cell's output holds it."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Chart:
        """The chart that `to_json` gave."""
        return cls(**content)


@dataclass(frozen=True)
class Words:
    """The texts of a chart with its figures filled in."""

    title: str
    subtitle: str
    alt: str
    note: str
    source: str
