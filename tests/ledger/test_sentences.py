"""A row as a sentence, whatever its columns hold."""

from __future__ import annotations

import pytest

from projects import FIGURES, tiny_project
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.sentences import sentence

LOST = FIGURES[1]
DAY = {"start": "2026-01-05", "end": "2026-01-05"}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({}, "For January 2026, Port union put the boxes lost at 31,680 people a month."),
        (
            {"who": "Port Office"},
            "For January 2026, the Port Office put the boxes lost at 31,680 people a month.",
        ),
        (
            {"who": "The Port Office of Northtown"},
            "For January 2026, the Port Office of Northtown put the boxes lost at 31,680 people "
            "a month.",
        ),
        (
            {"who": "Anna Low, head of the Port Office"},
            "For January 2026, Anna Low, head of the Port Office, put the boxes lost at 31,680 "
            "people a month.",
        ),
        (
            {"who": "Harbour master, not named"},
            "For January 2026, a Harbour master, not named, put the boxes lost at 31,680 people "
            "a month.",
        ),
        (
            {"who": "Observers, not named"},
            "For January 2026, observers, not named, put the boxes lost at 31,680 people a month.",
        ),
        ({"start": "", "end": ""}, "Port union put the boxes lost at 31,680 people a month."),
        (
            {"start": ""},
            "For the time until 31 January 2026, Port union put the boxes lost at 31,680 people "
            "a month.",
        ),
        (DAY, "For 5 January 2026, Port union put the boxes lost at 31,680 people a month."),
        (
            {"measure": "Boxes lost, full and empty"},
            "For January 2026, Port union put the boxes lost, full and empty, at 31,680 people a "
            "month.",
        ),
        (
            {"measure": "Northtown boxes lost"},
            "For January 2026, Port union put the Northtown boxes lost at 31,680 people a month.",
        ),
        (
            {"measure": "Northtown's boxes lost"},
            "For January 2026, Port union put Northtown's boxes lost at 31,680 people a month.",
        ),
        (
            {"measure": "Boxes that are lost"},
            "For January 2026, Port union put the boxes that are lost at 31,680 people a month.",
        ),
        (
            {"measure": "The quay must not be closed"},
            "Port union: The quay must not be closed, January 2026: 31,680 people a month.",
        ),
        (
            {"measure": "Boxes lost in January 2026"},
            "Port union put the boxes lost in January 2026 at 31,680 people a month.",
        ),
        (
            {"place": "United Kingdom"},
            "For January 2026, Port union put the boxes lost in the United Kingdom at 31,680 "
            "people a month.",
        ),
    ],
)
def test_a_stated_figure(tmp_path, cells, said) -> None:
    rows = [FIGURES[0], LOST | cells, *FIGURES[2:]]
    ledger = load_ledger(tiny_project(tmp_path / "project", {"boxes": rows}))
    assert sentence(ledger, ledger.figures["boxes_lost"]) == said


def test_an_end_that_is_open_and_a_computed_figure(tmp_path) -> None:
    ledger = load_ledger(tiny_project(tmp_path / "project"))
    assert (
        sentence(ledger, ledger.figures["boxes_goal"])
        == "Port union put the boxes wanted at 50,000 people a month or more."
    )
    assert (
        sentence(ledger, ledger.derived["balance"])
        == "This book puts the boxes kept at about 8,320 people a month."
    )
