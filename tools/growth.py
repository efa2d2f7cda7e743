"""Measures how builds grow: books of many chapters, ledgers of many figures; and checks, with many
rows from elsewhere. `make growth` writes tables and picture into docs/.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from bench import STATE_OF_PLAY, Measured, edit, run
from check_growth import checked
from machine import write_between
from projects import CHECKS, FIGURES, INDEX, article_record, tiny_project
from stateofplay.charts.theme import FONT
from stateofplay.files.project import Project, find_project

CHAPTERS = (10, 50, 200)
LEDGERS = (100, 1_000, 10_000)
COLD, TURNS = 3, 7  # in each of which every book is built cold, and edited
_BE_PARENT = 36  # PR_SET_CHILD_SUBREAPER of Linux: processes that outlive theirs become ours
CELL = INDEX[INDEX.index("```{code-cell}") : INDEX.rindex("```") + 3]


def grown(root: Path, chapters: int, figures: int, editions: int = 1) -> Project:
    """A project of invented chapters, each with a chart, and of invented figures, each with a
    record. With several editions, an article a week states each figure again, as a series.

    The chapters read one small table and the many figures are in another, of which the first
    chapter shows one.
    """
    rows = [
        FIGURES[1] | {"id": f"boxes_{n}", "value": str(30_000 + n)}
        for n in range(figures - len(FIGURES))
    ]
    pages = {f"chapter-{n}": page(n) for n in range(chapters)}
    pages["chapter-1"] += "\nOne harbour lost {fig}`boxes_0`.\n"
    days = [date(2026, 2, 20) - timedelta(weeks=n) for n in range(editions)]
    for n, row in enumerate(rows if editions > 1 else ()):
        day = days[n % editions].isoformat()
        row |= {"series": f"tugs_{n // editions}", "source": key(n % editions)}
        row |= {"start": day, "end": day}
    tables = {"boxes": FIGURES, "tugs": rows, "checks": CHECKS}
    project = tiny_project(root, tables=tables, pages=pages)
    citations = project.bibliography.read_text(encoding="utf-8")
    first = citations.partition("\n\n")[0].partition("@online{port_office")[0]
    for n, day in [*enumerate(days)][1:]:
        told = first.replace(key(0), key(n)).replace("2026-02-20", day.isoformat())
        citations += told.replace("/boxes}", f"/boxes/{n}}}")
        record = article_record(key(n)).replace("2026-02-20", day.isoformat())
        record = record.replace("/boxes\n", f"/boxes/{n}\n")
        (project.seeds / f"news-{n}.yml").write_text(record, encoding="utf-8")
    project.bibliography.write_text(citations, encoding="utf-8")
    return project


def key(edition: int) -> str:
    return f"harbour_news_{edition}" if edition else "harbour_news"


def page(number: int) -> str:
    cell = CELL.replace('id="boxes"', f'id="boxes-{number}"')
    return (
        f"---\nfile_format: mystnb\nkernelspec: {{name: python3}}\ninputs: [boxes]\n---\n# "
        f"Chapter of the port, {letters(number)}\n\n"
        f"The harbour handles {{fig}}`boxes_per_month`.\n\n{cell}\n"
    )


def letters(number: int) -> str:
    """A number without digits, which prose may not have."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


@dataclass
class Book:
    """An invented book, and the seconds that builds of it took: of processor time, by the clock."""

    chapters: int
    figures: int
    editions: int
    root: Path
    megabytes: float = 0.0
    cold: list[tuple[float, float]] = field(default_factory=list)
    prose: list[tuple[float, float]] = field(default_factory=list)
    number: list[tuple[float, float]] = field(default_factory=list)

    def weigh(self) -> None:
        """Write it and build it for its memory alone: to look at that keeps a processor busy."""
        weighed = Measured()
        grown(self.root, self.chapters, self.figures, self.editions)
        run(STATE_OF_PLAY, self.root, weighed, weigh=True)
        self.megabytes = weighed.megabytes

    def build(self, turn: int) -> None:
        """Write it anew, and build it."""
        shutil.rmtree(self.root)
        grown(self.root, self.chapters, self.figures, self.editions)
        self.cold.append(spent(self.root))

    def edit_prose(self, turn: int) -> None:
        """Build it after an edit of one chapter's prose."""
        edit(self.root, "book/chapter-1.md", "handles", f"of the {letters(turn)} handles")
        self.prose.append(spent(self.root))

    def edit_number(self, turn: int) -> None:
        """Build it after an edit of one number."""
        edit(self.root, "data/tugs.csv", f",{30_000 - turn},", f",{29_999 - turn},")
        self.number.append(spent(self.root))

    def row(self) -> dict[str, float]:
        """A line of the table: sizes, medians, megabytes."""
        kinds = {"cold": self.cold, "prose edited": self.prose, "number edited": self.number}
        cpu = {kind: round(middle(found, 0), 2) for kind, found in kinds.items()}
        clock = {f"{k.split()[0]}, clock": round(middle(f, 1), 2) for k, f in kinds.items()}
        sizes = {"chapters": self.chapters, "figures": self.figures, "editions": self.editions}
        return sizes | cpu | clock | {"megabytes": round(self.megabytes)}


