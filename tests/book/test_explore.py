"""The interactive charts: loaded on the click only, strict, in words, and never in the way of the
still chart.
"""

from __future__ import annotations

import pytest

from engines import until_true

pytestmark = pytest.mark.browser
EXPLORED = [("casualties", "balance-by-source"), ("aid", "sums-of-the-article")]


def opened(open_page, chapter: str, chart: str, **options):
    """The page, and the chart's figure with its interactive version open."""
    page = open_page(f"book/{chapter}.html", **options)
    figure = page.locator(f"#{chart}")
    figure.locator(".sop-explore > button").click()
    figure.locator(".sop-live svg").wait_for()
    return page, figure


def slide(figure, label: str, value: float) -> None:
    control = figure.locator("label", has_text=label).locator("input")
    control.evaluate(
        "(input, value) => { input.value = value; input.dispatchEvent(new Event('input', { "
        "bubbles: true })); }",
        str(value),
    )


@pytest.mark.parametrize(("chapter", "chart"), EXPLORED)
def test_nothing_is_asked_for_before_the_click_and_only_this_site_after_it(
    open_page, address, chapter, chart
) -> None:
    page = open_page(f"book/{chapter}.html")
    page.wait_for_load_state("networkidle")
    assert not [
        url
        for url in page.requested
        if "vega" in url or "explore.js" in url.replace("sop-explore.js", "")
    ]
    page.locator(f"#{chart} .sop-explore > button").click()
    page.locator(f"#{chart} .sop-live svg").wait_for()
    assert [url for url in page.requested if not url.startswith(address)] == []
    assert page.reported == []


@pytest.mark.parametrize(("chapter", "chart"), EXPLORED)
def test_it_works_on_a_phone_and_goes_back_to_the_still_chart(open_page, chapter, chart) -> None:
    page, figure = opened(open_page, chapter, chart, viewport={"width": 360, "height": 800})
    assert figure.locator(".sop-live svg").bounding_box()["width"] <= 340
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not figure.locator(".sop-chart").is_visible()
    button = figure.locator(".sop-explore > button")
    assert button.get_attribute("aria-expanded") == "true"
    button.click()
    assert (
        figure.locator(".sop-chart").is_visible() and not figure.locator(".sop-live").is_visible()
    )


def test_the_what_if_says_the_balance_and_its_sign_and_stays_within_what_is_published(
    open_page,
) -> None:
    page, figure = opened(open_page, "casualties", "balance-by-source")
    words = figure.locator("output")
    left_out = "; who deserts, is discharged or comes back from hospital is not in it"
    assert words.inner_text() == "In 6 months, recruits would exceed losses by 49,920" + left_out
    slide(figure, "Recruits a month", 22700)
    slide(figure, "Months", 1)
    until_true(
        page,
        "document.querySelector('#balance-by-source output').textContent.includes('losses would "
        "exceed')",
    )
    assert words.inner_text() == "In 1 month, losses would exceed recruits by 8,980" + left_out
    limits = figure.locator("label", has_text="Recruits a month").locator("input")
    assert (limits.get_attribute("min"), limits.get_attribute("max")) == ("22150", "43000")
    assert "22,700" in figure.locator("label", has_text="Recruits a month").inner_text()


def test_the_sums_change_their_currency_at_the_chosen_rate(open_page) -> None:
    page, figure = opened(open_page, "aid", "sums-of-the-article")
    figure.get_by_label("dollars", exact=True).check()
    until_true(
        page,
        "document.querySelector('#sums-of-the-article output').textContent.includes('dollars')",
    )
    assert "1.1767 dollars for a euro" in figure.locator("output").inner_text()
    assert "106" in figure.locator(".sop-live svg").text_content()


