"""By what a page of records is known to be out of date: everything of the data that it shows."""

from __future__ import annotations

from stateofplay.files.access import digest_of
from stateofplay.ledger.entries import Check, Figure, Finding
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.naming import name_in_words
from stateofplay.ledger.substitution import contested_by


def page_digest(ledger: Ledger, page: str) -> str:
    """Changes whenever anything changes that a page of records shows of the data: its entries, what
    their records say of others, and where the records of those are. Raises KeyError for a page
    that is none.
    """

    def digest() -> str:
        found = ledger.record_pages[page]
        shown = [record_digest(ledger, name) for name in found.ids]
        told = (ledger.topics[found.topic], found.part, found.parts, shown)
        return digest_of(told)

    return ledger.once("page", page, digest)


def record_digest(ledger: Ledger, name: str) -> str:
    """Changes whenever anything changes that the record of an entry shows, or the page that has it.
    Raises KeyError for an unknown id.
    """
    figure = ledger.figures.get(name)
    if figure is not None and ledger.stands_alone(figure):  # as nearly all of very many do
        return f"{ledger.own_digest(figure)} {_place(ledger, name)}"
    return ledger.once("record", name, lambda: _digest(ledger, name))


def _place(ledger: Ledger, name: str) -> tuple[str, bool, str | None]:
    standing = ledger.around.standing.get(name)
    return ledger.record_page(name), name in ledger.changeable, standing


def _digest(ledger: Ledger, name: str) -> str:
    entry, around = ledger.entry(name), ledger.around
    worded, against = [*ledger.inputs(name), *around.restated_by.get(name, ())], list[Check]()
    if isinstance(entry, Finding):
        worded += [turn.figure for turn in ledger.turns[name]]
        against += contested_by(ledger, entry)
    if isinstance(entry, Figure):
        worded += [other.id for other in ledger.near_in_series(entry)]
        worded += [entry.restates] if entry.restates else []
    linked = [*worded, *around.feeds.get(name, ()), *around.turned.get(name, ())]
    told = (
        ledger.digest(name),
        _place(ledger, name),
        against,
        [(ledger.words(each), ledger.words(each, "full")) for each in worded],
        [name_in_words(ledger, each) for each in ledger.inputs(name)],
        [(each, ledger.record_page(each)) for each in linked],
    )
    return digest_of(told)
