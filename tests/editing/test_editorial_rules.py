"""The rules of `check` for what a book says: what ends it with an error, what is only noted, with
file and line.
"""

from __future__ import annotations

import json

import pytest

from projects import CHECKS, DERIVED, FIGURES, FINDINGS, INDEX, LEDGER, REPOSITORY, tiny_project
from starting import ARTICLE, made
from stateofplay.cli import main
from stateofplay.editing.checking import check, find_problems
from stateofplay.editing.rules.reading_grade import FEWEST, page_grades
from stateofplay.editing.rules.source_text import source_page
from stateofplay.files.project import REFERENCE, Project
from stateofplay.ledger.loading import load_ledger
from stateofplay.publish.proof import check_words

BLOCK = "\n```{chart} bars\nid: drawn\ntable: boxes\nrows: [boxes_lost]\ntitle: Boxes\nALT\n```\n"


def found(tmp_path, page: str = INDEX, name: str = "index", **tables):
    """The problems and the notes of a small book with this page, as lines."""
    project = tiny_project(tmp_path / "book", tables, {name: page})
    problems, _, notes = find_problems(project)
    return [str(problem) for problem in problems], [str(note) for note in notes]


def line_of(text: str, start: str) -> int:
    return next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(start))


@pytest.mark.parametrize(
    ("alt", "said"),
    [
        ('alt: "Bar chart of boxes."', "alt: the alt text of drawn states no value"),
        (
            'alt: "Bar chart: 31,680 boxes."',
            "alt: “31,680” is typed into the words of drawn; write",
        ),
        ('alt: "Bar chart: {boxes_lost}."', ""),
    ],
)
def test_the_alt_text_of_a_block_holds_its_values(tmp_path, alt, said) -> None:
    page = INDEX + BLOCK.replace("ALT", alt)
    problems, notes = found(tmp_path, page)
    told = f"book/index.md:{line_of(page, 'alt: ')}:{said}"
    assert any(problem.startswith(told) for problem in problems) == bool(said)
    assert notes == [] and len(problems) <= 2 * bool(said)


def test_the_alt_text_of_a_cell_without_values_is_noted_for_it_may_show_none(tmp_path) -> None:
    page = INDEX.replace("{boxes_per_month} handled, {boxes_lost} lost", "what the harbour does")
    problems, notes = found(tmp_path, page)
    line = line_of(page, '     alt="')
    assert problems == [] and [note.split(" states")[0] for note in notes] == [
        f"book/index.md:{line}:alt: the alt text of boxes"
    ]
    page = page.replace("what the harbour", "what the 12 harbours")
    problems, _ = found(tmp_path / "typed", page)
    assert problems == [
        f"book/index.md:{line}:alt: “12” is typed into the words of boxes; write {{id}} of a figure"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{chart} bars", "{chart} barz", "“barz” is not a kind of chart; did you mean bars?"),
        ("rows: [boxes_lost]", "rows: [boxes_lots]", "“boxes_lots” is not a row of a table; did"),
        ("title: Boxes", "finding: short_of_gaol", "is not a finding; did you mean short_of_goal"),
        ("table: boxes", "table: checks", "reads “checks”, which the front matter does not"),
        ("title: Boxes", "title: Boxes\nsources: [port_ofice]", "not a source; did you mean port_"),
        ("{boxes_lost}", "{boxes_lots}", "“boxes_lots” is not an entry; did you mean boxes_lost?"),
        ("title: Boxes", "titel: Boxes", "titel: is not a key that this file may have; did you"),
    ],
)
def test_check_reads_the_blocks_of_charts(tmp_path, old, new, said) -> None:
    block = BLOCK.replace("ALT", 'alt: "Bar chart: {boxes_lost}."')
    problems, _ = found(tmp_path, INDEX + block.replace(old, new))
    line = (INDEX + block.replace(old, new)).count("\n", 0, len(INDEX) + 1)
    assert any(said in problem for problem in problems), problems
    assert all(int(problem.split(":")[1]) > line for problem in problems)


HARD = (
    "Representatives of international organisations interminably negotiated administrative "
    "responsibilities concerning {fig}`boxes_lost`, notwithstanding considerable disagreements. "
)


@pytest.mark.parametrize(("limit", "refused"), [(9, True), (None, False)])
def test_a_page_above_the_books_own_limit_is_refused_with_its_grades(
    tmp_path, limit, refused
) -> None:
    project = tiny_project(tmp_path / "book", pages={"hard": f"# Hard\n\n{HARD * 8}\n"})
    if limit:
        text = project.config.read_text(encoding="utf-8")
        own = "    stateofplay:\n"
        project.config.write_text(
            text.replace(own, f"{own}      highest_grade: {limit}\n"), "utf-8"
        )
    problems = [str(problem) for problem in find_problems(project)[0]]
    assert len(problems) == refused
    for problem in problems:
        assert problem.startswith("book/hard.md:1: the page has a reading grade of 32.")
        assert "highest_grade in _config.yml is 9" in problem


