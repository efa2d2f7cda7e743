"""The book as a whole: it builds with warnings as errors, every chapter runs on its own, nothing
typed, nothing missing.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlparse

import altair as alt
import jupytext
import nbformat
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient

from books import BOTH
from projects import REPOSITORY
from stateofplay.charts.bundle import LAB_MIME, LAB_SCHEMA
from stateofplay.numbers.numerals import typed_numbers
from stateofplay.publish.opened_pages import opened
from stateofplay.site.page_text import Page

CHAPTERS = sorted(
    p.stem for p in REPOSITORY.book.glob("*.md") if "{code-cell}" in p.read_text(encoding="utf-8")
)
ARTICLE = sorted((REPOSITORY.root.parent / "shared" / "seeds").glob("*.txt"))


def html(book, path: str) -> str:
    return (book.site / path).read_text(encoding="utf-8")


def test_there_are_fourteen_charts_or_more_over_the_chapters(book) -> None:
    charts = {
        page.stem: page.read_text(encoding="utf-8").count('<figure class="sop-figure"')
        for page in (book.site / "book").glob("*.html")
    }
    assert sum(charts.values()) >= 14
    assert all(charts[name] >= 1 for name in CHAPTERS)


@pytest.mark.book
# One with stacked bars, one with ranges, one with a map: the
# others run so with `make test-engines`. What cells show is held for all of them elsewhere.
@pytest.mark.parametrize("name", CHAPTERS if os.environ.get("EVERY_PAGE") else CHAPTERS[1:4])
def test_a_chapter_runs_on_its_own_in_a_notebook_from_the_book_folder(name) -> None:
    """As JupyterLab runs it: opened by Jupytext, a real kernel in `book/`, every chart shown in the
    version that JupyterLab draws.
    """
    notebook = jupytext.read(REPOSITORY.chapter(name))
    NotebookClient(
        notebook, timeout=None, resources={"metadata": {"path": str(REPOSITORY.book)}}
    ).execute()
    shown = [
        output.data
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "data" in output
    ]
    charts = [data for data in shown if LAB_MIME in data]
    assert len(charts) == sum(
        "show(" in cell.source for cell in notebook.cells if cell.cell_type == "code"
    )
    for data in charts:
        assert data[LAB_MIME]["$schema"] == LAB_SCHEMA
        assert "{" not in data["text/plain"] and len(data["text/plain"]) > 80
    nbformat.validate(notebook)


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_keeps_to_its_size(name) -> None:
    text = REPOSITORY.chapter(name).read_text(encoding="utf-8")
    cells = re.findall(r"```\{code-cell\}.*?\n(.*?)```", text, re.DOTALL)
    assert len(cells) <= 9
    lines = [re.sub(r"\A(:.*\n)*\n?", "", cell).splitlines() for cell in cells]
    assert max(len(cell) for cell in lines) <= 15
    assert max(len(line) for cell in lines for line in cell) <= 120
    prose = re.sub(r"```.*?```", "", text.partition("\n---\n")[2], flags=re.DOTALL)
    assert 250 <= len(prose.split()) <= 750


def test_no_digit_is_typed_in_the_prose() -> None:
    """Independent of the build's own check: what is left of each page's source without code, roles,
    links and dates.
    """
    for path in REPOSITORY.book.glob("*.md"):
        text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"```\{(?:code-cell|chart|ledger-[a-z]+)\}.*?```", "", text, flags=re.DOTALL)
        text = re.sub(r"\{[a-z]+\}`[^`]*`|`[^`]*`|\]\([^)]*\)", "", text)
        text = re.sub(r"^\d\. ", "", text, flags=re.MULTILINE)  # the marks of a list in order
        assert typed_numbers(text) == [], path.name


def test_every_entry_of_the_ledger_has_a_record(book) -> None:
    content = json.loads(html(book, "figures.json"))
    anchors = {
        anchor
        for path in (book.site / "book").glob("*.html")
        if path.stem.startswith("ledger-") or path.stem == "outside-figures"
        for anchor in Page(path.read_text(encoding="utf-8")).anchors
    }
    for part in ("figures", "derived", "findings"):
        assert set(content[part]) <= anchors


def test_the_picture_of_the_readme_is_the_chart_of_the_book(book) -> None:
    """After a change that is meant: copy the built file to docs/."""
    drawn = (REPOSITORY.root / "docs" / "balance-by-source.svg").read_text(encoding="utf-8")
    assert html(book, "charts/balance-by-source/chart.svg") == drawn


@BOTH
def test_every_specification_is_valid_vega_lite_that_the_public_editor_opens(book) -> None:
    for path in sorted((book.site / "charts").glob("*/chart.vl.json")):
        specification = json.loads(path.read_text(encoding="utf-8"))
        assert specification["$schema"] == "https://vega.github.io/schema/vega-lite/v6.json"
        assert "url" not in json.dumps(specification.get("data", {}))
        # The rows may be any; held against the schema one by one they take most of the time.
        specification.get("datasets", {}).update(
            dict.fromkeys(specification.get("datasets", {}), [])
        )
        alt.Chart.from_dict(specification)  # raises a SchemaValidationError


def test_a_chart_can_be_cited_and_embedded(book) -> None:
    page = html(book, "book/casualties.html")
    alone = html(book, "charts/balance-by-source/index.html")
    where = "book/casualties.html#balance-by-source of this site (CC BY 4.0)"
    assert f"edition of 20 February 2026, published 30 November 2026, {where}" in alone
    assert "Made by The State of Play project, published 30 November 2026." in page
    assert (
        "&lt;iframe src=&#34;charts/balance-by-source/&#34;" in alone
        and "put the site’s folder" in alone
    )
    assert not [
        path
        for path in book.site.rglob("*.html")
        if "ADDRESS-OF" in path.read_text(encoding="utf-8")
    ]


@BOTH
def test_figures_json_is_documented_key_by_key(book) -> None:
    content = json.loads(html(book, "figures.json"))
    documented = (
        REPOSITORY.page("book/get-the-data")
        .read_text(encoding="utf-8")
        .partition("(one-file)=\n## ")[2]
        .partition("\n## ")[0]
    )
    assert list(content) == ["figures", "series", "derived", "findings"]
    for part, entries in content.items():
        section = documented.partition(f"`{part}`\n:")[2].partition("\n\n")[0]
        keys = {key for entry in entries.values() for key in entry} | {
            key for entry in entries.values() for key in entry.get("check", ())
        }
        keys |= {key for e in entries.values() for turn in e.get("turns", ()) for key in turn}
        assert keys <= set(re.findall(r"`(\w+)`", section)), part


def record_pages(book) -> list[Path]:
    return sorted((book.site / "book").glob("ledger-*.html"))


def test_no_page_of_records_weighs_more_than_60_kb_and_every_old_address_leads_on(book) -> None:
    """Without scripts an old address leads to the row of the table that links the record."""
    pages = {path.name: path.read_text(encoding="utf-8") for path in record_pages(book)}
    sizes = {name: len(gzip.compress(text.encode(), 9)) for name, text in pages.items()}
    assert max(sizes.values()) <= 60_000 and len(sizes) == 7, sizes
    rows = BeautifulSoup(html(book, "book/ledger.html"), "html.parser").select("tr[data-kind]")
    anchors = {name: Page(text).anchors for name, text in pages.items()}
    for row in rows:
        page, _, anchor = row.a["href"].partition("#")
        assert row["id"] == anchor and anchor in anchors[page]
    assert len(rows) == sum(text.count('<article class="sop-record') for text in pages.values())


def test_nothing_in_the_ledger_is_an_orphan(book, pages) -> None:
    """Every figure of the article, derived figure and finding is shown on a page other than the
    ledger's, or feeds one that is.
    """
    content = json.loads(html(book, "figures.json"))
    shown = {
        urlparse(link).fragment
        for page in pages
        if not page.startswith(("book/ledger", "book/outside-figures"))
        for link in Page(opened(book.site, book.site / page)).links
        if link.startswith("ledger-")
    }
    feeding = {**content["derived"], **content["findings"]}
    waiting = list(shown)
    while waiting:
        new = set(feeding.get(waiting.pop(), {}).get("inputs", ())) - shown
        shown |= new
        waiting += new
    wanted = [*(name for name, f in content["figures"].items() if "check" in f), *feeding]
    assert [name for name in wanted if name not in shown] == []


def test_a_record_says_where_it_is_used(book) -> None:
    records = re.findall(
        r'<article class="sop-record[^>]* id="(\w+)".*?<dt>Used in</dt><dd>(.*?)</dd>',
        "".join(path.read_text(encoding="utf-8") for path in record_pages(book)),
        re.DOTALL,
    )
    assert len(records) > 150
    assert [
        name for name, places in records if "no other" in places and "computed with" not in places
    ] == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_page_with_everything_is_light(book, name) -> None:
    page = html(book, f"book/{name}.html")
    files = {
        link.partition("?")[0]
        for link in Page(page).links
        if link.endswith((".css", ".js", "icon.svg"))
    }
    total = len(gzip.compress(page.encode())) + sum(
        len(gzip.compress(((book.site / "book") / file).resolve().read_bytes())) for file in files
    )
    assert total <= 100_000, f"{total} bytes"
    drawings = "".join(re.findall(r'<svg class="sop-(?:wide|narrow)".*?</svg>', page, re.DOTALL))
    assert len(gzip.compress(drawings.encode())) <= 60_000


def test_plain_jupyter_book_builds_the_same_pages(book, tmp_path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    command = [
        sys.executable,
        "-c",
        "from jupyter_book.cli.main import main; main()",
        "build",
        str(book.root),
        "--path-output",
        str(tmp_path),
    ]
    result = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]
    for page in (book.site / "book").glob("*.html"):
        assert (tmp_path / "_build" / "html" / "book" / page.name).read_text(
            encoding="utf-8"
        ) == page.read_text(encoding="utf-8"), page.name


def test_no_sentence_of_the_article_stands_in_the_project() -> None:
    if not ARTICLE:
        pytest.skip("the article's text is not beside the repository")
    from stateofplay.ledger.reading.sources import normalise, paragraphs

    ours = [
        p
        for p in REPOSITORY.root.rglob("*")
        if p.suffix in (".md", ".py", ".csv", ".yml", ".bib", ".json", ".html", ".txt", ".cff")
        and not {".venv", "_build", ".git"} & set(p.relative_to(REPOSITORY.root).parts)
    ]
    text = " ".join(
        normalise(" ".join(p.read_text(encoding="utf-8").split())) for p in ours
    ).casefold()
    for paragraph in paragraphs(Path(ARTICLE[0]).read_text(encoding="utf-8")):
        words = normalise(paragraph).casefold().split()
        for start in range(len(words) - 12):
            assert " ".join(words[start : start + 13]) not in text


def test_what_readers_see_of_a_formula_has_no_id(book) -> None:
    """Cards, notes on paper and the search's places; an id of the data has a low line."""
    files = [*book.site.glob("book/*.html"), *book.site.glob("search/*.js")]
    found = [
        formula
        for path in files
        for formula in re.findall(
            r'(?:Computed: |"Computed figure",[^}]*?"text":")([^<"]*)', path.read_text("utf-8")
        )
    ]
    assert len(found) > 100
    assert [said for said in found if re.search(r"\w_\w", said)] == []


def test_the_method_lists_every_label_of_evidence_that_occurs(book) -> None:
    label = re.compile(r'class="sop-evidence sop-evidence-(\w+)"[^>]*>([^<]+?)\s*<')
    listed = set(label.findall((book.site / "book" / "method.html").read_text("utf-8")))
    occurring = {
        each
        for path in book.site.glob("book/*.html")
        for each in label.findall(path.read_text("utf-8"))
        if each[1][0].isupper()  # the front page says them within a sentence
    }
    assert ("here", "Counted in this book") in occurring <= listed
