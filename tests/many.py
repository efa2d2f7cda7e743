"""Small books with many invented figures, whose records have pages of their own."""

from __future__ import annotations

from pathlib import Path

from projects import FIGURES, tiny_project
from stateofplay.files.project import Project

LEDGER = "# Ledger\n\nEvery figure.\n\n```{ledger-index}\n```\n\n```{ledger-records}\n```\n"
SOURCE = """\
@online{{{0}_{1},
  title = {{Report {1}}}, organization = {{Quay {0}}}, url = {{https://example.org/{0}/{1}}},
  date = {{2026-02-01}}, urldate = {{2026-11-23}},
  license = {{not stated}}, interest = {{none}}, grade = {{B}}
}}
"""


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


def corrections(count: int) -> list[dict[str, str]]:
    """Rows of the table of corrections, of two years."""
    return [
        {"date": f"{2024 + n % 2}-{n % 12 + 1:02}-15", "id": f"boat_{n}", "column": "id"}
        | {"old": f"Boat {n}: {n} tons", "reason": f"Boat {n} is another one."}
        for n in range(count)
    ]


def of_lists(root: Path, count: int = 450, log: str = "corrections") -> Project:
    """A book with so many corrections, on the page `log`, and so many sources whose keys begin with
    one of two letters besides the two of the small book."""
    shown = (
        "# Quays\n\nThe quay has {fig}`boxes_lost`.{source}`news_0` So say all.{source}`wire_1`\n"
    )
    page = "# Corrections\n\nWhat was wrong.\n\n```{ledger-corrections}\n```\n"
    pages = {"ledger": LEDGER, "quays": shown, log: page}
    project = tiny_project(root, {"corrections": corrections(count)}, pages)
    with project.bibliography.open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(SOURCE.format(("news", "wire")[n % 2], n) for n in range(count))
    return project
