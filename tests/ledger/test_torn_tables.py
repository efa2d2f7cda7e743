"""Files that are no tables, and rows that are no rows: each is one line, and nothing is said of
what names them."""

from __future__ import annotations

import pytest

from breaking import BOXES, HEADER, change, problems, rewrite
from stateofplay.editing.checking import find_problems
from stateofplay.ledger.loading import load_ledger

UNCLOSED = (
    "the cell opens with a double quote that is not closed in this row; close it, or delete it"
)


def test_a_row_of_too_few_or_too_many_cells(project) -> None:
    columns = HEADER.count(",") + 1
    change(project, "quay_closed,", "quay_closed,more,and more,")
    rewrite(project, lambda data: data + b"one,two\n")
    hint = f"not {columns}; put text with a comma in double quotes"
    assert problems(project) == [
        f"{BOXES}:6: has {columns + 2} cells, {hint}",
        f"{BOXES}:7: has 2 cells, {hint}",
    ]


def test_the_mark_with_which_old_editors_end_a_file_is_named(project) -> None:
    rewrite(project, lambda data: data + b"\x1a")
    (said,) = problems(project)
    assert said.startswith(f"{BOXES}:7: has U+001A") and "delete it" in said


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


def test_a_letter_of_another_encoding_in_a_utf8_file_is_refused_with_its_cell(project) -> None:
    """Not with the first cell that the other encoding would spoil."""

    def mixed(data: bytes) -> bytes:
        data = data.replace(b"Boxes handled", "Caisses manutentionnées".encode())
        return data.replace(b"Boxes lost", "Caisses à quai".encode("latin-1"))

    rewrite(project, mixed)
    assert problems(project) == [
        f"{BOXES}:3:measure: “Caisses <U+FFFD> quai” has letters that are not UTF-8, as the rest "
        "of the file is; write them again"
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


def test_a_table_of_an_old_mac_and_a_header_without_end(project) -> None:
    rewrite(project, lambda data: data.replace(b"\n", b"\r"))
    load_ledger(project)
    rewrite(project, lambda data: b"i" * 200_000 + data)
    assert [p.partition(" has a cell of more")[0] for p in problems(project)] == [f"{BOXES}:1:"]


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


def test_a_quote_that_is_not_closed_below_a_cell_with_a_line_end_of_an_old_mac(project) -> None:
    rewrite(project, lambda data: data.replace(b"Harbour director", b'"Harbour\r\rdirector"'))
    rewrite(project, lambda data: data.replace(b"one-fifth", b'"one-fifth'))
    assert f"{BOXES}:8:as_stated: {UNCLOSED}" in problems(project)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"PK\x03\x04\x00\x00\xed\xff" + data,
        lambda data: data.decode().encode("utf-32"),
    ],
    ids=["a workbook", "UTF-32, which no spreadsheet writes"],
)
def test_another_kind_of_file_in_place_of_a_table_gets_no_advice_about_letters(
    project, change
) -> None:
    rewrite(project, change)
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
