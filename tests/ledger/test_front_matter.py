"""Front matter and articles' records held against their schemas: file, line and what to do, from
the schemas that editors use.
"""

from __future__ import annotations

import json
import re

import pytest
from jsonschema import Draft7Validator

from projects import CELL_CHAPTER, article_record, tiny_project
from stateofplay.editing.checking import find_problems
from stateofplay.files.schema_words import SCHEMAS
from stateofplay.ledger.reading.front_matter import (
    cells_as_written,
    front_matter_problems,
    has_cells,
)

INPUTS = ["boxes", "context/areas"]
RECORD = article_record()
DIGEST = re.search(r"[0-9a-f]{64}", RECORD)[0]


def of_chapter(block: str, body: str = "") -> list[str]:
    return [
        str(p)
        for p in front_matter_problems("book/a.md", f"---\n{block}\n---\n# A\n{body}", INPUTS)
    ]


@pytest.mark.parametrize("path", sorted(SCHEMAS.iterdir()), ids=lambda path: path.name)
def test_a_schema_is_one_and_describes_each_of_its_keys(path) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    Draft7Validator.check_schema(content)
    waiting = [content]
    while waiting:
        part = waiting.pop()
        assert part["description"]
        waiting += [
            *part.get("properties", {}).values(),
            *([part["items"]] if "items" in part else []),
        ]


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        (
            "input: [boxes]",
            "book/a.md:2:input: is not a key that this file may have; did you mean inputs?",
        ),
        (
            "substitutions: {a: b}",
            "book/a.md:2:substitutions: stands at the margin; it belongs under myst:",
        ),
        (
            "html_meta: {description: b}",
            "book/a.md:2:html_meta: MyST knows it, but the pages of this book do not use it; "
            "take it out",
        ),
        (
            "title: 2026",
            "book/a.md:2:title: is 2026, not text; put it in quotes, or write the page's "
            "title, where its first heading does not give it",
        ),
        ("title: 2026-02-30", "book/a.md:2:title: is a date to other programs; put it in quotes"),
        (
            "myst: {substitutions: {day: 2026-02-20}}",
            "book/a.md:2:myst.substitutions.day: is a date to other programs; put it in quotes",
        ),
        (
            "orphan: true\ninputs: boxes",
            "book/a.md:3:inputs: is “boxes”, not a list; write the tables that the "
            "chapter's cells read, "
            "as a list: [boxes, context/wages]",
        ),
        (
            "inputs:\n  - boxes\n  - contxt/areas",
            "book/a.md:4:inputs: “contxt/areas” is not a table; did you mean context/areas?",
        ),
        (
            "inputs:\n  - boxes\n  - Areas.csv",
            "book/a.md:4:inputs: is “Areas.csv”; write a table of data/ without .csv, or "
            "derived, derived/TOPIC, "
            "checks, findings",
        ),
        ("inputs: [boxes, boxes]", "book/a.md:2:inputs: names the same thing twice; take one out"),
        (
            "question: How many\n",
            "book/a.md:2:question: is “How many”; write the question that the chapter answers, "
            "for menus and lists of chapters",
        ),
        ("kernelspec:\n  name: ir", "book/a.md:3:kernelspec.name: is “ir”; write python3"),
        (
            "kernelspec: {language: python}",
            "book/a.md:2:kernelspec.name: is missing; write python3",
        ),
        (
            "jupytext: {text_representation: {format_name: markdown}}",
            "book/a.md:2:jupytext.text_representation.format_name: is “markdown”; write myst",
        ),
        (
            "orphan: 3",
            "book/a.md:2:orphan: is 3, not true or false; write true for a page that is not in "
            "_toc.yml",
        ),
        (
            "inputs: [boxes",
            "book/a.md:3:1: cannot be read as YAML: did not find expected ',' or ']'; check "
            "colons, quotes, brackets and "
            "blanks there and before it",
        ),
    ],
)
def test_a_mistake_in_front_matter_is_one_line(block, problem) -> None:
    assert of_chapter(block) == [problem]


def test_a_question_may_be_a_text_of_several_lines() -> None:
    assert of_chapter("inputs: []\nquestion: >\n  How many boxes\n  are handled?") == []


def test_all_mistakes_are_reported_together() -> None:
    assert len(of_chapter("input: []\norphan: no way\nquestion: 3")) == 3


def test_a_page_with_cells_needs_front_matter_and_one_without_does_not() -> None:
    cells = CELL_CHAPTER.partition("---\n# Other")[2]
    assert [str(p) for p in front_matter_problems("book/a.md", cells, INPUTS)] == [
        "book/a.md:1: has cells but no front matter; copy that of another chapter"
    ]
    assert of_chapter("inputs: [boxes]", cells)[0].startswith(
        "book/a.md:1:kernelspec: is missing, and the page has cells"
    )
    assert front_matter_problems("book/a.md", "# A\n\nOnly words.\n", INPUTS) == []
    assert of_chapter("inputs: []") == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "producer:",
            "producr:",
            "3:producr: is not a key that this file may have; did you mean producer?",
        ),
        (
            "language: en",
            "language: English",
            "6:language: is “English”; write its language as a two-letter code, like en",
        ),
        (
            "count: 3",
            "count: three",
            "8:paragraphs.count: is “three”, not a whole number; write the number of the last "
            "paragraph",
        ),
        (
            DIGEST,
            DIGEST[:-1],
            f"10:paragraphs.sha256.sha256: is “{DIGEST[:60]}…”; write 64 characters from 0-9 and "
            "a-f, as digest() in "
            "src/stateofplay/ledger/reading/sources.py gives them",
        ),
        (
            "{n: 2, sha256",
            "{n: 2, sha",
            "11:paragraphs.sha256.sha: is not a key that this file may have; did you mean sha256?",
        ),
    ],
)
def test_a_mistake_in_an_articles_record_has_its_line(tmp_path, old, new, problem) -> None:
    project = tiny_project(tmp_path / "book")
    (project.seeds / "harbour-news.yml").write_text(RECORD.replace(old, new, 1), encoding="utf-8")
    expected = sorted(f"seeds/harbour-news.yml:{line}" for line in problem.split("|"))
    assert sorted(str(p) for p in find_problems(project)[0]) == expected


def test_an_example_of_a_cell_is_no_cell() -> None:
    cell = "```{chart} bounds\nid: a\n```\n"
    assert has_cells(f"# A\n\n{cell}") and has_cells(f"````\n````\n\n{cell}")
    assert not has_cells(f"# A\n\n````text\n{cell}````\n")


@pytest.mark.parametrize("end", ["---", "...", "--- "])
def test_a_word_of_prose_is_nothing_that_cells_depend_on_however_front_matter_ends(end) -> None:
    page = f"---\norphan: true\n{end}\n# A\n\nProse.\n\n---\n\n```{{code-cell}}\n1\n```\n"
    written = cells_as_written(page)
    assert cells_as_written(page.replace("Prose", "Words")) == written
    assert cells_as_written(page.replace("orphan: true", "orphan: false")) != written
    assert cells_as_written(page.replace("\n1\n", "\n2\n")) != written
