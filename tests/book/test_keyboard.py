"""The keyboard leads everywhere: each stop is named, seen, uncovered and in reading order."""

from __future__ import annotations

import pytest

from engines import until_true

pytestmark = pytest.mark.browser
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


def tab_to(page, locator, limit: int = 200) -> None:
    """Press Tab until `locator` has the focus."""
    for _ in range(limit):
        if locator.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not reach {locator}")


def test_a_keyboard_leads_through_a_whole_chapter(open_page) -> None:
    """Skip link, contents, a figure's record, a chart's marks, its data, its interactive version,
    and on to the next chapter.
    """
    page = open_page(
        "book/casualties.html", viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
    )
    chart = page.locator("#balance-by-source")
    through_the_contents(page)
    page.reload()
    to_a_record_and_back(page)
    along_the_marks(page, chart)
    into_the_interactive_version(page, chart)
    tab_to(page, chart.locator("summary", has_text="Data"))
    page.keyboard.press("Enter")
    tab_to(page, chart.locator("[role=region] a").first)
    assert chart.locator("[role=region] table").is_visible()
    tab_to(page, page.locator(".sop-turn a[rel=next]"), 400)
    page.keyboard.press("Enter")
    page.wait_for_url("**/book/strikes.html")


def through_the_contents(page) -> None:
    tab_to(page, page.locator(".sop-skip"), 2)
    assert page.locator(".sop-skip").bounding_box()["x"] >= 0
    tab_to(page, page.locator(".sop-toc a:visible").last)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    anchor = page.url.partition("#")[2]
    assert anchor and page.locator(f"#{anchor}").bounding_box()["y"] < 800


def to_a_record_and_back(page) -> None:
    press = page.keyboard.press
    tab_to(page, page.locator(".sop-skip"), 3)
    press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    figure = page.locator("main p .sop-fig").first
    tab_to(page, figure.locator(".sop-num"))
    card = figure.locator(".sop-card")
    assert card.is_visible()
    press("Escape")
    assert not card.is_visible()
    press("Shift+Tab")
    press("Tab")
    assert card.is_visible()
    press("Tab")  # its link leads where the figure itself leads, and is no stop of its own
    assert not card.is_visible()


def along_the_marks(page, chart) -> None:
    press = page.keyboard.press
    tab_to(page, chart.locator(".sop-chart"))
    said = []
    for _ in range(3):
        press("ArrowRight")
        said.append(page.locator(".sop-tip").inner_text())
    assert len(set(said)) == 3 and all(said)
    press("ArrowLeft")
    assert page.locator(".sop-tip").inner_text() == said[1]
    press("Escape")
    assert page.locator(".sop-tip").is_hidden()


def into_the_interactive_version(page, chart) -> None:
    press = page.keyboard.press
    tab_to(page, chart.locator(".sop-explore > button"))
    press("Enter")
    chart.locator(".sop-live svg").wait_for()
    before = chart.locator("output").inner_text()
    tab_to(page, chart.locator("input[type=range]").first)
    press("ArrowLeft")
    until_true(
        page,
        "before => document.querySelector('#balance-by-source output').textContent !== before",
        arg=before,
    )
    assert chart.locator(".sop-live").is_visible()
    chart.locator(".sop-explore > button").focus()
    press("Enter")
    assert chart.locator(".sop-chart").is_visible()


# What is shown of a mark: its words, and the edges of these and of the ring, where there is one.
SHOWN = """() => { const shown = [...document.querySelectorAll(".sop-tip, .sop-ring")]
    .filter(e => !e.hidden), boxes = shown.map(e => e.getBoundingClientRect());
  const item = document.activeElement;
  return { said: (item.firstElementChild || item).textContent, scrolled: scrollY,
    words: shown.map(e => e.textContent).join(""), top: Math.min(...boxes.map(b => b.top)),
    bottom: Math.max(...boxes.map(b => b.bottom)) }; }"""


@pytest.mark.parametrize(
    ("chapter", "number", "width"),
    [("casualties", 0, 1280), ("front-line", 0, 1280), ("front-line", 1, 360)],
)
def test_every_mark_that_is_said_is_shown_in_the_window_with_its_words(
    open_page, chapter, number, width
) -> None:
    page = open_page(
        f"book/{chapter}.html", viewport={"width": width, "height": 800}, reduced_motion="reduce"
    )
    chart = page.locator(".sop-chart").nth(number)
    # Its top alone is seen, as after the Tab key.
    chart.evaluate("""e => { e.focus({ preventScroll: true });
      scrollTo(0, e.getBoundingClientRect().top + scrollY - 724); }""")
    marks = chart.locator(".sop-marks.sop-hidden:not([role]) li").count()
    for key in ("End", "Home", *["ArrowRight"] * (marks - 1)):
        page.keyboard.press(key)
        shown = page.evaluate(SHOWN)
        assert shown["words"] == shown["said"] != ""
        assert shown["top"] > -1 and shown["bottom"] < 801, shown
    chart.evaluate("e => e.scrollIntoView({ block: 'center' })")
    places = set()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
        places.add(page.evaluate(SHOWN)["scrolled"])
    assert len(places) == 1  # what is in the window is not moved


