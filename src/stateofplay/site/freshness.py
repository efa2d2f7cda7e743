"""Keeps pages fresh by content: executes the chapters that changed before they are read, and rereads what an edit touches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import yaml
from myst_nb.core.read import read_myst_markdown_notebook
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

from stateofplay.execution import Chapter, Result
from stateofplay.frames import input_names, table_digest
from stateofplay.site.prose import typed_in_charts
from stateofplay.site.state import EVERYTHING, Site, Uses, site_of, uses_of
from stateofplay.tables import Problem

logger = logging.getLogger(__name__)
# Results of the chapters about to be read, by their text: MyST-NB hands a reader nothing but the text.
_executed: dict[str, tuple[Chapter, Result]] = {}


def read_chapter(text: str) -> nbformat.NotebookNode:
    """The reader of `.md` files for MyST-NB: the notebook with the outputs of its execution filled in."""
    notebook = read_myst_markdown_notebook(text, add_source_map=True)
    notebook.metadata.setdefault("language_info", nbformat.from_dict({"name": "python", "pygments_lexer": "python"}))
    if text in _executed:
        _, result = _executed[text]
        cells = [c for c in notebook.cells if c.cell_type == "code"]
        for number, (cell, outputs) in enumerate(zip(cells, result.outputs, strict=True), 1):
            cell.execution_count = number
            cell.outputs = [nbformat.from_dict(output) for output in outputs]
    return notebook


def chapter_of(name: str, file: str, text: str) -> Chapter | None:
    """The executable part of a Markdown file; None when it has no code cell."""
    if "{code-cell}" not in text:
        return None
    notebook = read_myst_markdown_notebook(text, add_source_map=True)
    lines = notebook.metadata["source_map"]
    cells = tuple((c.source, line + 1) for c, line in zip(notebook.cells, lines, strict=True) if c.cell_type == "code")
    inputs = notebook.metadata.get("inputs", [])
    return Chapter(name, file, cells, tuple(inputs))


def execute_chapters(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Execute the chapters among `docnames`. Raises ExtensionError with every problem of every chapter."""
    site = site_of(app)
    chapters, problems = {}, []
    _executed.clear()
    for docname in docnames:
        path = Path(env.doc2path(docname))
        text = path.read_text(encoding="utf-8")
        file = site.ledger.project.relative(path)
        try:
            chapter = chapter_of(docname.rpartition("/")[2], file, text)
        except (yaml.YAMLError, ValueError) as error:
            problems.append(Problem(file, 1, "", f"the front matter cannot be read: {' '.join(str(error).split())}"))
            continue
        if chapter:
            chapters[docname] = (chapter, text)
            problems += _typed(chapter)
    site.executor.report = logger.info
    results = site.executor.execute(chapter for chapter, _ in chapters.values())
    for docname, (chapter, text) in chapters.items():
        result = results[chapter.name]
        problems += result.problems
        _executed[text] = (chapter, result)
        uses = uses_of(env).setdefault(docname, Uses())
        uses.inputs = {name: table_digest(site.ledger, name) for name in chapter.inputs if name in input_names(site.ledger)}
    if problems:
        listing = "\n".join(str(p) for p in sorted(problems))
        raise ExtensionError(f"chapters cannot be published; nothing was built:\n{listing}")


def _typed(chapter: Chapter) -> list[Problem]:
    found = []
    for source, line in chapter.cells:
        try:
            numbers = list(typed_in_charts(source))
        except SyntaxError:
            continue  # its execution reports it, with the line
        found += [Problem(chapter.file, line + offset, "", f"“{number}” is typed into the words of a chart; write the figure’s id in braces")
                  for offset, number in numbers]
    return found


def outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """The pages that show something of the data that has changed since they were read."""
    site = site_of(app)
    return [name for name, uses in uses_of(env).items() if name in env.found_docs and _is_stale(site, uses)]


def _is_stale(site: Site, uses: Uses) -> bool:
    names = set(input_names(site.ledger))
    if any(name not in names or table_digest(site.ledger, name) != digest for name, digest in uses.inputs.items()):
        return True
    return any(_digest(site, name) != digest for name, digest in uses.digests.items())


def _digest(site: Site, name: str) -> str | None:
    if name == EVERYTHING:
        return site.digest
    try:
        return site.ledger.digest(name)
    except KeyError:
        return None


def setup(app: Sphinx) -> None:
    app.connect("env-get-outdated", outdated)
    app.connect("env-before-read-docs", execute_chapters)
    app.connect("config-inited", _configure, priority=0)


def _configure(app: Sphinx, config: Any) -> None:
    """Let MyST-NB read chapters through `read_chapter` and execute nothing itself."""
    config.nb_custom_formats = {".md": ["stateofplay.site.freshness.read_chapter", {}, False]}
    config.nb_execution_mode = "off"
