"""What `make bench` measures: edits that are found in any book and reach its pages, and the same
book for other programs."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

import bench
import peers
from edits import edits_of
from peers import CELL
from plain import plain_book
from projects import FIGURES, FINDINGS, INDEX, tiny_project
from stateofplay.publish.building import build
from stateofplay.publish.twin_builds import copy_book

OWN = """from stateofplay.chapters.cell_api import table
from stateofplay.chapters.show import show
"""
PAGE = INDEX.replace(OWN, "from stateofplay import show, table\n")  # as chapters have it


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


@pytest.mark.book
def test_the_plain_book_runs_every_cell_and_has_its_figures_typed_in(tmp_path) -> None:
    """Its chapters all failed once, at their first table, and were measured beside ours."""
    after = "\n\n```{note}\nOf {fig}`boxes_goal`.\n```\n\nIt keeps {fig}`balance`.\n"
    page = PAGE + after + "```\n{fig}`boxes_lost`\n```\n"
    plain = plain_book(tiny_project(tmp_path / "book", pages={"index": page}), tmp_path / "plain")
    text = (plain / "book" / "index.md").read_text(encoding="utf-8")
    assert re.findall(r"\{fig\}`\w+`", text) == ["{fig}`boxes_lost`"]  # as code
    [cell] = CELL.findall(text)
    found = subprocess.run(
        [sys.executable, "-c", f"{cell}\nprint(len(boxes), chart.to_dict()['mark'])"],
        cwd=plain / "book", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.stdout.startswith("3 {'type': 'bar'"), found.stderr


@pytest.mark.book
@pytest.mark.skipif(sys.platform == "win32", reason="the programs stood in for are scripts")
def test_a_peer_is_measured_where_its_program_is_there(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert peers.installed() == []
    monkeypatch.setenv("PATH", str(tmp_path))
    for program in ("quarto", "observable"):
        (tmp_path / program).write_text("#!/bin/sh\n", encoding="utf-8", newline="\n")
        (tmp_path / program).chmod(0o755)
    project = tiny_project(tmp_path / "book", pages={"index": PAGE})
    assert [peer.name for peer in peers.installed()] == ["Quarto", "Observable Framework"]
    for peer in peers.installed():
        folder = tmp_path / peer.name
        peer.write(project, folder)
        peer.edit_prose(folder, "book/index")
        text = (folder / peer.file("book/index")).read_text(encoding="utf-8")
        assert "handles about 40,000 people a month" in text and "One more sentence" in text
        assert "{code-cell}" not in text
        assert ("```{python}\nimport altair" in text) == (peer.name == "Quarto")
    run = [sys.executable, "src/book/index.json.py"]  # of the last, which has it draw
    found = subprocess.run(run, cwd=folder, capture_output=True, text=True, check=False)
    assert json.loads(found.stdout)[0]["mark"]["type"] == "bar", found.stderr
