"""What is published is what is stated: a decimal of a cell is the same number wherever it goes."""

from __future__ import annotations

import csv
import io
import json
import re
from fractions import Fraction

import duckdb
from hypothesis import example, given, settings
from hypothesis import strategies as st

from projects import FIGURES, tiny_project
from stateofplay.chapters import frames
from stateofplay.files.access import kept
from stateofplay.files.problems import DataError
from stateofplay.ledger.loading import load_ledger
from stateofplay.numbers.numerals import MOST_DIGITS, MOST_PLACES, read_number
from stateofplay.site.downloads.exports import figures_json, figures_lines
from stateofplay.site.downloads.table_files import TableFile, write_table
from stateofplay.site.downloads.workbook import typed
from stateofplay.site.lists.records import cell

BLANKS = ["", " ", "\u00a0", "\u202f", "\u2009", "\u2007"]


@st.composite
def cells(draw) -> str:
    """A cell: a decimal as people write it, with noughts that change nothing and blanks around."""
    digits = draw(st.integers(-(10**MOST_DIGITS) + 1, 10**MOST_DIGITS - 1))
    places = draw(st.integers(0, MOST_PLACES))
    whole, rest = divmod(abs(digits), 10**places)
    text = f"{'-' if digits < 0 else ''}{'0' * draw(st.integers(0, 2))}{whole}"
    noughts = "0" * draw(st.integers(0, 3))
    text += f".{rest:0{places}}{noughts}" if places else noughts
    return draw(st.sampled_from(BLANKS)) + text + draw(st.sampled_from(BLANKS))


def readable(text: str) -> bool:
    try:
        return bool(read_number(text.strip()) or True)
    except ValueError:
        return False


def number(words: str) -> Fraction:
    (found,) = re.findall(r"−?[0-9][0-9,]*(?:\.[0-9]+)?", words)
    return Fraction(found.replace(",", "").replace("−", "-"))


def written(folder, ledger) -> TableFile:
    table, path = ledger.tables["boxes"].schema.fields, ledger.project.table("boxes")
    file = TableFile(path.read_bytes(), table, folder / "written", folder / "rows")
    with duckdb.connect() as connection:
        write_table(file, connection)
    return file


def in_parquet(file: TableFile) -> list[float]:
    taken = file.target.with_name("taken.parquet")
    taken.write_bytes(kept(file.parquet))
    rows = duckdb.sql(f"SELECT value FROM '{taken.as_posix()}'")
    return [value for (value,) in rows.fetchall()]


@settings(max_examples=8, deadline=None)
@given(st.lists(cells(), min_size=30, max_size=60))
@example(
    [
        "31680",
        "123456.7890123",
        "-0.000001",
        "999999999999999",
        "1" + "0" * 20,
        "0.1",
        "-5.50",
        "0." + "0" * 20 + "7",
        "\u00a0 7 \u202f",
        "-0",
        "007",
        "100000000000.001",
    ]
)
def test_a_stated_number_is_the_same_wherever_it_goes(tmp_path_factory, texts) -> None:
    folder = tmp_path_factory.mktemp("numbers")
    rows = [
        FIGURES[1] | {"id": f"row_{n}", "value": text}
        for n, text in enumerate(texts)
        if readable(text)
    ]
    ledger = load_ledger(
        tiny_project(
            folder / "project",
            {"boxes": rows, "derived": [], "findings": [], "checks": []},
            pages={},
        )
    )
    stated = [Fraction(row["value"].strip()) for row in rows]
    columns = frames.columns(ledger, "boxes")
    published = json.loads(
        figures_json(ledger, ledger.derived, [figures_lines(ledger, ledger.figures)]),
        parse_float=Fraction,
        parse_int=Fraction,
    )
    file = written(folder, ledger)
    record = list(csv.DictReader(io.StringIO(kept(file.csv).decode())))
    ways = {
        "words": [number(ledger.words(row["id"])) for row in rows],
        "bare": [number(ledger.words(row["id"], "number")) for row in rows],
        "chart": [Fraction(repr(value)) for value in columns["value"]],
        "label of a chart": [number(label.rpartition(": ")[2]) for label in columns["label"]],
        "data table of a chart": [number(cell(value)) for value in columns["value"]],
        "CSV": [Fraction(row["value"]) for row in record],
        "workbook": [Fraction(repr(typed(row["value"], "number"))) for row in record],
        "Parquet": [Fraction(repr(value)) for value in in_parquet(file)],
        "JSON": [published["figures"][row["id"]]["value"] for row in rows],
    }
    for way, numbers in ways.items():
        assert numbers == stated, way


@settings(max_examples=30, deadline=None)
@given(st.text(st.sampled_from("0123456789.-,e ٣９−–"), min_size=1, max_size=40))
@example("31680.000000000004")
@example("1" * 32)
@example("1e400")
def test_what_cannot_be_published_is_refused_with_its_cell(tmp_path_factory, text) -> None:
    project = tiny_project(
        tmp_path_factory.mktemp("refused") / "project",
        {"boxes": [FIGURES[1] | {"value": text}], "derived": [], "findings": [], "checks": []},
    )
    try:
        value = load_ledger(project).quantity("boxes_lost").value
    except DataError as error:
        (problem,) = error.problems
        assert (problem.file, problem.line, problem.column) == ("data/boxes.csv", 2, "value")
    else:
        assert value == Fraction(text.strip())
