"""What `_config.yml` says of the book: no other module knows its name, terms, words or pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from stateofplay.files.characters import quoted
from stateofplay.files.documents import Document, read_yaml
from stateofplay.files.problems import DataError, Problem
from stateofplay.files.texts import read_text


@dataclass(frozen=True)
class Outlines:
    """The regions that maps draw: their file below data/, who made the outlines, on what terms."""

    file: str
    by: str
    licence: str
    licence_file: str

    @property
    def name(self) -> str:
        """The name under which chapters declare them as an input: ``geo/regions``."""
        return self.file.partition(".")[0]


@dataclass(frozen=True)
class Pages:
    """The pages that every other page may link to, by what they are for, named as in `_toc.yml`."""

    ledger: str = "book/ledger"
    outside_figures: str = "book/outside-figures"
    sources: str = "book/sources"
    corrections: str = "book/corrections"
    method: str = "book/method"
    firmness: str = "book/how-firm"

    @property
    def needed(self) -> tuple[str, ...]:
        """Those without which links would lead nowhere, whatever the book holds."""
        return (self.ledger, self.sources)


@dataclass(frozen=True)
class Settings:
    """What the book says of itself, most of it under `sphinx: config: stateofplay:`.

    `short_name` begins the names of files to take along and the keys of citations; `licence` is
    that of text and data, `code_licence` that of code; `interest` says with its article what a
    speaker is whose rows have the interest ``party``; `spellings` are lists of words that the
    search takes for one.

    Of a book without data/datapackage.json: `version` and day of the release, `topics` as pairs of
    the table's name and the topic's. `event_kinds` are the kinds that events.csv may name.
    `highest_grade` is the school grade that no page may be above to read; 0 where none is set.
    `repository` is the address of the book's code, or empty, and `branch` the one it is made from;
    `contact` a mail or web address to write to, or empty.
    """

    title: str
    author: str
    short_name: str
    licence: str
    code_licence: str
    interest: str = "an interested party"
    language: str = "en-GB"
    outlines: Outlines | None = None
    spellings: tuple[tuple[str, ...], ...] = ()
    pages: Pages = Pages()
    version: str = "0.1.0"
    released: str = "1970-01-01"
    topics: tuple[tuple[str, str], ...] = ()
    event_kinds: tuple[str, ...] = ()
    highest_grade: float = 0
    repository: str = ""
    branch: str = "main"
    contact: str = ""

    @property
    def party(self) -> str:
        """`interest` without its article, as a badge has it: ``interested party``."""
        return self.interest.partition(" ")[2]

    @property
    def tell(self) -> str:
        """Whom readers may tell that something is wrong, in Markdown, as what to do."""
        if self.contact:
            is_mail = "://" not in self.contact
            return f"write to [{self.contact}]({'mailto:' * is_mail}{self.contact})"
        if self.repository:
            return f"report it [where the book’s code is kept]({self.repository})"
        return "tell whoever published this copy, as it names no address to write to"


def read_settings(path: Path, file: str) -> Settings:
    """The settings in `path`, which messages call `file`.

    Raises DataError with all that is wrong with them.
    """
    return _settings(file, read_text(path, file))


def settings_document(path: Path, file: str) -> Document:
    """`_config.yml` with the line of each setting. Raises DataError as `read_settings` does."""
    return _document(file, read_text(path, file))


def _document(file: str, text: str) -> Document:
    document = read_yaml(file, text)
    problems = document.unfit("config") or [*_of_spellings(document)]
    if problems:
        raise DataError(problems)
    return document


@lru_cache(maxsize=4)  # a build asks several times, and a preview goes on while the file changes
def _settings(file: str, text: str) -> Settings:
    content = _document(file, text).content
    sphinx = content["sphinx"]["config"]
    own = dict(sphinx["stateofplay"])
    if "outlines" in own:
        own["outlines"] = Outlines(**own["outlines"])
    own["pages"] = Pages(**own.get("pages", {}))
    own["spellings"] = tuple(map(tuple, own.get("spellings", ())))
    own["topics"] = tuple(own.get("topics", {}).items())
    own["event_kinds"] = tuple(own.get("event_kinds", ()))
    own.setdefault("short_name", _short(content["title"]))
    if "language" in sphinx:
        own["language"] = sphinx["language"]
    repository = content.get("repository", {})
    own["repository"] = repository.get("url", "").rstrip("/")
    own["branch"] = repository.get("branch", "main")
    return Settings(content["title"], content["author"], **own)


def _short(title: str) -> str:
    """A title as the beginning of a file's name: ``a-book-about-boxes``."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower())) or "book"


def _of_spellings(document: Document) -> Iterator[Problem]:
    """Spellings of more than one word, and those that stand in two lists."""
    path = ["sphinx", "config", "stateofplay", "spellings"]
    seen: set[str] = set()
    given = document.content["sphinx"]["config"]["stateofplay"].get("spellings", ())
    for number, words in enumerate(given):
        for word in {word.lower() for word in words}:
            if " " in word or word in seen:
                why = "is more than one word" if " " in word else "stands in another list already"
                yield document.problem([*path, number], f"{quoted(word)} {why}; take it out")
            seen.add(word)
