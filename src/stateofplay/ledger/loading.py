"""Reads the ledger of a book, or takes it from what was read before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from stateofplay.files.access import content_digest, digest_of, input_names, saved
from stateofplay.files.problems import DataError, Problem
from stateofplay.files.project import Project, find_project
from stateofplay.files.settings import Settings
from stateofplay.ledger.after_edit import after_edit
from stateofplay.ledger.assembly import Assembler
from stateofplay.ledger.kept import content_before, keep_content, kept_content
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.reading.bibliography import read_sources
from stateofplay.ledger.reading.book_settings import settings_problems
from stateofplay.ledger.reading.drafts import read_draft
from stateofplay.ledger.reading.sources import Article, Source, read_articles
from stateofplay.ledger.reading.tables import Row, Table, read_tables
from stateofplay.numbers.stock import words_of
from stateofplay.numbers.unit_words import UnitWords

# The ledger that was read last, by project and digest of its files: a preview asks for it again and
# again, from two threads.
_LAST: dict[tuple[Path, str], Ledger] = {}
_Record = TypeVar("_Record", Source, Article)
_just_read: ContextVar[Ledger | None] = ContextVar("just_read", default=None)


def load_ledger(project: Project | None = None) -> Ledger:
    """Read and check `data/` and `seeds/`. Raises DataError with every problem found."""
    project = project or find_project()
    began = saved(_paths(project))
    files = files_of(project)
    digest = digest_of(files)
    ledger = _LAST.get((project.root, digest))
    if ledger is None:
        if content := kept_content(project, digest):
            ledger, problems = Ledger(project, **content), list[Problem]()
            ledger.once("kept", digest, lambda: None)  # to look for it takes its time
        else:
            before = _before(project)
            ledger, problems = after_edit(project, before, files) if before else None, []
            if ledger is None:
                ledger, problems = assembled(project)
            if ledger is None or problems:
                raise DataError(problems)
            ledger.found_turns.update(before["found_turns"] if before else {})
        ledger.files = files
        _LAST.clear()
        if began == saved(_paths(project)):  # else it may be of what was saved after its digest
            _LAST[project.root, digest] = ledger
    return ledger


def files_of(project: Project) -> dict[str, str]:
    """The digest of each file that a ledger is read from, by its path."""
    return {project.relative(path): content_digest(path) for path in _paths(project)}


def _paths(project: Project) -> list[str]:
    return [*input_names(project.data), *input_names(project.seeds), str(project.config)]


def _before(project: Project) -> Mapping[str, Any] | None:
    """The fields of the ledger that was read last, else of the one that is kept."""
    last = next((each for (root, _), each in _LAST.items() if root == project.root), None)
    return vars(last) if last else content_before(project)


def keep_ledger(ledger: Ledger) -> None:
    """Keep the ledger that `load_ledger` gave last for programs that ask for it later, with what
    an edit of some figures asks of the others. Raises OSError."""
    for (_, digest), last in _LAST.items():
        if last is ledger:
            ledger.once("kept", digest, partial(_keep, ledger, digest))


def _keep(ledger: Ledger, digest: str) -> None:
    for figure in ledger.figures.values():
        ledger.own_digest(figure)
    ledger.found_turns = ledger.turns.found()
    keep_content(ledger, digest)


def assembled(project: Project) -> tuple[Ledger | None, list[Problem]]:
    """The ledger as far as its tables give it, and every problem found: nothing that has one may
    be published. None where what other tables rest on cannot be read.
    """
    tables, problems = read_tables(project)
    sources = _read(read_sources, project.bibliography, problems)
    articles = _read(read_articles, project.seeds, problems)
    settings = _read_settings(project, problems)
    unread = not all(table.readable for table in tables.values()) or tables["units"].torn
    if unread or not sources or not articles:
        # What other tables say of rows, units or sources that could not be read would be noise:
        # one mistake is one line.
        return None, problems
    units = _units_of(tables)
    ledger = Ledger(project, tables, sources, articles, units, settings)
    ledger.candidates = read_draft(project, problems)
    Assembler(ledger, problems).assemble()
    return ledger, problems


def _units_of(tables: dict[str, Table]) -> dict[str, UnitWords]:
    """The units of data/units.csv, and those that the tables name and the stock can say."""
    units = {row.text("unit"): _words_of_row(row) for row in tables["units"]}
    named = {row.text("unit") for table in tables.values() for row in table}
    said = {name: words_of(name, units) for name in sorted(named - units.keys() - {""})}
    return units | {name: words for name, words in said.items() if words is not None}


def _words_of_row(row: Row) -> UnitWords:
    """How a book writes a unit. Cells lose their outer blanks: what follows a number gets its own
    back, but a percent sign, and the letters that scale a sum of money: ``€5bn``, ``€5 a barrel``.
    """
    before = row.text("before")

    def after(text: str) -> str:
        scale = before and re.match(r"(?:k|m|mn|bn|tn|trn)\b", text)
        return text if not text or scale or re.match("[%‰°′″-](?![A-Z])", text) else f" {text}"

    one, many = (after(row.text(column)) for column in ("after_one", "after_many"))
    return UnitWords(before, one, many, row.text("name"))


def _read(
    reader: Callable[[Path], dict[str, _Record]], path: Path, problems: list[Problem]
) -> dict[str, _Record]:
    try:
        return reader(path)
    except DataError as error:
        problems += error.problems
        return {}


def _read_settings(project: Project, problems: list[Problem]) -> Settings:
    """The book's settings; empty ones after reporting why not, so that rows are checked as well."""
    try:
        return project.settings
    except DataError as error:
        problems += error.problems
        return Settings("", "", "", "", "")


def load_book(project: Project) -> Ledger:
    """The ledger of a book whose settings and list of chapters fit as well.

    Raises DataError with every problem of all of them.
    """
    read = _just_read.get()
    if read and read.project == project:
        return read
    problems = settings_problems(project)
    try:
        ledger = load_ledger(project)
    except DataError as error:
        problems += error.problems
    else:
        problems += names_taken(ledger)
    if problems:
        raise DataError(problems)
    return ledger


@contextmanager
def as_read(ledger: Ledger) -> Iterator[None]:
    """Have `load_book` give this ledger meanwhile, in this thread: a build asks for it twice, and
    finds at its end what was saved since."""
    token = _just_read.set(ledger)
    try:
        yield
    finally:
        _just_read.reset(token)


def names_taken(ledger: Ledger) -> Iterator[Problem]:
    """Pages of the book that are called as one that holds a part of a long list, which would stand
    in their place."""
    project = ledger.project
    begin = tuple(f"{name}-" for name in vars(ledger.settings.pages).values())
    for file in map(project.relative, input_names(project.book, "*.md")):
        name = file.removesuffix(".md")
        if name.startswith(begin) and (made := ledger.made_pages.get(name)):
            said = (
                f"has the name of a page that the program makes, a part of {made.under}; give the"
            )
            yield Problem(file, 1, "", f"{said} file another name, also in _toc.yml")
