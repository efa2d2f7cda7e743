"""Characters that no text may hold, how messages quote one, digits and dashes of all scripts."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

READABLE = 60  # characters of a cell that a message repeats; whoever needs more has its place
_NONCHARACTERS = "".join(
    f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
# Letters that join, or not, where their writer says so, and signs that are joined to one picture.
_JOINED = r"\u0600-\u109f\u1780-\u18af\u2190-\u2bff\ua840-\uaa7f\ufb50-\ufefc\U0001f000-\U0001faff"
# Signs and letters that have variants; no digit, dash or letter of an alphabet is among them.
_VARIED = (
    r"\xa9\xae\u1000-\u103f\u1820-\u18af\u203c\u2049\u2122\u2139\u2190-\u2211\u2213-\u2bff"
    r"\u2e80-\u9fff\ua840-\uaa7f\uf900-\ufaff\U0001f000-\U0003ffff"
)
# XML 1.0 (the feed, the EPUB, the drawings) forbids some of these, HTML the rest; with others a
# text reads differently from what is stored, or is torn into two lines by some programs only.
# Each kind with what it is and what to do.
_KINDS = (
    ("[\x0b\x0c\u2028\u2029]", "a line break of a word processor", "write a blank or a line end"),
    ("[\x00-\x08\x0e-\x1f\x7f-\x9f]", "a control character", "delete it"),
    (
        "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]",
        "which turns the direction of writing",
        "delete it",
    ),
    ("[\ud800-\udfff]", "half of a character", "write the whole one"),
    ("\ufffd", "which stands where a program lost a letter", "write the letter"),
    (
        f"[\ufff9-\ufffb\ufdd0-\ufdef{_NONCHARACTERS}]",
        "which is no character of a text",
        "delete it",
    ),
    (
        "[\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u3164\ufeff\uffa0"
        "\U0001d173-\U0001d17a\U000e0000-\U000e007f]",
        "which nobody sees",
        "delete it",
    ),
    (
        rf"(?:(?<![{_JOINED}])|(?<=\d))[\u200c\u200d]|[\u200c\u200d](?=\d|[^{_JOINED}]|\Z)",
        "which nobody sees where it joins or parts no letters or pictures",
        "delete it",
    ),
    (
        rf"(?<![{_VARIED}])[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]",
        "which nobody sees where the sign before it has no variant",
        "delete it",
    ),
)
INVISIBLE = re.compile(r"[\u200b\u200e\u200f\u2060\ufeff]")
# A role with the mark that opens its text, or a directive's opening.
MARKUP = re.compile(
    r"\{[A-Za-z][\w:.+-]*\}[ \t]*[`‘](?:[^`’\n]{0,60}[`’])?|(?::::+|```+)[ \t]*\{[A-Za-z][\w-]*\}?"
)
# Strong text and links, which a page alone shows as such; a glob has slashes.
_STRONG_OR_LINK = re.compile(
    r"\*\*[^\s*/][^*/\n]*\*\*|!?\[[^\[\]\n]+\]\((?:https?:|mailto:|#|[\w./-]+\.md\b)[^()\s]*\)"
)
# How an accented letter or a typographic sign looks then; “MAÇÔ in quotes is written so.
_MISREAD = re.compile(
    r"[ÂÃ](?:(?<![A-Z\xc0-\xde].)|(?![\xa0«°»‘’“”‹›–—…]))[^\0-\x7f]|â[€‚„][^\0-\x7f]"
)
DASHES = "[-\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d]"  # minus signs; an em dash is none
_SIGNS = str.maketrans({"\u066b": ".", "\uff0e": ".", "\uff0c": ",", "\uff05": "%"})


@cache  # takes longer to compile than to see that nothing has changed
def _stray(more: str = "") -> re.Pattern[str]:
    """What matches a character of `_KINDS`, each kind a group of its own, or one of `more`."""
    return re.compile("|".join(f"({pattern})" for pattern, _, _ in _KINDS) + more)


class Stray(NamedTuple):
    """A character that no text may hold.

    `place` counts from 0, `message` says what it is and what to do, `rest` is the text without any.
    """

    place: int
    message: str
    rest: str


def stray(text: str) -> Stray | None:
    """The first character of `text` that may not be published; None where there is none.

    Allowed are the tab and line ends, joiners between letters or pictures that need them, and the
    choice of a variant after a sign that has some. A message is one line and never holds the
    character itself.
    """
    # Most cells are plain, and this is asked of every one.
    found = None if text.isascii() and text.isprintable() else _stray().search(text)
    if not found:
        return None
    _, what, remedy = _KINDS[(found.lastindex or 1) - 1]
    before = visible(text[max(0, found.start() - READABLE) : found.start()]).strip()[-20:]
    after = f" after “{visible(before)}”" if before else ""  # again: it may begin within a sign
    message = f"has {_code(found[0])}{after}, {what}; {remedy}"
    return Stray(found.start(), message, _stray().sub("", text))


def markup(text: str, is_markdown: bool = False) -> str | None:
    """Why a text may not hold the role, directive, strong text or link that it does; None where it
    holds none. The last two it may where others read it as Markdown.
    """
    found = MARKUP.search(text) or (None if is_markdown else _STRONG_OR_LINK.search(text))
    return (
        f"{quoted(found[0])} means something in a page’s Markdown only; "
        "write the words that are meant"
        if found
        else None
    )


def misread(text: str) -> str | None:
    """Why a text may not hold letters that were stored as UTF-8 and read as Windows text; None
    where it has no such letters.
    """
    right = text if text.isascii() else _MISREAD.sub(_reread, text)  # most are
    if right == text:
        return None
    return f"{quoted(text)} has been read in another encoding and saved; write {quoted(right)}"


def _reread(found: re.Match[str]) -> str:
    try:
        return found[0].encode("cp1252").decode()
    except UnicodeError:
        return found[0]


def quoted(text: str, most: int = READABLE) -> str:
    """`text` in quotes as a message repeats it.

    It is on one line, no longer than `most` characters, and what nobody sees is said by its number.
    """
    return f"“{shortened(text, most)}”"


def shortened(text: str, most: int = READABLE) -> str:
    """`text` as `quoted` shows it, without the quotes."""
    shown = visible(text[: 4 * most])
    return shown[:most].rstrip() + "…" if len(shown) > most or len(text) > 4 * most else shown


def western(text: str) -> str:
    """`text` without what nobody sees, with the digits, points and minus signs that programs read.

    Digits of every script become 0 to 9, and a dash before a digit or a currency a minus.
    """
    text = INVISIBLE.sub("", text).strip().translate(_SIGNS)
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(c, c)) for c in text)
        text = re.sub(rf"^{DASHES}(?=\S)", "-", text)
    return text


def visible(text: str) -> str:
    """`text` on one line, with what nobody sees, and no terminal should get, by its number."""
    text = re.sub(r"[\t\r\n]+", " ", text)
    return _stray("|[\u200c\u200d]").sub(lambda match: f"<{_code(match[0])}>", text)


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"
