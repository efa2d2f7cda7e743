"""Search without a server: its page, an index of the pages (sections, charts, terms, events,
positions) and one of the ledger (figures, findings, sources): an edit of prose makes the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search.en import js_porter_stemmer

from stateofplay.files.access import dense_json, digest_of, write_file
from stateofplay.ledger.entries import Entry, Figure, Finding
from stateofplay.ledger.naming import formula_in_words
from stateofplay.numbers import periods
from stateofplay.site.lists.listing import question_of
from stateofplay.site.lists.overview import recorded, recorded_state
from stateofplay.site.lists.records import ListNode, row_anchor
from stateofplay.site.pages.search_shards import Part, part_of, pieces, weight
from stateofplay.site.pages.written import make_once, of_pages, of_records
from stateofplay.site.read.charts import words_of
from stateofplay.site.read.roles import record_address
from stateofplay.site.state import Site, page_name, site_of, uses_here, uses_of
from stateofplay.site.whereabouts import around, words_of_block

FOLDER = "search"
Found = dict[str, str]


def _note_sections(app: Sphinx, doctree: nodes.document) -> None:
    """Keep the page's sections (anchor, heading and text, code and charts left out) and which lists
    it shows."""
    sections = []
    for section in doctree.findall(nodes.section):
        title = section.next_node(nodes.title)
        text = " ".join(
            words_of_block(block)
            for block in section.findall(nodes.paragraph)
            if _section_of(block) is section
        )
        sections.append((section["ids"][0], title.astext() if title else "", text))
    uses = uses_here(app.env)
    uses.sections = sections
    uses.lists = {
        node["list"]: node["options"].get("since", "") for node in doctree.findall(ListNode)
    }


def _section_of(node: nodes.Node) -> nodes.Node | None:
    """The section that a block of prose stands in; none for the definitions of a glossary, which
    are found as terms."""
    outer = (each for each in around(node) if isinstance(each, nodes.section | nodes.definition))
    return next(outer, None)


def _found(kind: str, title: str, text: str, href: str, **more: str) -> Found:
    """What can be found: `kind`, `title` and `text` to show, `href` from the site's root.

    `more`: a figure's `value` and the question that a chapter `asks`, to show; `also` to look into
    besides.
    """
    return {
        k: v
        for k, v in {"kind": kind, "title": title, "text": text, "href": href, **more}.items()
        if v
    }


def found_on_pages(app: Sphinx, site: Site) -> dict[str, list[Found]]:
    """What can be found of each page; the first come first: what does wins among equals."""
    places = {page: place for place, page in enumerate(app.config.external_site_map)}
    pages = sorted(uses_of(app.env), key=lambda page: (places.get(page, len(places)), page))
    return {page: [*_of_page(app, site, page)] for page in pages}


def of_sources(site: Site) -> Iterator[Found]:
    """What can be found of the sources."""
    for source in site.ledger.sources.values():
        page = site.ledger.row_page("sources", source.anchor)
        said, href = f"{source.producer}, {source.day}", f"{page}.html#{source.anchor}"
        yield _found("Source", source.title, said, href)


def _of_entry(site: Site, entry: Entry) -> Found:
    """A figure of the ledger by what is measured, who states it, where and when; a finding."""
    page, anchor = record_address(site, entry.id)
    href, words = f"{page}.html#{anchor}", site.ledger.words(entry.id)
    if isinstance(entry, Finding):
        return _found("Finding", words, "", href, also=entry.id)
    kind, title, also = "Figure", entry.measure, [entry.note, entry.id]
    if isinstance(entry, Figure):
        stated = f"“{entry.as_stated}”" if entry.as_stated else ""
        said = (entry.who, entry.place, stated, periods.period(entry.start, entry.end))
        title, text = site.ledger.label(entry), ", ".join(dict.fromkeys(filter(None, said)))
        also = [entry.category, *also, entry.series]
    else:  # names others with their speakers: who is sought is first found by what he states
        kind, text = "Computed figure", formula_in_words(site.ledger, entry.formula)
    return _found(kind, title, text, href, value=words, also=" ".join(" ".join(also).split()))


def _of_page(app: Sphinx, site: Site, docname: str) -> Iterator[Found]:
    """A page's sections, charts, terms, events and positions."""
    uses, name, href = uses_of(app.env)[docname], page_name(app.env, docname), f"{docname}.html"
    for number, (anchor, title, text) in enumerate(uses.sections):
        asks = "" if number else question_of(app.env, docname)
        yield _found(name, title, text, href + (f"#{anchor}" if number else ""), asks=asks)
    for anchor, chart in uses.charts.items():
        words = words_of(site, chart)
        yield _found(
            f"Chart in {name}", words.title, f"{words.subtitle}. {words.alt}", f"{href}#{anchor}"
        )
    for anchor, (term, definition) in uses.terms.items():
        yield _found("Term", term, definition, f"{href}#{anchor}")
    for row in site.ledger.rows("events") if "events" in uses.lists else ():
        if row.text("start") >= uses.lists["events"]:
            text = f"{periods.period(*row.span())}, {row.text('who')}, {row.text('place')}"
            yield _found("Event", row.text("title"), text, f"{href}#{row_anchor(row)}")
    for row in site.ledger.rows("positions") if "positions" in uses.lists else ():
        yield _found(
            "Position",
            f"{row.text('party')} on {row.text('issue')}",
            row.text("position"),
            f"{href}#{row_anchor(row)}",
        )


