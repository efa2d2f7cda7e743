"""Formulas and conditions: what may be written, what is refused with which words, and what comes
out.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from stateofplay.numbers.formula import FormulaError, evaluate, judge, names
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.unitless import bare_formula
from stateofplay.numbers.units import UnitError, parse_unit
from worded import FIGURES


@pytest.mark.parametrize(
    ("text", "unit", "value", "low", "high"),
    [
        ("recruits - losses", "people/month", 8320, 3320, 13320),
        ("goal - losses", "people/month", 18320, 18320, None),
        ("losses * 12", "people/month", 380160, 380160, 380160),
        ("share * area", "km2", 5300, 4770, 5830),
        (
            "recruits / losses - 1",
            "percent",
            Fraction(832000, 31680),
            Fraction(332000, 31680),
            Fraction(1332000, 31680),
        ),
        ("-losses", "people/month", -31680, -31680, -31680),
        ("two + two * two", "ratio", 6, 6, 6),
        ("(two + two) * two", "ratio", 8, 8, 8),
        ("two - two - two", "ratio", -2, -2, -2),
        ("two / two / two", "ratio", Fraction(1, 2), Fraction(1, 2), Fraction(1, 2)),
        ("span / 4", "vessels", None, 100, 250),
        ("0.1 + 0.2", "ratio", Fraction(3, 10), Fraction(3, 10), Fraction(3, 10)),
        ("1_000", "ratio", 1000, 1000, 1000),
        ('losses * "3 months"', "people", 95040, 95040, 95040),
        ("losses * '0.5 months'", "people", 15840, 15840, 15840),
        ('-"5.8 percent"', "percent", Fraction(-29, 5), Fraction(-29, 5), Fraction(-29, 5)),
        ('"-5 percent" + share', "percent", 15, 13, 17),
        ('"2 EUR bn" * 3', "EUR m", 6000, 6000, 6000),
        ("  two  ", "ratio", 2, 2, 2),
        ("(two +\n two)", "ratio", 4, 4, 4),
    ],
)
def test_a_formula_is_evaluated_exactly_and_with_its_bounds(text, unit, value, low, high) -> None:
    assert evaluate(text, FIGURES.__getitem__).to(unit) == Quantity.of(value, unit, low, high)


FORM = "is not a formula; write it like “boxes_in - boxes_out”"
KIND = "is not allowed; only ids, numbers, + - * / and comparisons are"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("max(two, share)", f"“max(two, share)” {KIND}"),
        ("two + abs(share)", f"“abs(share)” {KIND}"),
        ("two ≥ share", "“two ≥ share” is not a formula; write >= for ≥"),
        ("two > “3 days”", 'is not a formula; write " for “'),
        ("__import__('os').system('x')", "“__import__('os').system('x')” is not allowed"),
        ("two.unit", f"“two.unit” {KIND}"),
        ("two.__class__", f"“two.__class__” {KIND}"),
        ("two[0]", f"“two[0]” {KIND}"),
        ("lambda: two", f"“lambda: two” {KIND}"),
        ("two if share else area", f"“two if share else area” {KIND}"),
        ("(a := two)", f"“(a := two)” {KIND}"),
        ("[two for two in span]", f"“[two for two in span]” {KIND}"),
        ("[two, share]", f"“[two, share]” {KIND}"),
        ("two, share", f"“(two, share)” {KIND}"),
        ("{two}", f"“{{two}}” {KIND}"),
        ("f'{two}'", f"“f'{{two}}'” {KIND}"),
        ("two ** 2", f"“two ** 2” {KIND}"),
        ("1 + two // 2", f"“two // 2” {KIND}"),
        ("two % 2", f"“two % 2” {KIND}"),
        ("two @ two", f"“two @ two” {KIND}"),
        ("two << 9", f"“two << 9” {KIND}"),
        ("~two", f"“~two” {KIND}"),
        ("+two", f"“+two” {KIND}"),
        ("two != share", f"“two != share” {KIND}"),
        ("two is share", f"“two is share” {KIND}"),
        ("two in span", f"“two in span” {KIND}"),
        ("two < share != area", f"“two < share != area” {KIND}"),
        ("True", "“True” is not a number"),
        ("None", "“None” is not a number"),
        ("2j", "“2j” is not a number"),
        ("b'5 days'", "“b'5 days'” is not a number"),
        ("", f"“” {FORM}"),
        ("two +", f"“two +” {FORM}"),
        ("two share", f"“two share” {FORM}"),
        ("two; share", f"“two; share” {FORM}"),
        ("two = 2", "“two = 2” is not a formula; write == for ="),
        ("import os", f"“import os” {FORM}"),
        ("31,680 people", f"“31,680 people” {FORM}"),
        ("two – share", "“two – share” is not a formula; write - for –"),
        ("two\0", FORM),
    ],
)
def test_what_a_formula_may_not_be_made_of(text, message) -> None:
    for use in (
        names,
        lambda t: evaluate(t, FIGURES.__getitem__),
        lambda t: judge(t, FIGURES.__getitem__),
    ):
        with pytest.raises(FormulaError) as caught:
            use(text)
        assert message in str(caught.value)


@pytest.mark.parametrize(
    "text", ["(" * 5000 + "two", "-" * 5000 + "two", "two" + "+two" * 5000, "9" * 6000]
)
def test_a_formula_too_deep_to_read_is_refused_like_any_other(text) -> None:
    with pytest.raises(FormulaError, match="is not a formula"):
        evaluate(text, FIGURES.__getitem__)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("two < 3", "“two < 3” is a condition where a number is needed"),
        ("two + (two < 3)", "“two < 3” is a condition where a number is needed"),
        ("two and share", "“two and share” is a condition where a number is needed"),
        ("not two", "“not two” is a condition where a number is needed"),
        ("two / 0", "“two / 0” divides by zero"),
        ("1 + losses / (losses - losses)", "“losses / (losses - losses)” divides by zero"),
        ("losses / nothing", "“losses / nothing” divides by zero"),
        ("'days'", "“days” is not a quantity; write a number, a space and a unit, like “5 days”"),
        ("'5'", "“5” is not a quantity; write a number, a space and a unit, like “5 days”"),
        (
            "'5,5 days'",
            "“5,5 days” is not a quantity; write a number, a space and a unit, like “5 days”",
        ),
        (
            "'five days'",
            "“five days” is not a quantity; write a number, a space and a unit, like “5 days”",
        ),
        (
            f"two * '{'1' * 5000} days'",
            f"“{'1' * 60}…” has 5000 significant digits, and programs keep 15; "
            "round it, and write its bounds in low and high",
        ),
        ("two * 1e400", "“1e400” is not a number in digits, like 38 or 2.5"),
        ("two * 0x10", "“0x10” is not a number in digits, like 38 or 2.5"),
        (
            "two * 0.1234567890123456",
            "“0.1234567890123456” has 16 significant digits, and programs keep 15; "
            "round it, and write its bounds in low and high",
        ),
        (
            "'５ days'",
            "“５ days” is not a quantity; write a number, a space and a unit, like “5 days”",
        ),
        (
            "+".join(["two"] * 2000),
            f"“{'two+' * 15}…” is too long; compute a part of it in a row of its own",
        ),
        (
            "'1e3 days'",
            "“1e3 days” is not a quantity; write a number, a space and a unit, like “5 days”",
        ),
        ("two * '5 9'", "“9” is not a unit; write it like “people”, “EUR bn” or “km2/month”"),
        (
            "'1 __class__'",
            "“__class__” is not a unit; write it like “people”, “EUR bn” or “km2/month”",
        ),
        (
            "two * '5days'",
            "“5days” is not a quantity; write a number, a space and a unit, like “5 days”",
        ),
    ],
)
def test_what_cannot_be_computed(text, message) -> None:
    with pytest.raises(FormulaError) as caught:
        evaluate(text, FIGURES.__getitem__)
    assert str(caught.value) == message


CONVERT = "convert with a rate, or correct the formula"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("losses + area", f"in “losses + area”: km2 cannot be read as people/months; {CONVERT}"),
        (
            "two * (losses + area) + two",
            f"in “losses + area”: km2 cannot be read as people/months; {CONVERT}",
        ),
        ("two - area", f"in “two - area”: km2 cannot be read as ratio; {CONVERT}"),
    ],
)
def test_units_that_do_not_fit_are_named_once_and_where_they_meet(text, message) -> None:
    with pytest.raises(UnitError) as caught:
        evaluate(text, FIGURES.__getitem__)
    assert str(caught.value) == message


def test_an_unknown_name_is_left_to_the_one_who_looks_it_up() -> None:
    with pytest.raises(KeyError, match="recruit"):
        evaluate("two * recruit", FIGURES.__getitem__)


@pytest.mark.parametrize("text", ["__import__", "__builtins__", "open", "two * __name__"])
def test_no_name_of_python_itself_is_known(text) -> None:
    with pytest.raises(KeyError):
        evaluate(text, FIGURES.__getitem__)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("two", ["two"]),
        ("two + share * two", ["two", "share", "two"]),
        ("(share - two) / area", ["share", "two", "area"]),
        ("-two", ["two"]),
        ("5 * '3 days'", []),
        ("share > two and not area == losses", ["share", "two", "area", "losses"]),
        ("(a\n + b)", ["a", "b"]),
    ],
)
def test_the_names_of_a_formula_in_their_order(text, found) -> None:
    assert names(text) == found


def test_a_repeated_name_is_looked_up_each_time_and_only_when_needed() -> None:
    asked = []

    def lookup(name: str) -> Quantity:
        asked.append(name)
        return FIGURES[name]

    evaluate("two * two", lookup)
    assert asked == ["two", "two"] == names("two * two")
    assert evaluate("'3 days'", lookup).unit == parse_unit("days") and len(asked) == 2


@pytest.mark.parametrize(
    ("number", "digits"), [("0.00001", "0.00001"), ("100000000000000.0", "100000000000000")]
)
def test_a_program_without_units_is_given_a_number_in_digits(number, digits) -> None:
    """Python itself would write 1e-05."""
    assert bare_formula(f"two * {number}", "people", lambda _: (3, "people")) == [
        "*",
        ["*", 3, digits],
        "1",
    ]
