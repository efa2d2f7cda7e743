"""Open to everyone: what axe-core finds on every page, and what it cannot see: keyboard, focus,
spacing, order, motion.
"""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest

from books import BOTH
from stateofplay.files.project import Project

pytestmark = pytest.mark.browser
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# Reads each colour once: the other words for one are read by a library that converts between
# spaces, and every element's asked for anew took half of the time of looking at contrast.
AXE += """; { const colour = axe.commons.color.Color.prototype, read = colour.parseString;
  const known = new Map();
  colour.parseString = function (text) {
    if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text);
    else { read.call(this, text); known.set(text, [this.r, this.g, this.b, this.alpha]); }
    return this; }; } undefined"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # the rules that ask for a colour
RUN = """async ([only, contrast]) => (await axe.run(document, { resultTypes: ["violations"],
  runOnly: only,
  rules: { "color-contrast": { enabled: contrast } } })).violations
  .flatMap(v => v.nodes.map(n =>
  `${v.id}: ${n.html.slice(0, 200)} | ${n.failureSummary.slice(0, 300)}`))"""
# All that rules see but for colours: what stands where.
STANDING = """() => JSON.stringify([document.body.outerHTML,
  [...document.querySelectorAll("body *")].map(e => e.getBoundingClientRect())])"""
EVERY_KIND = ("book/index.html", "book/casualties.html", "search.html?q=aid")
# Of records, rows and listings of code, which one template writes alike, one of each kind: the
# ledger has hundreds.
THIN = """() => { const seen = new Set();
  const thin = (what, kind) => {
    for (const e of document.querySelectorAll(what)) seen.has(what + kind(e)) ?
      e.remove() : seen.add(what + kind(e)); };
  thin("main .sop-record", e => e.dataset.kind + e.dataset.verdict);
  thin("main tbody tr", e => e.closest("table").className);
  thin("main pre:not(.sop-code *)", () => ""); }"""
UNFOLD = """() => { for (const details of document.querySelectorAll("details")) {
  details.removeAttribute("name"); details.open = true; } }"""
OPEN = """async () => {
  for (const button of document.querySelectorAll(".sop-explore > button")) button.click();
  for (const box of document.querySelectorAll(".sop-explore"))
    while (!box.querySelector(".sop-live svg")) await new Promise(n => setTimeout(n, 20));
  for (const panel of document.querySelectorAll(".sop-panel"))
    while (!panel.children[1]) await new Promise(n => setTimeout(n, 20));
  // What scrolls becomes a stop once it has been laid out.
  await new Promise(n => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(n))));
}"""
# Shows one card of each kind, as many as can be open at a time, and gives how many there were.
OPEN_CARDS = """() => { const kinds = {};
  for (const card of document.querySelectorAll("[popover]")) {
    kinds[[...card.children].map(c => c.className.replace(/verdict-\\w+/, "")).join()] = card;
  }
  const cards = Object.values(kinds);
  for (const card of cards) { card.popover = "manual"; card.showPopover(); }
  return cards.length; }"""


def embedded(book: Project) -> list[str]:
    """Two of the pages for embedding a chart, which one template writes alike."""
    charts = (book.site / "charts").glob("*/index.html")
    return sorted(page.relative_to(book.site).as_posix() for page in charts)[:2]


@BOTH
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("light", 360), ("dark", 1280)])
def test_axe_finds_nothing_with_everything_closed_or_open(
    open_page, address, book, pages, scheme, width
) -> None:
    """Every rule on every page, everything closed and everything open, in light and wide and in
    light and narrow, but for contrast, which takes most of the time and is alone in seeing colours.

    Contrast is looked at on every page in light and wide and in dark and narrow, where all else
    stands as it did in light; and in light and narrow and in dark and wide on the pages that have
    every kind of element between them, the latter loaded in dark.
    """
    page = open_page(pages[0], color_scheme=scheme, viewport={"width": width, "height": 900})
    cards = 0
    paths = [*pages[:-1], "search.html?q=aid", *embedded(book)]
    records = [path for path in paths if path.startswith("book/ledger-")]
    paths = [path for path in paths if path not in records[1:]]  # which are made alike
    if scheme == "dark":
        paths = [path for path in paths if path in EVERY_KIND]
    for path in paths:
        page.goto(f"{address}/{path}")
        page.evaluate(THIN)
        page.evaluate(AXE)
        if scheme == "light":
            assert page.evaluate(RUN, [RULES, False]) == [], path
        page.evaluate(UNFOLD)
        page.evaluate(OPEN)
        cards += page.evaluate(OPEN_CARDS)
        contrast = width > 360 or path in EVERY_KIND
        assert page.evaluate(RUN, [RULES, contrast]) == [], f"{path}, everything open"
        if width == 360:
            standing = page.evaluate(STANDING)
            page.emulate_media(color_scheme="dark")
            assert page.evaluate(STANDING) == standing, f"{path}, in dark"
            assert page.evaluate(RUN, [COLOURS, True]) == [], f"{path}, everything open, in dark"
            page.emulate_media(color_scheme="light")
    seen = [path for path in pages if path in paths]
    texts = [(book.site / path).read_text(encoding="utf-8") for path in seen]
    assert cards >= sum(" popover" in text for text in texts)
    assert cards > 0 or scheme == "dark"


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


MOVING = """() => [...document.querySelectorAll("*")].filter(e => { const s = getComputedStyle(e);
  return s.animationName !== "none" || parseFloat(s.transitionDuration) > 0;
}).map(e => e.outerHTML.slice(0, 100))"""


@BOTH
def test_no_width_spacing_or_size_of_text_loses_words_and_nothing_moves_for_who_asks(
    open_page, address, book, pages
) -> None:
    """One visit of each page: no scrolling sideways at any width, nothing cut off by the spacing of
    text that WCAG asks pages to bear or by text at twice its size, on a phone and unfolded as well,
    and stillness on demand.
    """
    page = open_page(pages[0], reduced_motion="reduce")
    wire = page.context.new_cdp_session(page)

    def fits(width: int) -> None:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)

    for path in [*pages, *embedded(book)]:
        page.set_viewport_size({"width": 320, "height": 900})
        page.goto(f"{address}/{path}")
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
        assert page.evaluate(MOVING) == [], path
        for width in (320, 360, 768):
            fits(width)
        page.evaluate(SPACED)
        for width in (1280, 320):
            fits(width)
            assert page.evaluate(CLIPPED) == [], f"{path}, spaced, {width} pixels wide"
        page.evaluate("""() => { document.adoptedStyleSheets = [];
          document.documentElement.style.fontSize = "200%"; }""")
        fits(1280)
        assert page.evaluate(CLIPPED) == [], f"{path}, text at twice its size"
        # On a phone, where widths of a style sheet are measured in the reader's type as well.
        page.evaluate("document.documentElement.style.fontSize = ''")
        wire.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        fits(360)
        page.evaluate(UNFOLD)
        fits(360)
        assert page.evaluate(CLIPPED) == [], f"{path}, text at twice its size on a phone"
        wire.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})


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
