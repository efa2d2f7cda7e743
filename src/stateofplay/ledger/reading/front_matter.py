"""Reads the front matter of every page, and holds it against its schema."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from stateofplay.files.access import input_files
from stateofplay.files.documents import Document, read_yaml
from stateofplay.files.guesses import unknown
from stateofplay.files.problems import DataError, Problem
from stateofplay.files.project import Project
from stateofplay.files.texts import read_text

CELLS = ("{code-cell}", "{chart}")  # how a fence begins that stands for a cell
# A fenced block, as CommonMark has it: it ends with at least as many of its own marks.
_FENCE = re.compile(
    r"^ {0,3}(?P<marks>`{3,}|~{3,})(?P<info>[^\n]*)$.*?(?:^ {0,3}(?P=marks)[`~]*[ \t]*$|\Z)",
    re.DOTALL | re.MULTILINE,
)


def has_cells(text: str) -> bool:
    """Whether a chapter may have cells: what stands in a longer fence is an example of one."""
    return any(_cells(text))


def cells_as_written(text: str) -> str:
    """What of a chapter's text its cells depend on: they themselves, and the front matter."""
    lines = text.split("\n")
    return "\n".join([*lines[: front_matter_end(lines) if has_cells(text) else 0], *_cells(text)])


def _cells(text: str) -> Iterator[str]:
    for fence in _FENCE.finditer(text):
        if fence["info"].strip().startswith(CELLS):
            yield fence[0]


def chapter_problems(project: Project, inputs: Collection[str] | None) -> list[Problem]:
    """What is wrong with the text and the front matter of every page in `book/`.

    `inputs` are the tables that a chapter may name; None when the data cannot be read.
    """
    problems = []
    for path in input_files(project.book, "*.md"):
        file = project.relative(path)
        try:
            problems += front_matter_problems(file, read_text(path, file), inputs)
        except DataError as error:
            problems += error.problems
    return problems


def front_matter_problems(file: str, text: str, inputs: Collection[str] | None) -> list[Problem]:
    """What is wrong with the front matter of one page; only a page with cells needs any."""
    if not text.strip():
        remedy = "write its title, like # Aid, and its text, or delete it and its line in _toc.yml"
        return [Problem(file, 1, "", f"is empty; {remedy}")]
    needs_kernel = has_cells(text)
    try:
        document = front_matter(file, text)
    except DataError as error:
        return error.problems
    if document is None:
        said = "has cells but no front matter; copy that of another chapter"
        return [Problem(file, 1, "", said)] if needs_kernel else []
    if problems := document.unfit("chapter"):
        return problems
    content = document.content or {}
    if needs_kernel and not {"kernelspec", "file_format"} & set(content):
        kernel = "{name: python3, display_name: Python 3 (ipykernel), language: python}"
        said = f"is missing, and the page has cells; write {kernel}"
        return [Problem(file, 1, "kernelspec", said)]
    return [
        document.problem(["inputs", number], unknown(name, inputs, "a table"))
        for number, name in enumerate(content.get("inputs", ()))
        if inputs is not None and name not in inputs
    ]


def front_matter_end(lines: Sequence[str]) -> int:
    """How many lines of a page the front matter takes with its dashes: 0 on a page without, one
    more than there are where it is not closed.
    """
    if lines[0].removeprefix("\ufeff").rstrip() != "---":
        return 0
    ends = (n for n, line in enumerate(lines[1:], 2) if line.rstrip() in ("---", "..."))
    return next(ends, len(lines) + 1)


def front_matter(file: str, text: str) -> Document | None:
    """The front matter between the first two lines of dashes; None for a page without.

    The only reader of it besides MyST's, which it follows. Raises DataError where it is no YAML.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    end = front_matter_end(lines)
    if not end:
        return None
    if end > len(lines):
        raise DataError(
            [Problem(file, 1, "", "the front matter is not closed; write --- on the line after it")]
        )
    return read_yaml(file, "\n".join(lines[1 : end - 1]) + "\n", first_line=2)
