"""The script for other numbers as a build writes it, for any book."""

from __future__ import annotations

import json
import re

import pytest

from projects import FINDINGS, tiny_project
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.model import model
from stateofplay.publish.building import build
from stateofplay.site.lists.ranges import Reach
from stateofplay.site.pages.other_numbers import CHART_PARTS, PARTS, code
from stateofplay.site.pages.templates import THEME


def test_the_model_has_what_something_rests_on_with_all_conversions_worked_out(tmp_path) -> None:
    ledger = load_ledger(tiny_project(tmp_path / "book"))
    made = model(ledger)
    ids = made["ids"].split()
    assert ids[:3] == ["boxes_per_month", "boxes_lost", "boxes_goal"]
    assert "quay_closed" not in ids and "balance" in ids and "more_in_than_lost" in ids
    assert made["figures"][0][0] == ["±", "40000", "35000", "45000"]
    assert made["derived"][0][0] == ["-", 0, 1]
    condition, *slots = made["findings"][0]
    sentence = ledger.words("more_in_than_lost")
    assert condition == ["<", 1, 0]
    for (at, place, *style), words in zip(slots, ("about 40,000", "31,680"), strict=True):
        assert sentence[at:].startswith(words) and ids[place].startswith("boxes")
        assert style in ([], ["bare"])


def test_a_figure_may_be_slid_over_its_range_that_of_others_and_beyond(tmp_path) -> None:
    ledger = load_ledger(tiny_project(tmp_path / "book"))
    assert Reach.of(ledger, ledger.figures["quay_closed"]) is None
    reach = Reach.of(ledger, ledger.figures["boxes_per_month"])
    assert reach and reach.slide == ["12000", "68000", "100"] and reach.scale == ()


def test_the_code_loses_what_only_people_read() -> None:
    written = code(*PARTS, *CHART_PARTS)
    lines = written.splitlines()
    assert len(lines) > 50 and not [line for line in lines if re.match(r"\s|//", line)]
    assert not [line for line in lines if line.count("`") % 2]  # no text goes over two lines
    for script in (THEME / "whatif").iterdir():
        read = re.sub(r"(^| )//.*", "", script.read_text(encoding="utf-8"), flags=re.MULTILINE)
        texts = re.findall(r'"[^"\n]*"', read)
        assert len(texts) > 10 and not [text for text in texts if text not in written]


@pytest.mark.book
def test_records_offer_the_change_where_something_rests_on_a_figure(tmp_path) -> None:
    prose = "# Boxes\n\n{fig}`boxes_lost`, {fig}`boxes_lost|bare` or {fig}`boxes_lost|number`\n"
    project = tiny_project(tmp_path / "book", {"findings": FINDINGS}, {"other": prose})
    assert build(project, quiet=True) == 0
    page = (project.site / "book" / "ledger.html").read_text(encoding="utf-8")
    offered = re.findall(r'class="sop-change" type="button" data-figure="(\w+)"', page)
    assert offered and set(offered) == set(load_ledger(project).changeable)
    # Of two styles that read alike the page says which is meant.
    chapter = (project.site / "book" / "other.html").read_text(encoding="utf-8")
    assert re.findall(r'data-as="(\w+)"', chapter) == ["bare"]
    script = (project.site / "what-if.js").read_text(encoding="utf-8")
    first = script.partition("\n")[0].removeprefix("window.sopModel=").removesuffix(";")
    assert json.loads(first) == model(load_ledger(project))
