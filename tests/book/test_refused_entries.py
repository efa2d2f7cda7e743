"""Another number that cannot be: in a field what the sources say counts until it is mended, which
is seen and heard, and what an address has of the kind is left out and said.
"""

from __future__ import annotations

import pytest

from engines import until_true
from projects import REPOSITORY
from screens import DESK, PHONE
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.supposed import SupposedError, read_changes
from test_other_numbers import CHAPTER, FIGURE, GIVEN, LEDGER, change

pytestmark = pytest.mark.browser
SHARE = "poll_reject_donetsk"
FIELD = ".sop-other label input"
SEARCH = "decodeURIComponent(location.search)"
# Whether all of an element lies in the window and nothing lies over it.
IS_SEEN = """e => { const { x, y, right, bottom } = e.getBoundingClientRect();
  const within = [[x + 4, y + 2], [x + 4, bottom - 2], [right - 4, y + 2]];
  return y >= 0 && bottom <= innerHeight &&
    within.every(([x, y]) => e.contains(document.elementFromPoint(x, y))); }"""


def opened_at(open_page, given: str):
    """A page with other numbers in its address, when they have been read."""
    page = open_page(f"{CHAPTER}{given.replace(':', '%3A')}")
    until_true(page, "() => !!window.sopWhatIf")
    return page


@pytest.mark.parametrize("entry", ["35.000", "1e5", "35-", "3,5", "35 million"])
def test_of_an_entry_that_is_refused_no_part_counts(open_page, entry) -> None:
    page = open_page(LEDGER)
    page.locator(f"[data-figure={FIGURE}]").click()
    page.locator(FIELD).wait_for()
    page.keyboard.type(entry)
    assert page.locator(".sop-supposed").count() == 0 and page.evaluate(SEARCH) == ""
    assert page.locator(f"#{FIGURE} .sop-record-value").inner_text().startswith("about 40,000")
    said = page.locator(f"#{FIGURE} [role=alert]").inner_text()
    assert said.startswith("Write a number") and "keeps to what the sources say" in said
    field = page.locator(FIELD)
    assert field.input_value() == entry and field.get_attribute("aria-invalid") == "true"
    assert (
        field.evaluate("e => document.getElementById(e.getAttribute('aria-describedby')).innerText")
        == said
    )
    page.locator("body > [role=status]").get_by_text("what the sources say").wait_for()


def test_pasted_over_an_accepted_number_it_takes_that_back_and_the_other_stays(open_page) -> None:
    page = open_page(LEDGER)
    change(page, "losses_2026_01", "29000")
    for refused in ("35.000", "−5", "0"):
        change(page, FIGURE, "30,000")
        assert f"{FIGURE}:30000" in page.evaluate(SEARCH)
        change(page, FIGURE, refused)
        assert page.evaluate(SEARCH) == "?with=losses_2026_01:29000"
        assert page.locator(f"#{FIGURE} {FIELD}").input_value() == refused
    change(
        page, "losses_2026_01", "28000"
    )  # what is typed elsewhere stays, with what is said of it
    assert page.locator(f"#{FIGURE} {FIELD}").input_value() == "0"
    assert "divided by nought" in page.locator(f"#{FIGURE} [role=alert]").inner_text()
    page.get_by_role("button", name="Back to what the sources say").click()
    assert page.locator(FIELD).evaluate_all("all => all.map(e => e.value)") == ["", ""]
    assert page.locator("[aria-invalid=true]").count() == 0
    assert page.locator("[role=alert]").all_inner_texts() == ["", ""]


def test_the_browsers_back_from_a_refused_entry_brings_the_number_before_it(open_page) -> None:
    page = open_page(LEDGER, viewport=DESK)
    for text in ("30000", "35.000"):
        change(page, FIGURE, text)
        page.keyboard.press("Tab")
        until_true(
            page,
            f"text => location.search.includes(text) === {str(text == '30000').lower()}",
            arg="30000",
        )
    page.go_back()
    until_true(page, "location.search.includes('30000')")
    field = page.locator(FIELD)
    assert field.input_value() == "30000" and field.get_attribute("aria-invalid") == "false"
    assert page.locator(f"#{FIGURE} [role=alert]").inner_text() == ""


