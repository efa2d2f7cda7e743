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
from stateofplay.ledger.supposed import limits
from stateofplay.numbers.quantity import Number, Quantity
from stateofplay.numbers.unitless import digits
from stateofplay.numbers.wording import digits_for, outward

_WIDTH, _LINE = 200, 18  # pixels of one drawing


@dataclass(frozen=True)
class Scale:
    """Where numbers lie in a drawing: from `low` on the left to `high` on the right, with a margin
    on both sides. Steps are even up to `even` from nought, or (0) everywhere."""

    low: float
    high: float
    width: int = _WIDTH
    even: float = 0

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
        low, at, high = map(self._steps, (self.low, inside, self.high))
        return 6 + (at - low) / (high - low) * (self.width - 12)

    def _steps(self, number: float) -> float:
        """How many steps a number is from nought: beyond `even` each is a share of what it adds
        to."""
        far = math.log1p(abs(number) / self.even) if self.even else abs(number)
        return math.copysign(far, number)


@dataclass(frozen=True)
class Reach:
    """Between which numbers a reader may slide a figure, and by which steps; and the scale of its
    drawings in a table of values.
    """

    slide: list[str]
    scale: tuple[str, ...]

    @classmethod
    def of(cls, ledger: Ledger, figure: Figure) -> Reach | None:
        """Its own range, that of others, and as far beyond, as far as that may be.
        None where nothing rests on the figure, or every end is open.
        """
        others = [check.quantity.to(figure.unit) for check in ledger.checks.get(figure.id, ())]
        every = [figure.quantity, *others]
        scale = Scale.of(every)
        if scale is None or figure.id not in ledger.changeable:
            return None
        ends = [e for q in every for e in (q.value, q.low, q.high) if isinstance(e, Fraction)]
        least, most = limits(figure)
        room = max(max(ends) - min(ends), abs(max(ends)) / 2) or Fraction(1)
        places = digits_for(room, 2)
        low = max(least, outward(min(ends) - room, places, False))
        high = min(most, outward(max(ends) + room, places, True))
        slide = (low, high, Fraction(10) ** -(places + 1))
        drawn = (f"{scale.low:.6g}", f"{scale.high:.6g}") if others else ()
        return cls([digits(number) or "" for number in slide], drawn)


_DOT = '<circle class="sop-r-{role}" cx="{x:.1f}" cy="{y}" r="4.5"/>'
TICK = '<path class="sop-r-{role}" d="M{x:.1f} {y}m-1.5-6h3v12h-3z"/>'


def marks(quantity: Quantity, scale: Scale, role: str, y: int, stated: str = _DOT) -> str:
    """The marks of one range, as SVG at the height `y`: a line, `stated` (a dot or TICK) where a
    value is, an arrow at an open end. `role` names its colour."""
    parts = []
    if quantity.low != quantity.high:
        ends = f'x1="{scale.at(quantity.low):.1f}" x2="{scale.at(quantity.high):.1f}"'
        parts.append(f'<line class="sop-r-{role}" {ends} y1="{y}" y2="{y}"/>')
    for end, tip in ((quantity.low, -1), (quantity.high, 1)):
        if math.isinf(end):
            arrow = f"M{scale.at(end) + tip * 4:.1f} {y}l{-tip * 7} -4v8z"
            parts.append(f'<path class="sop-r-{role}" d="{arrow}"/>')
    if quantity.value is not None:
        parts.append(stated.format(role=role, x=scale.at(quantity.value), y=y))
    return "".join(parts)


def framed(drawn: str, width: int, height: int, kind: str = "sop-range") -> Markup:
    """What is drawn, of so many pixels, as an SVG; the words beside it say the same."""
    return Markup(
        f'<svg class="{kind}" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'aria-hidden="true">{drawn}</svg>'
    )


def drawing(quantity: Quantity, scale: Scale, role: str) -> Markup:
    """One range as a drawing of its own."""
    return framed(marks(quantity, scale, role, _LINE // 2), scale.width, _LINE)


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
