"""Reads seeds/sources.bib: the record of every source, and what is wrong with it, with the line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from pybtex.database import Entry, Person
from pybtex.database.input.bibtex import Parser
from pybtex.exceptions import PybtexError

from stateofplay.files.characters import markup, quoted
from stateofplay.files.problems import DataError, Problem
from stateofplay.files.texts import read_text
from stateofplay.ledger.reading.latex import from_latex, verbatim
from stateofplay.ledger.reading.sources import Source, is_day, is_home, is_web_address, unread

_REQUIRED = {
    "title": "its title",
    "url": "its address, with https://",
    "urldate": "the day on which it was read, like {2026-11-23}",
    "license": "its licence, or {not stated}",
}
_PRODUCERS = ("organization", "publisher", "institution")
_KNOWN = (*_REQUIRED, *_PRODUCERS, "author", "date", "grade", "interest", "medium")
WORDS = {"grade": ("A", "B", "C"), "interest": ("party", "none"), "medium": ("", "dataset")}
_NOT_STATED = "not stated"
_KEYLESS = re.compile(r"@\s*(?!(?:comment|string|preamble)\b)(\w+)\s*[{(]\s*(?:,|\w+\s*=)", re.I)
_BEGINS = re.compile(r"@\s*(\w+)\s*[{(]\s*([^\s,{}()@]+)", re.MULTILINE)


def read_sources(path: Path) -> dict[str, Source]:
    """Every record of `sources.bib` by key. Raises DataError with all that is wrong in it."""
    file = f"{path.parent.name}/{path.name}"
    return dict(sources_in(file, read_text(path, file)))


@lru_cache(maxsize=4)  # most edits change no source, and reading them takes longer than all tables
def sources_in(file: str, text: str) -> Mapping[str, Source]:
    """The records in the text of a file, as `read_sources` gives and raises them."""
    records = _Records(file, text)
    problems = [*records.twice()]
    if problems:
        raise DataError(problems)
    try:
        entries = Parser().parse_string(text).entries
    except (PybtexError, RecursionError) as error:
        raise DataError([records.unreadable(error)]) from error
    read = (_source(records, key, entry, problems) for key, entry in entries.items())
    sources = {source.key: source for source in read if source}
    if not entries:
        problems.append(
            Problem(file, 1, "", "has no record; restore it, with one record for each source")
        )
    if problems:
        raise DataError(problems)
    return sources


class _Records:
    """Where each record and each of its fields stands in the file: pybtex keeps no lines."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self._begins = [
            match
            for match in _BEGINS.finditer(text)
            if match[1].lower() not in ("comment", "string", "preamble")
        ]

    def twice(self) -> Iterator[Problem]:
        """Every record whose key an earlier one has, or one with the same address on the page; also
        in what @comment is to take out, which BibTeX reads all the same."""
        seen: dict[str, tuple[str, int]] = {}
        for match in self._begins:
            key, line = match[2], self._line_at(match.start())
            first, at = seen.setdefault(key.lower().replace("_", "-"), (key, line))
            if at != line:
                also = "" if first.lower() == key.lower() else f" as {first}, of the same address"
                said = f"stands on line {at} already{also}; give one of the records another key"
                yield Problem(self.file, line, key, said)

    def unreadable(self, error: Exception) -> Problem:
        """Why the file is no BibTeX, and in which record."""
        if found := _KEYLESS.search(self.text):
            said = f"has no key; write one, like @{found[1]}{{speaker_2026, with a comma after it"
            return Problem(self.file, self._line_at(found.start()), f"@{found[1]}", said)
        if found := self._unbalanced():
            said = "has braces that do not pair: close each field with }, and the record with } on "
            line = self._line_at(found.start())
            return Problem(self.file, line, found[2], f"{said}a line of its own after the last")
        reason = re.sub(r"^(?:syntax )?error in line \d+: ", "", " ".join(str(error).split()))
        named = next((m for m in self._begins if f" {m[2]} " in reason), None)  # a field twice
        line = getattr(error, "lineno", None) or (self._line_at(named.start()) if named else 1)
        before = (m for m in reversed(self._begins) if self._line_at(m.start()) <= line)
        inside = named or next(before, None)
        begun = inside and f" of the record {inside[2]} (line {self._line_at(inside.start())})"
        said = f"cannot be read as BibTeX: {reason}; check the commas, quotes and braces"
        return Problem(self.file, line, "", said + (begun or ""))

    def _unbalanced(self) -> re.Match[str] | None:
        """The first record whose braces do not all close: everything after it is read into it."""
        ends = [*(m.start() for m in self._begins[1:]), len(self.text)]
        pieces = (
            (m, self.text[m.start() : end]) for m, end in zip(self._begins, ends, strict=False)
        )
        return next((m for m, piece in pieces if piece.count("{") > piece.count("}")), None)

    def problem(self, key: str, field: str, message: str) -> Problem:
        """A problem with a field of a record, or with the record where it lacks the field."""
        begin = next((m.start() for m in self._begins if m[2].lower() == key.lower()), 0)
        end = next((m.start() for m in self._begins if m.start() > begin), len(self.text))
        found = re.compile(rf"\b{re.escape(field)}\s*=", re.IGNORECASE).search(
            self.text, begin, end
        )
        return Problem(
            self.file,
            self._line_at(found.start() if found else begin),
            f"{key}.{field}" if field else key,
            message,
        )

    def _line_at(self, place: int) -> int:
        return self.text.count("\n", 0, place) + 1


