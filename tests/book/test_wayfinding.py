"""Finding one's way in a browser: the front page, navigation, contents, search, terms, the tools
under a chart.
"""

from __future__ import annotations

import gzip
import html
import re
from itertools import combinations

import pytest

pytestmark = pytest.mark.browser
DESK, TABLET, PHONE = ({"width": w, "height": h} for w, h in ((1440, 900), (768, 1000), (360, 780)))


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


def bottom(place) -> float:
    box = place.bounding_box()
    return box["y"] + box["height"]


def overlapping(boxes: list[dict[str, float]]) -> list[tuple]:
    """The pairs of boxes that share more than a rim of one pixel across and two down."""

    def before(one, other, at: str, size: str, rim: int) -> bool:
        return one[at] + one[size] <= other[at] + rim

    return [
        (one, other)
        for one, other in combinations(boxes, 2)
        if not any(
            before(*pair, *edge)
            for pair in ((one, other), (other, one))
            for edge in (("x", "width", 1), ("y", "height", 2))
        )
    ]


def test_the_front_page_says_the_point_and_begins_the_story_in_one_screen_and_weighs_little(
    open_page, book
) -> None:
    page = open_page("book/index.html", viewport=DESK, java_script_enabled=False)
    drawings = [d.bounding_box() for d in page.locator(".sop-steps svg").all()]
    assert (
        len(drawings) == 5
        and len({round(d["y"]) for d in drawings}) == 1
        and bottom(page.locator(".sop-steps")) <= 900
    )
    assert "20 February 2026" in page.locator(".sop-kicker").inner_text()
    assert (
        not page.locator(".sop-events").is_visible() and not page.locator(".sop-notes").is_visible()
    )
    page = open_page("book/index.html", viewport=DESK)
    heads = page.locator("main > section > *:visible").all()
    assert overlapping([head.bounding_box() for head in heads]) == []
    files = [url.partition("?")[0].split("/", 3)[3] for url in page.requested]
    assert sum(len(gzip.compress((book.site / file).read_bytes())) for file in files) < 60_000


@pytest.mark.parametrize("size", [{"width": 360, "height": 740}, PHONE, TABLET])
def test_the_first_screen_of_a_phone_says_the_point_and_begins_the_story(open_page, size) -> None:
    page = open_page("book/index.html", viewport=size)
    assert (
        bottom(page.locator("main > section > p:not(.sop-evidence-line)").first)
        <= size["height"] * 0.75
    )
    assert page.locator(".sop-steps > li").first.bounding_box()["y"] <= size["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_card_for_each_chapter_asks_its_question_and_answers_with_its_title(
    open_page, book
) -> None:
    page = open_page("book/index.html", viewport=DESK)
    cards = page.locator(".sop-front-card").all()
    assert len(cards) == 7
    for card in cards:
        assert (
            card.locator("a").count()
            == card.locator("svg[role=img]").count()
            == card.locator(".sop-evidence").count()
            == 1
        )
        assert "Source" in card.inner_text()
        chapter = (book.site / "book" / card.locator("a").get_attribute("href")).read_text(
            encoding="utf-8"
        )
        words = re.sub(
            r"\s+",
            " ",
            re.sub(r"<[^>]+>", "", re.search(r"<h1>(.*?)<a class", chapter, re.DOTALL)[1]),
        )
        assert html.unescape(words).strip() == card.locator("h3").inner_text().strip()
        assert f"{card.locator('.sop-front-question').inner_text()}</p>" in chapter
    rows: dict[int, set[int]] = {}
    for card in cards:
        rows.setdefault(round(card.bounding_box()["y"]), set()).add(
            round(card.locator("svg").first.bounding_box()["y"])
        )
    assert len(rows) == 2


