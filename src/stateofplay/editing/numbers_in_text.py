"""Reads the numbers out of English prose, in digits and in words; it would rather read one too many
than miss one.

Not read: words of quantity without a number (several, few, many, most, all) and days by name
(Monday, last month).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from fractions import Fraction

from stateofplay.editing.digits_in_text import (
    DIGIT,
    DIGITS,
    NumberInText,
    digits_of,
    parts_of,
    plain_numbers,
    with_point,
)
from stateofplay.editing.number_vocabulary import (
    DENOMINATORS,
    MULTIPLES,
    NAMES,
    NEEDED,
    NOT_NUMBERS,
    ONES,
    ORDINALS,
    PARTS,
    SCALES,
    SHORT_SCALES,
    TEENS,
    TENS,
    VULGAR,
    WORDS,
)
from stateofplay.numbers.days import MONTHS
from stateofplay.numbers.unit_table import stock


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_BIG = _any(SCALES)
_SMALL = rf"(?:{_any(TENS)}(?:[-\s]{_any(ONES)}\b)?|{_any([*ONES, *TEENS, 'zero'])})"
_HUNDREDS = rf"(?:(?:{_SMALL}|a)[-\s]hundred(?:\s+(?:and\s+)?{_SMALL}\b)?|{_SMALL})"
_WITH_HALF = (
    rf"(?:half(?:[-\s]a)?[-\s](?:{_BIG}|hundred)"
    rf"|{_HUNDREDS}[-\s]+and[-\s]+a[-\s]+(?:half|quarter)(?:\s+{_BIG})?)"
)
_CARDINAL = (
    rf"\b(?:{_WITH_HALF}|a\s+{_BIG}"
    rf"|{_HUNDREDS}\b(?:[-\s]{_BIG}\b(?:\s+(?:and\s+)?{_HUNDREDS}\b)?)*)(?:[-\s]{_BIG})?\b"
)
# Lookbehinds keep a match from starting inside a number (the 000 of 1,000) or inside a word.
_START = r"(?<!\w)(?<!\d[.,])"
_SIGNED = rf"(?:{_START}(?:(?<!\bplus\sor\s)minus\s+|(?<!\S)[-−])?{DIGITS})"
_SHORT = "|".join(name for name in SHORT_SCALES if len(name) > 1)
# “m” means million beside a currency and metre elsewhere, so it is left to money.
_SCALE = rf"(?:[-\s]?(?:{_BIG}|hundred)\b|\s?(?:{_SHORT})\b|(?-i:[kKMB])\b)"
_AMOUNT = rf"(?:{_SIGNED}{_SCALE}?|{_CARDINAL})"
_CODES = _any(name for name, unit in stock().items() if unit.is_money)
_SIGN = rf"(?<!\w)(?:(?:US|A|C|NZ|HK)?[$€£¥₴₽]\s?|(?-i:{_CODES})\s?)"
_CURRENCY = (
    r"(?:(?:US|Canadian|Australian|New\sZealand|Swedish|Norwegian)\s+)?(?:euros?|dollars?"
    r"|pounds?|cents?|hryvnias?"
    r"|roubles?|rubles?"
    r"|yuan|yen|rupees?|zlotys?|kron(?:a|or|er?)|Swiss\s+francs?"
    rf"|(?-i:{_CODES}))\b"
)

_MONTH = (
    rf"(?-i:{'|'.join(name.title() for name in MONTHS)}"
    rf"|(?:Sept|{'|'.join(name[:3].title() for name in MONTHS if name != 'may')})\b\.?)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|[.,:]\d)"
_YEAR = r"(?:1[89]|20)\d\d(?!\d|[.,]\d)"
_TO = r"\s*(?:-|–|—|/|\bto\b|\band\b)\s*"
# After “February 11 and” a day is a day only where the phrase ends: “February 11 and 15 ships” has
# a number of ships.
_SECOND_DAY = rf"(?:{_TO}{_DAY}(?=\s*(?:[.,;:)\]!?]|$)))?"
_DATE = (
    rf"{_START}(?:(?:19|20)\d\d-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d\d)|"
    rf"(?:{_DAY}{_TO})?{_DAY}(?:\s+of)?\s+{_MONTH}(?:,?\s+{_YEAR})?|"
    rf"{_MONTH}\s+{_DAY}{_SECOND_DAY}(?:,?\s+{_YEAR})?|{_MONTH},?\s+{_YEAR})\b"
)
_TIME = (
    rf"{_START}(?:(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m\b)?"
    r"|(?:1[0-2]|[1-9])(?:\.[0-5]\d)?\s?[ap]\.?m\b|\d{4}(?=\s?GMT\b))"
)
_DESIGNATION = (
    r"(?-i:(?<![\w-])(?!(?:Mid|Pre|Sub|Non|Ex)-)(?:[A-Z]{1,6}|[A-Z][A-Za-z]{0,2})-?\d+[A-Zs]?\b)"
    rf"(?![.,]?\d|\s?%|[-\s](?:per\s?cent|hundred|{_BIG}|bn))"
)
_DENOMINATOR = _any(DENOMINATORS)
_YEAR_PAIR = r"(?:19|20)\d\d/\d\d\b"  # a season, not a fraction
# “a third of it”, “by a fifth to six”: a share; “a third country” is none.
_AFTER_SHARE = (
    r"(?:of|or|to|from|in|on|by|at|and|but|than|as|less|more|fewer|higher|lower|above|below|is|are"
    r"|was|were|has|have|had|said|say|says|did|do|would|will|could|can|since|when|while|over)\b"
)
_FRACTION = (
    rf"(?<![\w-])(?:one[-\s](?:{_DENOMINATOR}|half|quarter)"
    rf"|(?:{_any([*ONES[1:], *TEENS])}|\d+)[-\s](?:(?:{_DENOMINATOR})s|halves|quarters)"
    rf"|a\s+(?:{_DENOMINATOR}(?=\s+{_AFTER_SHARE}|\s*(?:[.,;:)]|$))|quarter)|half"
    rf"|(?!{_YEAR_PAIR})\d+[/⁄]\d+(?![/\d])|(?:\d+\s?)?[{VULGAR}])(?!\w)"
)
_ORDINAL = rf"(?<!\w)(?:\d+(?:,\d{{3}})*(?:st|nd|rd|th)|(?:{_any(TENS)}-)?{_any(ORDINALS)})\b"
_MANY = r"(?:dozens|tens|hundreds|thousands|millions|billions|trillions)"
_VAGUE = rf"\b(?:{_MANY}(?:\s+of\s+{_MANY})?|scores(?=\s+of\b))\b"


def numbers_in(text: str) -> list[NumberInText]:
    """Every number of `text` in the order of the text. No digit of it is ever left out."""
    plain = plain_numbers(text, _TELLING)
    return _by_rules(text) if plain is None else plain


def _by_rules(text: str) -> list[NumberInText]:
    text = text.replace("ſ", "s")  # which the rules take for one, and `lower` leaves
    parts = parts_of(text)
    if parts.isdisjoint(NEEDED["amount"]):
        parts.add(_NO_WORDS)
    rest, found = text, []
    for kind, pattern, value, needed in _RULES:
        matches = [] if parts.isdisjoint(needed) else [*pattern.finditer(rest)]
        if kind:
            found += [
                NumberInText(text[m.start() : m.end()], value(m[0]), m.start(), m.end(), kind)
                for m in matches
            ]
        # A number that is read is blanked out, so that no later rule reads a part of it again.
        for m in matches:
            rest = f"{rest[: m.start()]}{chr(0) * len(m[0])}{rest[m.end() :]}"
    return sorted(found, key=lambda number: number.start)


def _nothing(words: str) -> None:
    return None


def _amount(words: str) -> Fraction:
    """The value of an amount in digits (“2.5bn”) or in words (“two and a half million”)."""
    words = words.lower()
    digits = digits_of(words)
    if not digits:
        return _cardinal(words)
    number = Fraction(with_point(digits))
    before, _, after = words.partition(digits)
    scale = re.match(r"[-\s]?([a-z]+)", after)
    number *= (SCALES | SHORT_SCALES | {"hundred": 100}).get(scale[1], 1) if scale else 1
    return -number if re.search(r"minus|[-−]", before) else number


def _cardinal(words: str) -> Fraction:
    total = group = Fraction(0)
    for word in re.findall(r"[a-z]+", words):
        if word in SCALES:
            total, group = total + (group or 1) * SCALES[word], Fraction(0)
        elif word == "hundred":
            group = (group or Fraction(1)) * 100
        else:
            group += WORDS.get(word, PARTS.get(word, 0))
    return total + group


def _ordinal(words: str) -> Fraction:
    digits = re.sub(r"\D", "", words)
    if digits:
        return Fraction(digits)
    return Fraction(sum((ORDINALS | WORDS)[word] for word in words.lower().split("-")))


def _fraction(words: str) -> Fraction:
    if words[-1] in VULGAR:
        whole = words[:-1].strip()
        return Fraction(whole or 0) + Fraction(unicodedata.numeric(words[-1])).limit_denominator(10)
    if "/" in words or "⁄" in words:
        above, below = re.split("[/⁄]", words)
        return Fraction(int(above), int(below)) if int(below) else Fraction(int(above))
    *above, below = re.split(r"[-\s]+", words.lower())
    part = PARTS.get(below) or Fraction(
        1, DENOMINATORS.get(below) or DENOMINATORS[below.removesuffix("s")]
    )
    if not above or above == ["a"]:
        return part
    return part * (int(above[0]) if above[0].isdigit() else WORDS[above[0]])


def _multiple(words: str) -> Fraction:
    word = words.lower()
    if word in MULTIPLES:
        return Fraction(MULTIPLES[word])
    return _amount(word.removesuffix("fold").rstrip("-"))


def _year(words: str) -> Fraction:
    return Fraction(words[:4])


_NO_WORDS = "1"  # among the parts of a text stands for none that is a number
_Rule = tuple[str, re.Pattern[str], Callable[[str], Fraction | None], frozenset[str]]
# The order matters: what says more about a number comes before what says less. Last of each is of
# what it needs at least one in the text, in small letters.
_RULES: list[_Rule] = [
    (kind, re.compile(pattern, re.IGNORECASE), value, frozenset(needed))
    for kind, pattern, value, needed in (
        ("name", NAMES[0], _nothing, {"http", "https", "/"}),
        ("", r"\b" + _any(NOT_NUMBERS), _nothing, NEEDED["not numbers"]),
        ("name", r"(?<!\w)(?-i:" + "|".join(NAMES[1:]) + ")", _nothing, NEEDED["names"]),
        (
            "money",
            rf"{_SIGN}{DIGITS}(?:{_SCALE}|m\b)?|{_AMOUNT}[-\s]{_CURRENCY}"
            rf"|{_START}{DIGITS}m\s{_CURRENCY}",
            _amount,
            NEEDED["money"] | {name.lower() for name, unit in stock().items() if unit.is_money},
        ),
        ("date", _DATE, _nothing, NEEDED["date"]),
        ("name", _DESIGNATION, _nothing, DIGIT),
        ("time", _TIME, _nothing, NEEDED["time"]),
        (
            "percent",
            rf"{_AMOUNT}\s?(?:%|[-\s]?(?:per\s?cent|percent|pct)(?:age\s+points?)?\b)",
            _amount,
            NEEDED["percent"],
        ),
        ("number", rf"\b{_WITH_HALF}\b", _amount, PARTS),
        ("fraction", _FRACTION, _fraction, NEEDED["fraction"]),
        ("ordinal", _ORDINAL, _ordinal, NEEDED["ordinal"]),
        ("year", rf"{_START}{_YEAR}(?:s\b|(?:[-–/]\d\d)?(?![\w]))", _year, DIGIT),
        ("vague", _VAGUE, _nothing, NEEDED["vague"]),
        (
            "multiple",
            rf"\b(?:{_any(MULTIPLES)}|(?:{_any(WORDS)}|\d+)-?fold)\b",
            _multiple,
            NEEDED["multiple"],
        ),
        ("number", _AMOUNT, _amount, NEEDED["amount"]),
        ("number", rf"{_SIGNED}{_SCALE}?", _amount, {_NO_WORDS}),
        ("vague", rf"\b(?:{_BIG}|hundred)\b", _nothing, NEEDED["amount"]),
        ("number", DIGITS, _amount, DIGIT),
    )
]
# What makes of digits that stand apart another number, or a number without digits.
_TELLING = frozenset().union(*(needed for *_, needed in _RULES), NEEDED["apart"]) - NEEDED["at"]
