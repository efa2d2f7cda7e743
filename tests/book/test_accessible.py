"""Open to everyone: what axe-core finds on every page, and what it cannot see: keyboard, focus,
spacing, order, motion.
"""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest

pytestmark = pytest.mark.browser
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async ([tags, contrast]) => (await axe.run(document, { resultTypes: ["violations"],
  runOnly: tags,
  rules: { "color-contrast": { enabled: contrast } } })).violations
  .flatMap(v => v.nodes.map(n =>
  `${v.id}: ${n.html.slice(0, 200)} | ${n.failureSummary.slice(0, 300)}`))"""
EVERY_KIND = ("book/index.html", "book/casualties.html", "search.html?q=aid")
# Of records, rows and listings of code, which one template writes alike, one of each kind: the
# ledger has hundreds.
THIN = """() => { const seen = new Set();
  const thin = (what, kind) => {
    for (const e of document.querySelectorAll(what)) seen.has(what + kind(e)) ?
      e.remove() : seen.add(what + kind(e)); };
  thin("main .sop-record", e => e.dataset.kind + e.dataset.verdict);
  thin("main tbody tr", e => e.closest("table").className);
  thin("main pre", () => ""); }"""
OPEN = """async () => {
  for (const details of document.querySelectorAll("details")) { details.removeAttribute("name");
    details.open = true; }
  for (const button of document.querySelectorAll(".sop-explore button")) button.click();
  for (const box of document.querySelectorAll(".sop-explore"))
    while (!box.querySelector(".sop-live svg")) await new Promise(n => setTimeout(n, 20));
}"""
# Shows one card of each kind, as many as can be open at a time, and gives how many there were.
OPEN_CARDS = """() => { const kinds = {};
  for (const card of document.querySelectorAll("[popover]")) {
    kinds[[...card.children].map(c => c.className.replace(/verdict-\\w+/, "")).join()] = card;
  }
  const cards = Object.values(kinds);
  for (const card of cards) { card.popover = "manual"; card.showPopover(); }
  return cards.length; }"""


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1280), ("light", 360), ("dark", 1280), ("dark", 360)]
)
def test_axe_finds_nothing_with_everything_closed_or_open(
    open_page, address, book, pages, scheme, width
) -> None:
    """Every rule on every page, everything open, in both schemes and both widths, but for contrast,
    which takes nine tenths of the time.

    Contrast is looked at on every page in light and wide and in dark and narrow, and in the other
    two on the pages that have every kind of element between them.
    """
    page = open_page(pages[0], color_scheme=scheme, viewport={"width": width, "height": 900})
    embedded = sorted(
        p.relative_to(book.site).as_posix() for p in (book.site / "charts").glob("*/index.html")
    )[:2]
    cards = 0
    for path in [*pages[:-1], "search.html?q=aid", *embedded]:
        page.goto(f"{address}/{path}")
        page.evaluate(THIN)
        page.evaluate(AXE)
        if scheme == "light":
            assert page.evaluate(RUN, [RULES, False]) == [], path
        page.evaluate(OPEN)
        cards += page.evaluate(OPEN_CARDS)
        contrast = (scheme, width) in (("light", 1280), ("dark", 360)) or path in EVERY_KIND
        assert page.evaluate(RUN, [RULES, contrast]) == [], f"{path}, everything open"
    assert cards > 20


# What is known of the element that has the focus: whether one sees that it has it, and whether
# something lies over all of it.
FOCUSED = """async () => {
  // the browser has scrolled there and shown the card
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  const e = document.activeElement, style = getComputedStyle(e), boxes = [...e.getClientRects()];
  const own = hit => hit && (e.contains(hit) || hit.contains(e) && hit.closest("body *")), inside =
    (x, y) => own(document.elementFromPoint(x, y));
  const parts = [.1, .5, .9], seen = boxes.some(b => parts.some(x => parts.some(y =>
    inside(b.left + b.width * x, b.top + b.height * y))));
  return { what: e.tagName + "." + e.className + "#" + e.id,
    name: (e.getAttribute("aria-label") || e.innerText || e.placeholder ||
      e.labels?.[0]?.innerText || "").trim(),
    labelled: e.getAttribute("aria-labelledby") || "", outlined: style.outlineStyle !== "none" &&
      parseFloat(style.outlineWidth) >= 2, seen,
    order: [...document.querySelectorAll("*")].indexOf(e) };
}"""


@pytest.mark.parametrize("width", [1280, 360])
def test_every_stop_of_the_tab_key_is_named_seen_uncovered_and_in_reading_order(
    open_page, width
) -> None:
    page = open_page(
        "book/casualties.html", viewport={"width": width, "height": 800}, reduced_motion="reduce"
    )
    stops = []
    for _ in range(600):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["what"].startswith("BODY") or (stops and stop["order"] == stops[0]["order"]):
            break
        stops.append(stop)
    for stop in stops:
        assert stop["name"] or stop["labelled"], stop
        assert stop["outlined"], stop
        assert stop["seen"], stop
    assert [s["order"] for s in stops] == sorted(s["order"] for s in stops)
    reached = " ".join(s["what"] for s in stops)
    for kind in ("sop-skip", "sop-num", "sop-chart", "SUMMARY", "BUTTON"):
        assert kind in reached, kind
    wanted = page.locator(
        "main .sop-num:visible, main .sop-chart:visible, main summary:visible"
    ).count()
    assert (
        sum(any(kind in s["what"] for kind in ("sop-num", "sop-chart", "SUMMARY")) for s in stops)
        >= wanted
    )


def test_a_keyboard_leads_through_a_whole_chapter(open_page) -> None:
    """Skip link, contents, a figure's record, a chart's marks, its data, its interactive version,
    and on to the next chapter.
    """
    page = open_page(
        "book/casualties.html", viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
    )
    press = page.keyboard.press

    def tab_to(locator, limit: int = 200):
        """Press Tab until `locator` has the focus."""
        for _ in range(limit):
            if locator.evaluate("e => e === document.activeElement"):
                return locator
            press("Tab")
        raise AssertionError(f"the Tab key does not reach {locator}")

    tab_to(page.locator(".sop-skip"), 2)
    assert page.locator(".sop-skip").bounding_box()["x"] >= 0
    tab_to(page.locator(".sop-toc a:visible").last)
    press("Enter")
    anchor = page.url.partition("#")[2]
    assert anchor and page.locator(f"#{anchor}").bounding_box()["y"] < 800

    page.reload()
    tab_to(page.locator(".sop-skip"), 3)
    press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    figure = page.locator("main p .sop-fig").first
    tab_to(figure.locator(".sop-num"))
    card = figure.locator(".sop-card")
    assert card.is_visible()
    press("Escape")
    assert not card.is_visible()
    press("Shift+Tab")
    press("Tab")
    assert card.is_visible()
    press("Tab")
    assert (
        not card.is_visible()
    )  # its link leads where the figure itself leads, and is no stop of its own

    chart = page.locator("#balance-by-source")
    tab_to(chart.locator(".sop-chart"))
    said = []
    for _ in range(3):
        press("ArrowRight")
        said.append(page.locator(".sop-tip").inner_text())
    assert len(set(said)) == 3 and all(said)
    press("ArrowLeft")
    assert page.locator(".sop-tip").inner_text() == said[1]
    press("Escape")
    assert page.locator(".sop-tip").is_hidden()

    tab_to(chart.locator(".sop-explore button"))
    press("Enter")
    chart.locator(".sop-live svg").wait_for()
    before = chart.locator("output").inner_text()
    tab_to(chart.locator("input[type=range]").first)
    press("ArrowLeft")
    page.wait_for_function(
        "before => document.querySelector('#balance-by-source output').textContent !== before",
        arg=before,
    )
    assert chart.locator(".sop-live").is_visible()
    chart.locator(".sop-explore button").focus()
    press("Enter")
    assert chart.locator(".sop-chart").is_visible()

    tab_to(chart.locator("summary", has_text="Data"))
    press("Enter")
    tab_to(chart.locator("[role=region]").first)
    assert chart.locator("table").is_visible()
    tab_to(page.locator(".sop-turn a[rel=next]"), 400)
    press("Enter")
    page.wait_for_url("**/book/strikes.html")


def test_a_table_that_a_phone_stacks_is_still_a_table_to_a_screen_reader(open_page) -> None:
    page = open_page("book/talks.html", viewport={"width": 360, "height": 800})
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.sop-matrix td')).display")
        == "grid"
    )
    wire = page.context.new_cdp_session(page)
    document = wire.send("DOM.getDocument")["root"]["nodeId"]

    def roles(selector: str) -> set[str]:
        found = wire.send(
            "DOM.querySelectorAll",
            {"nodeId": document, "selector": f".sop-matrix {selector}".strip()},
        )["nodeIds"]
        assert found
        return {
            wire.send("Accessibility.getPartialAXTree", {"nodeId": n, "fetchRelatives": False})[
                "nodes"
            ][0]["role"]["value"]
            for n in found
        }

    found = {selector: roles(selector) for selector in ("", "tr", "thead th", "tbody th", "td")}
    assert found == {
        "": {"table"},
        "tr": {"row"},
        "thead th": {"columnheader"},
        "tbody th": {"rowheader"},
        "td": {"cell"},
    }


# The spacing that WCAG 1.4.12 asks pages to bear, and what would lose words by it.
SPACED = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
      word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet]; }"""
