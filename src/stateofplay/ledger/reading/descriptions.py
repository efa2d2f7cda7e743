"""Reads datapackage.json and the schemas that it names, and says what is missing in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any

from stateofplay.files.characters import quoted
from stateofplay.files.documents import Document, read_json
from stateofplay.files.problems import DataError, Problem
from stateofplay.files.project import Project
from stateofplay.ledger.reading.book_tables import (
    KNOWN,
    columns_file,
)
from stateofplay.ledger.reading.cells import CellReader, ColumnRule, read_cell
from stateofplay.ledger.reading.data_package import NEEDED, columns_text, package_document
from stateofplay.numbers.vocabulary import BOUNDS, KINDS

# The columns that the program reads, by the schema's name: # a number, @ a day, else text; ! never
# empty. A schema may have further ones.
_FIGURE = (
    "id! series measure! value# low# high# unit! bound! kind! basis place start@ end@ "
    "who! interest! restates source! locator as_stated note"
)
_COLUMNS = {
    "figure": f"{_FIGURE} stated_with",
    "context": f"{_FIGURE} category",
    "check": "id! figure! value# low# high# unit! bound basis! independent! who! interest! day@! "
    "source! locator as_stated formula mixes note",
    "unchecked": "figure! day@! where_looked! looked_for!",
    "correction": "date@! id! column! old new reason!",
    "derived": "id! topic! measure! formula! unit! mixes note",
    "event": "id! start@! end@ title! kind! place who! interest! source! locator as_stated note",
    "finding": "id! topic! statement! holds! mixes",
    "position": "id! party! interest! issue! position! source! locator note",
    "region": "name! state! share# note source",
    "unit": "unit! before after_one after_many name!",
    "unpublished": "id! text! source! locator reason!",
}
CORRECTION_KEY = ("date", "id", "column")  # of the other tables, the first column is the key
_WORDS = {"bound": tuple(BOUNDS), "independent": ("yes", "no"), "interest": ("party", "none")}
_TYPES = {"#": "number", "@": "date"}


@dataclass(frozen=True)
class Schema:
    """The columns of a table, as its Table Schema file describes them."""

    name: str
    fields: tuple[ColumnRule, ...]
    primary_key: tuple[str, ...]

    @property
    def columns(self) -> list[str]:
        return [f["name"] for f in self.fields]

    @cached_property
    def readers(self) -> list[tuple[str, CellReader]]:
        """For each column what reads its cells: most hold one of a few texts, each read once."""
        return [
            (rule["name"], lru_cache(maxsize=1024)(partial(read_cell, rule=rule)))
            for rule in self.fields
        ]


@dataclass(frozen=True)
class Resource:
    """A table of the data package: its name (``context/wages``), and what the package says."""

    name: str
    title: str
    topic: str
    description: str
    schema: Schema


def read_resources(project: Project) -> list[Resource]:
    """Every table that `datapackage.json` names.

    Raises DataError with all that is wrong with it and with the schemas.
    """
    document, problems = package_document(project), []
    given = document.content["resources"]
    schemas: dict[str, Schema] = {}
    first = {resource["schema"]: number for number, resource in reversed([*enumerate(given)])}
    for reference, number in first.items():
        path = columns_file(project, reference)
        if path is None:
            problems.append(
                document.problem(
                    ["resources", number, "schema"],
                    f"data/{reference} does not exist; restore it or correct the name",
                )
            )
            continue
        try:
            text = columns_text(project, path)
            schemas[reference] = _read_schema(project.relative(path), path.stem, text)
        except DataError as error:
            problems += error.problems
    problems += _of_tables(document, given)
    if problems:
        raise DataError(problems)
    return [
        Resource(
            r["path"].removesuffix(".csv"),
            _title(r),
            r.get("topic", _title(r)),
            r.get("description", ""),
            schemas[r["schema"]],
        )
        for r in given
    ]


def _title(resource: dict[str, Any]) -> str:
    return str(resource.get("title", resource["path"].removesuffix(".csv")))


def _of_tables(document: Document, given: list[dict[str, Any]]) -> Iterator[Problem]:
    """Tables that are described twice, not at all, or by a schema that is not theirs."""
    paths = [resource["path"] for resource in given]
    for key in ("path", "name"):
        seen: set[str] = set()
        for number, resource in enumerate(given):
            if resource.get(key) in seen:
                yield document.problem(
                    ["resources", number, key],
                    f"{quoted(resource[key])} stands there already; keep one",
                )
            seen |= {resource[key]} if key in resource else set()
    for table, known in KNOWN.items():
        reference = f"schemas/{known.schema}.json"
        if f"{table}.csv" not in paths:
            if table in NEEDED:
                said = f"lacks {table}.csv, which the program needs; add it with the schema"
                yield document.problem(["resources"], f"{said} {reference}")
            continue
        number = paths.index(f"{table}.csv")
        if given[number]["schema"] != reference:
            yield document.problem(
                ["resources", number, "schema"],
                f"is {quoted(given[number]['schema'])}; {table}.csv needs {reference}",
            )


@lru_cache(maxsize=64)  # a preview reads every schema again at each edit, and few change
def _read_schema(file: str, name: str, text: str) -> Schema:
    """A table's schema. Raises DataError with all that is wrong with it."""
    document = read_json(file, text)
    problems = document.unfit("table") or sorted(_of_schema(document, name))
    if problems:
        raise DataError(problems)
    return Schema(name, tuple(document.content["fields"]), _primary_key(document))


