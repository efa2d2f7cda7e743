"""Finding one's way in a browser: the front page, navigation, contents, search, terms, the tools
under a chart.
"""

from __future__ import annotations

import re

import pytest

from books import BOTH
from engines import follow_link
from screens import DESK, PHONE, TABLET

pytestmark = pytest.mark.browser


def test_a_line_of_text_holds_60_to_75_characters(open_page) -> None:
    page = open_page("book/front-line.html", viewport=DESK)
    lengths = page.evaluate("""() =>
      [...document.querySelectorAll('main > section > p, main > section > section > p')]
        .flatMap(p => {
        const line = document.createRange(), lines = new Map();
        const walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
        for (let node; (node = walk.nextNode());) {
            if (node.parentElement.closest('.sop-card, .sop-mark')) continue;
            for (let i = 0; i < node.length; i++) {
                line.setStart(node, i); line.setEnd(node, i + 1);
                const box = line.getBoundingClientRect(), y = Math.round(box.bottom / 12);
                if (box.width) lines.set(y, (lines.get(y) || 0) + 1);
            }
        }
        return [...lines.values()].slice(0, -1);
    })""")
    assert len(lengths) > 20
    assert 60 <= sum(lengths) / len(lengths) <= 75, sum(lengths) / len(lengths)


def test_the_list_of_chapters_never_leaves_the_screen(open_page) -> None:
    for width in (1201, 1280, 1440):
        page = open_page("book/casualties.html", viewport={"width": width, "height": 700})
        assert (
            page.evaluate(
                "Math.max(...[...document.querySelectorAll('.sop-nav a')].map(a => "
                "a.getBoundingClientRect().right))"
            )
            <= width - 15
        )


def test_the_chapters_lie_open_on_a_wide_screen_and_in_a_menu_with_their_questions_on_a_phone(
    open_page, pages
) -> None:
    # All but this page, the search, and the pages of records, to which the ledger leads.
    others = len([path for path in pages if "/ledger-" not in path]) - 2
    page = open_page("book/casualties.html", viewport=DESK, java_script_enabled=False)
    links = page.locator(".sop-nav a:visible")
    assert links.count() == 7
    page.locator(".sop-about > summary").click()
    assert links.count() == others
    assert page.locator(".sop-nav [aria-current=page]").inner_text() == "Casualties"
    page = open_page("book/casualties.html", viewport=PHONE, java_script_enabled=False)
    assert page.locator(".sop-nav a:visible").count() == 0
    page.locator(".sop-menu > summary").click()
    assert page.locator(".sop-nav a:visible").count() == 7
    page.locator(".sop-about > summary").click()
    assert page.locator(".sop-nav a:visible").count() == others
    aid = page.locator(".sop-nav a", has_text="Aid")
    assert aid.inner_text().endswith("?")
    box = aid.bounding_box()
    assert box["height"] >= 24 and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    follow_link(aid)
    assert page.url.endswith("book/aid.html")


@BOTH
def test_every_chapter_asks_its_question_and_leads_to_the_one_before_and_after(book, pages) -> None:
    for path in set(pages) - {"book/index.html", "search.html"}:
        html = (book.site / path).read_text(encoding="utf-8")
        assert re.search(r'<p class="sop-kicker">(?:<b>[^<]+</b> )?[^<]+\?</p>', html), path
        turns = re.findall(
            r'<a rel="(prev|next)" href="([^"]+)">\w+ <b>[^<]+</b> ([^<]*)</a>', html
        )
        assert 1 <= len(turns) <= 2 and all(
            "?" in question or href == "index.html" for _, href, question in turns
        ), path


def test_a_phone_leads_on_at_the_top_as_well_and_a_wide_screen_does_not(open_page) -> None:
    page = open_page("book/casualties.html", viewport=PHONE, java_script_enabled=False)
    links = page.locator(".sop-turn-top a:visible")
    assert links.all_inner_texts() == ["Previous Front line", "Next Strikes on energy"]
    assert all(
        box["y"] < 200 and box["height"] >= 24
        for box in (link.bounding_box() for link in links.all())
    )
    follow_link(links.last)
    assert page.url.endswith("book/strikes.html")
    page = open_page("book/casualties.html", viewport=DESK, java_script_enabled=False)
    assert page.locator(".sop-turn-top a:visible").count() == 0


def test_the_outside_record_is_seen_on_a_phone_without_scrolling_sideways(open_page) -> None:
    page = open_page("book/against-the-record.html", viewport=PHONE)
    table = page.locator(".sop-checks")
    right = table.locator("tbody td").evaluate_all(
        "cells => Math.max(...cells.map(c => c.getBoundingClientRect().right))"
    )
    assert right <= PHONE["width"] and table.locator("tbody td").first.bounding_box()["width"] > 150


