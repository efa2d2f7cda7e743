"""A number in prose as digits, scale and currency: ``€12.5m`` is 12.5, a million, EUR."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from stateofplay.editing.digits_in_text import (
    NumberInText,
    digits_of,
    has_decimal_comma,
    with_point,
)
from stateofplay.editing.number_vocabulary import SCALES
from stateofplay.numbers.precision import last_place
from stateofplay.numbers.unit_table import stock

_SIGNS = {unit.before: unit.name for unit in stock().values() if unit.before}
_SIGNS |= {"₽": "RUB", "HK$": "HKD"}  # which pages do not write so
# What stands after a length in metres, and not after a number of millions.
_LENGTHS = re.compile(
    r"\s*(?:$|[.,;:)]|(?:of|high|tall|wide|long|deep|thick|away|above|below|from|apart|sprint|race"
    r"|final|relay|freestyle|butterfly|backstroke|breaststroke|hurdles|dash|run|tower|wave"
    r"|waves)\b)"
)
_M = re.compile(r"\s?m\b(?![²³23/])")


@dataclass(frozen=True)
class Amount:
    """A number as it is written: `mantissa` times `scale`, to so many `decimals`, in a `currency`.

    `end` is where it ends in the text, its letter for millions included; `unsure` says what may be
    meant otherwise.
    """

    mantissa: Fraction
    decimals: int
    scale: int
    currency: str
    end: int
    metres: bool = False
    unsure: str = ""

    @property
    def place(self) -> Fraction:
        """What its last stated digit counts, before the scale."""
        return last_place(self.mantissa, self.decimals)


def amount_of(text: str, number: NumberInText) -> Amount:
    """The amount that `number` writes in `text`. Its value must be known."""
    value = number.value if number.value is not None else Fraction(0)
    digits, unsure = digits_of(number.words), ""
    if digits and number.kind != "ordinal":
        plain = with_point(digits)
        unsure = "a decimal comma, as it seems" if has_decimal_comma(digits) else ""
        mantissa = Fraction(plain) * (-1 if value < 0 else 1)
        scale = int(value / mantissa) if mantissa else 1
        decimals = len(plain.partition(".")[2])
        if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", digits) and scale == 1:
            unsure = "a point before three digits: decimals, or thousands?"
    else:
        words = (10**12, 10**9, 10**6)
        scale = next((s for s in words if abs(value) >= s and _says(number.words, s)), 1)
        mantissa, decimals = value / scale, 0
    currency = _currency(number.words)
    letter = _M.match(text, number.end) if number.kind in ("number", "percent") else None
    if not letter or scale > 1:
        return Amount(mantissa, decimals, scale, currency, number.end, unsure=unsure)
    return _with_letter(
        text, Amount(mantissa, decimals, scale, currency, letter.end(), False, unsure)
    )


def _says(words: str, scale: int) -> bool:
    return any(word in words.lower() for word, size in SCALES.items() if size == scale)


def _with_letter(text: str, amount: Amount) -> Amount:
    """A number with an “m”: metres where a length reads on, else millions."""
    rest = text[amount.end :]
    metres = _LENGTHS.match(rest) is not None
    counted = re.match(r"\s(?:more\s|other\s)?[a-z-]*(?:people|s|km|hectares)\b|\s?[k]m", rest)
    unsure = amount.unsure if counted else "m may be metres or millions"
    if metres:
        return Amount(amount.mantissa, amount.decimals, 1, "", amount.end, True, amount.unsure)
    return Amount(amount.mantissa, amount.decimals, 10**6, "", amount.end, False, unsure)


def _currency(words: str) -> str:
    sign = re.match(r"(?:US|A|C|NZ|HK)?[$€£¥₴₽₹]|[A-Z]{3}\b", words)
    if not sign:
        return ""
    return _SIGNS.get(sign[0]) or _SIGNS.get(sign[0][-1]) or sign[0]
