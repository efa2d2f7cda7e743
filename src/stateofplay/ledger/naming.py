"""What readers call the entries of the ledger, and formulas in which they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stateofplay.ledger.entries import Figure
from stateofplay.ledger.ledger import Ledger
from stateofplay.numbers import periods
from stateofplay.numbers.numerals import read_number
from stateofplay.numbers.units import parse_unit
from stateofplay.numbers.wording import number_words

_ONE = re.compile(r' [*/] "1 (\w+)"')
_RATE = re.compile(r'\((\w+) \* "(1 (?:day|week|month|year))"\)')  # what has a rate in one of them
_TYPED = re.compile(r'"([\d.]+) ([^"]+)"')
_SIGNS = str.maketrans("-*", "−×", '"')


def name_of(ledger: Ledger, figure: Figure) -> str:
    """What a figure measures, when, and who says so: the same measure has a figure for each month,
    or for each who counts, and a reader asks whose number it is.
    """
    label, when = ledger.label(figure), periods.period(figure.start, figure.end)
    parts = [label, *(part for part in (when, figure.who) if part not in label)]
    return ", ".join(filter(None, parts))


def name_in_words(ledger: Ledger, name: str) -> str:
    """What the number called `name` measures: ``“Boxes lost, January 2026, Port office”``; what a
    finding says. Raises KeyError for any other name.
    """
    known = ledger.resolve(name)
    if known in ledger.findings:
        return f"“{ledger.words(known)}”"
    derived = ledger.derived.get(known)
    return f"“{derived.measure if derived else name_of(ledger, ledger.figures[known])}”"


def formula_parts(ledger: Ledger, formula: str) -> Iterator[tuple[str, str]]:
    """A formula or condition in parts as readers see them, each with the id of its entry, which is
    empty between entries. That one thing is taken for one of another name is left out.
    """
    formula = _RATE.sub(r'(\1 "for \2")', _ONE.sub(_kept, formula))
    for part in re.split(r'("[^"]*"|\w+)', formula):
        if part in ledger and part not in ledger.findings:
            yield name_in_words(ledger, part), part
        elif (typed := _TYPED.fullmatch(part)) and typed[2] in ledger.units:
            number = read_number(typed[1])
            yield ledger.units[typed[2]].around(number_words(number), number), ""
        else:
            yield part.translate(_SIGNS), ""


def _kept(factor: re.Match[str]) -> str:
    """A factor of one but where its unit is only what a thing is called."""
    return "" if f"[{factor[1]}]" in parse_unit(factor[1]).dimensionality else factor[0]


def formula_in_words(ledger: Ledger, formula: str) -> str:
    """A formula as readers see it: ``“Boxes handled” − “Boxes lost”``."""
    return "".join(part for part, _ in formula_parts(ledger, formula))
