"""The one rule by which a verdict follows from outside values, and how figures of one statement
count.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stateofplay.ledger.entries import Check
from stateofplay.ledger.verdicts import RULE, VERDICTS, gravest, meets, statements, verdict_of
from stateofplay.numbers.numerals import read_number
from stateofplay.numbers.quantity import Quantity


def value(low, high=None, independent: bool = True) -> Check:
    quantity = Quantity.of(None, "people", low, low if high is None else high)
    return Check(
        "c",
        "f",
        quantity,
        "people",
        "exact",
        "b",
        independent,
        "Somebody",
        "none",
        date(2026, 2, 1),
        "s",
        "",
        "",
        "",
        "",
        "",
    )


def own(low, independent: bool = False) -> Check:
    return value(low, independent=independent)


OPEN = None
STATED = Quantity.of(20, "people", 18, 22)


@pytest.mark.parametrize(
    ("checks", "verdict"),
    [
        ([], "not_checked"),
        ([value(20)], "confirmed"),
        ([value(18)], "confirmed"),
        ([value(22, 30)], "confirmed"),
        ([value(19), value(21)], "confirmed"),
        ([value(23)], "differs"),
        ([value(17.9)], "differs"),
        ([value(23), value(40)], "differs"),
        ([value(10), value(30)], "contested"),
        ([value(20), value(30)], "contested"),
        ([value(20), value(10)], "contested"),
        ([own(20)], "traced"),
        ([own(20), own(30)], "traced"),
        ([own(30)], "differs"),
        ([own(20), value(30)], "differs"),
        ([own(30), value(20)], "confirmed"),
    ],
)
def test_a_verdict_follows_from_the_values(checks, verdict) -> None:
    assert verdict_of(STATED, checks) == verdict
    assert verdict_of(STATED, checks[::-1]) == verdict


def quantity(low, high) -> Quantity:
    return Quantity.of(None if None in (low, high) else low, "people", low, high)


@pytest.mark.parametrize(
    ("stated", "outside", "met"),
    [
        ((20, 20), (10, None), False),  # more than ten is not twenty
        ((18, 22), (19, None), True),
        ((18, 22), (None, 21), True),
        ((18, 22), (None, 30), False),
        ((50, None), (60, None), True),
        ((50, None), (40, None), True),
        ((50, None), (40, 45), False),
        ((50, None), (70, 70), True),
    ],
)
def test_an_open_end_confirms_only_what_its_other_end_reaches(stated, outside, met) -> None:
    assert meets(quantity(*stated), quantity(*outside)) is met


numbers = st.integers(0, 40)
checks = st.lists(
    st.builds(lambda a, b, i: value(min(a, b), max(a, b), i), numbers, numbers, st.booleans()),
    max_size=5,
)


@given(checks, numbers)
def test_values_of_the_same_origin_decide_nothing_beside_independent_ones(values, more) -> None:
    verdict = verdict_of(STATED, values)
    if any(check.is_independent for check in values):
        assert verdict_of(STATED, [*values, own(more)]) == verdict
    else:
        assert verdict in ("traced", "differs", "not_checked")


@given(checks)
def test_what_every_source_says_is_never_contested(values) -> None:
    if values and all(check.quantity == values[0].quantity for check in values):
        assert verdict_of(STATED, values) != "contested"


def test_every_verdict_has_its_words_and_its_rule() -> None:
    assert set(RULE) == set(VERDICTS) and list(RULE) == list(VERDICTS)
    assert gravest(VERDICTS) == "differs"


def test_the_rule_of_a_verdict_speaks_of_the_values_that_decide_it() -> None:
    """A value of the figure's own origin may meet the range of what differs from the others'."""
    assert verdict_of(STATED, [own(20), value(30)]) == "differs"
    assert RULE["differs"].startswith("No independent value meets the range, and all lie on one")
    assert verdict_of(STATED, [own(30)]) == "differs"
    assert "or only values of the figure’s own origin are known, and none meets" in RULE["differs"]


def test_figures_of_one_statement_stand_together(tmp_path) -> None:
    from projects import tiny_project
    from stateofplay.ledger.loading import load_ledger

    one, two, three, *_ = load_ledger(tiny_project(tmp_path / "p")).figures.values()
    restated, given_with = replace(two, restates=one.id), replace(three, stated_with=two.id)
    assert [len(group) for group in statements([one, restated, given_with])] == [3]
    assert [len(group) for group in statements([given_with, restated, one])] == [3]
    assert [len(group) for group in statements([one, two, three])] == [1, 1, 1]
    assert [len(group) for group in statements([given_with])] == [1]  # the other is of no article


def test_the_rule_stands_in_contributing_as_the_pages_print_it() -> None:
    from projects import REPOSITORY

    text = (REPOSITORY.root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [f"| {name.replace('_', ' ')} | {words} |" in text for name, words in RULE.items()] == [
        True
    ] * len(RULE)


@pytest.mark.parametrize(
    ("stated", "outside", "verdict"),
    [
        ("4.60", "4.597", "confirmed"),
        ("4.60", "4.61", "differs"),
        ("4.6", "4.61", "confirmed"),
        ("5", "5.4", "differs"),
    ],
)
def test_a_number_with_decimals_stands_for_all_that_round_to_it(stated, outside, verdict) -> None:
    own, other = (Quantity.of(read_number(text), "people") for text in (stated, outside))
    assert verdict_of(own, [replace(value(1), quantity=other)]) == verdict


@pytest.mark.parametrize(
    ("stated", "outside", "met"),
    [
        (("4.6", "EUR bn"), [("4.597", "EUR bn"), ("4597", "EUR m"), ("4597000000", "EUR")], True),
        (("4.60", "EUR bn"), [("4.61", "EUR bn"), ("4610", "EUR m")], False),
        (("4.597", "EUR bn"), [("4.6", "EUR bn"), ("4600", "EUR m"), ("4600000000", "EUR")], True),
        (("5", "EUR bn"), [("5.4", "EUR bn"), ("5400", "EUR m")], False),
        (("2.5", "km"), [("2.48", "km"), ("2480", "metres"), ("248000", "cm")], True),
        (("2480", "metres"), [("2.5", "km"), ("2500", "metres")], False),
        (("4.5", "celsius"), [("4.52", "celsius"), ("40.14", "fahrenheit")], True),
    ],
)
def test_the_unit_of_an_outside_value_decides_nothing(stated, outside, met) -> None:
    own, *others = (Quantity.of(read_number(text), unit) for text, unit in (stated, *outside))
    assert [meets(own, other) for other in others] == [met] * len(others)
