"""The one object that the rest asks: every entry of the ledger, and each of them in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from stateofplay.files.access import digest_of
from stateofplay.ledger.contents import PLACEHOLDER, Contents
from stateofplay.ledger.entries import Derived, Entry, Figure, Finding
from stateofplay.ledger.evidence import Evidence, evidence_of
from stateofplay.ledger.list_pages import list_pages
from stateofplay.ledger.reading.sources import Article, text_fragment
from stateofplay.ledger.record_pages import RecordPage, ids_by_topic, outside_pages, record_pages
from stateofplay.ledger.series import day_of
from stateofplay.ledger.substitution import related
from stateofplay.ledger.turns import Turn, Turns
from stateofplay.numbers import periods
from stateofplay.numbers.change import Change

__all__ = ["PLACEHOLDER", "Ledger"]


@dataclass
class Around:
    """The ids of the entries around each entry: those computed with it, those that restate it, the
    findings that a change of it is held against; and `standing`, the verdict on the statement that
    a figure is part of, as the counts count it.
    """

    feeds: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    restated_by: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    turned: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    standing: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, ledger: Contents, turns: Mapping[str, tuple[Turn, ...]]) -> Around:
        around = cls()
        for entry in ledger.computed:
            for name in dict.fromkeys(entry.inputs):
                around.feeds[name].append(entry.id)
        for figure in ledger.figures.values():
            around.restated_by[figure.restates].append(figure.id)
        for finding, each in turns.items():
            for turn in each:
                around.turned[turn.figure].append(finding)
        for group, verdict in ledger.statements:
            around.standing |= {figure.id: verdict for figure in group}
        return around


@dataclass
class Ledger(Contents):
    """Everything that the book may say: complete and consistent. Read it with `load_ledger`."""

    # Kept by frames.table_digest.
    table_digests: dict[str, str] = field(default_factory=dict, repr=False)
    # Kept by `own_digest`; of the files that all was read from.
    figure_digests: dict[str, str] = field(default_factory=dict, repr=False)
    files: dict[str, str] = field(default_factory=dict, repr=False)
    # Kept by `turns`, of this ledger and those before it.
    found_turns: dict[str, tuple[Turn, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def turns(self) -> Turns:
        """What would turn each finding, by its id (see `Turns`)."""
        return Turns(self, self.found_turns)

    @cached_property
    def changeable(self) -> frozenset[str]:
        """The ids of the stated figures on which something computed rests, or that say the same as
        such a one: only where these are other numbers is anything else another one.
        """
        resting = frozenset().union(*map(self.rests_on, (*self.derived, *self.findings)))
        same = related(self, "restates").items()
        return resting | {name for name, group in same if group & resting}

    @cached_property
    def around(self) -> Around:
        """What stands around each entry: what is computed with it, restates it, is turned by it."""
        return Around.of(self, self.turns)

    @cached_property
    def record_pages(self) -> dict[str, RecordPage]:
        """The pages by topic that hold the records of a book with many, by name."""
        return record_pages(self)

    @cached_property
    def outside_pages(self) -> dict[str, RecordPage]:
        """The pages by table that hold the outside figures of a book with many, by name."""
        return outside_pages(self)

    @cached_property
    def list_pages(self) -> dict[str, RecordPage]:
        """The pages that hold long lists of anything else, by name."""
        return list_pages(self)

    @cached_property
    def made_pages(self) -> dict[str, RecordPage]:
        """All pages that hold nothing but records or rows of a list, by name; of a list whose page
        the book lacks, it has none."""
        return self.record_pages | self.outside_pages | self.list_pages

    @cached_property
    def _row_pages(self) -> dict[tuple[str, str], str]:
        return {(p.shows, anchor): p.name for p in self.list_pages.values() for anchor in p.ids}

    def row_page(self, shows: str, anchor: str) -> str:
        """The page that has an anchor of a list, ``corrections`` or ``sources``, named as in
        `_toc.yml`."""
        return self._row_pages.get((shows, anchor)) or getattr(self.settings.pages, shows)

    @cached_property
    def _ids_by_topic(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        return ids_by_topic(self)

    def record_ids(self, topic: str) -> list[str]:
        """The ids of a topic's entries in the order of their records: what the articles state, what
        is computed, findings.
        """
        stated, computed = self._ids_by_topic
        return [*stated[topic], *computed[topic]]

    @cached_property
    def _record_page(self) -> dict[str, str]:
        pages = (self.record_pages | self.outside_pages).values()
        return {name: page.name for page in pages for name in page.ids}

    def by_record_page(self, ids: Iterable[str]) -> dict[str, list[str]]:
        """Entries by the page that has their records."""
        pages, known = dict[str, list[str]](), self._record_page
        for name in ids:
            pages.setdefault(known.get(name) or self.record_page(name), []).append(name)
        return pages

    def record_page(self, name: str) -> str:
        """The page that has the record of an entry, named as in `_toc.yml`."""
        if found := self._record_page.get(name):
            return found
        entry, pages = self.entry(name), self.settings.pages
        if isinstance(entry, Figure) and entry.is_context:
            return pages.outside_figures
        return self._record_page.get(entry.id, pages.ledger)

    @cached_property
    def _turns_by_entry(self) -> dict[str, list[object]]:
        """What the record of a finding or figure shows of turns, comparable between builds."""
        shown: dict[str, list[object]] = {}
        for finding, turns in self.turns.items():
            for turn in turns:
                told = (finding, self.words(finding), turn.told())
                shown.setdefault(finding, []).append(told)
                shown.setdefault(turn.figure, []).append(told)
        return shown

    @property
    def editions(self) -> list[Article]:
        """The articles that the book explains, newest first."""
        return sorted(self.articles.values(), key=lambda article: article.published, reverse=True)

    def inputs(self, name: str) -> tuple[str, ...]:
        """The ids that an entry is computed from; empty for a stated figure."""
        return getattr(self.entry(name), "inputs", ())

    def _again(self, figure: Figure) -> tuple[str, ...]:
        ids = self.series.get(figure.series, ()) if not figure.is_context else ()
        return ids if len(ids) > 1 else ()

    def stated_again(self, figure: Figure) -> list[Figure]:
        """All figures of a figure's series, newest first; empty where it is the only one."""
        return [self.figures[name] for name in self._again(figure)]

    def near_in_series(self, figure: Figure) -> list[Figure]:
        """The figures of a figure's series that its record shows: the newest, the next newer and
        older one, and the oldest. All of them would be the square of the editions of an article.
        """
        if not (ids := self._again(figure)):
            return []
        at, last = ids.index(figure.id), len(ids) - 1
        near = {0, max(at - 1, 0), min(at + 1, last), last} - {at}
        return [self.figures[ids[place]] for place in sorted(near)]

    @cached_property
    def alone(self) -> frozenset[str]:
        """The ids of the figures whose records say nothing of other entries, and no check of it."""
        around = self.around
        named = {*self.checks, *around.feeds, *around.restated_by, *around.turned}
        for ids in self.series.values():
            named.update(ids if len(ids) > 1 else ())
        return frozenset(f.id for f in self.figures.values() if not f.restates) - named

    def before(self, figure: Figure) -> Figure | None:
        """The next older figure of the same series."""
        ids = self._again(figure)
        older = ids[ids.index(figure.id) + 1 :][:1] if ids else ()
        return self.figures[older[0]] if older else None

    def change(self, older: Figure, newer: Figure) -> str:
        """The change between two figures of a series, in words and in the unit of the newer one."""
        return Change.between(older.quantity, newer.quantity, newer.unit).words(
            self.units[newer.unit]
        )

    def evidence(self, name: str) -> Evidence:
        """What an entry rests on: the kind of evidence, and the sources."""
        return self.once("evidence", self.resolve(name), lambda: evidence_of(self, name))

    def day(self, figure: Figure) -> str:
        """What tells a figure of a series from the others, in words.

        It is the period where that is over, else the day of the article that states the figure.
        """
        article = self.articles[figure.source]
        over = figure.start and figure.end and article.date and figure.end <= article.date
        return periods.period(figure.start, figure.end) if over else article.day

    def dated(self, figure: Figure) -> date | None:
        """The day that orders a figure in its series."""
        published = self.articles[figure.source].date
        return day_of(figure, published) if published else None

    def label(self, figure: Figure) -> str:
        """The measure of a figure; with its day where another figure states the same measure."""
        return f"{figure.measure}, {self.day(figure)}" if self._again(figure) else figure.measure

    def address(self, figure: Figure) -> str:
        """The address of a figure's source, at the quoted words where it is an article."""
        url = self.sources[figure.source].url
        return text_fragment(url, figure.as_stated) if figure.source in self.articles else url

    def digest(self, name: str) -> str:
        """Changes whenever anything that a page shows of this entry changes."""
        entry = self.entry(name)
        shown: tuple[object, ...] = (
            self.own_digest(entry),
            self.checks.get(entry.id),
            self._turns_by_entry.get(entry.id),
        )
        if isinstance(entry, Figure):  # says itself what it counts, and with its unit its words
            shown += tuple((other, self.day(other)) for other in self.near_in_series(entry))
        else:
            shown += (sorted(self.rests_on(name)), sorted(self.bases(name)), self.words(name))
        if isinstance(entry, Finding):
            shown += (self.evidence(name),)
        elif isinstance(entry, Derived):  # its formula names them
            shown += tuple(
                (self.label(each), each.who, each.start, each.end)
                if isinstance(each, Figure)
                else each
                for each in map(self.entry, entry.inputs)
            )
        return digest_of(shown)

    def own_digest(self, entry: Entry) -> str:
        """A short digest of what an entry shows of itself, its source and its unit, and where was
        looked for others in vain: of nothing that an edit of other figures changes."""
        if entry.id in self.figure_digests:
            return self.figure_digests[entry.id]
        source, unit = getattr(entry, "source", ""), getattr(entry, "unit", "")
        told = digest_of(
            (
                entry,
                self.searches.get(entry.id),
                self.once("told unit", unit, lambda: digest_of(self.units.get(unit))),
                self.once("told source", source, lambda: digest_of(self.sources.get(source))),
            )
        )
        if isinstance(entry, Figure):
            self.figure_digests[entry.id] = told
        return told
