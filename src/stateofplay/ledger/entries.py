"""The entries of the ledger as plain immutable objects: figures, findings, outside values."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from typing import ClassVar

from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.truth import Truth

FIRMNESS = {
    "firm": "holds over the whole of every range that the sources state",
    "stated": "holds at the stated values, but not over the whole of their ranges",
    "false": "does not hold",
}


@dataclass(frozen=True)
class Figure:
    """A number that a source states."""

    id: str
    table: str
    measure: str
    quantity: Quantity
    unit: str
    bound: str
    kind: str
    place: str
    start: date | None
    end: date | None
    who: str
    interest: str
    restates: str
    source: str
    locator: str
    as_stated: str
    note: str
    series: str = ""
    category: str = ""
    basis: str = ""
    stated_with: str = ""
    line: int = field(default=0, repr=False, compare=False)

    @property
    def topic(self) -> str:
        return self.table.removeprefix("context/")

    @property
    def is_context(self) -> bool:
        return self.table.startswith("context/")

    @property
    def is_party(self) -> bool:
        return self.interest == "party"


@dataclass(frozen=True)
class Derived:
    """A number computed from others; `repeated` are the inputs that its formula uses twice."""

    table: ClassVar = "derived"

    id: str
    topic: str
    measure: str
    formula: str
    unit: str
    quantity: Quantity
    inputs: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    # The stated figures, through other derived ones, and what those count. Sets have another order
    # in each process, so they are not in what digests are made of.
    rests_on: frozenset[str] = field(default=frozenset(), repr=False)
    bases: frozenset[str] = field(default=frozenset(), repr=False)
    mixes: str = ""
    note: str = ""
    line: int = field(default=0, repr=False, compare=False)


@dataclass(frozen=True)
class Finding:
    """A sentence that claims something, the condition under which it holds, and how that fares."""

    table: ClassVar = "findings"

    id: str
    topic: str
    statement: str
    holds: str
    truth: Truth
    inputs: tuple[str, ...] = ()
    mixes: str = ""
    line: int = field(default=0, repr=False, compare=False)

    @property
    def status(self) -> str:
        return self.truth.status


@dataclass(frozen=True)
class Check:
    """One outside value for a figure: what somebody else publishes, and whether of another origin.

    `bound` is the source's, and empty for a value that a formula computes.
    """

    id: str
    figure: str
    quantity: Quantity
    unit: str
    bound: str
    basis: str
    is_independent: bool
    who: str
    interest: str
    day: date
    source: str
    locator: str
    as_stated: str
    formula: str
    mixes: str
    note: str
    line: int = field(default=0, repr=False, compare=False)

    @property
    def is_party(self) -> bool:
        return self.interest == "party"


@dataclass(frozen=True)
class Search:
    """Where an outside value for a figure was looked for in vain, when, and for what."""

    figure: str
    day: date
    where_looked: str
    looked_for: str


Entry = Figure | Derived | Finding


@cache
def texts_of(entry: type[Figure | Check]) -> tuple[str, ...]:
    """The fields that hold the text of the cell in the column of the same name."""
    names = (field.name for field in fields(entry) if field.type == "str")
    return tuple(name for name in names if name != "table")  # which no cell holds
