"""The pages on paper: notes with what a link would have opened, charts whole, no tools, light
colours.
"""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

pytestmark = pytest.mark.browser
CHAPTER = "book/casualties.html"


@pytest.fixture
def printed(open_page):
    page = open_page(CHAPTER, color_scheme="dark", viewport={"width": 660, "height": 900})
    page.emulate_media(media="print")
    return page


def test_every_figure_bears_the_number_of_a_note(printed) -> None:
    numbers = printed.eval_on_selector_all(
        ".sop-num[data-note]",
        "links => links.map(link => [+link.dataset.note, link.textContent, link.hash])",
    )
    notes = printed.locator(".sop-notes").locator("ol").first.locator("li")
    assert {number for number, _, _ in numbers} == set(range(1, notes.count() + 1))
    number, words, _ = next(each for each in numbers if each[2] == "#losses_2026_01")
    note = notes.nth(number - 1).inner_text()
    assert words in note and "General Staff of Ukraine, a party to the war" in note
    assert (
        printed.evaluate(
            "getComputedStyle(document.querySelector('.sop-num[data-note]'), '::after').content"
        )
        == '"1"'
    )


def test_the_addresses_of_the_sources_are_printed(printed) -> None:
    sources = printed.locator(".sop-notes ol").last.locator("li").all_inner_texts()
    charted = set(
        printed.eval_on_selector_all(
            ".sop-source a[href^=http]", "links => links.map(link => link.getAttribute('href'))"
        )
    )
    assert charted and all(re.search(r"https?://\S+$", source) for source in sources)
    assert all(any(address in source for source in sources) for address in charted)


def test_notes_are_for_paper_only(open_page) -> None:
    assert not open_page(CHAPTER).locator(".sop-notes").is_visible()


def test_paper_shows_whole_charts_in_light_colours_and_no_tools(printed) -> None:
    for name in (".sop-nav", ".sop-search", ".sop-turn", ".sop-tools", ".sop-theme"):
        assert not any(element.is_visible() for element in printed.locator(name).all()), name
    assert printed.evaluate(
        "[...document.querySelectorAll('.sop-figure')].every(f => "
        "getComputedStyle(f).breakInside === 'avoid')"
    )
    assert (
        printed.locator(".sop-chart > svg.sop-wide:visible").count()
        == printed.locator(".sop-figure").count()
    )
    assert (
        printed.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    )


def test_the_list_of_sources_prints_their_addresses(open_page) -> None:
    page = open_page("book/sources.html")
    page.emulate_media(media="print")
    links = page.locator(".sop-source-record :is(h2, h3) a[href^=http]")
    assert links.count() == page.locator(".sop-source-record").count() > 10
    said = links.first.evaluate("link => getComputedStyle(link, '::after').content")
    assert said == f'"{links.first.get_attribute("href")}"'


@pytest.mark.parametrize("media", ["print", "screen"])
def test_marks_of_evidence_are_told_apart_by_their_borders_alone(open_page, media) -> None:
    """Paper without background graphics has borders and no backgrounds."""
    page = open_page("book/index.html")
    page.emulate_media(media=media)
    drawn = page.locator("p .sop-evidence:not(a)").evaluate_all(
        """marks => marks.map(e => { const s = getComputedStyle(e, "::before"); return [
          e.className, s.backgroundImage + s.backgroundColor, s.borderWidth, s.borderRadius,
          s.borderColor, s.transform, s.width]; })"""
    )
    assert len({name for name, *_ in drawn}) == len({tuple(shape) for _, _, *shape in drawn}) == 6
    assert {background for _, background, *_ in drawn} == {"nonergba(0, 0, 0, 0)"}
    borders = {name.split("-")[-1]: width for name, _, width, *_ in drawn}
    assert borders["independent"] == borders["contested"] == "4px"
    assert borders["one_source"] == "1px 1px 1px 4px"
    assert borders["once"] == borders["disagree"] == borders["here"] == "1px"


def test_steps_and_counts_of_the_front_page_stand_apart_and_are_not_split(open_page) -> None:
    page = open_page("book/index.html", viewport={"width": 657, "height": 900})
    page.emulate_media(media="print")
    boxes = [box.bounding_box() for box in page.locator(".sop-squares svg").all()]
    rows = [pair for pair in pairwise(boxes) if pair[0]["y"] == pair[1]["y"]]
    assert rows and all(a["x"] + a["width"] + 10 < b["x"] for a, b in rows)
    broken = ".sop-steps > li, .sop-toll > li"
    assert set(
        page.locator(broken).evaluate_all("all => all.map(e => getComputedStyle(e).breakInside)")
    ) == {"avoid"}


def folded(page) -> list[str]:
    """The visible summaries whose details cannot be seen."""
    return page.eval_on_selector_all(
        "summary",
        """summaries => summaries.filter(s => s.checkVisibility() && s.nextElementSibling
        && !s.nextElementSibling.checkVisibility({contentVisibilityAuto: true})).map(s =>
          s.textContent.trim())""",
    )


@pytest.mark.parametrize("name", ["casualties", "get-the-data"])
def test_no_printed_page_asks_for_a_click(open_page, name) -> None:
    page = open_page(f"book/{name}.html")
    assert folded(page)
    page.emulate_media(media="print")
    assert folded(page) == []


LEAST = 12  # pixels of type, 9 points
SMALL = """least => { const small = [];
  const note = (size, text) => { if (size < least - .01) small.push([size, text]); };
  for (const e of document.querySelectorAll('body *')) {
    const style = getComputedStyle(e);
    if (!e.getClientRects().length || style.visibility === 'hidden' || style.clipPath !== 'none' ||
      e.closest('.sop-hidden')) continue;
    if (e.closest('svg')) {
      const drawn = e.localName === 'text' && e.getScreenCTM();
      if (drawn) note(parseFloat(style.fontSize) * Math.hypot(drawn.a, drawn.b), e.textContent);
      continue;
    }
    if ([...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
      note(parseFloat(style.fontSize), e.textContent);
    for (const part of ['::before', '::after']) {
      const { content, display, fontSize } = getComputedStyle(e, part);
      if (!/^(none|normal|"")$/.test(content) && display !== 'none')
        note(parseFloat(fontSize), content);
    }
  }
  return small; }"""


def test_no_word_is_printed_smaller_than_9_points(open_page, pages) -> None:
    """On the paper of A4, less its margins."""
    for path in pages:
        if path.startswith("book/ledger-") and path != "book/ledger-aid.html":
            continue  # which are made alike
        page = open_page(path, viewport={"width": 658, "height": 900})
        page.emulate_media(media="print")
        assert page.evaluate(SMALL, LEAST) == [], path
