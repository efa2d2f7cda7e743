"""Reads what `datapackage.json` says of a book, or what the program says where there is none."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from stateofplay.files.access import is_file
from stateofplay.files.documents import Document, read_json
from stateofplay.files.problems import DataError, Problem
from stateofplay.files.project import Project
from stateofplay.files.texts import read_text
from stateofplay.ledger.reading.book_tables import (
    KNOWN,
    column_names,
    columns_file,
    describe,
    in_the_books_words,
)
from stateofplay.ledger.reading.sources import is_day

NEEDED = ("units",)  # the only table that no book can do without


def read_package(project: Project) -> dict[str, Any]:
    """What `datapackage.json` says, or would where the book has none.

    Raises DataError with all that is wrong with it.
    """
    content: dict[str, Any] = deepcopy(package_document(project).content)
    return content


def publication(project: Project) -> date:
    """The day on which the data was published. Raises as `read_package` does."""
    return date.fromisoformat(package_document(project).content["created"][:10])


def terms(project: Project) -> str:
    """The address of the data's licence. Raises as `read_package` does."""
    return str(package_document(project).content["licenses"][0]["path"])


def package_document(project: Project) -> Document:
    if not project.describes_tables and project.settings.topics:
        if problems := [
            _missing(project, name) for name in NEEDED if not is_file(project.table(name))
        ]:
            raise DataError(problems)
        return Document("_config.yml", describe(project), None)
    file = project.relative(project.data_package)
    if not project.describes_tables:
        said = "the file is missing; restore it, or name the topics in _config.yml, under topics:"
        raise DataError([Problem(file, 1, "", said)])
    return _document(file, read_text(project.data_package, file))


@lru_cache(maxsize=2)  # a build asks several times
def _document(file: str, text: str) -> Document:
    document = read_json(file, text)
    problems = document.unfit("package")
    if not problems and not is_day(document.content["created"][:10]):
        problems = [
            document.problem(["created"], f"is no day: {document.content['created']}; correct it")
        ]
    if problems:
        raise DataError(problems)
    return document


def _missing(project: Project, table: str) -> Problem:
    header = ",".join(column_names(KNOWN[table].schema))
    said = f"the file is missing; restore it, or begin a new one with the line {header}"
    return Problem(project.relative(project.table(table)), 1, "", said)


def columns_texts(project: Project) -> dict[str, str]:
    """The description of the columns of every table, by the name that the data package gives it.

    Raises DataError where a file of them cannot be read.
    """
    references = {resource["schema"] for resource in read_package(project)["resources"]}
    found = {reference: columns_file(project, reference) for reference in sorted(references)}
    return {reference: columns_text(project, path) for reference, path in found.items() if path}


def columns_text(project: Project, path: Path) -> str:
    """A file of columns, in the book's words where its settings can be read: whoever needs them
    says what is wrong with them, and the tables are read meanwhile."""
    text = read_text(path, project.relative(path))
    try:
        settings = project.settings
    except DataError:
        settings = None
    return in_the_books_words(path, text, settings)