def test_a_page_of_few_words_is_not_graded(tmp_path) -> None:
    project = tiny_project(tmp_path / "book")
    page = source_page("hard.md", f"# Hard\n\n{HARD * 3}\n")
    measured = page_grades(page, load_ledger(project))
    assert measured.words < FEWEST and measured.highest > 20


def test_what_no_chapter_shows_is_noted_a_line_for_each_table(tmp_path) -> None:
    unused = DERIVED[0] | {"id": "balance_again", "formula": "boxes_goal - boxes_lost"}
    claim = FINDINGS[1] | {"id": "far_from_goal"}
    page = INDEX.replace("{finding}`short_of_goal`", "{fig}`boxes_goal`")
    page = page.replace('table("boxes")', 'table("derived")').replace("inputs: [boxes]", "")
    problems, notes = found(
        tmp_path, page, derived=[*DERIVED, unused], findings=[*FINDINGS, claim], checks=CHECKS
    )
    assert problems == []
    assert notes == [
        "data/boxes.csv:5: no chapter shows 2 figures: ships_waiting, quay_closed; "
        "write {fig}`id` on a page, draw it, or leave it to the ledger",
        "data/findings.csv:3: no chapter shows 2 findings: short_of_goal, far_from_goal; "
        "write {finding}`id` on a page, give it to a chart, or take its row out",
    ]


def test_a_table_that_is_drawn_and_a_topic_that_is_completed_leave_nothing_out(tmp_path) -> None:
    more = "\n```{ledger-more}\n:topic: boxes\n```\n"
    assert found(tmp_path, INDEX.replace("{finding}`short_of_goal`", "No more") + more) == ([], [])


def test_the_sample_text_of_new_is_noted_until_it_is_replaced(tmp_path, capsys) -> None:
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    assert made(tmp_path / "book", article) == 0
    project = Project(tmp_path / "book")
    problems, _, notes = find_problems(project)
    assert problems == [] and [(note.file, note.line) for note in notes] == [
        ("book/first-chapter.md", 7),
        ("book/index.md", 3),
    ]
    assert all("the sample text of stateofplay new" in note.message for note in notes)
    capsys.readouterr()
    assert check(project, "text") == 0
    printed = capsys.readouterr().out
    assert printed.startswith("0 figures, 0 derived figures, 0 findings, 0 outside values: no pr")
    assert "book/first-chapter.md:7: note: is the sample text" in printed
    for name in ("index", "first-chapter"):
        project.chapter(name).write_text("# Ours\n\nOur own text.\n", encoding="utf-8")
    assert find_problems(project)[2] == []


METHOD = (
    "# Method\n\nThe table `data/casualties.csv` has `as_stated` and `russian_recruits`; so has "
    "`boxes.csv`.\nTake `other-book-2026-02-20.zip`, or `SHORT-2026-02-20.zip`; {fig}`balance`.\n"
    "\nThe entry `boxes_lost`, the word `simple`, the file `_config.yml`, the key `event_kinds`.\n"
)


@pytest.mark.parametrize("name", ["method", "method-more"])
def test_names_of_another_book_in_a_reference_page_are_noted(tmp_path, name) -> None:
    assert (REFERENCE / "method.md").is_file()
    short = tiny_project(tmp_path / "short").settings.short_name
    page = METHOD.replace("SHORT", short)
    _, notes = found(tmp_path, page, name)
    assert [note for note in notes if "/method" in note] == [
        f"book/{name}.md:{said}"
        for said in (
            "3: “data/casualties.csv” is a table that this book does not have; take out what is "
            "said of it",
            "3: “russian_recruits” is no entry, series, column or setting of this book; name one "
            "of its own",
            "4: “other-book-2026-02-20.zip” is a file of another book; this one’s begin with "
            f"{short}",
        )
    ]
    assert [note for note in found(tmp_path / "else", page, "other")[1] if "other.md" in note] == []


def test_notes_are_told_apart_in_each_format_and_stop_nothing(tmp_path, capsys) -> None:
    project = tiny_project(tmp_path / "book")
    page = INDEX.replace("{boxes_per_month} handled, {boxes_lost} lost", "what it does")
    project.chapter("index").write_text(page, encoding="utf-8")
    assert check(project, "json") == 0
    (note,) = json.loads(capsys.readouterr().out)["book/index.md"]
    assert note["note"] is True and note["column"] == "alt"
    assert check(project, "github") == 0
    assert capsys.readouterr().out.startswith("::notice file=book/index.md,line=")
    project.chapter("ledger").write_text(f"{LEDGER}\nUp to {{fig}}`boxes_lost`.\n", "utf-8")
    assert check(project, "github") == 1
    assert "::error file=book/ledger.md,line=8,title=boxes_lost::“Up to” be" in (
        capsys.readouterr().out
    )
    result = check_words(project)
    assert not result.ok and result.detail == "pages as written: 4; charts in them: 1"
    assert [problem.split(":")[0] for problem in result.problems] == ["book/ledger.md"]
    assert [note.split(":")[0] for note in result.notes] == ["book/index.md"]


