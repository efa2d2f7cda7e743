"""A small book with many invented figures, whose records have pages of their own."""

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
