"""Keeps pages fresh by content: executes the chapters that changed before they are read, and
rereads what an edit touches."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import ContextVar
from copy import deepcopy
from itertools import chain
from pathlib import Path
from typing import Any

import nbformat
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from stateofplay.chapters.chart_blocks import blocks_of, cells_of, read_cells
from stateofplay.chapters.chart_names import SAME_LABEL, unknown_names
from stateofplay.chapters.execution import Chapter
from stateofplay.chapters.foresight import note_chapters
from stateofplay.chapters.frames import input_names
from stateofplay.charts import CHART_MIME
from stateofplay.charts.chart import Chart
from stateofplay.charts.fields import named_twice
from stateofplay.files.access import content_digest
from stateofplay.files.characters import quoted
from stateofplay.files.problems import DataError, Problem
from stateofplay.files.texts import plain
from stateofplay.ledger.loading import keep_ledger
from stateofplay.ledger.reading.front_matter import front_matter_problems, has_cells
from stateofplay.site.read.ahead import chapters_beside, draw_ahead, draw_at_once, start_drawers
from stateofplay.site.read.outputs import presentable, tag_problems
from stateofplay.site.read.reference import source_of
from stateofplay.site.state import (
    Executed,
    Site,
    Uses,
    current_digest,
    has_changed,
    note_table,
    site_of,
    uses_here,
    uses_of,
)

Outputs = list[list[dict[str, Any]]]  # per code cell, in nbformat's terms
# Whose text is being read: MyST-NB hands a reader nothing but the text itself.
_page: ContextVar[tuple[Site, str]] = ContextVar("page")


def read_chapter(text: str) -> nbformat.NotebookNode:
    """The reader of `.md` files for MyST-NB: the notebook with what its execution showed.

    Raises ExtensionError where the cells are not those that were executed.
    """
    text = plain(text)
    site, docname = _page.get()
    notebook: nbformat.NotebookNode
    try:
        notebook = deepcopy(cells_of(text, f"{docname}.md"))  # which others read as well
    except IndexError:  # it takes the first block of a page that has none; `Markup` reports that
        notebook = read_cells("%")
    notebook.metadata.setdefault("language_info", _node(name="python", pygments_lexer="ipython3"))
    cells = [c for c in notebook.cells if c.cell_type == "code"]
    if not cells:
        return notebook
    executed = site.executed.get(docname)
    if executed is None or executed.text != text:
        raise ExtensionError(f"{docname}.md has changed since its cells were executed; build again")
    for number, (cell, outputs) in enumerate(zip(cells, executed.outputs, strict=True), 1):
        cell.execution_count = number
        cell.outputs = [_node(**output) for output in outputs]
    return notebook


def _node(**content: object) -> nbformat.NotebookNode:
    node: nbformat.NotebookNode = nbformat.from_dict(content)  # type: ignore[no-untyped-call]
    return node


def chapter_of(name: str, file: str, text: str) -> Chapter | None:
    """The executable part of a Markdown file, whose front matter has been checked; None when it has
    no cell. Raises DataError for a `{chart}` block that cannot be drawn."""
    if not has_cells(text):
        return None
    notebook = cells_of(text, file)
    lines = text.split("\n")
    code = [
        (c, start)
        for c, start in zip(notebook.cells, notebook.metadata["source_map"], strict=True)
        if c.cell_type == "code"
    ]
    cells = tuple(
        (
            "" if "skip-execution" in c.metadata.get("tags", ()) else c.source,
            c.metadata.get("chart") or _first_line(lines, start, c.source),
        )
        for c, start in code
    )
    inputs = notebook.metadata.get("inputs", [])
    return Chapter(name, file, cells, tuple(inputs), tuple(dict(c.metadata) for c, _ in code))


def _first_line(lines: list[str], start: int, source: str) -> int:
    """The line of the file on which a cell's code begins, after the options that follow its opening
    on line `start`."""
    first = source.partition("\n")[0]
    return next(
        (number for number, line in enumerate(lines[start:], start + 1) if line.rstrip() == first),
        start + 1,
    )


def execute_chapters(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Execute the chapters among `docnames`. Raises ExtensionError with every problem of all."""
    site = site_of(app)
    started = not site.executor.folder.is_dir()
    if started:  # a first build: nothing is kept, all will be drawn
        start_drawers(len(docnames))
    names = input_names(site.ledger)
    chapters, problems = _chapters(site, env, docnames, names)

    def expect(number: int) -> None:
        site.progress.expect(number, len(docnames))
        if number:
            # Their engines start while the cells run; a chapter has about three charts.
            start_drawers(3 * number)

    site.executor.expect, site.executor.at_a_time = expect, chapters_beside
    site.executor.shown = lambda result: draw_at_once(site, list(charts_in(result.outputs)))
    results = site.executor.execute(chapter for chapter, _ in chapters.values())
    for docname, (chapter, text) in chapters.items():
        result = results[chapter.file]
        problems += [*result.problems, *_same_labels(chapter, result.outputs)]
        for warning in result.warnings:
            site.progress.warn(warning)
        shown = _with_numbers(site, chapter, presentable(chapter, result.outputs, problems))
        inputs = [name for name in chapter.inputs if name in names]
        site.executed[docname] = Executed(text, shown, inputs)
    draw_ahead(site, started or any(result.executed for result in results.values()))
    if problems:
        told = DataError(problems)
        raise ExtensionError(f"chapters cannot be published; nothing was built:\n{told}")
    note_chapters(site.ledger, {Path(env.doc2path(n)): c.inputs for n, (c, _) in chapters.items()})


