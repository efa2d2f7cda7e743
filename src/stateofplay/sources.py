"""Reads seeds/: the record of every source, and the fingerprint of each article that the figures come from."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import quote

import yaml
from pybtex.database import Entry, parse_file
from pybtex.exceptions import PybtexError

from stateofplay import wording
from stateofplay.files import input_files

_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_REQUIRED_FIELDS = ("title", "url", "urldate", "license")


class SourceError(ValueError):
    """A file in seeds/ that cannot be used; the message is one line and names the file."""


@dataclass(frozen=True)
class Source:
    """One published source: who made it, what it is called, where and when it stood, and under what terms."""

    key: str
    producer: str
    title: str
    url: str
    published: str
    accessed: str
    license: str
    grade: str = ""
    interest: str = "none"

    @property
    def is_party(self) -> bool:
        return self.interest == "party"

    @property
    def day(self) -> str:
        """When it was published, in words; as recorded where that is no full date, “undated” where the source states none."""
        return "undated" if self.published == "not stated" else _day_in_words(self.published)

    @property
    def accessed_day(self) -> str:
        """When it was read, in words."""
        return _day_in_words(self.accessed)


@dataclass(frozen=True)
class Article:
    """The article of an edition: its citation and one digest per paragraph; none of its sentences."""

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


def _day_in_words(published: str) -> str:
    try:
        return wording.day(date.fromisoformat(published))
    except ValueError:
        return published


def normalise(text: str) -> str:
    """`text` with the differences removed that copies of a page differ in: quotes, dashes, Markdown marks, spacing."""
    text = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    text = _LINK.sub(r"\1", text)
    text = re.sub(r"^[#>\s]+", "", text).replace("*", "").replace("_", "")
    return " ".join(text.split())


def digest(paragraph: str) -> str:
    """SHA-256 of a paragraph's normalised text, in hexadecimal."""
    return hashlib.sha256(normalise(paragraph).encode("utf-8")).hexdigest()


def paragraphs(text: str) -> list[str]:
    """The non-blank lines of an article's text, without a front matter block: index 0 is paragraph 1."""
    lines = text.lstrip("\ufeff").splitlines()
    if lines and lines[0].strip() == "---" and "---" in (line.strip() for line in lines[1:]):
        end = next(n for n, line in enumerate(lines[1:], 1) if line.strip() == "---")
        lines = lines[end + 1 :]
    return [line.strip() for line in lines if line.strip()]


def text_fragment(url: str, words: str) -> str:
    """A link that opens `url` at `words` (https://wicg.github.io/scroll-to-text-fragment/); the plain link without words."""
    if not words:
        return url
    return f"{url}#:~:text={quote(words, safe='').replace('-', '%2D')}"


def read_sources(path: Path) -> dict[str, Source]:
    """Every record of `sources.bib` by key. Raises SourceError naming the key and the field that is missing."""
    if not path.is_file():
        raise SourceError(f"{path.name}: there is no such file; restore it, with one record for each source")
    try:
        entries = parse_file(str(path), bib_format="bibtex").entries
    except PybtexError as error:
        raise SourceError(f"{path.name}: cannot be read as BibTeX: {' '.join(str(error).split())}") from error
    return {key: _source(path, key, entry) for key, entry in entries.items()}


def _source(path: Path, key: str, entry: Entry) -> Source:
    fields = {name.lower(): _untex(value) for name, value in entry.fields.items()}
    people = [_untex(str(p)) for p in entry.persons.get("author", [])]
    producer = fields.get("organization") or fields.get("publisher") or fields.get("institution") or " and ".join(people)
    missing = [name for name in _REQUIRED_FIELDS if not fields.get(name)] + ([] if producer else ["organization"])
    if missing:
        raise SourceError(f"{path.name}: {key}: {', '.join(missing)} missing; every source states it (“not stated” is an answer)")
    _web_address(f"{path.name}: {key}: url", fields["url"])
    if people and producer not in (*people, " and ".join(people)):
        producer = f"{' and '.join(people)}, {producer}"
    return Source(
        key=key,
        producer=producer,
        title=fields["title"],
        url=fields["url"],
        published=fields.get("date", "not stated"),
        accessed=fields["urldate"],
        license=fields["license"],
        grade=fields.get("grade", ""),
        interest=fields.get("interest", "none"),
    )


def _web_address(place: str, url: str) -> None:
    """Raises SourceError for an address that is not a page of the web: a browser would run `javascript:`, and open a file."""
    if not re.match(r"https?://[^\s/]", url, re.IGNORECASE):
        raise SourceError(f"{place}: “{url}” is no address of a page; write one that begins with https://")


def _untex(text: str) -> str:
    return re.sub(r"[{}]", "", text).replace("\\&", "&").replace("\\%", "%").replace("\\$", "$").replace("\\_", "_")


def read_articles(folder: Path) -> dict[str, Article]:
    """Every article record (`*.yml`) in `seeds/` by key. Raises SourceError when a record lacks a field."""
    articles = {}
    for path in input_files(folder, "*.yml"):
        article = _article(path)
        articles[article.key] = article
    return articles


def _article(path: Path) -> Article:
    try:
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SourceError(f"{path.name}: cannot be read as YAML: {' '.join(str(error).split())}") from error
    names = ("key", "title", "producer", "url", "published", "language", "paragraphs")
    missing = [n for n in names if not (isinstance(record, dict) and record.get(n))]
    if missing:
        raise SourceError(f"{path.name}: {', '.join(missing)} missing; see the record of the first article")
    try:
        count, items = record["paragraphs"]["count"], record["paragraphs"]["sha256"]
        digests = {item["n"]: item["sha256"] for item in items}
        boilerplate = frozenset(item["n"] for item in items if item.get("boilerplate"))
    except (KeyError, TypeError) as error:
        raise SourceError(f"{path.name}: paragraphs: write count, and under sha256 one n and sha256 for each paragraph") from error
    _web_address(f"{path.name}: url", str(record["url"]))
    article = Article(**{n: str(record[n]) for n in names[:-1]}, digests=digests, boilerplate=boilerplate)
    if article.paragraph_count != count:
        raise SourceError(f"{path.name}: paragraphs: count is {count}, "
                          f"but the last digest is of paragraph {article.paragraph_count}")
    return article
