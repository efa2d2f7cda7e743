"""A book may lack every part but its article's figures: what is not there is not spoken of."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from stateofplay.editing.checking import find_problems
from stateofplay.editing.new_book import new
from stateofplay.files.project import REFERENCE, Project
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.reading.book_tables import KNOWN, column_names
from stateofplay.publish.building import build
from stateofplay.publish.page_links import check_links
from stateofplay.site.read.reference import page_text

KEY = "eastmark_courier_2026_11_05"
GAZETTE = """
@online{gazette, organization = {Westmark Gazette}, title = {Rates}, urldate = {2026-11-28},
  url = {https://example.org/rates}, date = {2026-11-20}, license = {not stated},
  interest = {party}, grade = {B}}
"""
RATE = dict(
    id="key_rate", measure="Key rate", value="3.75", unit="percent", bound="exact", kind="decided",
    start="2026-11-05", end="2026-11-05", who="Central bank", interest="none", source=KEY,
    locator="1", as_stated="3.75 percent", basis="rate",
)  # fmt: skip
BEFORE = RATE | dict(id="rate_before", measure="Key rate before", value="3.5", as_stated="3.5")

ROWS = {
    "figures": [RATE | {"series": "rate"}, BEFORE],
    "derived": [
        dict(id="rise", topic="figures", measure="Rise", formula="key_rate - rate_before",
             unit="points"),
    ],
    "findings": [
        dict(id="it_rose", topic="figures", statement="The rate rose to {key_rate}",
             holds="key_rate > rate_before"),
    ],
    "checks": [
        dict(id="check_rate", figure="key_rate", value="3.75", unit="percent", bound="exact",
             basis="rate", independent="yes", who="Gazette", interest="none", day="2026-11-05",
             source="gazette", as_stated="3.75"),
    ],
    "events": [
        dict(id="event_rise", start="2026-11-05", title="The bank raises its rate",
             kind="decision", who="Central bank", interest="none", source=KEY, locator="1"),
    ],
    "positions": [
        dict(id="bank_wants", party="Central bank", interest="none", issue="Rates",
             position="Higher rates", source=KEY, locator="1"),
    ],
    "unpublished": [
        dict(id="one_more", text="one more step", source=KEY, locator="2", reason="An idiom"),
    ],
    "corrections": [],
    "context/rates": [
        dict(id="other_rate", series="rates", measure="Rate elsewhere", value="2", unit="percent",
             bound="exact", kind="decided", who="Westmark", interest="none", source="gazette",
             as_stated="2 percent", basis="rate"),
    ],
}  # fmt: skip
CHAPTER = """\
---
question: What did the bank decide?
file_format: mystnb
inputs: [figures]
---

# The key rate is {fig}`key_rate`

It was {fig}`rate_before`.

```{code-cell} ipython3
import altair as alt
from stateofplay import show, table

chart = alt.Chart(table("figures")).mark_bar()
chart = chart.encode(x=alt.X("value:Q", title="percent"), y="measure:N", description="label:N")
show(chart, id="rates", title="The key rate, now and before", sources=["KEY"],
     alt="Bar chart: {key_rate} after {rate_before}.", columns={"measure": "What"})
```
""".replace("KEY", KEY)
# What the pages that come with the program say of a part, and only of a book that has it.
SAID = {
    "derived": ("A figure that is computed", "computed figure", "figure computed"),
    "findings": ("What a finding is", "and each finding", " and finding"),
    "checks": ("How a number is checked", "the outside record"),
    "unpublished": ("What is left out",),
    "context/rates": ("Outside figures", "better cited from its own source"),
    "charts": ("How charts show", "JupyterLab", "Reading a chart"),
}


def make(root: Path, *without: str, chapter: str = CHAPTER) -> Project:
    """A new book with every part but those that are named."""
    article = root.with_suffix(".txt")
    article.write_text("The rate is 3.75 percent, after 3.5.\nOne more step comes.\n", "utf-8")
    given = ("https://example.org/key-rate", "The key rate", "Eastmark Courier", "2026-11-05")
    assert new(root, article, *given) == 0
    project = Project(root)
    with project.bibliography.open("a", encoding="utf-8") as file:
        file.write(GAZETTE)
    for name, rows in ROWS.items():
        path = project.table(name)
        if name in without:
            path.unlink(missing_ok=True)
            continue
        schema = KNOWN[name].schema if name in KNOWN else name.partition("/")[0].removesuffix("s")
        text = io.StringIO()
        writer = csv.DictWriter(text, column_names(schema), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.getvalue(), encoding="utf-8")
    if "charts" in without:
        chapter = chapter.partition("```")[0].replace("file_format: mystnb\n", "")
    project.chapter("first-chapter").write_text(chapter, encoding="utf-8")
    return project


def said(project: Project) -> str:
    """What the pages that come with the program say of a book, without the list of keys that
    figures.json has in every book.
    """
    ledger, pages = load_ledger(project), sorted(path.stem for path in REFERENCE.glob("*.md"))
    if not any(figure.is_context for figure in ledger.figures.values()):
        pages.remove("outside-figures")
    if not ledger.findings:
        pages.remove("how-firm")
    texts = (page_text(ledger, f"book/{page}", {f"book/{p}" for p in pages}) for page in pages)
    keys = re.compile(r"\(one-file\)=.*?(?=\n## The book)", re.DOTALL)
    return "\n".join(keys.sub("", text) for text in texts)


@pytest.mark.parametrize("part", [*ROWS, "charts"][1:])
def test_a_part_that_is_not_there_is_not_spoken_of(tmp_path, part) -> None:
    without = (part, "findings") if part == "derived" else (part,)
    project = make(tmp_path / "book", *without)
    assert find_problems(project)[0] == []
    text = said(project)
    for other, phrases in SAID.items():
        if other == part:
            assert [phrase for phrase in phrases if phrase in text] == []
        elif other not in without:
            assert [phrase for phrase in phrases if phrase not in text] == []


def test_a_book_with_every_part_speaks_of_each(tmp_path) -> None:
    project = make(tmp_path / "book")
    assert find_problems(project)[0] == []
    text = said(project)
    assert [p for phrases in SAID.values() for p in phrases if p not in text] == []
    assert "{%" not in text and "{{" not in text


def test_what_the_book_adds_to_a_page_stands_at_its_end(tmp_path) -> None:
    project = make(tmp_path / "book")
    addition = project.addition("book/method")
    addition.write_text("## Of this book\n\nIt is short.\n", encoding="utf-8")
    assert find_problems(project)[0] == []
    assert page_text(load_ledger(project), "book/method", set()).endswith("\n\nIt is short.\n")
    project.chapter("method").write_text("# My method\n\nI count.\n", encoding="utf-8")
    assert [str(problem) for problem in find_problems(project)[0]] == [
        "book/method-more.md:1: is not listed in _toc.yml; add {file: book/method-more} there, or "
        "write orphan: true into its front matter"
    ]


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> Project:
    """A book with figures alone, one chapter, one section, one chart."""
    project = make(tmp_path_factory.mktemp("bare") / "book", *[*ROWS][1:])
    assert find_problems(project)[0] == [] and build(project, quiet=True) == 0
    return project


def page(project: Project, name: str) -> BeautifulSoup:
    text = (project.site / "book" / f"{name}.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


@pytest.mark.book
def test_the_menu_the_front_page_and_the_ledger_adapt(bare) -> None:
    front = page(bare, "index")
    names = [link.get_text() for link in front.select(".sop-menu .sop-about a")]
    assert len(names) == 6 and not any("Outside" in name for name in names)
    assert "not held against those of others" in front.select_one("main").get_text()
    ledger = page(bare, "ledger")
    assert [s["name"] for s in ledger.select("select")] == ["topic", "kind"]
    assert "checked: no outside number" not in ledger.get_text()
    assert not ledger.select("#count_context, #count_findings, #count_confirmed")
    assert check_links(bare.site).problems == []


@pytest.mark.book
def test_findings_that_nobody_has_checked_have_a_rule_for_what_they_rest_on(tmp_path) -> None:
    """Numbers of the article are not held against others; those from elsewhere have speakers."""
    project = make(tmp_path / "book", "checks", "charts")
    row = 'low_there,figures,The rate elsewhere is {other_rate},"other_rate < ""3 percent""",\n'
    with project.table("findings").open("a", encoding="utf-8") as file:
        file.write(row)
    assert find_problems(project)[0] == [] and build(project, quiet=True) == 0
    rules = {term.get_text() for term in page(project, "method").select(".sop-rule dt")}
    ones = {"Stated once, not checked", "One side’s count", "One source’s count"}
    assert rules == ones | {f"Partly {one[0].lower()}{one[1:]}" for one in ones} | {
        *("Counted in this book", "Each from one source", "Only parties’ counts")
    }
    records = page(project, "ledger").select(".sop-record-finding dd:first-of-type")
    assert [" ".join(record.get_text(" ").split()).partition(" : ")[2] for record in records] == [
        "Stated, and not held against an outside number.",
        "A source that is no interested party, and nobody else.",
    ]


@pytest.mark.book
def test_a_chapter_of_one_section_is_as_wide_as_others(bare, chromium) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    try:
        shown = context.new_page()
        shown.goto((bare.site / "book" / "first-chapter.html").as_uri())
        assert shown.locator(".sop-toc").count() == 0
        left, right = (
            shown.locator(of).bounding_box() for of in (".sop-brand", "figure.sop-figure")
        )
        column = shown.evaluate(
            "(() => { const e = document.createElement('div'); e.style.width ="
            " 'var(--sop-column)'; document.body.append(e); return e.offsetWidth; })()"
        )
        assert abs(right["width"] - column) < 2 and abs(left["x"] - right["x"]) < 2
    finally:
        context.close()
