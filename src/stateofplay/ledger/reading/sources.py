"""Sources, and articles as the book knows them: citations and fingerprints, read from seeds/."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from calendar import monthrange
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from stateofplay.files.access import input_files
from stateofplay.files.characters import quoted
from stateofplay.files.documents import Document, read_yaml
from stateofplay.files.problems import DataError, Problem
from stateofplay.files.texts import read_text
from stateofplay.numbers import periods

_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Source:
    """One published source: who made it, its title, where and when it stood, and on what terms."""

    key: str
    producer: str
    title: str
    url: str
    published: str
    accessed: str
    license: str
    grade: str = ""
    interest: str = "none"
    medium: str = ""

    @property
    def anchor(self) -> str:
        """Its place on the page of the sources."""
        return self.key.replace("_", "-")

    @property
    def is_party(self) -> bool:
        """Whether a party publishes it itself; an outlet that passes on a party's words is none."""
        return self.interest == "party"

    @property
    def is_dataset(self) -> bool:
        """Whether its numbers are cells of a table, to be found by row and column."""
        return self.medium == "dataset"

    @cached_property
    def known_until(self) -> date | None:
        """The last day of which it can speak: of publication, or of reading if none is stated."""
        day = self.accessed if self.published == "not stated" else self.published
        return _last_day(day.rpartition("/")[2]) if is_day(day) else None

    @property
    def day(self) -> str:
        """When it was published, in words; “undated” where the source does not say."""
        return "undated" if self.published == "not stated" else _day_in_words(self.published)

    @property
    def accessed_day(self) -> str:
        """When it was read, in words."""
        return _day_in_words(self.accessed)


@dataclass(frozen=True)
class Article:
    """The article of an edition: its citation and a digest per paragraph; none of its sentences."""

    key: str
    title: str
    producer: str
    url: str
    published: str
    language: str
    digests: dict[int, str] = field(default_factory=dict)
    boilerplate: frozenset[int] = frozenset()

    @property
    def date(self) -> date | None:
        """The day of publication; None where the record has no full date."""
        try:
            return date.fromisoformat(self.published)
        except ValueError:
            return None

    @property
    def day(self) -> str:
        """The day of publication in words; as recorded where it is no full date."""
        return _day_in_words(self.published)

    @property
    def paragraph_count(self) -> int:
        return max(self.digests, default=0)


@lru_cache(maxsize=1000)  # every entry of an article says the same one
def _day_in_words(published: str) -> str:
    if not is_day(published):
        return published
    first, _, last = published.partition("/")
    return periods.period(_first_day(first), _last_day(last or first))


def normalise(text: str) -> str:
    """`text` without what copies of a page differ in: quotes, dashes, Markdown marks, spacing."""
    text = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    text = without_links(text)
    text = re.sub(r"^[#>\s]+", "", text).replace("*", "").replace("_", "")
    return " ".join(text.split())


def without_links(text: str) -> str:
    """`text` with the words of each Markdown link in its place."""
    return _LINK.sub(r"\1", text)


def digest(paragraph: str) -> str:
    """SHA-256 of a paragraph's normalised text, in hexadecimal."""
    return hashlib.sha256(normalise(paragraph).encode("utf-8")).hexdigest()


def paragraphs(text: str) -> list[str]:
    """The non-blank lines of an article's text, without front matter: index 0 is paragraph 1."""
    lines = text.lstrip("\ufeff").splitlines()
    if lines and lines[0].strip() == "---" and "---" in (line.strip() for line in lines[1:]):
        end = next(n for n, line in enumerate(lines[1:], 1) if line.strip() == "---")
        lines = lines[end + 1 :]
    return [line.strip() for line in lines if line.strip()]


def text_fragment(url: str, words: str) -> str:
    """A link that opens `url` at `words` (https://wicg.github.io/scroll-to-text-fragment/).

    Without words it is the plain link.
    """
    if not words:
        return url
    return f"{url}#:~:text={quote(words, safe='').replace('-', '%2D')}"


