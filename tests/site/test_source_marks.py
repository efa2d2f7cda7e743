"""Marks of what a sentence rests on, and the rule that every paragraph of a chapter rests on
something.
"""

from __future__ import annotations

import re

import pytest
from docutils import nodes

from projects import DERIVED, FIGURES, FINDINGS, INDEX, REPOSITORY, tiny_project
from statements import EVENT, POSITION
from stateofplay.publish.building import build
from stateofplay.site.read.source_marks import MarkNode
from stateofplay.site.whereabouts import words_of_block

pytestmark = [pytest.mark.book, pytest.mark.counted]

TABLES = {"events": [EVENT], "positions": [POSITION]}


def project(tmp_path, text: str):
    return tiny_project(
        tmp_path / "book",
        tables=TABLES,
        pages={"index": INDEX.replace("```{code-cell}", f"{text}\n\n```{{code-cell}}", 1)},
    )


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> str:
    text = (
        "It is so.{source}`2` So too.{source}`event_closed` And.{source}`union_wants_more` "
        "Or {source}`port_office`."
    )
    made = project(tmp_path_factory.mktemp("marks"), text)
    assert build(made, quiet=True) == 0
    return (made.site / "book" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("mark", "name", "record"),
    [
        ("¶2", "Source: Harbour News, Boxes pile up, paragraph 2", "sources.html#harbour-news"),
        ("¶", "Source: Harbour News, The harbour closed", "sources.html#harbour-news"),
        ("¶", "Source: Port Office, Wants more boxes.", "sources.html#port-office"),
        ("¶", "Source: Port Office, Port statistics", "sources.html#port-office"),
    ],
)
def test_a_mark_opens_the_record_of_its_source(page, mark, name, record) -> None:
    link = next(
        tag
        for tag in re.findall(r"<a class=\"sop-num sop-mark\".*?</a>", page, re.DOTALL)
        if f'aria-label="{name}"' in tag
    )
    assert f'href="{record}"' in link and f">{mark}</a>" in link


def test_no_line_begins_with_a_mark(page) -> None:
    assert 'Or\N{NO-BREAK SPACE}<span class="sop-fig"><a class="sop-num sop-mark"' in page


def test_a_mark_says_who_is_a_party(page) -> None:
    card = page.partition("The harbour closed</span>")[2].partition("About the source")[0]
    assert "Harbour director, a partner of the port, in Harbour News" in " ".join(card.split())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("It is so.{source}`4`", "“4” is no paragraph of harbour_news; it has 3"),
        (
            "It is so.{source}`harbour:1`",
            "“harbour” is not the key of an article; did you mean harbour_news?",
        ),
        (
            "It is so.{source}`event_close`",
            "“event_close” is not a paragraph, an event, a position or a source; did you mean "
            "event_closed?",
        ),
        (
            "It simply is.",
            "the paragraph “It simply is.…” rests on nothing; give it a figure, a finding or a "
            "{source} mark",
        ),
        ("- One.{source}`1`\n- Two.", "the paragraph “Two.…” rests on nothing"),
    ],
)
def test_what_a_chapter_may_not_say(tmp_path, capsys, text, message) -> None:
    made = project(tmp_path, text)
    assert build(made, quiet=True) == 1
    reported = capsys.readouterr().err
    assert message in reported and re.search(r"book/index\.md:\d+", reported)


def test_a_picture_is_no_sentence(tmp_path) -> None:
    made = project(tmp_path, "![A drawing](drawing.svg)")
    drawing = (REPOSITORY.root / "docs" / "growth.svg").read_bytes()
    (made.root / "book" / "drawing.svg").write_bytes(drawing)
    assert build(made, quiet=True) == 0


def test_a_page_that_is_no_chapter_may_say_how_it_is_made(tmp_path) -> None:
    made = tiny_project(
        tmp_path / "book",
        tables=TABLES,
        pages={"method": "---\nquestion: How?\n---\n# Method\n\nSimply so.\n"},
    )
    assert build(made, quiet=True) == 0


def test_a_page_explains_a_mixed_figure_once(tmp_path) -> None:
    figures = [dict(figure, basis=figure["id"]) for figure in FIGURES]
    derived = [dict(row, mixes="Boxes in, boxes out.") for row in DERIVED]
    finding = [dict(row, mixes="Each is of boxes.") for row in FINDINGS]
    made = tiny_project(
        tmp_path / "book",
        tables={"boxes": figures, "derived": derived, "findings": finding},
        pages={
            "index": INDEX.replace("show(chart, ", 'show(chart, mixes="All are of boxes.", '),
            "next": "# Next\n\nFirst {fig}`balance`, then {fig}`balance|rough`.\n",
        },
    )
    assert build(made, quiet=True) == 0
    text = (made.site / "book" / "next.html").read_text(encoding="utf-8")
    assert re.findall(r">(mixed[^<]*)<", text) == ["mixed: counted in different ways", "mixed"]


def test_a_mark_leaves_no_blank_in_what_is_found_or_shared() -> None:
    parts = nodes.Text("It stalls "), MarkNode("", name="2"), nodes.Text(". So\nit is")
    assert words_of_block(nodes.paragraph("", "", *parts)) == "It stalls. So it is"
