"""Where something that a page says stands: in which blocks of the page, and on which line of its
file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx.environment import BuildEnvironment

# Blocks and spans whose text is a program's, a formula's or nobody's, and no prose of an author's.
NO_PROSE = (
    *(nodes.literal, nodes.literal_block, nodes.raw, nodes.comment, nodes.math, nodes.math_block),
    *(nodes.substitution_definition, nodes.system_message),
)


def words_of_block(block: nodes.Node) -> str:
    """The text of a block on one line; no blank is left where a mark stood before a full stop."""
    return re.sub(r" (?=[.,;:!?])", "", " ".join(block.astext().split()))


def around(node: nodes.Node) -> Iterator[nodes.Element]:
    """What a node stands in, the innermost first."""
    while node.parent is not None:
        node = node.parent
        yield node


def place(
    env: BuildEnvironment, words: str, near: nodes.Node | int | None
) -> tuple[str, int | None]:
    """Page and line for a message about `words`: where they stand in the page's file, next to line
    `near`, or to that on which the block begins that a node is or stands in.

    docutils knows the line on which a paragraph begins, and an editor needs the line of the
    mistake.
    """
    if isinstance(near, nodes.Node):
        near = next((each.line for each in (near, *around(near)) if each.line), None)
    lines = Path(env.doc2path(env.docname)).read_text(encoding="utf-8").split("\n")
    found = [number for number, line in enumerate(lines, 1) if words in line]
    return env.docname, min(found, key=lambda number: abs(number - (near or 1)), default=near)
