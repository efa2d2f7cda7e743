"""Numbers as people and programs write them: read in the one way that they can mean, or explained.

A number of the book has at most 15 significant digits: so many a spreadsheet, a chart, JSON and
Parquet hold, each as a 64-bit float, and give back as they were.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fractions import Fraction

from stateofplay.files.characters import western
from stateofplay.numbers.days import MONTHS, month
from stateofplay.numbers.precision import Stated, decimals_needed, stated

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
EXAMPLE = "38 or 2.5"
MOST_DIGITS = 15  # significant ones
# What a reader types for another number, in a page (`typed` in theme/whatif/exact.js) and at the
# command line: commas or blanks between thousands, at most 15 digits; not what may be thousands,
# as much of Europe writes them.
_ENTRY = re.compile(
    r"(?!-?[1-9][0-9]{0,2}\.[0-9]{3}$|([^0-9]*[0-9]){16})"
    r"-?([0-9]+|[0-9]{1,3}([ ,][0-9]{3})+)(\.[0-9]+)?"
)
LONGEST = 200  # characters of a cell that may be a number with anything around it
MOST_PLACES = 21  # before the point, and as many after it; beyond, programs write exponents
# What stands between thousands and never for a decimal point.
_GROUP = "[ \u00a0\u2007\u2009\u202f'’\u066c]"
# The forms of a number that can be read in one way only, and what makes each plain.
_Form = tuple[re.Pattern[str], Callable[[str], str]]
_CLEAR: tuple[_Form, ...] = tuple(
    (re.compile(pattern), change)
    for pattern, change in (
        (r"-?[0-9]+(\.[0-9]+)?", lambda t: t),
        (
            rf"-?[0-9]{{1,3}}({_GROUP}[0-9]{{3}})+([.,][0-9]+)?",
            lambda t: re.sub(_GROUP, "", t).replace(",", "."),
        ),
        (r"-?[1-9][0-9]{0,2}((,[0-9]{3}){2,}|(,[0-9]{3})+\.[0-9]+)", lambda t: t.replace(",", "")),
        (
            r"-?[1-9][0-9]{0,2}((\.[0-9]{3}){2,}|(\.[0-9]{3})+,[0-9]+)",
            lambda t: t.replace(".", "").replace(",", "."),
        ),
        # not 40,000, which may be either
        (
            r"-?(0,[0-9]+|[0-9]{4,},[0-9]+|[0-9]+,([0-9]{1,2}|[0-9]{4,}))",
            lambda t: t.replace(",", "."),
        ),
        (r"-?[.,][0-9]+", lambda t: re.sub(r"[.,]", "0.", t)),
        (r"-?[0-9]+[.,]", lambda t: t[:-1]),
    )
)


def plain_number(text: str) -> str | None:
    """`text` as a number with a decimal point and nothing else.

    None when it is none, or may be read in two ways: unclear are ``40,000`` (thousands or
    decimals), ``1.2E+06`` (the digits that it drops), ``38 bn`` and ``(5)``.
    """
    if len(text) > LONGEST:
        return None
    if text.isascii() and text.isdigit():  # as most are
        return text
    text = western(text).removeprefix("+")
    return next((change(text) for pattern, change in _CLEAR if pattern.fullmatch(text)), None)


def read_number(text: str) -> Fraction:
    """The number in a cell. Raises ValueError with what is wrong with it and what to write."""
    if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:  # as most are
        return stated(int(text))
    if not NUMBER.fullmatch(text):
        raise ValueError(f"is not a number; {number_hint(text)}")
    number = Stated(text) if len(text) < 1000 else None
    short = number is not None and _without_noise(text, number)
    if short:
        raise ValueError(f"has the noise of binary arithmetic in its last digits; write {short}")
    whole, _, decimals = text.lstrip("-").partition(".")
    digits = (whole + decimals.rstrip("0")).lstrip("0")
    if not decimals:
        digits = digits.rstrip("0")
    if len(digits) > MOST_DIGITS:
        raise ValueError(
            f"has {len(digits)} significant digits, and programs keep {MOST_DIGITS}; "
            "round it, and write its bounds in low and high"
        )
    if number is None or max(len(whole.lstrip("0")), len(decimals.rstrip("0"))) > MOST_PLACES:
        raise ValueError(
            f"has more than {MOST_PLACES} digits before or after the point; "
            "use a larger or smaller unit"
        )
    return number


def read_entry(text: str) -> Fraction:
    """The number that a reader types for another one. Raises ValueError with what to write."""
    text = text.replace("−", "-")
    if _ENTRY.fullmatch(text):
        return Stated(re.sub("[ ,]", "", text))
    if NUMBER.fullmatch(text):
        may_be_either = f"may be thousands; write {text.replace('.', '')} or {text}0"
        raise ValueError(may_be_either if len(text) < 9 else f"has over {MOST_DIGITS} digits")
    raise ValueError(f"is not a number; {number_hint(text)}")


def _without_noise(text: str, number: Fraction) -> str:
    """The short number that a program meant with 31680.000000000004; empty where there is none."""
    digits = text.lstrip("-").replace(".", "").lstrip("0").rstrip("0")
    if "." not in text or len(digits) < MOST_DIGITS:
        return ""
    # So many noughts or nines stand before the noise, which begins where a float's digits end.
    run = 10**3 if len(digits) > MOST_DIGITS else 10**6
    for decimals in range(len(text.partition(".")[2])):
        short = round(number, decimals)
        rest = abs(number - short)
        if 0 < rest * run * 10**decimals <= 1 and rest * 10**13 <= abs(number):
            return decimal_text(short)
    return ""


def number_hint(text: str) -> str:
    """What to write in place of `text`, which is not a number.

    A number that it says to write is the one that `text` means; without one it says none.
    """
    if text.startswith("#"):
        return "the spreadsheet could not work it out or show it; mend it there and save again"
    bare = western(text[:LONGEST])
    if re.fullmatch(r"[-+]?[0-9]+([.,][0-9]+)?[eE][-+]?[0-9]+", bare):
        return "a spreadsheet has shortened it and may have dropped digits; write all of them"
    if re.fullmatch(r"[0-9]{1,2}[-. ]+[a-z]{3,}\.?|[a-z]{3,}[- ][0-9]{1,2}", bare.lower()) and (
        month(re.sub(r"[^A-Za-z]", "", bare))
    ):
        return (
            "a spreadsheet has taken it for a date; write the number, "
            "and make the column one of text"
        )
    if re.fullmatch(r"\(.*[0-9].*\)", bare):
        return "brackets may mean a negative number; write it with a minus sign or without one"
    plain = plain_number(text)
    if plain is None and re.fullmatch(r"\+?-?[1-9][0-9]{0,2},[0-9]{3}", bare):
        plain = bare.removeprefix("+").replace(",", "")  # as English separates thousands
    if plain is not None:
        return f"write {plain}"
    if any(map(str.isdecimal, bare)) and any(c.isalpha() or c in "$€£¥₴₽%°~≈∼" for c in bare):
        return (
            f"write the number alone, like {EXAMPLE}; its currency, scale and unit belong under "
            "unit, a hedge under bound"
        )
    return f"write it in digits, like {EXAMPLE}"


def decimal_text(number: Fraction, at_least: int = 0) -> str:
    """A number that decimals can hold, all its digits, and noughts for `at_least` so many decimals:
    ``-0.05``. Raises ValueError for others.
    """
    needed = decimals_needed(number)
    if needed is None:
        raise ValueError(f"{number} is no decimal number")
    decimals = max(needed, at_least)
    scaled = abs(number.numerator) * 10**decimals // number.denominator
    digits = str(scaled).rjust(decimals + 1, "0")
    sign = "-" if number < 0 else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def unclear_points(cells: Iterable[str]) -> set[str]:
    """The numbers among `cells`, of a file that is not separated by commas, whose point may
    separate thousands: ``1.234``.

    Such a file comes from a place where the comma may be the decimal sign, unless another of its
    numbers shows that it is the point.
    """
    texts = [western(cell) for cell in cells]
    many = "([0-9]{1,2}|[0-9]{4,})"
    points = any(re.fullmatch(rf"-?(0\.[0-9]+|[0-9]+\.{many})", text) for text in texts)
    commas = any(re.fullmatch(rf"-?(0,[0-9]+|[0-9]+,{many})", text) for text in texts)
    if points and not commas:
        return set()
    return {text for text in texts if re.fullmatch(r"-?[1-9][0-9]{0,2}\.[0-9]{3}", text)}


_MONTHS = "|".join(name.title() for name in MONTHS)
_DAYS = r"[0-9]{1,2}(?:\s(?:to|and|-|–)\s[0-9]{1,2})?"
CENTURIES = "(?:1[89]|2[01])"  # what a year that stands alone begins with
_YEAR = rf"{CENTURIES}[0-9](?:0s\b|[0-9]\b(?![.,]\d))"  # or a decade
# After a month an older one, where no noun follows: “14 July 1789”, not “in July 1500 people”.
_OLD = r"\s1[0-9]{3}(?=\s*(?:[.,](?!\d)|[^\w\s.,]|$))"
_DATES = re.compile(
    rf"\b{_DAYS}\s(?:{_MONTHS})\b(?:{_OLD})?|\b(?:{_MONTHS})(?:{_OLD}|\s{_DAYS},\s{_YEAR})"
    rf"|\b{_YEAR}"
)


# Digits of every script, and what is one number in one character: fractions, Roman, circled.
_TYPED = re.compile(
    r"\d[\d.,\u066b\u066c]*\d|[\d\u00bc-\u00be\u2150-\u2189\u2460-\u249b"
    r"\u24ea-\u24ff\u2776-\u2793\u3007\u3021-\u3029\u3248-\u324f\u3251-\u325f"
    r"\u32b1-\u32bf]"
)


def typed_numbers(text: str) -> list[str]:
    """The numbers that stand in `text` as digits, other than days (``20 February``) and years.

    Digits of every script count; a day or a year that is none has those of ours.
    """
    return _TYPED.findall(_DATES.sub("", text))
