"""Breaks labels into lines: at blanks, and within a word that is wider than its room."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from stateofplay.charts.theme import FONT_SIZE

# Average advance of Arial in ems; wrapping errs on the narrow side, and Vega measures the result
# exactly.
ADVANCE = 0.54
LINE_HEIGHT = 15  # pixels between the lines of a label
_PIECES = re.compile(r"[^\W\d_]+[\W_]?|.", re.DOTALL)  # a word may end after what joins its parts


def wrap(text: str, width: float, size: float = FONT_SIZE, most: int = 0) -> list[str]:
    """`text` in lines of at most `width` pixels, and of at most `most` lines (0: as many as it
    takes).

    Lines end at blanks; a word that is wider than a line is broken, with a hyphen between letters
    of scripts that have it. What does not fit into `most` lines is left out, with an ellipsis.
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if _ems(longer, ADVANCE) * size <= width:
            lines[-1] = longer
            continue
        lines += [""] if lines[-1] else []
        *broken, lines[-1] = _broken(word, width / size)
        lines[-1:-1] = broken
    if most and len(lines) > most:
        lines = [
            *lines[: most - 1],
            lines[most - 1].rstrip("-")[: max(1, len(lines[most - 1]) - 2)] + "…",
        ]
    return lines


def surely_fit(lines: Iterable[str], width: float) -> bool:
    """Whether every line takes at most `width` pixels in whichever font: then no limit is needed,
    and Vega need not measure them for it, which is half of what drawing a long label takes."""
    return all(sum(map(_widest, line)) * FONT_SIZE <= width for line in lines)


def _widest(character: str) -> float:
    """What a character takes at most, in ems; of scripts that the estimate does not know, much."""
    return _em(character, 0.0) if character < "\u0530" or "\u2010" <= character < "\u2200" else 1.5


def _broken(word: str, ems: float) -> list[str]:
    """A word in pieces of at most `ems`, after a sign that joins its parts where there is one."""
    if _ems(word, ADVANCE) <= ems and _ems(word) <= ems * 1.2:
        return [word]
    pieces = [""]
    for part in _PIECES.findall(word):
        if pieces[-1] and _ems(pieces[-1] + part) > ems - 0.35:
            pieces.append("")
        for character in part:
            before = pieces[-1]
            if before and _ems(before + character) > ems - 0.35 and not _joins(character):
                pieces[-1] += "-" if _is_cased(before[-1]) and _is_cased(character) else ""
                pieces.append("")
            pieces[-1] += character
    return [piece for piece in pieces if piece]


def _is_cased(character: str) -> bool:
    return character.lower() != character.upper()


def _joins(character: str) -> bool:
    """Whether a character belongs to the one before it."""
    return unicodedata.category(character)[0] == "M" or character in "\u200d\u200c"


def _ems(text: str, average: float = 0.0) -> float:
    """The width of `text` in ems: East Asian characters are square; others are `average`, or, where
    that is 0, as wide as letters of their kind are in Arial."""
    return sum(_em(character, average) for character in text)


@cache
def _em(character: str, average: float) -> float:
    if _joins(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if average:
        return average
    if character in "iljtfrI.,:;'|!()[] -":
        return 0.34
    if character in "WMmw@%ЖШЩЮМ":
        return 0.95
    return 0.74 if character.isupper() else ADVANCE + 0.03


def lifted(broken: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Conditions that lift a label of several lines by half its extra height: Vega puts its first
    line in the row's middle.
    """
    of_lines: dict[int, list[str]] = {}
    for value, lines in broken.items():
        of_lines.setdefault(len(lines), []).append(value)
    return [
        {
            "test": f"indexof({json.dumps(values)}, datum.value) >= 0",
            "value": -LINE_HEIGHT * (number - 1) / 2,
        }
        for number, values in sorted(of_lines.items())
    ]
