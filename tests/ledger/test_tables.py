"""Reading data/: every field and constraint of every schema, and every way in which a file can be
broken.
"""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from projects import (
    CHECKS,
    COLUMNS,
    DERIVED,
    FIGURES,
    FINDINGS,
    columns_of,
    resources,
    tiny_project,
)
from stateofplay.editing.checking import find_problems
from stateofplay.files.problems import DataError, Problem
from stateofplay.ledger.ledger import load_ledger
from stateofplay.ledger.reading.tables import Row, read_tables

BOXES = "data/boxes.csv"


@pytest.fixture
def project(tmp_path):
    return tiny_project(tmp_path / "project")


def problems(project) -> list[str]:
    with pytest.raises(DataError) as caught:
        load_ledger(project)
    return str(caught.value).splitlines()


def change(project, old: str, new: str, table: str = "boxes") -> None:
    """Replace the one place of `old` in a table of the project."""
    text = project.table(table).read_text(encoding="utf-8")
    assert text.count(old) == 1, text
    project.table(table).write_text(text.replace(old, new), encoding="utf-8")


def rewrite(project, alter) -> None:
    """Pass the bytes of the table of figures through `alter`."""
    path = project.table("boxes")
    path.write_bytes(alter(path.read_bytes()))


def test_the_tiny_project_itself_has_no_problem(project) -> None:
    assert list(load_ledger(project).figures) == [row["id"] for row in FIGURES]


NUMBER = "is not a number; write"
DATE = "is not a date; write"
NAME = "is not a name; write lower-case letters, digits and underscores, a letter first"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",40000,", ',"40,000",', f"2:value: “40,000” {NUMBER} 40000"),
        (",40000,", ',"1,040,000",', f"2:value: “1,040,000” {NUMBER} 1040000"),
        (",40000,", ",40 000,", f"2:value: “40 000” {NUMBER} 40000"),
        (",40000,", ",-40.000.000,", f"2:value: “-40.000.000” {NUMBER} -40000000"),
        (",40000,", ",40’000,", f"2:value: “40’000” {NUMBER} 40000"),
        (",40000,", ',"2,5",', f"2:value: “2,5” {NUMBER} 2.5"),
        (
            ",40000,",
            ",38 bn,",
            f"2:value: “38 bn” {NUMBER} 38 here and a unit in billions under unit",
        ),
        (",40000,", ",19.5%,", f"2:value: “19.5%” {NUMBER} 19.5 here and the unit under unit"),
        (",40000,", ",many,", f"2:value: “many” {NUMBER} it in digits, like 38 or 2.5"),
        (",35000,", ",nan,", f"2:low: “nan” {NUMBER} it in digits, like 38 or 2.5"),
        (",45000,", ",inf,", f"2:high: “inf” {NUMBER} it in digits, like 38 or 2.5"),
        (",45000,", ",4/5,", f"2:high: “4/5” {NUMBER} it in digits, like 38 or 2.5"),
        (
            ",35000,",
            ",3e4,",
            "2:low: “3e4” is not a number; a spreadsheet has shortened it and may have dropped "
            "digits; write all of them",
        ),
        (",35000,", ",35000.,", f"2:low: “35000.” {NUMBER} 35000"),
        (",2026-01-01,", ",20 January 2026,", f"3:start: “20 January 2026” {DATE} 2026-01-20"),
        (",2026-01-01,", ",01/01/2026,", f"3:start: “01/01/2026” {DATE} 2026-01-01"),
        (
            ",2026-01-31,",
            ",2026-02-30,",
            f"3:end: “2026-02-30” {DATE} a day that exists: the month has 28",
        ),
        (",2026-01-31,", ",2026-1-31,", f"3:end: “2026-1-31” {DATE} 2026-01-31"),
        (",2026-01-31,", ",20260131,", f"3:end: “20260131” {DATE} 2026-01-31"),
        (
            ",2026-01-31,",
            ",2026-W05-1,",
            f"3:end: “2026-W05-1” {DATE} it as YYYY-MM-DD, all in digits",
        ),
        (
            ",counted,",
            ",countd,",
            "3:kind: “countd” is not one of the allowed words; did you mean counted?",
        ),
        (
            ",exact,",
            ",Exact,",
            "3:bound: “Exact” is not one of the allowed words; did you mean exact?",
        ),
        (
            ",party,",
            ",xyz,",
            "2:interest: “xyz” is not one of the allowed words; write one of party, none",
        ),
        ("quay_closed", "Quay_closed", f"6:id: “Quay_closed” {NAME}"),
        ("quay_closed", "2026_quay", f"6:id: “2026_quay” {NAME}"),
        ("quay_closed", "quay-closed", f"6:id: “quay-closed” {NAME}"),
        (
            "quay_closed",
            "",
            "6:id: is empty; write stable name, unique over all tables, never reused",
        ),
        ("Boxes wanted", " ", "4:measure: is empty; write what is measured, as a short label"),
        (
            "ships_waiting",
            "quay_closed",
            "6:id: “quay_closed” stands on line 5 already; give this row a name of its own",
        ),
    ],
)
def test_one_bad_cell_is_one_line_that_says_what_to_write(project, old, new, message) -> None:
    change(project, old, new)
    assert problems(project) == [f"{BOXES}:{message}"]


