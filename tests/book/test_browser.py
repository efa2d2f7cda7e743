"""The built site in a real browser: readable without scripts, quiet, private, fitting a phone,
usable by keyboard.
"""

from __future__ import annotations

import gzip
import re
from html import unescape

import pytest

from engines import FIGURE, RECORD

pytestmark = pytest.mark.browser
CHAPTERS = ["talks", "front-line", "casualties", "strikes", "pressure", "aid", "against-the-record"]
# The words and marks of the charts that are shown which stick out of their drawing by more than two
# pixels.
# A phone's map is cut at its edges on purpose: there a region may show only a part, elsewhere a
# mark is whole.
OUTSIDE = """() => [...document.querySelectorAll('.sop-chart > svg')].filter(s =>
  s.getClientRects().length).flatMap(s => {
    const frame = s.getBoundingClientRect();
    return [...s.querySelectorAll('text, [data-mark]')].filter(t => {
      const box = t.getBoundingClientRect();
      if (t.matches('#map path')) return box.right < frame.left || box.left > frame.right ||
        box.bottom < frame.top || box.top > frame.bottom;
      return box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 2 ||
        box.bottom > frame.bottom + 2;
    }).map(t => `${s.closest('figure').id}: ${t.textContent || t.dataset.mark}`)})"""


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_charts_are_visible_without_javascript(open_page, chapter) -> None:
    page = open_page(f"book/{chapter}.html", java_script_enabled=False)
    figures = page.locator(".sop-figure")
    assert figures.count() >= 1
    for fold in page.locator(".sop-more > summary").all():
        fold.click(position={"x": 6, "y": 12})
    for number in range(figures.count()):
        shown = figures.nth(number).locator(".sop-chart > svg:visible")
        assert shown.count() == 1
        box = shown.bounding_box()
        assert box["width"] > 250 and box["height"] > 40


def test_no_page_scrolls_sideways(open_page, pages) -> None:
    for path in pages:
        page = open_page(path, viewport={"width": 768, "height": 800})
        for width in (768, 360, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_a_tap_opens_a_record_without_javascript(open_page) -> None:
    page = open_page(
        "book/casualties.html",
        java_script_enabled=False,
        has_touch=True,
        is_mobile=True,
        viewport={"width": 390, "height": 800},
    )
    figure = page.locator(FIGURE).first
    card = figure.locator(".sop-card")
    assert not card.is_visible()
    figure.locator(".sop-tap").first.tap()
    assert card.is_visible() and "General Staff" in card.inner_text()
    box = card.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.keyboard.press("Escape")
    assert not card.is_visible()


def test_hover_and_keyboard_focus_open_a_record(open_page) -> None:
    page = open_page("book/casualties.html", viewport={"width": 1280, "height": 900})
    figure = page.locator(FIGURE).first
    figure.locator(".sop-num").hover()
    assert figure.locator(".sop-card").is_visible()
    page.mouse.move(0, 0)
    figure.locator(".sop-num").focus()
    assert figure.locator(".sop-card").is_visible()
    box = figure.locator(".sop-card").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1280 and box["y"] >= 0


def test_a_figure_leads_to_its_record(open_page) -> None:
    page = open_page("book/casualties.html", viewport={"width": 1280, "height": 900})
    page.locator(f"{FIGURE} > .sop-num").first.click()
    assert page.url.endswith(f"book/{RECORD}")
    page.locator("#losses_2026_01").wait_for()


def test_narrow_and_wide_layouts_change_with_the_room(open_page) -> None:
    for width, kind in ((1280, "sop-wide"), (360, "sop-narrow")):
        page = open_page("book/aid.html", viewport={"width": width, "height": 900})
        assert (
            page.locator(f".sop-chart > svg.{kind}:visible").count()
            == page.locator(".sop-figure").count()
        )
        sizes = page.evaluate(
            "[...document.querySelectorAll('.sop-chart > svg')].filter(s => "
            "s.getClientRects().length).flatMap(s => {"
            "const scale = s.getBoundingClientRect().width / s.viewBox.baseVal.width;"
            "return [...s.querySelectorAll('text')].map(t => "
            "parseFloat(getComputedStyle(t).fontSize) * scale)})"
        )
        assert min(sizes) >= 11


@pytest.mark.parametrize(("width", "type"), [(678, 16), (520, 16), (360, 32), (768, 32)])
def test_charts_grow_with_their_room_and_with_the_readers_type(open_page, width, type) -> None:
    """To the full width, or until their words are half again as large as the reader's."""
    page = open_page("book/aid.html", viewport={"width": width, "height": 900})
    page.context.new_cdp_session(page).send(
        "Page.setFontSizes", {"fontSizes": {"standard": type, "fixed": type}}
    )
    page.reload()
    for (
        drawn,
        room,
    ) in page.evaluate("""[...document.querySelectorAll('.sop-chart > svg')].filter(s =>
      s.getClientRects().length).map(s => [s, s.parentElement].map(e =>
        e.getBoundingClientRect().width))"""):
        assert drawn >= min(room, 30 * type) - 1 and drawn <= room


def test_marks_speak_on_hover_and_by_keyboard(open_page) -> None:
    page = open_page("book/casualties.html", viewport={"width": 1280, "height": 900})
    chart = page.locator("#losses-by-month .sop-chart")
    chart.locator("svg.sop-wide [data-mark]").last.hover()
    assert "January 2026: 31,680" in page.locator(".sop-tip").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".sop-tip").is_hidden()
    chart.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".sop-tip").inner_text() == "2022 (10 marks)"
    page.keyboard.press("ArrowRight")
    assert "March 2022: 12,200" in page.locator(".sop-tip").inner_text()
    page.keyboard.press("ArrowDown")
    assert page.locator(".sop-tip").inner_text() == "2023 (12 marks)"
    page.keyboard.press("ArrowLeft")
    assert "December 2022: 17,080" in page.locator(".sop-tip").inner_text()
    page.keyboard.press("End")
    assert "January 2026: 31,680" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Escape")
    assert (
        page.locator(".sop-tip").is_hidden()
        and page.evaluate("document.activeElement.className") == "sop-chart"
    )


