"""What the ledger holds: tables, sources, and the entries by name, as quantities and in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, partial
from itertools import chain
from typing import Any, TypeVar

from stateofplay.files.characters import quoted
from stateofplay.files.guesses import Guesses
from stateofplay.files.project import Project
from stateofplay.files.settings import Settings
from stateofplay.ledger.entries import Check, Derived, Entry, Figure, Finding, Search
from stateofplay.ledger.reading.drafts import is_decided
from stateofplay.ledger.reading.sources import Article, Source
from stateofplay.ledger.reading.tables import Row, Table
from stateofplay.ledger.verdicts import VERDICTS, judged, verdict_of
from stateofplay.numbers import wording
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.unit_words import UnitWords

PLACEHOLDER = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}")
# The topic of what the ledger says of itself, like its counts.
RECORD, RECORD_TITLE = "record", "The record itself"
_INSIDE = re.compile(r"(?<=[\w,’'] )\w+")
_Known = TypeVar("_Known")
NO_NUMBER = "“{}” is a finding, not a number; name a figure or derived figure"


@dataclass
class Contents:
    """The entries of a ledger by id, and what a name stands for.

    An id stands for its entry, the name of a series for its newest figure.
    """

    project: Project
    tables: dict[str, Table]
    sources: dict[str, Source]
    articles: dict[str, Article]
    units: dict[str, UnitWords]
    settings: Settings
    figures: dict[str, Figure] = field(default_factory=dict)
    # The ids of each series, newest first.
    series: dict[str, tuple[str, ...]] = field(default_factory=dict)
    derived: dict[str, Derived] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    # The outside values of each figure, and where others were looked for in vain.
    checks: dict[str, tuple[Check, ...]] = field(default_factory=dict)
    searches: dict[str, Search] = field(default_factory=dict)
    # The numbers of an article that nobody has decided on.
    candidates: list[Row] = field(default_factory=list)
    guesses: Guesses = field(default_factory=Guesses, repr=False, compare=False)
    _known: dict[tuple[str, str], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def once(self, what: str, name: str, work_out: Callable[[], _Known]) -> _Known:
        """What `work_out` gives of the entry or column `name`, worked out when it is first asked
        for: nothing of a complete ledger changes.
        """
        key = (what, name)
        if key not in self._known:
            self._known[key] = work_out()
        known: _Known = self._known[key]
        return known

    @property
    def topics(self) -> dict[str, str]:
        """The topics with their titles: the tables of the articles' figures, and RECORD."""
        tables = self.tables.values()
        topics = {table.name: table.topic for table in tables if table.schema.name == "figure"}
        return topics if RECORD in topics else {**topics, RECORD: RECORD_TITLE}

    @property
    def looks_outside(self) -> bool:
        """Whether the book holds its figures against the outside record, or says where it looked
        in vain.
        """
        return bool(self.rows("checks") or self.rows("unchecked"))

    @property
    def verdicts(self) -> dict[str, str]:
        """Every verdict in words. Where the book has not looked, it does not say what it found."""
        return VERDICTS if self.looks_outside else {**VERDICTS, "not_checked": "not checked"}

    def rows(self, table: str) -> list[Row]:
        """The rows of a table; none where the book has no such table."""
        return self.tables[table].rows if table in self.tables else []

    @property
    def computed(self) -> list[Derived | Finding]:
        """What is computed from the figures, and the findings after it."""
        return [*self.derived.values(), *self.findings.values()]

    @property
    def entries(self) -> dict[str, Entry]:
        """Every entry by its id."""
        return {**self.figures, **self.derived, **self.findings}

    def resolve(self, name: str) -> str:
        """The id that `name` stands for: of the newest figure where it is a series, else itself."""
        return self.series[name][0] if name in self.series and name not in self.figures else name

    def entry(self, name: str) -> Entry:
        """The figure, derived figure or finding called `name`.

        Raises KeyError with a message that suggests the nearest id.
        """
        for entries in (self.figures, self.derived, self.findings):
            if self.resolve(name) in entries:
                return entries[self.resolve(name)]
        raise KeyError(self._unknown(name, self.figures, self.derived, self.findings, self.series))

    def _unknown(self, name: str, *known: Iterable[str]) -> str:
        what = "a figure, derived figure, finding or series"
        return self.guesses.unknown(name, chain(*known), what)

    def printed(self, role: str, text: str) -> str:
        """What a role of the prose prints: `fig` of ``id`` or ``id|style``, `finding` of an id.

        Raises KeyError for an id that is not there or belongs to the other role, ValueError for an
        unknown style.
        """
        name, _, style = text.partition("|")
        is_finding = isinstance(self.entry(name), Finding)
        if is_finding != (role == "finding"):
            is_one, other = ("a", "finding") if is_finding else ("no", "fig")
            raise KeyError(f"{quoted(name)} is {is_one} finding; write {{{other}}}`{name}`")
        return self.words(name, style or "hedged")

    def __contains__(self, name: object) -> bool:
        return any(
            name in entries for entries in (self.figures, self.derived, self.findings, self.series)
        )

    def quantity(self, name: str) -> Quantity:
        """The quantity of a figure or derived figure. Raises KeyError for any other name."""
        if name not in self:
            raise KeyError(self._unknown(name, self.figures, self.derived, self.series))
        entry = self.entry(name)
        if isinstance(entry, Finding):
            raise KeyError(NO_NUMBER.format(name))
        return entry.quantity

    def words(self, name: str, style: str = "hedged") -> str:
        """A figure in words (styles: see `wording`), or a finding's sentence.

        Raises KeyError for an unknown id, ValueError for an unknown style.
        """
        entry = self.entry(name)
        if isinstance(entry, Finding):
            return self.fill(entry.statement)

        def words() -> str:
            unit = self.units.get(entry.unit, UnitWords())
            if isinstance(entry, Figure):
                return wording.stated(entry.quantity, entry.bound, unit, style)
            return wording.derived(entry.quantity, unit, style)

        return self.once(f"words {style}", entry.id, words)  # many parts of a site ask for the same

    def fill(self, template: str) -> str:
        """`template` with every ``{id}`` or ``{id|style}`` replaced by the figure in words.

        Raises as `words` does.
        """
        return PLACEHOLDER.sub(lambda match: self.words(match[1], match[2] or "hedged"), template)

    def outside_words(self, check: Check, unit: str = "") -> str:
        """An outside value in words, in its own unit or in `unit`.

        It is hedged as its source does; a computed one is its range, where it has one. It has all
        of its digits where decimals can hold them, and six where another unit cut it.
        """
        unit = unit or check.unit
        quantity, words = check.quantity.to(unit), self.units.get(unit, UnitWords())
        ends = (quantity.value, quantity.low, quantity.high)
        if all(end is None or wording.is_decimal(end) for end in ends):
            return wording.stated(quantity, check.bound or "between", words)
        return wording.derived(quantity, words, "range", significant=6)

    def outside_times(self, check: Check, figure: Figure) -> str:
        """How many times the stated number an outside value is, or the middle of the stated range:
        ``0.93 to 0.97 times``. Empty where that has an open end or is nought.
        """
        stated, outside = figure.quantity, check.quantity.to(figure.unit)
        middle = stated.value if stated.value is not None else (stated.low + stated.high) / 2
        if not isinstance(middle, Fraction) or not middle:
            return ""
        # An end that is open stays so; a stated number below nought turns the ends round.
        ends = sorted((outside.low / middle, outside.high / middle))
        times = Quantity.of(ends[0] if outside.is_exact else None, low=ends[0], high=ends[1])
        return f"{wording.derived(times, UnitWords(), 'range', significant=2)} times"

    def verdict(self, name: str) -> str:
        """The verdict on a figure, from its outside values."""
        return verdict_of(self.figures[name].quantity, self.checks.get(name, ()))

    @property
    def statements(self) -> list[tuple[list[Figure], str]]:
        """The figures of the articles by statement, with the verdict that stands for each."""
        work_out = partial(judged, self.article_figures, self.verdict)
        return self.once("statements of", "articles", work_out)

    def bases(self, name: str) -> frozenset[str]:
        """What a figure counts, or what those count that an entry is computed from.

        Nothing stands for what is counted in one way only.
        """
        entry = self.entry(name)
        if isinstance(entry, Figure):
            return frozenset({entry.basis} - {""})
        if isinstance(entry, Derived):
            return entry.bases
        return frozenset().union(*map(self.bases, entry.inputs))

    def rests_on(self, name: str) -> frozenset[str]:
        """The ids of the stated figures that an entry rests on, through derived ones."""
        entry = self.entry(name)
        if isinstance(entry, Figure):
            return frozenset({entry.id})
        if isinstance(entry, Derived):
            return entry.rests_on
        return frozenset().union(*map(self.rests_on, entry.inputs))

    def beneath(self, *names: str) -> Iterator[Entry]:
        """Entries and all that they are computed from, down to the stated figures: each once, in
        the order of first mention, for there may be very many ways to it. Raises KeyError.
        """
        waiting, seen = [*reversed(names)], set[str]()
        while waiting:
            entry = self.entry(waiting.pop())
            if entry.id not in seen:
                seen.add(entry.id)
                yield entry
                waiting += reversed(getattr(entry, "inputs", ()))

    def is_of_article(self, figure: Figure) -> bool:
        return figure.source in self.articles

    @property
    def found_and_decided(self) -> tuple[int, int]:
        """How many numbers of the articles tables and draft have, and on how many of them somebody
        has decided.
        """
        decided = sum(
            row.text("source") in self.articles and bool(row.text("as_stated") or row.text("text"))
            for table in self.tables.values()
            for row in table
        )
        waiting = [is_decided(row.text("decide")) for row in self.candidates]
        return decided + len(waiting), decided + sum(waiting)

    @cached_property
    def words_inside(self) -> frozenset[str]:
        """The words that follow others in what the figures' cells say, and the places: those with a
        capital are names.
        """
        figures = self.figures.values()
        cells = {c for f in figures for c in (f.measure, f.place, f.who, f.basis, f.note)}
        inside = chain.from_iterable(_INSIDE.findall(cell) for cell in cells)
        return frozenset(inside) | {figure.place for figure in figures}

    @cached_property
    def usual_place(self) -> str:
        """The place that most figures are about; the first of several."""
        return Counter(figure.place for figure in self.figures.values()).most_common(1)[0][0]

    @property
    def article_figures(self) -> list[Figure]:
        """The figures of all articles as the tables have them; a series together, newest first."""
        return self.once("figures of", "articles", self._article_figures)

    def _article_figures(self) -> list[Figure]:
        ordered: dict[str, Figure] = {}
        for figure in self.figures.values():
            if self.is_of_article(figure) and figure.id not in ordered:
                for name in self.series.get(figure.series, (figure.id,)):
                    ordered[name] = self.figures[name]
        return list(ordered.values())
