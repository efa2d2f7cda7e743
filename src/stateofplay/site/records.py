"""The directives that list the ledger: records, findings, checks, sources, events, positions, codebook, corrections."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from stateofplay import wording
from stateofplay.entries import Check, Entry
from stateofplay.quantity import Quantity
from stateofplay.site.roles import record_address
from stateofplay.charts.layout import NARROW
from stateofplay.site.figures import words_of
from stateofplay.site.state import (
    CONTEXT_PAGE,
    EVERYTHING,
    LEDGER_PAGE,
    Site,
    leave_out,
    note_use,
    site_of,
    uses_of,
)
from stateofplay.tables import Row

logger = logging.getLogger(__name__)
# Each directive `{ledger-NAME}` renders the template `list_NAME.html`.
LISTS = ("records", "context", "findings", "checks", "sources", "events", "positions", "unpublished", "corrections",
         "codebook", "summary")
TOPICS = {
    "talks": "Talks",
    "front_line": "Front line",
    "strikes": "Strikes on energy",
    "casualties": "Casualties",
    "pressure": "Pressure",
    "aid": "Aid",
    "record": "The record itself",
}


class ListNode(nodes.General, nodes.Element):
    """A list from the ledger. Attributes: `list`, one of LISTS; `topic`, which part of it."""


class ListDirective(SphinxDirective):
    """``{ledger-findings}`` and its siblings; ``:topic:`` keeps one topic, ``:since:`` what is dated from a day on."""

    option_spec = {"topic": directives.unchanged, "since": directives.unchanged}
    has_content = False

    def run(self) -> list[nodes.Node]:
        topic = self.options.get("topic", "")
        if topic and topic not in TOPICS:
            raise self.error(f"“{topic}” is not a topic; write one of {', '.join(TOPICS)}")
        note_use(self.env, site_of(self.env.app), EVERYTHING)
        return [ListNode("", list=self.name.removeprefix("ledger-"), topic=topic, since=self.options.get("since", ""))]


@dataclass(frozen=True)
class Place:
    """A page that uses an entry: its title and its address."""

    title: str
    href: str


class CardsDirective(SphinxDirective):
    """``{ledger-cards}``: one card per line, ``page | finding | chart``, the chart taken from that page."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        site, cards = site_of(self.env.app), []
        for offset, line in enumerate(self.content):
            parts = [part.strip() for part in line.split("|")]
            if len(parts) != 3 or parts[1] not in site.ledger.findings:
                raise self.error(f"line {self.lineno + offset + 1}: “{line}” is no card; write “page | finding | chart”")
            note_use(self.env, site, parts[1])
            cards.append(parts)
        note_use(self.env, site, EVERYTHING)
        return [CardsNode("", cards=cards)]


class CardsNode(nodes.General, nodes.Element):
    """The cards of the front page. Attribute `cards`: lists of page, finding and chart id."""


class Listing:
    """What the templates of lists ask: the ledger, where entries are used, and their addresses from one page."""

    def __init__(self, site: Site, env: BuildEnvironment, builder, page: str, topic: str = "", since: str = "") -> None:
        self.site, self.ledger, self.env, self.builder, self.page, self.topic = site, site.ledger, env, builder, page, topic
        self.since = since
        self.topics = TOPICS
        self._places: dict[str, list[Place]] = defaultdict(list)
        for docname, uses in sorted(uses_of(env).items()):
            if docname in env.titles and docname not in (LEDGER_PAGE, CONTEXT_PAGE):
                place = Place(page_name(env, docname), builder.get_relative_uri(page, docname))
                for name in uses.digests:
                    self._places[name].append(place)

    def used_in(self, name: str) -> list[Place]:
        """The pages whose prose or charts show the entry."""
        return self._places[name]

    def feeds(self, name: str) -> list[str]:
        """The derived figures and findings that are computed from the entry."""
        return [e.id for e in (*self.ledger.derived.values(), *self.ledger.findings.values()) if name in e.inputs]

    def restated_by(self, name: str) -> list[str]:
        return [f.id for f in self.ledger.figures.values() if f.restates == name]

    def rows_by(self, table: str, column: str) -> list[Row]:
        """The rows of a table in the order of a date column, from the day that the directive's `since` names."""
        return sorted((row for row in self.ledger.tables[table] if row.text(column) >= self.since), key=lambda row: row[column])

    def href(self, name: str) -> str:
        """The address of an entry's record."""
        page, anchor = record_address(self.site, name)
        return f"#{anchor}" if page == self.page else f"{self.builder.get_relative_uri(self.page, page)}#{anchor}"

    def link(self, name: str) -> Markup:
        """An entry's id, linked to its record."""
        return Markup('<a href="{}">{}</a>').format(self.href(name), name)

    def formula(self, text: str) -> Markup:
        """A formula with every id linked to its record."""
        parts, word = [], ""
        for character in f"{text} ":
            if character.isalnum() or character == "_":
                word += character
                continue
            known = word in self.ledger.figures or word in self.ledger.derived
            parts += [self.link(word) if known else Markup.escape(word), Markup.escape(character)]
            word = ""
        return Markup("").join(parts).strip()

    def source_href(self, key: str) -> str:
        return f"{self.builder.get_relative_uri(self.page, 'book/sources')}#{key.replace('_', '-')}"

    def data_href(self, name: str) -> str:
        """The address of a table's CSV file."""
        return f"{relative_root(self.page)}data/{name}.csv"

    def range_drawing(self, entry: Entry, check: Check | None) -> Markup:
        """A small drawing of the figure's range, and of the outside range under it, on one scale."""
        outside = check.quantity.to(entry.unit) if check and check.quantity else None
        return Markup(range_svg(entry.quantity, outside))


