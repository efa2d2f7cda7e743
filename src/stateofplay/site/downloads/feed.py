"""The log of corrections as an Atom feed (RFC 4287), for readers who want to be told."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path

from sphinx.application import Sphinx

from stateofplay.files.access import write_file
from stateofplay.site.lists.corrections import FEED, corrections
from stateofplay.site.state import site_of


def write_feed(app: Sphinx) -> None:
    """Write the feed where there is the page of corrections, dated by its newest entry or by the
    edition."""
    page = site_of(app).ledger.settings.pages.corrections
    if page not in app.env.found_docs:
        return
    site, base = site_of(app), app.config.html_baseurl.rstrip("/")
    entries = corrections(site.ledger)
    days = [c.date for c in entries] + [
        article.date for article in site.ledger.editions if article.date
    ]
    feed = site.render(
        "corrections.xml",
        entries=entries,
        updated=max(days, default=date(1970, 1, 1)),
        page=f"{page}.html",
        pages={c.anchor: site.ledger.row_page("corrections", c.anchor) for c in entries},
        base=f"{base}/" if base else "",
        feed=FEED,
        title=app.config.html_title,
        author=app.config.author,
        urn=uuid.uuid5(uuid.NAMESPACE_URL, f"stateofplay:corrections:{base}").urn,
        language=app.config.language,
    )
    write_file(Path(app.outdir) / FEED, feed)