def test_a_theme_can_be_chosen_and_is_kept(open_page) -> None:
    page = open_page("book/talks.html", color_scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator(".sop-theme").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    assert light != dark == page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_search_finds_a_chapter(open_page) -> None:
    page = open_page("search.html?q=recruits")
    page.locator("#search-results a").first.wait_for()
    assert "casualties" in " ".join(
        a.get_attribute("href") for a in page.locator("#search-results a").all()
    )


def test_no_word_or_mark_of_a_chart_lies_outside_its_drawing(open_page) -> None:
    """Measured with the browser's own fonts, which need not be the ones that the charts were laid
    out with.
    """
    for chapter in CHAPTERS:
        page = open_page(f"book/{chapter}.html", viewport={"width": 1280, "height": 900})
        page.evaluate(
            "document.querySelectorAll('details.sop-more').forEach(fold => { fold.open = true; })"
        )
        assert page.evaluate(OUTSIDE) == [], chapter
        page.set_viewport_size({"width": 360, "height": 900})
        assert page.evaluate(OUTSIDE) == [], (chapter, "narrow")


def test_a_page_does_not_shift_while_it_loads(open_page) -> None:
    page = open_page("book/front-line.html", viewport={"width": 390, "height": 800})
    shift = page.evaluate("""() => new Promise(resolve => { let sum = 0;
        const add = list => { for (const entry of list.getEntries()) sum += entry.value; };
        new PerformanceObserver(add).observe({type: 'layout-shift', buffered: true});
        setTimeout(() => resolve(sum), 600); })""")
    assert shift < 0.01


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_keep_every_mark_visible(open_page, scheme) -> None:
    """The drawings take the reader's colours: none vanishes into the page, and what would be the
    same as another has a pattern.
    """
    page = open_page(
        "book/aid.html",
        forced_colors="active",
        color_scheme=scheme,
        viewport={"width": 1280, "height": 900},
    )
    paints = page.evaluate("""() => [...document.querySelectorAll('.sop-chart > svg')].filter(s =>
      s.getClientRects().length).map(s => ({
        paper: getComputedStyle(s).backgroundColor,
        forced: [...s.querySelectorAll('text')].filter(t =>
          getComputedStyle(t).forcedColorAdjust !== 'none').map(t => t.textContent),
        marks: [...new Set([...s.querySelectorAll('[data-mark]')].flatMap(m =>
          [getComputedStyle(m).fill, getComputedStyle(m).stroke]))]}))""")
    assert len(paints) == 2
    for drawing in paints:
        assert drawing["forced"] == []  # words would be white upon the paper
        colours = [c for c in drawing["marks"] if c not in ("none", drawing["paper"])]
        assert colours and drawing["paper"] == page.evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
    assert (
        len([c for c in paints[0]["marks"] if c not in ("none", paints[0]["paper"])]) == 3
    )  # each donor its own


def test_the_script_for_tooltips_is_small(book) -> None:
    for script in ("sop.js", "sop-charts.js"):
        assert len(gzip.compress((book.site / "_static" / script).read_bytes())) < 2_600


def test_an_embedded_chart_works_on_another_site(open_page, book, tmp_path, address) -> None:
    """Every chart's own page in an iframe of a page of another origin: drawn, fitting, asking for
    nothing else.
    """
    for folder in sorted((book.site / "charts").iterdir()):
        if not folder.is_dir():
            continue
        # The map writes each region's name and share upon it, with a rim that keeps it legible, in
        # both layouts.
        assert (folder / "index.html").stat().st_size < (
            40_000 if folder.name == "map" else 30_000
        ), folder.name
        page = open_page(f"charts/{folder.name}/")
        assert page.reported == [] and page.requested == [f"{address}/charts/{folder.name}/"], (
            folder.name
        )
    page = unescape((book.site / "book" / "front-line.html").read_text(encoding="utf-8"))
    height = re.search(r'<iframe src="[^"]*map/[^"]*"[^>]* height="(\d+)"', page)[
        1
    ]  # as the page tells others to embed it
    host = tmp_path / "host.html"
    page = open_page("book/index.html")
    for width in (340, 480, 640, 760):
        frame = f'<iframe src="{address}/charts/map/" width="{width}" height="{height}"></iframe>'
        host.write_text(f"<!doctype html>{frame}", encoding="utf-8")
        page.goto(host.as_uri())
        frame = page.frame_locator("iframe")
        frame.locator("svg").first.wait_for()
        assert frame.locator("html").evaluate(
            "e => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight"
        ), width
        drawn = frame.locator("svg:visible").first.bounding_box()["width"]
        assert drawn >= min(width - 30, 460), width


def test_nothing_moves_when_the_script_runs(open_page) -> None:
    heights = """[...document.querySelectorAll('.sop-bar, .sop-search, .sop-figure')].map(e => {
        const b = e.getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; })"""
    before = (
        f"addEventListener('readystatechange', () => {{ if (document.readyState === "
        f"'interactive') window.early = {heights}; }}, true)"
    )
    for chapter in ("talks", "casualties"):
        page = open_page(
            f"book/{chapter}.html", before=before, viewport={"width": 1280, "height": 900}
        )
        page.locator(".sop-theme").wait_for()
        assert page.evaluate("early") and page.evaluate("early") == page.evaluate(heights), chapter


def test_every_word_and_sign_is_set_in_a_font_that_the_stylesheet_names(open_page, book) -> None:
    """A character that they all lack makes the browser search every font there is, before it
    paints.
    """
    style = (book.site / "_static" / "sop.css").read_text(encoding="utf-8")
    named = {
        name.strip(' "')
        for family in ("serif", "sans", "mono")
        for name in re.search(rf"--sop-{family}: ([^;]+);", style)[1].split(",")
    }
    for path in ("book/talks.html", "book/index.html"):
        page = open_page(path)
        wire = page.context.new_cdp_session(page)
        for domain in ("DOM", "CSS"):
            wire.send(f"{domain}.enable")
        tags = (
            "A",
            "B",
            "P",
            "SPAN",
            "SUMMARY",
            "H1",
            "H2",
            "TH",
            "TD",
            "LI",
            "BUTTON",
            "DD",
            "text",
        )
        nodes = [
            node
            for node in wire.send("DOM.getFlattenedDocument", {"depth": -1})["nodes"]
            if node["nodeName"] in tags
        ]
        fonts = [
            font
            for node in nodes
            for font in wire.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})[
                "fonts"
            ]
        ]
        used = {font["familyName"] for font in fonts}
        assert used and used <= named, path
