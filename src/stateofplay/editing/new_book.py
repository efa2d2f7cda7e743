"""The command `stateofplay new`: a folder with a book about one article, which builds at once."""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import jinja2

from stateofplay.editing.article_copy import read_copy
from stateofplay.editing.checking import find_problems
from stateofplay.editing.installed_program import command, engine_requirement, shell_words
from stateofplay.editing.recording import article_record
from stateofplay.files.access import write_file
from stateofplay.files.characters import quoted, stray
from stateofplay.files.disk import BuildError, remedy
from stateofplay.files.project import PACKAGE, Project
from stateofplay.ledger.reading.book_tables import KNOWN, column_names
from stateofplay.ledger.reading.latex import to_latex
from stateofplay.ledger.reading.sources import is_home, is_web_address
from stateofplay.numbers.days import read_day

STARTER = PACKAGE / "starter"
_VERBATIM = ".github"  # in braces there, GitHub fills in itself
_Answer = TypeVar("_Answer")
# What is asked for where it is not given, in this order; the author has a name already.
_QUESTIONS = {
    "article": "The file with the article's text",
    "url": "The article's address",
    "title": "The article's title",
    "publisher": "Who published it",
    "date": "When, like 2026-02-20",
    "author": "Who makes the book",
}
# What the pages would take for Markdown that was not understood, in a word of a title.
_SIGNS = re.compile(r"[{}\[\]<>\\]|\$(?!\d)|::|~~|==|\w[~^]|:\w+:")
_TABLES = ("derived", "findings", "checks", "events", "unpublished", "corrections")


class NewBookError(BuildError):
    """No book can be made of what was given: what, and what to do, in one line."""


@dataclass(frozen=True)
class Given:
    """The article that a book is made about, and who makes the book."""

    article: Path
    url: str
    title: str
    publisher: str
    published: date
    author: str


def new(
    folder: Path,
    article: Path | None,
    url: str | None,
    title: str | None,
    publisher: str | None,
    date: str | None,
    author: str = "the makers of this book",
) -> int:
    """Write a book about `article` into `folder`; gives the exit status.

    Asks for what is None where there is a terminal. Raises NewBookError; nothing is left behind
    then.
    """
    _refuse(folder)
    given = Given(
        _answer("article", str(article) if article else None, _article),
        _answer("url", url, _url),
        _answer("title", title, _line),
        _answer("publisher", publisher, _line),
        _answer("date", date, _published),
        _answer("author", author, _line),
    )
    paragraphs = _paragraphs(given.article)
    with _beside(folder) as fresh:
        _write(fresh, given, paragraphs)
        problems = find_problems(Project(fresh))[0]
        if problems:
            raise NewBookError("\n".join(map(str, problems)))
    print(
        f"Written: {folder}, a book about “{given.title}” ({len(paragraphs)} paragraphs).\n"
        f"Next: {shell_words('cd', str(folder))}, then {command()} build, and open "
        "_build/html/index.html.\n"
        "README.md there says what stands where."
    )
    _, note = engine_requirement()
    if note:
        print(f"requirements.txt names no program: {note}.")
    return 0


def _published(text: str) -> date:
    day = read_day(text)
    if day > date.today():
        raise ValueError("is after today; give the day on which it was published")
    return day


