"""Holds _config.yml and _toc.yml against what the pages use, before anything is built."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from itertools import starmap
from pathlib import Path
from typing import Any, NamedTuple

from stateofplay.files.access import digest_of, input_names, is_file, keep, kept
from stateofplay.files.characters import quoted, shortened
from stateofplay.files.documents import Document, read_yaml
from stateofplay.files.guesses import guess
from stateofplay.files.problems import DataError, Problem
from stateofplay.files.project import MORE, Project, code_digest
from stateofplay.files.schema_words import schema
from stateofplay.files.settings import Pages, settings_document
from stateofplay.files.texts import read_text
from stateofplay.ledger.reading.front_matter import front_matter

# Letters and signs of any script may stand in one: browsers write them as bytes.
_NO_ADDRESS = re.compile(r"[^\w./~\x80-\U0010ffff-]+|\s+")


def settings_problems(project: Project) -> list[Problem]:
    """What is wrong with the settings of the book and with its list of chapters."""
    problems: list[Problem] = []
    for read in (_config_problems, _of_pages):
        try:
            problems += read(project)
        except DataError as error:
            problems += error.problems
    return sorted(problems)


def _config_problems(project: Project) -> Iterator[Problem]:
    document = settings_document(project.config, project.relative(project.config))
    yield from _of_outlines(project, document)
    yield from _of_topics(project, document)
    yield from _of_sphinx(document)


class Listed(NamedTuple):
    """A page that `_toc.yml` lists: its name, the line, and the keys that lead to it."""

    name: str
    line: int
    keys: str


class Toc(NamedTuple):
    """What `_toc.yml` says: the pages in their order, the first page first, and all of it."""

    pages: list[Listed]
    content: dict[str, Any]


def listed_pages(project: Project) -> list[str]:
    """The names of these pages. Raises DataError as `read_toc` does."""
    return [page.name for page in read_toc(project).pages]


def read_toc(project: Project, path: Path | None = None) -> Toc:
    """What the list of chapters says, another than `_toc.yml` if `path` names it. It is kept from
    build to build: a long list is read and checked for long.

    Raises DataError where it cannot be read, or has another form.
    """
    path, place = path or project.toc, project.cache / "toc.json"
    file = project.relative(path)
    text = read_text(path, file)
    told = digest_of((code_digest(), text))
    with suppress(OSError, ValueError):
        then, pages, content = json.loads(kept(place) or b'["", [], {}]')
        if then == told:
            return Toc([*starmap(Listed, pages)], content)
    document = read_yaml(file, text)
    if unfit := document.unfit("toc"):
        raise DataError(unfit)
    found = [(name, document.problem(path, "")) for path, name in _places(document.content)]
    toc = Toc([Listed(name, at.line, at.column) for name, at in found], document.content)
    if project.cache.is_dir():  # a check leaves nothing beside a book that was never built
        with suppress(OSError):
            keep(place, json.dumps([told, *toc]).encode())
    return toc


def _of_outlines(project: Project, document: Document) -> Iterator[Problem]:
    """Files of the outlines that are not there."""
    place = ["sphinx", "config", "stateofplay", "outlines"]
    given = document.content["sphinx"]["config"]["stateofplay"].get("outlines", {})
    for key in ("file", "licence_file"):
        if given and not is_file(project.data / given[key]):
            said = f"data/{given[key]} does not exist; restore it or correct the name"
            yield document.problem([*place, key], said)


def _of_topics(project: Project, document: Document) -> Iterator[Problem]:
    """Topics beside a data package, which names them as well."""
    own = document.content["sphinx"]["config"]["stateofplay"]
    if "topics" in own and project.describes_tables:
        said = "data/datapackage.json describes the tables; keep that file or these topics"
        yield document.problem(["sphinx", "config", "stateofplay", "topics"], said)


def _of_sphinx(document: Document) -> Iterator[Problem]:
    """Settings that are all but spelled like one of Sphinx, which tells of others itself."""
    used = schema("config")["properties"]["sphinx"]["properties"]["config"]["properties"]
    others = [name for name in document.content["sphinx"]["config"] if name not in used]
    if not others:
        return
    from sphinx.config import Config  # loads a good deal

    for name in others:
        near = difflib.get_close_matches(str(name), [*used, *Config.config_values], 1, cutoff=0.85)
        if near and name not in Config.config_values:
            yield document.problem(
                ["sphinx", "config", name], f"is not a setting of Sphinx; did you mean {near[0]}?"
            )


def _of_pages(project: Project) -> Iterator[Problem]:
    """Pages that are listed twice, are called as others, do not exist, or are not listed."""
    lines: dict[str, int] = {}
    called: dict[str, str] = {}  # what is taken along of a page has its name without the folder
    written = [*map(project.relative, input_names(project.book, "*.md"))]
    known = {file.removesuffix(".md") for file in written}
    toc, listed = project.relative(project.toc), read_toc(project).pages
    for name, line, keys in listed:
        other, said = called.setdefault(name.rpartition("/")[2].casefold(), name), ""
        if name in lines:
            said = f"{quoted(name)} stands on line {lines[name]} already; keep one of them"
        elif name not in known and not is_file(project.page(name)):
            said = _missing(project, name)
        elif name != other:
            said = (
                f"{quoted(name)} and {quoted(other)} differ in folder or capitals only, so that "
                "their downloads have one name; rename one"
            )
        if said:
            yield Problem(toc, line, keys, said)
        lines.setdefault(name, line)
    for name in _needed(project):
        if name not in lines:
            said = f"the list lacks {name}, which other pages link to; add {{file: {name}}}"
            yield Problem(toc, listed[0].line, listed[0].keys, said)
    for file in written:
        name = file.removesuffix(".md")
        if sign := _NO_ADDRESS.search(unicodedata.normalize("NFC", name)):
            said = f"“{sign[0]}” in the file’s name ends or breaks the page’s address; call it"
            yield Problem(file, 1, "", f"{said} {_NO_ADDRESS.sub('-', name).strip('-')}.md")
        if name not in lines and not _adds(project, name) and not _is_orphan(project, file):
            said = f"is not listed in _toc.yml; add {{file: {name}}} there, or write"
            yield Problem(file, 1, "", f"{said} orphan: true into its front matter")


def _adds(project: Project, name: str) -> bool:
    """Whether a page is what the book adds to one of the program's."""
    page = name.removesuffix(MORE)
    return page != name and project.is_shipped(page)


