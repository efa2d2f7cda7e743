"""Checks the prose as it is read: no digit may be typed where a live figure belongs, no chart may
have typed numbers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from stateofplay.chapters.execution import Chapter
from stateofplay.charts import TEXTS
from stateofplay.files.characters import quoted
from stateofplay.files.problems import Problem
from stateofplay.ledger.beside import IN_PROSE, contradictions, counted_years
from stateofplay.ledger.ledger import PLACEHOLDER
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
                logger.error(
                    "“%s” is typed in the prose; write {fig}`id` for a figure, "
                    "or {plain}`%s` if it is none",
                    number,
                    number,
                    location=place(self.env, number, text),
                )


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


def typed_in_cells(chapter: Chapter) -> list[Problem]:
    """A line for each number typed into the words of a chart of a cell."""
    found = []
    for cell, (source, _) in enumerate(chapter.cells):
        try:
            numbers = list(_typed_in_charts(source))
        except SyntaxError:
            continue  # its execution reports it, with the line
        found += [
            Problem(
                chapter.file,
                chapter.line(cell, offset),
                "",
                f"{quoted(number)} is typed into the words of a chart; "
                "write the figure’s id in braces",
            )
            for offset, number in numbers
        ]
    return found


def _typed_in_charts(source: str) -> Iterator[tuple[int, str]]:
    """Line (from 0) and number for every digit typed into the words of a `show()` call in a cell's
    code."""
    for call in ast.walk(ast.parse(source)):
        if not (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Name)
            and call.func.id == "show"
        ):
            continue
        for keyword in call.keywords:
            if keyword.arg not in TEXTS:
                continue
            for part in ast.walk(keyword.value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    for number in typed_numbers(PLACEHOLDER.sub("", part.value)):
                        yield part.lineno - 1, number


def setup(app: Sphinx) -> None:
    app.add_transform(TypedNumbers)
    app.add_transform(BesideFigures)
