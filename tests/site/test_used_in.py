"""On which pages an outside figure is said to be used."""

from __future__ import annotations

import re

import pytest

from projects import CHECKS, DERIVED, FIGURES, FINDINGS, tiny_project
from stateofplay.publish.building import build

pytestmark = pytest.mark.book
# One of each way in which a page may come to a figure, and one that no page comes to.
OUTSIDE = ["computed", "found", "deeper", "checked", "unused"]
PAGE = (
    "# Other\n\nThe rest is {fig}`rest`, the goal's {fig}`half`. {finding}`above_found`.\n\n"
    "```{ledger-checks}\n```\n"
)


def test_a_figure_is_used_where_something_that_rests_on_it_stands(tmp_path) -> None:
    lost = FIGURES[1] | {"source": "port_office", "interest": "party", "series": "lost"}
    outside = [lost | {"id": f"lost_{name}", "measure": f"Boxes {name}"} for name in OUTSIDE]
    computed = DERIVED[0] | {"measure": "Rest"}
    tables = {
        "context/areas": outside,
        "derived": [
            *DERIVED,
            computed | {"id": "rest", "formula": "boxes_per_month - lost_computed"},
            computed | {"id": "below", "formula": "boxes_goal - lost_deeper"},
            computed | {"id": "half", "formula": "below / 2"},
        ],
        "findings": [
            *FINDINGS,
            FINDINGS[0]
            | {
                "id": "above_found",
                "statement": "More than the {lost_found}",
                "holds": "boxes_per_month > lost_found",
            },
        ],
        "checks": [
            CHECKS[0]
            | dict.fromkeys(("value", "low", "high", "bound", "as_stated"), "")
            | {"formula": "lost_checked"}
        ],
    }
    project = tiny_project(tmp_path / "book", tables, {"other": PAGE})
    assert build(project, quiet=True) == 0
    text = (project.site / "book" / "outside-figures.html").read_text(encoding="utf-8")
    rows = re.findall(r'<tr id="lost_(\w+)">.*<td>(.*?)</td></tr>', text)
    used = {name: re.sub(r"<[^>]*>", "", cell).strip() for name, cell in rows}
    assert used == dict.fromkeys(OUTSIDE, "Other") | {"unused": "this table only"}
