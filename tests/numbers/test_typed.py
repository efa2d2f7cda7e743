"""What a reader types for another number, as the program reads it; `book/test_exact.py` holds what
a page makes of it against the same table.
"""

from __future__ import annotations

import re

import pytest

from stateofplay.numbers.numerals import read_entry
from stateofplay.numbers.precision import Stated
from typed import ENTRIES


@pytest.mark.parametrize("text", ENTRIES)
def test_what_a_reader_types_is_one_number_or_none(text) -> None:
    if number := ENTRIES[text]:
        assert repr(read_entry(text)) == repr(Stated(number))  # with its decimals
        return
    with pytest.raises(ValueError, match="write|digits") as refused:
        read_entry(text)
    for proposed in re.findall(r"-?\d[\d.]*", str(refused.value).partition("write ")[2]):
        read_entry(proposed)


def test_what_may_be_thousands_is_told_how_to_be_clear() -> None:
    with pytest.raises(ValueError, match=r"may be thousands; write 35000 or 35\.0000"):
        read_entry("35.000")
