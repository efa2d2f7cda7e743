"""The directives that list the ledger: records, findings, checks, sources, events, positions,
codebook, corrections."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial

from docutils import nodes
from docutils.parsers.rst import directives
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from stateofplay.charts.layout import CARD
from stateofplay.files.access import digest_of
from stateofplay.files.characters import quoted
from stateofplay.ledger.contents import PLACEHOLDER
from stateofplay.ledger.reading.tables import Row
from stateofplay.ledger.sentences import sentence
from stateofplay.ledger.turning_words import turned_by
from stateofplay.numbers import periods, wording
from stateofplay.site.imprint import edition_name
from stateofplay.site.lists.corrections import corrections
from stateofplay.site.lists.events import days_of, events_of, matrix_of, positions_of
from stateofplay.site.lists.firmness import extremes, in_order, what_turns
from stateofplay.site.lists.listing import Listing, question_of
from stateofplay.site.lists.placed import places_of, series_of
from stateofplay.site.lists.ranges import own_range, values
from stateofplay.site.lists.strips import Strips
from stateofplay.site.read.charts import words_of
from stateofplay.site.read.roles import EntryNode
from stateofplay.site.read.source_marks import mark
from stateofplay.site.state import (
    EVERYTHING,
    SOURCES,
    TOPIC,
    Site,
    note_table,
    note_use,
    page_name,
    site_of,
    uses_here,
    uses_of,
    write_again,
)
from stateofplay.site.templating import templates

logger = logging.getLogger(__name__)
MOST_NAMED = (
    200  # of what rests on an entry, in its record: a thousand would weigh more than a page may
)
# They say themselves what they show.
_OF_NO_TABLE = ("more", "reading", "rule", "evidence", "matrix")


class ListNode(nodes.General, nodes.Element):
    """A list from the ledger. Attributes: `list`, the template ``list_NAME.html`` that writes it;
    `topic`, which part of it."""


class ListDirective(SphinxDirective):
    """``{ledger-findings}`` and its siblings; ``:topic:`` keeps one topic, ``:since:`` what is
    dated from a day on.

    ``{ledger-events}`` with ``:kinds:`` shows events of these kinds and folds the rest under the
    words of ``:others:``; with ``:others:`` alone it folds all of them. ``{ledger-matrix}`` sets
    the positions that have a ``brief`` in a table of issues by parties. ``{ledger-turning}`` lists
    the findings from the place ``:first:`` to ``:last:``.
    """

    option_spec = dict.fromkeys(
        ("topic", "since", "kinds", "others", "first", "last"), directives.unchanged
    )
    has_content = False

    def run(self) -> list[nodes.Node]:
        site, name = site_of(self.env), self.name.removeprefix("ledger-")
        topic = self._topic(site, name)
        self._check_kinds(site)
        if name == "matrix":
            self._note_briefs(site)
        if name == "more":
            uses_here(self.env).topic = topic
            note_use(self.env, f"{TOPIC}{topic}")
        if name in ("records", "context") and self.env.docname in site.ledger.made_pages:
            pass  # what it shows is noted with its text
        elif name in site.ledger.tables and name != "checks":
            note_table(self.env, name)
        elif name not in _OF_NO_TABLE:
            note_use(self.env, SOURCES if name == "sources" else EVERYTHING)
        for figure in site.ledger.article_figures if name == "checks" else ():
            note_use(self.env, figure.id)
        return [ListNode("", list=name, topic=topic, options=self.options)]

    def _topic(self, site: Site, name: str) -> str:
        """The topic that is asked for; empty where none is, which `ledger-more` does not take."""
        topic, topics = self.options.get("topic", ""), site.ledger.topics
        if topic and topic not in topics:
            raise self.error(f"{quoted(topic)} is not a topic; write one of {', '.join(topics)}")
        if name == "more" and not topic:
            raise self.error(
                "ledger-more needs :topic:, the topic whose findings and computed figures it lists"
            )
        return str(topic)

    def _check_kinds(self, site: Site) -> None:
        known = {row.text("kind") for row in site.ledger.rows("events")}
        for kind in self.options.get("kinds", "").split():
            if kind not in known:
                raise self.error(
                    f"{quoted(kind)} is not a kind of event; write some of "
                    f"{', '.join(sorted(known))}, with spaces between"
                )

    def _note_briefs(self, site: Site) -> None:
        """Note what the matrix shows: the table, and the figures in its words."""
        briefs = [row.text("brief") for row in site.ledger.rows("positions") if row.text("brief")]
        if not briefs:
            raise self.error(
                "no row of data/positions.csv has a “brief”; write there in a few words what the "
                "matrix shows"
            )
        note_table(self.env, "positions")
        for found in PLACEHOLDER.finditer(" ".join(briefs)):
            note_use(self.env, found[1])


class CardsDirective(SphinxDirective):
    """``{ledger-cards}``: one card per line, ``page | chart | caption``, with that page's question,
    title and chart.

    The caption says in a few words what the small chart shows; it is a template like the words of a
    chart.
    """

    has_content = True

    def run(self) -> list[nodes.Node]:
        cards = []
        for offset, line in enumerate(self.content):
            parts = [part.strip() for part in line.split("|")]
            if len(parts) != 3 or not all(parts):
                raise self.error(
                    f"line {self.lineno + offset + 1}: {quoted(line)} is no card; "
                    "write “page | chart | caption”"
                )
            cards.append(parts)
        note_use(self.env, EVERYTHING)
        return [CardsNode("", cards=cards, line=self.lineno + 1)]


class CardsNode(nodes.General, nodes.Element):
    """The cards of the front page. Attributes: `cards`, lists of page, chart id and caption, each
    on a line of the page; `line`, where the first stands."""


def visit_list(self: HTML5Translator, node: ListNode) -> None:
    env = self.builder.env
    listing = Listing(
        site_of(env), env, self.builder, self.docnames[0], node["topic"], node["options"]
    )
    self.body.append(
        listing.site.render(
            f"list_{node['list']}.html", it=listing, ledger=listing.ledger, mark=partial(mark, self)
        )
    )
    raise nodes.SkipNode


def visit_cards(self: HTML5Translator, node: CardsNode) -> None:
    env, page = self.builder.env, self.docnames[0]
    site = site_of(env)
    cards = []
    for line, (target, chart, caption) in enumerate(node["cards"], node["line"]):
        uses = uses_of(env).get(target)
        if uses is None or chart not in uses.charts:
            said = "the card shows the chart “%s” of %s, which that page does not have"
            if uses is None:
                said = "the card shows the chart “%s” of %s, which is no page of the book"
            said += "; write a page of _toc.yml and one of its charts, or delete the line"
            logger.error(said, chart, target, location=(page, line))
            continue
        shown = uses.charts[chart]
        words = words_of(site, shown)
        drawing = site.renderer.inline(
            shown.layout(CARD), CARD, {"role": "img", "aria-label": Markup.escape(words.alt)}
        )
        cards.append(
            {
                "name": page_name(env, target),
                "href": self.builder.get_relative_uri(page, target),
                "question": question_of(env, target),
                "sentence": env.titles[target].astext(),
                "finding": site.ledger.findings.get(title_finding(env, target)),
                "caption": site.ledger.fill(caption),
                "drawing": Markup(drawing),
                "source": _first_of(words.source.split("; ")),
            }
        )
    self.body.append(site.render("cards.html", cards=cards, ledger=site.ledger))
    raise nodes.SkipNode


def title_finding(env: BuildEnvironment, page: str) -> str:
    """The id of the finding that is a page's title; empty where the title is none."""
    entries = (
        node["entry"]
        for node in env.get_doctree(page).findall(EntryNode)
        if node.get("evidence_only")
    )
    return next(entries, "")