@pytest.mark.parametrize(
    ("currency", "passed", "stated"),
    [("euros", "0.672", "90"), ("dollars", "0.8", "107")],
)
def test_what_was_stated_in_a_currency_does_not_move_in_it(
    open_page, currency, passed, stated
) -> None:
    """The US programme, passed as 800 million dollars, and the loan of 90 billion euros."""
    chosen = f"?explore=sums-of-the-article&currency={currency}&rate=1.19"
    page = open_page(f"book/aid.html{chosen}")
    rows = page.locator("#sums-of-the-article .sop-live tbody tr")
    rows.first.wait_for(state="attached")
    until_true(
        page, "document.querySelector('#sums-of-the-article output').textContent.includes('1.19')"
    )
    cells = "all => all.map(e => [...e.children].map(cell => cell.textContent))"
    said = dict(rows.evaluate_all(cells))
    assert said["US aid programme, two years"] == f"{passed} billion {currency}"
    assert said["EU loan, 2026 and 2027"] == f"{stated} billion {currency}"


def test_the_still_chart_stays_when_the_bundle_cannot_be_loaded(open_page) -> None:
    page = open_page("book/casualties.html")
    page.route("**/vega.js", lambda route: route.abort())
    figure = page.locator("#balance-by-source")
    figure.locator(".sop-explore > button").click()
    figure.locator(".sop-explore-state", has_text="could not be loaded").wait_for()
    assert figure.locator(".sop-chart").is_visible()


def test_without_javascript_there_is_no_button(open_page) -> None:
    page = open_page("book/casualties.html", java_script_enabled=False)
    assert not page.locator(".sop-explore").first.is_visible()


CHOSEN = "book/aid.html?explore=sums-of-the-article&currency=dollars&rate=1.19"


@pytest.mark.parametrize("before", ["", "delete URLSearchParams.prototype.size"])  # Safari 16
def test_the_choices_are_in_the_address_and_come_back_from_it(open_page, before) -> None:
    page, figure = opened(open_page, "aid", "sums-of-the-article", before=before)
    figure.get_by_label("dollars", exact=True).check()
    slide(figure, "Dollars for a euro", 1.19)
    until_true(page, "location.search.includes('rate=1.19')")
    link = figure.locator(".sop-choices a").get_attribute("href")
    assert link.endswith(
        "?explore=sums-of-the-article&currency=dollars&rate=1.19#sums-of-the-article"
    )
    said = figure.locator("output").inner_text()
    again = open_page(page.evaluate("location.href"))
    live = again.locator("#sums-of-the-article .sop-live")
    live.locator("output", has_text="1.1900 dollars for a euro").wait_for()
    assert live.locator("output").inner_text() == said
    assert live.get_by_label("dollars", exact=True).is_checked()
    again.locator("#sums-of-the-article .sop-explore > button").click()
    assert again.evaluate("location.search") == "" and "#sums-of-the-article" in again.evaluate(
        "location.hash"
    )


@pytest.mark.parametrize("choice", ["currency=roubles", "rate=99", "rate=", "rate=x"])
def test_a_choice_that_the_chart_does_not_have_is_said_and_left(open_page, choice) -> None:
    page = open_page(f"book/aid.html?explore=sums-of-the-article&{choice}")
    figure = page.locator("#sums-of-the-article")
    figure.locator(".sop-live svg").wait_for()
    name, _, value = choice.partition("=")
    said = figure.locator(".sop-explore-state").inner_text()
    assert f"cannot show the {name} “{value}”" in said
    assert figure.locator("output").inner_text().startswith("Billion euros, as stated;")


def test_each_slider_has_steps_and_all_choices_can_be_undone(open_page) -> None:
    page, figure = opened(open_page, "casualties", "balance-by-source")
    words = figure.locator("output")
    at_first = words.inner_text()
    figure.get_by_role("button", name="More: Months").click()
    until_true(
        page,
        "document.querySelector('#balance-by-source output').textContent.startsWith('In 7 months')",
    )
    figure.get_by_role("button", name="Less: Recruits a month").click()
    assert "40,000" not in figure.locator("label", has_text="Recruits a month").inner_text()
    figure.get_by_role("button", name="As at first").click()
    until_true(
        page,
        "said => document.querySelector('#balance-by-source output').textContent === said",
        arg=at_first,
    )
    assert "40,000" in figure.locator("label", has_text="Recruits a month").inner_text()


