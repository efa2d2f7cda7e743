"""The book in a browser without popovers, container queries and `:has`: Chromium, with these taken
out of the pages and their style. What is left covers nothing, hides nothing and leads to every
record.
"""

from __future__ import annotations

import re

import pytest

from engines import FIGURE, RECORD, SEEN

pytestmark = pytest.mark.browser
# What such a browser does not know, under names that no browser knows.
LACKING = (
    ":popover-open",
    ":has(",
    "::details-content",
    "@container",
    "container-type",
    "anchor-name",
    "position-area",
    "subgrid",
    ":target-current",
    "light-dark(",
    "color-mix(",
)
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 800}


def older(text: str) -> str:
    """A page or style as a browser reads it that lacks these."""
    for name in LACKING:
        mark = re.match(r"\W*", name)[0]
        text = text.replace(name, f"{mark}-unknown-{name.removeprefix(mark)}")
    return re.sub(r" popover(target)?\b", r" data-popover\1", text)


@pytest.fixture
def open_older(chromium, address):
    """Open a page of the site in a context of its own, as such a browser does."""
    contexts = []

    def edited(route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=older(answer.text()))

    def opener(path: str, **options):
        contexts.append(chromium.new_context(**options))
        contexts[-1].route(re.compile(r"\.(html|css)$"), edited)
        page = contexts[-1].new_page()
        page.goto(f"{address}/{path}")
        return page

    yield opener
    for context in contexts:
        context.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("chapter", ["casualties", "index", "front-line"])
def test_nothing_covers_the_text_and_links_have_their_lines(open_older, chapter, size) -> None:
    seen = open_older(f"book/{chapter}.html", viewport=size).evaluate(SEEN)
    assert seen["drawings"] == seen["charts"]  # one of the two of each chart
    assert seen == seen | {"cards": 0, "taps": 0, "bare": [], "edge": "solid", "wide": 0}


def test_a_tap_and_a_click_on_a_number_lead_to_its_record(open_older) -> None:
    page = open_older("book/casualties.html", viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator(f"{FIGURE} > .sop-num").first.tap()
    page.wait_for_url(f"**/book/{RECORD}")
    page = open_older("book/casualties.html", viewport=DESK)
    number = page.locator(f"{FIGURE} > .sop-num").first
    number.hover()
    assert page.evaluate(SEEN)["cards"] == 0
    number.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/book/{RECORD}")
