"""The role `{source}` says what a sentence rests on where that is no figure; each paragraph of a
chapter rests on something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole
from sphinx.writers.html5 import HTML5Translator

from stateofplay.files.guesses import unknown
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.reading.tables import Row
from stateofplay.site.read.roles import EntryNode, next_number, refused
from stateofplay.site.state import SOURCES, note_table, note_use, site_of
from stateofplay.site.whereabouts import around, place

logger = logging.getLogger(__name__)
_TABLES = ("events", "positions")
# Their paragraphs are no prose.
_NO_TEXT = (nodes.footnote, nodes.entry, nodes.caption, nodes.system_message)


@dataclass(frozen=True)
class Ground:
    """What a sentence rests on: the mark in the text, what its record says, and the source that
    carries it."""

    mark: str
    said: str
    who: str
    is_party: bool
    source: str


class MarkNode(nodes.Inline, nodes.Element):
    """A mark after a sentence. Attribute `name`: a paragraph of the article, an event, a position
    or a source's key."""


def ground_of(ledger: Ledger, name: str) -> Ground:
    """What `name` stands for: ``21`` or ``key:21`` for a paragraph of an article, the id of an
    event or position, a source's key.

    Without a key it is the oldest article, so that prose means the same when a later one is added.
    Raises KeyError with a message that suggests the nearest name.
    """
    key, _, paragraph = name.rpartition(":")
    if paragraph.isdecimal():
        return _paragraph(ledger, key, int(paragraph))
    for row in _rows(ledger):
        if row.text("id") == name:
            said = row.text("title") or row.text("position")
            who, is_party = row.text("who") or row.text("party"), row.text("interest") == "party"
            return Ground("¶", said, who, is_party, row.text("source"))
    if name in ledger.sources:
        source = ledger.sources[name]
        return Ground("¶", source.title, source.producer, source.is_party, name)
    known = [*(row.text("id") for row in _rows(ledger)), *ledger.sources]
    raise KeyError(unknown(name, known, "a paragraph, an event, a position or a source"))


def _paragraph(ledger: Ledger, key: str, number: int) -> Ground:
    oldest = min(ledger.articles.values(), key=lambda article: article.date or date.max)
    article = ledger.articles.get(key) if key else oldest
    if article is None:
        raise KeyError(unknown(key, ledger.articles, "the key of an article"))
    if not 1 <= number <= article.paragraph_count:
        raise KeyError(
            f"“{number}” is no paragraph of {article.key}; it has {article.paragraph_count}"
        )
    return Ground(
        f"¶{number}", f"{article.title}, paragraph {number}", article.producer, False, article.key
    )


def _rows(ledger: Ledger) -> Iterator[Row]:
    for name in _TABLES:
        yield from ledger.rows(name)


class SourceRole(SphinxRole):
    """`` {source}`21` ``: a mark that opens the record of what the sentence before it rests on."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        site = site_of(self.env)
        name = self.text.strip()
        try:
            ground_of(site.ledger, name)
        except KeyError as error:
            refused(self, error)
            return [MarkNode("", name="")], []  # an empty mark: what stands there is reported once
        note_use(self.env, SOURCES)
        for table in _TABLES:
            if any(row.text("id") == name for row in site.ledger.rows(table)):
                note_table(self.env, table)
        node = MarkNode("", name=name)
        self.set_source_info(node)
        return [node], []


def mark(writer: HTML5Translator, name: str, beside: bool = False) -> Markup:
    """The mark of `name` on the page being written; `beside` another, it keeps so far away that a
    finger meets one of them."""
    site = site_of(writer.builder.env)
    ground = ground_of(site.ledger, name)
    anchor = site.ledger.sources[ground.source].anchor
    listed = site.ledger.row_page("sources", anchor)
    page = writer.builder.get_relative_uri(writer.docnames[0], listed)
    return Markup(
        site.render(
            "mark.html",
            ground=ground,
            ledger=site.ledger,
            beside=beside,
            source=site.ledger.sources[ground.source],
            number=next_number(writer),
            href=f"{page}#{anchor}",
        ).strip()
    )


def visit_mark(self: HTML5Translator, node: MarkNode) -> None:
    if node["name"]:
        self.body.append(mark(self, node["name"], _is_beside(node)))
    raise nodes.SkipNode


def _is_beside(node: MarkNode) -> bool:
    """Whether nothing but space stands between a mark and the one before it."""
    before = node.parent.children[: node.parent.index(node)]
    while before and isinstance(before[-1], nodes.Text) and not before[-1].strip():
        before.pop()
    return bool(before) and isinstance(before[-1], MarkNode)


def _keep_with_sentences(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """As pages are written, no line begins with a mark: it stays with the word before it."""
    for node in doctree.findall(MarkNode):
        place = node.parent.index(node)
        before = node.parent[place - 1] if place else None
        if isinstance(before, nodes.Text) and before[-1:].isspace():
            node.parent[place - 1] = nodes.Text(f"{before.rstrip()}\N{NO-BREAK SPACE}")


def _without_ground(app: Sphinx, doctree: nodes.document) -> None:
    """Report each paragraph of a chapter that has no figure, no finding and no mark: a chapter
    declares `inputs`."""
    page = app.env.docname
    shipped = site_of(app).ledger.project.is_shipped(page)  # it explains, and claims nothing
    if shipped or "inputs" not in app.env.metadata.get(page, {}):
        return
    for paragraph in doctree.findall(nodes.paragraph):
        if (
            paragraph.get("classes")
            or isinstance(paragraph.parent, _NO_TEXT)
            or _is_output(paragraph)
        ):
            continue
        if next(paragraph.findall(EntryNode), None) or next(paragraph.findall(MarkNode), None):
            continue
        # A picture's alternative text is not prose, nor is what docutils has reported there.
        texts = paragraph.findall(nodes.Text)
        said = (t for t in texts if not isinstance(t.parent.parent, nodes.system_message))
        words = " ".join("".join(said).split())
        if words:
            logger.error(
                "the paragraph “%s…” rests on nothing; "
                "give it a figure, a finding or a {source} mark",
                words[:50],
                location=place(app.env, paragraph.astext().splitlines()[0][:30], paragraph.line),
            )


def _is_output(node: nodes.Node) -> bool:
    """Whether a cell shows it: roles are not read there, so it can hold no mark; its cell declares
    what it reads."""
    return any("cell_output" in outer.get("classes", ()) for outer in around(node))


def setup(app: Sphinx) -> None:
    app.add_node(MarkNode, html=(visit_mark, None), epub=(visit_mark, None))
    app.add_role("source", SourceRole())
    app.connect("doctree-read", _without_ground)
    app.connect("doctree-resolved", _keep_with_sentences)
