"""Which page has the record of an entry: the ledger's own in a small book, else pages by topic;
of a figure from outside the page that lists all of them, else pages by table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from zlib import crc32

from stateofplay.ledger.contents import Contents

_TOGETHER = 100  # so many records are read on one page as well as on several
# How heavy a page is, in records without outside values (2 kB each, of which a tenth is left when
# compressed). Above the least, a record whose name's check sum ends so begins the next part: where
# parts begin depends on names and not on places, so a new entry moves none but its neighbours.
_LEAST, _MOST, _BEGINS = 60, 110, 32
_ROWS_TOGETHER = 500  # a figure from outside is one row of a table: 60 bytes compressed
_ROW = 1 / 4  # and so heavy


@dataclass(frozen=True)
class RecordPage:
    """A page of records, or of another long list: its name as `_toc.yml` would have it, the page
    that lists it, the list that it `shows` (``{ledger-records}``), its topic, or table of outside
    figures, with the title of that, which of how many parts of it this is, and the ids of the
    entries, or what else its rows are, in their order."""

    name: str
    under: str
    shows: str
    topic: str
    title: str
    part: int
    parts: int
    ids: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Where the topic begins on the page that lists it."""
        return anchor_of(self.topic)

    @property
    def prefix(self) -> str:
        """What tells its ids from those of entries; empty where they are."""
        return "" if self.shows in ("records", "context") else f"{self.shows}:"


def record_pages(ledger: Contents) -> dict[str, RecordPage]:
    """The pages of records by name, in the order of topics; none in a book that has so few records
    that the ledger's page holds them. Figures from outside the articles are not among them.

    A topic of several parts has what is computed in parts of its own.
    """
    pages: dict[str, RecordPage] = {}
    stated, computed = ids_by_topic(ledger)
    if sum(map(len, (*stated.values(), *computed.values()))) <= _TOGETHER:
        return pages
    for topic in ledger.topics:
        both = [*stated[topic], *computed[topic]]
        parts = [both]
        if sum(_weight(ledger, name) for name in both) > _MOST:
            weigh = partial(_weight, ledger)
            parts = [*in_parts(stated[topic], weigh), *in_parts(computed[topic], weigh)]
        under = ledger.settings.pages.ledger
        pages |= pages_of(under, "records", topic, ledger.topics[topic], parts)
    return pages


def outside_pages(ledger: Contents) -> dict[str, RecordPage]:
    """The pages of figures from outside by name, in the order of tables; none where one page holds
    all of them.
    """
    pages: dict[str, RecordPage] = {}
    tables = outside_ids(ledger)
    if sum(map(len, tables.values())) > _ROWS_TOGETHER:
        for table, ids in tables.items():
            title, parts = ledger.tables[table].title, [*in_parts(ids, lambda _: _ROW)]
            under = ledger.settings.pages.outside_figures
            pages |= pages_of(under, "context", table, title, parts)
    return pages


def outside_ids(ledger: Contents) -> dict[str, list[str]]:
    """The ids of the figures from outside by their table."""
    return {
        name: [row.text("id") for row in table]
        for name, table in ledger.tables.items()
        if table.schema.name == "context"
    }


def anchor_of(topic: str) -> str:
    """The anchor of a topic, or of a table of figures from outside."""
    kind, _, slug = topic.rpartition("/")
    return f"{'table' if kind else 'topic'}-{slug.replace('_', '-')}"


def pages_of(
    under: str, shows: str, topic: str, title: str, parts: Sequence[list[str]]
) -> dict[str, RecordPage]:
    """The pages by name of a topic whose ids stand in `parts`; the first has no number."""
    base, pages = f"{under}-{anchor_of(topic).partition('-')[2]}", dict[str, RecordPage]()
    for number, ids in enumerate(parts, 1):
        name = base if number == 1 else f"{base}-part-{number}"
        if ids:
            pages[name] = RecordPage(
                name, under, shows, topic, title, number, len(parts), tuple(ids)
            )
    return pages


def ids_by_topic(ledger: Contents) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The articles' figures, and what is computed with the findings after it, by topic."""
    stated: dict[str, list[str]] = {topic: [] for topic in ledger.topics}
    computed: dict[str, list[str]] = {topic: [] for topic in ledger.topics}
    for figure in ledger.article_figures:
        stated[figure.topic].append(figure.id)
    for entry in ledger.computed:
        computed[entry.topic].append(entry.id)
    return stated, computed


def _weight(ledger: Contents, name: str) -> float:
    return 1 + len(ledger.checks.get(name, ())) / 2


def in_parts(names: Iterable[str], weigh: Callable[[str], float]) -> Iterator[list[str]]:
    """The names in parts that are neither light nor heavy, of which `weigh` tells the weight in
    records."""
    part: list[str] = []
    heavy = 0.0
    for name in names:
        own = weigh(name)
        begins = heavy >= _LEAST and crc32(name.encode()) % _BEGINS == 0
        if part and (begins or heavy + own > _MOST):
            yield part
            part, heavy = [], 0.0
        part.append(name)
        heavy += own
    if part:
        yield part
