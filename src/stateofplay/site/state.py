"""What the parts of the extension share during a build: the ledger, the renderer, and what each page uses."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import jinja2
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from stateofplay.chapters.execution import Executor, code_digest
from stateofplay.chapters.frames import table_digest
from stateofplay.charts.chart import Chart
from stateofplay.charts.legend import SHAPES
from stateofplay.charts.svg import Renderer
from stateofplay.files.problems import DataError
from stateofplay.files.project import find_project
from stateofplay.ledger.entries import FIRMNESS
from stateofplay.ledger.evidence import EVIDENCE, evidence_rule
from stateofplay.ledger.ledger import Ledger, folder_digest, load_book
from stateofplay.ledger.verdicts import RULE, VERDICTS
from stateofplay.numbers import periods, wording
from stateofplay.numbers.vocabulary import KINDS
from stateofplay.site.progress import Quiet

EVERYTHING = "*"  # stands for the whole ledger in what a page uses
SOURCES = "seeds"  # stands for the records of the sources


@dataclass(frozen=True)
class Grades:
    """A page's prose: how many words and sentences it has, and the school grade by each of two formulas.

    `flesch_kincaid` weighs words in a sentence and syllables in a word, `coleman_liau` letters in a word and sentences
    in a hundred words; they err in different ways.
    """

    words: int
    sentences: int
    flesch_kincaid: float
    coleman_liau: float


@dataclass
class Uses:
    """What one page shows: entries and tables of the ledger with the digest that they had, its charts by id, its sections,
    the words that it explains, the lists that it shows with the day from which on.

    `topic` is the one whose remaining findings and computed figures the page lists, `grades` how hard its prose is to
    read (None without prose), `lists_grades` whether it lists those of all pages.
    """

    digests: dict[str, str] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    charts: dict[str, Chart] = field(default_factory=dict)
    sections: list[tuple[str, str, str]] = field(default_factory=list)
    terms: dict[str, tuple[str, str]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    topic: str = ""
    topic_digest: str = ""
    grades: Grades | None = None
    lists_grades: bool = False


@dataclass
class Site:
    """The build in progress. One per Sphinx application, reached through `site_of`."""

    ledger: Ledger
    renderer: Renderer
    executor: Executor
    templates: jinja2.Environment
    progress: Quiet = field(default_factory=Quiet)
    charts: list[Chart] = field(default_factory=list)  # of the chapters read in this build
    places: dict[str, tuple[str, int]] = field(
        default_factory=dict
    )  # file and line of each of them
    _entry_digests: dict[str, str] = field(default_factory=dict, repr=False)

    @cached_property
    def seeds_digest(self) -> str:
        """Changes whenever anything in seeds/ changes."""
        return folder_digest(self.ledger.project.seeds)

    @cached_property
    def digest(self) -> str:
        """Changes whenever anything in data/ or seeds/ changes."""
        return folder_digest(self.ledger.project.data) + self.seeds_digest

    def entry_digest(self, name: str) -> str:
        """The ledger's digest of an entry, worked out once: many pages may show it. Raises KeyError for an unknown id."""
        if name not in self._entry_digests:
            self._entry_digests[name] = self.ledger.digest(name)
        return self._entry_digests[name]

    def render(self, template: str, **values) -> str:
        """A template of `site/theme` as HTML; every value is escaped unless it is markup already."""
        return self.templates.get_template(template).render(**values)


def site_of(app: Sphinx) -> Site:
    """The site that `app` builds."""
    return app.stateofplay


def report_to(app: Sphinx, progress: Quiet) -> None:
    """Let the build say how far it is."""
    site = site_of(app)
    site.progress, site.executor.report = progress, progress.chapter
    app.connect("doctree-read", lambda app, doctree: progress.page(app.env.docname, "read"))
    app.connect("html-page-context", lambda app, page, *_: progress.page(page, "wrote"))


def uses_of(env: BuildEnvironment) -> dict[str, Uses]:
    """What every page uses, by page name; kept between builds."""
    if not hasattr(env, "stateofplay_uses"):
        env.stateofplay_uses = {}
    return env.stateofplay_uses


def topic_digest(ledger: Ledger, topic: str) -> str:
    """Changes whenever a derived figure, a finding or a series of several figures of the topic changes, comes or goes."""
    computed = (*ledger.derived.values(), *ledger.findings.values())
    again = (ledger.figures[name] for ids in ledger.series.values() if len(ids) > 1 for name in ids)
    return hashlib.sha256(
        "".join(
            f"{e.id}{ledger.digest(e.id)}" for e in (*computed, *again) if e.topic == topic
        ).encode()
    ).hexdigest()


