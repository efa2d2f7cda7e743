"""Says what Sphinx and MyST report of a page as this program would: with what to do."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from stateofplay.files.access import input_files
from stateofplay.files.guesses import guess
from stateofplay.files.project import BEFORE_MORE, REFERENCE, Project

# What Sphinx writes between the place of a problem and its words; a check says a problem without.
_LEVEL = re.compile(r"^(\S+\.\w+(?::\d+)?): (?:WARNING|ERROR|CRITICAL): ", re.MULTILINE)
_SHIPPED = re.escape(f"{REFERENCE}{os.sep}")
_PICTURE = re.compile(r"image file not readable: (\S+)(?: \[[\w.]+\])?")
_LINK = re.compile(r"'myst' cross-reference target not found: '([^']*)'(?: \[[\w.]+\])?")


_ROLES = ("fig", "finding", "source", "term", "turns", "plain", "sub", "sup", "abbr", "math")
_DIRECTIVES = ("note", "tip", "warning", "admonition", "dropdown", "figure", "list-table", "math")
# What is said for what they report; {name} is the first word found in that.
_SAID = {
    r"Unknown interpreted text role \"(?:cite|footcite)[^\"]*\"\.": (
        "a source is cited as {{source}}`key`"
    ),
    r"Unknown interpreted text role \"([^\"]*)\"\.": "“{{{name}}}” is no role; {role}",
    r"Unknown directive type: '(chart|code-cell)'": (
        "“{{{name}}}” stands in another block, or after one that is not closed; close that before"
    ),
    r"Unknown directive type: '([^']*)'": "“{{{name}}}” is no directive; {directive}",
    r"Pygments lexer name '([^']*)' is not known": (
        "“{name}” is no language that listings know; write ```text"
    ),
    r"undefined label: '([^']*)'": (
        "“{name}” is no label; write ({name})= on the line before the heading that is meant, or "
        "link to a chart with [words](#id)"
    ),
    r"local id not found in doc '([^']*)': '[^']*'": (
        "{name}.md has no such place; write the id of a chart, or a heading in lower-case letters "
        "with hyphens for blanks"
    ),
    r"Unknown source document '([^']*)'": (
        "{name}.md is no page of _toc.yml; list it there, or link to one that is"
    ),
    r"term not in glossary: '([^']*)'": (
        "“{name}” is not in a {{glossary}}; add it there, or correct the word"
    ),
    r"No key '[^']*' found in glue data.*": "{{glue}} has nothing here; a figure is {{fig}}`id`",
    r"Document headings start at H(\d), not H1": (
        "the first heading is none of the page’s title; begin the page with a line like # Aid"
    ),
    r"Non-consecutive header level increase; H(\d) to H\d": (
        "this heading skips a level; write one # more than in the heading above it"
    ),
}


def report(warnings: str, project: Project) -> str:
    """What Sphinx warned of, in own words, each with its place in a file of the book, also in one
    that adds to a page of the program."""
    warnings = warnings.strip().replace(f"{project.root}{os.sep}", "")
    place = partial(_in_addition, project)
    placed = re.sub(rf"^{_SHIPPED}([\w-]+)\.md:(\d+)", place, warnings, flags=re.MULTILINE)
    return in_own_words(_LEVEL.sub(r"\1: ", placed), input_files(project.book, "*.md"))


def _in_addition(project: Project, found: re.Match[str]) -> str:
    line = int(found[2]) - BEFORE_MORE
    file = project.relative(project.addition(f"book/{found[1]}"))
    return f"{file}:{line}" if line > 0 else found[0]


def in_own_words(reported: str, pages: Iterable[Path]) -> str:
    """The report with what to do; `pages` are those that a link may have meant."""
    names = [path.name for path in pages]
    otherwise = "correct it, or take it out"
    for pattern, said in _SAID.items():
        reported = re.sub(rf"{pattern}(?: \[[\w.-]+\])?", partial(_told, said), reported)
    reported = _PICTURE.sub(rf"there is no picture “\1”; put it there, or {otherwise}", reported)
    return _LINK.sub(
        lambda found: (
            f"there is no page “{found[1]}”; {guess(found[1], names, otherwise)}"
            if found[1].endswith(".md")
            else f"“{found[1]}” leads nowhere; {otherwise}"
        ),
        reported,
    )


def _told(said: str, found: re.Match[str]) -> str:
    name = found[1] if found.re.groups else ""
    return said.format(
        name=name,
        role=guess(name, _ROLES, "a figure is {fig}`id`, other text needs none"),
        directive=guess(name, _DIRECTIVES, "write Markdown, or a {note}"),
    )
