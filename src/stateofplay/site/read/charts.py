"""Charts on the page: takes what `show()` emitted and writes a figure with inline SVG, source,
table and downloads."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from stateofplay.charts import TEXTS
from stateofplay.charts.chart import Chart, Words
from stateofplay.charts.layout import NARROW, WIDE
from stateofplay.charts.legend import Key, legend
from stateofplay.charts.patterns import has_patterns
from stateofplay.charts.spoken import aloud, groups_of, labels_of, numbered
from stateofplay.charts.svg import DrawingError
from stateofplay.files.characters import quoted
from stateofplay.files.guesses import unknown
from stateofplay.ledger.beside import IN_TEMPLATES, contradictions
from stateofplay.ledger.comparability import MIXED, said
from stateofplay.ledger.ledger import PLACEHOLDER, Ledger
from stateofplay.ledger.reading.sources import Source
from stateofplay.site.imprint import CHARTS
from stateofplay.site.read.movable import movable, shown_by_marks
from stateofplay.site.read.roles import record_href
from stateofplay.site.read.tools import tools
from stateofplay.site.state import SOURCES, Site, note_use, site_of, uses_here, uses_of

logger = logging.getLogger(__name__)
MOST_SOURCES = 12  # under a chart in full; more are folded


class ChartNode(nodes.General, nodes.Element):
    """A chart. Attributes: `chart`, its id, and `page`, the page that has it; the page's Uses hold
    what `show()` emitted.
    """


def words_of(site: Site, chart: Chart) -> Words:
    """Title, subtitle, alternative text, note and sources of a chart, filled in. Raises KeyError or
    ValueError for an unknown id or style."""
    if chart.digest in site.words:
        return site.words[chart.digest]
    ledger = site.ledger
    title = ledger.words(chart.finding) if chart.finding else ledger.fill(chart.title)
    producers = dict.fromkeys(source.producer for source in sources_of(ledger, chart))
    again = changes_shown(ledger, chart)
    mixes = f"Counted in different ways: {ledger.fill(chart.mixes)}" if chart.mixes else ""
    site.words[chart.digest] = words = Words(
        title,
        ledger.fill(chart.subtitle),
        aloud(" ".join([ledger.fill(chart.alt), *again])),
        " ".join(filter(None, [mixes, ledger.fill(chart.note), *again])),
        "; ".join(producers),
    )
    return words


def keep_words(app: Sphinx, env: BuildEnvironment) -> None:
    """Keep the words of all charts: a page is read again where those of one of its are others."""
    site = site_of(env)
    for uses in uses_of(env).values():
        site.words |= uses.words
        uses.words = {chart.digest: words_of(site, chart) for chart in uses.charts.values()}


def sources_of(ledger: Ledger, chart: Chart) -> list[Source]:
    """The sources that a chart names, and the articles of its figures: a later one comes with its
    rows."""
    figures = (ledger.figures[name] for name in chart.ids if name in ledger.figures)
    articles = (figure.source for figure in figures if ledger.is_of_article(figure))
    return [ledger.sources[key] for key in dict.fromkeys([*chart.sources, *articles])]


def by_producer(sources: list[Source], passing: set[str]) -> list[list[Source]]:
    """The sources of a chart with those of one producer together, in the order in which the
    producers come.

    Those whose keys are in `passing` come last, so that what they have in common is said once.
    """
    groups: dict[tuple[bool, str, str], list[Source]] = {}
    for source in sources:
        kind = (source.key in passing, source.producer, source.interest)
        groups.setdefault(kind, []).append(source)
    return [group for kind, group in sorted(groups.items(), key=lambda item: item[0][0])]


def passing_on(ledger: Ledger, chart: Chart) -> set[str]:
    """The sources of a chart that are no party's own and pass on what a party states."""
    figures = (ledger.figures[name] for name in chart.ids if name in ledger.figures)
    return {f.source for f in figures if f.is_party and not ledger.sources[f.source].is_party}


def changes_shown(ledger: Ledger, chart: Chart) -> list[str]:
    """A sentence for each two figures of one series that follow each other and are both in the
    chart."""
    shown = [ledger.figures[name] for name in dict.fromkeys(chart.ids) if name in ledger.figures]
    steps = ((ledger.before(figure), figure) for figure in shown)
    return [
        f"Stated again in this chart: {newer.measure}, {ledger.day(older)} to {ledger.day(newer)}: "
        f"{ledger.change(older, newer)}."
        for older, newer in steps
        if older in shown
    ]


def words_of_file(site: Site, chart: Chart) -> tuple[str, str, str, list[Key], str]:
    """What a file of the chart has besides: title, subtitle, source line, legend, description."""
    words, settings = words_of(site, chart), site.ledger.settings
    return (
        words.title,
        words.subtitle,
        f"Source: {words.source}. {settings.title}, {settings.licence}",
        legend(chart.bounds),
        words.alt,
    )


