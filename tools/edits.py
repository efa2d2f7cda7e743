"""Edits that any book allows: a sentence in its first chapter with a chart, and a number there."""

from __future__ import annotations

import csv
import io
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from stateofplay.files.problems import DataError
from stateofplay.files.project import Project
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.reading.book_settings import listed_pages
from stateofplay.ledger.reading.front_matter import front_matter
from stateofplay.publish.building import only_one
from stateofplay.publish.twin_builds import copy_book

_FIGURE = re.compile(r"\{fig\}`([a-z0-9_]+)`")


@dataclass(frozen=True)
class Edit:
    """A file, what it will hold, and words that then stand on the chapter's page."""

    file: Path
    text: str
    seen: str

    def save(self) -> None:
        self.file.write_text(self.text, encoding="utf-8")


@dataclass(frozen=True)
class Edits:
    """What may be edited: the prose of the page `chapter`, and a number that it shows.

    `table` is the file with the number; `tables` are its text, and `words` the number's, where it
    is a step lower (-1) and a step higher (1). `ground` is what a new sentence rests on.
    """

    chapter: str
    ground: str
    table: str
    tables: dict[int, str]
    words: dict[int, str]

    def prose(self, root: Path, word: str = "again") -> Edit:
        """A sentence more, which ends with `word`, in the copy of the book in `root`."""
        file = root / f"{self.chapter}.md"
        before, heading, after = file.read_text(encoding="utf-8").rstrip().partition("\n\n## ")
        sentence = f"One more sentence, {word}"
        text = f"{before}\n\n{sentence} {{source}}`{self.ground}`.{heading}{after}\n"
        return Edit(file, text, sentence)

    def number(self, root: Path, steps: int) -> Edit:
        """The number a step higher (1) or lower (-1) in the copy of the book in `root`."""
        return Edit(root / self.table, self.tables[steps], self.words[steps])


def copy_cache(built: Project, other: Project) -> None:
    """Let `other` find what the builds of `built` executed and drew: what is the same in both is
    not done again.
    """
    with only_one(built, quiet=True):  # no build writes into it meanwhile
        shutil.copytree(built.cache, other.cache, ignore=shutil.ignore_patterns("lock"))


def edits_of(project: Project) -> Edits:
    """What may be edited in the book of `project`, the same at every call.

    The number is the first that the chapter shows from a table which its cells read, so that they
    run again, and that may be a little higher or lower without a problem in the ledger. The chapter
    is the first that has one. Raises LookupError where none has.
    """
    ledger = load_ledger(project)
    ground = f"{next(iter(ledger.articles))}:1"
    for chapter, text, inputs in _with_charts(project):
        for id in dict.fromkeys(map(ledger.resolve, _FIGURE.findall(text))):
            table = ledger.figures[id].table if id in ledger.figures else None
            if table in inputs and (found := _moved(project, ledger, id)):
                return Edits(chapter, ground, f"data/{table}.csv", *found)
    raise LookupError(
        "no chapter with a chart shows a figure of its inputs, as {fig}`id`, whose number may be "
        "a little higher or lower without a problem in the ledger; measuring an edit needs one"
    )


def _with_charts(project: Project) -> Iterator[tuple[str, str, list[str]]]:
    """The chapters whose cells show a chart, in the order of the book: page, text, inputs."""
    for page in listed_pages(project):
        text = (project.root / f"{page}.md").read_text(encoding="utf-8")
        head = front_matter(page, text)
        if head and "{code-cell}" in text and "show(" in text:
            yield page, text, head.content.get("inputs", [])


def _moved(
    project: Project, ledger: Ledger, id: str
) -> tuple[dict[int, str], dict[int, str]] | None:
    """The table and the words of a figure a step lower and higher, None where that is no edit."""
    text = project.table(ledger.figures[id].table).read_text(encoding="utf-8")
    tables, words = {}, {0: ledger.words(id)}
    with tempfile.TemporaryDirectory() as scratch:
        copy = copy_book(project, Path(scratch) / "book")
        for steps in (-1, 1):
            moved = _with_steps(text, id, steps)
            copy.table(ledger.figures[id].table).write_text(moved, encoding="utf-8")
            try:
                words[steps] = load_ledger(copy).words(id)
            except DataError:
                return None
            tables[steps] = moved
    differ = len(set(words.values())) == 3 and all(
        re.search(r"\d", said) for said in words.values()
    )
    return (tables, words) if differ else None


def _with_steps(text: str, id: str, steps: int) -> str:
    """A table with the numbers of a row moved; a step is one of the first's second digit."""
    rows = list(csv.DictReader(io.StringIO(text)))
    row = next(row for row in rows if row["id"] == id)
    given = {cell: Decimal(row[cell]) for cell in ("value", "low", "high") if row[cell]}
    size = max((number.adjusted() for number in given.values() if number), default=0)
    for cell, number in given.items():
        row[cell] = f"{number + steps * Decimal(10) ** (size - 1):f}"
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()
