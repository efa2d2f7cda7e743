"""Reads data/ and checks each cell against its schema; a problem says file, line, column, what was found, what to do."""

from __future__ import annotations

import csv
import difflib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from stateofplay.paths import Project

Cell = str | Fraction | date | None
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_EXAMPLE = {"number": "38 or 2.5", "date": "2026-02-20"}


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong with the data: where, and in `message` what was found, expected and to be done."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {self.message}"


class DataError(ValueError):
    """The data cannot be published; `problems` has all the reasons, sorted by file and line."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(p) for p in self.problems))


@dataclass(frozen=True)
class Row:
    """One line of a table: its cells by column name, and where it stands."""

    table: str
    file: str
    line: int
    cells: dict[str, Cell]

    def __getitem__(self, column: str) -> Cell:
        return self.cells.get(column)

    def text(self, column: str) -> str:
        """The cell as text; empty when the cell is."""
        value = self.cells.get(column)
        return "" if value is None else str(value)

    def problem(self, column: str, message: str) -> Problem:
        return Problem(self.file, self.line, column, message)


@dataclass(frozen=True)
class Schema:
    """The columns of a table, as its Table Schema file describes them."""

    name: str
    fields: tuple[dict[str, Any], ...]
    primary_key: tuple[str, ...]

    @property
    def columns(self) -> list[str]:
        return [f["name"] for f in self.fields]


@dataclass
class Table:
    """One CSV file: its rows in order, with the schema and the descriptions of the data package."""

    name: str
    file: str
    title: str
    description: str
    schema: Schema
    rows: list[Row] = field(default_factory=list)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


def read_tables(project: Project) -> tuple[dict[str, Table], list[Problem]]:
    """Every table that `datapackage.json` names, by name (``aid``, ``context/losses``), and what is wrong with them.

    Raises DataError when the data package itself cannot be read.
    """
    problems: list[Problem] = []
    package = _read_json(project, project.data_package)
    schemas: dict[str, Schema] = {}
    tables: dict[str, Table] = {}
    for resource in package["resources"]:
        path = project.data / resource["path"]
        reference = resource["schema"]
        if reference not in schemas:
            schemas[reference] = _read_schema(project, project.data / reference)
        name = resource["path"].removesuffix(".csv")
        table = Table(name, project.relative(path), resource.get("title", name), resource.get("description", ""),
                      schemas[reference])
        table.rows = list(_read_rows(path, table, problems))
        tables[name] = table
    listed = {project.data / r["path"] for r in package["resources"]}
    for path in sorted(project.data.rglob("*.csv")):
        if path not in listed:
            problems.append(Problem(project.relative(path), 1, "",
                                    f"the table is not described; add it to {project.relative(project.data_package)}"))
    return tables, problems


def _read_json(project: Project, path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError([Problem(project.relative(path), getattr(error, "lineno", 1), "",
                                 f"cannot be read as JSON: {error}")]) from error


def _read_schema(project: Project, path: Path) -> Schema:
    content = _read_json(project, path)
    key = content.get("primaryKey", [])
    return Schema(path.stem, tuple(content["fields"]), tuple([key] if isinstance(key, str) else key))


def _read_rows(path: Path, table: Table, problems: list[Problem]) -> Iterator[Row]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        problems.append(Problem(table.file, 1, "", "the file is missing; restore it or take it out of datapackage.json"))
        return
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.append(Problem(table.file, line, "", "is not UTF-8 text; save the file as “CSV UTF-8”"))
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns = table.schema.columns
    try:
        header = next(reader, [])
        if header != columns:
            problems.append(Problem(table.file, 1, "", _header_message(header, columns)))
            return
        seen: dict[tuple[str, ...], int] = {}
        for record in reader:
            if not any(cell.strip() for cell in record):
                continue
            if len(record) != len(columns):
                problems.append(Problem(table.file, reader.line_num, "",
                                        f"has {len(record)} cells, not {len(columns)}; put text with a comma in double quotes"))
                continue
            row = _read_row(table, reader.line_num, dict(zip(columns, record, strict=True)), problems)
            key = tuple(row.text(c) for c in table.schema.primary_key)
            if key in seen:
                problems.append(row.problem(table.schema.primary_key[0],
                                            f"“{' '.join(key)}” stands on line {seen[key]} already; give this row a name of its own"))
            seen.setdefault(key, row.line)
            yield row
    except csv.Error as error:
        problems.append(Problem(table.file, reader.line_num, "", f"cannot be read as CSV: {error}"))


def _header_message(header: list[str], columns: list[str]) -> str:
    if len(header) == 1 and ";" in header[0]:
        return "the columns are separated by semicolons; save the file with commas"
    missing = [c for c in columns if c not in header]
    extra = [c for c in header if c not in columns]
    parts = ([f"lacks the column {', '.join(missing)}"] if missing else []) + (
        [f"has the unknown column {', '.join(repr(c) for c in extra)}"] if extra else [])
    return ("; ".join(parts) or "has its columns in another order") + f"; the header must be {','.join(columns)}"


def _read_row(table: Table, line: int, record: dict[str, str], problems: list[Problem]) -> Row:
    row = Row(table.name, table.file, line, {})
    for rule in table.schema.fields:
        name = rule["name"]
        text = record[name].strip()
        constraints = rule.get("constraints", {})
        if not text:
            row.cells[name] = None
            if constraints.get("required"):
                problems.append(row.problem(name, f"is empty; write {rule['description'][0].lower()}{rule['description'][1:].rstrip('.')}"))
            continue
        try:
            row.cells[name] = _parse(text, rule.get("type", "string"))
        except ValueError as error:
            row.cells[name] = None
            problems.append(row.problem(name, str(error)))
            continue
        message = _breach(text, row.cells[name], constraints)
        if message:
            problems.append(row.problem(name, message))
    return row


def _parse(text: str, kind: str) -> Cell:
    if kind == "number":
        if not _NUMBER.fullmatch(text):
            raise ValueError(f"“{text}” is not a number; {_number_hint(text)}")
        return Fraction(text)
    if kind == "date":
        try:
            if not _DATE.fullmatch(text):
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"“{text}” is not a date; write it as {_EXAMPLE['date']} (year-month-day)") from None
    return text


def _number_hint(text: str) -> str:
    grouped = re.fullmatch(r"-?\d{1,3}([,\s.'’]\d{3})+", text)
    if grouped:
        return f"write {re.sub(r'[^0-9-]', '', text)}"
    if re.fullmatch(r"-?\d+,\d+", text):
        return f"write {text.replace(',', '.')}"
    digits = re.search(r"\d+(\.\d+)?", text)
    return f"write {digits.group()} here and the unit under unit" if digits else f"write it in digits, like {_EXAMPLE['number']}"


def _breach(text: str, value: Cell, constraints: dict[str, Any]) -> str | None:
    """What constraint of the schema the cell breaks, in words; None when it breaks none."""
    if "enum" in constraints and text not in constraints["enum"]:
        near = difflib.get_close_matches(text, constraints["enum"], 1)
        choice = f"did you mean {near[0]}?" if near else f"write one of {', '.join(constraints['enum'])}"
        return f"“{text}” is not one of the allowed words; {choice}"
    if "pattern" in constraints and not re.fullmatch(constraints["pattern"], text):
        return f"“{text}” is not a name; write lower-case letters, digits and underscores, a letter first"
    if "minimum" in constraints and value < constraints["minimum"]:
        return f"{text} is below {constraints['minimum']}; check the number and its unit"
    if "maximum" in constraints and value > constraints["maximum"]:
        return f"{text} is above {constraints['maximum']}; check the number and its unit"
    return None
