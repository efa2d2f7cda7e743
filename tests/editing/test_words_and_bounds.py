"""Words against numbers: what stands beside a figure must not contradict, or repeat, the bound that
its row states.
"""

from __future__ import annotations

import pytest

from projects import FIGURES, FINDINGS, INDEX, REPOSITORY, tiny_project
from statements import POSITION
from stateofplay.editing.checking import find_problems
from stateofplay.editing.rules.beside_figures import unlike_words
from stateofplay.files.problems import DataError
from stateofplay.ledger.beside import IN_PROSE, IN_TEMPLATES, contradictions
from stateofplay.ledger.loading import load_ledger


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    return load_ledger(tiny_project(tmp_path_factory.mktemp("words") / "book"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It lost {fig}`boxes_lost`.", ""),
        ("It lost up to {fig}`boxes_lost`.", "“up to” beside it, and its bound is exact"),
        ("It lost {fig}`boxes_lost` or fewer.", "“or fewer” beside it, and its bound is exact"),
        ("It lost exactly {fig}`boxes_lost|bare`.", ""),
        ("It handles exactly {fig}`boxes_per_month|bare`.", "“exactly” beside it, and its bound"),
        ("It handles about {fig}`boxes_per_month|bare`.", ""),
        ("It handles About\n{fig}`boxes_per_month`.", "“About” beside it repeats its own hedge"),
        ("It wants more than\n{fig}`boxes_goal|number`.", "and its bound is at_least"),
        ("It wants {fig}`boxes_goal|number` or more.", ""),
        ("It wants {fig}`boxes_goal` or more.", "“or more” beside it repeats its own hedge"),
        ("From {fig}`boxes_lost` to {fig}`boxes_per_month`.", ""),
        ("It keeps about {fig}`balance`.", "“about” beside it repeats its own hedge"),
        ("It keeps some {fig}`balance|range`.", ""),
        ("It wants {fig}`boxes_goal` people.", ""),
        ("It wants {fig}`boxes_goal` a month.", "“a month” beside it repeats its own words"),
        ("It wants {fig}`boxes_goal|bare`\npeople a month.", "“people a month” beside it repeats"),
        ("It wants {fig}`boxes_goal|number` people a month.", ""),
        ("It wants {fig}`boxes_goal`, a month later {fig}`boxes_lost`.", ""),
        ("It lost up to {fig}`nobody_knows`.", ""),
        ("It lost up to {finding}`short_of_goal`.", ""),
    ],
)
def test_the_patterns_themselves(ledger, text, said) -> None:
    found = [message for _, _, message in contradictions(text, IN_PROSE, ledger)]
    assert len(found) == bool(said) and all(said in message for message in found), found
    template = text.replace("{fig}`", "{").replace("{finding}`", "{").replace("`", "}")
    assert len([*contradictions(template, IN_TEMPLATES, ledger)]) == len(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{fig}`boxes_lost|number` million people", "million"),
        ("{fig}`boxes_lost`\nbillion", "billion"),
        ("{fig}`boxes_lost|number`k", "k"),
        ("{fig}`boxes_lost`%", "%"),
        ("{fig}`quay_closed` per cent", "per cent"),
        ("{fig}`quay_closed|number` percentage points", "percentage points"),
        ("{fig}`quay_closed|number` per cent, {fig}`quay_closed|number`%", ""),
        ("−{fig}`boxes_lost`", "−"),
        ("(-{fig}`boxes_lost|number`)", "-"),
        ("€{fig}`boxes_lost|number`", "€"),
        ("€{fig}`aid|number` billion, {fig}`aid|number`bn euros", ""),
        ("{fig}`aid` billion", "billion"),
        ("{fig}`aid|number` million", "million"),
        ("{fig}`boxes_lost|number`–{fig}`boxes_goal|number`", ""),
        ("- {fig}`boxes_lost` millionaires", ""),
        ("pre-{fig}`boxes_lost`", ""),
    ],
)
def test_what_makes_another_number_of_a_figure_is_refused(tmp_path, text, said) -> None:
    aid = FIGURES[1] | {"id": "aid", "value": "5", "unit": "EUR bn"}
    told = load_ledger(tiny_project(tmp_path / "book", {"boxes": [*FIGURES, aid]}))
    found = [message for _, _, message in contradictions(text, IN_PROSE, told)]
    assert [message.split(" beside")[0] for message in found] == [f"“{said}”"] * bool(said), found