def is_web_address(url: str) -> bool:
    """Whether `url` is a page of the web: a browser would run `javascript:`, and open a file."""
    return re.fullmatch(r"https?://[^\s/]\S*", url, re.IGNORECASE) is not None


def is_home(url: str) -> bool:
    """Whether `url` is the home of a site, and no page of it."""
    return re.fullmatch(r"https?://[^/?#]+/*", url, re.IGNORECASE) is not None


def is_day(text: str) -> bool:
    """Whether `text` is a day, month or year, or two of them with a stroke, the earlier first."""
    parts = text.split("/")
    days = [day for part in parts if (day := _first_day(part))]
    return len(days) == len(parts) <= 2 and days == sorted(days)


def is_ahead(day: date | None) -> bool:
    """Whether a day has not begun anywhere: in the furthest east it is a day later than here."""
    return day is not None and day > date.today() + timedelta(days=1)


def unread(published: str, read: str) -> str:
    """Why a page cannot have been read on the day `read`; empty where it can, or where one of the
    two is no day."""
    day = _last_day(read.rpartition("/")[2]) if is_day(read) else None
    if is_ahead(_first_day(read.partition("/")[0])):
        return f"{quoted(read)} is still to come; correct the day"
    first = _first_day(published.partition("/")[0]) if is_day(published) else None
    if day is None or first is None or first <= day:
        return ""
    return f"{quoted(read)} is before the page was published, {published}; correct one of the two"


def _first_day(text: str) -> date | None:
    form = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?", text)
    try:
        return date(*(int(part or 1) for part in form.groups())) if form else None
    except ValueError:
        return None


def _last_day(text: str) -> date | None:
    first, exact = _first_day(text), text.count("-")
    if first is None or exact == 2:
        return first
    month = 12 if exact == 0 else first.month
    return date(first.year, month, monthrange(first.year, month)[1])


def read_articles(folder: Path) -> dict[str, Article]:
    """Every article record (`*.yml`) in `seeds/` by key. Raises DataError with all mistakes."""
    articles: dict[str, Article] = {}
    problems: list[Problem] = []
    for path in input_files(folder, "*.yml"):
        file = f"{folder.name}/{path.relative_to(folder).as_posix()}"
        try:
            document = read_yaml(file, read_text(path, file))
        except DataError as error:
            problems += error.problems
            continue
        unfit = document.unfit("article") or [*_unfit(document, articles)]
        if not unfit:
            article = _article(document.content)
            articles[article.key] = article
        problems += unfit
    if not articles and not problems:
        said = "has no record of an article (*.yml); restore it"
        problems.append(Problem(folder.name, 0, "", said))
    if problems:
        raise DataError(problems)
    return articles


def _article(record: dict[str, Any]) -> Article:
    items = record["paragraphs"]["sha256"]
    names = ("key", "title", "producer", "url", "published", "language")
    return Article(
        **{name: record[name] for name in names},
        digests={item["n"]: item["sha256"] for item in items},
        boilerplate=frozenset(item["n"] for item in items if item.get("boilerplate")),
    )


def _unfit(document: Document, articles: Container[str]) -> Iterator[Problem]:
    """What a record of the right form still says that cannot be."""
    record, seen = document.content, set()
    if record["key"] in articles:
        told = f"{quoted(record['key'])} is the key of another record; give one of them another"
        yield document.problem(["key"], told)
    for name in ("published", "accessed"):
        day = record.get(name, "")
        if re.fullmatch(r"[0-9/.-]+", day) and not is_day(day):
            yield document.problem([name], f'{quoted(day)} is no day; write it like "2026-02-20"')
        elif said := unread(record["published"], day):
            yield document.problem([name], said)
    for number, item in enumerate(record["paragraphs"]["sha256"]):
        if item["n"] in seen:
            told = f"paragraph {item['n']} stands there already"
            yield document.problem(["paragraphs", "sha256", number, "n"], told)
        seen.add(item["n"])
    count = record["paragraphs"]["count"]
    if max(seen) != count:
        told = f"is {count}, but the last digest is of paragraph {max(seen)}; correct one of them"
        yield document.problem(["paragraphs", "count"], told)
