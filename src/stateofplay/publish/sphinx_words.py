"""Says what Sphinx and MyST report of pictures and links as this program would."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from stateofplay.files.guesses import guess

_PICTURE = re.compile(r"image file not readable: (\S+)(?: \[[\w.]+\])?")
_LINK = re.compile(r"'myst' cross-reference target not found: '([^']*)'(?: \[[\w.]+\])?")


def in_own_words(reported: str, pages: Iterable[Path]) -> str:
    """The report with what to do; `pages` are those that a link may have meant."""
    names = [path.name for path in pages]
    otherwise = "correct it, or take it out"
    reported = _PICTURE.sub(rf"there is no picture “\1”; put it there, or {otherwise}", reported)
    return _LINK.sub(
        lambda found: (
            f"there is no page “{found[1]}”; {guess(found[1], names, otherwise)}"
            if found[1].endswith(".md")
            else f"“{found[1]}” leads nowhere; {otherwise}"
        ),
        reported,
    )