def relative_root(page: str) -> str:
    """The way from a page to the site's root, empty or with a slash at its end."""
    return "../" * page.count("/")


def page_name(env: BuildEnvironment, docname: str) -> str:
    """The short name of a page: the one that `_toc.yml` gives it, else its title."""
    site_map = getattr(env.app.config, "external_site_map", None)
    item = site_map.get(docname) if site_map else None
    return (item.title if item else None) or env.titles[docname].astext()


def range_svg(quantity: Quantity, outside: Quantity | None, width: int = 220) -> str:
    """An SVG of one range, or of two on a shared scale; an open end is an arrow. Empty when there is nothing to compare."""
    shown = [quantity] + ([outside] if outside else [])
    ends = [float(e) for q in shown for e in (q.low, q.high, q.value) if e is not None and not math.isinf(e)]
    if not ends or (len(shown) == 1 and quantity.is_exact):
        return ""
    low, high = min(ends), max(ends)
    span = (high - low) or abs(high) or 1.0
    low, high = low - span * 0.15, high + span * 0.15

    def at(number: float) -> str:
        clamped = min(max(float(number), low), high)
        return f"{6 + (clamped - low) / (high - low) * (width - 12):.1f}"

    parts = []
    for row, q in enumerate(shown):
        y, role = 9 + row * 16, "stated" if row == 0 else "outside"
        if q.low != q.high:
            parts.append(f'<line class="sop-r-{role}" x1="{at(q.low)}" x2="{at(q.high)}" y1="{y}" y2="{y}"/>')
        for end, tip in ((q.low, -1), (q.high, 1)):
            if math.isinf(end):
                x = float(at(end))
                parts.append(f'<path class="sop-r-{role}" d="M{x + tip * 4:.1f} {y}l{-tip * 7} -4v8z"/>')
        if q.value is not None:
            parts.append(f'<circle class="sop-r-{role}" cx="{at(q.value)}" cy="{y}" r="4.5"/>')
    height = 18 + 16 * (len(shown) - 1)
    return (f'<svg class="sop-range" width="{width}" height="{height}" viewBox="0 0 {width} {height}" aria-hidden="true">'
            f'{"".join(parts)}</svg>')


def visit_list(self, node: ListNode) -> None:
    app = self.builder.app
    listing = Listing(site_of(app), app.env, self.builder, self.docnames[0], node["topic"], node["since"])
    self.body.append(listing.site.render(f"list_{node['list']}.html", it=listing, ledger=listing.ledger))
    raise nodes.SkipNode


def visit_cards(self, node: CardsNode) -> None:
    app, page = self.builder.app, self.docnames[0]
    site, env = site_of(app), app.env
    cards = []
    for target, finding, chart in node["cards"]:
        uses = uses_of(env).get(target)
        if uses is None or chart not in uses.charts:
            logger.error("the card of %s shows the chart “%s”, which that page does not have", target, chart, location=page)
            continue
        payload = uses.charts[chart]
        words = words_of(site, payload)
        drawing = site.renderer.inline(payload["narrow"] or payload["spec"], NARROW, {"role": "img", "aria-label": Markup.escape(words.alt)})
        cards.append({"name": page_name(env, target), "href": self.builder.get_relative_uri(page, target),
                      "finding": site.ledger.findings[finding], "sentence": site.ledger.words(finding),
                      "subtitle": words.subtitle, "drawing": Markup(drawing), "source": words.source})
    self.body.append(site.render("cards.html", cards=cards))
    raise nodes.SkipNode


def used_changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The record pages, when another page shows an entry that it did not show when they were written."""
    current = {page: sorted(uses.digests) for page, uses in uses_of(env).items()}
    if getattr(env, "stateofplay_listed", None) == current:
        return []
    env.stateofplay_listed = current
    return [page for page, uses in uses_of(env).items() if EVERYTHING in uses.digests and page in env.found_docs]


def cell(value: Any) -> str:
    """A cell of a data table: numbers as in the prose, dates in words, nothing for what is missing."""
    if value is None:
        return ""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return wording.number_words(Fraction(str(value)))
    text = str(value)
    if len(text) >= 19 and text[4] == "-" and text[10] == "T":
        return wording.day(date.fromisoformat(text[:10]))
    return text


def _add_filters(app: Sphinx) -> None:
    site_of(app).templates.filters["cell"] = cell


def setup(app: Sphinx) -> None:
    app.add_node(ListNode, **{kind: (visit_list, None) for kind in ("html", "epub", "text", "latex")})
    for name in LISTS:
        app.add_directive(f"ledger-{name}", ListDirective)
    app.add_node(CardsNode, **{kind: (visit_cards, None) for kind in ("html", "epub")},
                 **{kind: (leave_out, None) for kind in ("text", "latex")})
    app.add_directive("ledger-cards", CardsDirective)
    app.connect("builder-inited", _add_filters, priority=200)
    app.connect("env-updated", used_changed)
