"""Finds pictures and pages that a page names and there are not, and braces that are no role, before
a build does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from stateofplay.editing.rules.source_text import Paragraph, SourcePage
from stateofplay.editing.rules.written_prose import words_of
from stateofplay.files.access import input_files
from stateofplay.files.characters import quoted
from stateofplay.files.guesses import guess
from stateofplay.files.problems import Problem
from stateofplay.files.project import REFERENCE
from stateofplay.ledger.ledger import Ledger

_LINK = re.compile(r"(!?)\[[^\[\]]*\]\(([^\s()<>:#]+)(#[^\s()]*)?\)")
# The first line of a directive that is none, for a fence of backticks holds none on its first line.
_FENCE = re.compile(r"^`{3,}\{[a-z][\w:-]*\}(?=[^\n]*`)", re.MULTILINE)
_PICTURES = ("figure", "image")
# A name in braces that no backtick follows at once, as of a role with a blank or other quotes.
_BRACES = re.compile(r"(?<![{$\\\w`])\{[a-z][\w:-]*\}(?![`}])")


def gone(page: SourcePage, ledger: Ledger) -> Iterator[Problem]:
    """Each picture and each page to which this one leads, and which there is not."""
    project = ledger.project
    folder = (project.root / page.file).parent
    named = [
        (paragraph.line + text.count("\n", 0, found.start()), *_meant(*found.groups("")))
        for paragraph in page.paragraphs
        for text in [paragraph.without_code()]
        for found in _LINK.finditer(text)
    ]
    named += [(d.line, True, d.argument) for d in page.directives if d.name in _PICTURES]
    for line, is_picture, name in named:
        kind = "picture" if is_picture else "page"
        if not (is_picture or name.endswith(".md")) or ":" in name:
            continue
        path = project.root / name.lstrip("/") if name.startswith("/") else folder / name
        made = {
            *(p.name for p in REFERENCE.iterdir()),
            *(f"{n}.md" for n in vars(ledger.settings.pages).values()),
        }
        made |= {f"{known}.md" for known in ledger.record_pages}
        if path.is_file() or is_picture and Path(unquote(str(path))).is_file():
            continue
        if not is_picture and PurePosixPath(name).name in made:
            continue
        there = [
            p.name for p in input_files(project.book, "*") if (p.suffix == ".md") != is_picture
        ]
        hint = guess(name, [*there, *(() if is_picture else made)], "put it there, or take it out")
        yield Problem(page.file, line, "", f"there is no {kind} {quoted(name)}; {hint}")


def _meant(mark: str, name: str, place: str) -> tuple[bool, str]:
    """Whether a link shows a picture, and the file that it names: only pages have places."""
    return bool(mark), name + place if mark else name


def no_roles(page: SourcePage) -> Iterator[Problem]:
    """Each name in braces that a build would leave as written, and refuse."""
    for paragraph in page.paragraphs:
        for fence in _FENCE.finditer(paragraph.text):
            line = paragraph.line + paragraph.text.count("\n", 0, fence.start())
            said = f"“{fence[0]}” opens no directive, for its line has a backtick; write"
            yield Problem(page.file, line, "", f"{said} {fence[0].replace('`', ':')}")
        for line, said in enumerate(_prose(paragraph).split("\n"), paragraph.line):
            for found in _BRACES.finditer(said):
                told = (
                    f"“{found[0]}” is left as written: a role’s name and its backticks stand "
                    "together, as in {fig}`id`"
                )
                yield Problem(page.file, line, "", told)


def _prose(paragraph: Paragraph) -> str:
    return words_of(paragraph) if paragraph.is_prose else ""
