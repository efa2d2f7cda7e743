"""Search without a server: an index of every section and every entry of the ledger, and the page that looks into it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from stateofplay.entries import Finding
from stateofplay.site.listing import page_name
from stateofplay.site.roles import record_address
from stateofplay.site.state import Site, Uses, site_of, uses_of

INDEX = "search-index.js"


def _note_sections(app: Sphinx, doctree: nodes.document) -> None:
    """Keep the page's sections: anchor, heading and text, code and charts left out."""
    sections = []
    for section in doctree.findall(nodes.section):
        title = section.next_node(nodes.title)
        text = " ".join(block.astext() for block in section.findall(nodes.paragraph) if _section_of(block) is section)
        terms = " ".join(term.astext() for term in section.findall(nodes.term))
        sections.append((section["ids"][0], title.astext() if title else "", " ".join(f"{text} {terms}".split())))
    uses_of(app.env).setdefault(app.env.docname, Uses()).sections = sections


def _section_of(node: nodes.Node) -> nodes.Node | None:
    while node is not None and not isinstance(node, nodes.section):
        node = node.parent
    return node


def entries(app: Sphinx, site: Site) -> Iterator[dict[str, str]]:
    """What can be found: `page` and `title` to show, `text` to look into, `href` from the site's root."""
    env = app.env
    for docname, uses in sorted(uses_of(env).items()):
        for number, (anchor, title, text) in enumerate(uses.sections):
            href = f"{docname}.html" + (f"#{anchor}" if number else "")
            yield {"page": page_name(env, docname), "title": title, "text": text, "href": href}
    for name, entry in (*site.ledger.figures.items(), *site.ledger.derived.items(), *site.ledger.findings.items()):
        page, anchor = record_address(site, name)
        what = "Finding" if isinstance(entry, Finding) else f"{entry.measure}: {site.ledger.words(name)}"
        said = site.ledger.words(name) if isinstance(entry, Finding) else " ".join(
            getattr(entry, column, "") for column in ("category", "who", "place", "as_stated", "note"))
        yield {"page": "Record", "title": what, "text": f"{said} {name}", "href": f"{page}.html#{anchor}"}


def _write_index(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.name == "html":
        content = json.dumps(list(entries(app, site_of(app))), ensure_ascii=False, separators=(",", ":"))
        (Path(app.outdir) / INDEX).write_text(f"window.sopIndex={content};\n", encoding="utf-8")


def _search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    yield "search", {"title": "Search"}, "search.html"


def _without_sphinx_search(app: Sphinx) -> None:
    app.builder.search = False


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", _without_sphinx_search)
    app.connect("doctree-read", _note_sections)
    app.connect("html-collect-pages", _search_page)
    app.connect("build-finished", _write_index)
