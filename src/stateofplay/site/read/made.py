"""The pages that have no file, as each holds a part of a long list: where they are listed, and what
they are written from."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from sphinx_external_toc.api import Document, FileItem, SiteMap, TocTree

from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.record_pages import RecordPage

_ASKED = {  # by the list: what the page that lists its parts is called by itself, the question
    "records": ("Ledger", "Where does each of these numbers come from?"),
    "context": ("Outside figures", "What do other sources say?"),
    "corrections": ("Corrections", "What was corrected since first publication?"),
    "sources": ("Sources", "Who says all this?"),
}


def list_made(ledger: Ledger, site_map: SiteMap) -> None:
    """Put the pages under the one that lists them, where the book has that, in their order."""
    for under, pages in groupby(ledger.made_pages.values(), attrgetter("under")):
        if listed := site_map.get(under):
            tree = TocTree([])
            for page in pages:
                part = f", part {page.part} of {page.parts}" if page.parts > 1 else ""
                title = f"{listed.title or _ASKED[page.shows][0]}: {page.title}{part}"
                site_map[page.name] = Document(page.name, [], title)
                tree.items.append(FileItem(page.name))
            listed.subtrees = [*listed.subtrees, tree]


def made_text(page: RecordPage, title: str) -> str:
    """A page as Markdown."""
    name = title.replace("`", "\N{RIGHT SINGLE QUOTATION MARK}")
    head = f"---\nquestion: {_ASKED[page.shows][1]}\n---\n\n# {{plain}}`{name}`"
    return f"{head}\n\n```{{ledger-{page.shows}}}\n```\n"
