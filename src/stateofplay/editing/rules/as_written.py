"""What a check finds in a page as written, before a build does: numbers typed into it, names of
nothing, in roles, links and pictures, and charts whose blocks or words are not as they must be.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from stateofplay.chapters.chart_blocks import read_block
from stateofplay.chapters.chart_names import unknown_names
from stateofplay.charts import TEXTS
from stateofplay.editing.rules.source_text import LINK, ROLE, ChartTexts, Paragraph, SourcePage
from stateofplay.files.access import input_files
from stateofplay.files.characters import quoted
from stateofplay.files.guesses import guess
from stateofplay.files.problems import DataError, Problem
from stateofplay.files.project import REFERENCE, Project
from stateofplay.ledger.beside import counted_years, typed_in, typed_number
from stateofplay.ledger.contents import PLACEHOLDER
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.reading.book_settings import listed_pages
from stateofplay.numbers.numerals import typed_numbers

# What the build lets be as well: roles, links with their words, notes, formulas, comments.
_NO_PROSE = re.compile(
    rf"{ROLE.pattern}|{LINK.pattern}|\[\^[^\[\]]*\]:?|https?://[^\s<>]+"
    r"|<[^<>]+>|\$\$.+?\$\$|\$[^$\n]+\$|\{\{[^{}]*\}\}|&#?\w+;|^%.*$|^\([\w-]+\)=$",
    re.DOTALL | re.MULTILINE,
)
_TO_PAGE = re.compile(r"(?<!!)\[([^\[\]]*)\]\([^()\s:]*\.md(?:#[^()\s]*)?\)")
_LINK = re.compile(r"(!?)\[[^\[\]]*\]\(([^\s()<>:#]+)(#[^\s()]*)?\)")
# The first line of a directive that is none, for a fence of backticks holds none on its first line.
_FENCE = re.compile(r"^`{3,}\{[a-z][\w:-]*\}(?=[^\n]*`)", re.MULTILINE)
_PICTURES = ("figure", "image")
# A name in braces that no backtick follows at once, as of a role with a blank or other quotes.
_BRACES = re.compile(r"(?<![{$\\\w`])\{[a-z][\w:-]*\}(?![`}])")


def typed_in_prose(page: SourcePage, ledger: Ledger) -> Iterator[Problem]:
    """Each digit that is no figure, link or code, and is not marked as plain; of what may be a year
    those that a hedge and a unit's noun make a count."""
    counted = counted_years(ledger)
    for paragraph in page.paragraphs:
        for line, said in enumerate(_words_of(paragraph).split("\n"), paragraph.line):
            for number in (*typed_numbers(said), *counted.findall(said)):
                yield Problem(page.file, line, "", typed_number(number))


def roles_of_nothing(page: SourcePage, ledger: Ledger) -> Iterator[Problem]:
    """Each figure and finding in the prose that the book does not have, or cannot print so."""
    for paragraph in page.paragraphs:
        text = paragraph.without_code()
        for found in ROLE.finditer(text):
            if found["role"] not in ("fig", "finding"):
                continue
            try:
                ledger.printed(found["role"], found["content"])
            except (KeyError, ValueError) as error:
                line = paragraph.line + text.count("\n", 0, found.start())
                yield Problem(page.file, line, "", error.args[0])


def _words_of(paragraph: Paragraph) -> str:
    """The paragraph with blanks for all that is no prose; its lines stay. The words of a link to a
    page of the book are prose."""
    text = _TO_PAGE.sub(r" \1 ", paragraph.without_code())
    blank = _NO_PROSE.sub(lambda found: re.sub(r"\S", " ", found[0]), text)
    return re.sub(r"\\\n", " \n", blank)


