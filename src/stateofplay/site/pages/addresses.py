"""How a page is found and shared: its canonical address, Open Graph tags, the site map, the first
page of the site, and the one for an address that leads nowhere."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from markupsafe import Markup
from sphinx.application import Sphinx

from stateofplay.files.access import write_file
from stateofplay.ledger.reading.data_package import publication
from stateofplay.site.pages import linked_data
from stateofplay.site.pages.navigation import parts
from stateofplay.site.pages.pictures import SIZE
from stateofplay.site.pages.social import alt_of, picture_of
from stateofplay.site.pages.templates import page_description
from stateofplay.site.state import Context, Doctree, site_of

LOST = "404.html"
_DEPTHS = 5  # folders above an address in which the site's style and script are looked for
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def head(app: Sphinx, page: str, description: str, doctree: Doctree) -> Context:
    """What the template `head-meta.html` asks. Addresses that must be absolute are empty where the
    site's own is not configured."""
    base, config = app.config.html_baseurl.rstrip("/"), app.config
    title = app.env.titles[page].astext()
    data = linked_data.of_page(app, page, title, description, doctree)
    return {
        "sop_meta": {
            "title": title,
            "description": description,
            "kind": "book" if page == config.root_doc else "article",
            "site": config.html_title,
            "locale": config.language.replace("-", "_"),  # as Open Graph writes it
            "url": f"{base}/{page}.html" if base else "",
            "published": publication(site_of(app).ledger.project).isoformat(),
            "image": f"{base}/{picture_of(app, page)}" if base else "",
            "size": SIZE,
            "image_alt": alt_of(app, page) if base else "",
        },
        "sop_linked_data": linked_data.script(data) if data else Markup(""),
    }


def fill_head(app: Sphinx, page: str, context: Context, doctree: Doctree) -> None:
    if app.builder.name == "html" and page in app.env.found_docs:
        context.update(head(app, page, context.get("sop_description", ""), doctree))


def write_first_page(app: Sphinx) -> None:
    """Write the file that leads from the site's address to the front page.

    It takes the place of the one that sphinx-external-toc writes where there is none.
    """
    root = app.config.root_doc
    if root != "index":
        values = head(app, root, page_description(app.env.get_doctree(root)), None) | {
            "sop_linked_data": ""
        }
        page = site_of(app).render(
            "first.html", language=app.config.language, href=f"{root}.html", **values
        )
        write_file(Path(app.outdir) / "index.html", page)


def write_addresses(app: Sphinx) -> None:
    """Write `sitemap.xml` and `robots.txt`, which names it, where the site's address is known."""
    out, base = Path(app.outdir), app.config.html_baseurl.rstrip("/")
    if not base:
        for name in ("sitemap.xml", "robots.txt"):
            (out / name).unlink(missing_ok=True)
        return
    places = "".join(
        f"<url><loc>{escape(f'{base}/{page}.html')}</loc></url>\n"
        for page in sorted(app.env.found_docs)
    )
    write_file(
        out / "sitemap.xml",
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_SITEMAP}">\n{places}</urlset>\n',
    )
    write_file(out / "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {base}/sitemap.xml\n")


def write_lost(app: Sphinx) -> None:
    """Write the page that static hosts show for an address that leads nowhere: it works at any
    depth, and its links begin at the site's configured address.
    """
    root = urlsplit(app.config.html_baseurl).path.rstrip("/") + "/"
    places = dict.fromkeys([root, *("../" * depth for depth in range(_DEPTHS))])
    write_file(
        Path(app.outdir) / LOST,
        site_of(app).render(
            LOST,
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
