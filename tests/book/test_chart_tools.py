"""What the tools under a chart show, which is no part of the page: it comes when one is opened."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

pytestmark = pytest.mark.browser

# Of each tool of a chart what it shows, as words, and the address of that on the chart's own page.
TOOLS = {
    "Data": ("Russian, known by name", "data"),
    "Download": ("Specification, Vega-Lite", "download"),
    "Cite or embed": ("edition of 20 February 2026", "cite"),
    "Code": ("show(", "code"),
}


def tool(page, name: str):
    return page.locator("#dead-of-both-sides .sop-tools > details", has_text=name).first


@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_of_a_chart_is_a_link_without_scripts(open_page, name) -> None:
    words, anchor = TOOLS[name]
    page = open_page("book/casualties.html", java_script_enabled=False)
    opened = tool(page, name)
    opened.locator("summary").click()
    assert opened.locator(".sop-panel").inner_text().strip() == f"{name} on the chart’s own page"
    opened.locator("a").click()
    page.wait_for_url(f"**/charts/dead-of-both-sides/index.html#{anchor}")
    page.locator(f"#{anchor}", has_text=words).wait_for()  # unfolded by the browser
    for link in page.locator("main a:not([target])").all():
        href = urljoin(page.url, link.get_attribute("href"))
        assert page.request.get(href).ok, href


def test_a_row_leads_to_its_record_without_scripts(open_page) -> None:
    page = open_page("charts/dead-of-both-sides/index.html#data", java_script_enabled=False)
    row = page.locator("#data tbody a").first
    assert row.bounding_box()["height"] >= 44
    with page.expect_popup() as other:  # in a frame, the page around it stays
        row.click()
    record = other.value.url.rpartition("#")[2]
    other.value.locator(f"#{record}", has_text="Russia").wait_for()


@pytest.mark.parametrize("name", TOOLS)
def test_what_the_tools_of_a_chart_show_comes_when_one_is_opened(open_page, name) -> None:
    words, _ = TOOLS[name]
    page = open_page("book/casualties.html")
    assert all(words not in text for text in page.locator(".sop-tools").all_text_contents())
    opened = tool(page, name)
    opened.locator("summary").click()
    opened.locator(".sop-panel > :first-child", has_text=words).wait_for()
    assert opened.locator("[role=status]").inner_text() == ""
    assert opened.get_by_role("link", name=f"{name} on the chart’s own page").is_visible()
    for other, (its, _) in TOOLS.items():  # all came, each into its place, once
        assert its in tool(page, other).locator(".sop-panel").text_content()
        assert tool(page, other).locator(".sop-panel > *").count() == 2
    assert tool(page, "Code").locator(".s").count() > 3  # painted as listings are
    assert [url.rpartition("/charts/")[2] for url in page.requested if "/charts/" in url] == [
        "dead-of-both-sides/tools.js"
    ]


# Some hosts answer with a page where a file is missing.
NOT_THERE = [dict(status=404), dict(status=200, content_type="text/html", body="<!doctype html>")]


@pytest.mark.parametrize("answer", NOT_THERE, ids=str)
def test_where_the_tools_of_a_chart_do_not_come_their_links_stay(open_page, answer) -> None:
    page = open_page("book/casualties.html")
    page.route("**/tools.js", lambda route: route.fulfill(**answer))
    opened = tool(page, "Code")
    opened.locator("summary").click()
    opened.locator("[role=status]", has_text="did not come").wait_for()
    assert opened.locator("a").is_visible() and opened.locator("pre").count() == 0
    page.unroute("**/tools.js")
    for _ in range(2):
        opened.locator("summary").click()
    opened.locator("pre", has_text="show(").wait_for()
    assert opened.locator("[role=status]").inner_text() == ""


def test_how_it_goes_is_said_in_the_tool_that_is_open_by_then(open_page) -> None:
    page, waiting = open_page("book/casualties.html"), []
    page.route("**/tools.js", lambda route: waiting.append(route))
    with page.expect_request("**/tools.js"):
        tool(page, "Data").locator("summary").click()
    opened = tool(page, "Code")
    opened.locator("summary").click()
    assert opened.locator("[role=status]").inner_text() == "Loading"
    waiting[0].abort()
    opened.locator("[role=status]", has_text="did not come").wait_for()


def test_a_tool_that_was_opened_before_the_script_came_is_filled(open_page, address) -> None:
    page, waiting = open_page("about:blank"), []
    page.route("**/sop-charts.js*", lambda route: waiting.append(route))
    page.goto(f"{address}/book/casualties.html", wait_until="commit")
    opened = tool(page, "Data")
    opened.locator("summary").click()
    waiting[0].continue_()
    opened.locator("table").wait_for()


def test_a_tool_for_which_nothing_came_keeps_its_link(open_page) -> None:
    """A page that was opened before a later edition took away the code of its chart."""
    page = open_page("book/casualties.html")
    three = '(window.sopTools ||= {})["dead-of-both-sides"] = "<p>1</p><p>2</p><p>3</p>"'
    page.route("**/tools.js", lambda route: route.fulfill(body=three))
    opened = tool(page, "Code")
    with page.expect_response("**/tools.js"):
        opened.locator("summary").click()
    tool(page, "Data").locator("p", has_text="1").wait_for(state="attached")
    assert opened.locator(".sop-panel").inner_text().strip() == "Code on the chart’s own page"


def test_a_line_to_cite_that_comes_has_the_real_address(open_page, address) -> None:
    page = open_page("book/casualties.html")
    opened = tool(page, "Cite or embed")
    opened.locator("summary").click()
    opened.locator("p[data-path]").wait_for()
    said = opened.locator(".sop-panel").inner_text()
    assert f" {address}/book/casualties.html#dead-of-both-sides (CC BY 4.0)" in said
    assert f'src="{address}/charts/dead-of-both-sides/"' in said
    assert "no address of its own" not in said
