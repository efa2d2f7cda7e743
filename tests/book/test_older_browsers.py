"""The book in browsers of the last ten years: without what they lack, one by one and all at once.

A page is text and links there: nothing covers it, nothing is hidden, each chart is drawn once,
links have their lines and lead to the records. Chromium reads pages, style and scripts in which a
name that such a browser lacks is one that no browser knows, so that it drops what they drop; and
WPE WebKit 2.38, which knows what Safari 16 knew, reads them as they are.
"""

from __future__ import annotations

import re
import sys

import pytest

import drivers
from engines import FIGURE, RECORD, SEEN

pytestmark = pytest.mark.browser
LACKING = {
    "popovers": (r":popover-open", r" popover(?:target)?\b", r"showPopover"),
    "relations": (r":has\(",),
    "containers": (r"@container", r"container-type"),
    "anchors": (r"anchor-(?:name|scope)", r"position-(?:anchor|area|try-fallbacks)"),
    "mixed colours": (r"color-mix\(", r"light-dark\("),
    "contents of details": (r"::details-content",),
    "details by name": (r"(?<=<details )name",),
    "subgrids": (r"subgrid",),
    "grids": (r"(?<=display: )grid",),
    "headings on screen": (r":target-current", r"scroll-target-group"),
    "lists of selectors": (r":(?:is|where)\(", r":not\((?=[^()]*,)"),
    "focus that shows": (r":focus-visible",),
    "insets": (r"(?<=[\s{;])inset(?=:)", r"(?<=[\s{;])(?:margin|padding|border)-(?:inline|block)"),
    "least and most": (r"(?<![\w-])(?:min|max|clamp)\(",),
    "lines of links": (r"text-decoration-(?:thickness|color|style)", r"text-underline-offset"),
    "sticky boxes": (r"sticky",),
    "words for signs": (r' / ""',),
    "scripts of today": (r"\?\.", r"\?\?"),
}
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 800}
# All text of a page but what a script says of itself, and which lines of it something lies upon: a
# link that is stretched over its card can be seen through.
READ = """(() => {
  const unseen = (e) => e && ((e.offsetWidth <= 1 && getComputedStyle(e).overflow === "hidden") ||
    unseen(e.parentElement)); // written for the ear: drawn into a pixel
  const lines = [...document.querySelectorAll("main :is(h1, h2, p, li)")].filter(e =>
    e.getClientRects().length && !e.closest("[hidden], .sop-how, details:not([open])") &&
    !unseen(e));
  const covered = lines.filter(e => { e.scrollIntoView({ block: "center", behavior: "instant" });
    const box = e.getClientRects()[0];
    const top = document.elementFromPoint(box.x + Math.min(9, box.width / 2), box.y + 9);
    return top && !e.contains(top) && !top.contains(e) && !top.matches(".sop-front-card h3 a"); });
  return { words: lines.map(e => e.innerText.trim().replace(/\\s+/g, " ")),
    covered: covered.map(e => e.textContent.slice(0, 60)) }; })()"""


def unknown(found: re.Match[str]) -> str:
    """The same, not as any browser knows it."""
    return re.sub(r"\w", "z", found[0], count=1) if re.search(r"\w", found[0]) else f"§{found[0]}"


def without(text: str, *features: str) -> str:
    """A page, style or script as a browser reads it that lacks these."""
    for pattern in (pattern for feature in features for pattern in LACKING[feature]):
        text = re.sub(pattern, unknown, text)
    return text


@pytest.fixture
def open_without(open_page, address):
    """Open a page of the site as a browser does that lacks some features."""

    def opener(path: str, *features: str, **options):
        page = open_page("about:blank", **options)

        def edited(route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, body=without(answer.text(), *features))

        page.route(re.compile(r"\.(html|css|js)$"), edited)
        page.goto(f"{address}/{path}")
        return page

    return opener


@pytest.fixture(scope="module")
def known() -> dict[tuple[str, int], dict]:
    """What a browser reads that lacks nothing, by chapter and width."""
    return {}


@pytest.mark.parametrize("features", [[name] for name in LACKING] + [list(LACKING)], ids=" ".join)
def test_nothing_is_covered_or_lost_without(open_without, known, features) -> None:
    chapters = ["casualties"] if len(features) == 1 else ["casualties", "index", "front-line"]
    for chapter in chapters:
        page = open_without(f"book/{chapter}.html", *features)
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            key = chapter, size["width"]
            if key not in known:
                known[key] = open_without(f"book/{chapter}.html", viewport=size).evaluate(READ)
            read, seen = page.evaluate(READ), page.evaluate(SEEN)
            assert read == known[key] | {"covered": []} and len(read["words"]) > 15, key
            assert seen["drawings"] == seen["charts"], key  # one of the two of each chart
            assert seen == seen | {"cards": 0, "taps": 0, "bare": [], "edge": "solid"}, key
            assert seen["wide"] <= 0, key


def test_a_tap_and_a_click_on_a_number_lead_to_its_record(open_without) -> None:
    older = list(LACKING)
    phone = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    page = open_without("book/casualties.html", *older, **phone)
    page.locator(f"{FIGURE} > .sop-num").first.tap()
    page.wait_for_url(f"**/book/{RECORD}")
    page = open_without("book/casualties.html", *older, viewport=DESK)
    number = page.locator(f"{FIGURE} > .sop-num").first
    number.hover()
    assert page.evaluate(SEEN)["cards"] == 0
    number.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/book/{RECORD}")


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="this browser is driven on Linux only"
)
def test_an_older_webkit_covers_nothing_and_links_have_their_lines(
    lacking, tmp_path, address
) -> None:
    with drivers.older_webkit(lacking, tmp_path) as browser:
        for chapter in ("index", "casualties", "front-line", "aid"):
            browser.open(f"{address}/book/{chapter}.html")
            read, seen = browser.value(READ), browser.value(SEEN)
            assert len(read["words"]) > 15 and read["covered"] == [], chapter
            assert seen["links"] > 3 and seen["drawings"] == seen["charts"], chapter
            assert seen == seen | {"cards": 0, "bare": [], "edge": "solid"}, chapter
            assert seen["wide"] <= 0, chapter
