"""The budget of a page: weight and requests strictly, times on a processor slowed four times, the best of several visits."""

from __future__ import annotations

from functools import partial

import pytest

from page_speed import Visit, best, compressed
from projects import REPOSITORY

pytestmark = pytest.mark.browser
CHAPTERS = sorted(p.stem for p in REPOSITORY.book.glob("*.md") if "{code-cell}" in p.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def busy(chromium, tmp_path_factory) -> float:
    """How much slower than it should be this machine is just now: an empty page shows within a tenth of a second where there is time for it."""
    folder = tmp_path_factory.mktemp("empty")
    (folder / "index.html").write_text("<!doctype html><title>Empty</title><p>Empty", encoding="utf-8")
    with compressed(folder) as base:
        first, _ = best(chromium, f"{base}/index.html", f"{base}/index.html", 5, lambda visit: visit.first_paint < 100)
    return max(1.0, first.first_paint / 100)


def quick(visit: Visit, busy: float) -> bool:
    """Whether a page shows in time (milliseconds) and stands still; `busy` stretches the time, not the stillness."""
    return visit.first_paint < 300 * busy and visit.largest_paint < 500 * busy and visit.blocked < 20 * busy and visit.shift < 0.01


@pytest.fixture(scope="module")
def visited(chromium, book, busy) -> dict:
    """Each chapter visited first, and the next one after it; again where it was slow, since a busy machine is never quick by chance."""
    following = dict(zip(CHAPTERS, [*CHAPTERS[1:], CHAPTERS[0]], strict=True))
    with compressed(book.site) as base:
        return {name: best(chromium, f"{base}/book/{name}.html", f"{base}/book/{after}.html", 6, partial(quick, busy=busy))
                for name, after in following.items()}


def test_a_first_visit_and_the_next_page_keep_to_their_weight(visited) -> None:
    assert {name: first.bytes for name, (first, _) in visited.items() if first.bytes > 100_000} == {}
    assert {name: after.bytes for name, (_, after) in visited.items() if after.bytes > 45_000} == {}
    assert min(first.bytes for first, _ in visited.values()) > 10_000  # the weight is what came over the wire


def test_a_first_visit_asks_for_ten_files_at_most(visited) -> None:
    assert {name: first.requests for name, (first, _) in visited.items() if not 2 <= first.requests <= 10} == {}


def test_pages_show_at_once_and_stand_still_on_a_slow_machine(visited, busy) -> None:
    assert {name: pair for name, pair in visited.items() if not all(quick(visit, busy) for visit in pair)} == {}
    assert all(first.largest_paint >= first.first_paint > 0 for first, _ in visited.values())
