"""The repository's own data, sources and settings: what only this book can be held to."""

from __future__ import annotations

import re

import pytest

from projects import REPOSITORY
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.reading.bibliography import read_sources
from stateofplay.ledger.reading.sources import digest, normalise, paragraphs, read_articles
from stateofplay.ledger.sentences import sentence
from stateofplay.numbers.wording import STYLES
from stateofplay.site.lists.corrections import corrections

ARTICLE = sorted((REPOSITORY.root.parent / "shared" / "seeds").glob("*.txt"))
needs_article = pytest.mark.skipif(
    not ARTICLE,
    reason="the article's text is not kept in the repository; put it at ../shared/seeds/*.txt",
)


@pytest.fixture(scope="module")
def ledger():
    return load_ledger(REPOSITORY)


@pytest.fixture(scope="module")
def text() -> dict[int, str]:
    return dict(enumerate(paragraphs(ARTICLE[0].read_text(encoding="utf-8")), 1))


def test_no_correction_names_an_entry_by_its_id(ledger) -> None:
    """A reader does not know it: what was withdrawn is told in words, with what it said."""
    told = corrections(ledger)
    said = [text for c in told for text in (c.what, c.old, c.new, c.reason)]
    assert len(said) > 300 and [text for text in said if re.search("[a-z0-9]_[a-z]", text)] == []


def test_the_book_has_enough_to_stand_on(ledger) -> None:
    written = [d for d in ledger.derived.values() if not d.id.startswith("count_")]
    assert (
        len(written) >= 15
        and len(ledger.findings) >= 20
        and len(ledger.checks) >= 10
        and len(ledger.article_figures) >= 30
    )
    assert all(f.status in ("firm", "stated") for f in ledger.findings.values())


@needs_article
def test_the_article_record_has_the_digest_of_every_paragraph(ledger, text) -> None:
    record = next(iter(ledger.articles.values()))
    assert record.digests == {n: digest(paragraph) for n, paragraph in text.items()}


@needs_article
def test_the_words_of_every_figure_stand_in_its_paragraph(ledger, text) -> None:
    rows = [
        (row.text("id"), row.text("locator"), row.text("as_stated"))
        for table in ledger.tables.values()
        for row in table
        if row.text("source") in ledger.articles and row.text("as_stated")
    ]
    rows += [
        (row.text("id"), row.text("locator"), row.text("text"))
        for row in ledger.tables["unpublished"]
    ]
    assert len(rows) > len(ledger.article_figures)
    assert [
        name
        for name, locator, words in rows
        if normalise(words) not in normalise(text[int(locator)])
    ] == []


def test_every_digit_of_a_figure_stands_in_its_own_words(ledger) -> None:
    """A figure whose words carry digits states one of them; fractions and numbers in words have
    none.
    """
    for figure in ledger.article_figures:
        digits = [n.replace(",", "") for n in re.findall(r"\d[\d,]*(?:\.\d+)?", figure.as_stated)]
        value = figure.quantity.value
        if value is not None and digits:
            assert any(float(n) == abs(float(value)) for n in digits), (
                f"{figure.id}: {value} not in {digits}"
            )


def test_every_entry_of_the_book_can_be_said_in_every_style(ledger) -> None:
    for name in (*ledger.figures, *ledger.derived):
        for style in STYLES:
            assert ledger.words(name, style).strip(), (name, style)
        assert "{" not in ledger.words(name)


def test_every_unit_of_the_book_has_words(ledger) -> None:
    used = {e.unit for e in (*ledger.figures.values(), *ledger.derived.values())}
    assert used <= set(ledger.units) and all(ledger.units[u].name for u in used)


def test_every_input_of_the_book_exists(ledger) -> None:
    for entry in (*ledger.derived.values(), *ledger.findings.values()):
        for name in entry.inputs:
            assert ledger.quantity(name).unit


def test_every_finding_of_the_book_has_a_label(ledger) -> None:
    counts = {
        "more_confirmed_than_not",
        "ten_need_care",
        "contested_and_differing",
    }  # of this book's own rows: nobody else says them
    assert {name for name in ledger.findings if not ledger.evidence(name).sources} == counts


def test_every_figure_of_the_book_is_one_sentence(ledger) -> None:
    for entry in (*ledger.figures.values(), *ledger.derived.values()):
        said = sentence(ledger, entry)
        assert (
            said[0] == said[0].upper()
            and said.endswith(".")
            and "  " not in said
            and " at at " not in said
        ), said


def test_the_sources_of_the_book_are_complete() -> None:
    sources, articles = read_sources(REPOSITORY.bibliography), read_articles(REPOSITORY.seeds)
    assert set(articles) <= set(sources) and len(articles) == 1
    for found in sources.values():
        assert re.match("https?://", found.url) and re.fullmatch(
            r"\d{4}-\d\d-\d\d", found.accessed
        ), found.key
        assert found.interest in ("party", "none") and found.grade, found.key


def test_no_sentence_of_the_book_has_a_brace_left_over(ledger) -> None:
    for finding in ledger.findings.values():
        assert not re.search("[{}]", ledger.fill(finding.statement)), finding.id


def test_no_sum_is_written_short(ledger) -> None:
    """Titles and numbers have large sums in full words, for the eye as for the ear."""
    for name in (*ledger.figures, *ledger.derived, *ledger.findings):
        assert not re.search(r"\d ?(?:k|m|mn|bn|tn|trn)\b", ledger.words(name)), name


_TYPED = {
    "as_stated",
    "formula",
    "holds",
    "locator",
    "old",
    "new",
}  # in a source's or a program's words


def test_what_pages_print_has_typographic_apostrophes(ledger) -> None:
    """Prose gets them from Sphinx; beside it stand cells, and titles of sources."""
    for table in ledger.tables.values():
        for row in table:
            for column in row.cells.keys() - _TYPED:
                assert "'" not in row.text(column), f"{row.text('id')}: {column}"
    for source in (*ledger.sources.values(), *ledger.articles.values()):
        assert "'" not in source.title, source.key
    assert not any("'" in source.producer for source in ledger.sources.values())
