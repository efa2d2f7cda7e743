"""Reading the tables of data/: their headers, their descriptions, what spreadsheets do to them, the
order of what is reported."""

from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction

import pytest

from breaking import BOXES, HEADER, NAME, change, problems, rewrite
from projects import FIGURES
from stateofplay.files.problems import DataError, Problem
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.reading.tables import Row, read_tables


def test_the_tiny_project_itself_has_no_problem(project) -> None:
    assert list(load_ledger(project).figures) == [row["id"] for row in FIGURES]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (HEADER.replace(",note", ""), f"lacks the column note; the header must be {HEADER}"),
        (HEADER + ",more", f"has the unknown column “more”; the header must be {HEADER}"),
        (
            HEADER.replace("locator", "Locator"),
            "lacks the column locator; has the unknown column “Locator”; the header must be "
            f"{HEADER}",
        ),
        (
            HEADER.replace("id,series", "series,id"),
            f"has its columns in another order; the header must be {HEADER}",
        ),
        (
            HEADER.replace(",", ";"),
            "has its columns separated by semicolons; save it as “CSV UTF-8” with commas, or run "
            "stateofplay check --fix",
        ),
        ("", f"its first line is empty; the file must begin with the header {HEADER}"),
        (
            f",,,\n{HEADER}",
            f"its first line is empty; the file must begin with the header {HEADER}",
        ),
        (
            HEADER.replace("unit", "value"),
            f"has the column value twice; lacks the column unit; the header must be {HEADER}",
        ),
    ],
)
def test_a_wrong_header_is_the_problem_of_line_one(project, header, message) -> None:
    change(project, HEADER, header)
    assert f"{BOXES}:1: {message}" in problems(project)


def test_a_line_number_counts_lines_of_the_file_not_rows(project) -> None:
    change(project, "Boxes lost", '"Boxes\nlost"')
    change(project, "quay_closed", "Quay")
    assert problems(project) == [f"{BOXES}:7:id: “Quay” {NAME}"]


def test_a_missing_file(project) -> None:
    project.table("tugs").unlink()
    assert problems(project) == [
        "data/tugs.csv:1: the file is missing; restore it, take it out of the list of tables, or "
        f"begin a new one with the line {HEADER}"
    ]


def test_a_table_that_nobody_describes(project) -> None:
    (project.data / "context" / "new.csv").write_text("id\n", encoding="utf-8")
    assert problems(project) == [
        "data/context/new.csv:1: the table is not described; add it to data/datapackage.json"
    ]


def test_a_table_whose_name_ends_in_capitals(project) -> None:
    (project.data / "context" / "New.CSV").write_text("id\n", encoding="utf-8")
    assert problems(project) == [
        "data/context/New.CSV:1: a table’s name ends in .csv; call it New.csv"
    ]


@pytest.mark.parametrize(
    ("file", "text", "place"),
    [
        ("datapackage.json", "{\n  broken", "data/datapackage.json:2:3: cannot be read as JSON: "),
        (
            "schemas/figure.json",
            "{\n  broken",
            "data/schemas/figure.json:2:3: cannot be read as JSON: ",
        ),
        ("datapackage.json", None, "data/datapackage.json:1: the file is missing; restore it"),
    ],
)
def test_a_description_that_cannot_be_read(project, file, text, place) -> None:
    (project.data / file).unlink()
    if text:
        (project.data / file).write_text(text, encoding="utf-8")
    assert len(problems(project)) == 1 and problems(project)[0].startswith(place)


def test_a_table_without_columns_of_the_books_own_has_those_of_the_program(project) -> None:
    shutil.rmtree(project.data / "schemas")
    fields = {field["name"]: field for field in read_tables(project)[0]["boxes"].schema.fields}
    assert "a partner of the port" in fields["interest"]["description"]


@pytest.mark.parametrize(
    "alter",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.rstrip(b"\n"),
        lambda data: data + b"\n\n",
        lambda data: data + b"," * HEADER.count(",").to_bytes(1, "big")[0] + b"\n",
        lambda data: data.replace(b",40000,", b", 40000 ,"),
        lambda data: data.replace(b",Boxes lost,", b',"Boxes lost",'),
        lambda data: b"sep=,\r\n" + data,
        lambda data: data.replace(b"\n", b",,\n"),
        lambda data: data.replace(b",Boxes lost,", b",Boxes lost  ,"),
        lambda data: data.replace(b",40000,", ",\u202f40000\u00a0,".encode()),
    ],
    ids=[
        "BOM",
        "CRLF",
        "no last newline",
        "blank lines",
        "row of empty cells",
        "blanks around a number",
        "quotes",
        "sep=",
        "empty last columns",
        "trailing blanks",
        "no-break spaces around a number",
    ],
)
def test_what_spreadsheets_do_to_a_file_is_no_problem(project, alter) -> None:
    before = load_ledger(project).figures
    rewrite(project, alter)
    assert load_ledger(project).figures == before


def test_all_problems_are_reported_together_in_order(project) -> None:
    change(project, ",40000,", ",many,")
    change(project, "quay_closed", "Quay")
    change(project, ",yes,", ",Yes,", "checks")
    (project.data / "a.csv").write_text("id\n", encoding="utf-8")
    found = [p.split(" ")[0] for p in problems(project)]
    assert found == [
        "data/a.csv:1:",
        f"{BOXES}:2:value:",
        f"{BOXES}:6:id:",
        "data/checks.csv:2:independent:",
    ]


def test_problems_are_sorted_by_line_and_said_once() -> None:
    late, early = Problem("a.csv", 10, "id", "x"), Problem("a.csv", 9, "unit", "y")
    assert str(DataError([late, early, late])) == "a.csv:9:unit: y\na.csv:10:id: x"
    assert str(Problem("seeds", 0, "", "z")) == "seeds: z"


def test_read_tables_keeps_rows_in_order_with_their_lines(project) -> None:
    tables, found = read_tables(project)
    assert not found and [(r.text("id"), r.line) for r in tables["boxes"]] == [
        (row["id"], line) for line, row in enumerate(FIGURES, 2)
    ]
    assert tables["boxes"].title and tables["context/areas"].file == "data/context/areas.csv"


def test_a_row_gives_its_cells_by_their_type() -> None:
    begun, half = date(2026, 2, 11), Fraction(1, 2)
    row = Row("a", "data/a.csv", 2, {"value": half, "start": begun, "note": "x", "end": None})
    assert (row.number("value"), row.number("note"), row.number("none")) == (half, None, None)
    assert (row.day("start"), row.day("value"), row.day("end")) == (begun, None, None)
    assert (row.text("value"), row.text("end")) == ("1/2", "")
    assert row.span() == (begun, begun)
    with pytest.raises(ValueError, match="^data/a.csv:2:end: holds no day$"):
        row.known_day("end")
