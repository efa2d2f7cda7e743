"""Verifying a copy of an article: each number is one of the tables,
or is listed with a reason."""

from __future__ import annotations

import textwrap

import pytest

from projects import FIGURES, PARAGRAPHS


@pytest.mark.parametrize("shape", [str, lambda p: textwrap.fill(p, 30)], ids=["lines", "wrapped"])
def test_a_changed_number_is_named_with_its_paragraph(verify, shape) -> None:
    report = verify("\n\n".join(shape(p.replace("31,680", "31,690")) for p in PARAGRAPHS))
    assert not report.ok
    first, stands, covered, summary = report.lines[1:]
    assert first.startswith("paragraph 2: is not as recorded; line ") and first.endswith(
        " seems to be it, changed"
    )
    assert (
        stands == "paragraph 2: “lost 31,680 boxes” does not stand there; see boxes_lost in "
        "data/boxes.csv:3"
    )
    assert covered.startswith("paragraph 2: “lost 31,690 boxes in” is in no figure or event")
    assert summary == "2 of 3 paragraphs, 4 of 5 figures, 5 of 6 numbers: 78%"


def test_a_number_that_no_table_has_is_named(verify) -> None:
    more = [*PARAGRAPHS, "The old crane of the harbour needs six months of repair, no one doubts."]
    report = verify("\n".join(more), paragraphs=more)
    assert not report.ok
    assert report.lines[1].startswith(
        "paragraph 4: “needs six months of” is in no figure or event; add its row, "
    )
    assert report.lines[-1].endswith("6 of 7 numbers: 93%")


def test_a_number_that_is_listed_with_a_reason_passes(verify) -> None:
    more = [*PARAGRAPHS, "The old crane of the harbour needs six months of repair, no one doubts."]
    aside = dict(
        id="crane", text="six months", source="harbour_news", locator="4", reason="An aside."
    )
    report = verify("\n".join(more), paragraphs=more, unpublished=[aside])
    assert report.ok and report.lines[-1].endswith("7 of 7 numbers: 100%")


def test_a_number_is_only_covered_in_its_own_paragraph(verify) -> None:
    report = verify(
        "\n".join(PARAGRAPHS), boxes=[*FIGURES[:2], FIGURES[2] | {"locator": "3"}, *FIGURES[3:]]
    )
    assert not report.ok and [line.split(";")[0] for line in report.lines[1:-1]] == [
        "paragraph 3: “at least 50,000” does not stand there",
        "paragraph 2: “least 50,000.” is in no figure or event",
    ]


@pytest.mark.parametrize("words", ["nearly 40,000 boxes a month", "0,000 boxes a month"])
def test_words_that_do_not_stand_there_are_named(verify, words) -> None:
    report = verify("\n".join(PARAGRAPHS), boxes=[FIGURES[0] | {"as_stated": words}, *FIGURES[1:]])
    assert not report.ok
    assert (
        f"paragraph 1: “{words}” does not stand there; see boxes_per_month in data/boxes.csv:2"
        in report.lines
    )
    assert "4 of 5 figures" in report.lines[-1]
