"""What is drawn along one axis is in one unit."""

from __future__ import annotations

import pytest

from projects import FIGURES, tiny_project
from stateofplay.chapters import cell_api
from stateofplay.chapters.cell_api import in_one_unit

CLOSED = FIGURES[-1]
LASTING = [
    {**CLOSED, "id": "repair", "value": "2", "low": "", "high": "", "bound": "exact",
     "unit": "years", "as_stated": "two years"},
    {**CLOSED, "id": "strike", "value": "18", "low": "", "high": "", "bound": "exact",
     "unit": "months", "as_stated": "18 months"},
]  # fmt: skip


@pytest.fixture
def boxes(tmp_path, monkeypatch):
    project = tiny_project(tmp_path / "book", {"boxes": [*FIGURES, *LASTING]})
    monkeypatch.setenv("STATEOFPLAY_ROOT", str(project.root))
    cell_api.ledger.cache_clear()
    yield cell_api.table("boxes").set_index("id", drop=False)
    cell_api.ledger.cache_clear()


def test_units_of_one_kind_are_brought_to_the_first(boxes) -> None:
    drawn = in_one_unit(boxes.loc[["repair", "strike"]])
    assert list(drawn["value"]) == [2.0, 1.5] and set(drawn["unit"]) == {"years"}
    assert list(drawn["number"]) == ["2", "1.5"]
    assert list(drawn["words"]) == ["2 years", "18 months"]


def test_one_unit_is_left_as_it_is(boxes) -> None:
    rows = boxes.loc[["strike"]]
    assert in_one_unit(rows) is rows


def test_what_no_axis_can_hold_is_refused(boxes) -> None:
    with pytest.raises(ValueError, match="quay_closed is in percent, and repair in years"):
        in_one_unit(boxes.loc[["repair", "quay_closed"]])
