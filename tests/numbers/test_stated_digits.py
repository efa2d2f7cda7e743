"""What was stated is printed: noughts at the end of a number, and a place in an order."""

from __future__ import annotations

import copy
import pickle

import pytest

from stateofplay.numbers.numerals import read_number
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.unit_words import UnitWords
from stateofplay.numbers.wording import derived, number_words, stated

PERCENT = UnitWords(after_one="%", after_many="%", name="percent")


@pytest.mark.parametrize(
    ("text", "words"),
    [("4.60", "4.60%"), ("4.6", "4.6%"), ("5.0", "5.0%"), ("-0.50", "−0.50%"), ("40", "40%")],
)
def test_noughts_that_were_stated_are_kept(text, words) -> None:
    number = read_number(text)
    assert stated(Quantity.of(number, "percent"), "exact", PERCENT) == words
    for kept in (copy.copy(number), copy.deepcopy(number), pickle.loads(pickle.dumps(number))):
        assert number_words(kept) == words.removesuffix("%")
    between = Quantity.of(None, "percent", number, number + 1)
    assert stated(between, "between", PERCENT).startswith(words.removesuffix("%"))


def test_what_is_computed_has_no_noughts_that_nobody_stated() -> None:
    doubled = Quantity.of(read_number("4.60")) * Quantity.of(read_number("2.00"))
    assert derived(doubled, PERCENT) == "9.2%"


@pytest.mark.parametrize(
    ("place", "words", "spelled"),
    [
        (1, "1st", "first"),
        (2, "2nd", "second"),
        (10, "10th", "tenth"),
        (11, "11th", "eleventh"),
        (13, "13th", "13th"),
        ("1.5", "1.5th", "1.5th"),
        (23, "23rd", "23rd"),
        (112, "112th", "112th"),
    ],
)
def test_a_place_in_an_order_is_an_ordinal(place, words, spelled) -> None:
    rank = UnitWords(name="rank", ordinal=True)
    assert stated(Quantity.of(place, "rank"), "exact", rank) == words
    assert stated(Quantity.of(place, "rank"), "exact", rank, "spelled") == spelled
