"""Reads the cells of a chapter: its code cells, and its `{chart}` blocks as the cells that they
stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from stateofplay.chapters.kinds import KINDS, chart_code, tables_of
from stateofplay.files.characters import quoted
from stateofplay.files.documents import Document, read_yaml
from stateofplay.files.guesses import guess
from stateofplay.files.problems import DataError, Problem
from stateofplay.ledger.reading.front_matter import CELLS

if TYPE_CHECKING:
    import nbformat

_CHOICES = ("rows", "series", "query")
# What only some kinds draw.
_ONLY = {
    "marks": ("series",),
    "by": ("bounds", "series"),
    "ticks": ("bounds", "bars", "series", "against-the-record"),
    "highlight": ("bars", "series", "squares"),
}
_NEXT = re.compile(r"^```+\{(?:code-cell|chart)\b.*$", re.MULTILINE)


def read_cells(text: str, file: str = "") -> nbformat.NotebookNode:
    """The notebook that a chapter is, with `source_map` in its metadata, where each cell begins.

    A `{chart}` block is a folded code cell, with the option `chart`: the line of its fence. Raises
    DataError with everything that is wrong with the blocks.
    """
    return _read(text, file)[0]


def cells_of(text: str, file: str) -> nbformat.NotebookNode:
    """What `read_cells` reads, for those who change nothing."""
    return _kept(text, file)[0]


def blocks_of(text: str, file: str) -> list[tuple[str, Document]]:
    """The `{chart}` blocks of a chapter with their kinds. Raises DataError as `read_cells` does."""
    return _kept(text, file)[1]


def _read(text: str, file: str) -> tuple[nbformat.NotebookNode, list[tuple[str, Document]]]:
    import nbformat

    notebook = _notebook(text, file)
    lines, problems, blocks = text.splitlines(), [], []
    for cell, start in zip(notebook.cells, notebook.metadata["source_map"], strict=True):
        if cell.cell_type != "code":
            continue
        name, _, kind = lines[start - 1].strip().strip("`~").partition("}")
        if name != "{chart":
            if opened := _NEXT.search(cell.source):  # the next cell, within this one
                line = next(n for n in range(start, len(lines)) if lines[n] == opened[0]) + 1
                problems.append(_unclosed(file, start, line))
            continue
        try:
            if cell.metadata:
                raise DataError([_not_yaml(file, start)])
            # Blank lines before the first key are not part of the cell.
            first = next((n for n in range(start, len(lines)) if lines[n].strip()), start)
            written = "\n" * (first - start) + cell.source.lstrip("\n")
            kind = kind.strip()
            blocks.append((kind, read_block(kind, written, file, start)))
            cell.source = chart_code(kind, blocks[-1][1].content)
            cell.metadata = nbformat.from_dict(  # type: ignore[no-untyped-call]
                {"tags": ["hide-input"], "chart": start}
            )
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    return notebook, blocks


def _notebook(text: str, file: str) -> nbformat.NotebookNode:
    """The notebook that a chapter is. Raises DataError where a cell's options cannot be read."""
    # They take longer to import than `check` has, which reads the blocks alone.
    import nbformat
    from myst_nb.core.read import MystMetadataParsingError, read_myst_markdown_notebook

    try:
        notebook: nbformat.NotebookNode = read_myst_markdown_notebook(
            text, add_source_map=True, code_directive=CELLS
        )
    except MystMetadataParsingError as error:
        line = re.search(r"at line (\d+)", str(error))
        said = "the cell’s options cannot be read; write lines like :tags: [hide-input]"
        raise DataError([Problem(file, int(line[1]) if line else 1, "", said)]) from None
    except nbformat.ValidationError as error:
        key = str([*error.path, "tags", "tags"][1])
        lines = enumerate(text.split("\n"), 1)
        number = next((n for n, line in lines if re.match(rf"\s*:?{key}:(?!\s*\[)", line)), 1)
        other = "has a value that notebooks do not take; take the line out"
        said = "is not a list of names; write it as [hide-input]" if key == "tags" else other
        raise DataError([Problem(file, number, key, said)]) from None
    return notebook


def executed_in(text: str) -> object:
    """What of a chapter is executed, and how, to be compared: its metadata and its cells as they
    are written, with the lines that begin them. Raises DataError as `read_cells` does."""
    notebook = _notebook(text, "")
    lines, starts = text.split("\n"), notebook.metadata.pop("source_map")
    cells = zip(notebook.cells, starts, strict=True)
    written = [(lines[n - 1], c.source, c.metadata) for c, n in cells if c.cell_type == "code"]
    return notebook.metadata, written


_kept = lru_cache(maxsize=256)(_read)  # asked five times


def read_block(kind: str, text: str, file: str, start: int) -> Document:
    """What one block of a kind says, whose text begins after line `start`. Raises DataError."""
    if kind not in KINDS:
        said = f"{quoted(kind)} is not a kind of chart" if kind else "has no kind"
        hint = guess(kind, KINDS, f"write one of {', '.join(KINDS)}")
        raise DataError([Problem(file, start, "chart", f"{said}; {hint}")])
    if text.lstrip().startswith(":"):
        raise DataError([_not_yaml(file, start)])
    if fence := re.search(r"^`{2,}", text, re.MULTILINE):  # with which no YAML begins a line
        line = start + 1 + text.count("\n", 0, fence.start())
        raise DataError([_unclosed(file, start, line)])
    head = text[: len(text) - len(text.lstrip("\n"))]  # blank lines before the first key
    document = read_yaml(file, text[len(head) :], first_line=start + 1 + len(head))
    if kind == "against-the-record" and isinstance(document.content, dict):
        document.content.setdefault("table", "checks")  # it draws no other
    problems = document.unfit("chart") or list(_unfit(kind, document))
    if problems:
        raise DataError(problems)
    return document


def _unclosed(file: str, start: int, line: int) -> Problem:
    said = f"the block that begins in line {start} is not closed; end it with a line of ```"
    return Problem(file, line, "", said)


def _not_yaml(file: str, start: int) -> Problem:
    return Problem(file, start + 1, "chart", "is written as YAML: id: …, not :id: …")


def _unfit(kind: str, document: Document) -> Iterator[Problem]:
    """What of a block cannot be drawn together."""
    said = document.content
    chosen = [name for name in _CHOICES if name in said]
    if len(chosen) != 1:
        yield document.problem(
            chosen[1:2], "choose the rows in one way: with rows, with series or with query"
        )
    if ("title" in said) == ("finding" in said):
        yield document.problem(
            ["title"] if "title" in said else [],
            "needs either finding (when its title claims something) or title",
        )
    low, high = said.get("domain", (0, 1))
    if low >= high:
        yield document.problem(["domain"], f"ends at {high} and begins at {low}; begin lower")
    for name, kinds in _ONLY.items():
        if name in said and kind not in kinds:
            yield document.problem([name], f"is not for {kind}, only for {' and '.join(kinds)}")
    if kind == "against-the-record" and (tables_of(said) != ["checks"] or "series" in said):
        yield document.problem(
            ["table"], "against-the-record draws the table checks, its figures by rows or query"
        )
    computed = [name for name in tables_of(said) if name.partition("/")[0] == "derived"]
    if computed and "sources" not in said:
        yield document.problem(
            ["table"], f"the rows of {computed[0]} name no source; add sources: [key, …]"
        )
