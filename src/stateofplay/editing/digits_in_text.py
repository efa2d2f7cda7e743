"""Numbers in digits: how they are written in prose, and those of a text that has no others, as most
have not; `numbers_in_text` has all.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from stateofplay.editing.number_vocabulary import SCALES, SHORT_SCALES, VULGAR


class NumberInText(NamedTuple):
    """One number where it stands: ``text[start:end] == words``.

    `kind` is number, money, percent, year, date, time, ordinal, fraction, multiple (twice,
    bilateral), vague (dozens) or name (G7). `value` is the number as written (``60 percent`` is 60,
    ``$2bn`` is 2,000,000,000); None for a date, a time, a vague number and a name.
    """

    words: str
    value: Fraction | None
    start: int
    end: int
    kind: str


# At most 60 digits: Python refuses to read very long ones, and no text states such a number.
# A comma before one or two digits is a decimal sign, as most of Europe writes it: 1.234,5.
COMMA = (
    r"(?:(?<![\d\0][.,])(?!(?:19|20)\d\d,)(?:\d{1,3}(?:\.\d{3}){1,20}|\d{1,60}),\d{1,2}(?!,?\d))"
)
DIGITS = (
    rf"(?:{COMMA}|\d{{1,3}}(?:[,\u00a0\u202f]\d{{3}}){{1,20}}(?!\d)(?:\.\d{{1,60}})?"
    r"|\d{1,60}(?:\.\d{1,60})?)"
)
DIGIT = "0"  # stands for any digit among the parts of a text
_PART = re.compile(rf"[^\W\d_{VULGAR}]+|[^\w\s]|[{VULGAR}]")
_DIGIT = re.compile(r"\d")
_LIKE_I = {ord(letter): "i" for letter in "ıİ"}  # for patterns that ignore case
_PLAIN = re.compile(
    r"(?<![^ (])([$€£])?((?:[0-9]{1,3}(?:,[0-9]{3}){1,20}|[0-9]{1,60})(?:\.[0-9]{1,60})?)"
    r"(?: ?(thousand|million|billion|bn)|(%| per ?cent))?(?=[,.;)”\"]*(?: |$))"
)
_SCALES = SCALES | SHORT_SCALES
_IS_YEAR = re.compile("(?:1[89]|20)[0-9]{2}")


def parts_of(text: str) -> set[str]:
    """The words of a text in small letters, its signs, and DIGIT where it has any."""
    parts = {*_parts(text)}
    return parts | {DIGIT} if _DIGIT.search(text) else parts


def _parts(text: str) -> list[str]:
    return _PART.findall((text if text.isascii() else text.translate(_LIKE_I)).casefold())


def plain_numbers(text: str, telling: frozenset[str]) -> list[NumberInText] | None:
    """The numbers of a text in which nothing but plain digits is one, with a scale, a percent or a
    currency or without; None where that is not sure. `telling` are the words and signs that make
    another number of digits that stand apart, or one without any.
    """
    found, rest, at = list[NumberInText](), list[str](), 0
    for plain in _PLAIN.finditer(text):
        sign, digits, scale, percent = plain.groups()
        is_year = not (sign or percent) and _IS_YEAR.fullmatch(digits)
        if sign and percent or scale and is_year:
            return None
        kind = "year" if is_year else "money" if sign else "percent" if percent else "number"
        bare = digits.replace(",", "")
        value = Fraction(int(bare) if bare.isdigit() else bare)
        value = value * _SCALES[scale] if scale else value
        found.append(NumberInText(plain[0], value, plain.start(), plain.end(), kind))
        rest.append(text[at : plain.start()])
        at = plain.end()
    return found if _has_none(" ".join((*rest, text[at:])), telling) else None


@lru_cache(maxsize=10_000)  # what stands beside thousands of numbers
def _has_none(text: str, telling: frozenset[str]) -> bool:
    return not _DIGIT.search(text) and telling.isdisjoint(_parts(text))


def has_decimal_comma(digits: str) -> bool:
    """Whether a number in digits has its decimals after a comma: ``1.234,5``."""
    return re.fullmatch(COMMA, digits) is not None


def with_point(digits: str) -> str:
    """A number in digits as programs write it: ``1,234.5`` and ``1.234,5`` are 1234.5."""
    if has_decimal_comma(digits):
        return digits.replace(".", "").replace(",", ".")
    return re.sub(r"[^\d.]", "", digits)


def digits_of(words: str) -> str:
    """The first number in digits of `words`; empty where there is none."""
    found = re.search(DIGITS, words)
    return found[0] if found else ""
