"""Draws ranges: a figure's own, and those of outside values under it, each in a line of its own on
one scale."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from markupsafe import Markup

from stateofplay.ledger.entries import Check, Figure
from stateofplay.ledger.ledger import Ledger
from stateofplay.numbers.quantity import Number, Quantity
from stateofplay.numbers.unitless import digits
from stateofplay.numbers.wording import digits_for, outward

_WIDTH, _LINE = 200, 18  # pixels of one drawing


@dataclass(frozen=True)
class Scale:
    """Where numbers lie in a drawing: from `low` on the left to `high` on the right, with a margin
    on both sides."""

    low: float
    high: float

    @classmethod
    def of(cls, quantities: Iterable[Quantity]) -> Scale | None:
        """The scale that holds all ends; None where every end is open."""
        ends = [
            float(end)
            for q in quantities
            for end in (q.low, q.high, q.value)
            if end is not None and not math.isinf(end)
        ]
        if not ends:
            return None
        room = ((max(ends) - min(ends)) or abs(max(ends)) or 1.0) * 0.15
        return cls(min(ends) - room, max(ends) + room)

    def at(self, number: Number) -> float:
        """The distance from the left edge, in pixels."""
        inside = min(max(float(number), self.low), self.high)
        return 6 + (inside - self.low) / (self.high - self.low) * (_WIDTH - 12)


@dataclass(frozen=True)
class Reach:
    """Between which numbers a reader may slide a figure, and by which steps; and the scale of its
    drawings in a table of values.
    """

    slide: list[str]
    scale: tuple[str, ...]

    @classmethod
    def of(cls, ledger: Ledger, figure: Figure) -> Reach | None:
        """Its own range, that of others, and as far beyond; not below nought where all are above.
        None where nothing rests on the figure, or every end is open.
        """
        others = [check.quantity.to(figure.unit) for check in ledger.checks.get(figure.id, ())]
        every = [figure.quantity, *others]
        scale = Scale.of(every)
        if scale is None or figure.id not in ledger.changeable:
            return None
        ends = [e for q in every for e in (q.value, q.low, q.high) if isinstance(e, Fraction)]
        least, most = min(ends), max(ends)
        room = max(most - least, abs(most) / 2) or Fraction(1)
        places = digits_for(room, 2)
        low, high = outward(least - room, places, False), outward(most + room, places, True)
        slide = (low if least < 0 else max(low, Fraction(0)), high, Fraction(10) ** -(places + 1))
        drawn = (f"{scale.low:.6g}", f"{scale.high:.6g}") if others else ()
        return cls([digits(number) or "" for number in slide], drawn)


def drawing(quantity: Quantity, scale: Scale, role: str) -> Markup:
    """One range as an SVG: a line, a dot where a value is stated, an arrow at an open end. `role`
    names its colour."""
    y, parts = _LINE // 2, []
    if quantity.low != quantity.high:
        ends = f'x1="{scale.at(quantity.low):.1f}" x2="{scale.at(quantity.high):.1f}"'
        parts.append(f'<line class="sop-r-{role}" {ends} y1="{y}" y2="{y}"/>')
    for end, tip in ((quantity.low, -1), (quantity.high, 1)):
        if math.isinf(end):
            arrow = f"M{scale.at(end) + tip * 4:.1f} {y}l{-tip * 7} -4v8z"
            parts.append(f'<path class="sop-r-{role}" d="{arrow}"/>')
    if quantity.value is not None:
        parts.append(
            f'<circle class="sop-r-{role}" cx="{scale.at(quantity.value):.1f}" cy="{y}" r="4.5"/>'
        )
    return Markup(
        f'<svg class="sop-range" width="{_WIDTH}" height="{_LINE}" viewBox="0 0 {_WIDTH} {_LINE}" '
        f'aria-hidden="true">{"".join(parts)}</svg>'
    )


def own_range(quantity: Quantity) -> Markup:
    """The drawing of a single range; nothing where there is only one number."""
    scale = Scale.of([quantity])
    return Markup("") if scale is None or quantity.is_exact else drawing(quantity, scale, "stated")


@dataclass(frozen=True)
class Stated:
    """A line of a record's table of values: who states a number of which day, what it counts, and
    its drawing."""

    who: str
    is_party: bool
    origin: str  # as stated, independent, or same origin
    day: date | None
    basis: str
    words: str
    drawing: Markup
    check: Check | None = None


def values(ledger: Ledger, figure: Figure) -> list[Stated]:
    """The figure and its outside values in the order of their days, so that one sees how a number
    was passed on."""
    checks = ledger.checks.get(figure.id, ())
    scale = Scale.of([figure.quantity, *(check.quantity.to(figure.unit) for check in checks)])

    def drawn(quantity: Quantity, role: str) -> Markup:
        return drawing(quantity.to(figure.unit), scale, role) if scale else Markup("")

    article = ledger.articles[figure.source]
    own = Stated(
        figure.who,
        figure.is_party,
        "as stated",
        article.date,
        figure.basis,
        ledger.words(figure.id),
        drawn(figure.quantity, "stated"),
    )
    outside = [
        Stated(
            c.who,
            c.is_party,
            "independent" if c.is_independent else "same origin",
            c.day,
            c.basis,
            ledger.outside_words(c),
            drawn(c.quantity, "outside"),
            c,
        )
        for c in checks
    ]
    return sorted([*outside, own], key=lambda line: line.day or date.max)