def note_table(env: BuildEnvironment, site: Site, name: str) -> None:
    """Record that the page being read lists the rows of a table, with their sources."""
    if name in site.ledger.tables:
        uses_of(env).setdefault(env.docname, Uses()).inputs[name] = table_digest(site.ledger, name)
    else:  # a book without such a table, which may get one
        note_use(env, site, EVERYTHING)
    note_use(env, site, SOURCES)


def note_use(env: BuildEnvironment, site: Site, name: str) -> None:
    """Record that the page being read shows the entry `name` (or EVERYTHING)."""
    uses = uses_of(env).setdefault(env.docname, Uses())
    uses.digests[name] = current_digest(site, name)


def current_digest(site: Site, name: str) -> str:
    """The digest of what `name` stands for now. Raises KeyError for an id that does not exist."""
    if name == EVERYTHING:
        return site.digest
    return site.seeds_digest if name == SOURCES else site.entry_digest(name)


@lru_cache(maxsize=1)
def templates() -> jinja2.Environment:
    """The templates of `site/theme`, with what all of them may ask."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("stateofplay.site", "theme"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals.update(
        kinds=KINDS,
        verdicts=VERDICTS,
        verdict_rule=RULE,
        firmness=FIRMNESS,
        evidence_labels=EVIDENCE,
        evidence_rule=evidence_rule,
        period=periods.period,
        hedge=wording.hedge_of,
        shapes=SHAPES,
    )
    return environment


def _hold(app: Sphinx, config: Any) -> None:
    """Read settings and data before anything is made of them; all their problems stop the build together."""
    try:
        app.stateofplay_ledger = ledger = load_book(find_project(Path(app.srcdir)))
    except DataError as error:
        raise ExtensionError(f"the data cannot be published; nothing was built:\n{error}") from None
    config.stateofplay_code += repr(ledger.settings)


def _start(app: Sphinx) -> None:
    ledger = app.stateofplay_ledger
    cache = ledger.project.cache
    _keep_compiled(app, cache / "templates")
    app.stateofplay = Site(
        ledger, Renderer(cache / "charts"), Executor(ledger, cache / "chapters"), templates()
    )


def _keep_compiled(app: Sphinx, folder: Path) -> None:
    """Keep compiled templates, ours and those of the pages, from one build to the next: by their content, as Python keeps modules."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = jinja2.FileSystemBytecodeCache(str(folder))
    templates().bytecode_cache = kept
    if environment := getattr(getattr(app.builder, "templates", None), "environment", None):
        environment.bytecode_cache = kept


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    uses_of(env).pop(docname, None)


def _merge(
    app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment
) -> None:
    for docname in docnames:
        if docname in uses_of(other):
            uses_of(env)[docname] = uses_of(other)[docname]


def place(env: BuildEnvironment, words: str, near: int | None) -> tuple[str, int | None]:
    """Page and line for a message about `words`: of its occurrences in the page's file, the one next to line `near`.

    docutils knows the line on which a paragraph begins, and an editor needs the line of the mistake.
    """
    lines = Path(env.doc2path(env.docname)).read_text(encoding="utf-8").split("\n")
    found = [number for number, line in enumerate(lines, 1) if words in line]
    return env.docname, min(found, key=lambda number: abs(number - (near or 1)), default=near)


def leave_out(self, node: nodes.Element) -> None:
    """Visitor for builders that cannot show a node."""
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_config_value("stateofplay", {}, "", dict)  # files/settings.py reads it
    # A change to the package or to the book's own settings reads every page again; its chapters are executed again only if their own code changed.
    app.add_config_value("stateofplay_code", code_digest(), "env")
    app.connect("config-inited", _hold, priority=-1000)  # before any other reads what may be broken
    app.connect("builder-inited", _start, priority=100)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)


def relative_root(page: str) -> str:
    """The way from a page to the site's root, empty or with a slash at its end."""
    return "../" * page.count("/")


def page_name(env: BuildEnvironment, docname: str) -> str:
    """The short name of a page: the one that `_toc.yml` gives it, else its title."""
    site_map = getattr(env.app.config, "external_site_map", None)
    item = site_map.get(docname) if site_map else None
    return (item.title if item else None) or env.titles[docname].astext()
