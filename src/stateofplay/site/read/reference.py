"""The pages that come with the program: written from its templates where `_toc.yml` lists one that
the book has no file for, and left out while they would have nothing to show.

Sphinx knows pages by files below the book's folder: its project is told where these lie. A template
says of a book only what is true of it (`src/stateofplay/reference/`).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache, partial
from itertools import accumulate
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.project import EXCLUDE_PATHS
from sphinx.project import Project as Sources
from sphinx.util.matching import Matcher
from sphinx_external_toc import events
from sphinx_external_toc.api import SiteMap
from sphinx_external_toc.parsing import parse_toc_data

from stateofplay.files.access import input_names, text_or_reason
from stateofplay.files.project import BEFORE_MORE, Project
from stateofplay.files.texts import read_text
from stateofplay.ledger.counts import COUNTED
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.nearness import by_nearness, is_ranked
from stateofplay.ledger.reading.book_settings import read_toc
from stateofplay.ledger.reading.front_matter import has_cells
from stateofplay.site.read.made import list_made, made_text
from stateofplay.site.state import (
    EVERYTHING,
    RECORDS,
    SOURCES,
    has_changed,
    note_use,
    site_of,
    uses_of,
)

_SUFFIX = ".md"


class BookSources(Sources):
    """The sources of a book, some of which are the program's: by page, the file of each."""

    shipped: dict[str, str]
    listed: Collection[str] | None  # the pages that may be; None where every file is one
    _pages: dict[str, str]  # by file: of those that share one, the first

    @classmethod
    def of(
        cls, sources: Sources, shipped: dict[str, str], listed: Collection[str] | None
    ) -> BookSources:
        own = cls(sources.srcdir, sources.source_suffix)
        own.restore(sources)
        own.shipped, own.listed = shipped, listed
        own._pages = {file: page for page, file in reversed(shipped.items())}
        return own

    def discover(
        self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)
    ) -> set[str]:
        if self.listed is None:
            own = super().discover(exclude_paths, include_paths)
        else:
            is_left_out = cache(Matcher([*exclude_paths, *EXCLUDE_PATHS]).match)
            files = {page: page + _SUFFIX for page in self.listed}
            self._docname_to_path = {
                page: file
                for page, file in files.items()
                if os.path.isfile(os.path.join(self.srcdir, file))  # noqa: PTH113, PTH118
                and not any(map(is_left_out, accumulate(file.split("/"), "{}/{}".format)))
            }
            self._path_to_docname = {file: page for page, file in self._docname_to_path.items()}
            own = {*self._docname_to_path}
        self.docnames = own | self.shipped.keys()
        return self.docnames

    def doc2path(self, docname: str, absolute: bool) -> Any:
        if not absolute and docname in self.shipped:
            return f"{docname}{_SUFFIX}"  # pictures and files to download lie in the book
        return self.shipped.get(docname) or super().doc2path(docname, absolute)

    def path2doc(self, filename: Any) -> str | None:
        return self._pages.get(os.fspath(filename)) or super().path2doc(filename)


def shipped_pages(app: Sphinx) -> dict[str, str]:
    """The pages in `_toc.yml` that the program has and the book has not, with the file of each."""
    project = site_of(app).ledger.project
    return {
        page: str(project.page(page))
        for page in app.config.external_site_map
        if project.is_shipped(page)
    }


def true_of(ledger: Ledger) -> SimpleNamespace:
    """What a book has that its pages may speak of."""
    context = [figure for figure in ledger.figures.values() if figure.is_context]
    sources = ledger.sources.values()
    newest = max((article.published for article in ledger.articles.values()), default="")
    return SimpleNamespace(
        derived=any(d.formula != COUNTED for d in ledger.derived.values()),
        findings=len(ledger.findings),
        checks=bool(ledger.checks or ledger.searches),
        context=bool(context),
        record_pages=bool(ledger.record_pages),
        later=any(ledger.sources[f.source].published > newest for f in context),
        series=any(len(ids) > 1 for ids in ledger.series.values()),
        unpublished=bool(ledger.rows("unpublished")),
        parties=any(source.is_party for source in sources),
        grades=any(source.grade for source in sources),
    )


def _has_charts(project: Project) -> bool:
    pages = input_names(project.book, f"*{_SUFFIX}")
    return any(has_cells(text_or_reason(path)) for path in pages)


def page_text(ledger: Ledger, page: str, pages: set[str]) -> str:
    """A page of the program as Markdown, for a book that has the `pages`: what is true of it, then
    what the book adds (`book/NAME-more.md`)."""
    project, has = ledger.project, true_of(ledger)
    has.charts = _has_charts(project)
    several = len(ledger.articles) > 1
    more = project.addition(page)
    added = read_text(more, project.relative(more)) if more.is_file() else ""
    text = (
        _templates()
        .from_string((project.page(page)).read_text(encoding="utf-8"))
        .render(
            book=ledger.settings,
            has=has,
            pages={name.rpartition("/")[2] for name in pages},
            several=several,
            article="articles" if several else "article",
            articles_own="the articles’" if several else "the article’s",
            states="state" if several else "states",
            more=added,
            ranked=cache(partial(_ranked, ledger)),
            **_example(ledger),
        )
    )
    empty = "\n" * (BEFORE_MORE - text.rstrip().count("\n"))
    return f"{text.rstrip()}{empty}{added}" if added else text