def test_this_book_has_one_note_for_a_row_that_an_example_draws(capsys, monkeypatch) -> None:
    """CONTRIBUTING.md shows how to draw it, and a test does."""
    monkeypatch.chdir(REPOSITORY.root)
    assert main(["check"]) == 0
    notes = [line for line in capsys.readouterr().out.splitlines() if " note: " in line]
    assert [line.split(": area_")[1].split(";")[0] for line in notes] == ["luhansk"]
    guide = (REPOSITORY.root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert "{area_luhansk}" in guide


@pytest.mark.parametrize(
    "shown",
    ["", "It began. {source}`event_wait`", "```{ledger-events}\n```", "```{note}\nNo.\n```"],
)
def test_an_event_that_is_neither_named_nor_listed_is_noted(tmp_path, shown) -> None:
    event = dict(
        id="event_wait", start="2026-02-10", title="Ships begin to wait", kind="opening",
        who="Harbour News", interest="none", source="harbour_news", locator="3",
        as_stated="ships wait outside",
    )  # fmt: skip
    problems, notes = found(tmp_path, f"{INDEX}\n{shown}\n", events=[event])
    expected = (
        "data/events.csv:2: no chapter shows one of the events: event_wait; write {source}`id` on "
        "a page, list them with {ledger-events}, or take the row out"
    )
    assert problems == []
    assert notes == ([] if "event" in shown else [expected])


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("It lost 31 boxes,\nand 12 more.", [(0, "31"), (1, "12")]),
        ("- One of 7", [(0, "7")]),
        ("## The 9 quays", [(0, "9")]),
        ("Lost {fig}`boxes_lost`, line {plain}`7`, `code 8`, $x_1 + 2$.", []),
        ("[Quay 4](https://example.org/4), <https://example.org/5>.", []),
        ("A note.[^1]\n\n[^1]: Said so.", []),
        ("% a comment of 1999", []),
        ("More than 1999 people and at least 2026 ships.", [(0, "1999"), (0, "2026")]),
        ("In 2026 ships came; about 2030 people may; more than 2025 levels, up to 2026.", []),
        ("On 20 February 2026, {fig}`boxes_lost`; see [the 3rd](https://a.org/5) `x = 7`.", []),
        ("```{note}\nOf 8 boxes.\n```", [(1, "8")]),
    ],
)
def test_a_number_typed_in_the_prose_is_found_as_the_build_finds_it(tmp_path, said, typed) -> None:
    page = f"{INDEX}\n\n{said}\n"
    first = len(page.split("\n")) - len(said.split("\n")) - 1
    problems, _ = found(tmp_path, page)
    assert [problem.partition("; ")[0] for problem in problems] == [
        f"book/index.md:{first + line + 1}: “{number}” is typed in the prose"
        for line, number in typed
    ]


def test_a_role_of_nothing_is_found_with_the_nearest_name(tmp_path) -> None:
    said = "It lost {fig}`boxes_lots`,\n{fig}`more_in_than_lost` and {fig}`boxes_lost|bear`."
    problems, _ = found(tmp_path, f"{INDEX}\n\n{said}\n")
    first = len(f"{INDEX}\n\n".split("\n"))
    assert [problem.split(":", 2)[1] for problem in problems] == [
        str(first), str(first + 1), str(first + 1)
    ]  # fmt: skip
    assert "did you mean boxes_lost" in problems[0]
    assert any("more_in_than_lost” is a finding; write" in problem for problem in problems)
    assert any("bear" in problem and "bare" in problem for problem in problems)


@pytest.mark.parametrize(
    ("cells", "is_noted"),
    [
        ({"value": "31860"}, True),  # two digits exchanged
        ({"value": "31.68"}, True),  # thousands with a point
        ({"value": "-31680"}, False),  # who speaks of losses may count them as negative
        ({"value": "31681", "note": "With the one that 5 March brought."}, False),
        ({"value": "31681", "as_stated": "lost 31,680 people, a 23% decrease"}, True),
        ({"value": "31680", "as_stated": "31 680 people and 9 more"}, False),
        ({"value": "31700", "as_stated": "31.7 thousand people, 9 more"}, False),
        ({"value": "31681", "as_stated": "lost as many as before"}, False),
        ({"value": "380160", "unit": "people/year"}, False),
    ],
)
def test_a_number_that_its_words_state_otherwise_is_noted(tmp_path, cells, is_noted) -> None:
    row = FIGURES[1] | {"as_stated": "lost 31,680 people a month"} | cells
    page = INDEX.partition("\n```{code-cell}")[0].replace("{finding}`short_of_goal`.", "")
    boxes, derived = [FIGURES[0], row], [DERIVED[0] | {"formula": "boxes_per_month"}]
    problems, notes = found(tmp_path, page, boxes=boxes, derived=derived, findings=[], checks=[])
    told = f"data/boxes.csv:3:value: {row['value']} is not what the words say, “lost 31,680 people"
    assert problems == [] and [note.startswith(told) for note in notes] == [True] * is_noted
