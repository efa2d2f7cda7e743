"""Tries the address of every source, and of every link out of the built pages, as `make links`
does; needs a network.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from stateofplay.ledger.loading import load_ledger
from stateofplay.site.page_text import Page

TIMEOUT = 30  # seconds
# Sites that refuse programs answer one of these; the page may still be there for a reader.
REFUSED = (401, 403, 405, 406, 429, 451)


def external_links(site: Path) -> dict[str, str]:
    """Every address outside `site` that one of its pages links to, without its fragment, and the
    first page that does.
    """
    found: dict[str, str] = {}
    for page in sorted(site.rglob("*.html")):
        for link in Page(page.read_text(encoding="utf-8")).links:
            if link.startswith(("http:", "https:", "//")):
                found.setdefault(link.partition("#")[0], page.relative_to(site).as_posix())
    return found


def state_of(url: str) -> str:
    """``ok``, ``refused`` (the site does not answer programs) or what is wrong with the address."""
    try:
        with requests.get(
            url, timeout=TIMEOUT, stream=True, headers={"User-Agent": "Mozilla/5.0 (link check)"}
        ) as answer:
            if answer.status_code in REFUSED:
                return "refused"
            return "ok" if answer.ok else f"answers {answer.status_code}"
    except requests.RequestException as error:
        return f"cannot be reached: {type(error).__name__}"


def report(urls: dict[str, str]) -> list[str]:
    """One line for each address (by where it stands) that is not ok."""
    with ThreadPoolExecutor(8) as pool:
        states = dict(zip(urls, pool.map(state_of, urls.values()), strict=True))
    return [f"{key} {state}" for key, state in states.items() if state != "ok"]


def main() -> int:
    ledger = load_ledger()
    site = ledger.project.site
    if not site.is_dir():
        print("there is no site to take the links from; build it first: make book", file=sys.stderr)
        return 1
    named = {
        source.url.partition("#")[0]: f"sources.bib: {key}"
        for key, source in ledger.sources.items()
    }
    urls = {f"{place}: {url}": url for url, place in (external_links(site) | named).items()}
    lines = report(urls)
    print("\n".join([*lines, f"{len(urls) - len(lines)} of {len(urls)} addresses answer"]))
    return 1 if any(not line.endswith(" refused") for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
