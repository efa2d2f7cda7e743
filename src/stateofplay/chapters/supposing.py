"""What would be with other numbers, for notebooks: the ledger, its tables, and what turned."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from stateofplay.chapters.cell_api import frame_of, ledger
from stateofplay.chapters.guard import session
from stateofplay.chapters.shown import CellError
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.supposed import numbers_of, turned, with_numbers


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
    stated = ledger()
    return Supposed(stated, with_numbers(stated, numbers_of(stated, numbers.items())))
