"""A quantity in words: hedges, units, currencies, ranges and dates, in British English (Babel)."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache

from stateofplay.files.characters import quoted
from stateofplay.numbers.numerals import MOST_DIGITS
from stateofplay.numbers.precision import decimals_needed, written_decimals
from stateofplay.numbers.quantity import Number, Quantity
from stateofplay.numbers.unit_words import MINUS, UnitWords
from stateofplay.numbers.vocabulary import BOUNDS

STYLES = ("hedged", "bare", "number", "range", "full", "rough", "spelled")
_SIGNIFICANT_DIGITS = 3
_ROUGH_DIGITS = 2
_SPELLED = "no one two three four five six seven eight nine ten eleven twelve"
_MOST_SPELLED = 12
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_UNBOUNDED = "any number"
_FRACTIONS = {
    Fraction(100, 6): "one-sixth",
    Fraction(20): "one-fifth",
    Fraction(25): "a quarter",
    Fraction(100, 3): "one-third",
    Fraction(40): "two-fifths",
    Fraction(50): "half",
    Fraction(60): "three-fifths",
    Fraction(200, 3): "two-thirds",
    Fraction(75): "three-quarters",
    Fraction(80): "four-fifths",
}


def number_words(number: Fraction, digits: int | None = None) -> str:
    """A number with grouping and a true minus sign, rounded to `digits` decimals.

    Without `digits` it has all of its decimals, also noughts that were stated; a number that no
    decimal fraction can hold is then cut to three significant digits.
    """
    return _grouped(number, decimals_of(number) if digits is None else digits)


@lru_cache(maxsize=4096)
def _grouped(number: Fraction, digits: int) -> str:
    rounded = round(number, digits)
    decimals = max(digits, 0)
    # Whole numbers, so that no digit is lost: Decimal keeps 28 of them.
    whole, rest = divmod(abs(rounded.numerator) * 10**decimals // rounded.denominator, 10**decimals)
    text = f"{whole:,}" + (f".{rest:0{decimals}}" if decimals else "")
    return MINUS + text if rounded < 0 else text


def float_words(number: float) -> str:
    """A number of a chart's row: all digits of one that was stated, no noise of one computed."""
    if float(f"{number:.{MOST_DIGITS}g}") == number:
        return number_words(Fraction(str(number)))
    short = Fraction(f"{number:.12g}")
    decimals = decimals_of(short)
    return number_words(short, decimals if decimals <= 6 else digits_for(short))


def decimals_of(number: Fraction) -> int:
    """How many decimals `number` needs, or was stated with; where no decimal holds it, as many as
    three digits need.
    """
    needed = decimals_needed(number)
    return digits_for(number) if needed is None else max(needed, written_decimals(number))


def is_decimal(number: Number) -> bool:
    """Whether a decimal fraction can hold `number`; an open end has no digits to lose."""
    return not isinstance(number, Fraction) or decimals_needed(number) is not None


def digits_for(number: Number, significant: int = _SIGNIFICANT_DIGITS) -> int:
    """The decimals that show `number` with `significant` digits: 2.345 → 2, 8320 → -1."""
    if number == 0 or math.isinf(number):
        return 0
    size = number if number > 0 else -number
    power = math.floor(math.log10(size))
    if size < Fraction(10) ** power:  # the logarithm of 9.99999999999999999 is that of 10
        power -= 1
    return significant - 1 - power


def stated(quantity: Quantity, bound: str, unit: UnitWords, style: str = "hedged") -> str:
    """A figure that a source states, with the source's own hedge: ``about 19%``, ``400 to 1,000
    ships``.

    `style`: hedged; bare (no hedge); number (no hedge, no unit); range (both ends); full (hedge,
    then the range); rough (two digits and “about”, for a number whose last digits say nothing in a
    sentence); spelled (a small count as a word, without hedge and unit; a percentage that the
    source gives as a fraction in words, as that fraction, any other with its sign). Raises
    ValueError for an unknown style.
    """
    _check_style(style)
    if style == "spelled" and unit.after_many == "%":
        return (bound == "about" and _fraction(quantity)) or stated(quantity, bound, unit)
    if style == "spelled":
        return _spelled(quantity, unit)
    if style == "rough" and bound in ("exact", "about") and quantity.value is not None:
        return _rough(quantity.value, unit, bound == "exact")
    if bound == "between" or style == "range":
        return _range(quantity, unit, None, style == "number")
    number = number_words(quantity.known, _stated_digits(quantity))
    if style == "number":
        return number
    text = unit.around(number, quantity.value)
    if style == "bare":
        return text
    text = BOUNDS[bound].hedge + text
    if style == "full" and not quantity.is_exact and not _is_open(quantity):
        text += f" ({_range(quantity, unit, None, False)})"
    return text


