"""The ledger in a browser: filters and sorting with JavaScript, everything without it."""

from __future__ import annotations

import re

import pytest

from engines import follow_link, until_true
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.verdicts import statements

pytestmark = pytest.mark.browser
PAGE = "book/ledger.html"
ROWS = ".sop-index tbody tr[data-kind]"


def shown(page) -> list[str]:
    return page.locator(f"{ROWS}:visible").evaluate_all(
        "rows => rows.map(r => r.querySelector('a').hash.slice(1))"
    )


def test_without_javascript_the_whole_table_is_there(open_page) -> None:
    page = open_page(PAGE, java_script_enabled=False)
    assert page.locator(f"{ROWS}:visible").count() > 150
    page.goto(f"{page.url}#losses_2026_01")  # as a record's address was, when all were on this page
    row = page.locator("tr:target")
    assert row.is_visible()
    follow_link(row.locator("a"))
    assert page.locator("article:target h3").inner_text().startswith("Russian losses")
    page.goto(page.url.replace("-casualties.html", ".html"))
    assert not page.locator(".sop-filter").is_visible()


CHOICES = [
    ("topic", "aid"),
    ("kind", "pledged"),
    ("verdict", "differs"),
    ("interest", "party"),
    ("kind", "finding"),
]


@pytest.mark.parametrize(("name", "value"), CHOICES)
def test_a_filter_keeps_its_entries_and_says_how_many(open_page, name, value) -> None:
    page = open_page(PAGE)
    every = page.locator(ROWS).count()
    page.locator(f"select[name={name}]").select_option(value)
    kept = shown(page)
    assert 0 < len(kept) < every
    assert kept == page.locator(f"{ROWS}[data-{name}={value}] a").evaluate_all(
        "links => links.map(a => a.hash.slice(1))"
    )
    assert page.locator(".sop-filter output").inner_text() == f"{len(kept)} of {every} entries"
    assert f"{name}={value}" in page.evaluate("location.search")
    page.locator(".sop-filter button").click()
    assert len(shown(page)) == every


def test_where_nothing_is_found_the_table_goes_and_the_search_is_named(open_page) -> None:
    page = open_page("book/ledger.html")
    page.locator(".sop-filter [name=q]").fill("recruts")
    hint = page.locator(".sop-filter output a")
    hint.wait_for()
    assert not page.locator(".sop-index").is_visible()
    assert hint.get_attribute("href").endswith("search.html?q=recruts")
    page.locator(".sop-filter [name=q]").fill("recruits")
    page.locator(".sop-index tr[data-kind]:visible").first.wait_for()
    assert hint.count() == 0


@pytest.mark.parametrize(
    ("query", "first", "other"),
    [
        ("31680 killed", "losses_2026_01", "missiles_2026_02_17"),
        ("tankers france", "tankers_seized_france", "losses_2026_01"),
    ],
)
def test_the_words_of_an_entry_find_it_and_stay_in_the_address(
    open_page, query, first, other
) -> None:
    page = open_page(PAGE)
    page.locator(".sop-filter input").fill(query)
    few = "/^[0-9]?[0-9] of/.test(document.querySelector('.sop-filter output').textContent)"
    until_true(page, few)
    assert first in shown(page) and other not in shown(page) and len(shown(page)) < 30
    again = open_page(page.evaluate("location.href"))
    until_true(again, few)
    assert first in shown(again) and again.locator(".sop-filter input").input_value() == query
    page.locator(".sop-filter button").click()
    assert other in shown(page)


@pytest.mark.parametrize("start", ["book/index.html", "book/against-the-record.html"])
def test_a_count_opens_what_it_counts(open_page, book, start) -> None:
    ledger = load_ledger(book)
    page = open_page(start)
    links = page.locator(".sop-summary a").evaluate_all(
        "links => links.map(a => [a.href, a.querySelector('strong').innerText])"
    )
    assert len(links) == 5
    for href, count in links:
        opened = open_page(href.split("/", 3)[3])
        kept = {
            frozenset(f.id for f in g)
            for g in statements(ledger.article_figures)
            if {f.id for f in g} <= set(shown(opened))
        }
        assert len(kept) == int(count) and sum(map(len, kept)) == len(shown(opened)), href
        heading = opened.locator(f"#{href.partition('#')[2]}")
        assert heading.is_visible() and f"({count} statement" in heading.inner_text()


def test_the_ledger_begins_with_the_figures_of_the_article(open_page) -> None:
    page = open_page(PAGE, java_script_enabled=False)
    kinds = page.locator(ROWS).evaluate_all("rows => rows.map(r => r.dataset.kind)")
    computed = [kind in ("derived", "finding") for kind in kinds]
    assert computed == sorted(computed) and not computed[0]
    follow_link(page.locator(f"{ROWS}[id=losses_2026_01] a"))
    says = page.locator("#losses_2026_01 .sop-record-says").inner_text()
    assert (
        says == "For January 2026, the General Staff of Ukraine put the Russian losses, killed and "
        "wounded, at 31,680 people a month."
    )


def test_filters_combine_and_can_be_linked_to(open_page) -> None:
    page = open_page(f"{PAGE}?topic=aid&interest=party")
    rows = page.locator(f"{ROWS}:visible")
    assert rows.count() >= 1
    assert rows.evaluate_all(
        "rows => rows.every(r => r.dataset.topic === 'aid' && r.dataset.interest === 'party')"
    )
    # The number of a group's statements stands where all of it is shown, and nowhere else.
    heads = page.locator(".sop-index [scope=rowgroup]:visible")
    assert heads.count() and not re.search(r"\d statement", " ".join(heads.all_inner_texts()))
    page.locator(".sop-filter button[type=reset]").click()
    assert re.search(r"\(\d+ statements\)", heads.first.inner_text())


