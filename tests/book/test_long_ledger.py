"""A ledger with more entries than its table holds: what its pages load in a browser, and when."""

from __future__ import annotations

import re

import pytest

import projects
from engines import follow_link
from many import of_lists, of_many, of_outside
from stateofplay.publish.building import build

pytestmark = [pytest.mark.browser, pytest.mark.book]


@pytest.fixture(scope="module")
def long_table(tmp_path_factory):
    project = of_many(tmp_path_factory.mktemp("long") / "book", 600)
    assert build(project, quiet=True) == 0
    return project


@pytest.fixture(scope="module")
def many_outside(tmp_path_factory):
    project = of_outside(tmp_path_factory.mktemp("outside") / "book")
    assert build(project, quiet=True) == 0
    return project


@pytest.fixture(scope="module")
def long_lists(tmp_path_factory):
    project = of_lists(tmp_path_factory.mktemp("lists") / "book")
    assert build(project, quiet=True) == 0
    return project


def test_the_rows_of_a_long_table_are_fetched_when_they_are_asked_for(chromium, long_table) -> None:
    project = long_table
    page, asked = chromium.new_context().new_page(), []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    address = (project.site / "book" / "ledger.html").as_uri()
    page.goto(address)
    rows, said = page.locator(".sop-index tr[data-kind]"), page.locator(".sop-filter output")
    assert page.locator(".sop-filter").is_visible() and not page.locator(".sop-index").is_visible()
    assert rows.count() == 0 and "ledger-index.js" not in asked
    pages = page.locator(".sop-jump a").evaluate_all("links => links.map(a => a.pathname)")
    names = {p.stem for p in (project.site / "book").glob("ledger-*.html")}
    assert {path.rpartition("/")[2].removesuffix(".html") for path in pages} == names
    page.locator("select[name=topic]").select_option("tugs")
    page.get_by_text("600 of 616").wait_for()
    assert said.inner_text().endswith("the first 200 are shown") and rows.count() == 200
    page.locator(".sop-filter [name=q]").fill("pier 599")
    page.get_by_text("1 of 616").wait_for()
    cells = rows.first.locator("th, td").all_inner_texts()
    assert cells[:3] == ["Tugs at pier 599", "30,599 people a month", "a count"]
    page.locator(".sop-filter button").click()
    page.locator(".sop-index thead button").nth(1).click()
    page.locator("[aria-sort=ascending]").wait_for()
    keys = rows.evaluate_all("rows => rows.map(r => +r.cells[1].dataset.sort)")
    assert len(keys) == 200 and keys == sorted(keys)


def test_an_old_address_of_a_long_table_loads_a_small_part_of_a_map(chromium, long_table) -> None:
    page, asked = chromium.new_context().new_page(), []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    address = (long_table.site / "book" / "ledger.html").as_uri()
    page.goto(f"{address.replace('ledger', 'ledger-boxes')}#tug_599")  # by way of the ledger's
    page.wait_for_url("**/ledger-tugs-part-*.html#tug_599")
    assert page.locator("article:target").is_visible() and "ledger-index.js" not in asked
    maps = {path.name: path.stat().st_size for path in (long_table.site / "ledger-index").iterdir()}
    assert len(maps) == 61 and max(maps.values()) < 1_000
    assert len([name for name in asked if name in maps]) == 1


def test_without_javascript_a_long_table_says_which_page_has_which_entries(
    chromium, long_table
) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto((long_table.site / "book" / "ledger.html").as_uri())
    lines = page.locator(".sop-jump").inner_text().splitlines()
    named = [re.findall(r"\btug_\d+", line) for line in lines if "Tugs part" in line]
    numbers = [int(name.removeprefix("tug_")) for names in named for name in names]
    assert len(named) > 4 and numbers == sorted(numbers) and numbers[-1] == 599
    follow_link(page.locator(".sop-jump a", has_text="Tugs").last)
    assert page.locator("#tug_599").count() == 1


@pytest.mark.parametrize("page_name", ["outside-figures", "outside-figures-wages"])
def test_an_old_address_of_a_figure_from_outside_leads_to_it(
    chromium, many_outside, page_name
) -> None:
    page = chromium.new_context().new_page()
    page.goto((many_outside.site / "book" / f"{page_name}.html").as_uri() + "#area_599")
    page.wait_for_url("**/outside-figures-areas-part-*.html#area_599")
    assert page.locator("tr:target").is_visible()
    page.get_by_role("link", name="all tables").click()
    page.wait_for_url("**/outside-figures.html")


@pytest.mark.parametrize(
    ("page_name", "anchor", "row"),
    [
        ("corrections", "correction-2024-01-15-boat-0-id", "tr"),
        ("corrections-2025", "correction-2024-01-15-boat-0-id", "tr"),
        ("sources", "wire-449", "section"),
        ("sources-n", "wire-449", "section"),
    ],
)
def test_an_old_address_of_a_correction_or_a_source_leads_to_it(
    chromium, long_lists, page_name, anchor, row
) -> None:
    page = chromium.new_context().new_page()
    address = (long_lists.site / "book" / f"{page_name}.html").as_uri()
    page.goto(f"{address}#{anchor}")
    page.wait_for_url(f"**/{page_name.partition('-')[0]}-*.html#{anchor}")
    page.locator(f"{row}:target").wait_for()
    page.goto(f"{address}#gone", wait_until="networkidle")
    assert page.url.endswith("#gone") and page.locator(":target").count() == 0


@pytest.mark.parametrize(
    ("name", "words", "anchor"),
    [
        ("corrections", "15 February", "correction-2025-02-15-boat-1-id"),
        ("sources", "wire-1", "wire-1"),
    ],
)
def test_without_javascript_a_long_list_says_which_page_has_which_rows(
    chromium, long_lists, name, words, anchor
) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto((long_lists.site / "book" / f"{name}.html").as_uri())
    lines = page.locator(".sop-jump").inner_text().splitlines()
    (at,) = [place for place, line in enumerate(lines) if words in line]
    follow_link(page.locator(".sop-jump a").nth(at))
    assert page.locator(f"#{anchor}").count() == 1


def test_a_ledger_without_the_table_leads_to_a_record_and_from_one_that_is_gone_nowhere(
    chromium, tmp_path
) -> None:
    project = of_many(tmp_path / "book")
    (project.root / "book" / "ledger.md").write_text(
        projects.LEDGER, encoding="utf-8", newline="\n"
    )
    assert build(project, quiet=True) == 0
    page, asked = chromium.new_context().new_page(), []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    address = (project.site / "book" / "ledger.html").as_uri()
    page.goto(f"{address}#tug_149")
    page.wait_for_url("**/ledger-tugs-part-2.html#tug_149")
    asked.clear()
    page.goto(f"{address}#gone", wait_until="networkidle")
    assert page.url == f"{address}#gone" and len([n for n in asked if n.endswith(".html")]) == 1