@pytest.mark.parametrize(("motion", "least", "most"), [("no-preference", 0.2, 2), ("reduce", 0, 0)])
def test_what_a_choice_changes_is_seen_on_its_way(open_page, motion, least, most) -> None:
    page, figure = opened(open_page, "aid", "sums-of-the-article", reduced_motion=motion)
    paths = figure.locator(".sop-live svg .mark-rect path")
    lasts = paths.first.evaluate("e => getComputedStyle(e).transitionDuration")
    assert all(least <= float(each.strip(" s")) <= most for each in lasts.split(","))
    shape = "e => getComputedStyle(e).d"
    before = paths.first.evaluate(shape)
    figure.get_by_label("dollars", exact=True).check()
    until_true(page, "location.search.includes('dollars')")
    page.wait_for_timeout(600)
    assert paths.first.evaluate(shape) != before


def test_the_browsers_back_takes_back_one_choice_after_another(open_page) -> None:
    page, figure = opened(open_page, "casualties", "balance-by-source")
    words = figure.locator("output")
    said = [words.inner_text()]
    for press in range(2):
        figure.get_by_role("button", name="More: Months").click()
        until_true(page, f"location.search.includes('ahead={7 + press}')")
        said.append(words.inner_text())
    for before in (said[1], said[0]):
        page.go_back()
        words.filter(has_text=before).wait_for()
    page.go_back()
    figure.locator(".sop-chart").wait_for()
    assert page.evaluate("location.search") == ""


def test_a_slider_is_one_step_until_it_is_left_and_back_leaves_the_focus_on_it(open_page) -> None:
    page, figure = opened(open_page, "casualties", "balance-by-source")
    slider = figure.locator("input[type=range]").first
    slider.focus()
    steps = page.evaluate("history.length")
    at_first = page.url
    for _ in range(9):
        before = page.url
        page.keyboard.press("ArrowRight")
        until_true(page, "before => location.href !== before", arg=before)
    assert page.evaluate("history.length") == steps + 1
    page.go_back()
    page.wait_for_url(at_first)
    until_true(page, "document.activeElement.name === 'recruits'")
    page.go_back()
    figure.locator(".sop-chart").wait_for()
    opener = figure.locator(".sop-explore > button").element_handle()
    until_true(page, "opener => opener === document.activeElement", arg=opener)


def test_controls_and_their_table_keep_together_on_a_phone(open_page) -> None:
    for chapter, chart in EXPLORED:
        _, figure = opened(open_page, chapter, chart, viewport={"width": 360, "height": 800})
        for less, more in zip(
            *(figure.locator(f"button[aria-label^={name}]").all() for name in ("Less", "More")),
            strict=True,
        ):
            left, right = less.bounding_box(), more.bounding_box()
            assert left["y"] == right["y"] and left["x"] + left["width"] < right["x"]
        figure.locator(".sop-drawn-values summary").click()
        assert figure.locator(".sop-drawn-values caption").bounding_box()["width"] > 300


@pytest.mark.parametrize(("chapter", "chart"), EXPLORED)
def test_what_is_drawn_has_the_name_of_the_chart_and_its_values_in_a_table(
    open_page, chapter, chart
) -> None:
    _, figure = opened(open_page, chapter, chart)
    drawn = figure.locator(".sop-view")
    assert drawn.get_attribute("aria-label") == figure.locator(f"#{chart}-title").inner_text()
    figure.locator(".sop-drawn-values summary").click()
    cells = [row.inner_text() for row in figure.locator(".sop-drawn-values td").all()]
    assert len(cells) == {"casualties": 7, "aid": 5}[chapter] and all(cells)
    assert not figure.locator(".sop-how").is_visible()
    assert "−" in figure.locator(".sop-choose").inner_text()
