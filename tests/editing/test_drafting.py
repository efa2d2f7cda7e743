"""A draft lists what no table has, keeps what people wrote, and moves what is decided."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from projects import article_record, tiny_project
from stateofplay.cli import main
from stateofplay.editing.drafting.candidates import slug
from stateofplay.editing.drafting.nouns import singular
from stateofplay.editing.drafting.readings import readings
from stateofplay.editing.rows.saving import undo
from stateofplay.files.project import Project
from stateofplay.ledger.loading import load_ledger

PARAGRAPHS = [
    "The port moved 38.50 million tonnes on 3 May 2025, “about 40,000 boxes a day”, said Ann Lee.",
    "It pays €2.5bn ($2.9bn) a year for 12 tugs; the second-largest crane cost €4.60.",
    "In the second half it was first to close.",
]
EMPTY = {"boxes": [], "derived": [], "findings": [], "checks": [], "unchecked": []}


@pytest.fixture
def project(tmp_path, monkeypatch) -> Project:
    project = tiny_project(tmp_path / "book", tables=EMPTY)
    record = article_record(paragraphs=PARAGRAPHS)
    (project.seeds / "harbour-news.yml").write_text(record, encoding="utf-8")
    project.article.write_text("\n".join(PARAGRAPHS), encoding="utf-8")
    (project.book / "index.md").write_text("# Boxes\n\nNothing yet.\n", encoding="utf-8")
    monkeypatch.chdir(project.root)
    return project


def rows_of(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def decide(project: Project, **cells: dict[str, str]) -> None:
    """Fill cells of the rows whose words begin as a key says, as a person would."""
    rows = rows_of(project.draft)
    for row in rows:
        for words, filled in cells.items():
            if row["as_stated"].startswith(words):
                row.update(filled)
    with project.draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def of_boxes(measure: str) -> dict[str, str]:
    return dict(decide="boxes", measure=measure, who="Ann Lee", interest="party", kind="counted")


def test_each_number_has_a_row_with_what_was_read(project) -> None:
    assert main(["draft"]) == 0
    said = {
        row["as_stated"]: (row["value"], row["low"], row["high"], row["bound"], row["unit"])
        for row in rows_of(project.draft)
    }
    assert said == {
        "38.50 million tonnes": ("38.50", "", "", "exact", "m tonnes"),
        "on 3 May 2025": ("", "", "", "", ""),
        "about 40,000 boxes a day": ("40000", "35000", "45000", "about", "boxes/day"),
        "€2.5bn ($2.9bn) a year": ("2.5", "", "", "exact", "EUR bn/year"),
        "$2.9bn": ("2.9", "", "", "exact", "USD bn/year"),
        "12 tugs": ("12", "", "", "exact", "tugs"),
        "second-largest": ("2", "", "", "exact", "rank"),
        "€4.60": ("4.60", "", "", "exact", "EUR"),
        "second half": ("", "", "", "", ""),
        "first": ("", "", "", "", ""),
    }


def test_what_is_not_sure_is_marked(project) -> None:
    main(["draft"])
    marks = {
        row["as_stated"]: (row["decide"], bool(row["guess"])) for row in rows_of(project.draft)
    }
    assert marks["on 3 May 2025"][0] == "event?"
    assert marks["second half"] == marks["first"] == ("no?", True)
    assert marks["second-largest"] == ("?", True)
    assert marks["12 tugs"][0] == ""
    (row,) = (row for row in rows_of(project.draft) if row["as_stated"] == "$2.9bn")
    assert row["restates"].startswith("€2.5bn")


def test_run_again_it_touches_nothing_and_says_what_is_missing(project, capsys) -> None:
    main(["draft"])
    decide(project, **{"12 tugs": of_boxes("Tugs")})
    lines = project.draft.read_bytes().splitlines(keepends=True)
    project.draft.write_bytes(b"".join(lines[:-1]).replace(b"\n", b"\r\n"))
    before = project.draft.read_bytes()
    capsys.readouterr()
    assert main(["draft"]) == 0
    assert project.draft.read_bytes().startswith(before)
    assert "paragraph 3: “first" in capsys.readouterr().err
    again = project.draft.read_bytes()
    assert again.endswith(b"\r\n") and b"\n\n" not in again
    main(["draft"])
    assert project.draft.read_bytes() == again


def test_a_row_with_all_filled_in_but_a_guess_left_is_named(project, capsys) -> None:
    main(["draft"])
    decide(project, **{"12 tugs": of_boxes("Tugs") | {"decide": "boxes?"}})
    capsys.readouterr()
    assert main(["draft", "--move"]) == 1
    (said,) = capsys.readouterr().err.splitlines()
    assert said.endswith(":decide: “boxes?” is a guess; decide, and take the “?” out")


def test_decided_rows_move_and_the_rest_stays_byte_for_byte(project, capsys) -> None:
    main(["draft"])
    event = dict(decide="event", measure="A record day", who="Ann Lee", kind="statement")
    filled = {
        "on 3 May": event,
        "12 tugs": of_boxes("Tugs"),
        "$2.9bn": of_boxes("Rent, in dollars"),
        "€2.5bn": of_boxes("Rent"),
        "second half": dict(decide="no", measure="A half of the year; it counts nothing."),
        "first": dict(decide="boxes"),
    }
    decide(project, **filled)
    before = project.draft.read_bytes().splitlines(keepends=True)
    table = project.table("boxes").read_bytes()
    assert main(["draft", "--move"]) == 1  # “first” is not complete
    said = capsys.readouterr()
    assert "data/draft.csv:11:measure: is empty" in said.err
    left = project.draft.read_bytes().splitlines(keepends=True)
    assert left == [line for line in before if line in left] and len(left) == 1 + 5
    assert project.table("boxes").read_bytes().startswith(table)
    figures = {row["id"]: row for row in rows_of(project.table("boxes"))}
    assert figures["rent_in_dollars"]["restates"] == "rent"
    assert figures["tugs"]["locator"] == "2"
    (day,) = rows_of(project.table("events"))
    assert (day["start"], day["interest"], day["title"]) == ("2025-05-03", "party", "A record day")
    assert rows_of(project.table("unpublished"))[0]["text"] == "second half"
    assert rows_of(project.table("units"))[-1]["unit"] == "tugs"


def test_a_moved_figure_says_its_unit_from_the_stock(project) -> None:
    main(["draft"])
    decide(project, **{"38.50 million": of_boxes("Goods moved")})
    renewed = main(["draft", "--move"])
    unchecked = project.table("unchecked")
    unchecked.write_text(
        unchecked.read_text() + "goods_moved,2026-11-28,The port's pages,The number\n"
    )
    assert renewed == 1  # the table of what was looked for in vain lacks it
    assert load_ledger(project).words("goods_moved") == "38.50 million tonnes"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (dict(decide="boxs"), "decide: “boxs” is no topic, event or no; did you mean boxes?"),
        (of_boxes("Tugs") | {"who": "Ann Lee?"}, "who: “Ann Lee?” is a guess"),
        (of_boxes("Tugs") | {"kind": ""}, "kind: is empty"),
        (of_boxes("Tugs") | {"interest": ""}, "interest: is empty"),
        (of_boxes("Tugs") | {"value": "twelve"}, "value: “twelve” is not a number"),
    ],
)
def test_a_row_that_cannot_be_moved_says_why_and_stays(project, capsys, cells, said) -> None:
    main(["draft"])
    decide(project, **{"12 tugs": cells})
    before = project.draft.read_bytes()
    assert main(["draft", "--move"]) == 1
    assert said in capsys.readouterr().err
    assert project.draft.read_bytes() == before and rows_of(project.table("boxes")) == []


@pytest.mark.parametrize("decide_as", ["Event", "No"])
def test_a_problem_names_the_column_of_the_draft_however_a_decision_is_written(
    project, capsys, decide_as
) -> None:
    main(["draft"])
    decide(project, **{"12 tugs": dict(decide=decide_as, who="Ann Lee", kind="statement")})
    assert main(["draft", "--move"]) == 1
    told = capsys.readouterr().err
    assert ":measure: is empty" in told and ":title" not in told and ":reason" not in told


def test_what_cannot_all_be_written_is_not_moved_and_not_moved_twice_afterwards(
    project, capsys, monkeypatch
) -> None:
    main(["draft"])
    filled = dict(decide="event", measure="A record day", who="Ann Lee", kind="statement")
    decide(project, **{"on 3 May": filled | {"interest": "party"}})
    before = {path: path.read_bytes() for path in (project.table("events"), project.draft)}

    def full(path, target, replace=Path.replace):
        if target == project.draft:
            raise OSError(28, "No space left on device", str(target))
        return replace(path, target)

    with monkeypatch.context() as disk:
        disk.setattr(Path, "replace", full)
        assert main(["draft", "--move"]) == 1
    assert "draft.csv: No space left on device; make room" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in before} == before
    assert main(["draft", "--move"]) == 0
    assert [row["title"] for row in rows_of(project.table("events"))] == ["A record day"]
    assert undo(project).files and {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("arguments", [["draft"], ["draft", "--move"]])
def test_a_draft_that_is_saved_while_it_is_read_is_as_saved(
    project, capsys, monkeypatch, arguments
) -> None:
    main(["draft"])
    decide(project, **{"12 tugs": of_boxes("Tugs")})
    head, *lines = project.draft.read_bytes().splitlines(keepends=True)
    project.draft.write_bytes(b"".join([head, *lines[1:]]))  # a number of the article has no row
    theirs = b"".join([head, *lines[2:]])

    def saved_meanwhile(given):
        ledger = load_ledger(given)
        project.draft.write_bytes(theirs)
        return ledger

    for module in ("moving", "draft"):
        monkeypatch.setattr(f"stateofplay.editing.drafting.{module}.load_ledger", saved_meanwhile)
    assert main(arguments) == 1
    assert "data/draft.csv has changed since this edit began" in capsys.readouterr().err
    assert project.draft.read_bytes() == theirs and rows_of(project.table("boxes")) == []


def test_without_a_text_it_says_where_to_put_it(project, capsys) -> None:
    project.article.unlink()
    assert main(["draft"]) == 1
    assert "put its text into seeds/article.txt" in capsys.readouterr().err
    other = project.root / "other.txt"
    other.write_text("Another article of 5 words.\n")
    assert main(["draft", str(other)]) == 1
    assert "no paragraph of it is one of" in capsys.readouterr().err


def test_a_draft_that_a_spreadsheet_saved_is_mended_and_loses_nothing(project, capsys) -> None:
    main(["draft"])
    before = rows_of(project.draft)
    lines = csv.reader(project.draft.read_text(encoding="utf-8").splitlines())
    with project.draft.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(lines)
    assert main(["draft"]) == 1
    assert "data/draft.csv:1: " in capsys.readouterr().err
    assert main(["check", "--fix", "--yes"]) == 0
    assert rows_of(project.draft) == before


def test_an_id_is_made_of_words_in_any_script() -> None:
    """Accents are left off; a word that formulas know otherwise is no name."""
    made = {words: slug(words) for words in ("Taux d’intérêt", "Yield", "Größe", "38 ships", "Рік")}
    assert [*made.values()] == ["taux_d_interet", "n_yield", "grosse", "n_38_ships", "n_"]


@pytest.mark.parametrize("text", ["12,5 percent", "1.234,5 ships", "3,5m people", "2,5 to 3 km"])
def test_a_decimal_comma_is_for_a_person_to_confirm(text) -> None:
    (reading,) = readings(text, {})
    assert "a decimal comma, as it seems" in reading.doubts


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"%PDF-1.7 text",
            "a file of another kind, such as a workbook or an archive; save the art",
        ),
        (b"PK\x03\x04\x00\x00", "a file of another kind"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><p>12 ships</p>", "is the source of a web page; save the"),
    ],
)
def test_an_article_that_is_no_text_is_refused(project, capsys, content, said) -> None:
    project.article.write_bytes(content)
    assert main(["draft"]) == 1
    assert "article.txt:1: is" in (told := capsys.readouterr().err) and said in told


def test_one_of_what_is_counted_is_called_as_in_english() -> None:
    """The words of a unit that `--move` adds."""
    pairs = (
        "buses bus, viruses virus, houses house, causes cause, gases gas, nurses nurse, boxes box,"
        "sizes size, prizes prize, heroes hero, shoes shoe, movies movie, cities city, lives life,"
        "knives knife, series series, species species, headaches headache, crashes crash, tugs tug"
    )
    for many, one in (pair.split() for pair in pairs.split(",")):
        assert singular(many) == one
