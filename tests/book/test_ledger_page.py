"""The ledger in a browser: filters and sorting with JavaScript, everything without it."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
PAGE = "book/ledger.html"
ROWS = ".sop-index tbody tr"


def shown(page) -> list[str]:
    return page.locator(f"{ROWS}:visible").evaluate_all("rows => rows.map(r => r.querySelector('a').hash.slice(1))")


def test_without_javascript_the_whole_table_is_there(open_page) -> None:
    page = open_page(PAGE, java_script_enabled=False)
    assert page.locator(f"{ROWS}:visible").count() == page.locator(".sop-record:visible").count() > 150
    assert not page.locator(".sop-filter").is_visible()


CHOICES = [("topic", "aid"), ("kind", "pledged"), ("verdict", "differs"), ("interest", "party"), ("kind", "finding")]


@pytest.mark.parametrize(("name", "value"), CHOICES)
def test_a_filter_keeps_its_entries_and_says_how_many(open_page, name, value) -> None:
    page = open_page(PAGE)
    every = page.locator(ROWS).count()
    page.locator(f"select[name={name}]").select_option(value)
    kept = shown(page)
    assert 0 < len(kept) < every
    assert kept == page.locator(f"{ROWS}[data-{name}={value}] a").evaluate_all("links => links.map(a => a.hash.slice(1))")
    assert page.locator(".sop-record:visible").evaluate_all("records => records.map(r => r.id)") == kept
    assert page.locator(".sop-filter output").inner_text() == f"{len(kept)} of {every} entries"
    assert f"{name}={value}" in page.url
    page.locator(".sop-filter button").click()
    assert len(shown(page)) == every


def test_filters_combine_and_can_be_linked_to(open_page) -> None:
    page = open_page(f"{PAGE}?topic=aid&interest=party")
    rows = page.locator(f"{ROWS}:visible")
    assert rows.count() >= 1
    assert rows.evaluate_all("rows => rows.every(r => r.dataset.topic === 'aid' && r.dataset.interest === 'party')")


def test_a_column_sorts_both_ways_by_number(open_page) -> None:
    page = open_page(f"{PAGE}?kind=pledged")
    button = page.locator(".sop-index thead button", has_text="Value")
    values = f"[...document.querySelectorAll('{ROWS}')].filter(r => !r.hidden).map(r => +r.cells[1].dataset.sort)"
    button.focus()
    page.keyboard.press("Enter")
    rising = page.evaluate(values)
    assert rising == sorted(rising) and page.locator(".sop-index th[aria-sort=ascending]").count() == 1
    page.keyboard.press("Enter")
    assert page.evaluate(values) == rising[::-1]
    assert page.locator(".sop-index th[aria-sort=descending]").inner_text().startswith("Value")
