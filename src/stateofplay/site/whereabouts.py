"""Where something that a page says stands: in which blocks of the page, and on which line of its
file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx.environment import BuildEnvironment

from stateofplay.files.project import BEFORE_MORE, MORE, REFERENCE

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
    for text, before in texts_of(env):
        lines = enumerate(text.split("\n"), before + 1)
        if found := [number for number, line in lines if words in line]:
            return env.docname, min(found, key=lambda number: abs(number - (near or 1)))
    return env.docname, near


def texts_of(env: BuildEnvironment) -> Iterator[tuple[str, int]]:
    """The text of each file that the page being read is made of, with how many lines of the page
    stand before it: what a book adds to a page of the program, which has no mistakes, first."""
    file = Path(env.doc2path(env.docname))
    more = Path(env.srcdir, f"{env.docname}{MORE}.md")
    if file.parent == REFERENCE and more.is_file():
        yield more.read_text(encoding="utf-8"), BEFORE_MORE
    yield file.read_text(encoding="utf-8"), 0