def write_index(app: Sphinx) -> None:
    """Write the two indexes, and the stemmer that the page's script and Sphinx's share."""
    site, known = site_of(app), recorded(app.env)
    lists_sources = site.ledger.settings.pages.sources in app.env.found_docs
    found = found_on_pages(app, site)
    told = {page: digest_of(places) for page, places in found.items()}

    def of_entries(names: Sequence[str]) -> Part:
        return part_of([_of_entry(site, site.ledger.entry(name)) for name in names])

    def write_pages() -> None:
        _write(app, "pages", of_pages(app, "places", told, lambda page: part_of(found[page])))

    def write_ledger() -> None:
        parts = of_records(app, "found", known, of_entries)
        _write(app, "ledger", [*parts, part_of([*of_sources(site)] if lists_sources else [])])

    make_once(app, f"{FOLDER}/pages-begins.js", told, write_pages)
    made_from = (recorded_state(app.env), lists_sources)
    make_once(app, f"{FOLDER}/ledger-begins.js", made_from, write_ledger)
    write_file(Path(app.outdir) / "_static" / "sop-stem.js", js_porter_stemmer)


def _write(app: Sphinx, index: str, parts: Sequence[Part]) -> None:
    """Write the pieces of an index, and take away what is in neither."""
    folder = Path(app.outdir) / FOLDER

    def written(name: str, text: str) -> int:
        def write() -> int:
            write_file(folder / name, text)
            return weight(text)

        # Of hundreds of files, an edit changes few.
        return make_once(app, f"{FOLDER}/{name}", text, write)

    files = pieces(index, parts, written)
    if index == "pages" and (spellings := site_of(app).ledger.settings.spellings):
        text = dense_json(spellings)
        files["pages-begins.js"] += f"window.sopSpellings={text};\n"
    other = {"pages": "ledger-", "ledger": "pages-"}[index]
    for path in folder.glob("*"):
        if path.name not in files and not path.name.startswith(other):
            path.unlink()
    name = f"{index}-begins.js"
    write_file(folder / name, files[name])


def _search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    if app.builder.name == "html":
        yield "search", {"title": "Search"}, "search.html"


def _without_sphinx_search(app: Sphinx) -> None:
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.search = False


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", _without_sphinx_search)
    app.connect("doctree-read", _note_sections)
    app.connect("html-collect-pages", _search_page)
