"""The roles of the prose: `{fig}` prints a figure that opens its record, `{finding}` a sentence
with what it rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole
from sphinx.writers.html5 import HTML5Translator

from stateofplay.ledger.entries import Finding
from stateofplay.ledger.turning_words import turned_finding
from stateofplay.numbers.wording import STYLES
from stateofplay.site.state import Site, note_use, site_of
from stateofplay.site.whereabouts import place

logger = logging.getLogger(__name__)
# A number or a range as the prose writes them: 19%, €5 billion, 400 to 1,000, −2.5.
_ONE = r"[−+]?(?:[A-Z]{0,3}[€$£¥₹₴])?\d(?:[\d,.]*\d)?(?:%|bn|m\b|°| (?:m|b|tr)illion)?"
_NUMBER = re.compile(rf"{_ONE}(?: (?:to|and) {_ONE})?")


class EntryNode(nodes.Inline, nodes.TextElement):
    """An entry of the ledger in a sentence. Attributes: `entry`, its id; `finding`, whether it is
    one; `style`, that of its words where another of STYLES before it gives the same."""


class PlainRole(SphinxRole):
    """Digits that are no figure, such as a name: `` {plain}`G7` ``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        return [nodes.inline(self.text, self.text, classes=["sop-plain"])], []


class EntryRole(SphinxRole):
    """`` {fig}`id` `` or `` {fig}`id|style` ``; for the styles see `wording.stated`."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        site = site_of(self.env)
        name, _, style = self.text.partition("|")
        is_finding = self.name == "finding"
        try:
            words = site.ledger.printed(self.name, self.text)
        except (KeyError, ValueError) as error:
            return refused(self, error), []
        note_use(self.env, name)
        node = EntryNode(self.text, words, entry=name, finding=is_finding)
        alike = [each for each in STYLES if site.ledger.words(name, each) == words]
        if not is_finding and alike[0] != (style or STYLES[0]):
            node["style"] = style  # a page's script would take it for the one before
        self.set_source_info(node)
        return [node], []


def refused(role: SphinxRole, error: Exception) -> list[nodes.Node]:
    """Report what is wrong with a role; what was written stands in its place."""
    where = place(role.env, f"`{role.text}`", role.lineno)
    logger.error("%s", error.args[0], location=where)
    return [nodes.inline(role.text, role.text)]


class TurnsNode(nodes.Inline, nodes.TextElement):
    """What would turn a finding, as a sentence around the figure that it hangs on. Attribute
    `finding`: its id."""


class TurnsRole(SphinxRole):
    """`` {turns}`id` ``: how far the figure on which a finding hangs most may move."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        site, name = site_of(self.env), self.text
        try:
            found = turned_finding(site.ledger, name)
        except KeyError as error:
            return refused(self, error), []
        note_use(self.env, name)
        note_use(self.env, found.figure)
        words = site.ledger.words(found.figure)
        figure = EntryNode("", words, entry=found.figure, finding=False)
        parts = [nodes.Text(found.before), figure, nodes.Text(found.after)]
        return [TurnsNode(self.text, "", *parts, finding=name)], []


class TitleEntries(SphinxTransform):
    """In headings an entry is plain words, because headings are repeated in menus; what it rests on
    stands under them."""

    default_priority = 400

    def apply(self, **kwargs: Any) -> None:
        for title in list(self.document.findall(nodes.title)):
            for node in list(title.findall(EntryNode)):
                if node["finding"]:
                    label = EntryNode("", "", entry=node["entry"], finding=True, evidence_only=True)
                    line = nodes.paragraph("", "", label, classes=["sop-evidence-line"])
                    title.parent.insert(title.parent.index(title) + 1, line)
                node.replace_self(nodes.Text(node.astext()))


def record_address(site: Site, name: str) -> tuple[str, str]:
    """The page and anchor of an entry's record."""
    return site.ledger.record_page(name), site.ledger.entry(name).id


def record_href(builder: Builder, site: Site, page: str, name: str) -> str:
    """The address of an entry's record as seen from `page`; empty for a name that the ledger does
    not have."""
    if name not in site.ledger:
        return ""
    target, anchor = record_address(site, name)
    return f"#{anchor}" if target == page else f"{builder.get_relative_uri(page, target)}#{anchor}"


