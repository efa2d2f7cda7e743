"""`make verify` on the built book: what is published passes, and a planted mistake of every kind is
found.
"""

from __future__ import annotations

import re
import shutil

import pytest

from stateofplay.files.project import Project
from stateofplay.ledger.loading import load_ledger
from stateofplay.publish import proof, twin_builds
from stateofplay.publish.known_numbers import Known
from stateofplay.publish.opened_pages import opened
from stateofplay.publish.page_numbers import NO_FIGURES, Judgement, judge_page

# Page, what stands there (as it is, or a pattern), what is planted, and the class under which the
# number is reported.
PLANTED = {
    "a figure in a sentence": (
        "book/casualties",
        "<span>31,680</span>",
        "<span>31,681</span>",
        "is not what the ledger says of losses_2026_01",
    ),
    "a finding in a sentence": (
        "book/strikes",
        re.compile(r"(sop-sentence[^>]*>[^<]*?)(?=\d)"),
        r"\g<1>7",
        "is not what the ledger says",
    ),
    "a number typed into a paragraph": (
        "book/casualties",
        "says the opposite",
        "says 12 the opposite",
        "“12”",
    ),
    "a record's own number": (
        "book/ledger-casualties",
        'sop-record-value">31,680',
        'sop-record-value">31,860',
        "(record)",
    ),
    "a number that another record has": (
        "book/ledger-casualties",
        'sop-record-value">31,680',
        'sop-record-value">14,999',
        "(record)",
    ),
    "a cell of a table": (
        "book/aid",
        ">€44.49 billion</td>",
        ">€44.94 billion</td>",
        "(item with its records)",
    ),
    "a number of the ledger that this chart does not show": (
        "book/pressure",
        '<td class="sop-number">435 tankers</td>',
        '<td class="sop-number">396 tankers</td>',
        "(item with its records)",
    ),
    "a chart's label": (
        "book/aid",
        "<li>2022: 37.19 billion",
        "<li>2022: 37.91 billion",
        "(item with its records)",
    ),
    "a chart's tick": ("book/casualties", ">20,000</text>", ">70,000</text>", "are not in order"),
    "a link to no record": (
        "book/casualties",
        'href="ledger-casualties.html#losses_2026_01" data-note',
        'href="ledger-casualties.html#losses_2026_02" data-note',
        "which the ledger does not have",
    ),
    "a chart's own page": (
        "charts/aid-by-donor/index",
        "€74.07 billion",
        "€47.07 billion",
        "“47.07”",
    ),
    "a description for programs": (
        "book/casualties",
        re.compile(r'("description":"[^"]*?)(?=\d\d,\d|\d\d\d,\d)'),
        r"\g<1>7",
        "is not in the ledger",
    ),
}


@pytest.fixture(scope="module")
def known(book) -> Known:
    return Known(load_ledger(book))


@pytest.fixture
def site(book, tmp_path):
    """A copy of the data and the pages that a test may spoil."""
    copy = tmp_path / "site"
    shutil.copytree(book.site, copy, ignore=shutil.ignore_patterns("*.png"))
    return copy


def test_the_published_book_passes(book) -> None:
    results = [proof.check_numbers(book), proof.check_sums(book.site), proof.check_links(book.site)]
    assert [problem for result in results for problem in result.problems] == []
    assert int(results[2].detail.split()[0].replace(",", "")) > 1000  # links were followed


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_number_is_found(book, known, name) -> None:
    page, old, new, reported = PLANTED[name]
    html = opened(book.site, book.site / f"{page}.html")
    pattern, planted = (
        (old, new)
        if isinstance(old, re.Pattern)
        else (re.compile(re.escape(old)), lambda match: new)
    )
    assert pattern.search(html)
    judgement = Judgement()
    judge_page(page, pattern.sub(planted, html, count=1), known, judgement)
    assert any(reported in problem for problem in judgement.problems), judgement.problems
    assert all(problem.startswith(f"{page}: ") for problem in judgement.problems)


def test_prose_holds_no_number_at_all(book) -> None:
    assert " prose" not in proof.check_numbers(book).detail


def test_every_form_that_is_no_figure_stands_on_a_page(book) -> None:
    """One that none does is to go, or the pages now say it in other words, and are not checked."""
    detail = proof.check_numbers(book).detail
    assert [name for name in (*NO_FIGURES, "measure of") if f" {name}" not in detail] == []


def test_a_changed_byte_of_the_data_is_found(site) -> None:
    path = site / "data" / "aid.csv"
    path.write_bytes(path.read_bytes().replace(b"38", b"39", 1))
    problems = proof.check_sums(site).problems
    assert any(
        problem.startswith("data/aid.csv: is not what SHA256SUMS says") for problem in problems
    )
    assert any("aid.csv in it is not data/aid.csv" in problem for problem in problems)
    (site / "data" / "SHA256SUMS").unlink()
    assert any(
        "data/SHA256SUMS: is missing" in problem for problem in proof.check_sums(site).problems
    )


def test_a_broken_link_a_missing_place_and_a_doubtful_id_are_found(site) -> None:
    path = site / "book" / "aid.html"
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace('href="talks.html"', 'href="talk.html"')
        .replace("</main>", '<a href="ledger.html#nobody">x</a></main>'),
        encoding="utf-8",
    )
    other = site / "book" / "talks.html"
    other.write_text(
        other.read_text(encoding="utf-8").replace(
            "</main>", '<p id="q" aria-labelledby="no-such-id"></p></main>'
        ),
        encoding="utf-8",
    )
    problems = proof.check_links(site).problems
    assert "book/talks.html: has the id “q” 2 times" in problems
    assert "book/talks.html: has no “no-such-id”, which one of its elements refers to" in problems
    assert any("links to talk.html, which is not there" in problem for problem in problems)
    assert (
        "book/aid.html: links to ledger.html#nobody, a place that the page does not have"
        in problems
    )


def test_another_byte_and_another_file_are_found(tmp_path) -> None:
    for name, content in (("one", b"same"), ("two", b"some")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.html").write_bytes(content)
    (tmp_path / "two" / "new.html").write_bytes(b"")
    assert twin_builds.compare(tmp_path / "one", tmp_path / "two", "the builds") == [
        "new.html: only one of the builds has it",
        "page.html: the builds differ from byte 1 on",
    ]


def test_the_page_of_results_says_what_was_found(book) -> None:
    results = [
        proof.Result("Numbers", "3 numbers", []),
        proof.Result("Links", "2 links", ["a.html: links to b.html, which is not there"]),
    ]
    page = proof.page_of_results(Project(book.root), results)
    assert (
        "| Numbers | passed | 3 numbers |" in page and "| Links | **1 problem** | 2 links |" in page
    )
    assert (
        "Not everything is as it should be" in page
        and "- a.html: links to b.html, which is not there" in page
    )
    assert page == proof.page_of_results(Project(book.root), results)
