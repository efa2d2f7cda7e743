"""The table of the ledger page: a line for each entry with a record there, and their groups."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from itertools import chain

from markupsafe import Markup
from sphinx.environment import BuildEnvironment

from stateofplay.ledger.counts import COUNTED
from stateofplay.ledger.entries import Derived, Figure, Finding
from stateofplay.ledger.ledger import Ledger
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.unit_table import SCALES
from stateofplay.numbers.vocabulary import KINDS
from stateofplay.site.state import site_of, uses_of

MOST_ROWS = 500  # of the table in the page: 25 kB compressed
_KIND_WORDS = {**KINDS, "derived": "computed", "finding": "a finding"}
_TOGETHER = {
    "differs": "differs",
    "contested": "is contested",
    "not_checked": "is not checked",
    "traced": "is traced only",
}


@dataclass(frozen=True)
class Line:
    """An entry in the table; `sort` is a plain number or empty, as is what the entry has not."""

    id: str
    name: str
    words: str
    kind: str
    topic: str
    sort: str = ""
    who: str = ""
    interest: str = ""
    verdict: str = ""
    verdict_words: str = ""

    @property
    def kind_words(self) -> str:
        return _KIND_WORDS[self.kind]


Group = tuple[str, str, list[Line]]  # its anchor, its heading, its lines


def recorded(env: BuildEnvironment) -> list[str]:
    """The id of every entry that has a record: not of a count of what the book has none of, unless
    a page shows it.
    """
    ledger = site_of(env).ledger
    return [*ledger.figures, *_recorded_derived(env), *ledger.findings]


def recorded_state(env: BuildEnvironment) -> tuple[str, list[str]]:
    """Changes whenever the entries that have records, or anything in data/ or seeds/, change."""
    return site_of(env).digest, _recorded_derived(env)


def _recorded_derived(env: BuildEnvironment) -> list[str]:
    used = {name for uses in uses_of(env).values() for name in uses.digests}
    return [
        derived.id
        for derived in site_of(env).ledger.derived.values()
        if derived.formula != COUNTED or derived.quantity.value or derived.id in used
    ]


def listed(ledger: Ledger, known: Collection[str]) -> list[str]:
    """The `known` entries of the ledger's table, in the order of the records."""
    ids = chain.from_iterable(map(ledger.record_ids, ledger.topics))
    return [name for name in ids if name in known]


def line_of(ledger: Ledger, name: str) -> Line:
    """The line of an entry in the ledger's table."""
    entry = ledger.entry(name)
    if isinstance(entry, Figure):
        return _figure(ledger, entry)
    return _finding(ledger, entry) if isinstance(entry, Finding) else _derived(ledger, entry)


def _figure(ledger: Ledger, figure: Figure) -> Line:
    verdict, own = ledger.around.standing[figure.id], ledger.verdict(figure.id)
    words = ledger.verdicts[own]
    if own != verdict:
        words += f"; stated with a number that {_TOGETHER[verdict]}"
    return Line(
        figure.id,
        ledger.label(figure),
        ledger.words(figure.id),
        figure.kind,
        figure.topic,
        sort_key(figure.quantity),
        figure.who,
        figure.interest,
        verdict,
        words,
    )


def _derived(ledger: Ledger, d: Derived) -> Line:
    return Line(d.id, d.measure, ledger.words(d.id), "derived", d.topic, sort_key(d.quantity))


def _finding(ledger: Ledger, finding: Finding) -> Line:
    label = ledger.evidence(finding.id).label
    words = ledger.words(finding.id)
    return Line(finding.id, words, "", "finding", finding.topic, verdict_words=label)


def sort_key(quantity: Quantity) -> str:
    """The number by which a quantity is sorted: its value, else the finite end of its range.

    “€38bn” is sorted as 38,000,000,000.
    """
    scale = _scale(quantity.unit)
    ends = (quantity.value, quantity.low, quantity.high)
    known = [end for end in ends if end is not None and not math.isinf(end)]
    return f"{float(known[0] * scale):.12g}" if known else ""


@cache
def _scale(unit: object) -> int:
    return next((SCALES[word] for word in str(unit).split() if word in SCALES), 1)


def groups_of(ledger: Ledger, lines: list[Line]) -> list[Group]:
    """The articles' figures by verdict, then what is computed, then findings; no empty group."""
    counts = Counter(verdict for _, verdict in ledger.statements)
    groups: list[Group] = [
        (
            f"verdict-{verdict.replace('_', '-')}",
            _heading(words, counts[verdict]),
            [line for line in lines if line.verdict == verdict],
        )
        for verdict, words in ledger.verdicts.items()
    ]
    for kind, heading in (("derived", "Computed from figures"), ("finding", "Findings")):
        groups.append((f"kind-{kind}", heading, [line for line in lines if line.kind == kind]))
    return [group for group in groups if group[2]]


def _heading(words: str, count: int) -> Markup:
    """The heading of a group of figures: its verdict, and how many statements they make, which the
    script hides where only some of them are shown."""
    number = f"({count} statement{'' if count == 1 else 's'})"
    return Markup("{}{} <span>{}</span>").format(words[0].upper(), words[1:], number)
