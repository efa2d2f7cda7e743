"""Finds numbers typed into a page, and roles that name nothing, before a build does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stateofplay.editing.rules.source_text import LINK, ROLE, Paragraph, SourcePage
from stateofplay.files.problems import Problem
from stateofplay.ledger.beside import counted_years, typed_number
from stateofplay.ledger.ledger import Ledger
from stateofplay.numbers.numerals import typed_numbers

# What the build lets be as well: roles, links with their words, notes, formulas, comments.
_NO_PROSE = re.compile(
    rf"{ROLE.pattern}|{LINK.pattern}|\[\^[^\[\]]*\]:?|https?://[^\s<>]+"
    r"|<[^<>]+>|\$\$.+?\$\$|\$[^$\n]+\$|\{\{[^{}]*\}\}|&#?\w+;|^%.*$|^\([\w-]+\)=$",
    re.DOTALL | re.MULTILINE,
)
_TO_PAGE = re.compile(r"(?<!!)\[([^\[\]]*)\]\([^()\s:]*\.md(?:#[^()\s]*)?\)")


def typed_in_prose(page: SourcePage, ledger: Ledger) -> Iterator[Problem]:
    """Each digit that is no figure, link or code, and is not marked as plain; of what may be a year
    those that a hedge and a unit's noun make a count."""
    counted = counted_years(ledger)
    for paragraph in page.paragraphs:
        for line, said in enumerate(words_of(paragraph).split("\n"), paragraph.line):
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


def words_of(paragraph: Paragraph) -> str:
    """The paragraph with blanks for all that is no prose; its lines stay. The words of a link to a
    page of the book are prose."""
    text = _TO_PAGE.sub(r" \1 ", paragraph.without_code())
    blank = _NO_PROSE.sub(lambda found: re.sub(r"\S", " ", found[0]), text)
    return re.sub(r"\\\n", " \n", blank)
