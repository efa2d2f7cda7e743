"""Measures how builds grow: books of many chapters, ledgers of many figures. `make growth` prints a table, figures in _build/growth.json."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from bench import STATE_OF_PLAY, Measured, edit, run
from projects import CHECKS, FIGURES, INDEX, tiny_project
from stateofplay.paths import Project, find_project

CHAPTERS = (10, 50, 200)
LEDGERS = (100, 1_000, 10_000)
CELL = INDEX[INDEX.index("```{code-cell}") : INDEX.rindex("```") + 3]


def grown(root: Path, chapters: int, figures: int) -> Project:
    """A project of invented chapters, each with a chart, and of invented figures, each with a record."""
    rows = [*FIGURES, *(FIGURES[1] | {"id": f"boxes_{n}", "value": str(30_000 + n)} for n in range(figures - len(FIGURES)))]
    pages = {f"chapter-{n}": page(n) for n in range(chapters)}
    return tiny_project(root, tables={"casualties": rows, "checks": CHECKS}, pages=pages)


def page(number: int) -> str:
    cell = CELL.replace('id="boxes"', f'id="boxes-{number}"')
    return (f"---\nfile_format: mystnb\nkernelspec: {{name: python3}}\ninputs: [casualties]\n---\n# Chapter of the port, {letters(number)}\n\n"
            f"The harbour handles {{fig}}`boxes_per_month`.\n\n{cell}\n")


def letters(number: int) -> str:
    """A number without digits, which prose may not have."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def measure(chapters: int, figures: int) -> dict[str, float]:
    """Seconds of a cold build and of an edit of prose, and the megabytes of the process tree."""
    with tempfile.TemporaryDirectory() as scratch:
        project = grown(Path(scratch) / "book", chapters, figures)
        cold, edited = Measured(), Measured()
        run(STATE_OF_PLAY, project.root, cold)
        edit(project.root, "book/chapter-1.md", "The harbour handles", "The port handles")
        run(STATE_OF_PLAY, project.root, edited)
        return {"chapters": chapters, "figures": figures, "cold": round(cold.median, 1), "prose edited": round(edited.median, 1),
                "megabytes": round(cold.megabytes)}


def main() -> None:
    smallest_chapters, smallest_ledger = CHAPTERS[0], LEDGERS[0]
    cases = [(n, smallest_ledger) for n in CHAPTERS] + [(smallest_chapters, n) for n in LEDGERS[1:]]
    rows = []
    for chapters, figures in cases:
        rows.append(measure(chapters, figures))
        print(json.dumps(rows[-1]), file=sys.stderr)
    target = find_project().build / "growth.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    print("| chapters | figures | cold, s | prose edited, s | MB |\n|---|---|---|---|---|")
    for row in rows:
        print("| " + " | ".join(str(value) for value in row.values()) + " |")


if __name__ == "__main__":
    main()
