"""A new book for tests, by `stateofplay new`."""

from __future__ import annotations

from pathlib import Path

from stateofplay.cli import main

ARTICLE = """\
The central bank of Eastmark raised its key rate by a quarter of a point to 3.75 percent.

Seven of the nine members of its board voted for the step; two wanted to wait.

Inflation stood at 4.1 percent in October, the statistics office says.
"""
GIVEN = {
    "--url": "https://example.org/eastmark/key-rate?a=1&b=50%25",
    "--title": "Eastmark: “higher”, # and {braces} & 'quotes' cost 5% _more_",
    "--publisher": "Eastmark Courier",
    "--date": "2026-11-05",
}


def made(folder: Path, text: Path, **other: str) -> int:
    given = {"--article": str(text), **GIVEN, **{f"--{k}": v for k, v in other.items()}}
    return main(["new", str(folder), *(word for pair in given.items() for word in pair)])
