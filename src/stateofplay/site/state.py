"""What the parts of the extension share: the ledger, the renderer, and what each page uses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import jinja2
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from stateofplay.chapters.execution import Executor
from stateofplay.chapters.frames import input_names, table_digest
from stateofplay.chapters.school_grades import Grades
from stateofplay.charts.chart import Chart, Words
from stateofplay.charts.svg import Renderer
from stateofplay.files.access import NOT_FOUND, Inputs, digest_of
from stateofplay.files.manifest import NOTHING, Files, Left
from stateofplay.files.problems import DataError
from stateofplay.files.project import code_digest, find_project
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_book
from stateofplay.ledger.record_digest import page_digest
from stateofplay.site.progress import Quiet
from stateofplay.site.templating import keep_compiled, templates

EVERYTHING = "*"  # stands for the whole ledger in what a page uses
SOURCES = "seeds"  # stands for the records of the sources
RECORDS = "records:"  # before a page's name: stands for the records of its entries
TABLE = "table:"  # before a table's name: stands for what chapters read of it
TOPIC = "topic:"  # before a topic's name: stands for what is computed or stated again in it


@dataclass
class Uses:
    """What one page shows: entries of the ledger and what else `note_use` takes, with the digest
    that each had, its charts by id, their words by digest, the code behind them by their ids, its
    sections, the words that it explains, the lists that it shows with the day from which on, the
    places of pages and the labels to which it links.

    `files` has the digest of each file as it was when the page was read: its own, and its pictures.
    `topic` is the one whose remaining findings and computed figures the page lists, `grades` how
    hard its prose is to read (None without prose).
    """

    digests: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    charts: dict[str, Chart] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    sections: list[tuple[str, str, str]] = field(default_factory=list)
    terms: dict[str, tuple[str, str]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)
    topic: str = ""
    grades: Grades | None = None


@dataclass
class Kept:
    """What is kept with Sphinx's environment from one build to the next: what every page uses, and
    what was so when the pages were written, by name."""

    uses: dict[str, Uses] = field(default_factory=dict)
    before: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Executed:
    """A chapter's text as it was executed, what its cells showed (per cell, in nbformat's terms),
    and the inputs that it declares."""

    text: str
    outputs: list[list[dict[str, Any]]]
    inputs: list[str]


@dataclass
class Site:
    """The build in progress, reached through `site_of`.

    `executed` has the chapters that are about to be read, by page; `charts` what they emitted in
    this build, `places` the file and line of each of them by id; `foreign` the files that somebody
    else had put into the site's folder, with when, `left` what the build before had left there,
    `found` all that lies there in the end, `is_first` whether nothing did at first; `packer` the
    process that writes tables; `beside` what waits for a copy of this process that takes some of
    the last steps, and gives what it `made`, or None; `words` those of charts, by digest; `ways`
    the navigation, by the folder that sees it; `made` what each file that is made once was made
    from, by name, and what making it gave, `made_before` the same of the build before; `began` the
    inputs as `stateofplay build` found them.
    """

    ledger: Ledger
    renderer: Renderer
    executor: Executor
    templates: jinja2.Environment
    progress: Quiet = field(default_factory=Quiet)
    executed: dict[str, Executed] = field(default_factory=dict)
    charts: list[Chart] = field(default_factory=list)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    foreign: Files = field(default_factory=dict)
    left: Left = NOTHING
    found: Files = field(default_factory=dict)
    is_first: bool = False
    packer: BaseProcess | None = None
    beside: Callable[[], dict[str, tuple[str, Any]] | None] | None = None
    words: dict[str, Words] = field(default_factory=dict)
    ways: dict[str, list[Any]] = field(default_factory=dict)
    made_before: dict[str, tuple[str, Any]] = field(default_factory=dict)
    made: dict[str, tuple[str, Any]] = field(default_factory=dict)
    began: Inputs = NOT_FOUND

    @cached_property
    def seeds_digest(self) -> str:
        """Changes whenever anything in seeds/ changes."""
        return self.digest_but((), ("seeds/",))

    @cached_property
    def digest(self) -> str:
        """Changes whenever anything in data/ or seeds/ changes."""
        return self.digest_but(())

    def digest_but(self, tables: Collection[str], of: tuple[str, ...] = ("data/", "seeds/")) -> str:
        """The same without these files, each as it was before the ledger was read: what is saved
        later is another in the next build."""
        files = [f for f in self.ledger.files.items() if f[0].startswith(of) and f[0] not in tables]
        return digest_of(files)

    def settle(self) -> None:
        """Wait for the copy of this process, which may not write on in the next build."""
        if self.beside:
            self.beside()

    def entry_digest(self, name: str) -> str:
        """The ledger's digest of an entry. Raises KeyError for an unknown id."""
        return self.ledger.once("digest", name, lambda: self.ledger.digest(name))

    def render(self, template: str, **values: object) -> str:
        """A template of `site/theme` as HTML; every value is escaped unless it is markup
        already."""
        return self.templates.get_template(template).render(**values)


# What the template of a page asks, and the page as it was read: None where it is generated.
Context = dict[str, Any]
Doctree = nodes.document | None
# A build as handlers and as directives know it. Sphinx drops `env.app` and `builder.app` in its
# version 11.
Build = Sphinx | BuildEnvironment
_sites: WeakKeyDictionary[Build, Site] = WeakKeyDictionary()


