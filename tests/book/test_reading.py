"""How hard the pages are to read: at most a school grade of nine by two formulas, measured again
on the built pages.
"""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from books import BOTH
from projects import REPOSITORY
from stateofplay.chapters.school_grades import grades
from stateofplay.editing.rules.reading_grade import page_grades
from stateofplay.editing.rules.source_text import source_page
from stateofplay.ledger.loading import load_ledger

HIGHEST_GRADE = REPOSITORY.settings.highest_grade
# What a page shows that is not its running prose: records, lists from the ledger, charts with their
# lines, code, marks of sources.
NOT_PROSE = (
    "figure, table, [popover], .sop-cards, .sop-records, .sop-source-record, "
    "[id^=codebook-], .sop-evidence-line, .sop-mark, .sop-mixes"
)


def soup(book, page: str) -> BeautifulSoup:
    return BeautifulSoup((book.site / page).read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def listed(book) -> dict[str, list[str]]:
    """The table of the method page: by page, the words, those in a sentence and the two grades."""
    table = next(t for t in soup(book, "book/method.html").find_all("table") if "Flesch" in t.text)
    return {
        f"book/{row.a['href'] or 'method.html'}": [cell.text for cell in row.find_all("td")]
        for row in table.tbody.find_all("tr")
    }


def test_the_formulas_on_a_text_counted_by_hand() -> None:
    """12 words, 2 sentences, about 18 syllables: a full stop in a number or a colon ends no
    sentence.
    """
    found = grades(["Russia holds about 19.5% of Ukraine: less than before. Nobody knows more."])
    assert (found.words, found.sentences) == (12, 2)
    assert found.flesch_kincaid == pytest.approx(
        0.39 * 6 + 11.8 * 18 / 12 - 15.59, abs=0.05 + 11.8 / 12
    )
    letters = len("Russiaholdsabout195ofUkrainelessthanbeforeNobodyknowsmore")
    assert found.coleman_liau == pytest.approx(
        5.879851 * letters / 12 - 29.58728 * 2 / 12 - 15.800804, abs=0.05
    )
    assert grades(["…", " "]) is None


def test_longer_words_and_sentences_raise_both_grades() -> None:
    easy, hard = (
        grades(["It is cold. We go home."]),
        grades(["Representatives of international organisations negotiated interminably."]),
    )
    assert easy.flesch_kincaid < hard.flesch_kincaid and easy.coleman_liau < hard.coleman_liau


@BOTH
def test_every_page_with_prose_is_listed(book, listed) -> None:
    """All but the pages that hold nothing but records."""
    names = {f"book/{path.name}" for path in (book.site / "book").glob("*.html")}
    assert set(listed) == {name for name in names if not name.startswith("book/ledger-")}


def test_this_book_allows_what_the_workbook_of_chartability_asks() -> None:
    assert HIGHEST_GRADE == 9


@BOTH
def test_no_page_is_above_the_highest_grade(listed) -> None:
    for page, cells in listed.items():
        assert max(float(cell) for cell in cells[2:]) <= HIGHEST_GRADE, (
            f"{page}: {cells}; shorten its sentences"
        )


@BOTH
def test_the_table_says_what_the_built_pages_give(book, listed) -> None:
    for page, cells in listed.items():
        main = soup(book, page).main
        for block in main.select(NOT_PROSE):
            block.decompose()
        prose = [
            " ".join(p.get_text().split())
            for p in main.select("section > p, details.sop-more > p, li > p, dd > p")
            if not p.get("class")
        ]
        found = grades(prose)
        assert [str(found.words), f"{found.flesch_kincaid:.1f}", f"{found.coleman_liau:.1f}"] == [
            cells[0],
            *cells[2:],
        ], page


@BOTH
def test_check_measures_pages_as_they_are_written_and_gets_the_same(book, listed) -> None:
    ledger = load_ledger(book)
    for path in sorted(book.book.glob("*.md")):
        page = source_page(path.name, path.read_text(encoding="utf-8"))
        measured = page_grades(page, ledger)
        if f"book/{path.stem}.html" in listed:
            words, _, *found = listed[f"book/{path.stem}.html"]
            grade = [f"{measured.flesch_kincaid}", f"{measured.coleman_liau}"]
            assert [str(measured.words), *grade] == [words, *found], path.name


def test_no_description_of_a_chart_is_above_the_highest_grade(book, pages) -> None:
    hard = {
        (page, alt["id"]): (found.flesch_kincaid, found.coleman_liau)
        for page in pages
        for alt in soup(book, page).select(".sop-alt")
        if (found := grades([alt.get_text()]))
        and max(found.flesch_kincaid, found.coleman_liau) > HIGHEST_GRADE
    }
    assert hard == {}, "say it in shorter sentences"


def test_what_a_chart_gives_to_be_heard_has_no_number_written_short(book, pages) -> None:
    said = [
        " ".join(part.get_text().split())
        for page in pages
        for part in soup(book, page).select(".sop-alt, .sop-marks")
    ]
    assert any("billion euros" in words for words in said)
    assert [words for words in said if re.search(r"[€$£]\d|\d ?(?:bn|trn)\b|−\d", words)] == []
