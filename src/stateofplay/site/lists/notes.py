"""Notes for paper: what a reader of a printed page cannot open, the record of each figure and the
address of each source."""

from __future__ import annotations

from dataclasses import dataclass

from docutils import nodes
from sphinx.application import Sphinx

from stateofplay.ledger.entries import Entry, Figure
from stateofplay.ledger.reading.sources import Source
from stateofplay.site.read.roles import noted
from stateofplay.site.state import Context, Doctree, Site, site_of, uses_of


@dataclass(frozen=True)
class Note:
    """A figure, derived figure or finding of the page; `source` is the number of a stated figure's
    source in the list below."""

    entry: Entry
    source: int


def notes_of(
    site: Site, document: nodes.document, charted: list[str]
) -> tuple[list[Note], list[Source]]:
    """The notes to a page in the order of their numbers, and the sources of its figures and of its
    charts (keys `charted`)."""
    ledger = site.ledger
    entries = [ledger.entry(name) for name in noted(document)]
    stated = [entry.source for entry in entries if isinstance(entry, Figure)]
    keys = list(dict.fromkeys(stated + charted))
    notes = [
        Note(entry, keys.index(entry.source) + 1 if isinstance(entry, Figure) else 0)
        for entry in entries
    ]
    return notes, [ledger.sources[key] for key in keys]


def append_notes(app: Sphinx, page: str, context: Context, doctree: Doctree) -> None:
    """Add the notes to the end of the page, where the style sheet shows them on paper only."""
    if app.builder.name != "html" or doctree is None or page not in uses_of(app.env):
        return
    site = site_of(app)
    charted = [key for chart in uses_of(app.env)[page].charts.values() for key in chart.sources]
    notes, sources = notes_of(site, doctree, charted)
    if notes or charted:
        context["body"] += site.render(
            "notes.html", notes=notes, sources=sources, ledger=site.ledger
        )
