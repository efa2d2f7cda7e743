"""The site opened from a folder or a USB stick, with no server: everything that it does on the web
works there.
"""

from __future__ import annotations

import pytest

from books import BOTH
from engines import FIGURE, RECORD, follow_link, until_true

pytestmark = pytest.mark.browser


@pytest.fixture
def open_file(open_page, book):
    """Open a file of the site, with or without a query, as from a disk."""

    def opener(path: str):
        file, mark, query = path.partition("?")
        return open_page(
            (book.site / file).as_uri() + mark + query,
            viewport={"width": 1280, "height": 900},
            color_scheme="light",
        )

    return opener


def test_the_tools_of_a_chart_come(open_file) -> None:
    page = open_file("book/aid.html")
    page.locator("#aid-by-donor summary", has_text="Code").click()
    page.locator("#aid-by-donor pre", has_text="show(").wait_for()
    assert page.reported == []


@BOTH
def test_every_page_opens_without_an_error_and_asks_for_files_only(open_file, pages) -> None:
    for path in ["index.html", *pages]:
        page = open_file(path)
        page.locator("main h1").wait_for()  # the first file leads to another
        page.wait_for_load_state()
        assert page.reported == [], path
        assert [url for url in page.requested if not url.startswith("file:")] == [], path
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        assert [link for link in links if link.startswith("file:") and link.endswith("/")] == [], (
            f"{path}: a disk shows a folder, not its page"
        )
        page.close()


def test_search_finds_and_leads_to_a_figure(open_file) -> None:
    page = open_file("search.html?q=31,680")
    follow_link(page.locator("#search-results a", has_text="31,680").first)
    assert "/book/" in page.url and "#" in page.url and page.reported == []


def test_the_search_field_of_a_page_opens_the_search(open_file) -> None:
    page = open_file("book/talks.html")
    page.locator("#q").fill("recruits")
    page.locator("#q").press("Enter")
    page.locator("#search-results a").first.wait_for()
    assert page.reported == []


def test_a_chart_can_be_explored(open_file) -> None:
    page = open_file("book/casualties.html")
    box = page.locator(".sop-explore").first
    box.get_by_role("button", name="Explore this chart").click()
    box.locator(".sop-view svg").wait_for()
    before = box.locator("output").inner_text()
    box.locator("input[type=range]").first.focus()
    page.keyboard.press("ArrowLeft")
    until_true(
        page,
        "before => document.querySelector('.sop-explore output').innerText !== before",
        arg=before,
    )
    assert page.reported == []


def test_records_tooltips_and_colours_work(open_file) -> None:
    page = open_file("book/casualties.html")
    figure = page.locator(FIGURE).first
    figure.locator(".sop-num").hover()
    assert figure.locator(".sop-card").is_visible()
    page.locator("#losses-by-month .sop-chart svg.sop-wide [data-mark]").last.hover()
    assert page.locator(".sop-tip").inner_text()
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator(".sop-theme").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    follow_link(figure.locator(".sop-num"))
    assert page.url.endswith(f"book/{RECORD}") and page.reported == []


def test_the_ledger_can_be_filtered_and_sorted(open_file) -> None:
    page = open_file("book/ledger.html")
    rows = page.locator(".sop-index tbody tr[data-kind]")
    everything = rows.count()
    page.locator(".sop-filter select").first.select_option(index=1)
    shown = page.locator(".sop-index tbody tr[data-kind]:not([hidden])").count()
    assert 0 < shown < everything
    page.locator(".sop-index thead button").nth(1).click()
    assert page.locator(".sop-index th[aria-sort]").count() == 1 and page.reported == []


def test_a_count_opens_what_it_counts(open_file) -> None:
    page = open_file("book/against-the-record.html")
    follow_link(page.locator(".sop-summary a").first)
    assert "/ledger.html?verdict=confirmed" in page.url
    assert page.locator(".sop-index tbody tr[data-kind]:visible").evaluate_all(
        "rows => rows.every(r => r.dataset.verdict === 'confirmed')"
    )
