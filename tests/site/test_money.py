"""A range of dollars has two signs, and is no formula that was left in the text as written."""

from __future__ import annotations

import pytest

from projects import FIGURES, FINDINGS, tiny_project
from stateofplay.publish.building import build

SHIPS = FIGURES[3]
TOLLS = [
    SHIPS | dict(id=name, measure=name, low=low, high=high, unit=unit, as_stated="400 and 1,000")
    for name, low, high, unit in (
        ("toll", "400", "1000", "USD"),
        ("fee", "-400", "-300", "USD m"),
        ("rent", "400", "1000", "AUD"),
    )
]
COSTS = {
    "id": "toll_above_fee",
    "topic": "boxes",
    "statement": "The toll, {toll}, is above the fee, {fee}",
    "holds": "toll > fee",
}
PAGE = "# Tolls\n\nIt takes {fig}`toll`, {fig}`fee` or {fig}`rent`. {finding}`toll_above_fee`.\n"


@pytest.mark.book
def test_a_range_of_dollars_is_no_formula(tmp_path) -> None:
    project = tiny_project(
        tmp_path / "book",
        tables={"boxes": [*FIGURES, *TOLLS], "findings": [*FINDINGS, COSTS]},
        pages={"tolls": PAGE},
    )
    assert build(project, quiet=True) == 0
    page = (project.site / "book" / "tolls.html").read_text(encoding="utf-8")
    assert "<span>$400 to $1,000</span>" in page and "above the fee, −$400 million to −$3" in page
