"""Numbers and days in cells: what is read is what is written, and advice is the number meant."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from stateofplay.numbers.days import date_hint, month, plain_date, read_day
from stateofplay.numbers.numerals import (
    MOST_DIGITS,
    MOST_PLACES,
    decimal_text,
    number_hint,
    plain_number,
    read_number,
)

ZEROS = [chr(point) for point in range(0x10FFFF) if unicodedata.decimal(chr(point), None) == 0]
MINUS_SIGNS = "-\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
BLANKS = " \u00a0\u2007\u2009\u202f"
DECIMALS = st.decimals(
    allow_nan=False,
    allow_infinity=False,
    min_value=-(10**21) + 1,
    max_value=10**21 - 1,
    places=None,
)


def said(hint: str) -> list[str]:
    """The numbers that a hint says to write."""
    return re.findall(r"(?:write|or) (-?[0-9][0-9.,]*)", hint.replace("like 38 or 2.5", ""))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("€38,000", None),
        ("38,000", "38000"),
        ("1,200,000 people", None),
        ("(5,000)", None),
        ("–5", "-5"),
        ("\uff0d5", "-5"),
        ("-€-3", None),
        ("—5", None),
        ("5%", None),
        ("12 1/2", None),
        ("12½", None),
        ("½", None),
        ("5²", None),
        ("Ⅷ", None),
        ("1e3", None),
        ("1e400", None),
        ("about 40 people", None),
        ("minus 5", None),
        ("5 less", None),
        ("4/5", None),
        ("5-10", None),
        ("5–10", None),
        ("400 to 1,000", None),
        ("two 5", None),
        ("5th", None),
        ("1,04,000", None),
        ("1.04.000", None),
        ("12:30", None),
        ("0x10", None),
        ("９", "9"),
        ("٤٠٬٠٠٠", "40000"),
        ("٤٠٫٥", "40.5"),
        ("१२", "12"),
        ("5-", None),
        ("5+", None),
        (">5", None),
        ("1 2", None),
        ("", None),
    ],
)
def test_advice_is_the_number_that_is_meant_or_none(text, number) -> None:
    assert said(number_hint(text)) == ([number] if number else [])


@pytest.mark.parametrize("text", ["38 bn", "€38", "19.5%", "about 40 people", "~40"])
def test_what_stands_around_a_number_has_columns_of_its_own(text) -> None:
    assert number_hint(text) == (
        "write the number alone, like 38 or 2.5; its currency, scale and unit belong under unit, "
        "a hedge under bound"
    )


@given(st.text(st.sampled_from("0123456789.,-–−()€$%~ \u00a0kmbn/eE½９٤'ano"), max_size=10))
@example("5m€")
def test_whatever_is_advised_is_a_number_of_the_digits_that_stand_there(text) -> None:
    try:
        read_number(text)
    except ValueError as error:
        message = str(error)
    else:
        return
    for number in said(message):
        digits = "".join(str(unicodedata.decimal(c, "")) for c in text).strip("0")
        assert read_number(number) is not None
        kept = number.replace(".", "").lstrip("-").strip("0")
        assert kept == digits or f"{kept}" in digits, (text, number)
        assert number.startswith("-") == bool(re.match(rf"\W*[{MINUS_SIGNS}]", text)), message


@given(DECIMALS)
def test_a_decimal_is_read_as_it_stands_or_refused_with_the_reason(number) -> None:
    text = f"{number:f}"
    digits = len(number.as_tuple().digits)
    try:
        assert read_number(text) == Fraction(number)
    except ValueError as error:
        places = len(text.partition(".")[2])
        noise = re.search(r"write (\S+)$", str(error))
        if noise:
            assert abs(Fraction(noise[1]) - Fraction(number)) <= abs(Fraction(number)) / 10**13
        else:
            assert digits > MOST_DIGITS or places > MOST_PLACES
    else:
        assert float(text) == float(read_number(text)) and Fraction(repr(float(text))) == Fraction(
            text
        )


@given(
    st.integers(-(10**12), 10**12),
    st.integers(0, 6),
    st.sampled_from(ZEROS),
    st.sampled_from(MINUS_SIGNS),
    st.sampled_from(["", *BLANKS]),
    st.sampled_from(BLANKS),
)
def test_digits_of_every_script_and_every_minus_are_the_same_number(
    whole, decimals, zero, minus, group, around
) -> None:
    text = decimal_text(Fraction(whole, 10**decimals))
    written, _, rest = text.lstrip("-").partition(".")
    if group:
        written = f"{int(written):,}".replace(",", group)
    written = f"{written}.{rest}" if rest else written
    written = "".join(chr(ord(zero) + int(c)) if c.isdecimal() else c for c in written)
    cell = f"{around}{minus if whole < 0 else ''}{written}{around}"
    assert plain_number(cell) == text
    if cell.strip() != text:
        with pytest.raises(ValueError, match="is not a number"):
            read_number(cell.strip())
        assert said(number_hint(cell.strip())) == [text]


@given(st.integers(1, 10**7), st.integers(1, 10**7), st.integers(0, 3), st.integers(0, 3))
def test_the_noise_of_a_sum_of_floats_is_refused_with_the_sum(one, two, first, second) -> None:
    meant = Fraction(one, 10**first) + Fraction(two, 10**second)
    text = repr(one / 10**first + two / 10**second)
    assume("e" not in text)
    try:
        assert read_number(text) == meant
    except ValueError as error:
        assert str(error).endswith(f"; write {decimal_text(meant)}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("31680.000000000004", "noise of binary arithmetic in its last digits; write 31680"),
        ("99.9999999999986", "write 100"),
        ("-0.7999999999999999", "write -0.8"),
        ("0.30000000000000004", "write 0.3"),
        ("9" * 32, "has 32 significant digits"),
        ("1" + "0" * 400, "more than 21 digits before"),
        ("0." + "0" * 400 + "1", "more than 21 digits"),
        ("9" * 5000, "has 5000 significant digits"),
        ("0" * 5000 + "1", "more than 21 digits"),
        ("９", "is not a number; write 9"),
        ("5\n", "is not a number; write 5"),
    ],
)
def test_a_number_that_programs_cannot_keep_is_refused(text, message) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        read_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "123456.7890123",
        "0.000001",
        "999999999999999",
        "1" + "0" * 20,
        "-0.05",
        "3.14159265358979",
        "31680.00000000000000000",
        "007",
        "100000000000.001",
    ],
)
def test_a_number_that_programs_keep_is_read(text) -> None:
    assert read_number(text) == Fraction(text)


@given(DECIMALS)
def test_all_digits_of_a_decimal(number) -> None:
    assert Fraction(decimal_text(Fraction(number))) == Fraction(number)


def test_a_fraction_is_no_decimal() -> None:
    with pytest.raises(ValueError, match="no decimal number"):
        decimal_text(Fraction(1, 3))


@given(
    st.from_regex(
        r"[0-9]{1,4}[-/. –]([0-9]{1,2}|Feb|Junk|Mayhem|sept)[-/. –][0-9]{1,4}", fullmatch=True
    )
)
@example("2026-02-29")
@example("29.02.2026")
@example("30 February 2026")
def test_a_day_that_is_advised_is_made_of_what_stands_there(text) -> None:
    for day in re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date_hint(text)):
        found = date.fromisoformat(day)
        numbers = [int(n) for n in re.findall("[0-9]+", text)]
        named = [month(word) for word in re.findall("[A-Za-z]+", text)]
        assert sorted([found.year, found.month, found.day]) == sorted(numbers + named)


def test_a_day_that_does_not_exist_is_not_replaced_by_another() -> None:
    assert date_hint("2026-02-29") == "write a day that exists: the month has 28"
    assert not re.search(
        "[0-9]{3}", date_hint("31/02/2026") + date_hint("soon") + date_hint("0000-01-01")
    )
    assert (
        month("Junk") == month("Mayhem") == month("Ma") == 0 and month("Sept") == month("SEP") == 9
    )
    with pytest.raises(ValueError, match="write 2026-02-09"):
        read_day("2026-02-0９")
    assert plain_date("２０２６‐０２‐２０") == "2026-02-20"