CLIPPED = """() => [...document.querySelectorAll("body *")].filter(e =>
  !e.closest("svg, .sop-hidden") && e.getClientRects().length).filter(e => {
    const style = getComputedStyle(e), cut = (way) => style.clipPath === "none" && ["hidden",
      "clip"].includes(style["overflow" + way]);
    return cut("X") && e.scrollWidth > e.clientWidth + 1 || cut("Y") &&
      e.scrollHeight > e.clientHeight + 1;
  }).map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("width", [1280, 320])
def test_wider_spacing_of_text_loses_nothing(open_page, address, pages, width) -> None:
    page = open_page(pages[0], viewport={"width": width, "height": 900})
    for path in pages:
        page.goto(f"{address}/{path}")
        page.evaluate(SPACED)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate(CLIPPED) == [], path


def test_text_at_twice_its_size_fits(open_page, address, pages) -> None:
    page = open_page(pages[0], viewport={"width": 1280, "height": 900})
    for path in pages:
        page.goto(f"{address}/{path}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, path
        assert page.evaluate(CLIPPED) == [], path


def test_nothing_moves_for_readers_who_ask_for_stillness(open_page, address, pages) -> None:
    page = open_page(pages[0], reduced_motion="reduce")
    for path in pages:
        page.goto(f"{address}/{path}")
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
        moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter(e => { const s =
          getComputedStyle(e);
            return s.animationName !== "none" || parseFloat(s.transitionDuration) > 0; }).map(e =>
              e.outerHTML.slice(0, 100))""")
        assert moving == [], path


