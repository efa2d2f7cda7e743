"""How hard each page is to read: the school grades of its prose, measured at every build."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from stateofplay.chapters.school_grades import grades
from stateofplay.site.state import uses_here, uses_of, write_again


def _prose(doctree: nodes.document) -> Iterator[str]:
    """The text of the page's paragraphs; headings, tables, charts and what the ledger lists are not
    prose."""
    for paragraph in doctree.findall(nodes.paragraph):
        if not isinstance(paragraph.parent, nodes.entry):
            yield " ".join(paragraph.astext().split())


def _measure(app: Sphinx, doctree: nodes.document) -> None:
    uses_here(app.env).grades = grades(_prose(doctree))


def _listed(env: BuildEnvironment) -> dict[str, object]:
    """The grades of all pages, for each page that lists them."""
    every = {page: uses.grades for page, uses in uses_of(env).items()}
    return {page: every for page, uses in uses_of(env).items() if "reading" in uses.lists}


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", _measure)
    write_again(app, "grades", _listed)