def _chapters(
    site: Site, env: BuildEnvironment, docnames: list[str], names: list[str]
) -> tuple[dict[str, tuple[Chapter, str]], list[Problem]]:
    """The chapters among `docnames` with their texts, by page, and what is wrong with any page.

    `names` are the inputs that a chapter may declare.
    """
    chapters: dict[str, tuple[Chapter, str]] = {}
    problems: list[Problem] = []
    for docname in docnames:
        file = site.ledger.project.relative(Path(env.doc2path(docname)))
        try:
            text = source_of(site.ledger, env, docname)
        except DataError as error:
            problems += error.problems
            continue
        unfit = front_matter_problems(file, text, names)
        problems += unfit
        try:
            chapter = None if unfit else chapter_of(docname.rpartition("/")[2], file, text)
        except DataError as error:
            problems += error.problems
            continue
        if not chapter:
            continue
        misnamed = [
            problem
            for kind, block in blocks_of(text, file)
            for problem in unknown_names(kind, block, chapter.inputs, site.ledger)
        ]
        problems += misnamed
        if not misnamed:  # what its execution would say names the line of the block only
            chapters[docname] = (chapter, text)
            problems += tag_problems(chapter)
    return chapters, problems


def _same_labels(chapter: Chapter, outputs: Outputs) -> Iterator[Problem]:
    """Each `{chart}` block of which two rows have one label; a cell may mean one row by it."""
    for cell, options in enumerate(chapter.metadata):
        for chart in charts_in(outputs[cell : cell + 1]) if "chart" in options else ():
            if twice := next(named_twice(chart.spec), None):
                told = SAME_LABEL.format(quoted(twice))
                yield Problem(chapter.file, chapter.line(cell, 0), "", told)


def charts_in(outputs: Outputs) -> Iterator[Chart]:
    """What `show()` emitted."""
    for output in chain.from_iterable(outputs):
        if CHART_MIME in output.get("data", {}):
            yield Chart.from_json(output["data"][CHART_MIME])


def _with_numbers(site: Site, chapter: Chapter, outputs: Outputs) -> Outputs:
    """`outputs` with a number in place of each chart, which `site.charts` keeps: a notebook copies
    all that it holds, often."""
    numbered: Outputs = []
    for (_, line), cell in zip(chapter.cells, outputs, strict=False):
        numbered.append([])
        for output in cell:
            if CHART_MIME in output.get("data", {}):
                chart = Chart.from_json(output["data"][CHART_MIME])
                site.charts.append(chart)
                site.places[chart.id] = (chapter.file, line)
                output = {**output, "data": {CHART_MIME: {"number": len(site.charts) - 1}}}
            numbered[-1].append(output)
    return numbered


def clear_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Forget all pages that are about to be read. Sphinx forgets each when its turn comes: a label
    that moved to an earlier page stood twice."""
    for docname in docnames:
        app.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)


def outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """The pages that show something of the data, or of the list of chapters, that has changed since
    they were read, or whose own files have: Sphinx, which goes by times, is asked for none."""
    site = site_of(app)
    found = site.began.contents  # what is saved after it keeps the build from being published
    stale = [
        name
        for name, uses in uses_of(env).items()
        if any((found.get(p) or content_digest(p)) != then for p, then in uses.files.items())
    ]
    if has_changed(env, "data", site.digest):
        stale += [name for name, uses in uses_of(env).items() if _is_stale(site, uses)]
    else:  # to keep it takes a third of reading it, and who edits numbers edits more of them
        keep_ledger(site.ledger)
    if has_changed(env, "chapters", site.ledger.project.toc.read_bytes()):
        stale += env.toctree_includes  # the pages that keep the list of chapters: names may be new
    return [name for name in stale if name in env.found_docs]


def _is_stale(site: Site, uses: Uses) -> bool:
    try:
        return any(current_digest(site, name) != then for name, then in uses.digests.items())
    except KeyError:  # one of them is gone
        return True


def _begin_page(app: Sphinx, docname: str, source: list[str]) -> None:
    """When a page is about to be read, note its text and the tables that it was executed with; what
    was noted before has been purged."""
    site, path = site_of(app), app.env.doc2path(docname)
    uses_here(app.env).files[path] = content_digest(path)
    _page.set((site, docname))
    for name in site.executed[docname].inputs if docname in site.executed else ():
        note_table(app.env, name)


def _end_page(app: Sphinx, doctree: nodes.document) -> None:
    """When a page has been read, note what it has from other files."""
    for name in app.env.dependencies[app.env.docname]:
        path = str(Path(app.srcdir, name))
        uses_here(app.env).files[path] = content_digest(path)


def _configure(app: Sphinx, config: Config) -> None:
    """Let MyST-NB read chapters through `read_chapter` and execute nothing itself."""
    reader = f"{read_chapter.__module__}.{read_chapter.__name__}"
    config.nb_custom_formats = {".md": [reader, {}, False]}
    config.nb_execution_mode = "off"


def setup(app: Sphinx) -> None:
    app.connect("source-read", _begin_page)
    app.connect("doctree-read", _end_page)
    app.connect("env-get-outdated", outdated)
    app.connect("env-before-read-docs", execute_chapters)
    # After the chapters ran: where one fails, nothing is forgotten.
    app.connect("env-before-read-docs", clear_pages, priority=600)
    app.connect("config-inited", _configure, priority=0)
