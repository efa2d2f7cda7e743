"""Checks the prose as it is read: no digit may be typed where a live figure belongs."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from stateofplay.ledger.beside import IN_PROSE, contradictions, counted_years, typed_number
from stateofplay.numbers.numerals import typed_numbers
from stateofplay.site.read.roles import EntryNode, TurnsNode
from stateofplay.site.state import site_of
from stateofplay.site.whereabouts import NO_PROSE, around, place

logger = logging.getLogger(__name__)
_FREE = (
    *NO_PROSE,
    *(EntryNode, TurnsNode, nodes.reference, nodes.footnote_reference, nodes.label),
)


class TypedNumbers(SphinxTransform):
    """Reports every digit of the prose that is no figure, date, code or link, and is not marked as
    plain."""

    default_priority = 390

    def apply(self, **kwargs: Any) -> None:
        ledger = site_of(self.env).ledger
        counted = ledger.once("counted_years", "", lambda: counted_years(ledger))
        for text in list(self.document.findall(nodes.Text)):
            if _is_free(text):
                continue
            for number in (*typed_numbers(text.astext()), *counted.findall(text.astext())):
                said = typed_number(number)
                logger.error("%s", said, location=place(self.env, number, text))


class BesideFigures(SphinxTransform):
    """Reports words, signs and scales beside a figure that make another number of it."""

    default_priority = 390  # in headings as well: they are plain words later

    def apply(self, **kwargs: Any) -> None:
        blocks = dict.fromkeys(
            next(node for node in around(entry) if not isinstance(node, nodes.Inline))
            for entry in self.document.findall(EntryNode)
        )
        for block in blocks:
            for _, name, said in contradictions(
                _written(block), IN_PROSE, site_of(self.env).ledger
            ):
                logger.error("%s: %s", name, said, location=place(self.env, name, block))


def _written(node: nodes.Node) -> str:
    """The words of a block with its figures as their author wrote them, and a mark for code."""
    if isinstance(node, EntryNode):
        return f"{{fig}}`{node.rawsource}`"
    if isinstance(node, (nodes.Text, *NO_PROSE)):
        return node.astext() if isinstance(node, nodes.Text) else "`"
    return "".join(map(_written, node.children))


def _is_free(text: nodes.Text) -> bool:
    free = {"sop-plain", "cell", "cell_input", "cell_output"}
    return any(
        isinstance(node, _FREE) or free.intersection(node.get("classes", ()))
        for node in around(text)
    )


def setup(app: Sphinx) -> None:
    app.add_transform(TypedNumbers)
    app.add_transform(BesideFigures)