UNCLOSED = (
    "the cell opens with a double quote that is not closed in this row; close it, or delete it"
)
HEADER = ",".join(columns_of("boxes"))


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


def test_a_row_of_too_few_or_too_many_cells(project) -> None:
    columns = HEADER.count(",") + 1
    change(project, "quay_closed,", "quay_closed,more,and more,")
    rewrite(project, lambda data: data + b"one,two\n")
    hint = f"not {columns}; put text with a comma in double quotes"
    assert problems(project) == [
        f"{BOXES}:6: has {columns + 2} cells, {hint}",
        f"{BOXES}:7: has 2 cells, {hint}",
    ]


@pytest.mark.parametrize(("line", "name"), [(2, "boxes_per_month"), (3, "boxes_lost")])
def test_a_row_of_too_many_cells_is_one_line_and_not_one_for_each_row_that_names_it(
    project, line, name
) -> None:
    """Both ids stand in a formula and in findings, the second also in a check."""
    change(project, f"{name},", f"{name},a comma,")
    columns = HEADER.count(",") + 1
    assert problems(project) == [
        f"{BOXES}:{line}: has {columns + 1} cells, not {columns}; put text with a comma in "
        "double quotes"
    ]


def test_a_unit_of_too_many_cells_is_one_line_and_not_one_for_each_figure_in_it(project) -> None:
    path = project.table("units")
    text = path.read_text(encoding="utf-8")
    line = next(
        number for number, row in enumerate(text.splitlines(), 1) if row.startswith("people/month,")
    )
    path.write_text(text.replace("people/month,", "people/month,a comma,", 1), encoding="utf-8")
    assert [p.split("; ")[0] for p in problems(project)] == [
        f"data/units.csv:{line}: has 6 cells, not 5"
    ]


def test_a_line_number_counts_lines_of_the_file_not_rows(project) -> None:
    change(project, "Boxes lost", '"Boxes\nlost"')
    change(project, "quay_closed", "Quay")
    assert problems(project) == [f"{BOXES}:7:id: “Quay” {NAME}"]


def test_a_file_that_is_not_utf8_is_refused_with_the_cell(project) -> None:
    rewrite(
        project,
        lambda data: data.replace(b"Boxes lost", "Caisses perdues à quai".encode("latin-1")),
    )
    assert problems(project) == [
        f"{BOXES}:3:measure: is not UTF-8 text; save the file as “CSV UTF-8”, or if "
        "“Caisses perdues à quai” is right, "
        "run stateofplay check --fix --encoding windows-1252"
    ]


def test_a_table_that_cannot_be_read_is_one_line_and_not_one_for_each_row_that_names_it(
    project,
) -> None:
    path = project.table("units")
    path.write_bytes(path.read_bytes().replace(b",", b";"))
    assert problems(project) == [
        "data/units.csv:1: has its columns separated by semicolons; save it as “CSV UTF-8” with "
        "commas, "
        "or run stateofplay check --fix"
    ]


