"""The description of the tables, datapackage.json: each mistake has its line, and what to do."""

from __future__ import annotations

import pytest

from breaking import after
from stateofplay.ledger.reading.book_tables import own_columns
from stateofplay.numbers.vocabulary import BOUNDS, KINDS

SCHEMA = '"schema": "schemas/figure.json"'
CREATED = '"created": "'


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "datapackage.json",
            '"resources"',
            '"resource"',
            ":15:resource: is not a key that this file may have; did you mean resources?",
        ),
        ("datapackage.json", '      "path": "tugs.csv",\n', "", ":16:resources.path: is missing"),
        (
            "datapackage.json",
            SCHEMA,
            '"schem": "schemas/figure.json"',
            ":22:resources.schem: is not a key that this file may have",
        ),
        (
            "datapackage.json",
            SCHEMA,
            SCHEMA.replace("e.json", ".json"),
            ":22:resources.schema: data/schemas/figur.json does not exist",
        ),
        (
            "datapackage.json",
            '"path": "boxes.csv"',
            '"path": "tugs.csv"',
            ":resources.path: “tugs.csv” stands there already",
        ),
        *(
            (
                "datapackage.json",
                '"path": "tugs.csv"',
                f'"path": "{name}.csv"',
                f":resources.path: is “{name}.csv”; write the table's file in data/",
            )
            for name in ("turns", "derived/boxes")  # the site has these from the program
        ),
        (
            "datapackage.json",
            CREATED,
            f'{CREATED}2026-11-31T00:00:00Z",\n  "homepage": "https://example.org/',
            ":created: is no day: 2026-11-31",
        ),
        (
            "schemas/figure.json",
            '"fields"',
            '"feilds"',
            ":2:feilds: is not a key that this file may have; did you mean fields?",
        ),
        (
            "schemas/figure.json",
            '"required": true',
            '"required": "yes"',
            ":fields.constraints.required: is “yes”, not true or false",
        ),
        (
            "schemas/figure.json",
            '"type": "number"',
            '"type": "numbr"',
            ":fields.type: is “numbr”; did you mean number?",
        ),
        (
            "schemas/figure.json",
            '"type": "number"',
            '"type": "string"',
            ":fields.type: of “value” is string; write number",
        ),
        (
            "schemas/figure.json",
            "[a-z][a-z0-9_]*",
            "[a-z",
            ":fields.constraints.pattern: is no regular expression",
        ),
        (
            "schemas/figure.json",
            '"about",',
            '"roughly",',
            ":fields.constraints.enum: of “bound” has “roughly”, which the program does not know",
        ),
        (
            "schemas/figure.json",
            '"primaryKey": "id"',
            '"primaryKey": "ids"',
            ":primaryKey: “ids” is no column of this schema",
        ),
        (
            "schemas/figure.json",
            '"primaryKey": "id"',
            '"primaryKey": "measure"',
            ":primaryKey: is measure, and rows are told apart by id; write that",
        ),
        (
            "schemas/unit.json",
            '"primaryKey": "unit",',
            "",
            ":primaryKey: is missing, and rows are told apart by unit; write that",
        ),
        (
            "schemas/figure.json",
            '"name": "unit"',
            '"name": "units"',
            ":fields: lacks the column “unit”, which the program reads; restore it",
        ),
    ],
)
def test_a_mistake_in_the_data_package_is_one_line(project, file, old, new, told) -> None:
    lines = after(project, f"data/{file}", old, new)
    assert any(line.startswith(f"data/{file}:") and told in line for line in lines), lines
    assert len(lines) <= 3


@pytest.mark.parametrize("table", ["figure", "context", "check"])
def test_the_words_of_bounds_and_kinds_are_those_of_the_rules(table) -> None:
    allowed = {
        f["name"]: f["constraints"].get("enum")
        for f in own_columns(table)["fields"]
        if "constraints" in f
    }
    assert set(allowed["bound"]) == set(BOUNDS)
    assert allowed.get("kind", list(KINDS)) == list(KINDS)
