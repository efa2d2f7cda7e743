"""How hard each page is to read: school grades of its prose by two formulas, measured at every
build."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from string import punctuation

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from stateofplay.site.state import Grades, uses_here, uses_of, write_again

HIGHEST_GRADE = (
    9  # of a school with twelve: what the workbook of Chartability asks of words with charts
)
_SENTENCE_END = re.compile(r"(?<=[.!?])[”’)]?\s+(?=[“‘(]?[A-Z0-9€$£])")
_MARKS = punctuation.replace("%", "") + "“”‘’…–—"


def grades(paragraphs: Iterable[str]) -> Grades | None:
    """The grades of some paragraphs of running English; None where there is no word.

    A sentence ends at a full stop, a question or an exclamation mark; a colon or a semicolon ends
    none.
    """
    # Read only when a page is measured. The package's own count of a text takes capitals for
    # consonants and gives “the” no syllable, so each word is counted apart, in lower case, and has
    # one at least.
    from readability import ColemanLiauIndex, KincaidGradeLevel
    from readability.langdata import LANGDATA

    sentences = [
        words
        for paragraph in paragraphs
        for sentence in _SENTENCE_END.split(paragraph)
        if (words := [word for part in sentence.split() if (word := part.strip(_MARKS))])
    ]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return None
    syllables = sum(max(1, LANGDATA["en"]["syllables"](word.lower())) for word in words)
    letters = sum(character.isalnum() for word in words for character in word)
    return Grades(
        len(words),
        len(sentences),
        round(KincaidGradeLevel(syllables, len(words), len(sentences)), 1),
        round(ColemanLiauIndex(letters, len(words), len(sentences)), 1),
    )


def _prose(doctree: nodes.document) -> Iterator[str]:
    """The text of the page's paragraphs; headings, tables, charts and what the ledger lists are not
    prose."""
    for paragraph in doctree.findall(nodes.paragraph):
        if not isinstance(paragraph.parent, nodes.entry):
            yield " ".join(paragraph.astext().split())


def _measure(app: Sphinx, doctree: nodes.document) -> None:
    uses_here(app.env).grades = grades(_prose(doctree))


def _of_pages(env: BuildEnvironment) -> object:
    return {page: uses.grades for page, uses in uses_of(env).items()}


def _listing(env: BuildEnvironment) -> list[str]:
    return [page for page, uses in sorted(uses_of(env).items()) if uses.lists_grades]


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", _measure)
    write_again(app, "grades", _of_pages, _listing)