def site_of(build: Build) -> Site:
    """The site that a build makes."""
    return _sites[build]


def report_to(app: Sphinx, progress: Quiet) -> None:
    """Let the build say how far it is."""
    site = site_of(app)
    site.progress, site.executor.report = progress, progress.chapter
    app.connect("doctree-read", lambda app, doctree: progress.page(app.env.docname, "read"))
    app.connect("html-page-context", lambda app, page, *_: progress.page(page, "wrote"))


def _kept(env: BuildEnvironment) -> Kept:
    kept: Kept = env.__dict__.setdefault("stateofplay", Kept())
    return kept


def uses_of(env: BuildEnvironment) -> dict[str, Uses]:
    """What every page uses, by page name; kept between builds."""
    return _kept(env).uses


def charts_of(env: BuildEnvironment) -> Iterator[tuple[str, Chart]]:
    """Every chart of the book with the page that has it, by page name."""
    for page, uses in sorted(uses_of(env).items()):
        yield from ((page, chart) for chart in uses.charts.values())


def uses_here(env: BuildEnvironment) -> Uses:
    """What the page being read uses, to be added to."""
    return uses_of(env).setdefault(env.docname, Uses())


def has_changed(env: BuildEnvironment, what: str, now: object) -> bool:
    """Whether `now` is another than when this was last asked of `what`, in this build or before."""
    before = _kept(env).before
    changed = what not in before or before[what] != now
    before[what] = now
    return changed


def write_again(
    app: Sphinx, what: str, now: Callable[[BuildEnvironment], Mapping[str, object]]
) -> None:
    """Have each page written in a build in which its part of `now` is another than before.

    `what` names it. The function is asked when all pages have been read.
    """

    def changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
        return [
            page
            for page, part in now(env).items()
            if has_changed(env, f"{what} of {page}", part) and page in env.found_docs
        ]

    app.connect("env-updated", changed)


def note_table(env: BuildEnvironment, name: str) -> None:
    """Record that the page being read shows an input of chapters, with its sources."""
    known = name in input_names(site_of(env).ledger)  # else a book may get it
    note_use(env, f"{TABLE}{name}" if known else EVERYTHING)
    note_use(env, SOURCES)


def note_use(env: BuildEnvironment, name: str) -> None:
    """Record that the page being read shows the entry `name` (or EVERYTHING, SOURCES, or what
    begins with RECORDS, TABLE or TOPIC)."""
    uses_here(env).digests[name] = current_digest(site_of(env), name)


def current_digest(site: Site, name: str) -> str:
    """The digest of what `name` stands for now. Raises KeyError for an id that does not exist."""
    if name == EVERYTHING:
        return site.digest
    if name == SOURCES:
        return site.seeds_digest
    if name.startswith(RECORDS):
        return page_digest(site.ledger, name.removeprefix(RECORDS))
    if name.startswith(TABLE):
        return table_digest(site.ledger, name.removeprefix(TABLE))
    if name.startswith(TOPIC):
        return _topic_digest(site, name.removeprefix(TOPIC))
    return site.entry_digest(name)


def _topic_digest(site: Site, topic: str) -> str:
    ledger = site.ledger
    again = (ledger.figures[name] for ids in ledger.series.values() if len(ids) > 1 for name in ids)
    shown = [
        (e.id, site.entry_digest(e.id)) for e in (*ledger.computed, *again) if e.topic == topic
    ]
    return digest_of(shown)


def _start(app: Sphinx, config: Config) -> None:
    """Read settings and data before anything is made of them; their problems stop the build."""
    try:
        ledger = load_book(find_project(Path(app.srcdir)))
    except DataError as error:
        raise ExtensionError(f"the data cannot be published; nothing was built:\n{error}") from None
    config.stateofplay_code = digest_of((config.stateofplay_code, ledger.settings))
    cache = ledger.project.cache
    _sites[app] = Site(
        ledger, Renderer(cache / "charts"), Executor(ledger, cache / "chapters"), templates()
    )


def _join(app: Sphinx) -> None:
    """Let what knows the environment find the site."""
    site = _sites[app.env] = site_of(app)
    pages = getattr(getattr(app.builder, "templates", None), "environment", None)
    keep_compiled(site.ledger.project.cache / "templates", pages)


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    uses_of(env).pop(docname, None)


def setup(app: Sphinx) -> None:
    app.add_config_value("stateofplay", {}, "", dict)  # files/settings.py reads it
    # A change to the package or to the book's own settings reads every page again; chapters are
    # executed again only when what their own code runs in has changed.
    app.add_config_value("stateofplay_code", code_digest(), "env")
    app.connect("config-inited", _start, priority=-1000)  # before any reads what may be broken
    app.connect("builder-inited", _join, priority=100)
    app.connect("env-purge-doc", _forget)


def relative_root(page: str) -> str:
    """The way from a page to the site's root, empty or with a slash at its end."""
    return "../" * page.count("/")


def page_name(env: BuildEnvironment, docname: str) -> str:
    """The short name of a page: the one that `_toc.yml` gives it, else its title."""
    item = env.config.external_site_map.get(docname)
    return (item.title if item else None) or env.titles[docname].astext()
