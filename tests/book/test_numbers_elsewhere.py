"""What a page with other numbers says of figures and findings whose words it does not have."""

from __future__ import annotations

from fractions import Fraction

import pytest

from projects import REPOSITORY
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.supposed import turned, with_numbers
from test_other_numbers import FIGURE, LEDGER, OTHER, change

pytestmark = pytest.mark.browser


def test_where_its_words_are_not_the_bar_says_them_as_the_record_did(open_page) -> None:
    page = open_page(LEDGER)
    change(page, FIGURE, "30,000")
    page.locator(".sop-supposed").wait_for()
    ledger = load_ledger(REPOSITORY)
    after = with_numbers(ledger, {FIGURE: Fraction(OTHER)})
    link = page.get_by_role("link", name="Link to these numbers").get_attribute("href")
    assert link is not None
    elsewhere = link.replace("ledger-casualties", "front-line")
    page.goto(elsewhere)
    said = page.locator(".sop-supposed").inner_text()
    assert ledger.label(ledger.figures[FIGURE]) in said
    assert "Al Jazeera: 30,000 people a month instead of about 40,000 people a month" in said
    turns = [turn.finding.id for turn in turned(ledger, after)]
    assert turns and all(f"“{after.words(name)}” would not hold" in said for name in turns)
    page.evaluate("sessionStorage.clear()")  # as for somebody to whom the address was sent
    page.goto(elsewhere)
    said = page.locator(".sop-supposed").inner_text()
    assert "a number elsewhere in the book: 30,000" in said
    assert f"{len(turns)} elsewhere in the book" in said and "recruits" not in said