def measure(cases: list[tuple[int, int, int]], scratch: Path) -> list[Book]:
    """Build books of these sizes (chapters, figures, editions) and edit them, each in its turn: the
    machine is not as fast at all times. Prose is edited first, as by somebody who writes: the first
    such edit after one of a number also keeps the ledger for the next.
    """
    books = [Book(*case, scratch / "-".join(map(str, case))) for case in cases]
    for book in books:
        book.weigh()
    for build, turns in ((Book.build, COLD), (Book.edit_prose, TURNS), (Book.edit_number, TURNS)):
        for turn in range(turns):
            for book in books:
                build(book, turn)
    return books


def middle(measured: list[tuple[float, float]], which: int) -> float:
    return statistics.median(each[which] for each in measured)


def ratios(rows: list[dict[str, float]]) -> list[str]:
    """A line for each larger book: how many times it takes what the smallest does."""
    first = rows[0]
    measures = [name for name in first if name not in ("chapters", "figures", "editions")]
    lines = [f"| against the first | {' | '.join(measures)} |", "|---" * (len(measures) + 1) + "|"]
    for row in rows[1:]:
        grew = [
            f"{row[n]:,} {n}" for n in ("chapters", "figures", "editions") if row[n] != first[n]
        ]
        times = (f"{row[name] / first[name]:.2f}" for name in measures)
        lines.append(f"| {', '.join(grew)} | {' | '.join(times)} |")
    return lines


def spent(folder: Path) -> tuple[float, float]:
    """The seconds that a build takes: of processor time, its own and those of all processes that it
    starts, which on Linux are waited for when they outlive it; and by the clock.
    """
    before, began = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]), time.perf_counter()
    subprocess.run(STATE_OF_PLAY, cwd=folder, check=True)
    clock = time.perf_counter() - began
    with suppress(ChildProcessError):
        while True:
            os.wait()
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - before, clock


def draw(rows: list[dict[str, float]]) -> str:
    """The measurements as an SVG on logarithmic scales, with a line that grows as the book does."""
    import altair as alt
    import pandas as pd
    import vl_convert

    cases = ("cold", "prose edited", "number edited")
    panels = []
    for size, other in (("chapters", "figures"), ("figures", "chapters")):
        least = min(row[other] for row in rows)
        chosen = [row for row in rows if row[other] == least and row["editions"] == 1]
        long = pd.DataFrame(
            [
                {size: row[size], "build": case, "seconds": row[case]}
                for row in chosen
                for case in cases
            ]
        )
        first = chosen[0]
        linear = pd.DataFrame(
            [
                {
                    size: row[size],
                    "build": "as the book grows",
                    "seconds": first["cold"] * row[size] / first[size],
                }
                for row in chosen
            ]
        )
        axes = {
            "x": alt.X(
                size,
                scale=alt.Scale(type="log"),
                axis=alt.Axis(values=[row[size] for row in chosen], format=","),
            ),
            "y": alt.Y(
                "seconds",
                scale=alt.Scale(type="log", domain=[0.5, 600]),
                axis=alt.Axis(values=[1, 10, 100]),
            ),
        }
        lines = (
            alt.Chart(long)
            .mark_line(point=True)
            .encode(**axes, color=alt.Color("build", title=None, sort=list(cases)))
        )
        panels.append(
            (
                lines + alt.Chart(linear).mark_line(strokeDash=[3, 3], color="gray").encode(**axes)
            ).properties(
                width=300,
                height=240,
                title=f"Processor seconds by number of {size} (dashed: as the book grows)",
            )
        )
    return vl_convert.vegalite_to_svg(
        (panels[0] | panels[1]).configure(font=FONT, background="white").to_json()
    )


def main() -> None:
    smallest_chapters, smallest_ledger = CHAPTERS[0], LEDGERS[0]
    cases = [(n, smallest_ledger, 1) for n in CHAPTERS]
    cases += [(smallest_chapters, n, 1) for n in LEDGERS[1:]] + [(smallest_chapters, 1_000, 100)]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_BE_PARENT, 1)
    project = find_project()
    with tempfile.TemporaryDirectory() as scratch:
        rows = [book.row() for book in measure(cases, Path(scratch))]
        checks = checked(project, Path(scratch))
    project.build.mkdir(exist_ok=True)
    (project.build / "growth.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    (project.root / "docs" / "growth.svg").write_text(draw(rows) + "\n", encoding="utf-8")
    table = [
        "| " + " | ".join(rows[0]) + " |",
        "|---" * len(rows[0]) + "|",
        *("| " + " | ".join(f"{value:,}" for value in row.values()) + " |" for row in rows),
        "",
        *ratios(rows),
        *checks,
    ]
    write_between(project.root / "docs" / "measured.md", "growth", table)


if __name__ == "__main__":
    main()