def _of_schema(document: Document, name: str) -> Iterator[Problem]:
    """What a schema of the right form still lacks."""
    fields: list[ColumnRule] = document.content["fields"]
    names = [field["name"] for field in fields]
    yield from _of_key(document, name, names)
    for number, field in enumerate(fields):
        place: list[str | int] = ["fields", number, "name"]
        if field["name"] in names[:number]:
            yield document.problem(
                place, f"{quoted(field['name'])} stands there already; keep one of them"
            )
        yield from _of_constraints(document, field, number)
    for needed in _COLUMNS.get(name, "").split():
        column = needed.rstrip("#@!")
        if column in names:
            yield from _of_column(document, needed, names.index(column))
            yield from _of_words(document, name, fields[names.index(column)], names.index(column))
        else:
            said = f"lacks the column {quoted(column)}, which the program reads; restore it"
            yield document.problem(["fields"], said)


def _of_key(document: Document, name: str, names: list[str]) -> Iterator[Problem]:
    """A primary key of columns that are none, or by which the program cannot tell rows apart."""
    key = _primary_key(document)
    strange = [column for column in key if column not in names]
    for column in strange:
        said = f"{quoted(column)} is no column of this schema; name one of its fields"
        yield document.problem(["primaryKey"], said)
    if name in _COLUMNS and not strange:
        first = _COLUMNS[name].partition(" ")[0].rstrip("#@!")
        needed = CORRECTION_KEY if name == "correction" else (first,)
        if key != needed:
            found = f"is {', '.join(key)}" if key else "is missing"
            said = f"{found}, and rows are told apart by {', '.join(needed)}; write that"
            yield document.problem(["primaryKey"], said)


def _primary_key(document: Document) -> tuple[str, ...]:
    key = document.content.get("primaryKey", [])
    return (key,) if isinstance(key, str) else tuple(key)


def _of_column(document: Document, needed: str, number: int) -> Iterator[Problem]:
    """How a column differs from what _COLUMNS says of it."""
    field: ColumnRule = document.content["fields"][number]
    type_ = next((_TYPES[c] for c in needed if c in _TYPES), "string")
    if field["type"] != type_:
        said = f"of {quoted(field['name'])} is {field['type']}; write {type_}"
        yield document.problem(["fields", number, "type"], said)
    if "!" in needed and not field.get("constraints", {}).get("required"):
        said = (
            f'{quoted(field["name"])} must be required: write "constraints": {{"required": true}}'
        )
        yield document.problem(["fields", number, "name"], said)


def _of_words(document: Document, name: str, field: ColumnRule, number: int) -> Iterator[Problem]:
    """Allowed words that the program does not know."""
    known = (
        tuple(KINDS) if field["name"] == "kind" and name != "event" else _WORDS.get(field["name"])
    )
    if not known:
        return
    allowed = field.get("constraints", {}).get("enum")
    for word in allowed or ():
        if word not in known:
            yield document.problem(
                ["fields", number, "constraints", "enum"],
                f"of {quoted(field['name'])} has {quoted(word)}, which the program does not know; "
                f"there are {', '.join(known)}",
            )
    if not allowed:
        yield document.problem(
            ["fields", number, "name"],
            f"{quoted(field['name'])} lacks its allowed words; "
            f'write "enum" with {", ".join(known)} under constraints',
        )


def _of_constraints(document: Document, field: ColumnRule, number: int) -> Iterator[Problem]:
    """A pattern that is none, and a limit for what has no size."""
    limits = field.get("constraints", {})
    place: list[str | int] = ["fields", number, "constraints"]
    try:
        re.compile(limits.get("pattern", ""))
    except re.error as error:
        yield document.problem(
            [*place, "pattern"], f"is no regular expression: {error}; correct it"
        )
    for rule in ("minimum", "maximum"):
        if rule in limits and field["type"] != "number":
            yield document.problem(
                [*place, rule], f"stands with a {field['type']}; only a number has one"
            )
    for rule in ("enum", "pattern"):
        if rule in limits and field["type"] != "string":
            yield document.problem(
                [*place, rule], f"stands with a {field['type']}; only a string has one"
            )
