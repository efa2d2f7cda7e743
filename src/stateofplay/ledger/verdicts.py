"""How a figure fares against the outside record: the rule by which a verdict follows."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

import pint

from stateofplay.ledger.entries import Check, Figure
from stateofplay.numbers.precision import Stated, last_place
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.units import conversion

VERDICTS = {
    "confirmed": "confirmed by an independent source",
    "traced": "traced to its origin; nobody else has counted",
    "contested": "independent sources disagree",
    "differs": "differs from the outside record",
    "not_checked": "not checked: no outside number is known",
}
# The rule of `verdict_of` as the pages print it, beside the verdicts that it gives.
RULE = {
    "confirmed": "Every independent value meets the figure’s own range.",
    "traced": "Only values of the figure’s own origin are known, and one of them meets its range.",
    "contested": "Independent values lie on both sides of the figure’s range, or some meet it and "
    "others do not.",
    "differs": "No independent value meets the range, and all lie on one side; or only values of "
    "the figure’s own origin are known, and none meets it. “More than ten” counts as ten.",
    "not_checked": "No outside value is known.",
}
# From what says most against a figure to what says most for it: the first one that occurs among
# the figures of a statement stands for it.
_GRAVEST_FIRST = ("differs", "contested", "not_checked", "traced", "confirmed")


def verdict_of(stated: Quantity, checks: Sequence[Check]) -> str:
    """The verdict on a figure whose range is `stated`, by RULE.

    For when a value meets a range see `meets`. Where an independent value is known, those of the
    figure's own origin decide nothing: who passes a number on has not counted again. Raises
    UnitError for units that do not fit.
    """
    if not checks:
        return "not_checked"
    independent = [check.quantity for check in checks if check.is_independent]
    if not independent:
        return "traced" if any(meets(stated, check.quantity) for check in checks) else "differs"
    met = [meets(stated, value) for value in independent]
    if all(met):
        return "confirmed"
    above = [value.to(stated.unit).low > stated.high for value in independent]
    return "contested" if any(met) or len(set(above)) > 1 else "differs"


def meets(stated: Quantity, outside: Quantity) -> bool:
    """Whether some number lies in both ranges.

    Of an outside range with an open end the other end must lie in ours: “more than ten” does not
    confirm a thousand, though a thousand is more than ten. Raises UnitError.
    """
    own, other = _place(stated, stated.unit), _place(outside, stated.unit)
    outside = _as_rounded(outside.to(stated.unit), other, own)
    stated = _as_rounded(stated, own, other)
    if not stated.overlaps(outside):
        return False
    if math.isinf(outside.high) and not math.isinf(outside.low) and not math.isinf(stated.high):
        return stated.low <= outside.low
    if math.isinf(outside.low) and not math.isinf(outside.high) and not math.isinf(stated.low):
        return outside.high <= stated.high
    return True


def _place(quantity: Quantity, unit: pint.Unit) -> Fraction:
    """What the last digit of a number counts in `unit`; nought where nobody wrote it."""
    number = quantity.value
    if not isinstance(number, Stated):
        return Fraction(0)
    return last_place(number, number.decimals) * conversion(quantity.unit, unit)[0]


def _as_rounded(quantity: Quantity, place: Fraction, other: Fraction) -> Quantity:
    """An exact number with fewer decimals than the other, whose last `place` is finer, stands for
    all that round to it.

    4.60 is met by 4.597 and not by 4.61. What has no decimals, or a range of its own, stays.
    """
    if not quantity.is_exact or not other < place < 1:
        return quantity
    return replace(quantity, low=quantity.low - place / 2, high=quantity.high + place / 2)


def gravest(verdicts: Iterable[str]) -> str:
    """The verdict that stands for the figures of one statement. Raises ValueError for none."""
    return min(verdicts, key=_GRAVEST_FIRST.index)


def judged(
    figures: Sequence[Figure], verdict: Callable[[str], str]
) -> list[tuple[list[Figure], str]]:
    """The figures by statement, each with the gravest `verdict` on one of them, by id."""

    def of(group: list[Figure]) -> str:
        if len(group) == 1:  # as most are
            return verdict(group[0].id)
        return gravest(verdict(figure.id) for figure in group)

    return [(group, of(group)) for group in statements(figures)]


def statements(
    figures: Collection[Figure], joined_by: Sequence[str] = ("restates", "stated_with")
) -> list[list[Figure]]:
    """The figures by statement: those that restate each other, or were given together, are one,
    whichever names which in the columns `joined_by`.
    """
    leader: dict[str, str] = {}

    def first(name: str) -> str:
        while leader.get(name, name) != name:
            name = leader[name]
        return name

    known = {figure.id for figure in figures}
    for figure in figures:
        leader.setdefault(figure.id, figure.id)
        for column in joined_by:
            if (other := getattr(figure, column)) in known:
                leader[first(figure.id)] = first(other)
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(first(figure.id), []).append(figure)
    return list(groups.values())
