"""Every kind of edit, made to a copy of a small project and of the package itself: what is
executed, which pages change, what is left over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from copies import PACKAGE, Copy

pytestmark = pytest.mark.book

PAGES = {"index", "other", "ledger", "outside-figures", "sources"}
LISTS = {"ledger", "outside-figures", "sources"}  # the pages that list entries of the ledger


@dataclass(frozen=True)
class Edit:
    """One edit, the chapters that it executes, the pages whose HTML it changes, and what must be
    gone from the whole site.

    `arrives` is a file of the site and what it says afterwards.
    """

    path: str
    old: str
    new: str
    executed: set[str]
    pages: set[str]
    gone: str
    arrives: tuple[str, str]
    also: tuple[tuple[str, str, str], ...] = ()  # what an editor changes with it: file, old, new


EDITS = {
    "a cell of data": Edit(
        "data/boxes.csv",
        "31680",
        "32990",
        {"index"},
        {"index", "other", "ledger"},
        r"31[,.]?680|3[,.]?320|8[,.]?320",
        ("charts/boxes/data.csv", "32,990"),
        also=(
            ("data/boxes.csv", "lost 31,680", "lost 32,990"),
            ("data/checks.csv", "31700,31600,31800", "33000,32900,33100"),
            ("data/checks.csv", "about 31,700", "about 33,000"),
        ),
    ),
    "a name in data": Edit(
        "data/boxes.csv",
        "Harbour director",
        "Harbour master",
        {"index"},
        {"index", "ledger"},
        "Harbour director",
        ("figures.json", "Harbour master"),
    ),
    "the word of a unit": Edit(
        "data/units.csv",
        "people/month,, person a month, people a month",
        "people/month,, box a month, boxes a month",
        {"index"},
        {"index", "other", "ledger"},
        "people a month",
        ("charts/boxes/chart.svg", "boxes a month"),
    ),
    "a finding": Edit(
        "data/findings.csv",
        "more than the",
        "over the",
        set(),
        {"index", "ledger"},
        "more than the (?!whole)",  # which the script for other numbers says
        ("charts/boxes/chart.svg", "over the 31,680"),
    ),
    "a source": Edit(
        "seeds/sources.bib",
        "Harbour News",
        "Port Gazette",
        set(),
        {"index", "other", "sources", "ledger"},
        "Source: Harbour News",
        ("charts/boxes/chart.svg", "Port Gazette"),
    ),
    "prose": Edit(
        "book/index.md",
        "The harbour handles",
        "The port handles",
        set(),
        {"index"},
        "The harbour handles",
        ("search/pages-places-0.js", "The port handles"),
    ),
    "a chapter's code": Edit(
        "book/index.md",
        "mark_bar()",
        "mark_tick()",
        {"index"},
        {"index"},
        "mark_bar",
        ("book/index.html", "mark_tick"),
    ),
    "an alt text": Edit(
        "book/index.md",
        "Bar chart: ",
        "Chart of bars: ",
        {"index"},
        {"index"},
        "Bar chart: ",
        ("charts/boxes/chart.vl.json", "Chart of bars: "),
    ),
    "a chapter's name": Edit(
        "_toc.yml",
        "title: Other",
        "title: Elsewhere",
        set(),
        PAGES,
        r'other\.html">Other<',
        ("book/index.html", "Elsewhere"),
    ),
    "a template": Edit(
        f"{PACKAGE}/site/theme/record.html",
        "<dt>As stated</dt>",
        "<dt>In its words</dt>",
        set(),
        {"ledger"},
        "<dt>As stated",
        ("book/ledger.html", "<dt>In its words"),
    ),
    "the style sheet": Edit(
        f"{PACKAGE}/site/theme/styles/base.css",
        "main:focus { outline: none; }",
        "main:focus { outline: 0; }",
        set(),
        set(),
        r"main:focus \{ outline: none",
        ("_static/sop.css", "main:focus { outline: 0; }"),
    ),
    "a script": Edit(
        f"{PACKAGE}/site/theme/static/sop.js",
        'key = "sop-theme"',
        'key = "sop-colours"',
        set(),
        set(),
        'key = "sop-theme"',
        ("_static/sop.js", 'key = "sop-colours"'),
    ),
    "code for tools of charts": Edit(
        f"{PACKAGE}/site/imprint.py",
        'loading="lazy"',
        'loading="eager"',
        set(),
        set(),
        "loading=&#34;lazy",
        ("charts/boxes/tools.js", "loading=&#34;eager"),
    ),
    "code for cells": Edit(
        f"{PACKAGE}/charts/theme.py",
        "#fdfcfa #0a5a9c",
        "#fdfcfa #0b5b9d",
        {"index", "other"},
        set(),
        "#0a5a9c",
        ("_static/sop.css", "#0b5b9d"),
    ),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Iterator[Copy]:
    copy = Copy(tmp_path_factory.mktemp("edits") / "book")
    assert copy.executed == {"index", "other"}
    yield copy
    copy.close()


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_on_every_page_that_it_touches_and_nowhere_else(copy, name) -> None:
    """It comes with what takes back the one before: nothing of that is to be left either."""
    edit = EDITS[name]
    originals: dict[Path, str] = {}
    try:
        for path, old, new in ((edit.path, edit.old, edit.new), *edit.also):
            file = copy.project.root / path
            text = file.read_text(encoding="utf-8")
            originals.setdefault(file, text)
            assert old in text
            file.write_text(text.replace(old, new), encoding="utf-8")
        copy.build(anew=edit.path.endswith(".py"))
    finally:
        for file, text in originals.items():
            file.write_text(text, encoding="utf-8")
    after = copy.site()
    assert copy.executed == edit.executed
    assert {
        Path(path).stem
        for path in after
        if path.startswith("book/") and after[path] != copy.first.get(path)
    } == edit.pages
    left = {path for path, content in after.items() if re.search(edit.gone.encode(), content)}
    assert not left, f"“{edit.gone}” survives in {sorted(left)}"
    path, words = edit.arrives
    assert words in after[path].decode()


def test_edits_taken_back_are_found_again_and_every_byte_is_as_before(copy) -> None:
    copy.build()
    assert copy.executed == set()
    assert copy.site() == copy.first


def test_nothing_changed_writes_nothing(copy) -> None:
    copy.build()  # what a test before this one may have changed
    times = {path: path.stat().st_mtime_ns for path in copy.project.site.rglob("*")}
    copy.build()
    assert {path: path.stat().st_mtime_ns for path in copy.project.site.rglob("*")} == times


def test_a_new_page_and_a_page_that_is_taken_out(copy) -> None:
    toc = copy.project.toc.read_text(encoding="utf-8")
    page = copy.project.book / "more.md"
    page.write_text("# More\n\nA page about nothing.\n", encoding="utf-8")
    copy.project.toc.write_text(f"{toc}  - {{file: book/more, title: More}}\n", encoding="utf-8")
    copy.build()
    assert "book/more.html" in copy.site() and ">More<" in copy.site()["book/index.html"].decode()
    page.unlink()
    copy.project.toc.write_text(toc, encoding="utf-8")
    copy.build()
    assert copy.site() == copy.first, json.dumps(sorted(set(copy.site()) ^ set(copy.first)))


def test_a_label_that_moves_to_an_earlier_page(copy) -> None:
    first, second = (copy.project.book / f"{name}.md" for name in ("index", "other"))
    texts = {file: file.read_text(encoding="utf-8") for file in (first, second)}
    section = "\n(quay)=\n## The quay\n\nA section on {fig}`boxes_lost`.\n"
    try:
        second.write_text(texts[second] + section, encoding="utf-8")
        copy.build()
        first.write_text(texts[first] + section, encoding="utf-8")
        second.write_text(
            f"{texts[second]}\nMore is [at the quay](quay), of {{fig}}`boxes_lost`.\n",
            encoding="utf-8",
        )
        copy.build()
        assert 'href="index.html#quay"' in copy.site()["book/other.html"].decode()
    finally:
        for file, text in texts.items():
            file.write_text(text, encoding="utf-8")
        copy.build()
    assert copy.site() == copy.first
