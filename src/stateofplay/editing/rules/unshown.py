"""Entries of the ledger that no chapter shows or uses: they stand in lists of all entries only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from stateofplay.editing.rules.source_text import SourcePage
from stateofplay.files.problems import Problem
from stateofplay.ledger.contents import PLACEHOLDER, RECORD
from stateofplay.ledger.entries import Derived, Figure, Finding
from stateofplay.ledger.ledger import Ledger

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TABLE = re.compile(r"""\btable\(\s*["']([a-z0-9_/]+)["']""")
_BLOCK_TABLE = re.compile(r"^table:(.*(?:\n[ -].*)*)", re.MULTILINE)
_ROWS = ("events", "positions")  # tables whose rows pages name as {source}`id`, or list
_LISTED = {"matrix": "positions"}  # what a list shows that is not called as its table
_WHAT_TO_DO = {
    "derived figures": "write {fig}`id` on a page, draw it, or take its row out",
    "events": "write {source}`id` on a page, list them with {ledger-events}, or take the row out",
    "figures": "write {fig}`id` on a page, draw it, or leave it to the ledger",
    "figures from outside": "write {fig}`id` on a page, compute with it, or take its row out",
    "findings": "write {finding}`id` on a page, give it to a chart, or take its row out",
    "positions": (
        "write {source}`id` on a page, list them with {ledger-positions}, or take the row out"
    ),
}


def unshown(pages: Iterable[SourcePage], ledger: Ledger) -> Iterator[Problem]:
    """One line for all entries of a table that no page of `pages` shows, at the first of them.

    A page shows what it names in its text, cells and directives, every row of a table that a cell
    or a `{chart}` block reads, and what a list of one topic adds. With an entry goes what it is
    computed from, what it states again, and each value that it is held against.
    """
    named, tables, topics = _said(pages)
    shown = _with_inputs(ledger, _at_first(ledger, named, tables, topics))
    missing = [*_entries(ledger, shown), *_rows(ledger, named, tables)]
    for (file, what), group in groupby(sorted(missing), lambda found: (found[0], found[1])):
        lines, ids = zip(*[(line, name) for _, _, line, name in group], strict=True)
        several = f"{len(ids)} {what}" if len(ids) > 1 else f"one of the {what}"
        some = ", ".join(ids[:8]) + (", …" if len(ids) > 8 else "")
        said = f"no chapter shows {several}: {some}; {_WHAT_TO_DO[what]}"
        yield Problem(file, lines[0], "", said)


def _said(pages: Iterable[SourcePage]) -> tuple[set[str], set[str], set[str]]:
    """What pages name, the tables that they read or list, the topics that they complete."""
    named, tables, topics = set[str](), set[str](), set[str]()
    for page in pages:
        named.update(name.partition("|")[0] for _, name in page.roles())
        named.update(_NAME.findall(page.code))
        tables.update(_TABLE.findall(page.code))
        for block in page.blocks:
            for said in _BLOCK_TABLE.findall(block.content):
                tables.update(re.findall(r"[a-z0-9_/]+", said))
        for directive in page.directives:
            named.update(_NAME.findall(f"{directive.argument} {directive.content}"))
            if directive.name == "ledger-more":
                topics.add(directive.options.get("topic", ""))
            listed = directive.name.removeprefix("ledger-")
            tables.add(_LISTED.get(listed, listed))
    return named, tables, topics


def _at_first(ledger: Ledger, named: set[str], tables: set[str], topics: set[str]) -> Iterator[str]:
    """The entries that pages show themselves."""
    briefs = (row.text("brief") for row in ledger.rows("positions") if "positions" in tables)
    yield from {match[1] for match in PLACEHOLDER.finditer(" ".join(briefs))}
    for name, ids in ledger.series.items():
        if name in named or named.intersection(ids):
            yield from ids
    for name, entry in ledger.entries.items():
        computed = not isinstance(entry, Figure)
        whole = {entry.table, f"{entry.table}/{entry.topic}" if computed else ""}
        if name in named or whole & tables or (computed and entry.topic in topics):
            yield name
    if "checks" in tables:
        yield from ledger.checks


def _with_inputs(ledger: Ledger, shown: Iterable[str]) -> set[str]:
    """The entries, and all that their records show with them."""
    found, waiting = set[str](), list(shown)
    entries = ledger.entries
    while waiting:
        name = waiting.pop()
        name = ledger.resolve(name)
        if name in found or name not in entries:
            continue
        found.add(name)
        entry = entries[name]
        waiting += ledger.inputs(name)
        if isinstance(entry, Finding):
            waiting += [match[1] for match in PLACEHOLDER.finditer(entry.statement)]
        elif isinstance(entry, Figure):
            waiting += [entry.restates, entry.stated_with]
            for check in ledger.checks.get(name, ()):
                waiting += _NAME.findall(check.formula)
    return found


def _entries(ledger: Ledger, shown: set[str]) -> Iterator[tuple[str, str, int, str]]:
    """File, kind, line and id of every entry that is not shown."""
    for name, entry in ledger.entries.items():
        if name in shown or entry.topic == RECORD:
            continue
        if isinstance(entry, Figure):
            what = "figures from outside" if entry.is_context else "figures"
        elif isinstance(entry, Derived):
            what = "derived figures"
        else:
            what = "findings"
        yield ledger.tables[entry.table].file, what, entry.line, name


def _rows(ledger: Ledger, named: set[str], tables: set[str]) -> Iterator[tuple[str, str, int, str]]:
    for table in _ROWS:
        for row in ledger.rows(table) if table not in tables else ():
            if row.text("id") not in named:
                yield row.file, table, row.line, row.text("id")
