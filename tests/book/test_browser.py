"""The built site in a real browser: readable without scripts, quiet, private, fitting a phone,
usable by keyboard.
"""

from __future__ import annotations

import gzip
import re
from html import unescape

import pytest

from engines import FIGURE, RECORD, follow_link

pytestmark = pytest.mark.browser
CHAPTERS = ["talks", "front-line", "casualties", "strikes", "pressure", "aid", "against-the-record"]


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
    follow_link(page.locator(f"{FIGURE} > .sop-num").first)
    assert page.url.endswith(f"book/{RECORD}")
    page.locator("#losses_2026_01").wait_for()


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


def test_a_page_does_not_shift_while_it_loads(open_page) -> None:
    page = open_page("book/front-line.html", viewport={"width": 390, "height": 800})
    shift = page.evaluate("""() => new Promise(resolve => { let sum = 0;
        const add = list => { for (const entry of list.getEntries()) sum += entry.value; };
        new PerformanceObserver(add).observe({type: 'layout-shift', buffered: true});
        setTimeout(() => resolve(sum), 600); })""")
    assert shift < 0.01


def test_the_script_for_tooltips_is_small(book) -> None:
    for script, most in ("sop.js", 2_700), ("sop-charts.js", 3_100):
        assert len(gzip.compress((book.site / "_static" / script).read_bytes())) < most


def test_an_embedded_chart_works_on_another_site(open_page, book, tmp_path, address) -> None:
    """Every chart's own page in an iframe of a page of another origin: drawn, fitting, asking for
    nothing else.
    """
    for folder in sorted((book.site / "charts").iterdir()):
        if not folder.is_dir():
            continue
        # The map writes each region's name and share upon it, with a rim that keeps it legible, in
        # both layouts.
        text = (folder / "index.html").read_text(encoding="utf-8")
        drawn = re.sub("<details>.*</details>", "", text, flags=re.DOTALL)  # without its fold
        assert len(drawn.encode()) < (40_000 if folder.name == "map" else 30_000), folder.name
        page = open_page(f"charts/{folder.name}/")
        assert page.reported == [] and page.requested == [f"{address}/charts/{folder.name}/"], (
            folder.name
        )
    page = unescape((book.site / "charts/map/index.html").read_text(encoding="utf-8"))
    # As it tells others to embed it.
    height = re.search(r'<iframe src="[^"]*map/[^"]*"[^>]* height="(\d+)"', page)[1]
    host = tmp_path / "host.html"
    page = open_page("book/index.html")
    for width in (340, 480, 640, 760):
        frame = f'<iframe src="{address}/charts/map/" width="{width}" height="{height}"></iframe>'
        host.write_text(f"<!doctype html>{frame}", encoding="utf-8")
        page.goto(host.as_uri())
        frame = page.frame_locator("iframe")
        frame.locator("svg:not(.sop-defs)").first.wait_for()
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