def _refuse(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        raise NewBookError(f"{folder}: is not empty; name a new folder, or an empty one")
    if folder.exists() and not folder.is_dir():
        raise NewBookError(f"{folder}: is a file; name a new folder")
    if not folder.absolute().parent.is_dir():
        raise NewBookError(f"{folder}: the folder that it would lie in does not exist; make it")


def _answer(name: str, known: str | None, read: Callable[[str], _Answer]) -> _Answer:
    """What was given, else what the person at the terminal says, who is asked again where that
    cannot be. Raises NewBookError.
    """
    if known is not None:
        return _read(name, known, read)
    if not sys.stdin.isatty():
        raise NewBookError(f"--{name} is missing: {_QUESTIONS[name].lower()}; give it")
    while True:
        try:
            return _read(name, input(f"{_QUESTIONS[name]}: "), read)
        except EOFError:
            raise NewBookError(f"no answer; nothing was written. Give --{name}") from None
        except NewBookError as error:
            print(error)


def _read(name: str, text: str, read: Callable[[str], _Answer]) -> _Answer:
    if not text.strip():
        raise NewBookError(f"--{name} is empty: {_QUESTIONS[name].lower()}; give it")
    if found := stray(text):
        raise NewBookError(f"--{name}: {found.message}")
    try:
        return read(text.strip())
    except ValueError as error:
        raise NewBookError(f"--{name}: {quoted(text)} {error}") from None


def _article(text: str) -> Path:
    path = Path(text).expanduser()
    if not path.is_file():
        raise ValueError("is no file; name a text file with the article")
    return path


def _url(text: str) -> str:
    if not is_web_address(text) or re.search(r"[{}\\\s]", text):
        raise ValueError("is no address of a page; write one that begins with https://")
    if is_home(text):
        raise ValueError("is the home of a site; write the address of the article")
    return re.sub(r"^\w+", lambda scheme: scheme[0].lower(), text)


def _line(text: str) -> str:
    return " ".join(text.split())


def _paragraphs(path: Path) -> list[str]:
    """The article's paragraphs. Lines of a block between blank lines are put together where they
    are wrapped: where all but the last are about as long as the longest of the file.
    """
    try:
        copy = read_copy(path)
    except OSError as error:
        raise NewBookError(f"{path}: {error.strerror or error}; {remedy(error, path)}") from None
    blocks: list[list[str]] = []
    for line, number, before in zip(copy.lines, copy.numbers, [0, *copy.numbers], strict=False):
        if not blocks or number > before + 1:
            blocks.append([])
        blocks[-1].append(line)
    width = max((len(line) for line in copy.lines), default=0)
    wrapped = width <= 120 and len(blocks) > 1
    found: list[str] = []
    for block in blocks:
        long = all(len(line) > 0.6 * width for line in block[:-1])
        found += [" ".join(block)] if wrapped and long else block
    if not found:
        raise NewBookError(f"{path}: has no text; give the article with one paragraph on each line")
    return found


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder to write into, which takes the place of `folder` once everything is there; whatever
    happens, nothing else stays.
    """
    folder = folder.absolute()
    try:
        around = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            fresh = around / folder.name
            fresh.mkdir()
            yield fresh
            if folder.is_dir():
                folder.rmdir()
            fresh.rename(folder)
        finally:
            shutil.rmtree(around, ignore_errors=True)
    except OSError as error:
        name = error.filename or folder
        raise NewBookError(f"{name}: {error.strerror or error}; {remedy(error, name)}") from None


def _write(fresh: Path, given: Given, paragraphs: list[str]) -> None:
    values = _values(given)
    environment = _environment()
    for template in sorted(path for path in STARTER.rglob("*") if path.is_file()):
        name = template.relative_to(STARTER).as_posix().replace("dot-", ".")
        text = template.read_text(encoding="utf-8")
        if not name.startswith(_VERBATIM):
            text = environment.from_string(text).render(values)
        write_file(fresh / name, text)
    for table, schema in {"figures": "figure", **{t: KNOWN[t].schema for t in _TABLES}}.items():
        write_file(fresh / "data" / f"{table}.csv", ",".join(column_names(schema)) + "\n")
    article = fresh / "seeds" / "article.txt"
    write_file(article, "\n\n".join(paragraphs) + "\n")
    key = str(values["key"])
    record = article_record(Project(fresh), article, key)
    write_file(fresh / "seeds" / f"{key.replace('_', '-')}.yml", record)


def _values(given: Given) -> dict[str, object]:
    """What the templates of the starter ask."""
    engine, note = engine_requirement()
    return {
        "title": given.title,
        "article_title": given.title,
        "short_name": _name(given.title, "-") or "book",
        "author": given.author,
        "url": given.url,
        "publisher": given.publisher,
        "date": given.published.isoformat(),
        "today": date.today(),
        "key": f"{_name(given.publisher, '_') or 'article'}_{given.published:%Y_%m_%d}",
        "engine": engine,
        "engine_note": f": {note}" if note else ".",
    }


def _name(text: str, joint: str, longest: int = 40) -> str:
    """The words of a text as the name of a file or a record, begun with a letter."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    while words and (not words[0][0].isalpha() or len(joint.join(words)) > longest):
        words = words[1:] if not words[0][0].isalpha() else words[:-1] or [words[0][:longest]]
    return joint.join(words)


def _markdown(text: str) -> str:
    """A title as a heading of Markdown: no word is read as a number, role or link."""

    def written(word: str) -> str:
        if "`" not in word and _SIGNS.search(word):
            return f"`{word}`"
        if "`" not in word and re.search(r"\d", word):
            return f"{{plain}}`{word}`"
        return re.sub(r"([\\`*_{}\[\]<>#$~|&])", r"\\\1", word)

    return " ".join(map(written, text.split()))


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    environment.filters |= {
        "quoted": lambda text: json.dumps(text, ensure_ascii=False),  # as YAML reads it
        "latex": to_latex,
        "markdown": _markdown,
    }
    return environment