def _needed(project: Project) -> tuple[str, ...]:
    """The pages that links of every other page lead to."""
    try:
        pages = project.settings.pages
    except DataError:  # reported; the list may be right
        pages = Pages()
    outside = [pages.outside_figures] if input_names(project.data / "context", "*.csv") else []
    return (*pages.needed, *outside)


def _places(toc: dict[str, Any]) -> Iterator[tuple[list[str | int], str]]:
    """Every page that the list names, with the path to its name."""
    yield ["root"], toc["root"]
    groups: list[tuple[list[str | int], dict[str, Any]]] = [([], toc)]
    groups += [(["parts", number], part) for number, part in enumerate(toc.get("parts", ()))]
    for path, group in groups:
        for number, chapter in enumerate(group.get("chapters", ())):
            yield [*path, "chapters", number, "file"], chapter["file"]


def _missing(project: Project, name: str) -> str:
    pages = [
        project.relative(path).removesuffix(".md") for path in input_names(project.book, "*.md")
    ]
    remedy = guess(name, pages, "write the page, or take the line out")
    if is_file(project.root / f"{name}.ipynb"):
        remedy = f"make it of the notebook: jupytext --to md:myst {shortened(name)}.ipynb"
    elif unicodedata.normalize("NFC", name) in (unicodedata.normalize("NFC", p) for p in pages):
        remedy = "the file of this name has its accents stored apart from the letters; rename it"
    return f"there is no {shortened(name)}.md; {remedy}"


def _is_orphan(project: Project, file: str) -> bool:
    """Whether a page says that it is in no list; what cannot be read is reported for that."""
    try:
        document = front_matter(file, read_text(project.root / file, file))
    except DataError:
        return True
    content = document.content if document else None
    return isinstance(content, dict) and content.get("orphan") is True
