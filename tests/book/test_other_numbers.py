"""What would be with other numbers, in the page: everything that rests on them follows as the
program has it, the page says so wherever it is taken, and it finds its way back.
"""

from __future__ import annotations

import gzip
from fractions import Fraction
from urllib.parse import urlsplit

import pytest

from engines import follow_link, until_true
from projects import REPOSITORY
from screens import DESK, PHONE
from stateofplay.ledger.entries import Finding
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.supposed import turned, with_numbers
from stateofplay.numbers.formula import judge
from stateofplay.numbers.wording import STYLES
from test_accessible import AXE, RULES, RUN, THIN

pytestmark = pytest.mark.browser
LEDGER, CHAPTER = "book/ledger-casualties.html", "book/casualties.html"
FIGURE, OTHER = "recruits_per_month", 30_000
GIVEN = f"?with={FIGURE}:{OTHER}"
# What a page says of entries: the text of each link to a record that is words of the prose, less
# what a script has added to it, with its style; and the sentences of findings with how they fare.
SAID = """() => {
  const plain = e => { const c = e.cloneNode(true);
    for (const added of c.querySelectorAll(".sop-turned")) added.remove();
    return c.textContent.replaceAll("\\u00a0", " "); };
  const shown = document.querySelectorAll("main .sop-num[href*='#']:not(.sop-term, .sop-turns *)");
  return [...shown].map(e =>
    [e.hash.slice(1), e.dataset.as || "", plain(e), !!e.querySelector("s")]); }"""
MAIN = "document.querySelector('main').innerHTML"


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return load_ledger(REPOSITORY)


@pytest.fixture
def supposing(open_page):
    """A page with other numbers in its address, as soon as it shows them."""

    def opener(path: str, **options):
        page = open_page(path.replace(":", "%3A"), **options)
        page.locator(".sop-supposed").wait_for()
        return page

    return opener


def change(page, figure: str, text: str) -> None:
    """Type another number in the panel of a figure's record."""
    button = page.locator(f"[data-figure={figure}]")
    if button.get_attribute("aria-expanded") != "true":
        button.click()
    page.locator(f"#{figure} .sop-other label input").fill(text)


def test_code_and_model_of_the_whole_book_weigh_little_and_wait_to_be_asked_for(
    open_page, book
) -> None:
    for name, most in {"what-if.js": 15_000, "what-if-names.js": 6_000}.items():
        assert len(gzip.compress((book.site / name).read_bytes(), 9)) <= most, name
    page = open_page(LEDGER)
    assert not [url for url in page.requested if "what-if" in url]
    change(page, FIGURE, "30,000")
    page.locator(".sop-supposed").wait_for()
    assert [urlsplit(url).path for url in page.requested].count("/what-if.js") == 1
    assert page.reported == []


def still_holds_in_part(ledger: Ledger, name: str) -> bool:
    """Whether a finding says several things, some of which hold: it is not struck out whole."""
    parts = ledger.findings[name].holds.split(" and ")
    return len(parts) > 1 and any(judge(part, ledger.quantity).stated for part in parts)


CHANGES = {
    "casualties": {FIGURE: OTHER, "losses_2026_01": 29_000},
    "aid": {"ramstein_pledge_eur": 12, "kiel_us_2025_total": 20},
    "front-line": {"territory_regained_2026_02": 301, "area_ukraine": 500_000},
    "strikes": {"heat_this_attack": 900, "drones_2026_02_17": 90},
    "pressure": {"tankers_seized_us": 30, "senate_support": 40},
    "talks": {"poll_reject_donetsk": 30},
}


@pytest.mark.parametrize("chapter", CHANGES)
def test_the_prose_of_a_chapter_is_as_the_program_has_it(
    supposing, open_page, ledger, chapter
) -> None:
    numbers = CHANGES[chapter]
    given = ",".join(f"{name}:{number}" for name, number in numbers.items())
    page = supposing(f"book/{chapter}.html?with={given}")
    after = with_numbers(ledger, {name: Fraction(number) for name, number in numbers.items()})
    stated = open_page(f"book/{chapter}.html").evaluate(SAID)
    entries = [
        (name, style or next(s for s in STYLES if ledger.words(name, s) == words), *now[2:])
        for (name, style, words, _), now in zip(stated, page.evaluate(SAID), strict=True)
        if name in ledger  # others are sources
    ]
    assert [words for _, _, words, _ in entries] == [
        after.words(name, style) for name, style, _, _ in entries
    ]
    changed = {n for n, style, words, _ in entries if words != ledger.words(n, style)}
    assert changed
    for name, _, _, is_struck in entries:
        entry = after.entry(name)
        is_false = isinstance(entry, Finding) and entry.status == "false"
        assert is_struck is (is_false and not still_holds_in_part(after, name)), name
    turns = [turn.finding.id for turn in turned(ledger, after)]
    stays = page.locator(".sop-turns .sop-num").evaluate_all("all => all.map(e => e.innerHTML)")
    assert not [words for words in stays if "<ins" in words]
    assert (page.locator(".sop-supposed").inner_text().count("would") > 0) is bool(turns)
    assert page.locator(".sop-figure").count() == page.locator(".sop-figure .sop-stays").count()
    assert page.reported == []


