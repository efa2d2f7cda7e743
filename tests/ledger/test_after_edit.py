"""A ledger after an edit is the one that would be read, whatever was edited; what stayed as it was
is not read again."""

from __future__ import annotations

import random
import shutil
from fractions import Fraction

import pytest

from breaking import constrain
from projects import CHECKS, FIGURES, columns_of, tiny_project, write_table
from stateofplay.files.problems import DataError
from stateofplay.files.project import PACKAGE, Project, find_project
from stateofplay.ledger import loading
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import assembled, keep_ledger, load_ledger
from stateofplay.ledger.record_digest import record_digests

BOOK = find_project(PACKAGE.parents[1])
MANY = [FIGURES[1] | {"id": f"tug_{n}", "value": str(500 + n)} for n in range(40)]
AREA = FIGURES[1] | {"id": "quay_area", "source": "port_office", "unit": "km2", "series": "areas"}
MANY[9] |= {"unit": "km"}


@pytest.fixture
def port(tmp_path) -> Project:
    tables = {"boxes": FIGURES, "tugs": MANY, "checks": CHECKS, "context/areas": [AREA]}
    return begun(tiny_project(tmp_path / "port", tables=tables))


def begun(project: Project) -> Project:
    """A project whose ledger is kept, with the digests that a build asks for."""
    ledger = load_ledger(project)
    record_digests(ledger, ledger.entries)
    keep_ledger(ledger)
    return project


def told(ledger: Ledger | None, problems: list[object]) -> object:
    """All that a ledger says, or the problems of one that says nothing."""
    if ledger is None or problems:
        return sorted(str(problem) for problem in problems)
    names = ("figures", "series", "derived", "findings", "checks", "searches", "candidates")
    made = [getattr(ledger, name) for name in (*names, "sources", "articles", "units", "settings")]
    lines = [entry.line for entry in ledger.entries.values()]
    rows = [(t.file, t.count, [(r.line, r.cells) for r in t]) for t in ledger.tables.values()]
    digests = record_digests(ledger, ledger.entries)
    return (made, lines, rows, digests, {n: ledger.words(n) for n in ledger.entries})


def read_whole(project: Project) -> object:
    return told(*assembled(project))


def read_again(project: Project, monkeypatch, kept: bool = True) -> tuple[object, int]:
    """What `load_ledger` says of an edited project, and how often all was read for it: as another
    program that finds what is `kept`, or as a preview, which has the ledger before at hand."""
    whole: list[object] = []
    monkeypatch.setattr(loading, "assembled", lambda at: whole.append(at) or assembled(at))
    if kept:
        loading._LAST.clear()
    try:
        return told(load_ledger(project), []), len(whole)
    except DataError as error:
        return sorted(str(problem) for problem in error.problems), len(whole)


def swap(project: Project, table: str, old: str, new: str) -> None:
    path = project.table(table)
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


@pytest.mark.parametrize("kept", [True, False])
def test_a_number_is_read_and_nothing_else_again(port, monkeypatch, kept) -> None:
    swap(port, "boxes", ",40000,", ",40100,")
    swap(port, "tugs", ",507,", ",508,")
    said, whole = read_again(port, monkeypatch, kept)
    assert whole == 0 and said == read_whole(port)
    assert load_ledger(port).quantity("boxes_per_month").value == 40100
    assert load_ledger(port).tables["tugs"].rows[7]["value"] == Fraction(508)


@pytest.mark.parametrize("kept", [True, False])
def test_edits_after_edits_are_all_there(port, monkeypatch, kept) -> None:
    """Those of a long day: each from the ledger before, some kept between, some taken back."""
    numbers = random.Random(7)
    for step in range(30):
        path = port.table(numbers.choice(["boxes", "tugs"]))
        head, *lines = path.read_text().splitlines()
        at = numbers.randrange(len(lines))
        cells = dict(zip(head.split(","), lines[at].split(","), strict=False))
        if cells["value"]:
            old, new = f",{cells['value']},", f",{numbers.randrange(31_000, 45_000)},"
            lines[at] = lines[at].replace(old, new, 1)
        path.write_text("\n".join([head, *lines, ""]))
        said, _ = read_again(port, monkeypatch, kept)
        assert said == read_whole(port), step
        if step % 5 == 0 and not isinstance(said, list):
            keep_ledger(load_ledger(port))


