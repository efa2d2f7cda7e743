"""The edits that `make bench` measures are found in any book, and reach its pages."""

from __future__ import annotations

import pytest

import bench
from edits import edits_of
from projects import FIGURES, FINDINGS, INDEX, tiny_project
from stateofplay.publish.building import build
from stateofplay.publish.twin_builds import copy_book


@pytest.mark.book
def test_a_sentence_and_a_number_reach_the_page_of_a_small_book(tmp_path) -> None:
    project = tiny_project(tmp_path / "book")
    edits = edits_of(project)
    assert (edits.chapter, edits.table) == ("book/index", "data/boxes.csv")
    copy = copy_book(project, tmp_path / "copy")
    for edit in (edits.number(copy.root, 1), edits.number(copy.root, -1), edits.prose(copy.root)):
        edit.save()
        assert build(copy, quiet=True) == 0
        assert edit.seen in bench.shown(copy.site / f"{edits.chapter}.html")


def test_a_number_that_a_finding_needs_as_it_is_is_left_alone(tmp_path) -> None:
    limit = FIGURES[1] | {"id": "boxes_limit", "value": "39500", "as_stated": "39,500 boxes"}
    finding = FINDINGS[0] | {"holds": "boxes_per_month > boxes_limit"}
    tables = {"boxes": [*FIGURES, limit], "findings": [finding, FINDINGS[1]]}
    pages = {"index": INDEX.replace("boxes_lost|bare", "boxes_lost")}
    edits = edits_of(tiny_project(tmp_path / "book", tables, pages))
    said = [edits.words[steps].split()[0] for steps in (-1, 0, 1)]
    assert said == ["30,680", "31,680", "32,680"]


def test_a_book_without_such_a_number_is_told_so(tmp_path) -> None:
    prose = INDEX.replace("{fig}`boxes_per_month`", "much").replace("{fig}`boxes_lost|bare`", "x")
    assert "{fig}`" in prose and FIGURES[0]["id"] in prose  # a computed one; in the chart
    with pytest.raises(LookupError, match="shows a figure of its inputs"):
        edits_of(tiny_project(tmp_path / "book", pages={"index": prose}))