def test_what_a_slider_gives_is_taken_with_three_decimals_as_well(open_page) -> None:
    page = open_page("book/ledger-aid.html")
    page.locator("[data-figure=facilities_operating]").click()
    page.locator(FIELD).wait_for()
    page.locator("input[type=range]").fill("1.234")
    assert page.locator(FIELD).get_attribute("aria-invalid") == "false"
    page.reload()
    assert "1.2340 factories instead of 1 factory" in page.locator(".sop-supposed").inner_text()


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_what_is_said_of_an_entry_is_seen_over_the_bar(open_page, size) -> None:
    page = open_page(
        f"{LEDGER}?with=losses_2026_01%3A29000", viewport=size, reduced_motion="reduce"
    )
    page.locator(".sop-supposed").wait_for()
    page.locator(f"[data-figure={FIGURE}]").evaluate("e => { e.focus(); e.click(); }")
    field, said = page.locator(FIELD), page.locator(f"#{FIGURE} [role=alert]")
    field.wait_for()
    # The field stands right above the bar.
    field.evaluate("""e => scrollBy(0, e.getBoundingClientRect().bottom
      - document.querySelector('.sop-supposed').getBoundingClientRect().top + 8)""")
    page.keyboard.type("35.000")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.locator(".sop-supposed").is_visible()
    assert said.evaluate(IS_SEEN) and field.evaluate(IS_SEEN)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (f"{FIGURE}:35.000", "Write a number in digits"),
        (f"{FIGURE}:1e5", "Write a number in digits"),
        (f"{FIGURE}", "Write a number in digits"),
        (f"{FIGURE}:-5", "-5 is below nought; write 0 or more."),
        (f"{FIGURE}:0", "divided by nought"),
        (f"{SHARE}:150", "150 is more than the whole; write 100 or less."),
        ("nothing:3", "no number that can be changed"),
        ("monthly_balance:3", "no number that can be changed"),
        (",:,", "no number that can be changed"),
    ],
)
def test_what_is_left_out_of_an_address_is_said(open_page, given, said) -> None:
    page = opened_at(open_page, f"?with={given}")
    bar = page.locator(".sop-supposed")
    line = bar.locator("span").inner_text()
    assert line.startswith("Left out of the address: ") and said in line
    name = given.partition(":")[0]
    ledger = load_ledger(REPOSITORY)
    assert (name not in ledger.changeable) or ledger.label(ledger.figures[name]) in line
    assert "This page shows what would be" not in bar.inner_text()
    assert page.locator(".sop-supposing").count() == page.locator("ins").count() == 0
    page.locator("body > [role=status]").get_by_text(line).wait_for()
    bar.get_by_role("button").click()
    assert bar.count() == 0 and page.evaluate(SEARCH) == "" and page.reported == []


def test_of_an_address_the_rest_counts_and_nothing_else_of_it_is_shown(open_page) -> None:
    given = f"{GIVEN},Peace is made:3,losses_2026_01:Peace,{FIGURE}:7&with={SHARE}:30,000,csis_x"
    page = opened_at(open_page, given)
    said = page.locator(".sop-supposed").inner_text()
    assert "Peace" not in said and said.count("no number that can be changed") == 1
    assert "Two numbers are given" in said and "30,000 people a month instead of" in said
    assert page.evaluate(SEARCH) == GIVEN
    page.goto(page.url.partition("?")[0] + f"?with={FIGURE}:30,000,losses_2026_01:29,000")
    until_true(page, "() => !!window.sopWhatIf")
    assert page.evaluate(SEARCH) == f"{GIVEN},losses_2026_01:29000"


@pytest.mark.parametrize(
    ("figure", "number", "can_be"),
    [
        (SHARE, "100", True),
        (SHARE, "100.1", False),
        (SHARE, "-1", False),
        ("russia_share_2026_02", "101", False),
        ("deepstate_rise_share", "-1", True),  # a rise may be a fall
        ("losses_2026_01", "-1", False),
        ("area_ukraine", "101", True),
    ],
)
def test_what_a_number_may_be_is_the_same_in_a_page_and_at_the_command_line(
    open_page, figure, number, can_be
) -> None:
    page = opened_at(open_page, f"?with={figure}:{number}")
    assert page.locator(".sop-supposing").count() == can_be
    try:
        read = read_changes(load_ledger(REPOSITORY), [f"{figure}={number}"])
    except SupposedError as error:
        assert not can_be and ("nought" in str(error) or "the whole" in str(error))
    else:
        assert can_be and list(read) == [figure]