def test_what_happened_stands_on_one_axis_or_in_lists_with_names_that_do_not_meet(
    open_page,
) -> None:
    page = open_page("book/index.html", viewport=DESK, java_script_enabled=False)
    assert (
        page.locator(".sop-timeline svg").is_visible()
        and page.locator(".sop-timeline li:visible").count() == 0
    )
    boxes = [t.bounding_box() for t in page.locator(".sop-timeline text:not(.sop-day)").all()]
    assert len(boxes) > 10
    assert overlapping(boxes) == []
    page = open_page("book/index.html", viewport=PHONE, java_script_enabled=False)
    assert (
        not page.locator(".sop-timeline svg").is_visible()
        and page.locator(".sop-timeline li:visible").count() > 8
    )


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


def test_no_text_of_a_card_is_cut_off(open_page) -> None:
    for size in (DESK, PHONE):
        page = open_page("book/index.html", viewport=size)
        assert (
            page.evaluate("""() =>
              [...document.querySelectorAll('.sop-front-chart svg')].flatMap(s => {
            const frame = s.getBoundingClientRect();
            return [...s.querySelectorAll('text')].filter(t => { const b =
              t.getBoundingClientRect();
              return b.left < frame.left - 2 || b.right > frame.right + 2 ||
                b.top < frame.top - 2 || b.bottom > frame.bottom + 2;
            }).map(t => t.textContent)})""")
            == []
        )


def test_the_chapters_lie_open_on_a_wide_screen_and_in_a_menu_with_their_questions_on_a_phone(
    open_page, pages
) -> None:
    page = open_page("book/casualties.html", viewport=DESK, java_script_enabled=False)
    links = page.locator(".sop-nav a:visible")
    assert links.count() == 7
    page.locator(".sop-about > summary").click()
    assert links.count() == len(pages) - 2
    assert page.locator(".sop-nav [aria-current=page]").inner_text() == "Casualties"
    page = open_page("book/casualties.html", viewport=PHONE, java_script_enabled=False)
    assert page.locator(".sop-nav a:visible").count() == 0
    page.locator(".sop-menu > summary").click()
    assert page.locator(".sop-nav a:visible").count() == 7
    page.locator(".sop-about > summary").click()
    assert page.locator(".sop-nav a:visible").count() == len(pages) - 2
    aid = page.locator(".sop-nav a", has_text="Aid")
    assert aid.inner_text().endswith("?")
    box = aid.bounding_box()
    assert box["height"] >= 24 and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    aid.click()
    assert page.url.endswith("book/aid.html")


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
    links.last.click()
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
    links.first.click()
    assert "#" in page.url


def test_every_heading_chart_record_and_source_has_an_anchor(book, pages) -> None:
    for path in set(pages) - {"search.html"}:
        main = (book.site / path).read_text(encoding="utf-8").partition("<main")[2]
        elsewhere = (
            r'<section class="sop-front-card">.*?</section>|<nav '
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
            words for _, words in headings if 'class="headerlink" href="#' not in words
        ], path


def test_an_anchor_shows_when_it_has_the_focus(open_page) -> None:
    page = open_page("book/casualties.html", java_script_enabled=False)
    for link in page.locator(".headerlink").all():
        link.focus()
        assert link.evaluate("e => getComputedStyle(e).opacity") == "1"


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
    for number, word in ((3, "show("), (0, "Russian, known by name")):
        summaries[number].click()
        panel = tools.locator("details[open]")
        assert panel.count() == 1 and word in panel.inner_text()
        assert [s.evaluate(line) for s in summaries][: number + 1] == places[: number + 1]
        assert panel.locator(".sop-panel").evaluate(line)[1] > places[-1][1]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_no_code_stands_between_the_text_and_a_chart(open_page) -> None:
    page = open_page("book/casualties.html", java_script_enabled=False)
    assert page.locator(".cell").count() == 0
    assert page.locator(".sop-figure .sop-panel pre").count() >= page.locator(".sop-figure").count()


