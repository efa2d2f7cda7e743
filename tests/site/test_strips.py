"""The strips that show how far each finding is from turning: they stand by the ticks of one axis,
and what they draw is said beside them."""

from __future__ import annotations

import math
import re

import pytest
from bs4 import BeautifulSoup

from projects import CHECKS, FIGURES, tiny_project
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.nearness import nearest
from stateofplay.ledger.turning_words import stated_beside
from stateofplay.site.lists.strips import Strips

ABOUT = [FIGURES[0] | dict(low="36000", high="44000"), *FIGURES[1:]]
OTHERS = [
    *CHECKS,
    CHECKS[0] | dict(id="higher", figure="boxes_per_month", value="60000", low="", high="")
    | dict(bound="exact", as_stated="60,000", who="Customs"),
    CHECKS[0] | dict(id="open", figure="boxes_per_month", value="38000", low="38000", high="")
    | dict(bound="at_least", as_stated="at least 38,000"),
]  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory) -> Ledger:
    tables = {"boxes": ABOUT, "checks": OTHERS}
    return load_ledger(tiny_project(tmp_path_factory.mktemp("strips") / "project", tables))


def drawn(markup: str) -> BeautifulSoup:
    return BeautifulSoup(markup, "html.parser")


def ticks(ledger: Ledger) -> dict[float, float]:
    """Where the axis has each of its numbers."""
    texts = drawn(Strips(ledger).axis).select("text")[1:]
    return {
        float(text.string.replace("−", "-").replace(",", "")): float(text["x"]) for text in texts
    }


def steps(percent: float) -> float:
    """Steps are even up to a tenth of a percent."""
    return math.copysign(math.log1p(abs(percent) * 10), percent)


def place(percent: float, known: dict[float, float]) -> float:
    """Where the scale of these ticks has a number."""
    return known[0] + steps(percent) / steps(10) * (known[10] - known[0])


def test_each_mark_stands_by_the_ticks(ledger) -> None:
    known = ticks(ledger)
    assert {-10, -1, 0, 1, 10} <= set(known) and list(known) == sorted(known)
    assert all(at == pytest.approx(place(tick, known), abs=0.2) for tick, at in known.items())
    strip = drawn(Strips(ledger).strip(nearest(ledger, "more_in_than_lost")))
    (dot,) = strip.select("circle.sop-r-turn")
    assert float(dot["cx"]) == pytest.approx(place(-20.8, known), abs=0.2)
    (own,) = strip.select("line.sop-r-own")
    ends = [float(own[end]) for end in ("x1", "x2")]
    assert ends == pytest.approx([place(-10, known), place(10, known)], abs=0.2)
    others = [
        re.match(r"M([\d.]+) (\d+)m", e["d"])
        for e in strip.select("path.sop-r-outside")
        if "m" in e["d"]
    ]
    assert [float(found[1]) for found in others] == pytest.approx(
        [place(50, known), place(-5, known)], abs=0.2
    )
    # What others state has a lane of its own, below.
    assert {float(found[2]) for found in others} == {24} and float(dot["cy"]) == 8
    assert len(strip.select("line.sop-r-outside")) == 1  # the open range, with its arrow
    assert strip.svg["aria-hidden"] == "true"


def test_what_a_strip_draws_is_said_once(ledger) -> None:
    finding = ledger.findings["more_in_than_lost"]
    said = stated_beside(ledger, finding, "boxes_per_month")
    assert "own range: 36,000 to 44,000 people a month." in said
    assert "60,000" in said and "(Customs)" in said and "at least 38,000" in said
    contested = ledger.findings["short_of_goal"]  # one of them turns it, which is said elsewhere
    assert "60,000" not in stated_beside(ledger, contested, "boxes_per_month")
    assert stated_beside(ledger, finding, "boxes_lost").startswith("Others state: ")


def test_a_legend_names_each_kind_of_mark(ledger, tmp_path) -> None:
    assert [said for _, said in Strips(ledger).keys] == [
        "the number stated", "the change that turns the finding", "the figure’s own range",
        "what others state",
    ]  # fmt: skip
    alone = load_ledger(tiny_project(tmp_path / "project", {"checks": []}))
    assert len(Strips(alone).keys) == 3
