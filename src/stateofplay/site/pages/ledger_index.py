"""What the ledger's table loads when a reader chooses or types, in a book whose records have pages
of their own: all its rows, with the words of their records. And what leads an old address on where
the page has no row for it: a small part of a map."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from stateofplay.files.access import Encoded, dense_json, in_lines, write_file
from stateofplay.ledger.entries import Derived, Figure
from stateofplay.ledger.ledger import Ledger
from stateofplay.site.lists.overview import (
    MOST_ROWS,
    line_of,
    listed,
    recorded,
    recorded_state,
)
from stateofplay.site.pages.written import make_once, of_records
from stateofplay.site.state import site_of, uses_of

INDEX = "ledger-index.js"
MAP = "ledger-index"  # the folder of the map
_PIECES = 61  # as in sop-ledger.js: with 10,000 entries, 160 in each


def index_of(app: Sphinx, known: Collection[str]) -> dict[str, Any]:
    """The rows by group of the table, each as ``[id, page, name, words, number to sort by, kind,
    topic, interest, verdict, who, how it stands, more words]``; `pages` are addresses as seen from
    the ledger's page, `topics` and `kinds` what the table calls them, `known` the recorded.
    """
    ledger = site_of(app).ledger
    pages = {page: number for number, page in enumerate(ledger.record_pages)}
    here = ledger.settings.pages.ledger

    def rows_of(names: Sequence[str]) -> tuple[dict[str, list[str]], dict[str, str]]:
        rows, kinds = defaultdict[str, list[str]](list), dict[str, str]()
        for e in (line_of(ledger, name) for name in names):
            row = (
                *(e.id, pages[ledger.record_page(e.id)], e.name, e.words, e.sort, e.kind, e.topic),
                *(e.interest, e.verdict, e.who, e.verdict_words, _more(ledger, e.id)),
            )
            rows[e.verdict or e.kind].append(dense_json(row))
            kinds[e.kind] = e.kind_words
        return rows, kinds

    groups: dict[str, list[str]] = {name: [] for name in (*ledger.verdicts, "derived", "finding")}
    kinds: dict[str, str] = {}
    names = listed(ledger, dict.fromkeys(known))
    for rows, named in of_records(app, "rows", names, rows_of, pages):
        kinds |= named
        for group, texts in rows.items():
            groups[group] += texts
    return {
        "pages": [app.builder.get_relative_uri(here, page) for page in pages],
        "topics": ledger.topics,
        "kinds": kinds,
        "party": ledger.settings.party,
        "groups": Encoded(
            f"[{','.join(f'[{rows}]' for rows in map(','.join, groups.values()) if rows)}]"
        ),
    }


def _more(ledger: Ledger, name: str) -> str:
    """The words of a record that its row does not have."""
    return " ".join(dict.fromkeys(filter(None, _words(ledger, name))))


def _words(ledger: Ledger, name: str) -> Iterator[str]:
    entry = ledger.entry(name)
    yield name
    if isinstance(entry, Figure):
        yield from (entry.as_stated, entry.place, entry.basis, entry.category, entry.series)
    if isinstance(entry, Figure | Derived):
        yield entry.note
    yield from ledger.inputs(name)
    for check in ledger.checks.get(name, ()):
        yield from (check.who, check.as_stated, check.basis, check.note)


def write_ledger_index(app: Sphinx) -> None:
    """Write the rows, or take them away where the ledger's page has all records."""
    path = Path(app.outdir) / INDEX
    if not site_of(app).ledger.record_pages:
        path.unlink(missing_ok=True)
        return

    def write() -> None:
        write_file(path, f"window.sopRows={in_lines(index_of(app, known), 0)};\n")

    known = recorded(app.env)
    make_once(app, INDEX, recorded_state(app.env), write)


def write_record_map(app: Sphinx) -> None:
    """Write which page has the record of each entry, in pieces by a check sum of its id, where the
    page that lists them has no row for it, and which has each row of another long list; else take
    the map away.
    """
    ledger, known, folder = site_of(app).ledger, recorded(app.env), Path(app.outdir) / MAP
    page = uses_of(app.env).get(ledger.settings.pages.ledger)
    has_table = page is not None and "index" in page.lists
    has_rows = has_table and len(listed(ledger, dict.fromkeys(known))) <= MOST_ROWS
    rows = {n: p for n, p in ledger.list_pages.items() if n in app.env.found_docs}
    if not (ledger.outside_pages or rows) and (has_rows or not ledger.record_pages):
        shutil.rmtree(folder, ignore_errors=True)
        return
    pages = ledger.by_record_page(known)
    pages |= {name: [f"{page.prefix}{row}" for row in page.ids] for name, page in rows.items()}

    def write() -> None:
        pieces: list[dict[str, str]] = [{} for _ in range(_PIECES)]
        for page, names in pages.items():
            for name in names:
                pieces[piece_of(name)][name] = page
        for number, piece in enumerate(pieces):
            write_file(folder / f"{number}.js", f"window.sopAt={dense_json(piece)};\n")

    make_once(app, f"{MAP}/0.js", pages, write)


def piece_of(name: str) -> int:
    """The piece of the map that has an entry, as `sop-ledger.js` works it out."""
    return reduce(lambda total, letter: (total * 31 + ord(letter)) % _PIECES, name, 0)