SEARCHES = [
    ("31,680", "Figure", r"31,680", "ledger.html#losses_2026_01"),
    ("31680", "Figure", r"31,680", "ledger.html#losses_2026_01"),
    ("19", "Figure", r"about 19%", "ledger.html#russia_share_2026_02"),
    # The chapter whose question and title have the word, and the chart whose title has it.
    ("replace", "Casualties", r"replaces", "casualties.html"),
    ("recruits", "Chart in Casualties", r"recruits", "casualties.html#balance-by-source"),
    ("shadow fleet", "Term", r"shadow fleet", "glossary.html#term-shadow-fleet"),
    ("front line", "Front line", r"Russia", "front-line.html"),
    ("losses_goal", "Figure", r"50,000", "ledger.html#losses_goal"),
    ("zelenskyy outcome", "Event", r"not enough", "index.html#event-address"),
]


@pytest.mark.parametrize(("query", "kind", "title", "href"), SEARCHES)
def test_search_finds_first_what_is_meant(open_page, query, kind, title, href) -> None:
    page = open_page(f"search.html?q={query}")
    first = page.locator("#search-results li").first
    first.wait_for()
    assert first.locator(".sop-found-page").inner_text() == kind
    assert re.search(title, first.locator("a").inner_text())
    assert href in first.locator("a").get_attribute("href")
    if query not in ("losses_goal", "front line"):
        assert first.locator("mark").count() >= 1


def test_a_speaker_leads_to_what_he_stated(open_page) -> None:
    page = open_page("search.html?q=klitschko")
    page.locator("#search-results a").first.wait_for()
    links = page.locator("#search-results a").evaluate_all(
        "links => links.slice(0, 4).map(a => a.hash)"
    )
    assert links[0] == "#term-Vitali-Klitschko"  # who he is, then what he stated
    assert {"#heat_this_attack", "#heat_before"} <= set(links)


def test_a_number_is_found_whole_and_not_inside_another(open_page) -> None:
    page = open_page("search.html?q=19")
    texts = page.locator("#search-results li").all_inner_texts()
    assert texts and not [
        t
        for t in texts
        if not re.search(r"(?<![\d.,])19(?![\d]|[.,]\d)", t.replace("…", " ")) and "Figure" in t
    ]


def test_the_arrow_keys_lead_through_the_results(open_page) -> None:
    page = open_page("search.html")
    page.keyboard.type("kharkiv")
    page.locator("#search-results a").first.wait_for()
    assert "q=kharkiv" in page.url
    assert re.fullmatch(
        r"(One place|\d+ places) found\.",
        page.locator("#search-results [role=status]").inner_text(),
    )
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement === document.querySelector('#search-results a')")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/book/**")


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


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("front-line", "front line"),
        ("frontline", "front line"),
        ("casualty", "casualties"),
        ("Casualties", "casualty"),
        ("31 680", "31,680"),
        ("31\N{NO-BREAK SPACE}680", "31680"),
        ("31.680", "31,680"),
        ("Kiev", "Kyiv"),
        ("Київ", "kyiv"),
        ("Kharkov", "Kharkiv"),
        ("Zelensky", "Zelenskyy"),
        ("Zaporozhye", "Zaporizhzhia"),
        ("sanctioned", "sanctions"),
        ("Kyïv’s", "Kyiv"),
        ("U.S.", "US"),
        ("U.N.", "UN"),
        ("38 billion", "€38bn"),
    ],
)
def test_a_query_finds_the_same_in_each_of_its_spellings(open_page, query, same) -> None:
    page = open_page(f"search.html?q={query}")
    found = []
    for text in (query, same):
        page.locator("#q").fill(text)
        found.append(
            sorted(
                page.locator("#search-results a").evaluate_all("links => links.map(a => a.href)")
            )
        )
    assert found[0] == found[1] and len(found[0]) > 0
    assert page.locator("#search-results mark").count() > 0


def test_words_are_not_found_across_others(open_page) -> None:
    page = open_page("search.html?q=31 99999")
    assert page.locator("#search-results [role=status]").inner_text() == "No places found."
