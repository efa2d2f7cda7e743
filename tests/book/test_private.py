"""Private and safe: whatever a reader does, a page asks no other host and never breaks its own
policy.
"""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from books import BOTH
from engines import until_true
from hosts import rules_of
from stateofplay.site.templating import PAGE_POLICY

# Notes what the page's policy refuses, from its first moment on.
WATCH = """window.refused = [];
document.addEventListener("securitypolicyviolation", e =>
  refused.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile || ""}`));"""
# Uses every control of a page: all that can be pressed, chosen, moved, opened, focused or hovered.
USE_EVERYTHING = """async () => {
  const all = (what) => [...document.querySelectorAll(what)], fire = (e, name) =>
    e.dispatchEvent(new Event(name, { bubbles: true }));
  for (const details of all("details")) details.open = true;
  for (const panel of all(".sop-panel")) while (!panel.children[1])
    await new Promise((next) => setTimeout(next, 20));
  const explored = all(".sop-explore > button");
  for (const button of explored) button.click();
  for (const box of all(".sop-explore")) while (!box.querySelector(".sop-live svg")) {
    if (box.querySelector(".sop-explore-state")
      .textContent.includes("could not")) throw new Error("the interactive chart did not load");
    await new Promise((next) => setTimeout(next, 20));
  }
  for (const input of all("input[type=range]")) { input.value = input.max; fire(input, "input"); }
  for (const input of all("input[type=radio], input[type=checkbox]")) input.click();
  for (const input of all("input[type=search]")) { input.value = "aid"; fire(input, "input"); }
  for (const select of all("select")) for (const option of select.options) { select.value =
    option.value; fire(select, "input"); }
  for (const button of all("button:not([type=submit])"))
    if (!explored.includes(button)) button.click();
  for (const card of all("[popover]")) { card.togglePopover(true); card.togglePopover(false); }
  for (const mark of all("[data-mark]")) mark.dispatchEvent(new PointerEvent("pointerover", {
    bubbles: true }));
  for (const element of all("a, [tabindex]")) element.focus({ preventScroll: true });
  for (const button of explored) button.click();
  await new Promise((next) => setTimeout(next, 50));
  return all("button, select, input, summary").length;
}"""


def watched(open_page, path: str):
    page = open_page(path, before=WATCH, viewport={"width": 1280, "height": 900})
    page.wait_for_load_state("load")
    return page


@pytest.mark.browser
def test_no_page_asks_another_host_or_breaks_its_policy_whatever_is_used(
    open_page, pages, address
) -> None:
    assert len(pages) >= 13
    used = 0
    for path in pages:
        page = watched(open_page, path)
        used += page.evaluate(USE_EVERYTHING)
        assert [url for url in page.requested if not url.startswith(address)] == [], path
        assert page.evaluate("refused") == [] and page.reported == [], path
    assert used > 200


@pytest.mark.browser
@pytest.mark.parametrize("path", ["book/casualties.html", "book/ledger.html", "search.html"])
def test_the_policy_holds_for_a_page_that_is_opened_from_disk(open_page, book, path) -> None:
    page = watched(open_page, (book.site / path).as_uri())
    page.evaluate(USE_EVERYTHING)
    assert [url for url in page.requested if not url.startswith("file:")] == []
    assert page.evaluate("refused") == [] and page.reported == []
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.sop-skip')).position")
        == "absolute"
    )  # the stylesheet is there
    page.locator(".sop-search input").first.fill("aid")
    page.locator(".sop-search input").first.press("Enter")
    page.locator("#search-results a").first.wait_for()
    assert page.url.startswith((book.site / "search.html").as_uri())


@pytest.mark.browser
def test_the_policy_would_stop_a_script_and_a_style_that_got_into_the_page(open_page) -> None:
    page = watched(open_page, "book/talks.html")
    page.evaluate("""() => {
      document.body.insertAdjacentHTML("beforeend",
        "<img src=x onerror='window.ran = 1'><p id=styled style='color: red'>x</p>");
      document.body.append(Object.assign(document.createElement("script"), {
        textContent: "window.ran = 1" }));
      const outside = new Image(); outside.src = "http://203.0.113.1/pixel.gif";
        document.body.append(outside); }""")
    until_true(page, "refused.length >= 4")
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.getElementById('styled').style.color") == ""


@pytest.mark.browser
def test_only_a_charts_own_page_can_be_framed(open_page, address, tmp_path) -> None:
    host = tmp_path / "host.html"
    host.write_text(
        f'<!doctype html><iframe src="{address}/charts/map/"></iframe><iframe '
        f'src="{address}/book/aid.html"></iframe>',
        encoding="utf-8",
    )
    page = open_page(host.as_uri())
    page.frame_locator("iframe >> nth=0").locator("svg text").first.wait_for(state="attached")
    assert page.frames[2].url.startswith("chrome-error:")


@BOTH
def test_every_page_carries_the_policy_and_nothing_that_it_would_refuse(book, pages) -> None:
    assert not re.search(r"unsafe-(inline|eval)|\*|https?:", PAGE_POLICY)
    for path in ["index.html", *pages]:
        text = (book.site / path).read_text(encoding="utf-8")
        head = text.partition("</head>")[0].replace("&#39;", "'")
        assert f'<meta http-equiv="Content-Security-Policy" content="{PAGE_POLICY}">' in head, path
        assert '<meta name="referrer" content="no-referrer">' in head, path
        # before anything that it governs
        assert head.index("Content-Security-Policy") < min(
            head.find(f"<{tag}") % len(head) for tag in ("script", "link", "style", "img")
        )
        assert not re.search(
            r"<style|<[^>]* style=|<[^>]* on[a-z]+=|<a[^>]*href=.javascript:", text
        ), path
        assert not re.search(r'<script(?![^>]* src=)(?! type="application/ld\+json")', text), path


@BOTH
def test_a_charts_own_page_allows_its_style_by_its_digest_and_nothing_else(book) -> None:
    for page in (book.site / "charts").glob("*/index.html"):
        text = page.read_text(encoding="utf-8")
        style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"content=\"default-src 'none'; style-src 'sha256-{digest}'\"" in text.replace(
            "&#39;", "'"
        ), page.parent.name


def test_the_headers_for_static_hosts_never_give_a_header_twice(book) -> None:
    rules = rules_of((book.site / "_headers").read_text(encoding="utf-8"))
    for path in (
        "/",
        "/book/aid.html",
        "/search.html",
        "/charts/map/",
        "/charts/map/data.csv",
        "/data/aid.csv",
        "/figures.json",
    ):
        names = [
            name
            for place, given in rules
            for name, _ in given
            if path == place or (place.endswith("*") and path.startswith(place[:-1]))
        ]
        assert len(names) == len(set(names)), path
        assert {"X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"} <= set(names), (
            path
        )
