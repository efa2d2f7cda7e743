"""The budget of a page in what can be counted; `make bench` measures the seconds."""

from __future__ import annotations

import pytest

from compressing import compressed
from page_speed import Visit, visits
from projects import REPOSITORY

pytestmark = pytest.mark.browser
CHAPTERS = sorted(
    p.stem for p in REPOSITORY.book.glob("*.md") if "{code-cell}" in p.read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def visited(chromium, book) -> dict[str, tuple[Visit, Visit]]:
    """Of each chapter the first visit with the one to the next."""
    with compressed(book.site) as base:
        following = zip(CHAPTERS, [*CHAPTERS[1:], CHAPTERS[0]], strict=True)
        return {
            name: visits(chromium, *(f"{base}/book/{n}.html" for n in (name, after)), slower=1)
            for name, after in following
        }


def test_a_first_visit_and_the_next_page_keep_to_their_weight(visited) -> None:
    assert {
        name: first.bytes for name, (first, _) in visited.items() if first.bytes > 100_000
    } == {}
    assert {name: after.bytes for name, (_, after) in visited.items() if after.bytes > 45_000} == {}
    assert (
        min(first.bytes for first, _ in visited.values()) > 10_000
    )  # the weight is what came over the wire


def test_the_text_of_every_page_is_light_before_it_is_compressed(book) -> None:
    sizes = {page.stem: page.stat().st_size for page in (book.site / "book").glob("*.html")}
    assert {*CHAPTERS, "how-firm", "ledger", "sources", "index"} <= sizes.keys()
    assert {name: size for name, size in sizes.items() if size > 200_000} == {}


def test_a_first_visit_asks_for_ten_files_at_most(visited) -> None:
    assert {
        name: first.requests
        for name, (first, _) in visited.items()
        if not 2 <= first.requests <= 10
    } == {}


def test_the_first_paint_waits_for_the_style_and_one_script(visited) -> None:
    awaited = {name: first.awaited for name, (first, _) in visited.items()}
    assert {name: count for name, count in awaited.items() if not 1 <= count <= 2} == {}


def test_a_page_has_few_elements_and_stands_still(visited) -> None:
    elements = {name: first.elements for name, (first, _) in visited.items()}
    assert {name: count for name, count in elements.items() if not 200 < count <= 3_000} == {}
    assert {
        name: pair for name, pair in visited.items() if any(v.shift >= 0.01 for v in pair)
    } == {}
    # Something was seen to paint.
    assert all(first.largest_paint >= first.first_paint > 0 for first, _ in visited.values())