def test_contents_stand_beside_the_text_or_open_above_it(open_page) -> None:
    page = open_page("book/talks.html", viewport=DESK, java_script_enabled=False)
    links = page.locator(".sop-toc li li a")
    assert links.count() >= 3 and links.first.is_visible()
    page = open_page("book/talks.html", viewport=TABLET, java_script_enabled=False)
    links = page.locator(".sop-toc li li a")
    assert not links.first.is_visible()
    page.locator(".sop-toc > summary").click()
    assert links.first.is_visible()
    follow_link(links.first)
    assert "#" in page.url


@BOTH
def test_every_heading_chart_record_and_source_has_an_anchor(book, pages) -> None:
    for path in set(pages) - {"search.html"}:
        main = (book.site / path).read_text(encoding="utf-8").partition("<main")[2]
        elsewhere = (
            r'<section class="sop-front-card".*?</section>|<nav '
            r'class="sop-contents".*?</nav>|<section class="sop-notes" hidden>.*'
        )
        main = re.sub(elsewhere, "", main, flags=re.DOTALL)
        # A fold's heading has its link in front of the fold.
        main = re.sub(
            r'(<a class="headerlink"[^>]*>#</a>)(<details class="sop-more">\s*<summary><h[23]>)',
            r"\2\1",
            main,
        )
        headings = re.findall(
            r'<(h[1-3]|p class="sop-title[^"]*")[^>]*>(.*?)</(?:h[1-3]|p)>', main, re.DOTALL
        )
        assert headings and not [
            words
            for _, words in headings
            if 'class="headerlink" tabindex="-1" aria-hidden="true" href="#' not in words
        ], path


def test_an_anchor_is_for_pointers_and_the_contents_lead_to_the_same_place(open_page) -> None:
    page = open_page("book/casualties.html", java_script_enabled=False)
    contents = page.locator(".sop-toc a").evaluate_all("all => all.map(e => e.hash)")
    anchors = page.locator("main h2 > .headerlink")
    assert anchors.count() >= 4
    for anchor in anchors.all():
        assert anchor.get_attribute("href") in contents
        anchor.locator("xpath=..").hover()
        assert anchor.evaluate("e => getComputedStyle(e).opacity") == "1"
        assert anchor.get_attribute("tabindex") == "-1"


def test_a_term_is_explained_in_place_without_javascript(open_page) -> None:
    page = open_page(
        "book/talks.html", java_script_enabled=False, has_touch=True, is_mobile=True, viewport=PHONE
    )
    term = page.locator(".sop-fig:has(.sop-term)").first
    card = term.locator(".sop-card")
    assert not card.is_visible()
    term.locator(".sop-tap").first.tap()
    assert card.is_visible() and "Donetsk and Luhansk regions" in card.inner_text()
    assert term.locator(".sop-term").get_attribute("href") == "glossary.html#term-Donbas"


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_tools_of_a_chart_open_one_at_a_time_below_their_line(open_page, size) -> None:
    page = open_page("book/casualties.html", viewport=size, java_script_enabled=False)
    tools = page.locator("#dead-of-both-sides .sop-tools")
    summaries = tools.locator("summary").all()
    assert [s.inner_text() for s in summaries] == ["Data", "Download", "Cite or embed", "Code"]
    line = "e => [e.offsetLeft, e.offsetTop - e.closest('.sop-figure').offsetTop]"
    places = [s.evaluate(line) for s in summaries]
    assert places[-1][1] - places[0][1] < 40
    for number, word in ((3, "Code on the chart’s own page"), (0, "Data on the chart’s own page")):
        summaries[number].click()
        panel = tools.locator("details[open]")
        assert panel.count() == 1 and word in panel.inner_text()
        assert [s.evaluate(line) for s in summaries][: number + 1] == places[: number + 1]
        assert panel.locator(".sop-panel").evaluate(line)[1] > places[-1][1]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_no_code_stands_between_the_text_and_a_chart(open_page) -> None:
    page = open_page("book/casualties.html", java_script_enabled=False)
    assert page.locator(".cell").count() == 0 and "show(" not in page.content()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_keyboards_path_through_the_head_is_the_one_that_is_seen(open_page, width) -> None:
    page = open_page("book/talks.html", viewport={"width": width, "height": 900})
    places = []
    while not page.evaluate(
        "document.querySelector('main, .sop-toc').contains(document.activeElement)"
    ):
        page.keyboard.press("Tab")
        places.append(
            page.evaluate("""() => { const e = document.activeElement, box =
              e.getBoundingClientRect();
          return e.closest(".sop-head") ? [e.className || e.localName,
            Math.round((box.y + box.height / 2) / 30), box.x] : null; }""")
        )
    path = [place[1:] for place in places if place and place[0] != "sop-skip"]
    assert len(path) >= 4 and path == sorted(path), places