BLOCK = """
```{chart} bars
id: drawn
table: boxes
rows: [boxes_lost]
title: Boxes, at least {boxes_lost}
alt: "Bar chart: up to {boxes_lost}."
```
"""
EXAMPLE = "\n```{code-block} md\nUp to {fig}`boxes_lost` in another book.\n```\n"


def test_each_place_that_readers_see_is_looked_at_with_its_line(tmp_path) -> None:
    page = INDEX.replace("loses {fig}`boxes_lost|bare`", "loses\nup to {fig}`boxes_lost|bare`")
    page = page.replace("{boxes_lost} lost", 'less than "\n         "{boxes_lost} lost')
    page += (
        f"{BLOCK}{EXAMPLE}\n"
        "Two ticks show what to type: `` about {fig}`boxes_per_month` ``.\n\n"
        "```{note}\nIt lost precisely {fig}`boxes_per_month|bare`.\n```\n"
    )
    project = tiny_project(tmp_path / "book", pages={"index": page})
    lines = page.split("\n")
    expected = {
        (number, name, words)
        for start, name, words in (
            ("up to {fig}`boxes_lost|bare`", "boxes_lost", "“up to”"),
            ('         "{boxes_lost} lost', "boxes_lost", "“less than”"),
            ("title: Boxes, at", "boxes_lost", "“at least”"),
            ('alt: "Bar chart: up to', "boxes_lost", "“up to”"),
            ("It lost precisely", "boxes_per_month", "“precisely”"),
        )
        for number, line in enumerate(lines, 1)
        if line.startswith(start)
    }
    problems = find_problems(project)[0]
    found = {(p.line, p.column, p.message.split(" beside")[0]) for p in problems}
    assert found == expected and len(expected) == 5, "\n".join(map(str, problems))


@pytest.mark.parametrize(("table", "column"), [("findings", "statement"), ("positions", "brief")])
def test_no_table_says_it_either(tmp_path, table, column) -> None:
    """Of which nothing is built: the ledger refuses it."""
    row = {"findings": FINDINGS[0], "positions": POSITION}[table]
    rows = [row | {column: "It takes exactly {boxes_per_month|bare}"}]
    with pytest.raises(DataError, match=f"{table}.csv:2:{column}: boxes_per_month: “exactly” bes"):
        load_ledger(tiny_project(tmp_path / "book", {table: rows}))


def test_no_word_of_this_book_contradicts_its_figure() -> None:
    assert [str(problem) for problem in find_problems(REPOSITORY)[0]] == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"as_stated": "at least 31,680 people"}, "at_least"),
        ({"as_stated": "nearly 31,680 of the 40,000 people"}, "nearly"),
        ({"as_stated": "31.68 thousand or more, of 40 thousand"}, "at_least"),
        ({"as_stated": "31,680 of nearly 40,000 people"}, ""),
        ({"as_stated": "about 31,680 people", "note": "The port counted every one."}, ""),
        ({"as_stated": "at least 31,680", "bound": "at_least", "low": "31680"}, ""),
    ],
)
def test_a_hedge_of_the_words_that_the_bound_lacks_is_noted(tmp_path, cells, said) -> None:
    """Else the page prints a number that its source only came near to as an exact one."""
    project = tiny_project(
        tmp_path / "book", {"boxes": [FIGURES[0], FIGURES[1] | cells, *FIGURES[2:]]}
    )
    told = [str(note) for note in unlike_words(load_ledger(project))]
    begun = f"data/boxes.csv:3:bound: is exact, but the words say {said}, “"
    assert [note.startswith(begun) for note in told] == [True] * bool(said), told
