"""Holds what a `{chart}` block names against the book, as far as that shows without drawing it."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from string import Formatter

from stateofplay.chapters.frames import column_types, table_names
from stateofplay.chapters.kinds import tables_of
from stateofplay.charts import TEXTS
from stateofplay.files.characters import quoted
from stateofplay.files.documents import Document
from stateofplay.files.guesses import guess, unknown
from stateofplay.files.problems import Problem
from stateofplay.ledger.comparability import MIXED, said
from stateofplay.ledger.contents import PLACEHOLDER
from stateofplay.ledger.entries import Finding
from stateofplay.ledger.ledger import Ledger
from stateofplay.numbers.units import UnitError

SAME_LABEL = (
    "label two rows {}, and their marks would hide each other; give each a label of its own: "
    "rows: {{id: label}}, where {{who}} or {{day}} stands for a column"
)
_ONE_PLACE = ("bounds", "bars", "squares")  # kinds that place a row by its label


def unknown_names(
    kind: str, document: Document, declared: Collection[str], ledger: Ledger
) -> Iterator[Problem]:
    """Tables that the page does not declare; columns, entries and sources that there are not; rows
    that cannot be drawn together."""
    known = set(table_names(ledger))
    for table in tables_of(document.content):
        if table not in known:
            hint = guess(table, known, f"there are {', '.join(sorted(known))}")
            yield document.problem(["table"], f"{quoted(table)} is not a table; {hint}")
        elif table not in declared:
            told = (
                f"reads {quoted(table)}, which the front matter does not declare; add it to inputs"
            )
            yield document.problem(["table"], told)
    yield from _entries(document, ledger)
    if known.issuperset(tables_of(document.content)):
        yield from _columns(kind, document, ledger)
    yield from _together(kind, document, ledger)


def _entries(document: Document, ledger: Ledger) -> Iterator[Problem]:
    written = document.content
    if "finding" in written and written["finding"] not in ledger.findings:
        yield document.problem(
            ["finding"], unknown(written["finding"], ledger.findings, "a finding")
        )
    every = [*ledger.entries, *ledger.series]
    for key in ("rows", "highlight"):
        for name in written.get(key, ()):
            if name not in ledger:
                yield document.problem([key], unknown(name, every, "a row of a table"))
    for name in written.get("sources", ()):
        if name not in ledger.sources:
            yield document.problem(["sources"], unknown(name, ledger.sources, "a source"))
    for key in TEXTS:
        for found in PLACEHOLDER.finditer(written.get(key, "")):
            if found[1] not in ledger:
                yield document.problem([key], unknown(found[1], every, "an entry"))


def _columns(kind: str, document: Document, ledger: Ledger) -> Iterator[Problem]:
    """The columns that the tables of the block do not have. Those of `against-the-record` are
    more than its table's."""
    written, tables = document.content, tables_of(document.content)
    columns = dict.fromkeys(column for name in tables for column in column_types(ledger, name))
    asked = [("by", written.get("by")), ("label", written.get("label"))]
    if kind != "against-the-record":
        asked += [("columns", name) for name in written.get("columns", ()) if name != "what"]
        rows = written.get("rows", ())
        for label in rows.values() if isinstance(rows, dict) else ():
            try:
                names = [part[1] for part in Formatter().parse(label) if part[1] is not None]
            except ValueError:
                yield document.problem(["rows"], f"{quoted(label)} has a brace that opens nothing")
                continue
            asked += [("rows", re.split(r"[.\[]", name)[0]) for name in names]
    if "series" in written:
        asked.append(("series", "series"))
    for key, name in [*asked, *(("query", name) for name in _asked(written.get("query", "")))]:
        if name is not None and name not in columns:
            text = "; text stands in quotes" if key == "query" else ""
            hint = guess(name, columns, f"there are {', '.join(columns)}")
            told = f"{quoted(name)} is not a column of {' or '.join(tables)}{text}; {hint}"
            yield document.problem([key], told)
    name = written.get("series")
    if name is not None and "series" in columns:
        known = {figure.series for figure in ledger.figures.values() if figure.table in tables}
        if name not in known:
            what = f"a series of {' or '.join(tables)}"
            yield document.problem(["series"], unknown(name, known - {""}, what))


def _asked(query: str) -> list[str]:
    """The names that a query asks for as columns; none of one that only pandas can read."""
    try:
        nodes = [*ast.walk(ast.parse(query.strip(), mode="eval"))]
    except (SyntaxError, ValueError):  # `a b` in its marks, or @name: the build says what is wrong
        return []
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    names = (n.id for n in nodes if isinstance(n, ast.Name) and id(n) not in called)
    return [*dict.fromkeys(name for name in names if name != "index")]


def _together(kind: str, document: Document, ledger: Ledger) -> Iterator[Problem]:
    """Rows named one by one that share a label, a mark of which hides the other's; and without
    `mixes` those of two units or that count two things; numbers of which others are no share."""
    rows = document.content.get("rows", ())
    every = {name: ledger.entry(name) for name in rows if name in ledger}
    entries = {name: e for name, e in every.items() if not isinstance(e, Finding)}
    if kind == "against-the-record":
        for name in entries:
            number = ledger.quantity(name)
            middle = (number.low + number.high) / 2 if number.value is None else number.value
            if not middle:
                told = f"{name} is nought, of which nothing is a percentage; leave it out"
                yield document.problem(["rows"], told)
        return
    several = {name for name in entries if len(ledger.series.get(name, ())) > 1}
    if kind in _ONE_PLACE and "by" not in document.content:
        labels = [
            rows[name] if isinstance(rows, dict) else entry.measure
            for name, entry in entries.items()
            if name not in several
        ]
        twice = [label for label in labels if labels.count(label) > 1 and "{" not in label]
        if twice:
            yield document.problem(["rows"], SAME_LABEL.format(quoted(twice[0])))
    if "mixes" in document.content or not entries:
        return
    bases = frozenset[str]().union(*map(ledger.bases, entries))
    if len(bases) > 1:
        yield document.problem(["rows"], MIXED.format(said(bases)))
    first, *others = entries.values()
    for entry in others:
        try:
            ledger.quantity(entry.id).to(first.unit)
        except UnitError:
            told = f"{entry.id} is in {entry.unit}, and {first.id} in {first.unit}: one axis has "
            yield document.problem(
                ["rows"],
                f"{told}one unit; draw them in two charts, or write in mixes why in one",
            )
