"""Edits of a chapter's prose: the lines of one paragraph, found by what the page shows of it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stateofplay.chapters.chart_blocks import executed_in
from stateofplay.editing.rows.pending import Pending
from stateofplay.editing.rows.raw_rows import EditError
from stateofplay.editing.rules.reading_grade import as_read
from stateofplay.files.project import Project
from stateofplay.files.texts import plain
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.leftovers import line_of
from stateofplay.ledger.reading.front_matter import front_matter_end

# Of a paragraph's words the page shows nearly all, among those of the cards behind its figures.
_SHOWN, _OWN = 0.8, 0.15


@dataclass(frozen=True)
class Block:
    """A paragraph or heading of a chapter: its lines, the first and the last, from 1."""

    first: int
    last: int
    text: str


def blocks(text: str) -> Iterator[Block]:
    """The paragraphs and headings of a chapter, wherever they stand; not the front matter, cells,
    directives, and what else is no prose.
    """
    from markdown_it import MarkdownIt

    lines = plain(text).split("\n")
    start = front_matter_end(lines)
    tokens = MarkdownIt("commonmark").parse("\n".join([""] * start + lines[start:]))
    for token in tokens:
        if token.type in ("paragraph_open", "heading_open") and token.map:
            first, last = token.map
            while first < last and re.match(r"\s*(?::{3,}|\(\w|%|\|)", lines[first]):
                first += 1  # a directive's fence, a label, a comment, a table
            while first < last and re.match(r"\s*(?::{3,}|$)", lines[last - 1]):
                last -= 1
            if first < last:
                yield Block(first + 1, last, "\n".join(lines[first:last]))


def paragraph(text: str, shown: str, nth: int, ledger: Ledger | None) -> Block | None:
    """The paragraph that a page shows as `shown`, the `nth` (from 0) of those as like it as any;
    None where none is like it.
    """
    wanted = _words(shown)
    found: list[tuple[int, Block]] = []
    for block in blocks(text):
        words = _words(as_read(block.text, ledger))
        compared = difflib.SequenceMatcher(None, words, wanted, autojunk=False)
        same = sum(run.size for run in compared.get_matching_blocks())
        if same and same >= _SHOWN * len(words) and same >= _OWN * len(wanted):
            found.append((same, block))
    most = max((same for same, _ in found), default=0)
    alike = [block for same, block in found if same == most]
    return alike[min(nth, len(alike) - 1)] if alike else None


def change_lines(
    pending: Pending, file: str, first: int, last: int, text: str, version: str
) -> tuple[Path, int]:
    """Put `text` in the place of lines of a chapter; gives its path and the last line of the text.

    Raises EditError for a file that is no chapter, for lines that are not those of one of its
    `blocks`, and for a text that would change front matter or cells, that is what is executed; and
    Conflict as `Pending` does.
    """
    path = chapter_file(pending.project, file)
    try:
        content = pending.content(path, version).decode()
    except UnicodeDecodeError as error:
        raise EditError(f"{file} is not stored as UTF-8; save it so") from error
    if (first, last) not in {(block.first, block.last) for block in blocks(content)}:
        raise EditError(f"{file} has no paragraph on lines {first} to {last}")
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", content)  # as `plain` ends them
    old = "".join(lines[first - 1 : last])
    end = re.search(r"(?:\r\n|\n|\r)?\Z", old)[0]  # type: ignore[index]
    line_end = "\r\n" if "\r\n" in content else "\n"
    new = plain(text).strip("\n").replace("\n", line_end)
    after = "".join([*lines[: first - 1], new + end if new else "", *lines[last:]])
    if after != content:
        try:
            is_prose = executed_in(plain(after)) == executed_in(plain(content))
        except Exception as error:  # whatever the reader of notebooks raises
            raise EditError(f"{file} could no longer be read: {line_of(error)}") from error
        if not is_prose:
            said = "a paragraph changes no cell and no front matter"
            raise EditError(f"{said}; edit those of {file} in the file")
        pending.put(path, after.encode())
    return path, first + new.count("\n")


def chapter_file(project: Project, file: str) -> Path:
    """The chapter of that name, like ``book/aid.md``. Raises EditError for anything else."""
    path = project.root / file
    if not (file.startswith("book/") and file.endswith(".md") and path.is_file()):
        raise EditError(f"{file} is no chapter of this book")
    return path


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
