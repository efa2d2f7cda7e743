"""How exactly a number is stated: the place of its last digit, and the range of a hedge."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from stateofplay.numbers.vocabulary import BOUNDS

End = Fraction | None


class Stated(Fraction):
    """A number that keeps the decimals that it was written with: 4.60 has two.

    It equals 4.6 and counts like it; what is computed from it is a plain fraction.
    """

    __slots__ = ("decimals",)
    decimals: int

    def __new__(cls, text: str) -> Stated:
        self = super().__new__(cls, text)
        self.decimals = len(text.partition(".")[2])
        return self

    def __repr__(self) -> str:  # digests are made of it
        return f"Stated({self.numerator}, {self.denominator}, decimals={self.decimals})"

    def __reduce__(self) -> tuple[Callable[[int, int, int], Stated], tuple[int, int, int]]:
        return stated, (self.numerator, self.denominator, self.decimals)

    def __copy__(self) -> Stated:
        return self

    def __deepcopy__(self, memo: object) -> Stated:
        return self


def stated(numerator: int, denominator: int = 1, decimals: int = 0) -> Stated:
    """A stated number from its parts; Python reads a fraction from a text ten times as slowly."""
    parts = (numerator,) if denominator == 1 else (numerator, denominator)  # is not to be reduced
    self = Fraction.__new__(Stated, *parts)
    self.decimals = decimals
    return self


def written_decimals(number: object) -> int:
    """The decimals that a number was written with; none where nobody wrote it."""
    return number.decimals if isinstance(number, Stated) else 0


def decimals_needed(number: Fraction) -> int | None:
    """How many decimals hold all of `number`; None where none do: a third has no last digit."""
    rest = number.denominator
    twos = (rest & -rest).bit_length() - 1
    rest, fives = rest >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def last_place(number: Fraction, decimals: int = 0) -> Fraction:
    """What the last digit of `number` counts: 40,000 is in ten thousands, 2.50 in hundredths.

    `decimals` are those that were written; noughts at the end of a whole number say nothing.
    """
    if number.denominator > 1 or decimals:
        needed = decimals_needed(number)
        return Fraction(1) if needed is None else Fraction(1, 10 ** max(needed, decimals))
    place = 1
    while number and number % (place * 10) == 0:
        place *= 10
    return Fraction(place)


def _is_power_of_ten(number: Fraction) -> bool:
    return {*str(number.numerator), *str(number.denominator)} <= {"0", "1"}


def hedged_ends(bound: str, number: Fraction, place: Fraction) -> tuple[End, End]:
    """`low` and `high` of a number with one value and a hedge; None where the bound needs no end.

    `place` is what the last stated digit counts. “About” reaches half of it to either side,
    “nearly” the whole of it towards nought. Below a power of ten numbers have a digit less, so
    that a tenth of it is meant there: nearly a million is 900,000 to a million. Rule of this
    project, printed in CONTRIBUTING.md; rounding to so many digits gives the same ranges.
    """
    inner = place / 10 if abs(number) == place and _is_power_of_ten(place) else place
    sign = -1 if number < 0 else 1
    if bound == "about":
        ends = sorted((number - sign * inner / 2, number + sign * place / 2))
        return ends[0], ends[1]
    if bound == "nearly":
        ends = sorted((number - sign * inner, number))
        return ends[0], ends[1]
    needed = BOUNDS[bound].needed
    return (number if "low" in needed else None), (number if "high" in needed else None)