LONG = "zyxwvutsrq" * 2000


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("boxes", ",31680,", f",{LONG},"),
        ("boxes", ",31680,", f",{'9' * 20000},"),
        ("boxes", "2026-01-31", LONG),
        ("boxes", ',harbour_news,2,"lost', f',{LONG},2,"lost'),
        ("boxes", "people/month,exact", f"{LONG},exact"),
        ("boxes", ",counted,", f",{LONG},"),
        ("boxes", "boxes_goal,", f"{LONG.title()},"),
        ("boxes", ',2,"lost', f',{LONG},"lost'),
        ("boxes", ",measure,", f",{LONG},"),
        ("boxes", ",measure,", ",a,b,c,d,e,f,"),
        ("findings", "Its {boxes_per_month}", f"Its {{{LONG}}}"),
        ("findings", "stay", "9" * 20000),
        ("findings", "Its {boxes_per_month}", f"Its {{boxes_per_month|{LONG}}}"),
        (
            "findings",
            "boxes_per_month < boxes_goal",
            "not (boxes_lost > 1" + " and boxes_lost > 1" * 300 + ")",
        ),
        ("findings", "boxes_per_month < boxes_goal", f"{LONG} < boxes_goal"),
        ("findings", "stay", f"{LONG} 9"),
        ("derived", "boxes_per_month -", f"f({LONG}) -"),
        ("derived", "boxes_per_month -", f"'5 {LONG}!' -"),
        ("derived", "people/month", LONG),
        ("checks", ",boxes_lost,", f",{LONG},"),
    ],
)
def test_a_message_quotes_a_readable_piece_of_a_cell(project, table, old, new) -> None:
    change(project, old, new, table)
    found = problems(project)
    assert [problem for problem in found if len(problem) > 900] == []


def test_a_table_of_an_old_mac_and_a_header_without_end(project) -> None:
    rewrite(project, lambda data: data.replace(b"\n", b"\r"))
    load_ledger(project)
    rewrite(project, lambda data: b"i" * 200_000 + data)
    assert [p.partition(" cannot be read as CSV")[0] for p in problems(project)] == [f"{BOXES}:1:"]


def test_a_quote_that_is_never_closed(project) -> None:
    change(project, "one-fifth", '"one-fifth')
    assert f"{BOXES}:6:as_stated: {UNCLOSED}" in problems(project)


def test_an_unclosed_quote_is_told_where_it_opens(project) -> None:
    change(
        project,
        'Port union,none,,,harbour_news,2,"lost',
        '"Port\nunion,none,,,harbour_news,2,"lost',
    )
    assert problems(project) == [f"{BOXES}:3:who: {UNCLOSED}"]


def test_a_workbook_in_place_of_a_table_gets_no_advice_about_letters(project) -> None:
    rewrite(project, lambda data: b"PK\x03\x04\x00\x00\xed\xff" + data)
    assert problems(project) == [
        f"{BOXES}:1: is no text but a file of another kind, such as a "
        "workbook or an archive; save it as “CSV UTF-8”"
    ]


@pytest.mark.parametrize(
    "name",
    [
        "data/boxes.csv",
        "data/datapackage.json",
        "data/schemas/figure.json",
        "seeds/sources.bib",
        "seeds/harbour-news.yml",
        "_config.yml",
        "_toc.yml",
        "book/index.md",
    ],
)
def test_an_unresolved_merge_is_told_as_one(project, name) -> None:
    path = project.root / name
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[-1:] = ["<<<<<<< HEAD", lines[-1], "=======", lines[-1], ">>>>>>> other"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = [
        f"{name}:{len(lines) - 4}: “<<<<<<< HEAD” marks a merge that is not resolved; "
        "keep one of the two texts and delete the marks"
    ]
    assert [str(problem) for problem in find_problems(project)[0]][:1] == told


def test_a_missing_file(project) -> None:
    project.table("tugs").unlink()
    assert problems(project) == [
        "data/tugs.csv:1: the file is missing; restore it, or take it out of the list of tables"
    ]


def test_a_table_that_nobody_describes(project) -> None:
    (project.data / "context" / "new.csv").write_text("id\n", encoding="utf-8")
    assert problems(project) == [
        "data/context/new.csv:1: the table is not described; add it to data/datapackage.json"
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


CONTEXT = FIGURES[1] | {"id": "boxes_elsewhere", "series": "boxes", "source": "port_office"}
GOOD = {
    "tugs": FIGURES[0] | {"id": "boxes_sold"},
    "context/areas": CONTEXT,
    "checks": CHECKS[0]
    | {"id": "check_again", "value": "60000", "low": "", "high": "", "bound": "exact"},
    "corrections": dict(
        date="2026-03-01", id="boxes_lost", column="value", old="1", new="2", reason="A slip."
    ),
    "derived": DERIVED[0] | {"id": "again"},
    "events": dict(
        id="event_closed",
        start="2026-01-01",
        end="2026-01-02",
        title="It closed",
        kind="meeting",
        who="News",
        interest="none",
        source="harbour_news",
        locator="1",
    ),
    "findings": FINDINGS[0] | {"id": "again_more"},
    "positions": dict(
        id="port_on_it",
        party="Port",
        interest="party",
        issue="Quay",
        position="Wants it.",
        source="harbour_news",
        locator="1",
    ),
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