def _source(records: _Records, key: str, entry: Entry, problems: list[Problem]) -> Source | None:
    """One record as a source; what is wrong with it is added to `problems`."""
    found = len(problems)
    fields = {
        name.lower(): _field(records, key, name.lower(), value, problems)
        for name, value in entry.fields.items()
    }
    people = [
        _field(records, key, "author", spoken_name(person), problems)
        for person in entry.persons.get("author", [])
    ]
    producer = next((fields[name] for name in _PRODUCERS if fields.get(name)), " and ".join(people))
    problems += _misspelt(records, key, fields)
    needed = _REQUIRED if producer else _REQUIRED | {"organization": "who published it"}
    for name, what in needed.items():
        if not fields.get(name):
            problems.append(records.problem(key, name, f"is missing; write {what}"))
    problems += _unfit(records, key, fields)
    if len(problems) > found:
        return None
    if people and producer not in (*people, " and ".join(people)):
        producer = f"{' and '.join(people)}, {producer}"
    return Source(
        key=key,
        producer=producer,
        title=fields["title"],
        url=fields["url"],
        published=fields.get("date", _NOT_STATED),
        accessed=fields["urldate"],
        license=fields["license"],
        grade=fields.get("grade", ""),
        interest=fields.get("interest", "none"),
        medium=fields.get("medium", ""),
    )


def _field(records: _Records, key: str, name: str, value: str, problems: list[Problem]) -> str:
    """A field's text as LaTeX means it; an address as it stands."""
    if name in ("url", "doi"):
        return verbatim(value)
    try:
        return " ".join(from_latex(value).split())
    except ValueError as error:
        if name in _KNOWN:
            problems.append(records.problem(key, name, str(error)))
        return "unreadable"


def spoken_name(person: Person) -> str:
    """A person's name in the order in which it is spoken."""
    parts = (
        person.first_names,
        person.middle_names,
        person.prelast_names,
        person.last_names,
        person.lineage_names,
    )
    return " ".join(word for part in parts for word in part)


def _misspelt(records: _Records, key: str, fields: dict[str, str]) -> Iterator[Problem]:
    """Fields all but spelled like one that the book reads; others may be for other programs."""
    for name in fields:
        if name in (*_KNOWN, "note", "notes"):
            continue
        # Two letters that changed places are near, too.
        near = difflib.get_close_matches(name, _KNOWN, 1, cutoff=0.75)
        if near and near[0] not in fields:
            said = f"is not a field that the book reads; did you mean {near[0]}?"
            yield records.problem(key, name, said)
    if "year" in fields and not fields.get("date"):  # as older BibTeX has it
        said = "is not a field that the book reads; write date, like "
        yield records.problem(key, "year", f"{said}{{2026-02-20}}, {{2026-02}} or {{2026}}")


def _unfit(records: _Records, key: str, fields: dict[str, str]) -> Iterator[Problem]:
    """Fields that say something which cannot be."""
    url = fields.get("url")
    if url and not is_web_address(url):
        said = "is no address of a page; write one that begins with https:// and has no blank"
        yield records.problem(key, "url", f"{quoted(url)} {said}")
    elif url and is_home(url):
        said = "is the home of a site; write the address of the page that has the numbers"
        yield records.problem(key, "url", f"{quoted(url)} {said}")
    for name in fields:
        if name in _KNOWN and (refused := markup(fields[name])):
            yield records.problem(key, name, refused)
    for name, known in WORDS.items():
        if fields.get(name, known[0]) not in known:
            choice = ", ".join(filter(None, known))
            yield records.problem(key, name, f"is {quoted(fields[name])}; write one of {choice}")
    for name in ("date", "urldate"):
        day = fields.get(name) or _NOT_STATED
        if day != _NOT_STATED and not is_day(day):
            said = "is no day, month, year or span of days; write it like "
            forms = "{2026-02-20}, {2026-02}, {2026} or {2026-02-11/2026-02-15}"
            yield records.problem(key, name, f"{quoted(day)} {said}{forms}")
    if said := unread(fields.get("date", _NOT_STATED), fields.get("urldate", "")):
        yield records.problem(key, "urldate", said)
