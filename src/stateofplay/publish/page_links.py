"""Follows every link within the built site, and looks at every id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlparse

from stateofplay.publish.opened_pages import opened
from stateofplay.publish.results import Result
from stateofplay.site.page_text import Page


def check_links(site: Path) -> Result:
    """Every link from page to page, to a place on a page, and to a file, and every id."""
    pages = {path: Page(opened(site, path)) for path in sorted(site.rglob("*.html"))}
    anchors = {path.resolve(): set(page.anchors) for path, page in pages.items()}
    count, elsewhere = 0, 0
    problems: list[str] = []
    for path, page in pages.items():
        name = path.relative_to(site).as_posix()
        problems += [f"{name}: {problem}" for problem in _of_ids(page)]
        for link in page.links:
            address = urlparse(link)
            if address.scheme or address.netloc:
                elsewhere += 1
                continue
            count += 1
            target = _target(site, path, unquote(address.path))
            fragment = unquote(address.fragment)
            if not target.is_file():
                problems.append(f"{name}: links to {link}, which is not there")
            elif fragment and target in anchors and fragment not in anchors[target]:
                problems.append(f"{name}: links to {link}, a place that the page does not have")
    detail = f"{count:,} links within the site ({elsewhere:,} lead elsewhere and were not tried)"
    return Result("Links", detail, problems)


def _of_ids(page: Page) -> Iterator[str]:
    """What is wrong with the ids of a page: one that stands twice, or that it names and lacks."""
    for one, times in Counter(page.anchors).items():
        if times > 1:
            yield f"has the id “{one}” {times} times"
    for one in sorted(page.references - set(page.anchors)):
        yield f"has no “{one}”, which one of its elements refers to"


def _target(site: Path, page: Path, path: str) -> Path:
    """The file that a link on `page` leads to, whether it is there or not."""
    target = (page.parent / path).resolve() if path else page.resolve()
    if page == site / "404.html":
        # Shown at any depth: its links begin at the address that the site is to have.
        parts = [part for part in path.split("/") if part not in ("", "..")]
        ways = (site.joinpath(*parts[at:]) for at in range(len(parts)))
        target = next((way for way in ways if way.exists()), site)
    return target / "index.html" if target.is_dir() else target