def register(env: BuildEnvironment, chart: Chart, location: tuple[str, int | None]) -> bool:
    """Note what the chart uses; False after reporting that it refers to something that does not
    exist."""
    site = site_of(env)
    problems: list[str] = []
    for other, uses in uses_of(env).items():
        if chart.id in uses.charts:
            problems.append(
                f"the chart id {quoted(chart.id)} is used in {other} already; "
                "ids are unique in the book"
            )
    for key in chart.sources:
        if key not in site.ledger.sources:
            reason = unknown(key, site.ledger.sources, "a key of seeds/sources.bib")
            problems.append(f"the chart {chart.id}: {reason}")
    names = [chart.finding] if chart.finding else []
    bases = frozenset(chart.bases).union(
        *(site.ledger.bases(n) for n in chart.ids if n in site.ledger)
    )
    if len(bases) > 1 and not chart.mixes:
        problems.append(f"the chart {chart.id} {MIXED.format(said(bases))}")
    for text in (getattr(chart, key) for key in TEXTS):
        names += [match[1] for match in PLACEHOLDER.finditer(text)]
        for _, name, why in contradictions(text, IN_TEMPLATES, site.ledger):
            problems.append(f"the chart {chart.id}: {name}: {why}")
    names += [name for name in chart.ids if name in site.ledger]
    for name in [SOURCES, *names]:
        try:
            note_use(env, name)
        except KeyError as error:
            problems.append(f"the chart {chart.id}: {error.args[0]}")
    for problem in problems:
        logger.error("%s", problem, location=location)
    if not problems:
        uses_here(env).charts[chart.id] = chart
    return not problems


class HeadingsGiveWay(SphinxTransform):
    """Gives a heading that is called as a chart of its page another address: a chart keeps its
    own, to which links in the prose may lead."""

    default_priority = 878  # before links to headings are resolved

    def apply(self, **kwargs: Any) -> None:
        document = self.document
        charts = {chart["chart"] for chart in document.findall(ChartNode)}
        other = {name: f"{name}-section" for name in charts}
        for section in document.findall(nodes.section):
            section["ids"] = [other.get(name, name) for name in section["ids"]]
            document.ids |= dict.fromkeys(section["ids"], section)
        ids, slugs = document.nameids, getattr(document, "myst_slugs", {})
        ids.update({name: other[old] for name, old in ids.items() if old in charts})
        for slug, (line, old, title) in slugs.items():
            slugs[slug] = (line, other.get(old, old), title)
        slugs.update({name: (1, name, "the chart") for name in charts - slugs.keys()})


def visit_chart(self: HTML5Translator, node: ChartNode) -> None:
    """Write a chart into its page. Raises ExtensionError where it cannot be drawn."""
    try:
        self.body.append(_html(self, node))
    except DrawingError as error:
        raise ExtensionError(f"{self.docnames[0]}.md: the chart {node['chart']}: {error}") from None
    raise nodes.SkipNode


def _html(writer: HTML5Translator, node: ChartNode) -> str:
    """The HTML of a chart: its drawings, each mark with its number in the list beside them, its
    words, and its line of tools.
    """
    env, page = writer.builder.env, writer.docnames[0]
    site = site_of(env)
    ledger = site.ledger
    chart = uses_of(env)[node["page"]].charts[node["chart"]]
    words = words_of(site, chart)
    passing = passing_on(ledger, chart)
    wide, narrow = _drawings(site, chart)
    labels = labels_of(wide + narrow)
    marks = groups_of(chart.spec, labels)
    moved = movable(chart)
    by_marks = shown_by_marks(ledger, chart, labels) if moved else {}
    names, shown = tools(writer, page, chart, words, [wide, narrow])
    return site.render(
        "figure.html",
        chart=chart,
        words=words,
        ledger=ledger,
        legend=legend(chart.bounds),
        marks={
            aloud(group): [(aloud(label), by_marks.get(label)) for label in labels]
            for group, labels in marks.items()
        },
        moved=moved if by_marks else {},
        drawings=Markup(numbered(wide + narrow, marks)),
        textured=has_patterns(wide + narrow),
        tools=names,
        inline=shown if writer.builder.name == "epub" else "",
        base=f"{'../' * page.count('/')}{CHARTS}/{chart.id}/",
        sources=by_producer(sources_of(ledger, chart), passing),
        most_sources=MOST_SOURCES,
        articles=ledger.articles if len(ledger.articles) > 1 else {},
        passing=passing,
        finding_href=record_href(writer.builder, site, page, chart.finding),
        finding=ledger.findings.get(chart.finding),
        # The first chart of a chapter often shows the finding that is the chapter's title: it is
        # not said twice to the eye.
        repeats=bool(words.subtitle) and words.title == env.titles[page].astext(),
    )


def _drawings(site: Site, chart: Chart) -> tuple[str, str]:
    """The chart as inline SVG, wide and narrow; the page shows the narrow one on a phone."""
    described = {"role": "img", "aria-labelledby": f"{chart.id}-alt"}
    hidden = {"class": "sop-narrow", "display": "none", **described}
    return (
        site.renderer.inline(chart.layout(WIDE), WIDE, {"class": "sop-wide", **described}),
        site.renderer.inline(chart.layout(NARROW), NARROW, hidden),
    )


def setup(app: Sphinx) -> None:
    app.add_transform(HeadingsGiveWay)
    app.add_node(ChartNode, html=(visit_chart, None), epub=(visit_chart, None))
    app.connect("env-updated", keep_words, priority=100)  # before they are asked for
