"""What a build does before a page is written, and once all are: two lists, read from above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sphinx.application import Sphinx

from stateofplay.chapters.processes import begin_copied
from stateofplay.site.downloads.citing import offer_citation, write_citations
from stateofplay.site.downloads.exports import write_exports
from stateofplay.site.downloads.feed import write_feed
from stateofplay.site.downloads.notebooks import offer_notebook, write_notebooks
from stateofplay.site.downloads.package import write_package
from stateofplay.site.lists.notes import append_notes
from stateofplay.site.pages.addresses import (
    fill_head,
    write_addresses,
    write_first_page,
    write_lost,
)
from stateofplay.site.pages.final_look import refuse_left_over, refuse_unrecorded
from stateofplay.site.pages.ledger_index import write_ledger_index, write_record_map
from stateofplay.site.pages.navigation import show_way
from stateofplay.site.pages.other_numbers import write_model
from stateofplay.site.pages.policy import write_headers
from stateofplay.site.pages.search import write_index
from stateofplay.site.pages.social import begin_pictures, write_pictures
from stateofplay.site.pages.templates import frame_page, refuse_warnings, write_stylesheet
from stateofplay.site.pages.written import drop_unused, keep_first, note_written, sweep
from stateofplay.site.state import Context, Doctree, site_of

_SITE, _READ = frozenset({"html"}), frozenset({"html", "epub"})
_LAST = 999  # Sphinx's priority of the handler: what other extensions write is there before ours


@dataclass(frozen=True)
class Step:
    """Something to do after the pages: `run`, for the builders of these names; of all, if None.

    What asks for nothing that is written may be done `beside` the writing of the pages.
    """

    run: Callable[[Sphinx], None]
    builders: frozenset[str] | None = _SITE
    beside: bool = False


STEPS = (
    Step(refuse_warnings, builders=None),  # nothing is written after a problem
    Step(refuse_unrecorded),
    Step(write_stylesheet),
    Step(write_first_page),
    Step(write_addresses),
    Step(write_headers),
    Step(write_lost),
    Step(write_index, beside=True),
    Step(write_ledger_index, beside=True),
    Step(write_record_map, beside=True),
    Step(write_model),
    Step(write_pictures),
    Step(write_citations, beside=True),
    Step(write_feed),
    # Late: its tables are written by a process of their own meanwhile.
    Step(write_package, beside=True),
    Step(keep_first, beside=True),
    Step(write_exports),  # last of what can be: the pictures of the charts are drawn meanwhile
    Step(write_notebooks),  # they show what `write_exports` has written
    Step(sweep),
    Step(refuse_left_over, builders=_READ),  # looks at all that is written
    Step(drop_unused),
    Step(note_written, builders=None),
)


def _finish(app: Sphinx, exception: Exception | None) -> None:
    """Do every step for the builder that has written the pages; nothing after a failed build."""
    if exception is None:
        beside = site_of(app).beside
        for step in STEPS:
            if step.builders is None or app.builder.name in step.builders:
                made = beside() if beside and step.beside else None
                if made is None:
                    step.run(app)
                else:
                    site_of(app).made |= made


def _begin_beside(
    app: Sphinx, page: str, template: str, context: Context, doctree: Doctree
) -> None:
    """In a first build with many records, once all is packed and painted: have a copy of this
    process take the steps that it can while the pages are written, or one processor is idle."""
    site = site_of(app)
    is_long = site.is_first and app.builder.name == "html" and site.ledger.record_pages
    if is_long and site.beside is None and not (site.packer and site.packer.is_alive()):
        site.beside = begin_copied(partial(_steps_beside, app))


def _steps_beside(app: Sphinx) -> dict[str, tuple[str, Any]]:
    site = site_of(app)
    site.made, site.packer = {}, None  # which has ended, and is no child of a copy
    for step in STEPS:
        if step.beside:
            step.run(app)
    return site.made


def _surround(app: Sphinx, page: str, template: str, context: Context, doctree: Doctree) -> None:
    """Tell the template of a page what it asks. Notes end the text before it is framed."""
    for tell in (offer_notebook, offer_citation, append_notes, frame_page, show_way, fill_head):
        tell(app, page, context, doctree)


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", _surround, priority=_LAST)
    app.connect("html-page-context", _begin_beside, priority=_LAST)
    app.connect("env-updated", begin_pictures)
    app.connect("build-finished", _finish, priority=_LAST)
