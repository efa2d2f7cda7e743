"""The front page says the point at once, and leads to every chapter by its question."""

from __future__ import annotations

import gzip
import html
import re
from itertools import combinations

import pytest

from screens import DESK, PHONE, TABLET

pytestmark = pytest.mark.browser


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
    # The drawing has its own size of type: whoever reads larger type has the lists.
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert not page.locator(".sop-timeline svg").is_visible()
    assert page.locator(".sop-timeline li:visible").count() > 8
    page = open_page("book/index.html", viewport=PHONE, java_script_enabled=False)
    assert (
        not page.locator(".sop-timeline svg").is_visible()
        and page.locator(".sop-timeline li:visible").count() > 8
    )


def test_a_day_in_a_list_of_the_axis_keeps_its_distance_from_its_event(open_page) -> None:
    page = open_page("book/index.html", viewport={"width": 360, "height": 800})
    gaps = page.locator(".sop-timeline li b").evaluate_all(
        """days => days.map(e => { 
          const [day, name] = [e.firstChild, e.nextSibling].map((text, i) => {
          const range = document.createRange(); range.selectNodeContents(text);
          if (i) range.setStart(text, text.data.search(/\\S/));
          return range.getClientRects()[0]; });
          return name.left - day.right; })"""
    )
    assert len(gaps) > 5 and min(gaps) >= 8


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
