"""All rules for what a book says: what may not be published, and what an editor should look at."""

from __future__ import annotations

from dataclasses import dataclass, field

from stateofplay.editing.rules.as_written import (
    blocks,
    gone,
    no_roles,
    roles_of_nothing,
    typed_in_charts,
    typed_in_prose,
    without_values,
)
from stateofplay.editing.rules.beside_figures import of_page, unlike_words
from stateofplay.editing.rules.left_from_others import names_of_others, sample_text
from stateofplay.editing.rules.reading_grade import too_hard
from stateofplay.editing.rules.source_text import SourcePage, source_page
from stateofplay.editing.rules.unshown import unshown
from stateofplay.files.access import input_files
from stateofplay.files.problems import DataError, Problem
from stateofplay.files.texts import read_text
from stateofplay.ledger.ledger import Ledger


@dataclass
class Found:
    """What the rules found: `problems` end `check` with an error, `notes` are said only; and in how
    many pages and charts.
    """

    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    pages: int = 0
    charts: int = 0


def editorial(ledger: Ledger) -> Found:
    """What the rules find in the pages and tables of a book whose ledger has no problem."""
    found = Found()
    pages = _pages(ledger)
    for page in pages:
        found.problems += [
            *blocks(page, ledger),
            *of_page(page, ledger),
            *typed_in_charts(page),
            *typed_in_prose(page, ledger),
            *roles_of_nothing(page, ledger),
            *gone(page, ledger),
            *no_roles(page),
            *too_hard(page, ledger),
        ]
        found.notes += [*sample_text(page), *names_of_others(page, ledger)]
        for chart, problem in without_values(page):
            # A block draws numbers; what a cell draws may have none, as a map of places.
            (found.problems if chart.is_block else found.notes).append(problem)
    found.notes += unlike_words(ledger)
    lists = {f"{name}.md" for name in vars(ledger.settings.pages).values()}
    found.notes += unshown([page for page in pages if page.file not in lists], ledger)
    charts = sum(len(page.charts) for page in pages)
    return Found(sorted(set(found.problems)), sorted(set(found.notes)), len(pages), charts)


def _pages(ledger: Ledger) -> list[SourcePage]:
    """The book's own pages; one that cannot be read is reported for that."""
    pages = []
    for path in input_files(ledger.project.book, "*.md"):
        file = ledger.project.relative(path)
        try:
            pages.append(source_page(file, read_text(path, file)))
        except DataError:
            continue
    return pages
