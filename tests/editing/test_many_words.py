"""The words of a source beside tens of thousands of numbers: read in little time, and as if each
rule were tried on each.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import chain

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from projects import FIGURES, tiny_project
from stateofplay.editing import numbers_in_text
from stateofplay.editing.digits_in_text import DIGIT
from stateofplay.editing.drafting import hedges
from stateofplay.editing.drafting.hedges import BEFORE
from stateofplay.editing.number_vocabulary import NEEDED
from stateofplay.editing.numbers_in_text import numbers_in
from stateofplay.editing.rules import beside_figures
from stateofplay.editing.rules.beside_figures import unlike_words
from stateofplay.ledger.loading import load_ledger
from stateofplay.numbers.unit_table import stock

PIECES = (
    *(" ", ", ", ". ", "-", "(", ")", "%", "$", "€", "m", "bn", "T", "s", "th", ":", "/", "~", "+"),
    *("people", "boxes", "in January", "of", "to", "and", "half", "a third of", "three", "twice"),
    *(
        "about ",
        "up to ",
        "nearly ",
        "more than ",
        "minus ",
        "−",
        "as many as ",
        "between ",
        "No. ",
    ),
    *(" or more", " or fewer", " percent", " million", " people", " GMT", " pm", " May", "All of "),
)
NUMBERS = (
    "seehttps://example.org/2020/05",
    *("31,680", "2026", "12", "1.5", "$4.5bn", "7%", "12 per cent", "3 million", "€20", "1,234.5"),
    *("12,5", "1/2", "5th", "G7", "half a million", "twelve", "10:30", "11 May", "-7", "٣", "½"),
)
SAID = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)


def said(number: int) -> str:
    return f"{number:,} people a month"


class Book:
    units = stock()


@given(SAID, SAID, SAID, st.sampled_from(NUMBERS), st.sampled_from(NUMBERS))
def test_numbers_are_those_that_all_rules_find(one, two, three, first, second) -> None:
    text = f"{one}{first}{two}{second}{three}"
    every = {DIGIT, *chain.from_iterable(NEEDED.values())} - {numbers_in_text._NO_WORDS}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers_in_text, "plain_numbers", lambda *_: None)
        patch.setattr(numbers_in_text, "parts_of", lambda _: {*every, "eur", "usd", "http"})
        by_rules = numbers_in(text)
    assert numbers_in(text) == by_rules


@given(SAID, SAID, st.sampled_from(NUMBERS), st.sampled_from(["people", "EUR bn", "percent"]))
@example("", " m people", "31,680", "people")
def test_words_state_a_number_as_if_all_were_read(before, after, number, unit) -> None:
    words, said = f"{before}{number}{after}", numbers_in(number)
    numbers, value = numbers_in(words), (said[0].value if said else None) or Fraction(5)
    quickly = beside_figures._states(words, numbers, value, unit, Book)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beside_figures, "_may_state_another", lambda *_: True)
        assert quickly == beside_figures._states(words, numbers, value, unit, Book)


@given(SAID, st.sampled_from([w for p in BEFORE.values() for w in re.split(r"\|", p)]), SAID)
def test_a_hedge_is_heard_as_if_all_were_tried(before, hedge, after) -> None:
    said = re.sub(r"\(\?:|\)\??|\?", "", hedge).replace("\\s", " ").replace("\\", "")
    text = f"{before} {said} 31,680{after}"
    start = text.index("31,680", len(before) + len(said))
    quickly = hedges.hedge_around(text, start, start + 6)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hedges, "_LAST", "")
        assert quickly == hedges.hedge_around(text, start, start + 6)


def test_a_number_is_another_with_a_letter_that_multiplies_it(tmp_path) -> None:
    row = FIGURES[1] | {"id": "tug", "value": "31680", "as_stated": "31,680 m people"}
    ledger = load_ledger(tiny_project(tmp_path / "book", {"tugs": [row | {"unit": "people"}]}))
    assert [note.column for note in unlike_words(ledger)] == ["value"]


def test_of_a_long_table_no_words_are_read_that_state_their_number(tmp_path, monkeypatch) -> None:
    rows = [
        FIGURES[1] | {"id": f"tug_{n}", "value": str(30_000 + n), "as_stated": said(30_000 + n)}
        for n in range(300)
    ]
    rows[7]["as_stated"] = said(30_070)
    ledger = load_ledger(tiny_project(tmp_path / "book", {"tugs": rows}))
    asked, searched = [], []
    read, by_rules = beside_figures.readings, numbers_in_text._by_rules
    monkeypatch.setattr(
        beside_figures, "readings", lambda words, units: asked.append(words) or read(words, units)
    )
    monkeypatch.setattr(
        numbers_in_text, "_by_rules", lambda text: searched.append(text) or by_rules(text)
    )
    assert [note.line for note in unlike_words(ledger)] == [9]
    assert said(30_070) in asked and len(asked) < 20 and len(searched) < 20