OTHER = {
    "no number": ("tugs", ",507,", ",5o7,"),
    "an id": ("tugs", "tug_7,", "tug_x,"),
    "the id of another": ("tugs", "tug_7,", "tug_8,"),
    "a series": ("tugs", "tug_7,,", "tug_7,all,"),
    "another unit": ("tugs", "people/month", "people"),
    "a unit that nothing else has": ("tugs", ",km,", ",people/month,"),
    "an unknown unit": ("tugs", "people/month", "fathoms of rope"),
    "another source": ("tugs", ",harbour_news,", ",port_office,"),
    "a source outside that is an article": ("context/areas", ",port_office,2,", ",harbour_news,2,"),
    "an unknown source": ("tugs", ",harbour_news,", ",nobody,"),
    "another bound": ("tugs", ",exact,", ",at_least,"),
    "what restates another": ("tugs", ",none,,,", ",none,tug_3,,"),
    "what restates nothing": ("tugs", ",none,,,", ",none,tug_x,,"),
    "another basis": ("tugs", ",counted,,", ",counted,full ones,"),
    "a cell of two lines": ("tugs", "Port union", '"Port\nunion"'),
    "a cell of two lines of an old Mac": ("tugs", "Port union", '"Port\runion"'),
    "a quote that is not closed": ("tugs", "Port union", '"Port union'),
    "a cell too many": ("tugs", "Port union", "Port union,"),
    "a line that is gone": ("tugs", "\ntug_7", "\ntug_7\ntug_77"),
    "an empty line": ("tugs", "\ntug_7", "\n\ntug_7"),
    "a column of another name": ("tugs", "measure", "what"),
    "a control character": ("tugs", "Port union", "Port\x0bunion"),
    "a mark of a merge": ("tugs", "\ntug_7", "\n<<<<<<< ours\ntug_7"),
    "a paragraph that is none": ("tugs", ",harbour_news,2,", ",harbour_news,9,"),
    "too many words": ("tugs", "lost 31,680 boxes", f"lost {'very ' * 12}many, boxes"),
    "a day that is not over": ("tugs", "2026-01-31", "2026-12-31"),
    "an end before its start": ("tugs", "2026-01-31", "2025-01-31"),
    "nothing quoted": ("tugs", '"lost 31,680 boxes"', ""),
    "an outside value": ("checks", "31700", "31701"),
    "what stands twice": ("tugs", "tug_7,,Boxes lost,507", "tug_8,,Boxes lost,508"),
}


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("what", OTHER)
def test_whatever_is_edited_is_said_as_by_who_reads_all(port, monkeypatch, what, kept) -> None:
    table, old, new = OTHER[what]
    if old not in port.table(table).read_text():
        pytest.fail(f"{old} is not in {table}.csv")
    swap(port, table, old, new)
    said, _ = read_again(port, monkeypatch, kept)
    assert said == read_whole(port)


def test_a_cell_that_may_stand_once_is_held_against_all_others(port, monkeypatch) -> None:
    constrain(port, "note", {"unique": True})
    for note in ("Of the pier", "Of the quay"):
        rows = [MANY[0] | {"note": note}, MANY[1] | {"note": "Of the quay"}, *MANY[2:]]
        write_table(port.table("tugs"), columns_of("tugs"), rows)
        if note == "Of the pier":
            begun(port)
    said, _ = read_again(port, monkeypatch)
    assert said == read_whole(port) and "stands on line 2 already" in said[0]


@pytest.mark.parametrize("form", ["\r\n", "\ufeff", "\n\n"])
def test_a_file_stored_otherwise_is_read_as_always(port, monkeypatch, form) -> None:
    path = port.table("tugs")
    text = path.read_text().replace(",507,", ",508,")
    changed = form + text if form == "\ufeff" else text.replace("\n", form)
    path.write_bytes(changed.encode())
    said, _ = read_again(port, monkeypatch)
    assert said == read_whole(port)
    begun(port)
    path.write_bytes(changed.replace(",508,", ",509,").encode())
    said, _ = read_again(port, monkeypatch)
    assert said == read_whole(port)


@pytest.mark.parametrize("file", ["seeds/sources.bib", "_config.yml", "data/units.csv"])
def test_other_files_are_read_with_all(port, monkeypatch, file) -> None:
    path = port.root / file
    path.write_text(path.read_text() + "\n")
    assert read_again(port, monkeypatch) == (read_whole(port), 1)


@pytest.mark.slow
def test_every_number_of_this_book_may_be_edited(tmp_path, monkeypatch) -> None:
    project = Project(tmp_path / "book")
    for name in ("data", "seeds"):
        shutil.copytree(BOOK.root / name, project.root / name)
    shutil.copy(BOOK.config, project.config)
    ledger, again = load_ledger(begun(project)), 0
    figures = [f for f in ledger.figures.values() if f.quantity.is_exact]
    for figure in random.Random(3).sample(figures, 40):
        path = project.table(figure.table)
        text = path.read_bytes()
        lines = text.decode().split("\n")
        value = lines[figure.line - 1].split(f"{figure.id},", 1)[-1]
        number = next(c for c in value.split(",") if c.replace(".", "").isdigit())
        line = lines[figure.line - 1].replace(f",{number},", f",{float(number) * 2:.0f},", 1)
        path.write_bytes(
            "\n".join([*lines[: figure.line - 1], line, *lines[figure.line :]]).encode()
        )
        said, whole = read_again(project, monkeypatch)
        again += not whole
        assert said == read_whole(project), figure.id
        path.write_bytes(text)
    assert again > 20
