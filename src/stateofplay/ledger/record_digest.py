"""By what a page of records is known to be out of date: everything of the data that it shows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from stateofplay.files.access import digest_of
from stateofplay.ledger.entries import Check, Figure, Finding
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.naming import formula_in_words, name_in_words
from stateofplay.ledger.substitution import contested_by


def page_digest(ledger: Ledger, page: str) -> str:
    """Changes whenever anything changes that a page of records shows of the data: its entries, what
    their records say of others, and where the records of those are. Raises KeyError for a page
    that is none.
    """

    def digest() -> str:
        found = ledger.made_pages[page]
        shown = record_digests(ledger, found.ids)
        return digest_of((found.title, found.part, found.parts, shown))

    return ledger.once("page", page, digest)


def record_digests(ledger: Ledger, names: Iterable[str]) -> list[object]:
    """What changes whenever anything changes that the records of entries on one page show. Raises
    KeyError for an unknown id.
    """
    figures, alone, own = ledger.figures, ledger.alone, ledger.own_digest
    changeable, standing = ledger.changeable, ledger.around.standing
    return [
        (own(figures[name]), name in changeable, standing.get(name))
        if name in alone  # as nearly all of very many are
        else ledger.once("record", name, partial(_digest, ledger, name))
        for name in names
    ]


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
        ledger.record_page(name),
        name in ledger.changeable,
        around.standing.get(name),
        against,
        [(ledger.words(each), ledger.words(each, "full")) for each in worded],
        [(each, ledger.record_page(each), name_in_words(ledger, each)) for each in linked],
        [formula_in_words(ledger, check.formula) for check in ledger.checks.get(name, ())],
    )
    return digest_of(told)
