"""What the workbook of Chartability asks of charts that are seen and operated, as far as
software can hold it; the judgement, test by test, is on the page *Accessibility* of the book.
"""

from __future__ import annotations

import re

import pytest

from books import CHARTED
from engines import until_true
from screens import DESK, PHONE, SMALLEST, TARGET

pytestmark = pytest.mark.browser
LEAST = 12  # pixels of type, as drawn

TYPE = """() => [...document.querySelectorAll('.sop-figure, .sop-front-card')].flatMap(figure => {
  const seen = e => e.getClientRects().length && !e.closest('.sop-hidden, .sop-repeated');
  const sizes = [...figure.querySelectorAll('*')].filter(e => seen(e) && !e.closest('svg') &&
    [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())).map(e =>
      [parseFloat(getComputedStyle(e).fontSize), e.textContent]);
  for (const text of figure.querySelectorAll('svg text')) if (seen(text))
    sizes.push([parseFloat(getComputedStyle(text).fontSize) * Math.abs(text.getScreenCTM().a ||
      text.getScreenCTM().b), text.textContent]);
  return sizes; })"""


@pytest.mark.parametrize("viewport", [SMALLEST, PHONE, DESK], ids=["320", "360", "1440"])
def test_no_type_of_a_chart_is_drawn_smaller_than_12_pixels(open_page, viewport) -> None:
    for page in ["index", *CHARTED]:
        sizes = open_page(f"book/{page}.html", viewport=viewport).evaluate(TYPE)
        assert sizes
        assert [size for size in sizes if size[0] < LEAST - 0.01] == [], page


CUT = """() => [...document.querySelectorAll('.sop-chart svg')].filter(s =>
  s.getClientRects().length).flatMap(svg => { const room = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(t => { const box = t.getBoundingClientRect();
    return box.left < room.left - 4 || box.right > room.right + 4; }).map(t => t.textContent); })"""


@pytest.mark.parametrize("viewport", [SMALLEST, DESK], ids=["320", "1440"])
def test_no_word_of_a_chart_leaves_its_drawing(open_page, viewport) -> None:
    for page in CHARTED:
        assert open_page(f"book/{page}.html", viewport=viewport).evaluate(CUT) == [], page


def test_a_tap_beside_a_mark_shows_the_nearest_one_and_its_ring(open_page) -> None:
    page = open_page("book/casualties.html", viewport=PHONE, has_touch=True)
    chart = page.locator("#dead-of-both-sides .sop-chart")
    mark = chart.locator('svg.sop-narrow [data-mark="3"]').first
    chart.scroll_into_view_if_needed()
    words = (
        chart.locator("li:not(:has(> span))").nth(int(mark.get_attribute("data-mark"))).inner_text()
    )
    box = mark.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] + TARGET / 2 - 5)
    assert page.locator(".sop-tip").inner_text() == words
    ring = page.locator(".sop-ring").bounding_box()
    assert ring["x"] <= box["x"] and ring["x"] + ring["width"] >= box["x"] + box["width"]
    page.touchscreen.tap(5, box["y"] + 120)
    assert not page.locator(".sop-tip").is_visible() and not page.locator(".sop-ring").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_mark_that_has_the_focus_has_a_ring(open_page, scheme) -> None:
    page = open_page("book/aid.html", viewport=DESK, color_scheme=scheme)
    chart = page.locator("#aid-by-donor .sop-chart")
    chart.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    ring = page.locator(".sop-ring")
    assert ring.is_visible()
    style = ring.evaluate("""e => { const s = getComputedStyle(e),
        body = getComputedStyle(document.body);
        return [s.borderTopWidth, s.borderTopColor === body.color,
                s.outlineColor === body.backgroundColor]; }""")
    assert style == ["2px", True, True]
    page.keyboard.press("Escape")
    assert not ring.is_visible()


def test_a_chart_says_at_its_place_how_it_is_used(open_page) -> None:
    for page in CHARTED:
        opened = open_page(f"book/{page}.html")
        for figure in opened.locator(".sop-figure:has(.sop-marks)").all():
            if figure.is_visible():
                assert "arrow keys" in figure.locator(".sop-how").inner_text()
    still = open_page("book/aid.html", java_script_enabled=False)
    assert not still.locator(".sop-how, .sop-patterns").first.is_visible()


FILLS = """() => [...document.querySelectorAll('#aid-by-donor svg.sop-wide path[data-mark]')].map(
  e => getComputedStyle(e).fill)"""


def test_a_colour_that_names_something_has_a_pattern_that_can_be_turned_off(open_page) -> None:
    page = open_page("book/aid.html", viewport=DESK)
    patterned = page.evaluate(FILLS)
    assert len([fill for fill in patterned if "#sop-hatched" in fill]) == 4  # a year each
    assert page.locator("#sop-hatched path").count() == 1
    button = page.locator("#aid-by-donor .sop-patterns")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert not [fill for fill in page.evaluate(FILLS) if "url" in fill]
    page.reload()  # it is remembered
    assert not [fill for fill in page.evaluate(FILLS) if "url" in fill]
    page.locator("#aid-by-donor .sop-patterns").click()
    assert page.evaluate(FILLS) == patterned


