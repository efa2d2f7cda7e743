"""The book as a model: every figure on which something rests, and the formulas and conditions that
rest on them, as plain data that a page's script can evaluate.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from stateofplay.ledger.contents import PLACEHOLDER
from stateofplay.ledger.counts import COUNTS
from stateofplay.ledger.entries import Derived, Entry, Figure, Finding
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.substitution import related
from stateofplay.ledger.supposed import limits
from stateofplay.numbers.quantity import INFINITY
from stateofplay.numbers.unit_words import UnitWords
from stateofplay.numbers.unitless import bare_condition, bare_formula, range_of

Line: TypeAlias = list[Any]


class _Model:
    """Makes the lines of the model; in all of them an entry is the place of its id, a unit that
    of its line.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.figures = [f for f in ledger.figures.values() if f.id in ledger.changeable]
        self.derived = list(ledger.derived.values())
        self.findings = [f for f in ledger.findings.values() if ledger.rests_on(f.id)]
        entries: tuple[Entry, ...] = (*self.figures, *self.derived, *self.findings)
        self.places = {entry.id: place for place, entry in enumerate(entries)}
        used = [*map(_kept, self.figures), *((d.unit,) for d in self.derived)]
        self.units = {unit: place for place, unit in enumerate(dict.fromkeys(used))}
        self.same = related(ledger, "restates")

    def place(self, name: str) -> tuple[int, str]:
        """Where an entry stands, and its unit."""
        entry = self.ledger.entry(name)
        return self.places[entry.id], str(getattr(entry, "unit", ""))

    def unit(self, name: str, *limits: float) -> Line:
        words = self.ledger.units.get(name, UnitWords())
        if limits:
            return [words.before, words.after_one, words.after_many, int(words.ordinal), *limits]
        many = [] if words.after_many == words.after_one else [words.after_many]
        return [words.before, words.after_one, *(["", 1] if words.ordinal else many)]

    def figure(self, figure: Figure) -> Line:
        same = self.same.get(figure.id, frozenset()) - {figure.id}
        line = [range_of(figure.quantity), self.units[_kept(figure)], figure.bound]
        return [*line, *sorted(self.places[name] for name in same)]

    def computed(self, entry: Derived) -> Line:
        if entry.id in COUNTS:
            return [range_of(entry.quantity), self.units[entry.unit,]]
        return [bare_formula(entry.formula, entry.unit, self.place), self.units[entry.unit,]]

    def finding(self, finding: Finding) -> Line:
        """Its condition, and where in its sentence a figure's words begin."""
        slots: list[Line] = []
        length = rest = 0
        for found in PLACEHOLDER.finditer(finding.statement):
            length += _length(finding.statement[rest : found.start()])
            rest = found.end()
            slots.append([length, self.place(found[1])[0], *filter(None, [found[2]])])
            length += _length(self.ledger.words(found[1], found[2] or "hedged"))
        return [bare_condition(finding.holds, self.place), *slots]


def _kept(figure: Figure) -> tuple[str, *tuple[float, ...]]:
    """The unit of a figure, with the limits of another number where they are not the usual ones."""
    least, most = limits(figure)
    usual = (least, most) == (0, INFINITY)
    return (figure.unit,) if usual else (figure.unit, float(least), float(most))


def _length(text: str) -> int:
    """How long JavaScript takes a text to be."""
    return len(text.encode("utf-16-le")) // 2


def model(ledger: Ledger) -> dict[str, Line | str]:
    """The model: one line for each entry, in the order of `ids`.

    `figures`: number (see `unitless.Node`), unit, bound, and those that say the same and move in
    proportion. `derived`: formula, unit. `findings`: condition, and where in the sentence, which
    the page has, each figure stands, with its style where that is not the usual one. `units`: what
    stands before a number, after one, and after many where that is something else; a 1 where it
    makes ordinals; the least and the most that another number may be, where that is not all from
    nought on.
    """
    made = _Model(ledger)
    return {
        "ids": " ".join(made.places),
        "units": [made.unit(*unit) for unit in made.units],
        "figures": [made.figure(figure) for figure in made.figures],
        "derived": [made.computed(entry) for entry in made.derived],
        "findings": [made.finding(finding) for finding in made.findings],
    }