def test_without_styles_a_page_reads_from_top_to_bottom_and_shows_each_chart_once(
    open_page,
) -> None:
    page = open_page("book/casualties.html", viewport={"width": 1280, "height": 900})
    visual = """() =>
      [...document.querySelectorAll("main h1, main h2, main section > p, main figure")].filter(e =>
        e.checkVisibility())
      .map(e => e.getBoundingClientRect().top)"""
    styled = page.evaluate(visual)
    assert styled == sorted(styled)
    page.evaluate("for (const sheet of document.styleSheets) sheet.disabled = true")
    plain = page.evaluate(visual)
    assert plain == sorted(plain) and len(plain) == len(styled)
    assert page.locator(".sop-chart > svg:visible").count() == page.locator(".sop-figure").count()
    assert page.locator("[popover]:visible").count() == 0
    landmarks = page.evaluate(
        "[...document.querySelectorAll('.sop-skip, header, main, .sop-turn, footer')].map(e => "
        "e.tagName)"
    )
    assert landmarks == ["A", "HEADER", "MAIN", "NAV", "FOOTER"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_keep_controls_and_focus_visible(open_page, scheme) -> None:
    page = open_page(
        "book/casualties.html",
        forced_colors="active",
        color_scheme=scheme,
        viewport={"width": 1280, "height": 800},
    )
    page.keyboard.press("Tab")
    lines = page.evaluate("""() =>
      [...document.querySelectorAll("button, input, summary, main a")].filter(e =>
        e.checkVisibility()).map(e => {
        e.focus();
        const style = getComputedStyle(e), seen = style.color !== getComputedStyle(document.body)
          .backgroundColor && style.outlineStyle !== "none";
        return [e.outerHTML.slice(0, 100), seen]; })""")
    assert len(lines) > 30 and [what for what, seen in lines if not seen] == []
