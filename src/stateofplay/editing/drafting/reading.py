"""What one number says where it stands, and the paragraph that is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from stateofplay.editing.digits_in_text import NumberInText
from stateofplay.editing.number_vocabulary import VULGAR
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


# A number, between zero bytes, that goes on beside it: 31 680, .5, 5 ± 2, 3 1/2, 1e6;
# 1·5, 1.234.567; and a dash that may be a minus.
_TORN = re.compile(
    r"(?<!\d)\d{1,3} \0\d{3}\b|\0\d{1,3}\0 \d{3}(?!\d)|(?<![\w.,])\.\0|±\s?\0|(?:^|[\s(])[–—]\0"
    rf"|\0[^\d\0]{{0,12}}±|\0 ?(?:\d+[/⁄]\d|[{VULGAR}])|\d \0(?:\d+[/⁄]\d|[{VULGAR}])"
    r"|\d[eE][+-]?\0|\0[eE][+-]?\d|\d[.·'’/]\0|\0[.·'’]\d"
)


def torn(text: str, number: NumberInText) -> tuple[str, ...]:
    """A doubt where signs or digits beside a number are of it, too."""
    before, after = text[max(0, number.start - 12) : number.start], text[number.end :][:16]
    is_torn = _TORN.search(f"{before}\0{number.words}\0{after}")
    return ("what stands beside it may be of the number, too",) if is_torn else ()


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