def _keep_ways(app: Sphinx) -> None:
    """Let the builder work out the way from a page to another once: each record has such links."""
    app.builder.get_relative_uri = cache(app.builder.get_relative_uri)  # type: ignore[method-assign]


def with_number_marked(words: str) -> Markup:
    """A figure's words with a span around the number, all of them where there is none: only that
    much is underlined."""
    number = _NUMBER.search(words)
    if not number:
        return Markup("<span>{}</span>").format(words)
    return Markup("{}<span>{}</span>{}").format(
        words[: number.start()], number[0], words[number.end() :]
    )


def card(site: Site, name: str, href: str) -> Markup:
    """The short record that opens beside a figure, as HTML."""
    ledger = site.ledger
    return Markup(site.render("card.html", entry=ledger.entry(name), ledger=ledger, href=href))


@dataclass
class _Written:
    """Of a page being written: how many cards it has so far, the numbers of its notes, and whether
    it has said what a mixed figure is (once a page is enough for a reader)."""

    notes: dict[str, int]
    cards: int = 0
    mixed_is_explained: bool = False


_written: WeakKeyDictionary[HTML5Translator, _Written] = WeakKeyDictionary()


def _page_of(writer: HTML5Translator) -> _Written:
    return _written.setdefault(writer, _Written(noted(writer.document)))


def next_number(writer: HTML5Translator) -> int:
    """A number for the next card of the page being written, which makes its id."""
    page = _page_of(writer)
    page.cards += 1
    return page.cards


def _is_first_mixed(writer: HTML5Translator, entry: object) -> bool:
    """Whether `entry` is the page's first figure that puts together other ways of counting."""
    if not getattr(entry, "mixes", "") or isinstance(entry, Finding):
        return False
    page = _page_of(writer)
    first, page.mixed_is_explained = not page.mixed_is_explained, True
    return first


def noted(document: nodes.document) -> dict[str, int]:
    """The entries that a page's prose shows, each with the number of its note on paper: the order
    of their first mention."""
    shown = dict.fromkeys(
        node["entry"] for node in document.findall(EntryNode) if not node.get("evidence_only")
    )
    return {name: number for number, name in enumerate(shown, 1)}


def visit_entry(self: HTML5Translator, node: EntryNode) -> None:
    """Write a figure or finding into its page: its words, a link to its record, and its card."""
    site = site_of(self.builder.env)
    href = record_href(self.builder, site, self.docnames[0], node["entry"])
    entry = site.ledger.entry(node["entry"])
    words = Markup.escape(node.astext()) if node["finding"] else with_number_marked(node.astext())
    self.body.append(
        site.render(
            "entry.html",
            entry=entry,
            words=words,
            href=href,
            number=next_number(self),
            card=card(site, node["entry"], href),
            style=node.get("style"),
            note=_page_of(self).notes.get(node["entry"]),
            is_finding=node["finding"],
            evidence_only=node.get("evidence_only", False),
            first_mixed=_is_first_mixed(self, entry),
            ledger=site.ledger,
        ).strip()
    )
    raise nodes.SkipNode


def visit_turns(self: HTML5Translator, node: TurnsNode) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS="sop-turns"))


def depart_turns(self: HTML5Translator, node: TurnsNode) -> None:
    self.body.append("</span>")


def _keep_numbers_together(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """In headings as they are written, no line ends between a number and what it counts."""
    for title in doctree.findall(nodes.title):
        for text in list(title.findall(nodes.Text)):
            text.parent.replace(
                text, nodes.Text(re.sub(r"(?<=\d) (?=[a-z])", "\N{NO-BREAK SPACE}", text))
            )


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", _keep_ways)
    app.add_node(EntryNode, html=(visit_entry, None), epub=(visit_entry, None))
    app.add_role("fig", EntryRole())
    app.add_role("finding", EntryRole())
    app.add_role("plain", PlainRole())
    turns = (visit_turns, depart_turns)
    app.add_node(TurnsNode, html=turns, epub=turns)
    app.add_role("turns", TurnsRole())
    app.add_transform(TitleEntries)
    app.connect("doctree-resolved", _keep_numbers_together)