def test_the_ledger_shows_what_follows_and_announces_what_turns(open_page, ledger) -> None:
    page = open_page(LEDGER)
    change(page, FIGURE, "30,000")
    after = with_numbers(ledger, {FIGURE: Fraction(OTHER)})
    for name in ("monthly_balance", "year_balance", "losses_share_of_recruits"):
        said = page.locator(f"#{name} .sop-record-value").inner_text()
        assert said.startswith(after.words(name, "full"))
    turns = [turn.finding.id for turn in turned(ledger, after)]
    announced = page.locator("body > [role=status]")
    announced.get_by_text("findings turn").wait_for()
    said = announced.inner_text()
    assert turns and all(f"“{after.words(name)}” would not hold" in said for name in turns)
    assert said in page.locator(".sop-supposed").inner_text()
    assert announced.inner_html() == said  # nothing follows in what is said of it
    for name in turns:
        heading = page.locator(f"#{name} h3")
        assert heading.locator(".sop-would").inner_text() == after.words(name)
        assert "would not hold" in page.locator(f"#{name} .sop-arithmetic").inner_text()
    assert page.locator(f"#{FIGURE} .sop-values-as-stated svg .sop-r-supposed").count() == 1
    quoted = page.locator(f"#{FIGURE} .sop-record-says").inner_text()
    assert "about 40,000" in quoted  # the source has said nothing else


def test_back_to_what_the_sources_say_leaves_nothing_behind(open_page) -> None:
    page = open_page(LEDGER)
    page.locator(f"[data-figure={FIGURE}]").click()
    page.locator(".sop-other").wait_for()
    before = page.evaluate(MAIN)
    change(page, FIGURE, "30000")
    change(page, "losses_2026_01", "20000")
    assert page.evaluate(MAIN) != before and "losses_2026_01:20000" in page.evaluate(
        "location.search"
    )
    page.locator("[data-figure=losses_2026_01]").click()  # its panel closes
    page.get_by_role("button", name="Back to what the sources say").click()
    assert page.locator(".sop-supposed").count() == 0 and "with=" not in page.evaluate(
        "location.search"
    )
    kept = page.evaluate("document.activeElement.dataset.figure")
    assert kept == FIGURE  # the button that had the focus is gone
    page.locator("[data-figure=losses_2026_01]").evaluate("e => e.ariaExpanded = 'false'")
    assert page.evaluate(MAIN) == before
    page.locator("body > [role=status]").get_by_text("what the sources say").wait_for()


def test_several_numbers_are_the_address_and_go_along_with_links(supposing) -> None:
    page = supposing(f"{CHAPTER}{GIVEN},losses_2026_01:29000")
    link = page.get_by_role("link", name="Link to these numbers").get_attribute("href")
    assert link.endswith(f"{GIVEN},losses_2026_01:29000")
    follow_link(page.locator(".sop-turn a[rel=next]"))
    page.locator(".sop-supposed").wait_for()
    assert "/strikes.html?with=" in page.url
    assert "29,000 people a month" in page.locator(".sop-supposed").inner_text()
    page.goto(
        f"{page.url.partition('/book/')[0]}/book/ledger.html?with={FIGURE}:{OTHER}&q=recruits"
    )
    page.locator(".sop-supposed").wait_for()
    page.locator(".sop-filter [name=q]").fill("losses")
    page.wait_for_url(lambda address: "q=losses" in address)  # what it looks through is loaded
    assert f"{FIGURE}" in page.evaluate("location.search")  # the filter keeps the numbers


def test_an_address_without_numbers_shows_what_the_sources_say(open_page) -> None:
    page = open_page(f"{CHAPTER}?with=")
    until_true(page, "() => !!window.sopWhatIf")
    assert page.locator(".sop-supposed").count() == 0 and page.reported == []


