"""What one number says where it stands, and the paragraph that is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from stateofplay.editing.numbers_in_text import NumberInText
from stateofplay.numbers.unit_words import UnitWords


@dataclass(frozen=True)
class Reading:
    """What one number, or a range, says where it stands: ``text[start:end]``.

    `what` is figure, event (a day or a year) or no (it counts nothing). `first` and `last` are
    where its words begin and end, with hedge and unit. `decimals` are those that were written.
    """

    start: int
    end: int
    what: str
    value: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    bound: str = ""
    unit: str = ""
    decimals: int = 0
    first: int = 0
    last: int = 0
    restates: int = -1  # where the number begins that this one says again
    doubts: tuple[str, ...] = ()


@dataclass
class Paragraph:
    """A paragraph that is read from its beginning: what was counted last counts on."""

    text: str
    book: Mapping[str, UnitWords]
    last_count: str = ""
    read: list[Reading] = field(default_factory=list)


def nothing(number: NumberInText, why: str) -> Reading:
    return Reading(
        number.start, number.end, "no", first=number.start, last=number.end, doubts=(why,)
    )


def exact(
    number: NumberInText, value: Fraction, unit: str, end: int, doubts: tuple[str, ...]
) -> Reading:
    return Reading(number.start, number.end, "figure", value, None, None, "exact", unit,
                   first=number.start, last=max(end, number.end), doubts=doubts)  # fmt: skip
