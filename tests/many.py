"""Small books with many invented figures, whose records have pages of their own."""

from __future__ import annotations

from pathlib import Path

from projects import FIGURES, tiny_project
from stateofplay.files.project import Project

LEDGER = "# Ledger\n\nEvery figure.\n\n```{ledger-index}\n```\n\n```{ledger-records}\n```\n"


def rows(count: int) -> list[dict[str, str]]:
    return [
        FIGURES[1] | {"id": f"tug_{n}", "measure": f"Tugs at pier {n}", "value": str(30_000 + n)}
        for n in range(count)
    ]


def of_many(root: Path, count: int = 150) -> Project:
    shown = "# Tugs\n\nThe first pier has {fig}`tug_0`, the last {fig}`tug_149`.\n"
    return tiny_project(root, {"tugs": rows(count)}, {"ledger": LEDGER, "tugs": shown})


def outside(count: int) -> list[dict[str, str]]:
    """Rows of a table of figures from outside the article."""
    row = FIGURES[1] | {"source": "port_office", "series": "areas", "locator": "page 1"}
    return [
        row | {"id": f"area_{n}", "measure": f"Area of quay {n}", "value": str(20_000 + n)}
        for n in range(count)
    ]


def of_outside(root: Path, count: int = 600) -> Project:
    """A book with so many figures from outside, and 20 of another table."""
    wages = [row | {"id": row["id"].replace("area", "wage")} for row in outside(20)]
    shown = "# Quays\n\nThe first quay has {fig}`area_0`, the last {fig}`area_599`.\n"
    tables = {"context/areas": outside(count), "context/wages": wages}
    return tiny_project(root, tables, {"ledger": LEDGER, "quays": shown})