def _ranked(ledger: Ledger) -> int:
    """How many findings one figure turns, at a distance that is a share of it."""
    return sum(is_ranked(found) for _, found in by_nearness(ledger))


def source_of(ledger: Ledger, env: BuildEnvironment, page: str) -> str:
    """The Markdown of a page: that of its file, or what the program writes for this book. Raises
    DataError where the file cannot be read."""
    if page in ledger.made_pages:
        return made_text(ledger.made_pages[page], env.config.external_site_map[page].title)
    if ledger.project.is_shipped(page):
        return page_text(ledger, page, env.found_docs)
    path = Path(env.doc2path(page))
    return read_text(path, ledger.project.relative(path))


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(  # noqa: S701 -- Markdown; whatever stands in it is read as such
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )


def _example(ledger: Ledger) -> dict[str, str]:
    """The table with the most figures of the articles, and the commonest kind in it."""
    topics = Counter(figure.topic for figure in ledger.article_figures)
    table = topics.most_common(1)[0][0] if topics else next(iter(ledger.topics))
    kinds = Counter(figure.kind for figure in ledger.article_figures if figure.topic == table)
    return {"example": table, "kind": kinds.most_common(1)[0][0] if kinds else "counted"}


def _site_map(app: Sphinx, path: Path) -> SiteMap:
    """What `_toc.yml` lists. sphinx-external-toc would read it anew, with the slower parser."""
    return parse_toc_data(read_toc(site_of(app).ledger.project, path).content)


def _seek_no_others(app: Sphinx, config: Config) -> None:
    """Have `BookSources` leave out the files that are not listed, which sphinx-external-toc seeks
    in every folder, those of the built site included; a notebook in the book is no page of it."""
    config.only_listed = config.external_toc_exclude_missing
    config.external_toc_exclude_missing = False
    config.source_suffix = {_SUFFIX: config.source_suffix[_SUFFIX]}


def _list_pages(app: Sphinx, config: Config) -> None:
    """Take the program's pages that would show nothing out of the list of pages, and put those of
    records into it."""
    ledger = site_of(app).ledger
    site_map, settings = config.external_site_map, ledger.settings.pages
    has = true_of(ledger)
    shown = {settings.outside_figures: has.context, settings.firmness: has.findings}
    list_made(ledger, site_map)
    for page in (page for page, something in shown.items() if not something):
        if page not in site_map or not ledger.project.is_shipped(page):
            continue
        del site_map[page]
        for document in site_map.values():
            for tree in document.subtrees:
                tree.items = [item for item in tree.items if str(item) != page]


def _know_shipped(app: Sphinx) -> None:
    ledger = site_of(app).ledger
    shipped = shipped_pages(app)
    made = ledger.made_pages.items()
    site_map = app.config.external_site_map
    shipped |= {n: str(ledger.project.page(p.under)) for n, p in made if n in site_map}
    listed = {*app.config.external_site_map} if app.config.only_listed else None
    app.project = app.env.project = BookSources.of(app.project, shipped, listed)


def _fill(app: Sphinx, docname: str, source: list[str]) -> None:
    site = site_of(app)
    if found := site.ledger.made_pages.get(docname):
        if not found.prefix:  # other directives note themselves what they show
            note_use(app.env, RECORDS + docname)
            note_use(app.env, SOURCES)
    elif site.ledger.project.is_shipped(docname):
        note_use(app.env, EVERYTHING)
    else:
        return
    source[0] = source_of(site.ledger, app.env, docname)


def _link(app: Sphinx, doctree: nodes.document) -> None:
    """Links to the program's pages, which MyST takes for none as no such file lies in book/, and
    theirs to pages that the book has replaced, which it seeks beside the template."""
    folder, pages = app.env.docname.rpartition("/")[0], app.env.found_docs
    for link in doctree.findall(pending_xref):
        name, _, anchor = link["reftarget"].partition("#")
        if link["refdomain"] == "doc":  # a page, by a path with whatever a folder is called
            name, anchor = link["reftarget"], link.get("reftargetid")
        page = f"{folder}/{name.rpartition('/')[2].removesuffix(_SUFFIX)}"
        unknown = link["refdomain"] == "doc" and name not in pages
        of_program = link["reftype"] == "myst" and name.endswith(_SUFFIX) and "/" not in name
        if page in pages and (unknown or of_program):
            link["refdomain"], link["reftarget"] = "doc", page
            link["reftargetid"] = anchor or None


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """The program's pages, where what they are filled with is not data: which pages there are, and
    what the book's files add."""
    project: Project = site_of(app).ledger.project
    pages = shipped_pages(app)
    additions = [project.addition(page) for page in pages]
    texts = [path.read_bytes() if path.is_file() else b"" for path in additions]
    now = (sorted(env.found_docs), texts, _has_charts(project))
    return [*pages] if has_changed(env, "shipped pages", now) and uses_of(env) else []


def setup(app: Sphinx) -> None:
    events.parse_toc_yaml = partial(_site_map, app)  # type: ignore[attr-defined]
    app.connect("config-inited", _seek_no_others, priority=850)  # Sphinx knows suffixes at 800
    app.connect("config-inited", _list_pages, priority=950)  # after the list has been read at 900
    app.connect("builder-inited", _know_shipped, priority=150)
    app.connect("source-read", _fill)
    app.connect("doctree-read", _link, priority=100)
    app.connect("env-get-outdated", _outdated)
