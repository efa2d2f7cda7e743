"""Citations: every work has one as text, BibTeX and CSL-JSON, and programs that know these formats
read them.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import warnings
from datetime import date

import pytest
import yaml
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string

from projects import REPOSITORY
from stateofplay.ledger.loading import load_ledger
from stateofplay.site.downloads.citing import Imprint, Work, bibtex, csl

EDITION = "edition of 20 February 2026, published 30 November 2026"


def files(book, suffix: str) -> dict[str, str]:
    return {
        path.stem: path.read_text(encoding="utf-8")
        for path in (book.site / "cite").glob(f"*{suffix}")
    }


def test_the_book_every_page_every_chart_and_every_entry_can_be_cited(book, pages) -> None:
    content = json.loads((book.site / "figures.json").read_text(encoding="utf-8"))
    names = {"state-of-play", "entries"} | {
        f"chart-{path.name}" for path in (book.site / "charts").iterdir() if path.is_dir()
    }
    names |= {
        f"chapter-{page[5:-5]}"
        for page in pages
        if page.startswith("book/") and page != "book/index.html"
    }
    assert set(files(book, ".bib")) == set(files(book, ".json")) == names
    wanted = {
        *content["derived"],
        *content["findings"],
        *(name for name, figure in content["figures"].items() if "check" in figure),
    }
    assert {item["id"] for item in json.loads(files(book, ".json")["entries"])} == wanted
    ledger = load_ledger(book)
    for name in wanted:
        page = ledger.record_page(name)
        text = (book.site / f"{page}.html").read_text(encoding="utf-8")
        record = text.partition(f' id="{name}" data-topic')[2].partition("</article>")[0]
        said = (
            r'<dt>Cite as</dt><dd class="sop-take"><p '
            rf'data-path="{page}\.html#{name}">The State of Play project, State of Play, “.+”, '
            rf"{EDITION}, "
        )
        # the page's script puts in where the site is
        said += rf"{page}\.html#{name} of this site \(CC BY 4\.0\)"
        assert re.search(said, record), name


def test_each_page_ends_with_its_citation_and_files_that_exist(book, pages) -> None:
    for page in pages:
        text = (book.site / page).read_text(encoding="utf-8")
        found = re.findall(
            r'<summary>Cite this (?:book|page)</summary>\n<p data-path="(.*?)">(.*?)</p>\n<p><a '
            r'href="(.*?)".*?<a href="(.*?)"',
            text,
        )
        assert len(found) == (0 if page == "search.html" else 1), page
        for path, words, *links in found:
            assert (
                path == page
                and f"{EDITION}, {page} of" in words
                and all(((book.site / page).parent / link).is_file() for link in links)
            )


def test_bibtex_reads_back_as_what_csl_says(book) -> None:
    for name, text in files(book, ".bib").items():
        entries = parse_string(text, "bibtex").entries
        items = {item["id"]: item for item in json.loads(files(book, ".json")[name])}
        assert list(entries) == list(items), name
        for key, entry in entries.items():
            plain = re.sub(r"\\([&%$#_])", r"\1", entry.fields["title"]).strip("{}")
            assert (
                plain == items[key]["title"]
                and entry.fields["year"] == "2026"
                and entry.fields["month"] == "November"
            )


def test_a_citation_processor_prints_every_kind_of_work(book) -> None:
    items = [
        item
        for name in ("state-of-play", "chapter-aid", "chart-balance-by-source", "entries")
        for item in json.loads(files(book, ".json")[name])[:3]
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # an unknown field or kind is one
        source = CiteProcJSON(items)
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    printed = [str(entry) for entry in bibliography.bibliography()]
    assert len(printed) == len(items) and all(
        "State of Play project" in line and "2026" in line for line in printed
    )


def test_signs_that_tex_would_take_for_commands_are_escaped() -> None:
    imprint = Imprint("A & B", "Boxes", "en", "1 May 2026", "1.0.0", date(2026, 5, 2), "CC BY 4.0")
    text = bibtex(
        [Work("a_b", "entry", "5% of {all} $ in #1_2 “é”", "x.html#a_b")],
        imprint,
        "https://example.org/",
    )
    entry = parse_string(text, "bibtex").entries["a_b"]
    assert (
        entry.fields["title"] == r"{5\% of \textbraceleft{}all\textbraceright{} \$ in \#1\_2 “é”}"
        and entry.fields["url"] == "https://example.org/x.html#a_b"
    )
    assert (
        csl([Work("k", "book", "T", "")], imprint, "")[0]
        .keys()
        .isdisjoint({"URL", "container-title"})
    )


@pytest.fixture(scope="module")
def citation_cff() -> dict:
    return yaml.safe_load((REPOSITORY.root / "CITATION.cff").read_text(encoding="utf-8"))


@pytest.mark.slow
def test_citation_cff_is_valid() -> None:
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.citation-file-format",
        str(REPOSITORY.root / "CITATION.cff"),
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_citation_cff_says_what_the_data_package_and_the_program_say(citation_cff) -> None:
    package = json.loads(REPOSITORY.data_package.read_text(encoding="utf-8"))
    program = tomllib.loads((REPOSITORY.root / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    config = yaml.safe_load(REPOSITORY.config.read_text(encoding="utf-8"))
    assert citation_cff["version"] == package["version"] == program["version"]
    assert citation_cff["title"] == package["title"] and package["created"].startswith(
        citation_cff["date-released"]
    )
    assert citation_cff["authors"] == [{"name": config["author"]}]
    changes = (REPOSITORY.root / "CHANGELOG.md").read_text(encoding="utf-8")
    day = date.fromisoformat(citation_cff["date-released"])
    newest = re.search(r"^## (.+)$", changes, re.MULTILINE)[1]
    assert newest == f"{citation_cff['version']}, {day.day} {day:%B %Y}"