def derived(
    quantity: Quantity,
    unit: UnitWords,
    style: str = "hedged",
    significant: int = _SIGNIFICANT_DIGITS,
) -> str:
    """A computed figure, cut to `significant` digits, ends rounded outward so that the range never
    shrinks.

    Says ``about`` where the value was rounded or has a range, ``at least`` or ``at most`` where an
    end is open, and no number in any style where both are.
    """
    _check_style(style)
    if math.isinf(quantity.low) and math.isinf(quantity.high):
        return _UNBOUNDED
    if style == "spelled":
        return _spelled(quantity, unit)
    if style == "rough":
        if quantity.value is not None and quantity.is_exact:
            return _rough(quantity.value, unit, True)
        significant, style = _ROUGH_DIGITS, "hedged"
    if quantity.value is None or (style == "range" and not quantity.is_exact):
        return _range(quantity, unit, significant, style == "number")
    digits, limit = _shown_digits(quantity, significant), one_sided(quantity)
    shown = round(quantity.value, digits)
    digits = min(digits, decimals_of(shown)) if digits > 0 else digits
    if limit:  # every style tells that end: “at least 15.3%” and 15.3%, of 15.38
        is_most = limit == "up_to"
        shown = outward(quantity.high if is_most else quantity.low, digits, is_most)
    number = number_words(shown, digits)
    if style == "number":
        return number
    text = unit.around(number, shown)
    if style == "bare":
        return text
    if limit:
        return ("at most " if is_most else "at least ") + text
    text = ("" if quantity.is_exact and shown == quantity.value else "about ") + text
    if style == "full" and not quantity.is_exact:
        text += f" ({_range(quantity, unit, significant, False)})"
    return text


def _rough(number: Fraction, unit: UnitWords, exact: bool) -> str:
    """A number cut to two digits: ``about 19,000 people``; without “about” where an exact one has
    no more than two.
    """
    digits = digits_for(number, _ROUGH_DIGITS)
    rounded = round(number, digits)
    hedge = "" if exact and rounded == number else BOUNDS["about"].hedge
    return hedge + unit.around(
        number_words(rounded, max(0, min(digits, decimals_of(rounded)))), rounded
    )


def _spelled(quantity: Quantity, unit: UnitWords) -> str:
    """A count from nought to twelve as a word, a place from first to twelfth; any other number in
    digits.
    """
    value = quantity.value
    if value is not None and unit.ordinal:
        words: dict[Fraction | int, str] = dict(enumerate(_ORDINALS.split(), 1))
        return words.get(value) or unit.around(number_words(value))
    if value is not None and value.denominator == 1 and 0 <= value <= _MOST_SPELLED:
        return _SPELLED.split()[int(value)]
    return _range(quantity, UnitWords(), None, True) if value is None else number_words(value)


def _fraction(percentage: Quantity) -> str:
    """``two-thirds`` for 66.7 percent, nothing where no common fraction is that near: a row keeps
    one decimal.
    """
    return next(
        (
            words
            for share, words in _FRACTIONS.items()
            if abs(share - percentage.known) < Fraction(1, 20)
        ),
        "",
    )


def _check_style(style: str) -> None:
    if style not in STYLES:
        raise ValueError(f"{quoted(style)} is not a style; use one of {', '.join(STYLES)}")


def _stated_digits(quantity: Quantity) -> int:
    """Decimals of a stated figure: as many as it has, but none that its own range makes meaningless
    (two-thirds is 67%).
    """
    own = decimals_of(quantity.known)
    if quantity.is_exact or _is_open(quantity):
        return own
    return min(own, max(0, math.ceil(-math.log10((quantity.high - quantity.low) / 2))))


def _is_open(quantity: Quantity) -> bool:
    return math.isinf(quantity.low) or math.isinf(quantity.high)


def one_sided(quantity: Quantity) -> str:
    """The bound ``at_least`` or ``up_to`` where the value is itself an end of the range, or one end
    is open; else nothing.
    """
    if quantity.is_exact:
        return ""
    if quantity.value == quantity.high or math.isinf(quantity.low):
        return "up_to"
    return "at_least" if quantity.value == quantity.low or math.isinf(quantity.high) else ""


def _shown_digits(quantity: Quantity, significant: int) -> int:
    """Decimals of a computed figure: no more than its value has, and no finer than its range
    deserves.
    """
    own = decimals_of(quantity.known)
    if own == 0 and significant > _ROUGH_DIGITS and (quantity.is_exact or one_sided(quantity)):
        return 0
    return min(own, digits_for(quantity.known, significant))


def outward(end: Number, digits: int, upward: bool) -> Fraction:
    """The end of a range with `digits` decimals, rounded so that the range does not shrink."""
    scale = Fraction(10) ** digits
    scaled = end * scale
    return Fraction(math.ceil(scaled) if upward else math.floor(scaled)) / scale


def _range(quantity: Quantity, unit: UnitWords, significant: int | None, plain: bool) -> str:
    """``400 to 1,000 ships``, ``€2.3 billion to €2.9 billion``; an open end becomes ``at least`` or
    ``at most``.
    """
    ends = [e for e in (quantity.low, quantity.high) if isinstance(e, Fraction)]
    digits = max(decimals_of(e) for e in ends)
    if significant is not None:
        digits = min(digits, max(digits_for(e, significant) for e in ends))
        ends = [
            outward(e, digits, upward)
            for e, upward in ((quantity.low, False), (quantity.high, True))
            if not math.isinf(e)
        ]
    numbers = [number_words(e, digits) for e in ends]
    if len(ends) == 2 and numbers[0] != numbers[1]:
        if plain:
            return f"{numbers[0]} to {numbers[1]}"
        if unit.before:
            return f"{unit.around(numbers[0])} to {unit.around(numbers[1])}"
        return f"{numbers[0]} to {unit.around(numbers[1], ends[1])}"
    text = numbers[-1] if plain else unit.around(numbers[-1], ends[-1])
    if len(ends) == 2:
        return text
    return ("at most " if math.isinf(quantity.low) else "at least ") + text
