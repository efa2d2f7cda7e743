"""The numbers that pages may print: all that the ledger says, and those of one entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from stateofplay.ledger.entries import Figure, Finding
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.naming import formula_in_words
from stateofplay.ledger.nearness import by_nearness, is_ranked
from stateofplay.ledger.turning_words import contested, disputed, said, turned_by, turning
from stateofplay.numbers.numerals import decimal_text, typed_numbers
from stateofplay.numbers.quantity import int_or_float
from stateofplay.numbers.wording import STYLES, number_words
from stateofplay.site.lists.corrections import corrections


class Known:
    """The numbers that the ledger says, all of them and those of one entry with what its record
    shows.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.everywhere = {n for text in self._everything() for n in typed_numbers(text)}
        self.corrections = {
            c.anchor: {n for cell in vars(c).values() for n in typed_numbers(str(cell))}
            for c in corrections(ledger)
        }
        self._entries: dict[str, set[str]] = {}
        # Without the corrections, whose ids are those of the entries that they changed: what an
        # entry was, it is no longer.
        self._rows = {
            row.text("id"): row
            for name, table in ledger.tables.items()
            if name != "corrections"
            for row in table
            if row.text("id")
        }

    def phrases(self, name: str) -> set[str]:
        """Every way in which the pages may print an entry."""
        if isinstance(self.ledger.entry(name), Finding):
            return {self.ledger.words(name)}
        return {self.ledger.words(name, style) for style in STYLES}

    def of_entry(self, name: str) -> set[str]:
        """The numbers that the record of an entry may show: its own, its cells', its check's, and
        those of entries it names.
        """
        if name not in self._entries:
            self._entries[name] = {n for text in self._around(name) for n in typed_numbers(text)}
        return self._entries[name]

    def rounded(self, names: Iterable[str]) -> set[str]:
        """The values and ends of entries rounded to whole numbers, as a chart may write them into
        its marks.
        """
        entries = [self.ledger.entry(name) for name in names]
        quantities = [entry.quantity for entry in entries if not isinstance(entry, Finding)]
        ends = [end for of in quantities for end in (of.value, of.low, of.high)]
        return {number_words(Fraction(round(end))) for end in ends if isinstance(end, Fraction)}

    def _around(self, name: str) -> Iterator[str]:
        ledger, entry = self.ledger, self.ledger.entry(name)
        named = [name, *getattr(entry, "inputs", ()), *ledger.around.feeds.get(name, ())]
        if isinstance(entry, Figure):
            named += [entry.restates] if entry.restates else []
            named += ledger.around.restated_by.get(name, [])
            named += [f.id for f in ledger.stated_again(entry)]
            yield from self._changes(entry)
            source = ledger.sources[entry.source]
            yield from (source.title, source.producer)
        if isinstance(entry, Finding):
            yield ledger.evidence(name).label  # “3 sources”
            yield from (turning(ledger, name), contested(ledger, entry), disputed(ledger, entry))
        for turn in said(ledger, name) if isinstance(entry, Finding) else turned_by(ledger, name):
            yield from (turn.stops, turn.firm, turn.remark, turning(ledger, turn.finding))
            yield from (*self.phrases(turn.figure), *self.phrases(turn.finding))
            if isinstance(entry, Finding) and turn.figure in ledger.checks:
                yield from self._check(turn.figure)  # beside what it hangs on stand others' numbers
        for other in named:
            yield from self.phrases(other)
            yield from _cells(self._rows[other].cells.values()) if other in self._rows else ()
        if name in ledger.checks:
            yield from self._check(name)
        if name in ledger.searches:
            yield from (ledger.searches[name].where_looked, ledger.searches[name].looked_for)

    def _changes(self, figure: Figure) -> Iterator[str]:
        """From each figure of a series to the next."""
        for newer, older in pairwise(self.ledger.stated_again(figure)):
            yield self.ledger.change(older, newer)

    def _check(self, name: str) -> Iterator[str]:
        figure = self.ledger.figures[name]
        for check in self.ledger.checks[name]:
            yield from (check.note, check.mixes, check.as_stated)
            yield from (check.locator, check.basis)
            yield formula_in_words(self.ledger, check.formula)
            yield from (
                self.ledger.outside_words(check, unit) for unit in (check.unit, figure.unit)
            )
            yield self.ledger.outside_times(check, figure)

    def _everything(self) -> Iterator[str]:
        ledger = self.ledger
        for name in ledger.entries:
            yield from self.phrases(name)
        yield from (turning(ledger, name) for name in ledger.findings)
        for figure in ledger.figures.values():
            yield from self._changes(figure)
        for name in (*ledger.figures, *ledger.derived):
            # As programs write them, for the parts of pages that programs read.
            ends = ledger.quantity(name).ends(int_or_float).values()
            yield from (str(end) for end in ends if end is not None)
        for name in ledger.checks:
            yield from self._check(name)
        for table in ledger.tables.values():
            yield from (table.title, table.description)
            for column in table.schema.fields:
                yield column["description"]
            for row in table:
                yield from _cells(row.cells.values())
        # Which of the findings a chart of *How firm is it?* has, in tens.
        ranked = sum(is_ranked(found) for _, found in by_nearness(ledger))
        yield from (f"{last} {last + 1}" for last in (*range(10, ranked, 10), ranked))
        found, decided = ledger.found_and_decided
        yield f"{found} {decided} {found - decided}"  # as the banner of a draft says
        for row in ledger.candidates:
            yield from _cells(row.cells.values())
        for source in ledger.sources.values():
            yield from (source.title, source.producer, source.license, source.published)


def _cells(cells: Iterable[object]) -> Iterator[str]:
    for cell in cells:
        if isinstance(cell, Fraction):
            yield number_words(cell)
            yield decimal_text(cell)
        elif cell is not None:
            yield str(cell)