def gone(page: SourcePage, ledger: Ledger) -> Iterator[Problem]:
    """Each picture and each page to which this one leads, and which there is not."""
    project = ledger.project
    folder = (project.root / page.file).parent
    listed = (*vars(ledger.settings.pages).values(), *ledger.made_pages)
    pages = {*(path.name for path in REFERENCE.iterdir()), *(f"{name}.md" for name in listed)}
    in_toc = _in_toc(project)
    named = [
        (paragraph.line + text.count("\n", 0, found.start()), found[1], found[2], found[3] or "")
        for paragraph in page.paragraphs
        for text in [paragraph.without_code()]
        for found in _LINK.finditer(text)
    ]
    named += [(d.line, "!", d.argument, "") for d in page.directives if d.name in _PICTURES]
    for line, is_picture, name, place in named:
        kind, made = ("picture", set[str]()) if is_picture else ("page", pages)
        name += place if is_picture else ""  # only pages have places
        if not (is_picture or name.endswith(".md")) or ":" in name:
            continue
        path = project.root / name.lstrip("/") if name.startswith("/") else folder / name
        here = Path(os.path.normpath(path))
        if path.is_file() and not is_picture and in_toc and here not in in_toc:
            said = f"{quoted(name)} is no page of _toc.yml; list it there, or link to one that is"
            yield Problem(page.file, line, "", said)
        if path.is_file() or is_picture and Path(unquote(str(path))).is_file():
            continue
        if PurePosixPath(name).name in made:
            continue
        files = input_files(project.book, "*")
        there = [p.name for p in files if (p.suffix == ".md") != bool(is_picture)]
        hint = guess(name, [*there, *made], "put it there, or take it out")
        yield Problem(page.file, line, "", f"there is no {kind} {quoted(name)}; {hint}")


def _in_toc(project: Project) -> set[Path]:
    """The files that `_toc.yml` lists; none where it cannot be read, which is told elsewhere."""
    with suppress(DataError):
        return {project.root / f"{name}.md" for name in listed_pages(project)}
    return set()


def no_roles(page: SourcePage) -> Iterator[Problem]:
    """Each name in braces that a build would leave as written, and refuse."""
    for paragraph in page.paragraphs:
        for fence in _FENCE.finditer(paragraph.text):
            line = paragraph.line + paragraph.text.count("\n", 0, fence.start())
            said = f"“{fence[0]}” opens no directive, for its line has a backtick; write"
            yield Problem(page.file, line, "", f"{said} {fence[0].replace('`', ':')}")
        words = _words_of(paragraph) if paragraph.is_prose else ""
        for line, said in enumerate(words.split("\n"), paragraph.line):
            for found in _BRACES.finditer(said):
                told = (
                    f"“{found[0]}” is left as written: a role’s name and its backticks stand "
                    "together, as in {fig}`id`"
                )
                yield Problem(page.file, line, "", told)


def typed_in_charts(page: SourcePage) -> Iterator[Problem]:
    """Each number that is typed into the words of a chart."""
    for chart in page.charts:
        for text in chart.templates:
            if text.key not in TEXTS:
                continue
            for number in typed_in(text.text):
                said = f"“{number}” is typed into the words of {chart.id}; write {{id}} of a figure"
                yield Problem(page.file, text.line, text.key, said)


def without_values(page: SourcePage) -> Iterator[tuple[ChartTexts, Problem]]:
    """Each chart whose text alternative states no value of those that it shows."""
    for chart in page.charts:
        for text in chart.templates:
            if text.key == "alt" and text.text.strip() and not PLACEHOLDER.search(text.text):
                said = (
                    f"the alt text of {chart.id} states no value: who cannot see the chart learns "
                    "none; write the extremes or the comparison, each number as {id} of its figure"
                )
                yield chart, Problem(page.file, text.line, "alt", said)


def blocks(page: SourcePage, ledger: Ledger) -> Iterator[Problem]:
    """What is wrong with the `{chart}` blocks of a page: their keys, and the names in them."""
    for block in page.blocks:
        try:
            document = read_block(block.argument, block.content, page.file, block.line)
        except DataError as error:
            yield from error.problems
            continue
        yield from unknown_names(block.argument, document, page.inputs, ledger)
