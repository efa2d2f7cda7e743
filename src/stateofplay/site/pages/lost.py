"""The page that static hosts show for an address that leads nowhere: `404.html`, which works at any
depth."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from sphinx.application import Sphinx

from stateofplay.files.access import write_file
from stateofplay.site.pages.navigation import parts
from stateofplay.site.state import site_of

NAME = "404.html"
_DEPTHS = 5  # folders above an address in which the site's style and script are looked for


def write_lost(app: Sphinx) -> None:
    """Write the page, whose links begin at the site's configured address."""
    root = urlsplit(app.config.html_baseurl).path.rstrip("/") + "/"
    places = dict.fromkeys([root, *("../" * depth for depth in range(_DEPTHS))])
    write_file(
        Path(app.outdir) / NAME,
        site_of(app).render(
            NAME,
            language=app.config.language,
            title=app.config.html_title,
            root=root,
            places=places,
            parts=parts(app, "404"),
            front=f"{app.config.root_doc}.html",
            ledger=f"{site_of(app).ledger.settings.pages.ledger}.html",
            draft=site_of(app).ledger.candidates,
        ),
    )
