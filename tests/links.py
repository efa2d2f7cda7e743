"""Tries the address of every source and article, as `make links` does; the only part of the project that needs a network."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import requests

from stateofplay.ledger import load_ledger

TIMEOUT = 30  # seconds
# Sites that refuse programs answer one of these; the page may still be there for a reader.
REFUSED = (401, 403, 405, 406, 429, 451)


def state_of(url: str) -> str:
    """``ok``, ``refused`` (the site does not answer programs) or what is wrong with the address."""
    try:
        with requests.get(url, timeout=TIMEOUT, stream=True, headers={"User-Agent": "Mozilla/5.0 (link check)"}) as answer:
            if answer.status_code in REFUSED:
                return "refused"
            return "ok" if answer.ok else f"answers {answer.status_code}"
    except requests.RequestException as error:
        return f"cannot be reached: {type(error).__name__}"


def report(urls: dict[str, str]) -> list[str]:
    """One line for each address (by its key) that is not ok."""
    with ThreadPoolExecutor(8) as pool:
        states = dict(zip(urls, pool.map(state_of, urls.values()), strict=True))
    return [f"{key}: {urls[key]} {state}" for key, state in states.items() if state != "ok"]


def main() -> int:
    urls = {key: source.url for key, source in load_ledger().sources.items() if source.url}
    lines = report(urls)
    print("\n".join([*lines, f"{len(urls) - len(lines)} of {len(urls)} addresses answer"]))
    return 1 if any(not line.endswith(" refused") for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
