"""Draws how far the figure that a finding hangs on is from turning it: a strip for each finding, on
one scale for all of a book."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import takewhile

from markupsafe import Markup

from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.nearness import Nearest, by_nearness, is_ranked
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.wording import number_words
from stateofplay.site.lists.ranges import TICK, Scale, framed, marks

_WIDTH, _LANE, _AXIS, _KEY = 300, 16, 46, 30  # pixels; so wide that it fits a phone
_EVEN = 0.1  # percent: steps are even so near to the number stated
_APART = 36  # pixels, the least between two ticks
_ROOM = 1.3  # times the furthest mark, where the scale ends
_STRIP = "sop-range sop-strip"


@dataclass(frozen=True)
class _Drawn:
    """What is drawn of one finding, in percent of the number stated."""

    own: Quantity
    others: list[Quantity]
    turning: Quantity

    @classmethod
    def of(cls, ledger: Ledger, found: Nearest) -> _Drawn:
        figure = ledger.figures[found.turn.figure]
        checks = ledger.checks.get(figure.id, ())

        def moved(quantity: Quantity) -> Quantity:
            value = None if quantity.value is None else Fraction(found.percent(quantity.value))
            low, high = found.percent(quantity.low), found.percent(quantity.high)
            return replace(quantity, value=value, low=low, high=high)

        return cls(
            replace(moved(figure.quantity), value=None),  # it is where the scale has nought
            [moved(check.quantity.to(figure.unit)) for check in checks],
            Quantity.of(found.percent(found.end.number)),
        )


@dataclass(frozen=True)
class Strips:
    """The strips of all findings that a change of one figure turns."""

    ledger: Ledger

    @cached_property
    def _scale(self) -> Scale:
        found = [each for _, each in by_nearness(self.ledger) if each and is_ranked(each)]
        drawn = [_Drawn.of(self.ledger, each) for each in found]
        every = [q for each in drawn for q in (each.own, *each.others, each.turning)]
        ends = [float(n) for q in every for n in (q.low, q.high) if not math.isinf(n)]
        return Scale(min(-1.0, *ends) * _ROOM, max(1.0, *ends) * _ROOM, _WIDTH, _EVEN)

    @cached_property
    def _ticks(self) -> list[int]:
        """Powers of ten to both sides of nought, and that; none too near to another."""
        return [*reversed([*self._side(-1)]), 0, *self._side(1)]

    def _side(self, sign: int) -> Iterator[int]:
        last, end = self._scale.at(0), self._scale.high if sign > 0 else -self._scale.low
        for power in takewhile(lambda n: n <= end, (10**n for n in range(400))):
            at = self._scale.at(sign * power)
            if abs(at - last) >= _APART:
                yield sign * power
                last = at

    def _grid(self, top: int, bottom: int) -> str:
        at = [f"M{self._scale.at(tick):.1f} {top}V{bottom}" for tick in self._ticks if tick]
        nought = f'<path class="sop-r-nought" d="M{self._scale.at(0):.1f} {top}V{bottom}"/>'
        return f'<path class="sop-r-grid" d="{"".join(at)}"/>{nought}'

    def strip(self, found: Nearest) -> Markup:
        """A line for the number stated, a bar for its range, a dot for what turns the finding; in a
        lane below, what others state."""
        drawn, scale, y = _Drawn.of(self.ledger, found), self._scale, _LANE // 2
        own, dot = marks(drawn.own, scale, "own", y), marks(drawn.turning, scale, "turn", y)
        others = "".join(marks(q, scale, "outside", y + _LANE, TICK) for q in drawn.others)
        height = 2 * _LANE if others else _LANE
        return framed(f"{self._grid(0, height)}{own}{dot}{others}", _WIDTH, height, _STRIP)

    @property
    def keys(self) -> list[tuple[Markup, str]]:
        """Each kind of mark with what it means."""
        y, scale, spread = _LANE // 2, Scale(-1, 1, _KEY), Quantity.of(None, low=-1, high=1)
        nought = f'<path class="sop-r-nought" d="M{_KEY // 2} 0V{_LANE}"/>'
        kinds = {
            "the number stated": nought,
            "the change that turns the finding": marks(Quantity.of(0), scale, "turn", y),
            "the figure’s own range": marks(spread, scale, "own", y) + nought,
        }
        if self.ledger.checks:
            others = marks(replace(spread, value=Fraction(0)), scale, "outside", y, TICK)
            kinds["what others state"] = others
        return [(framed(drawn, _KEY, _LANE, _STRIP), said) for said, drawn in kinds.items()]

    @cached_property
    def axis(self) -> Markup:
        """The scale in words and numbers, to stand above strips."""
        ticks = "".join(
            f'<text x="{self._scale.at(tick):.1f}" y="34">{number_words(Fraction(tick))}</text>'
            for tick in self._ticks
        )
        ticks = f'<g fill="var(--sop-soft)">{ticks}</g>'
        title = f'<text x="{_WIDTH // 2}" y="13">percent less or more than stated</text>'
        return framed(f"{self._grid(40, _AXIS)}{title}{ticks}", _WIDTH, _AXIS, f"{_STRIP} sop-axis")
