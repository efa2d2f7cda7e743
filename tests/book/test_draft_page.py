"""A draft in a browser: what waits is seen, also where the script filters the ledger."""

from __future__ import annotations

import pytest

from projects import tiny_project
from stateofplay.ledger.reading.drafts import COLUMNS
from stateofplay.publish.building import build

pytestmark = pytest.mark.browser
LEDGER = "# Ledger\n\nAll.\n\n```{ledger-index}\n```\n\n```{ledger-records}\n```\n"


@pytest.mark.book
def test_what_waits_is_seen_whatever_the_ledger_shows(chromium, tmp_path) -> None:
    project = tiny_project(tmp_path / "book", pages={"ledger": LEDGER})
    waiting = "3,seven boats,7,,,exact,boats,,,,,,,,,,,,,harbour_news\n"
    project.draft.write_text(",".join(COLUMNS) + "\n" + waiting, encoding="utf-8")
    assert build(project, quiet=True) == 0
    page = chromium.new_context().new_page()
    page.goto((project.site / "book" / "ledger.html").as_uri())
    assert page.locator(".sop-filter").is_visible()  # the script has run
    assert page.locator("#draft .sop-candidate").is_visible()
    assert page.locator(".sop-draft").inner_text().startswith("DRAFT")
    page.locator(".sop-filter [name=q]").fill("no such words")
    assert page.locator("#draft .sop-candidate").is_visible()
    assert not page.locator(".sop-record:not(.sop-candidate)").first.is_visible()
