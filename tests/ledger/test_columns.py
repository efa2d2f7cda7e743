"""Every field and constraint of the columns of every table is checked."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from breaking import BOXES, HEADER, problems, rewrite
from projects import CHECKS, COLUMNS, DERIVED, FIGURES, FINDINGS, columns_of, resources
from statements import EVENT, POSITION
from stateofplay.ledger.loading import load_ledger

CONTEXT = FIGURES[1] | {"id": "boxes_elsewhere", "series": "boxes", "source": "port_office"}
GOOD = {
    "tugs": FIGURES[0] | {"id": "boxes_sold"},
    "context/areas": CONTEXT,
    "checks": CHECKS[0]
    | {"id": "check_again", "value": "60000", "low": "", "high": "", "bound": "exact"},
    "corrections": dict(
        date="2026-03-01", id="boxes_lost", column="value", old="1", new="31680", reason="A slip."
    ),
    "derived": DERIVED[0] | {"id": "again"},
    "events": EVENT | {"end": "2026-01-02"},
    "findings": FINDINGS[0] | {"id": "again_more"},
    "positions": POSITION | {"source": "harbour_news", "locator": "1"},
    "regions": dict(name="Northland", state="closed", share="50"),
    "unchecked": dict(
        figure="boxes_sold", day="2026-11-28", where_looked="Everywhere", looked_for="A number"
    ),
    "units": dict(unit="boxes", after_one="box", after_many="boxes", name="boxes"),
    "unpublished": dict(
        id="one_box",
        text="one box",
        source="harbour_news",
        locator="1",
        reason="It counts nothing.",
    ),
}
BREAKS = {"required": "", "enum": "nonesuch", "pattern": "No Name"}


def breaches() -> list:
    """(table, column, what is broken, cell) for every field and constraint of every schema."""
    found = []
    for table in GOOD:
        schema = next(r["schema"] for r in resources() if r["path"] == f"{table}.csv")
        content = json.loads((COLUMNS / Path(schema).name).read_text(encoding="utf-8"))
        for field in content["fields"]:
            limits = field.get("constraints", {})
            cells = BREAKS | {
                "minimum": str(limits.get("minimum", 0) - 1),
                "maximum": str(limits.get("maximum", 0) + 1),
                "unique": GOOD[table].get(field["name"]),
            }
            found += [(table, field["name"], rule, cells[rule]) for rule in limits]
            if field["type"] != "string":
                found.append((table, field["name"], field["type"], "nonesuch"))
    return found


def append(project, table: str, *rows: dict[str, str]) -> int:
    """Add rows to a table; the line of the last."""
    with project.table(table).open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns_of(table), restval="", lineterminator="\n").writerows(rows)
    return len(project.table(table).read_text(encoding="utf-8").splitlines())


def beside(project, table: str) -> None:
    """A figure of the article and the search for its outside value go together."""
    for one, other in (("unchecked", "tugs"), ("tugs", "unchecked")):
        if table == one:
            append(project, other, GOOD[other])


def test_every_schema_has_a_good_row_here(project) -> None:
    schemas = {
        r["path"][:-4]: r["schema"]
        for r in json.loads(project.data_package.read_text(encoding="utf-8"))["resources"]
    }
    assert {f"schemas/{p.name}" for p in COLUMNS.iterdir()} == {schemas[t] for t in GOOD}
    for table, row in GOOD.items():
        append(project, table, row)
    load_ledger(project)


@pytest.mark.parametrize(("table", "column", "rule", "cell"), breaches())
def test_each_field_and_constraint_of_the_schemas_is_checked(
    project, table, column, rule, cell
) -> None:
    beside(project, table)
    line = append(
        project, table, *([GOOD[table]] if rule == "unique" else []), GOOD[table] | {column: cell}
    )
    places = [p.partition(" ")[0] for p in problems(project)]
    assert places == [f"data/{table}.csv:{line}:{column}:"]


@pytest.mark.parametrize("table", GOOD)
def test_a_character_that_no_text_may_hold_is_refused_in_every_column(project, table) -> None:
    beside(project, table)
    path = project.table(table)
    text = path.read_text(encoding="utf-8")
    line = text.count("\n") + 1
    for column in columns_of(table):
        path.write_text(text, encoding="utf-8")
        cell = GOOD[table].get(column, "")
        append(project, table, GOOD[table] | {column: f"{cell[:2]}\x0b{cell[2:]}"})
        places = [p.partition(" has U+000B")[0] for p in problems(project)]
        assert places == [f"data/{table}.csv:{line}:{column}:"]


def test_a_row_of_nothing_but_such_a_character_is_no_empty_row(project) -> None:
    rewrite(project, lambda data: data + b"\x0b" + b"," * HEADER.count(",") + b"\n")
    assert problems(project) == [
        f"{BOXES}:7:id: has U+000B, a line break of a word processor; write a blank or a line end"
    ]
