"""How near the findings are to turning, as lists: all of them in that order, and on the front page
the first and the last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from stateofplay.ledger.entries import Finding
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.nearness import by_nearness, is_ranked
from stateofplay.ledger.turning_words import (
    Said,
    contested,
    disputed,
    hanging_also,
    never,
    said,
    sentence_of,
    stated_beside,
    turning,
)
from stateofplay.site.lists.strips import Strips


@dataclass(frozen=True)
class Held:
    """A finding in a list, with what would turn it. `figure` is the id of the figure that it hangs
    on, empty where no change of one turns it; `drawn` is how far that has to move."""

    finding: str
    figure: str
    drawn: Markup
    words: Markup


def what_turns(ledger: Ledger, finding: Finding) -> tuple[str, list[Said]]:
    """What would turn a finding: in a sentence or two, and for each of its figures."""
    words = turning(ledger, finding.id), contested(ledger, finding), disputed(ledger, finding)
    return " ".join(filter(None, words)), said(ledger, finding.id)


def in_order(ledger: Ledger, link: Callable[[str, str], Markup], ranked: bool) -> Iterator[Held]:
    """The findings that a change of one figure turns, the nearest first; or (`ranked` false) those
    that none turns, or at no distance that is a share. `link` gives a link to the record of an id
    in some words.
    """
    strips = Strips(ledger)
    for name, found in by_nearness(ledger):
        if is_ranked(found) != ranked:
            continue
        sentence = sentence_of(ledger, name)
        words = Markup.escape(never(ledger, name))
        if sentence:
            stated = link(sentence.figure, ledger.words(sentence.figure))
            words = Markup("{}{}{}").format(sentence.before, stated, sentence.after)
        finding = ledger.findings[name]
        figure = found.turn.figure if found else ""
        more = [
            stated_beside(ledger, finding, figure) if figure else "",
            hanging_also(ledger, name),
            contested(ledger, finding),
            disputed(ledger, finding, figure),
        ]
        words = Markup(" ").join([words, *filter(None, more)])
        yield Held(name, figure, strips.strip(found) if found and ranked else Markup(""), words)


def extremes(ledger: Ledger) -> list[tuple[str, str, str]]:
    """The finding that turns soonest and the firmest: what it is, its id, and what turns it, in
    one sentence. Findings about the book's own rows are left out: no stated figure turns them.
    """
    found = [(n, each) for n, each in by_nearness(ledger) if ledger.turns[n]]
    unturned = [(n, each) for n, each in found if each is None]
    ranked = [(n, each) for n, each in found if is_ranked(each)]
    ends = [("Nearest to turning", *each) for each in ranked[:1]]
    ends += [("Firmest", *each) for each in unturned[:1] or ranked[1:][-1:]]
    return [(what, name, _in_short(ledger, name)) for what, name, _ in ends]


def _in_short(ledger: Ledger, finding: str) -> str:
    sentence = sentence_of(ledger, finding)
    return sentence.words(ledger) if sentence else never(ledger, finding)
