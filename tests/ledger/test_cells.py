"""Reading a cell by the rule of its column: a bad one is one line that says what to write."""

from __future__ import annotations

import pytest

from breaking import BOXES, NAME, change, constrain, problems
from projects import FIGURES, columns_of, tiny_project, write_table
from stateofplay.ledger.loading import assembled

NUMBER = "is not a number; write"
DATE = "is not a date; write"
LONGEST = (
    "has a cell of more than 131,072 characters; shorten it, or close the double quote that it "
    "begins with"
)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "quay_closed,",
            "yield,",
            "6:id: “yield” means something else in formulas and cells; add a word to it",
        ),
        (",40000,", ',"40,000",', f"2:value: “40,000” {NUMBER} 40000"),
        (",40000,", ',"1,040,000",', f"2:value: “1,040,000” {NUMBER} 1040000"),
        (",40000,", ",40 000,", f"2:value: “40 000” {NUMBER} 40000"),
        (",40000,", ",-40.000.000,", f"2:value: “-40.000.000” {NUMBER} -40000000"),
        (",40000,", ",40’000,", f"2:value: “40’000” {NUMBER} 40000"),
        (",40000,", ',"2,5",', f"2:value: “2,5” {NUMBER} 2.5"),
        (
            ",40000,",
            ",38 bn,",
            f"2:value: “38 bn” {NUMBER} the number alone, like 38 or 2.5; its currency, scale and "
            "unit belong under unit, a hedge under bound",
        ),
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
            "Boxes wanted",
            "Boxes â€“ wanted",
            "4:measure: “Boxes â€“ wanted” has been read in another encoding and saved; write "
            "“Boxes – wanted”",
        ),
        (
            "vessels,between",
            "vesels,between",
            "5:unit: “vesels” is not a unit of data/units.csv; did you mean vessels?",
        ),
        (
            "vessels,between",
            "km²,between",
            "5:unit: “km²” is not a unit of data/units.csv; did you mean km2?",
        ),
        ("Boxes wanted", "x" * 131_073, f"4: {LONGEST}"),
        (
            ",planned,",
            ",,",
            "4:kind: is empty; write how the number came about: one of counted, measured, "
            "estimated, surveyed, claimed, pledged, decided, planned, forecast",
        ),
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


@pytest.mark.parametrize(
    ("limits", "place", "said"),
    [
        (
            {"pattern": "P[1-5]"},
            "Ukraine",
            "“Ukraine” does not fit the pattern P[1-5]; write what place the figure speaks of",
        ),
        ({"pattern": "P[1-5]|pass"}, "pass", ""),
        ({"unique": True}, "P2", "“P2” stands on line 3 already; give this row a place of its own"),
        ({"unique": True}, "", ""),
    ],
)
def test_a_constraint_of_a_books_own_is_told_as_what_it_is(project, limits, place, said) -> None:
    places = ["P1", "P2", "", "P4", place]
    rows = [row | {"place": p} for row, p in zip(FIGURES, places, strict=True)]
    write_table(project.table("boxes"), columns_of("boxes"), rows)
    constrain(project, "place", limits)
    assert [*map(str, assembled(project)[1])] == ([f"{BOXES}:6:place: {said}"] if said else [])


def test_no_id_is_a_word_of_formulas_whatever_pattern_a_book_has(project) -> None:
    constrain(project, "id", {"required": True, "pattern": "[a-z_]+"})
    change(project, "ships_waiting", "pass")
    said = "“pass” means something else in formulas and cells; add a word to it"
    assert f"{BOXES}:5:id: {said}" in problems(project)


@pytest.mark.parametrize(
    ("name", "scale", "word"),
    [("m", "m", "million"), ("bn", "bn", "billion"), ("people/m", "m", "million")],
)
def test_a_unit_is_not_named_like_a_scale(tmp_path, name, scale, word) -> None:
    """A row `m` for metres made five of them five million in every formula."""
    project = tiny_project(tmp_path / "project")
    with project.table("units").open("a", encoding="utf-8") as file:
        file.write(f"{name},, m, m,metres\n")
    (problem,) = assembled(project)[1]
    assert (problem.file, problem.column) == ("data/units.csv", "unit")
    said = f"“{scale}” stands for {word}, as in “EUR {scale}”; give the unit another name"
    assert problem.message == said
