"""What the templates of lists and records ask: entries with their words, places and addresses as
seen from one page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

from markupsafe import Markup
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from stateofplay.chapters.school_grades import Grades
from stateofplay.ledger.entries import Derived, Figure, Finding
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.naming import formula_parts, name_in_words
from stateofplay.ledger.reading.sources import Source
from stateofplay.ledger.record_pages import RecordPage
from stateofplay.site.imprint import CITE, DATA, address, citation, within_site
from stateofplay.site.lists.corrections import FEED, Correction
from stateofplay.site.lists.overview import (
    MOST_ROWS,
    Group,
    Line,
    groups_of,
    line_of,
    listed,
    recorded,
)
from stateofplay.site.lists.placed import (
    RecordGroup,
    RecordLink,
    outside_groups,
    places_of,
    record_groups,
    record_links,
)
from stateofplay.site.lists.ranges import Reach
from stateofplay.site.read.roles import record_address, record_href
from stateofplay.site.state import Site, page_name, relative_root, uses_of

_Row = TypeVar("_Row", bound=Correction | Source)


@dataclass(frozen=True)
class Place:
    """A page that uses an entry: its title and its address."""

    title: str
    href: str


class Listing:
    """What the templates of lists ask: the ledger, where entries are used, and their addresses from
    one page."""

    def __init__(
        self,
        site: Site,
        env: BuildEnvironment,
        builder: Builder,
        page: str,
        topic: str = "",
        options: Mapping[str, str] | None = None,
    ) -> None:
        self.site, self.ledger = site, site.ledger
        self.env, self.builder, self.page, self.topic = env, builder, page, topic
        self.options = options or {}

    def used_in(self, name: str) -> list[Place]:
        """The pages whose prose or charts show the entry."""
        return [self._place(page) for page in self._places.get(name, ())]

    def _place(self, page: str) -> Place:
        return Place(page_name(self.env, page), self.builder.get_relative_uri(self.page, page))

    @cached_property
    def _places(self) -> dict[str, list[str]]:
        return places_of(self.ledger, self.env)

    def unshown(self, kind: str) -> list[Derived | Finding]:
        """The derived figures or findings (`kind`) of the topic that neither the page nor what it
        computes from shows."""
        entries: dict[str, Derived] | dict[str, Finding] = getattr(self.ledger, kind)
        shown = set(uses_of(self.env)[self.page].digests)
        return [e for e in entries.values() if e.topic == self.topic and e.id not in shown]

    @property
    def has_table(self) -> bool:
        """Whether the page has the table of all entries."""
        return "index" in uses_of(self.env)[self.page].lists

    def kinds_shown(self) -> list[tuple[str, str]]:
        """The kinds of entries that occur, with their words, for the choice above the table."""
        return list(dict.fromkeys((line.kind, line.kind_words) for line in self._lines))

    def verdicts_shown(self) -> list[tuple[str, str]]:
        """The verdicts that occur, where the book has looked for outside values at all."""
        shown = {line.verdict for line in self._lines}
        known = self.ledger.verdicts.items() if self.ledger.looks_outside else ()
        return [(verdict, words) for verdict, words in known if verdict in shown]

    @cached_property
    def recorded(self) -> Collection[str]:
        """The id of every entry that has a record."""
        return dict.fromkeys(recorded(self.env))

    def record_groups(self) -> list[RecordGroup]:
        return record_groups(self.ledger, self.page, self.recorded)

    @property
    def own_page(self) -> RecordPage | None:
        """The page, where it holds nothing but a part of a long list."""
        return self.ledger.made_pages.get(self.page)

    def part_links(self, shows: str) -> list[RecordLink]:
        """The pages of a list that stands in pages of its own; none where one page holds it."""
        made = self.ledger.made_pages.items()
        found = {n: p for n, p in made if p.shows == shows and n in self.env.found_docs}
        return record_links(found, self.page, self.builder)

    def here(self, shows: str, rows: Iterable[_Row]) -> list[_Row]:
        """The rows of a list that the page has: of a long one the part that it is for."""
        if own := self.own_page:
            ids = {*own.ids}
            return [row for row in rows if row.anchor in ids]
        return [] if self.part_links(shows) else list(rows)

    def outside_groups(self) -> list[RecordGroup]:
        return outside_groups(self.ledger, self.page)

    def topics_shown(self) -> dict[str, str]:
        """The topics with an entry on the ledger page, and their titles."""
        shown = {line.topic for line in self._lines}
        return {topic: title for topic, title in self.ledger.topics.items() if topic in shown}

    def parties_shown(self) -> bool:
        """Whether an interested party states any of the entries."""
        return any(line.interest == "party" for line in self._lines)

    def groups(self) -> list[Group]:
        """The lines of the ledger's table: the articles' figures by verdict, then what is computed,
        then findings."""
        return groups_of(self.ledger, self._lines)

    @cached_property
    def _lines(self) -> list[Line]:
        return [line_of(self.ledger, name) for name in listed(self.ledger, self.recorded)]

    @property
    def rows_are_here(self) -> bool:
        """Whether the table of the ledger's page has its rows, or a script fetches those that are
        asked for.
        """
        return len(self._lines) <= MOST_ROWS

    def grades(self) -> list[tuple[Place, Grades]]:
        """Every page with prose, in the order of the book, and how hard it is to read."""
        return [
            (self._place(page), uses.grades)
            for page in self.env.config.external_site_map
            if (uses := uses_of(self.env).get(page)) and uses.grades
        ]

    def href(self, name: str) -> str:
        """The address of an entry's record."""
        return record_href(self.builder, self.site, self.page, name)

    def feed_href(self) -> str:
        """The address of the feed of corrections; empty where the builder, or a book without the
        page, has none."""
        known = self.ledger.settings.pages.corrections in self.env.found_docs
        return f"{relative_root(self.page)}{FEED}" if known and self.builder.name == "html" else ""

    def report(self, name: str) -> str:
        """The address for reporting an error in an entry; empty when no repository is
        configured."""
        repository = self.ledger.settings.repository
        return report_address(repository, name, self.ledger.words(name))

    def link(self, name: str) -> Markup:
        """What an entry measures, or finds, linked to its record."""
        return self.figure_link(name, name_in_words(self.ledger, name))

    def figure_link(self, name: str, words: str) -> Markup:
        """`words`, linked to the record of an entry."""
        return Markup('<a href="{}">{}</a>').format(self.href(name), words)

    def computed(self, text: str) -> Markup:
        """A formula as readers see it, every entry linked to its record."""
        return Markup("").join(
            self.figure_link(name, words) if name else words
            for words, name in formula_parts(self.ledger, text)
        )

    def source_href(self, key: str) -> str:
        anchor = self.ledger.sources[key].anchor
        page = self.ledger.row_page("sources", anchor)
        return f"{self.builder.get_relative_uri(self.page, page)}#{anchor}"

    def citation(self, name: str) -> str:
        """A line to cite an entry by."""
        page, anchor = record_address(self.site, name)
        return citation(
            self.ledger, entry_title(self.ledger, name), address(self.env, f"{page}.html#{anchor}")
        )

    def path_within(self, name: str) -> str:
        """The record's path for the script where the site has no address of its own; else empty."""
        page, anchor = record_address(self.site, name)
        return within_site(self.env, f"{page}.html#{anchor}")

    @property
    def ledger_href(self) -> str:
        """The address of the ledger page."""
        return self.builder.get_relative_uri(self.page, self.ledger.settings.pages.ledger)

    @property
    def whole_href(self) -> str:
        """The address of the page that lists the parts of which this is one; else empty."""
        own = self.own_page
        return self.builder.get_relative_uri(self.page, own.under) if own else ""

    @property
    def firmness_href(self) -> str:
        """The address of the page that ranks the findings; empty where the book has none."""
        page = self.ledger.settings.pages.firmness
        known = page in self.env.found_docs
        return self.builder.get_relative_uri(self.page, page) if known else ""

    def file_href(self, name: str) -> str:
        """The address of a file of the data package."""
        return f"{relative_root(self.page)}{DATA}/{name}"

    def cite_href(self, name: str) -> str:
        """The address of a file with citations."""
        return f"{relative_root(self.page)}{CITE}/{name}"

    def reach(self, figure: Figure) -> Reach | None:
        """Between which numbers a reader may change a figure; None where nothing rests on it, or
        the builder makes no pages that run a script."""
        return Reach.of(self.ledger, figure) if self.builder.name == "html" else None


def report_address(repository: str, name: str, words: str) -> str:
    """The address of a new issue at `repository` that says which record it is about; empty when
    none is configured.

    GitHub, Gitea and Forgejo read `title` and `body`, GitLab `issue[title]` and
    `issue[description]`.
    """
    if not repository:
        return ""
    title = f"Error in the record {name}"
    body = f"Record: {name}\nPublished as: {words}\n\nWhat is wrong, and which source says so?\n"
    if "gitlab" in urlsplit(repository).netloc:
        return f"{repository}/-/issues/new?" + urlencode(
            {"issue[title]": title, "issue[description]": body}
        )
    return f"{repository}/issues/new?" + urlencode({"title": title, "body": body})


def entry_title(ledger: Ledger, name: str) -> str:
    """What an entry says in one line: a finding's sentence, or what is measured and the number."""
    entry = ledger.entry(name)
    if isinstance(entry, Finding):
        return ledger.words(name)
    who = f" ({entry.who})" if isinstance(entry, Figure) and entry.who else ""
    return f"{entry.measure}: {ledger.words(name)}{who}"


def question_of(env: BuildEnvironment, page: str) -> str:
    """What `question:` in the front matter of a page says; empty without one."""
    return str(env.metadata.get(page, {}).get("question", ""))
