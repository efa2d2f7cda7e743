"""The words of a source beside tens of thousands of numbers: read once for all that differ in the
number alone, and as if each were read.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import FIGURES, tiny_project
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
SAID = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)


def said(number: int) -> str:
    return f"{number:,} people a month"


class Book:
    units = stock()


@given(before=SAID, after=SAID, digits=st.sampled_from(["31,680", "31680", "1,234,567", "2026000"]))
def test_a_number_with_words_around_it_is_heard_as_if_it_were_read_alone(before, after, digits):
    words, value = f"{before}{digits}{after}", int(digits.replace(",", ""))
    quickly = beside_figures._heard(words, value, "people", Book)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beside_figures, "_ONE", re.compile("(?!)"))
        assert quickly == beside_figures._heard(words, value, "people", Book)


def test_of_a_long_table_the_words_are_read_once_but_for_their_number(
    tmp_path, monkeypatch
) -> None:
    rows = [
        FIGURES[1] | {"id": f"tug_{n}", "value": str(30_000 + n), "as_stated": said(30_000 + n)}
        for n in range(300)
    ]
    rows[7]["as_stated"] = said(30_070)
    ledger = load_ledger(tiny_project(tmp_path / "book", {"tugs": rows}))
    asked = []
    read = beside_figures.numbers_in
    monkeypatch.setattr(beside_figures, "numbers_in", lambda text: asked.append(text) or read(text))
    assert [note.line for note in unlike_words(ledger)] == [9]
    assert len(asked) < 50
