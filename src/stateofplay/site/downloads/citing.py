"""How to cite the book, a chapter, a chart or an entry of the ledger: as text on the pages, as
BibTeX and CSL-JSON in files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from stateofplay.files.access import Encoded, digest_of, in_json, in_lines, write_file
from stateofplay.files.folders import keep_only
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.reading.data_package import publication, read_package
from stateofplay.ledger.reading.latex import to_latex
from stateofplay.numbers.days import MONTHS
from stateofplay.site.imprint import (
    CITE,
    address,
    citation,
    edition,
    edition_name,
    within_site,
)
from stateofplay.site.lists.listing import entry_title
from stateofplay.site.lists.overview import recorded, recorded_state
from stateofplay.site.pages.written import make_once, of_records
from stateofplay.site.read.charts import words_of
from stateofplay.site.read.roles import record_address
from stateofplay.site.state import (
    Context,
    Doctree,
    charts_of,
    page_name,
    relative_root,
    site_of,
)

ENTRIES = "entries"  # the files with one record for each entry of the ledger, under its id


@dataclass(frozen=True)
class Work:
    """Something that can be cited: its key, its kind in CSL's terms, its title, and its address
    within the site."""

    key: str
    kind: str
    title: str
    path: str


@dataclass(frozen=True)
class Imprint:
    """What all works of the book share: author, book, its language, edition, version, day of
    release, licence."""

    author: str
    book: str
    language: str
    edition: str
    version: str
    released: date
    licence: str


def imprint(ledger: Ledger) -> Imprint:
    """The imprint of the book, from `_config.yml`, the data package and the articles."""
    settings = ledger.settings
    return Imprint(
        settings.author,
        settings.title,
        settings.language,
        edition(ledger),
        read_package(ledger.project)["version"],
        publication(ledger.project),
        settings.licence,
    )


def book(ledger: Ledger) -> Work:
    return Work(
        edition_name(ledger), "book", f"{ledger.settings.title}, edition of {edition(ledger)}", ""
    )


def works(app: Sphinx) -> Iterator[tuple[str, list[Work]]]:
    """The works by the name of the file that holds their records: the book, each chapter, each
    chart."""
    env, site = app.env, site_of(app)
    ledger, name = site.ledger, edition_name(site.ledger)
    yield ledger.settings.short_name, [book(ledger)]
    for page in sorted(env.found_docs - {app.config.root_doc}):
        short = page.rpartition("/")[2]
        yield (
            f"chapter-{short}",
            [Work(f"{name}-{short}", "chapter", page_name(env, page), f"{page}.html")],
        )
    for page, chart in charts_of(env):
        title, path = words_of(site, chart).title, f"{page}.html#{chart.id}"
        yield f"chart-{chart.id}", [Work(f"{name}-{chart.id}", "graphic", title, path)]


def cited_entries(ledger: Ledger) -> Iterator[str]:
    """The entries with a record on the ledger page; a figure from outside the article is cited from
    its own source."""
    yield from (f.id for f in ledger.article_figures)
    yield from ledger.derived
    yield from ledger.findings


def entry_work(app: Sphinx, name: str) -> Work:
    site = site_of(app)
    page, anchor = record_address(site, name)
    return Work(name, "entry", entry_title(site.ledger, name), f"{page}.html#{anchor}")


def bibtex(works: Iterable[Work], imprint: Imprint, base: str) -> str:
    """One `@misc` for each work, which BibTeX and biblatex both know; without `base`, the site's
    address, no url."""
    author = to_latex(imprint.author)
    within = to_latex(f"{imprint.book}, edition of {imprint.edition}")
    note = to_latex(f"Version {imprint.version}. {imprint.licence}")
    records = []
    for work in works:
        fields = {
            "author": f"{{{author}}}",
            "title": f"{{{to_latex(work.title)}}}",
            "year": str(imprint.released.year),
        }
        if work.path:
            fields["howpublished"] = within
        fields["note"] = note
        if base:
            fields["url"] = base + work.path
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        records.append(
            f"@misc{{{work.key},\n{lines}  month = {MONTHS[imprint.released.month - 1][:3]},\n}}\n"
        )
    return "\n".join(records)


def csl(works: Iterable[Work], imprint: Imprint, base: str) -> list[dict[str, Any]]:
    """The works as CSL-JSON items
    (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html)."""
    day = imprint.released
    items = []
    for work in works:
        item: dict[str, Any] = {
            "id": work.key,
            "type": work.kind,
            "title": work.title,
            "author": [{"literal": imprint.author}],
            "issued": {"date-parts": [[day.year, day.month, day.day]]},
            "version": imprint.version,
            "note": f"Edition of {imprint.edition}. {imprint.licence}",
            "language": imprint.language,
        }
        if work.path:
            item["container-title"] = f"{imprint.book}, edition of {imprint.edition}"
        if base:
            item["URL"] = base + work.path
        items.append(item)
    return items


def cite_files(name: str, records: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The files under `cite/` with records in BibTeX and in CSL-JSON, by name."""
    told, items = [*zip(*records, strict=True)] or [(), ()]
    return {f"{name}.bib": "\n".join(told), f"{name}.json": in_lines([*items]) + "\n"}


def write_citations(app: Sphinx) -> None:
    """Write the files under `cite/`, and take away those of works that are no longer there."""
    folder, ledger = Path(app.outdir) / CITE, site_of(app).ledger
    base, shared = app.config.html_baseurl and address(app, ""), imprint(ledger)
    same = digest_of((base, shared))

    def records(work: Work) -> tuple[str, str]:
        return bibtex([work], shared, base), in_json(csl([work], shared, base)[0])

    def write(name: str, told: Iterable[tuple[str, str]]) -> None:
        for file, text in cite_files(name, told).items():
            write_file(folder / file, text)

    folder.mkdir(exist_ok=True)
    names = [ENTRIES]
    for name, group in works(app):
        names.append(name)
        make = partial(write, name, map(records, group))
        make_once(app, f"{CITE}/{name}.json", (group, same), make)
    keep_only(folder, {file for name in names for file in cite_files(name, ())})

    def of_entries(names: Iterable[str]) -> tuple[str, str]:
        """As one record: thousands are slow to keep and to load."""
        told, items = zip(*(records(entry_work(app, name)) for name in names), strict=True)
        return "\n".join(told), Encoded(",\n".join(items))

    def write_entries() -> None:
        kept = {*known}
        cited = (name for name in cited_entries(ledger) if name in kept)
        write(ENTRIES, of_records(app, "cited", cited, of_entries, same))

    known = recorded(app.env)
    make_once(app, f"{CITE}/{ENTRIES}.json", (recorded_state(app.env), same), write_entries)


def offer_citation(app: Sphinx, page: str, context: Context, doctree: Doctree) -> None:
    """What the disclosure at the end of a page shows: `text`, and the addresses of its files."""
    if page not in app.env.found_docs:
        return
    ledger, is_book = site_of(app).ledger, page == app.config.root_doc
    title = "" if is_book else page_name(app.env, page)
    path = f"{page}.html"
    whole = is_book and app.config.html_baseurl  # the book's own address is that of its folder
    text = citation(ledger, title, address(app, "" if whole else path))
    name = ledger.settings.short_name if is_book else f"chapter-{page.rpartition('/')[2]}"
    files = f"{relative_root(page)}{CITE}/{name}"
    context["sop_cite"] = {
        "what": "book" if is_book else "page",
        "text": text,
        "files": files,
        "path": within_site(app, path),
    }