def test_what_cannot_be_is_said_and_the_page_stays(open_page) -> None:
    page = open_page(LEDGER)
    change(page, FIGURE, "lots")
    problem = page.locator(f"#{FIGURE} [role=alert]")
    assert "Write a number in digits" in problem.inner_text()
    change(page, FIGURE, "0")  # losses are held against it
    assert "divided by nought" in problem.inner_text()
    assert page.locator(".sop-supposed").count() == 0
    change(page, FIGURE, "−5")  # people
    assert problem.inner_text().startswith("−5 is below nought; write 0 or more. Until then")
    assert page.locator(".sop-supposed").count() == 0
    change(page, FIGURE, "35.000")  # thousands, as much of Europe writes them
    assert "Write a number in digits" in problem.inner_text()
    assert page.locator(".sop-supposed").count() == 0
    change(page, FIGURE, "1,000")
    assert problem.inner_text() == "" and page.locator(".sop-supposed").is_visible()
    change(page, FIGURE, "")
    assert page.locator(".sop-supposed").count() == 0


def test_without_a_mouse(open_page) -> None:
    page = open_page(LEDGER, viewport=DESK, reduced_motion="reduce")
    press = page.keyboard.press
    page.locator(f"[data-figure={FIGURE}]").focus()
    press("Enter")
    page.locator(".sop-other").wait_for()
    page.keyboard.type("31000")
    press("Tab")
    press("ArrowLeft")
    slider = page.locator(f"#{FIGURE} input[type=range]")
    assert slider.evaluate("e => e === document.activeElement")
    assert "people a month" in slider.get_attribute("aria-valuetext")
    assert int(page.locator(".sop-other label input").input_value()) < 31000
    press("Tab")
    press("Enter")
    assert page.locator(".sop-supposed").count() == 0


@pytest.mark.parametrize(("scheme", "size"), [("light", DESK), ("dark", PHONE)])
def test_axe_finds_nothing_while_numbers_are_changed(supposing, scheme, size) -> None:
    for path in (CHAPTER, LEDGER):
        page = supposing(path + GIVEN, color_scheme=scheme, viewport=size)
        if path == LEDGER:
            change(page, FIGURE, "lots")
        page.evaluate(THIN)
        page.evaluate(AXE)
        assert page.evaluate(RUN, [RULES, True]) == [], path


def test_it_fits_a_narrow_screen_and_leaves_room_for_what_has_the_focus(supposing) -> None:
    for path in (CHAPTER, LEDGER, "book/index.html"):
        narrow = {"width": 320, "height": 640}
        page = supposing(path + GIVEN, viewport=narrow, reduced_motion="reduce")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    bar = page.locator(".sop-supposed").bounding_box()
    assert bar["height"] < 320
    last = page.locator("footer a").last
    last.focus()
    assert last.bounding_box()["y"] + last.bounding_box()["height"] <= bar["y"]


def test_from_disk(open_page, book) -> None:
    page = open_page((book.site / LEDGER).as_uri())
    change(page, FIGURE, "30000")
    assert page.locator(".sop-supposed").is_visible() and page.url.endswith(GIVEN)
    page.goto((book.site / CHAPTER).as_uri() + GIVEN)
    page.locator(".sop-supposed").wait_for()
    assert page.reported == [] and all(url.startswith("file:") for url in page.requested)


def test_what_is_printed_copied_or_cited_carries_the_warning(supposing) -> None:
    page = supposing(CHAPTER + GIVEN)
    copied = page.evaluate("""() => { let text = "";
      getSelection().selectAllChildren(document.querySelector("main p"));
      const event = new ClipboardEvent("copy", { clipboardData: new DataTransfer(),
        bubbles: true, cancelable: true });
      document.querySelector("main p").dispatchEvent(event);
      return event.clipboardData.getData("text/plain"); }""")
    warning = "With other numbers than the sources say"
    assert warning in copied and "30,000 people a month instead of about 40,000" in copied
    cited = page.locator(".sop-take:not(.sop-figure *) p[data-path]").first
    assert warning in cited.text_content()
    page.emulate_media(media="print")
    bar = page.locator(".sop-supposed")
    assert bar.is_visible() and bar.evaluate("e => getComputedStyle(e).position") == "static"
    assert not bar.get_by_role("button").is_visible()
    assert page.evaluate("getComputedStyle(document.body).page") == "sop-supposing"


def test_the_browsers_back_takes_back_one_change_after_another(open_page) -> None:
    page = open_page(LEDGER, viewport=DESK)
    for text in ("30000", "31000"):
        change(page, FIGURE, text)
        page.keyboard.press("Tab")
        until_true(page, "text => location.search.includes(text)", arg=text)
    page.go_back()
    until_true(page, "location.search.includes('30000')")
    assert page.locator(f"#{FIGURE} .sop-other label input").input_value() == "30000"
    page.go_back()
    page.locator(".sop-supposed").wait_for(state="detached")
    assert page.evaluate("location.search") == ""
