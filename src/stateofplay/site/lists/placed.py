"""Where entries and their records stand: the pages that show an entry, what each page of records
has and leads to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from stateofplay.ledger.entries import Figure
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.list_pages import correction_day
from stateofplay.ledger.record_pages import RecordPage, anchor_of, outside_ids
from stateofplay.numbers.formula import names
from stateofplay.numbers.periods import period
from stateofplay.site.state import Uses, uses_of

_places: WeakKeyDictionary[BuildEnvironment, dict[str, list[str]]] = WeakKeyDictionary()
RecordGroup = tuple[str, str, list[str]]  # its anchor, its heading, the ids of its entries


@dataclass(frozen=True)
class RecordLink:
    """A page of records in a list of them: its address, empty for the page itself."""

    href: str
    page: RecordPage

    @property
    def days(self) -> str:
        """The days of its corrections; empty where it has others."""
        rows = self.page.ids if self.page.shows == "corrections" else ()
        days = [correction_day(anchor) for anchor in rows]
        return period(min(days), max(days)) if days else ""


def record_groups(ledger: Ledger, page: str, recorded: Collection[str]) -> list[RecordGroup]:
    """The groups of records on a page: by topic where it has all of them, by what they are where
    it has those of one; of the entries `recorded`.
    """
    groups: list[RecordGroup] = []
    if page in ledger.record_pages:
        ids = ledger.record_pages[page].ids
        groups = [
            ("kind-stated", "Stated figures", [name for name in ids if name in ledger.figures]),
            ("kind-derived", "Computed figures", [name for name in ids if name in ledger.derived]),
            ("kind-finding", "Findings", [name for name in ids if name in ledger.findings]),
        ]
    elif not ledger.record_pages:
        groups = [
            (anchor_of(topic), title, ledger.record_ids(topic))
            for topic, title in ledger.topics.items()
        ]
    kept = ((a, heading, [n for n in ids if n in recorded]) for a, heading, ids in groups)
    return [group for group in kept if group[2]]


def outside_groups(ledger: Ledger, page: str) -> list[RecordGroup]:
    """What `page` lists of the figures from outside: all by table, or what it has of one."""
    if found := ledger.outside_pages.get(page):
        return [(found.anchor, found.title, [*found.ids])]
    tables = {} if ledger.outside_pages else outside_ids(ledger)
    return [(anchor_of(name), ledger.tables[name].title, ids) for name, ids in tables.items()]


def record_links(pages: Mapping[str, RecordPage], page: str, builder: Builder) -> list[RecordLink]:
    """The `pages` of records as `page` lists them: one of them those of its own topic, and the
    first of every other; another all of them.
    """
    here = pages.get(page)
    return [
        RecordLink("" if found is here else builder.get_relative_uri(page, found.name), found)
        for found in pages.values()
        if here is None or found.part == 1 or found.topic == here.topic
    ]


def series_of(ledger: Ledger, topic: str) -> list[list[Figure]]:
    """The series of a topic that have several figures, each newest first."""
    figures = ledger.figures
    return [
        [figures[name] for name in ids]
        for ids in ledger.series.values()
        if len(ids) > 1 and figures[ids[0]].topic == topic
    ]


def places_of(ledger: Ledger, env: BuildEnvironment) -> dict[str, list[str]]:
    """The pages whose prose, charts or lists show each entry, or what is computed from it, but for
    those that have its record. Asked when all pages have been read, and worked out once.
    """
    if env not in _places:
        _places[env] = defaultdict(list)
        pages = ledger.settings.pages
        for page, uses in sorted(uses_of(env).items()):
            if page in env.titles and page not in (pages.ledger, pages.outside_figures):
                for entry in ledger.beneath(*_shown(ledger, uses)):
                    _places[env][entry.id].append(page)
    return _places[env]


def _shown(ledger: Ledger, uses: Uses) -> dict[str, None]:
    """The entries that a page shows, each once."""
    shown = dict.fromkeys(uses.digests)
    if uses.topic:
        shown |= dict.fromkeys(e.id for e in ledger.computed if e.topic == uses.topic)
        again = series_of(ledger, uses.topic)
        shown |= dict.fromkeys(f.id for series in again for f in series)
    drawn = {name for chart in uses.charts.values() for name in chart.ids}
    if drawn or "checks" in uses.lists:
        for check in (check for checks in ledger.checks.values() for check in checks):
            if check.formula and ("checks" in uses.lists or check.id in drawn):
                shown |= dict.fromkeys(names(check.formula))
    return dict.fromkeys(name for name in map(ledger.resolve, shown) if name in ledger)
