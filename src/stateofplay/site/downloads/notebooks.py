"""Each chapter as a notebook to take along: its code with what the cells showed, and its prose with
the figures written in."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sphinx.application import Sphinx

from stateofplay.chapters.chart_blocks import cells_of
from stateofplay.charts import CHART_MIME
from stateofplay.charts.bundle import lab_bundle
from stateofplay.charts.chart import Chart
from stateofplay.files.access import in_lines, write_file
from stateofplay.files.folders import keep_only
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.turning_words import turning_of
from stateofplay.site.downloads.exports import PICTURE
from stateofplay.site.imprint import CHARTS, address, edition
from stateofplay.site.pages.written import make_once
from stateofplay.site.read.freshness import chapter_of
from stateofplay.site.read.reference import source_of
from stateofplay.site.state import (
    Context,
    Doctree,
    Site,
    page_name,
    relative_root,
    site_of,
    uses_of,
)

FOLDER = "notebooks"
Output = dict[str, Any]  # of a cell, in the terms of nbformat
# A role, or a code span, which is left as it is; a block between marks of the same length.
_SPAN = re.compile(r"(?:\{([\w:-]+)\})?(`+)(?!`)(.+?)(?<!`)\2(?!`)", re.DOTALL)
_TITLED = re.compile(r"([^<]*?)\s*<[^>]*>")  # {term}`words <entry>`
_BLOCK = re.compile(
    r"^(?P<marks>`{3,}|~{3,}|:{3,})[ \t]*(?:\{(?P<name>[\w:-]+)\}[ \t]*(?P<title>.*))?.*\n"
    r"(?P<options>(?::[\w-]+:.*\n)*)(?P<content>(?:.*\n)*?)(?P=marks)[ \t]*$",
    re.MULTILINE,
)
_PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")  # its file stays in the book
_UNSEEN = re.compile(
    r"^\([\w-]+\)=\n|^%[^\n]*\n?|<!--.*?-->\n?", re.MULTILINE | re.DOTALL
)  # labels and comments
_PAGE = re.compile(r"\[([^\]]*)\]\(([\w-]+)\.md(#[\w-]+)?\)")
_UNTITLED = ("epigraph", "highlights", "pull-quote", "glossary", "list-table")
_KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def write_notebooks(app: Sphinx) -> None:
    """Write notebook and source of every chapter that has changed since they were written here."""
    wanted = set[str]()
    for page in filter(partial(has_cells, app), sorted(app.env.found_docs)):
        uses = uses_of(app.env)[page]
        made_from = (
            uses.files,  # the page's own and others that it has something from
            uses.digests,  # of what its charts' words say as well
            _heading(app, page),
            [chart.digest for chart in uses.charts.values()],
        )
        name = page.rpartition("/")[2]
        wanted |= {f"{name}.ipynb", f"{name}.md"}
        make_once(app, f"{FOLDER}/{name}.ipynb", made_from, partial(_write, app, page))
    keep_only(Path(app.outdir) / FOLDER, wanted)


def _write(app: Sphinx, page: str) -> None:
    text = source_of(site_of(app).ledger, app.env, page)
    file = Path(app.outdir) / FOLDER / page.rpartition("/")[2]
    write_file(file.with_suffix(".ipynb"), in_lines(notebook(app, page, text), 0) + "\n")
    write_file(file.with_suffix(".md"), text)


def has_cells(app: Sphinx, page: str) -> bool:
    """Whether a page has cells: its reading noted that its front matter names a kernel or the
    tables that they read."""
    return bool({"kernelspec", "file_format"} & set(app.env.metadata.get(page, ())))


def notebook(app: Sphinx, page: str, text: str) -> dict[str, Any]:
    """The chapter as nbformat 4.5, with stable ids of cells and without anything of the machine
    that built it."""
    site, name = site_of(app), page.rpartition("/")[2]
    file = site.ledger.project.relative(Path(app.env.doc2path(page)))
    chapter = chapter_of(name, file, text)
    outputs: Iterator[list[Output]] = iter(())
    if chapter:  # a page may ask for a kernel and have no cells
        result = site.executor.stored(chapter)  # none where somebody has emptied the cache
        outputs = iter((result or site.executor.execute([chapter])[chapter.file]).outputs)
    cells = [_prose(f"{name}-0", _heading(app, page))]
    count = 0
    for number, cell in enumerate(cells_of(text, file).cells, 1):
        if cell.cell_type != "code":
            cells.append(_prose(f"{name}-{number}", in_words(app, cell.source)))
            continue
        count += 1
        tags = list(cell.metadata.get("tags", []))
        cells.append(
            {
                "cell_type": "code",
                "id": f"{name}-{number}",
                "metadata": {"tags": tags} if tags else {},
                "execution_count": count,
                "source": cell.source.splitlines(keepends=True),
                "outputs": [_output(app, site, o) for o in next(outputs)],
            }
        )
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {**_KERNEL, "title": page_name(app.env, page)},
        "cells": cells,
    }


def _prose(id: str, text: str) -> dict[str, Any]:
    return {
        "cell_type": "markdown",
        "id": id,
        "metadata": {},
        "source": text.splitlines(keepends=True),
    }


def _heading(app: Sphinx, page: str) -> str:
    """What somebody needs to know who finds the notebook alone."""
    ledger = site_of(app).ledger
    settings, book = ledger.settings, ledger.settings.title
    if app.config.html_baseurl:
        book = f"[{book}]({address(app, f'{page}.html')})"
    return (
        f"*The chapter “{page_name(app.env, page)}” of {book}, edition of {edition(ledger)}, with "
        "its figures written in. To run the cells, open this notebook with the Python of a copy of "
        "the project (`make install` sets it up): the tables are read from that copy, so what you "
        "change there changes the charts here. "
        f"Text and data {settings.licence}, code {settings.code_licence}.*"
    )


def in_words(app: Sphinx, text: str) -> str:
    """MyST Markdown as plain Markdown: figures and findings in words, lists of the ledger by their
    name, links to the site."""
    done, at = [], 0
    for block in _BLOCK.finditer(text):
        done += [_spans(app, text[at : block.start()]), _block(app, block)]
        at = block.end()
    return "".join((*done, _spans(app, text[at:])))


def _spans(app: Sphinx, text: str) -> str:
    """Text without blocks; what stands in code spans stays."""
    ledger = site_of(app).ledger

    def written(match: re.Match[str]) -> str:
        role, said = match[1], match[3]
        if role in ("fig", "finding"):
            name, _, style = said.replace("\\|", "|").partition("|")
            return ledger.words(name, style or "hedged") if name in ledger else match[0]
        if role == "turns":
            return turning_of(ledger, said)
        if role is None:
            return match[0]
        titled = _TITLED.fullmatch(said)
        return f"${said}$" if role == "math" else titled[1] if titled else said

    def linked(match: re.Match[str]) -> str:
        if not app.config.html_baseurl:
            return match[1]
        return f"[{match[1]}]({address(app, f'book/{match[2]}.html')}{match[3] or ''})"

    text = _PICTURE.sub(r"*(Picture: \1)*", _UNSEEN.sub("", text))
    return _PAGE.sub(linked, _SPAN.sub(written, text))


def _block(app: Sphinx, block: re.Match[str]) -> str:
    """A block between marks: code as it is, a list of the ledger by its name, any other with its
    title as a quotation."""
    name: str | None = block["name"]
    title, content = (block["title"] or "").strip(), block["content"].strip("\n")
    if name is None:
        return block[0]
    if name in ("code-block", "code", "sourcecode"):
        return f"```{title}\n{content}\n```"
    if name == "math":
        return f"$$\n{content}\n$$"
    if name.startswith("ledger-") or name == "lines":
        return _list(app, site_of(app).ledger, block[0], name)
    if name in ("image", "figure"):
        alt = re.search(r"^:alt:[ \t]*(.*)$", block["options"], re.MULTILINE)
        title = f"Picture: {alt[1] if alt else ''}"
    parts = [f"**{_spans(app, title or name.title())}**"] if title or name not in _UNTITLED else []
    return "\n>\n".join(
        "> " + part.replace("\n", "\n> ") for part in (*parts, in_words(app, content)) if part
    )


def _list(app: Sphinx, ledger: Ledger, source: str, directive: str) -> str:
    """A list that a directive makes of the ledger: a topic's findings as sentences, any other by
    where it stands."""
    topic = re.search(r"^:topic: (\w+)$", source, re.MULTILINE)
    if directive == "ledger-more" and topic:
        return "\n".join(
            f"- {ledger.words(finding.id)}."
            for finding in ledger.findings.values()
            if finding.topic == topic[1]
        )
    where = (
        f"[on the site]({address(app, '')})" if app.config.html_baseurl else "on the book’s site"
    )
    return f"*(A list made from the ledger stands here {where}.)*"


def _output(app: Sphinx, site: Site, output: Output) -> Output:
    """What a cell showed: a chart as JupyterLab draws it, with its picture for programs that do not
    run scripts; the rest as it is."""
    output = {**output, "metadata": {}} if output["output_type"] != "stream" else output
    content = output.get("data", {}).get(CHART_MIME)
    if content is None:
        return output
    chart = Chart.from_json(content)
    picture = (Path(app.outdir) / CHARTS / chart.id / PICTURE).read_bytes()
    data = {
        **lab_bundle(chart, site.ledger.fill),
        "image/png": base64.b64encode(picture).decode("ascii") + "\n",
    }
    return {**output, "data": data}


def offer_notebook(app: Sphinx, page: str, context: Context, doctree: Doctree) -> None:
    """The addresses under which a page offers its notebook, its source, and places that run it."""
    context["sop_rerun"] = None
    if page in app.env.found_docs and has_cells(app, page):
        name = page.rpartition("/")[2]
        files = f"{relative_root(page)}{FOLDER}/{name}"
        ledger = site_of(app).ledger
        shipped = ledger.project.is_shipped(page)  # and no file of the repository
        repository = "" if shipped else ledger.settings.repository
        places = running_places(repository, ledger.settings.branch, f"{page}.md")
        context["sop_rerun"] = {
            "notebook": f"{files}.ipynb",
            "source": f"{files}.md",
            "places": places,
        }


def running_places(repository: str, branch: str, path: str) -> dict[str, str]:
    """Services that open a chapter of the configured repository, by name; both of them know
    GitHub's repositories only."""
    if not repository.startswith("https://github.com/"):
        return {}
    project = repository.removeprefix("https://github.com/").removesuffix(".git")
    at = f"{project}/{quote(branch, safe='')}?urlpath={quote(f'lab/tree/{path}', safe='')}"
    return {
        "Binder": f"https://mybinder.org/v2/gh/{at}",
        "Codespaces": f"https://codespaces.new/{project}/tree/{quote(branch)}?quickstart=1",
    }
