"""Reads datapackage.json and the schemas that it names, and says what is missing in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from stateofplay.files.characters import quoted
from stateofplay.files.documents import Document, read_json
from stateofplay.files.problems import DataError, Problem
from stateofplay.files.project import Project
from stateofplay.ledger.reading.book_tables import KNOWN, columns_file, own_columns, primary_key
from stateofplay.ledger.reading.cells import CellReader, ColumnRule
from stateofplay.ledger.reading.data_package import NEEDED, columns_text, package_document

# What of the program's own columns a book's may do without: a column, and that it is never empty.
_MAY_LACK = ("brief", "paragraph")
_MAY_BE_EMPTY = ("series",)
# The type of the columns that have such a limit.
_LIMITS = {"minimum": "number", "maximum": "number", "enum": "string", "pattern": "string"}


@dataclass(frozen=True)
class Schema:
    """The columns of a table, as its Table Schema file describes them."""

    name: str
    fields: tuple[ColumnRule, ...]
    primary_key: tuple[str, ...]

    def __getstate__(self) -> dict[str, object]:
        """Without what has been read of cells, which is much with many rows."""
        return {name: vars(self)[name] for name in ("name", "fields", "primary_key")}

    @cached_property
    def columns(self) -> list[str]:
        return [f["name"] for f in self.fields]

    @cached_property
    def keys(self) -> list[tuple[str, ...]]:
        """The columns that tell rows apart, if any do, and each other that repeats no cell."""
        unique = [(f["name"],) for f in self.fields if f.get("constraints", {}).get("unique")]
        return [*dict.fromkeys(filter(None, (self.primary_key, *unique)))]

    @cached_property
    def readers(self) -> list[CellReader]:
        """For each column what reads its cells."""
        return [CellReader(rule) for rule in self.fields]

    @cached_property
    def wrong(self) -> list[dict[str, str]]:
        """For each column what is wrong with cells that have been read, by their text."""
        return [reader.wrong for reader in self.readers]


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
            said = f"data/{reference} does not exist; restore it or correct the name"
            problems.append(document.problem(["resources", number, "schema"], said))
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
                said = f"{quoted(resource[key])} stands there already; keep one"
                yield document.problem(["resources", number, key], said)
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
            said = f"is {quoted(given[number]['schema'])}; {table}.csv needs {reference}"
            yield document.problem(["resources", number, "schema"], said)


@lru_cache(maxsize=64)  # a preview reads every schema again at each edit, and few change
def _read_schema(file: str, name: str, text: str) -> Schema:
    """A table's schema. Raises DataError with all that is wrong with it."""
    document = read_json(file, text)
    problems = document.unfit("table") or sorted(_of_schema(document, name))
    if problems:
        raise DataError(problems)
    return Schema(name, tuple(document.content["fields"]), primary_key(document.content))


def _of_schema(document: Document, name: str) -> Iterator[Problem]:
    """What a schema of the right form still lacks."""
    fields: list[ColumnRule] = document.content["fields"]
    names = [field["name"] for field in fields]
    yield from _of_key(document, name, names)
    for number, field in enumerate(fields):
        place: list[str | int] = ["fields", number, "name"]
        if field["name"] in names[:number]:
            said = f"{quoted(field['name'])} stands there already; keep one of them"
            yield document.problem(place, said)
        yield from _of_constraints(document, field, number)
    for own in own_columns(name).get("fields", ()):
        if own["name"] in names:
            yield from _of_column(document, own, names.index(own["name"]), name)
        elif own["name"] not in _MAY_LACK:
            said = f"lacks the column {quoted(own['name'])}, which the program reads; restore it"
            yield document.problem(["fields"], said)


def _of_key(document: Document, name: str, names: list[str]) -> Iterator[Problem]:
    """A primary key of columns that are none, or by which the program cannot tell rows apart."""
    key, needed = primary_key(document.content), primary_key(own_columns(name))
    strange = [column for column in key if column not in names]
    for column in strange:
        said = f"{quoted(column)} is no column of this schema; name one of its fields"
        yield document.problem(["primaryKey"], said)
    if needed and not strange and key != needed:
        found = f"is {', '.join(key)}" if key else "is missing"
        said = f"{found}, and rows are told apart by {', '.join(needed)}; write that"
        yield document.problem(["primaryKey"], said)


def _of_column(document: Document, own: ColumnRule, number: int, schema: str) -> Iterator[Problem]:
    """How a column differs from the program's own, and allowed words that it does not know."""
    field: ColumnRule = document.content["fields"][number]
    limits, needed = field.get("constraints", {}), own.get("constraints", {})
    place: list[str | int] = ["fields", number]
    name = quoted(field["name"])
    if field["type"] != own["type"]:
        said = f"of {name} is {field['type']}; write {own['type']}"
        yield document.problem([*place, "type"], said)
    if needed.get("required") and not limits.get("required") and own["name"] not in _MAY_BE_EMPTY:
        said = f'{name} must be required: write "constraints": {{"required": true}}'
        yield document.problem([*place, "name"], said)
    known = [] if schema == "event" and own["name"] == "kind" else needed.get("enum", [])
    if known and not limits.get("enum"):
        said = f'{name} lacks its allowed words; write "enum" with {", ".join(known)}'
        yield document.problem([*place, "name"], f"{said} under constraints")
    for word in limits.get("enum", ()) if known else ():
        if word not in known:
            said = f"of {name} has {quoted(word)}, which the program does not know; there are"
            said = f"{said} {', '.join(known)}"
            yield document.problem([*place, "constraints", "enum"], said)


def _of_constraints(document: Document, field: ColumnRule, number: int) -> Iterator[Problem]:
    """A pattern that is none, and a limit for what has no size."""
    limits = field.get("constraints", {})
    place: list[str | int] = ["fields", number, "constraints"]
    try:
        re.compile(limits.get("pattern", ""))
    except re.error as error:
        said = f"is no regular expression: {error}; correct it"
        yield document.problem([*place, "pattern"], said)
    for rule, kind in _LIMITS.items():
        if rule in limits and field["type"] != kind:
            said = f"stands with a {field['type']}; only a {kind} has one"
            yield document.problem([*place, rule], said)
