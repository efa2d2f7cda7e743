"""The limit that a book sets to how hard its pages are to read: `highest_grade`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from stateofplay.chapters.school_grades import Grades, grades
from stateofplay.editing.rules.source_text import LINK, ROLE, SourcePage
from stateofplay.files.problems import Problem
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.turning_words import turning_of

FEWEST = 100  # words that a grade is told of: both formulas were made for samples of a hundred
FEWEST_OF_ALT = 20  # of a description of a chart, which is short
# Notes, marks of emphasis and code, targets, attributes, and the strokes that hide a mark.
_MARKS = re.compile(r"\[\^[^\]]*\]|[*_~`]|^\s*\([\w-]+\)=\s*$|\{[#.][^}]*\}|\\(?=\W)", re.MULTILINE)


def page_grades(page: SourcePage, ledger: Ledger) -> Grades | None:
    """The grades of a page's paragraphs, with each figure and finding in words."""
    return grades(as_read(p.text, ledger) for p in page.paragraphs if p.is_prose)


def as_read(text: str, ledger: Ledger | None) -> str:
    """Markdown as it is read: roles as their words, without marks and addresses. Without a ledger
    figures, findings and what turns them are left out."""

    def words(found: re.Match[str]) -> str:
        name, _, style = found["content"].partition("|")
        if found["role"] in ("fig", "finding"):
            template = f"{{{name}|{style}}}" if style else f"{{{name}}}"
            return _filled(template, ledger) if ledger else ""
        if found["role"] == "turns":
            with suppress(KeyError):  # the build reports why
                return turning_of(ledger, name) if ledger else ""
        return "" if found["role"] == "source" else re.sub(r"\s*<[^>]*>$", "", found["content"])

    return " ".join(_MARKS.sub("", LINK.sub(r"\1", ROLE.sub(words, text))).split())


def _filled(template: str, ledger: Ledger) -> str:
    try:
        return ledger.fill(template)
    except (KeyError, ValueError):  # no entry or no style, which the build reports
        return template


def too_hard(page: SourcePage, ledger: Ledger) -> Iterator[Problem]:
    """The page, and each description of its charts, that is above the book's limit."""
    limit = ledger.settings.highest_grade
    if not limit:
        return
    measured = page_grades(page, ledger)
    if measured and measured.words >= FEWEST and measured.highest > limit:
        yield Problem(page.file, 1, "", _said("the page", measured, limit))
    for chart in page.charts:
        for text in chart.templates:
            if text.key != "alt" or "{}" in text.text:  # not all of it is known
                continue
            measured = grades([_filled(text.text, ledger)])
            if measured and measured.words >= FEWEST_OF_ALT and measured.highest > limit:
                what = f"the alt text of {chart.id}"
                yield Problem(page.file, text.line, "alt", _said(what, measured, limit))


def _said(what: str, measured: Grades, limit: float) -> str:
    return (
        f"{what} has a reading grade of {measured.flesch_kincaid} (Flesch and Kincaid) and "
        f"{measured.coleman_liau} (Coleman and Liau); highest_grade in _config.yml is {limit:g}: "
        "shorten sentences, use shorter words"
    )