def test_a_column_sorts_both_ways_by_number(open_page) -> None:
    page = open_page(f"{PAGE}?kind=pledged")
    button = page.locator(".sop-index thead button", has_text="Value")
    values = (
        f"[...document.querySelectorAll('{ROWS}')].filter(r => !r.hidden).map(r => "
        "+r.cells[1].dataset.sort)"
    )
    button.focus()
    page.keyboard.press("Enter")
    rising = page.evaluate(values)
    assert (
        rising == sorted(rising) and page.locator(".sop-index th[aria-sort=ascending]").count() == 1
    )
    page.keyboard.press("Enter")
    assert page.evaluate(values) == rising[::-1]
    assert page.locator(".sop-index th[aria-sort=descending]").inner_text().startswith("Value")


LINES = """[...document.querySelectorAll(".sop-index tbody tr")]
  .filter(row => row.getClientRects().length).map(row => row.innerText)"""


@pytest.mark.parametrize("back", ["Show all", "Value"])
def test_what_a_column_has_sorted_stands_again_as_it_was_at_first(open_page, back) -> None:
    page = open_page(PAGE)
    first = page.evaluate(LINES)
    value = page.locator(".sop-index thead button", has_text="Value")
    page.locator("select[name=topic]").select_option("aid")
    kept = page.evaluate(LINES)
    for sort in ("ascending", "descending"):
        value.click()
        assert page.evaluate(LINES) != kept
        assert page.locator(f".sop-index th[aria-sort={sort}]").count() == 1
    page.get_by_role("button", name=back).click()
    assert page.locator(".sop-index [aria-sort]").count() == 0
    assert page.evaluate(LINES) == (first if back == "Show all" else kept)
    page.get_by_role("button", name="Show all").click()
    assert page.evaluate(LINES) == first


def test_words_are_looked_for_in_the_order_that_a_column_has(open_page) -> None:
    page = open_page(PAGE)
    page.locator(".sop-index thead button", has_text="Value").click()
    page.locator(".sop-filter input").fill("tankers")
    until_true(page, "/^[0-9]?[0-9] of/.test(document.querySelector('output').textContent)")
    keys = f"[...document.querySelectorAll('{ROWS}:not([hidden])')].map(r => r.cells[1].dataset)"
    numbers = [float(key["sort"]) for key in page.evaluate(keys) if key["sort"]]
    assert len(numbers) > 3 and numbers == sorted(numbers)


def test_fields_of_the_filter_are_of_one_height_and_rings_leave_their_labels(open_page) -> None:
    page = open_page(PAGE)
    fields = page.locator(".sop-filter :is(input, select, button)")
    assert set(fields.evaluate_all("all => all.map(e => e.offsetHeight)")) == {44}
    gaps = page.locator(".sop-filter label").evaluate_all("""all => all.map(e => {
      const words = document.createRange();
      words.selectNode(e.firstChild);
      return e.lastElementChild.getBoundingClientRect().top - words.getBoundingClientRect().bottom;
    })""")
    assert min(gaps) >= 5  # a ring of 3 pixels, 2 away


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("path", [PAGE, "book/casualties.html", "book/ledger-aid.html"])
def test_a_ring_in_a_table_that_scrolls_is_whole(open_page, path, width) -> None:
    page = open_page(path, viewport={"width": width, "height": 800})
    page.locator("details").evaluate_all("all => all.forEach(e => { e.open = true; })")
    cut = page.locator(".sop-scroll").evaluate_all("""all => all.flatMap(box =>
      [...box.querySelectorAll(":is(th, td) :is(a, button)")].filter(e => e.getClientRects().length)
        .filter(e => e.getBoundingClientRect().left - 5 < box.getBoundingClientRect().left)
        .map(e => e.outerHTML))""")
    assert page.locator(".sop-scroll :is(th, td) a").count() > 0 and cut == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["aid", "talks"])
def test_records_call_others_by_words_that_are_in_sight_when_they_have_the_focus(
    open_page, name
) -> None:
    page = open_page(f"book/ledger-{name}.html", viewport={"width": 360, "height": 800})
    links = page.locator(".sop-record a[href*='#']:not(.headerlink)")
    assert links.count() > 50
    assert [text for text in links.all_inner_texts() if "_" in text] == []
    hidden = page.locator(".sop-values td small a").evaluate_all("""all => all.filter(e => {
      e.focus();
      const [own, box] = [e, e.closest(".sop-scroll")].map(e => e.getBoundingClientRect());
      return own.right > box.right + 1 || own.left < box.left; }).map(e => e.innerText)""")
    assert page.locator(".sop-values td small a").count() > 0 and hidden == []


@pytest.mark.parametrize("page_name", [PAGE, "book/ledger-aid.html", "book/ledger-record.html"])
def test_an_address_that_a_record_had_leads_to_it(open_page, page_name) -> None:
    page = open_page(f"{page_name}?with=losses_2026_01%3A30000#losses_2026_01")
    page.wait_for_url("**/book/ledger-casualties.html?with=losses_2026_01*#losses_2026_01")
    page.locator(".sop-supposed").wait_for()
    assert page.locator("article:target").is_visible() and page.reported == []


def test_the_pages_of_records_lead_to_each_other_and_back(open_page) -> None:
    page = open_page(PAGE, java_script_enabled=False)
    pages = page.locator(".sop-jump a").evaluate_all("links => links.map(a => a.href)")
    assert len(pages) == 7
    for href in pages:
        follow_link(page.locator(".sop-turn a[rel=next]"))
        assert page.url == href and page.locator(".sop-record").count() > 10
    follow_link(page.get_by_role("link", name="the table of all"))
    assert page.url.endswith(PAGE)
