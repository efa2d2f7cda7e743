"""Measures how builds grow: books of many chapters, ledgers of many figures. `make growth` writes
table and picture into docs/.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from bench import STATE_OF_PLAY, Measured, edit, run, write_between
from projects import CHECKS, FIGURES, INDEX, tiny_project
from stateofplay.charts.theme import FONT
from stateofplay.files.project import Project, find_project

CHAPTERS = (10, 50, 200)
LEDGERS = (100, 1_000, 10_000)
CELL = INDEX[INDEX.index("```{code-cell}") : INDEX.rindex("```") + 3]


def grown(root: Path, chapters: int, figures: int) -> Project:
    """A project of invented chapters, each with a chart, and of invented figures, each with a
    record.

    The chapters read one small table and the many figures are in another, of which the first
    chapter shows one.
    """
    rows = [
        FIGURES[1] | {"id": f"boxes_{n}", "value": str(30_000 + n)}
        for n in range(figures - len(FIGURES))
    ]
    pages = {f"chapter-{n}": page(n) for n in range(chapters)}
    pages["chapter-1"] += "\nOne harbour lost {fig}`boxes_0`.\n"
    return tiny_project(
        root, tables={"boxes": FIGURES, "tugs": rows, "checks": CHECKS}, pages=pages
    )


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


def measure(chapters: int, figures: int) -> dict[str, float]:
    """Seconds of a cold build, of an edit of one chapter's prose and of one number, and the
    megabytes of the process tree.
    """
    with tempfile.TemporaryDirectory() as scratch:
        project = Project(Path(scratch) / "book")
        cold, prose, number = Measured(), Measured(), Measured()
        for folder, weigh in ((project.root, False), (Path(scratch) / "weighed", True)):
            run(STATE_OF_PLAY, grown(folder, chapters, figures).root, cold, weigh)
        for word in ("port", "quay", "dock"):
            edit(project.root, "book/chapter-1.md", "handles", f"of the {word} handles")
            run(STATE_OF_PLAY, project.root, prose)
        edit(project.root, "data/tugs.csv", "30000", "30001")
        run(STATE_OF_PLAY, project.root, number)
        return {
            "chapters": chapters,
            "figures": figures,
            "cold": round(cold.median, 1),
            "prose edited": round(prose.median, 1),
            "number edited": round(number.median, 1),
            "megabytes": round(cold.megabytes),
        }


def draw(rows: list[dict[str, float]]) -> str:
    """The measurements as an SVG on logarithmic scales, with a line that grows as the book does."""
    import altair as alt
    import pandas as pd
    import vl_convert

    cases = ("cold", "prose edited", "number edited")
    panels = []
    for size, other in (("chapters", "figures"), ("figures", "chapters")):
        least = min(row[other] for row in rows)
        chosen = [row for row in rows if row[other] == least]
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
                title=f"Seconds by number of {size} (dashed: as the book grows)",
            )
        )
    return vl_convert.vegalite_to_svg(
        (panels[0] | panels[1]).configure(font=FONT, background="white").to_json()
    )


def main() -> None:
    smallest_chapters, smallest_ledger = CHAPTERS[0], LEDGERS[0]
    cases = [(n, smallest_ledger) for n in CHAPTERS] + [(smallest_chapters, n) for n in LEDGERS[1:]]
    rows = []
    for chapters, figures in cases:
        rows.append(measure(chapters, figures))
        print(json.dumps(rows[-1]), file=sys.stderr)
    project = find_project()
    project.build.mkdir(exist_ok=True)
    (project.build / "growth.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    (project.root / "docs" / "growth.svg").write_text(draw(rows) + "\n", encoding="utf-8")
    heading = "| chapters | figures | cold, s | prose edited, s | number edited, s | MB |"
    table = [
        heading,
        "|---" * heading.count(" | ") + "|---|",
        *("| " + " | ".join(f"{value:,}" for value in row.values()) + " |" for row in rows),
    ]
    write_between(project.root / "docs" / "measured.md", "growth", table)


if __name__ == "__main__":
    main()