def test_charts_take_the_contrast_that_the_system_asks_for(open_page) -> None:
    asked = {"light": [], "dark": []}
    for scheme, found in asked.items():
        for contrast in ("no-preference", "more"):
            page = open_page("book/aid.html", color_scheme=scheme, contrast=contrast)
            found.append(page.evaluate("getComputedStyle(document.body).color"))
    assert asked["light"][1] == "rgb(0, 0, 0)" and asked["dark"][1] == "rgb(255, 255, 255)"
    assert all(usual != more for usual, more in asked.values())


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_controls_of_a_chart_are_44_pixels(open_page, viewport) -> None:
    page = open_page("book/aid.html?explore=sums-of-the-article", viewport=viewport)
    figure = page.locator("#sums-of-the-article")
    figure.locator(".sop-live svg").wait_for()
    small = page.evaluate(
        """least => [...document.querySelectorAll('.sop-figure :is(button, summary, ' +
          '.sop-controls label, .sop-choices a)')].filter(e => e.getClientRects().length).map(e =>
          [e.textContent, e.getBoundingClientRect()]).filter(([, b]) =>
          Math.round(b.width) < least || Math.round(b.height) < least).map(([text, b]) =>
          [text, b.width, b.height])""",
        TARGET,
    )
    assert small == []


def test_a_chart_that_does_not_begin_at_nought_says_so(book) -> None:
    page = (book.site / "book" / "against-the-record.html").read_text(encoding="utf-8")
    assert re.search(r"<text[^>]*>(?:[^<]|<tspan[^>]*>|</tspan>)*\(logarithmic\)", page)


SPACING = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { letter-spacing: .12em !important; word-spacing: .16em !important; ' +
    'line-height: 1.5 !important; }');
  document.adoptedStyleSheets = [sheet]; }"""
OVERLAPS = """() => [...document.querySelectorAll('.sop-chart svg')].filter(s =>
  s.getClientRects().length).flatMap(svg => {
    const texts = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim());
    return texts.flatMap((one, at) => texts.slice(at + 1).filter(other => {
      const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
      return one.textContent !== other.textContent &&
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4; }).map(other =>
      [one.textContent, other.textContent])); })"""


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_words_of_charts_keep_their_room_where_a_reader_spaces_them(open_page, viewport) -> None:
    for page in CHARTED:
        opened = open_page(f"book/{page}.html", viewport=viewport)
        assert opened.evaluate(OVERLAPS) == [], page
        opened.evaluate(SPACING)
        opened.wait_for_selector(".sop-chart > svg[data-room]", state="attached")
        assert opened.evaluate(CUT) == [], page
        assert opened.evaluate(OVERLAPS) == [], page


def test_nothing_is_loaded_for_spacing_that_nobody_asked_for(open_page) -> None:
    page = open_page("book/aid.html")
    page.wait_for_load_state("networkidle")
    assert not [url for url in page.requested if "sop-spaced" in url]


FAINT = """() => [...document.querySelectorAll('.sop-chart path')].filter(e =>
  e.getAttribute('fill-opacity') || e.getAttribute('fill') === 'var(--sop-rule)').map(e =>
  getComputedStyle(e).stroke)"""


@pytest.mark.parametrize("page", ["front-line", "against-the-record"])
def test_a_pale_or_faint_fill_has_a_rim(open_page, page) -> None:
    rims = open_page(f"book/{page}.html").evaluate(FAINT)
    assert rims and "none" not in rims


def test_only_what_scrolls_is_a_stop(open_page) -> None:
    page = open_page("book/aid.html", viewport=DESK)
    scrolls = set()
    for tool in ("Data", "Code"):
        page.locator("#aid-by-donor summary", has_text=tool).click()
        page.locator("#aid-by-donor details[open] :is(pre, .sop-scroll)").wait_for()
        for each in page.locator("#aid-by-donor details[open] :is(pre, .sop-scroll)").all():
            inside = each.evaluate("e => e.scrollWidth > e.clientWidth")
            until_true(
                page,
                "([e, wanted]) => e.getAttribute('tabindex') === wanted",
                arg=[each.element_handle(), "0" if inside else "-1"],
            )
            scrolls.add(inside)
    assert scrolls == {True, False}


def test_what_a_mark_says_can_be_pointed_at(open_page) -> None:
    page = open_page("book/aid.html", viewport=DESK)
    mark = page.locator("#aid-by-donor svg.sop-wide path[data-mark]").first
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    tip = page.locator(".sop-tip")
    words = tip.inner_text()
    over = tip.bounding_box()
    page.mouse.move(over["x"] + 5, over["y"] + over["height"] - 5)
    assert tip.is_visible() and tip.inner_text() == words
    page.mouse.move(5, 5)
    assert not tip.is_visible()


def test_the_page_of_a_chart_has_its_table(book) -> None:
    pages = sorted((book.site / "charts").glob("*/index.html"))
    assert pages
    for page in pages:
        assert re.search(r"<table>\s*<caption>.*?<th scope=\"row\">", page.read_text("utf-8"), re.S)
