"""The command `stateofplay draft`: lists the numbers of an article that no table has, and moves
those on which somebody has decided into their tables.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from stateofplay.editing.article_copy import copy_of_one, quoting
from stateofplay.editing.drafting.candidates import Paragraph, candidates
from stateofplay.editing.drafting.moving import move_decided
from stateofplay.editing.rows.pending import Pending
from stateofplay.editing.rows.raw_rows import EditError, RawTable
from stateofplay.editing.rows.saving import Conflict, write
from stateofplay.files.problems import SourceError
from stateofplay.files.project import Project
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.reading.drafts import COLUMNS, EVENT, NO, is_decided
from stateofplay.ledger.reading.sources import Article


def draft(project: Project, article: Path | None, move: bool) -> int:
    """Run the command; gives its exit status. Raises SourceError without an article to read, and
    DataError where the ledger has problems.
    """
    try:
        if move:
            return move_decided(project)
        for line in add_missing(project, article or project.article):
            print(line)
    except (Conflict, EditError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def add_missing(project: Project, path: Path) -> Iterator[str]:
    """Append a row to the draft for each number of the article in `path` that no row has; what
    stands there stays as it is. Gives what to say. Raises DataError and SourceError, and as `write`
    does.
    """
    pending = Pending(project)
    before = pending.content(project.draft)  # a save after this one is a Conflict
    ledger = load_ledger(project)
    article, paragraphs = _read(ledger, path)
    new = [*_missing(ledger, article, paragraphs)]
    file = project.relative(project.draft)
    if new:
        table = RawTable.read(before, COLUMNS)
        pending.put(project.draft, table.with_rows(table.last, new))
        write(project, pending.changes, file)
    for row in new if ledger.candidates else ():
        print(f"paragraph {row['paragraph']}: “{row['as_stated']}” has no row", file=sys.stderr)
    kinds = Counter(row["decide"].rstrip("?") or "figure" for row in new)
    counts = ", ".join(
        f"{kinds[kind]} {words}"
        for kind, words in (("figure", "figures"), (EVENT, "events"), (NO, "that count nothing"))
        if kinds[kind]
    )
    yield f"{file}: {len(new)} rows added" + (f" ({counts})" if new else "")
    waiting = [*ledger.candidates, *new]
    decided = sum(is_decided(row.text("decide")) for row in ledger.candidates)
    if waiting:
        yield (
            f"{len(waiting)} numbers wait there, {decided} of them decided: write a topic, event "
            "or no under decide, without “?”, fill who and measure, and run "
            "stateofplay draft --move"
        )
    else:
        yield "every number of the article has its row in a table"


def _read(ledger: Ledger, path: Path) -> tuple[Article, list[Paragraph]]:
    """The article that the copy in `path` is of, and its paragraphs."""
    if not path.is_file():
        raise SourceError(
            f"{path.name}: there is no copy of the article to read; put its text into "
            "seeds/article.txt, or name another file: stateofplay draft FILE"
        )
    copy, article, found = copy_of_one(path, ledger)
    own = sorted(n for n in found if n not in article.boilerplate)
    return article, [Paragraph.of(n, copy.text(found[n].first, found[n].last)) for n in own]


def _missing(
    ledger: Ledger, article: Article, paragraphs: Iterable[Paragraph]
) -> Iterator[dict[str, str]]:
    """The rows for numbers that no table of the ledger and no row of the draft has."""
    quoted = _quoted(ledger, article)
    for paragraph in paragraphs:
        taken = [
            span for words in quoted.get(paragraph.number, ()) for span in paragraph.spans(words)
        ]
        for span, row in candidates(paragraph, ledger.units, article.date):
            if not any(first <= span[0] and span[1] <= last for first, last in taken):
                yield row | {"source": article.key}


def _quoted(ledger: Ledger, article: Article) -> dict[int, list[str]]:
    """The words that rows quote from the article, by paragraph."""
    found = [(row.text("locator"), row.text(column)) for row, column in quoting(ledger, article)]
    waiting = [row for row in ledger.candidates if row.text("source") == article.key]
    found += [(row.text("paragraph"), row.text("as_stated")) for row in waiting]
    quoted: dict[int, list[str]] = {}
    for place, words in found:
        if place.isdecimal():
            quoted.setdefault(int(place), []).append(words)
    return quoted
