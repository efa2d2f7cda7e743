"""A copy of an article: its lines, and which paragraphs of the article they are."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stateofplay.files.problems import DataError, Problem, SourceError
from stateofplay.files.texts import OTHER_KIND
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.reading.sources import Article, digest, normalise, paragraphs
from stateofplay.ledger.reading.tables import Row

# A wrapped paragraph is put together from so much at most; without a limit, a long file of
# something else takes minutes.
MOST_LINES, MOST_CHARACTERS = 60, 3000
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_REFERENCE_LINK = re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]")
_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html\b)", re.IGNORECASE)
_BULLET = re.compile(r"^\s*[-+•·]\s+")


@dataclass(frozen=True)
class Copy:
    """A copy of an article: its non-blank lines, and the number of each in the file."""

    lines: list[str]
    numbers: list[int]

    def text(self, first: int, last: int) -> str:
        """The lines `first` to `last` as one paragraph; a word that was parted at its hyphen is put
        together.
        """
        joined = " \0".join(self.lines[first : last + 1])
        return re.sub(r"(?<=\w)- \0", "-", joined).replace("\0", "")

    def is_run(self, first: int, last: int) -> bool:
        """Whether the lines can be one paragraph: all there, no blank line among them, and not too
        long.
        """
        return (
            last < len(self.lines)
            and self.numbers[last] - self.numbers[first] == last - first
            and sum(map(len, self.lines[first : last + 1]))
            <= (MOST_CHARACTERS if last > first else sys.maxsize)
        )


@dataclass(frozen=True)
class Found:
    """A paragraph of the article in the copy: the first and last of its lines, and its normalised
    text.
    """

    first: int
    last: int
    text: str


def read_copy(path: Path) -> Copy:
    """The lines of a text file in UTF-8, UTF-16 with its mark, or the Western Windows encoding.
    Raises DataError for a file of another kind.
    """
    raw = path.read_bytes()
    is_utf_16 = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    if raw.startswith(b"%PDF") or b"\0" in raw and not is_utf_16:
        said = f"{OTHER_KIND}; save the article as plain text"
        raise DataError([Problem(str(path), 1, "", said)])
    if _WEB_PAGE.match(raw):
        said = "is the source of a web page; save the text that it shows"
        raise DataError([Problem(str(path), 1, "", said)])
    try:
        text = raw.decode("utf-16" if is_utf_16 else "utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    lines = paragraphs(text)
    numbers = [n for n, line in enumerate(text.lstrip("\ufeff").splitlines(), 1) if line.strip()]
    return Copy(lines, numbers[len(numbers) - len(lines) :])


def quoting(ledger: Ledger, article: Article) -> Iterator[tuple[Row, str]]:
    """Every row of a table that quotes the article, with the column of the quoted words."""
    for name, table in ledger.tables.items():
        column = "text" if name == "unpublished" else "as_stated"
        for row in table:
            if row.text("source") == article.key and row.text(column):
                yield row, column


def required(article: Article) -> set[int]:
    """The paragraphs of an article that are not the site's own."""
    return article.digests.keys() - article.boilerplate


def article_of(copy: Copy, articles: dict[str, Article]) -> tuple[Article | None, dict[int, Found]]:
    """Which of `articles` a copy is of, by the paragraphs found; None where none of any is."""
    matches = {key: find_paragraphs(copy, article) for key, article in articles.items()}
    key = max(matches, key=lambda k: len(required(articles[k]) & matches[k].keys()))
    of_it = required(articles[key]) & matches[key].keys()
    return (articles[key] if of_it else None), matches[key]


def copy_of_one(path: Path, ledger: Ledger) -> tuple[Copy, Article, dict[int, Found]]:
    """A copy, the article that it is of, and where its paragraphs stand. Raises SourceError for a
    copy of none, and as `read_copy` does.
    """
    copy = read_copy(path)
    article, found = article_of(copy, ledger.articles)
    if article is None:
        known = "; ".join(f"“{a.title}” ({a.producer}, {a.day})" for a in ledger.articles.values())
        raise SourceError(
            f"{path.name}: no paragraph of it is one of {known}; give a copy of it, or renew its "
            "record with stateofplay record; of another article, write its record first"
        )
    return copy, article, found


def find_paragraphs(copy: Copy, article: Article) -> dict[int, Found]:
    """Where each paragraph of `article` stands in `copy`, by paragraph number; wrapped lines are
    joined where that helps.
    """
    numbers: dict[str, list[int]] = {}
    for n, sha in article.digests.items():
        numbers.setdefault(sha, []).append(n)
    found: dict[int, Found] = {}
    taken: set[int] = set()
    starts = list(range(len(copy.lines)))
    for length in range(1, MOST_LINES + 1):
        starts = [
            i
            for i in starts
            if taken.isdisjoint(range(i, i + length)) and copy.is_run(i, i + length - 1)
        ]
        if not starts or found.keys() == article.digests.keys():
            break
        for first in starts:
            if first in taken:
                continue
            last = first + length - 1
            text = next(
                (s for s in _spellings(copy.text(first, last)) if digest(s) in numbers), None
            )
            if text is not None:
                found = {
                    n: Found(first, last, normalise(text)) for n in numbers[digest(text)]
                } | found
                taken.update(range(first, last + 1))
    return found


def _spellings(text: str) -> Iterator[str]:
    """`text` as it stands, then without what Markdown and HTML may have added to a copy of it."""
    yield text
    plain = html.unescape(text).translate(_INVISIBLE)
    plain = _REFERENCE_LINK.sub(r"\1", _ESCAPED.sub(r"\1", plain))
    plain = re.sub(r"(?<!-)-{2,3}(?!-)", "-", re.sub(r"\s>\s", " ", plain)).strip()
    if plain != text:
        yield plain
    if _BULLET.match(plain):
        yield _BULLET.sub("", plain)
