"""What a query of the search loads: at most 100 kB with the page, whatever is asked."""

from __future__ import annotations

import gzip
import json
import re
from urllib.parse import unquote, urlsplit

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("query", ["31680", "the", "Russia", "ukraine says that", "Kiev 2026", "a"])
def test_a_query_loads_no_more_than_100_kb(open_page, book, query) -> None:
    page = open_page(f"search.html?q={query}")
    page.locator("#search-results a").first.wait_for()
    assert len([url for url in page.requested if "/search/" in url]) > 3
    assert loaded(page, book.site) <= 100_000


def loaded(page, site) -> int:
    """What a page has loaded, in bytes, compressed."""
    files = {unquote(urlsplit(url).path).lstrip("/") for url in page.requested}
    return sum(len(gzip.compress((site / file).read_bytes(), 9)) for file in files)


def often(site) -> dict[str, int]:
    """The words of the indexes, the heaviest pieces first, with the places that have each."""
    counts = {}
    pieces = (site / "search").glob("*-words-*.js")
    for path in sorted(pieces, key=lambda path: -path.stat().st_size):
        piece = json.loads(path.read_text("utf-8").partition(",")[2].removesuffix(");\n"))
        own = [(word, len(posting) // 2) for word, posting in piece.items() if word[0] != "+"]
        for word, count in sorted(own, key=lambda one: -one[1])[:3]:
            counts[word] = counts.get(word, 0) + count
    return counts


@pytest.mark.parametrize("count", [5, 12, 20, 150])
@pytest.mark.parametrize("are", ["frequent", "far from each other"])
def test_a_long_query_loads_no_more_than_100_kb(open_page, book, count, are) -> None:
    words = [*(counts := often(book.site))]
    if are == "frequent":
        words.sort(key=counts.get, reverse=True)
    else:
        words = words[::3]
    page = open_page(f"search.html?q={' '.join(words[:count])}")
    page.locator("#search-results [aria-live]").get_by_text("found").wait_for()
    assert loaded(page, book.site) <= 100_000


def test_the_lists_of_pieces_count_in_what_a_query_may_load(open_page, book) -> None:
    """They grow with the ledger: those of ten thousand entries with words of their own weigh 17
    kB."""
    words = sorted((counts := often(book.site)), key=counts.get, reverse=True)
    page = open_page(f"search.html?q={' '.join(words[:12])}")
    page.locator("#search-results [aria-live]").get_by_text("found").wait_for()
    before = loaded(page, book.site)
    begins = (book.site / "search" / "ledger-begins.js").read_text("utf-8")
    heavier = re.sub(r",(\d+)\]\);$", lambda own: f",{int(own[1]) + 300}]);", begins.strip())
    page.route("**/ledger-begins.js", lambda route: route.fulfill(body=heavier))
    page.requested.clear()
    page.reload()
    page.locator("#search-results [aria-live]").get_by_text("found").wait_for()
    assert loaded(page, book.site) < before - 15_000
