"""Small projects for tests: every table of the data package, mostly empty, with a few invented
figures.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path

from stateofplay.files.project import PACKAGE, Project, find_project
from stateofplay.ledger.reading.sources import normalise

REPOSITORY = find_project(Path(__file__).parent)
# Settings, tables and units of the small projects.
HARBOUR = Project(Path(__file__).parent / "data" / "harbour")
COLUMNS = PACKAGE / "ledger" / "columns"  # the program's own; the small ones have a copy, to break
PARAGRAPHS = [
    "The harbour of Northtown handled about 40,000 boxes a month last year, its director says.",
    "It lost 31,680 boxes in January, the port union counts, and wants at least 50,000.",
    "Between 400 and 1,000 ships wait outside, and one-fifth of the quay is closed.",
]
BIBLIOGRAPHY = """\
@online{harbour_news,
  title = {Boxes pile up}, organization = {Harbour News}, url = {https://example.org/boxes},
  date = {2026-02-20}, urldate = {2026-11-23},
  license = {not stated}, interest = {none}, grade = {A}
}
@online{port_office,
  title = {Port statistics}, organization = {Port Office}, url = {https://example.org/port},
  date = {2026-02-01}, urldate = {2026-11-23},
  license = {CC BY 4.0}, interest = {party}, grade = {A}
}
"""
FIGURES = [
    dict(
        id="boxes_per_month",
        measure="Boxes handled",
        value="40000",
        low="35000",
        high="45000",
        unit="people/month",
        bound="about",
        kind="estimated",
        place="Northtown",
        start="2025-01-01",
        end="2025-12-31",
        who="Harbour director",
        interest="party",
        source="harbour_news",
        locator="1",
        as_stated="about 40,000 boxes a month",
    ),
    dict(
        id="boxes_lost",
        measure="Boxes lost",
        value="31680",
        unit="people/month",
        bound="exact",
        kind="counted",
        place="Northtown",
        start="2026-01-01",
        end="2026-01-31",
        who="Port union",
        interest="none",
        source="harbour_news",
        locator="2",
        as_stated="lost 31,680 boxes",
    ),
    dict(
        id="boxes_goal",
        measure="Boxes wanted",
        value="50000",
        low="50000",
        unit="people/month",
        bound="at_least",
        kind="planned",
        place="Northtown",
        who="Port union",
        interest="none",
        source="harbour_news",
        locator="2",
        as_stated="at least 50,000",
    ),
    dict(
        id="ships_waiting",
        measure="Ships waiting",
        low="400",
        high="1000",
        unit="vessels",
        bound="between",
        kind="estimated",
        place="Northtown",
        who="Harbour News",
        interest="none",
        source="harbour_news",
        locator="3",
        as_stated="Between 400 and 1,000 ships",
    ),
    dict(
        id="quay_closed",
        measure="Share of the quay that is closed",
        value="20",
        low="17.5",
        high="22.5",
        unit="percent",
        bound="about",
        kind="estimated",
        who="Harbour News",
        interest="none",
        source="harbour_news",
        locator="3",
        as_stated="one-fifth of the quay",
    ),
]
DERIVED = [
    dict(
        id="balance",
        topic="boxes",
        measure="Boxes kept",
        formula="boxes_per_month - boxes_lost",
        unit="people/month",
    )
]
FINDINGS = [
    dict(
        id="more_in_than_lost",
        topic="boxes",
        statement="The harbour takes in {boxes_per_month}, more than the {boxes_lost|bare} it "
        "loses",
        holds="boxes_per_month > boxes_lost",
    ),
    dict(
        id="short_of_goal",
        topic="boxes",
        statement="Its {boxes_per_month} stay short of {boxes_goal}",
        holds="boxes_per_month < boxes_goal",
    ),
]
CHECKS = [
    dict(
        id="check_boxes_lost",
        figure="boxes_lost",
        value="31700",
        low="31600",
        high="31800",
        unit="people/month",
        bound="about",
        basis="boxes",
        independent="yes",
        who="Port office",
        interest="none",
        day="2026-01-31",
        source="port_office",
        as_stated="about 31,700",
        mixes="Both count boxes.",
        note="The port office gives about the same number.",
    )
]
TABLES = {"boxes": FIGURES, "derived": DERIVED, "findings": FINDINGS, "checks": CHECKS}
INDEX = """\
---
file_format: mystnb
kernelspec: {name: python3}
inputs: [boxes]
---
# Boxes

The harbour handles {fig}`boxes_per_month` and loses {fig}`boxes_lost|bare`;
it keeps {fig}`balance`.
{finding}`short_of_goal`.

```{code-cell} ipython3
import altair as alt
from stateofplay.chapters.cell_api import table
from stateofplay.chapters.show import show

boxes = table("boxes").head(3)
month = alt.X("value:Q", title="boxes a month")
chart = alt.Chart(boxes).mark_bar().encode(x=month, y="measure:N", description="label:N")
show(chart, id="boxes", finding="more_in_than_lost",
     alt="Bar chart: {boxes_per_month} handled, {boxes_lost} lost.",
     sources=["harbour_news"], columns={"measure": "What", "words": "How many"})
```
"""
CELL_CHAPTER = """\
---
file_format: mystnb
inputs: [context/areas]
---
# Other

Some prose on {fig}`boxes_lost`.

```{code-cell} ipython3
from stateofplay import table

len(table("context/areas").head(2))
```
"""
LEDGER = "# Ledger\n\nEvery figure, with its record.\n\n```{ledger-records}\n```\n"
OUTSIDE = "# Outside figures\n\nFigures from elsewhere.\n\n```{ledger-context}\n```\n"
SOURCES = "# Sources\n\nEvery source.\n\n```{ledger-sources}\n```\n"


def write_table(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    """Write `rows` as CSV with the header `columns`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def resources() -> list[dict[str, str]]:
    """What the data package of the small projects says of each table."""
    return json.loads(HARBOUR.data_package.read_text(encoding="utf-8"))["resources"]


def columns_of(name: str) -> list[str]:
    """The columns of a table of the data package."""
    schema = next(r["schema"] for r in resources() if r["path"] == f"{name}.csv")
    content = json.loads((COLUMNS / Path(schema).name).read_text(encoding="utf-8"))
    return [field["name"] for field in content["fields"]]


def article_record(key: str = "harbour_news", paragraphs: list[str] = PARAGRAPHS) -> str:
    """The YAML record of an invented article."""
    digests = "".join(
        f"    - {{n: {n}, sha256: {hashlib.sha256(normalise(p).encode()).hexdigest()}}}\n"
        for n, p in enumerate(paragraphs, 1)
    )
    return (
        f"key: {key}\ntitle: Boxes pile up\nproducer: Harbour News\nurl: "
        "https://example.org/boxes\npublished: '2026-02-20'\n"
        f"language: en\nparagraphs:\n  count: {len(paragraphs)}\n  sha256:\n{digests}"
    )


def unchecked(contents: dict[str, list[dict[str, str]]]) -> list[dict[str, str]]:
    """A row of unchecked.csv for each figure of an article that has no outside value."""
    checked = {row.get("figure") for row in contents.get("checks", [])}
    others = ("derived", "findings", "checks", "events", "positions", "unpublished", "corrections")
    stating = (name for name in contents if "context/" not in name and name not in others)
    figures = {row["id"] for name in stating for row in contents[name] if row.get("id")}
    return [
        dict(
            figure=name, day="2026-11-28", where_looked="The port's pages", looked_for="The number"
        )
        for name in sorted(figures - checked)
    ]


def renew_unchecked(project: Project) -> None:
    """Write unchecked.csv again for the tables as they are now."""
    package = json.loads(project.data_package.read_text(encoding="utf-8"))
    stating = [r["path"] for r in package["resources"] if r["schema"] == "schemas/figure.json"]
    contents = {}
    for path in (*stating, "checks.csv"):
        with (project.data / path).open(encoding="utf-8", newline="") as file:
            contents[path.removesuffix(".csv")] = list(csv.DictReader(file))
    write_table(project.table("unchecked"), columns_of("unchecked"), unchecked(contents))


def tiny_project(
    root: Path,
    tables: dict[str, list[dict[str, str]]] | None = None,
    pages: dict[str, str] | None = None,
) -> Project:
    """A whole project of a few figures in `root`: data, seeds, configuration and four pages."""
    shutil.copytree(HARBOUR.root, root, dirs_exist_ok=True)
    shutil.copytree(COLUMNS, root / "data" / "schemas", dirs_exist_ok=True)
    contents = TABLES | (tables or {})
    contents.setdefault("unchecked", unchecked(contents))
    for resource in resources():
        name = resource["path"].removesuffix(".csv")
        if name != "units":
            write_table(root / "data" / resource["path"], columns_of(name), contents.get(name, []))
    (root / "seeds").mkdir()
    (root / "seeds" / "sources.bib").write_text(BIBLIOGRAPHY, encoding="utf-8")
    (root / "seeds" / "harbour-news.yml").write_text(article_record(), encoding="utf-8")
    (root / "book").mkdir()
    pages = {"index": INDEX, "ledger": LEDGER, "outside-figures": OUTSIDE, "sources": SOURCES} | (
        pages or {}
    )
    for name, text in pages.items():
        (root / "book" / f"{name}.md").write_text(text, encoding="utf-8")
    entries = "".join(
        f"  - {{file: book/{name}, title: {name.title()}}}\n" for name in pages if name != "index"
    )
    (root / "_toc.yml").write_text(
        f"format: jb-book\nroot: book/index\nchapters:\n{entries}", encoding="utf-8"
    )
    return Project(root)