def test_a_menu_over_the_page_closes_when_one_goes_on(open_page) -> None:
    page = open_page("book/ledger.html", viewport={"width": 1280, "height": 800})
    menu, press = page.locator(".sop-about"), page.keyboard.press
    menu.locator("summary").focus()
    press("Enter")
    press("Tab")
    assert menu.locator("a").first.evaluate("e => e === document.activeElement")
    press("Escape")
    assert menu.get_attribute("open") is None
    assert menu.locator("summary").evaluate("e => e === document.activeElement")
    press("Enter")
    for _ in range(menu.locator("a").count() + 5):
        press("Tab")
        assert page.evaluate(FOCUSED)["seen"]
    assert menu.get_attribute("open") is None
    menu.locator("summary").click()
    assert menu.get_attribute("open") is not None
    page.mouse.click(300, 700)
    assert menu.get_attribute("open") is None
    # Where it lies in the page, it stays as it was left.
    page.set_viewport_size({"width": 360, "height": 800})
    page.locator(".sop-menu > summary").click()
    menu.locator("summary").click()
    page.locator(".sop-toc summary, main a").first.focus()
    assert menu.get_attribute("open") is not None


FIELD = """() => ["document.activeElement", ".sop-supposed"].map(of => (of[0] === "." ?
  document.querySelector(of) : document.activeElement).getBoundingClientRect())
  .map(box => [box.top, box.bottom])"""


@pytest.mark.parametrize("path", ["how-firm", "ledger-casualties"])
def test_the_bar_of_other_numbers_covers_nothing_that_has_the_focus(open_page, path) -> None:
    page = open_page(
        f"book/{path}.html", viewport={"width": 360, "height": 800}, reduced_motion="reduce"
    )
    page.locator(".sop-change:visible").first.focus()
    page.keyboard.press("Enter")
    page.locator(".sop-other").wait_for()
    for digit in "30000":
        page.keyboard.type(digit)
        page.locator(".sop-supposed").wait_for()
        (top, bottom), (bar, _) = page.evaluate(FIELD)
        assert top >= 0 and bottom <= bar
    for _ in range(40):
        page.keyboard.press("Tab")
        (top, bottom), (bar, _) = page.evaluate(FIELD)
        assert bottom <= bar or bottom - top > bar


@pytest.mark.parametrize("height", [640, 740])
def test_a_number_typed_at_once_is_seen_whole(open_page, height) -> None:
    """The page moves once more after the last digit: a chart of findings takes other lines."""
    page = open_page("book/how-firm.html", viewport={"width": 360, "height": height})
    page.locator(".sop-change:visible").first.focus()
    page.keyboard.press("Enter")
    page.locator(".sop-other").wait_for()
    page.keyboard.type("30000")
    page.locator(".sop-supposed").wait_for()
    page.wait_for_timeout(1000)
    (top, bottom), (bar, _) = page.evaluate(FIELD)
    assert top >= 0 and bottom + 5 <= bar  # with its ring


def test_back_to_what_the_sources_say_leads_to_where_it_is_seen(open_page) -> None:
    page = open_page(
        "book/how-firm.html", viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
    )
    page.locator(".sop-change:visible").nth(4).focus()
    page.keyboard.press("Enter")
    page.locator(".sop-other").wait_for()
    page.keyboard.type("7")
    page.locator(".sop-supposed button").focus()
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.press("Enter")
    stop = page.evaluate(FOCUSED)
    assert "sop-change" in stop["what"] and stop["seen"]


def test_the_browsers_back_leaves_the_focus_in_the_field(open_page) -> None:
    """Also where the address leads to a place of the page, to which a browser then goes."""
    page = open_page(
        "book/ledger-casualties.html#recruits_per_month", viewport={"width": 1280, "height": 800}
    )
    page.locator("[data-figure=recruits_per_month]").focus()
    page.keyboard.press("Enter")
    page.locator(".sop-other").wait_for()
    page.keyboard.type("30000")
    page.keyboard.press("Tab")
    steps = page.evaluate("history.length")
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("history.length") == steps + 1
    page.go_back()
    until_true(page, "location.search.endsWith(':30000')")
    until_true(page, "document.activeElement.type === 'range'")


def test_buttons_by_one_name_change_one_number(open_page) -> None:
    page = open_page("book/how-firm.html")
    names = page.locator(".sop-change").evaluate_all(
        "all => all.map(e => [e.textContent, e.dataset.figure])"
    )
    assert len({name for name, _ in names}) == len({figure for _, figure in names}) > 20
