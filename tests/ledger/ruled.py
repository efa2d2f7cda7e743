"""Small ledgers with rows that break a rule, and what is then reported."""

from __future__ import annotations

import pytest

from projects import FIGURES, tiny_project
from stateofplay.files.problems import DataError
from stateofplay.ledger.loading import load_ledger

GOAL, SHIPS, QUAY = 2, 3, 4  # rows of FIGURES


def ledger(tmp_path, **tables):
    return load_ledger(
        tiny_project(
            tmp_path / "project", {n.replace("context_", "context/"): t for n, t in tables.items()}
        )
    )


def problems(tmp_path, **tables) -> list[str]:
    with pytest.raises(DataError) as caught:
        ledger(tmp_path, **tables)
    return str(caught.value).splitlines()


def figures(index: int, **changes: str) -> list[dict[str, str]]:
    return [row | changes if n == index else row for n, row in enumerate(FIGURES)]


LONG = "one two three four five six seven eight nine ten eleven twelve"
PARAGRAPH = "is not a paragraph of the article; write a number from 1 to 3"


def chain(length: int, last: str) -> list[dict[str, str]]:
    """Derived figures of which each is computed from the next, the last by the formula `last`."""
    formulas = [*(f"step_{n + 1} + boxes_lost" for n in range(length - 1)), last]
    return [
        dict(id=f"step_{n}", topic="boxes", measure="Boxes", formula=formula, unit="people/month")
        for n, formula in enumerate(formulas)
    ]