def _first_of(producers: list[str]) -> str:
    """Who a card names as its source: all of two, the first of more."""
    return " and ".join(producers) if len(producers) <= 2 else f"{producers[0]}, and others"


def cell(value: object, is_day: bool = False) -> str:
    """A cell of a chart's data table: numbers and days as in the prose, nothing for what is not
    there. A day begins with its ISO date."""
    if value is None:
        return ""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return wording.float_words(value)
    return periods.day(date.fromisoformat(str(value)[:10])) if is_day else str(value)


def row_anchor(row: Row) -> str:
    """The anchor of an event or a position on the page that lists it."""
    return row.text("id").replace("_", "-")


def _places(env: BuildEnvironment) -> dict[str, object]:
    """Of each page of records: where else its entries are shown. Of any other page: where the
    records of its entries are."""
    ledger, where = site_of(env).ledger, places_of(site_of(env).ledger, env)
    places: dict[str, object] = {
        page: [where.get(name) for name in found.ids] for page, found in ledger.made_pages.items()
    }
    linked: dict[str, dict[str, str]] = {}
    for name, pages in where.items():
        for page in pages if name in ledger else ():
            linked.setdefault(page, {})[name] = ledger.record_page(name)
    return places | linked


def _shown(env: BuildEnvironment) -> dict[str, str]:
    """Which entries every page shows, for each page that has records of all."""
    uses = sorted(uses_of(env).items())
    shown = digest_of([(page, sorted(used.digests)) for page, used in uses])
    return {page: shown for page, used in uses if EVERYTHING in used.digests}


def _teach_templates(app: Sphinx) -> None:
    """What the templates of lists may ask besides their `Listing`: each function by its name."""
    templates = site_of(app).templates
    templates.filters |= {"cell": cell, "anchor": row_anchor}
    asked: list[Callable[..., object]] = [corrections, days_of, edition_name, events_of, extremes]
    asked += [in_order, matrix_of, own_range, positions_of, sentence, series_of, turned_by]
    asked += [Strips, values, what_turns]
    templates.globals.update({function.__name__: function for function in asked})
    templates.globals["most_named"] = MOST_NAMED


def setup(app: Sphinx) -> None:
    app.add_node(ListNode, html=(visit_list, None), epub=(visit_list, None))
    for template in templates().list_templates():  # `list_NAME.html` is what {ledger-NAME} renders
        if name := re.fullmatch(r"list_(\w+)\.html", template):
            app.add_directive(f"ledger-{name[1]}", ListDirective)
    app.add_node(CardsNode, html=(visit_cards, None), epub=(visit_cards, None))
    app.add_directive("ledger-cards", CardsDirective)
    app.connect("builder-inited", _teach_templates, priority=200)
    write_again(app, "entries shown", _shown)
    write_again(app, "places", _places)
