"""Which digits of a text are typed numbers: all but dates and years, in any script."""

from __future__ import annotations

import pytest

from stateofplay.numbers.numerals import typed_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("On 20 February 2026 and in 2025", []),
        ("From 11 to 15 February", []),
        ("between 3 and 5 March", []),
        ("2022–2024", []),
        ("since 1999.", []),
        ("the average of the 1990s and the 2000s", []),
        ("1991s and 90s", ["1991", "90"]),
        ("20\u00a0February", []),
        ("Three rounds, no agreement", []),
        ("31,680 people", ["31,680"]),
        ("2.5 and 3", ["2.5", "3"]),
        ("19%", ["19"]),
        ("€38bn", ["38"]),
        ("G7", ["7"]),
        ("in 1899, and by 2100", []),
        ("in 1799", ["1799"]),
        ("On 14 July 1789, in August 1789, on 4 May 1215", []),
        ("On February 20, 2026, the bank", []),
        ("On 20 February 1500 people, in May 1200 ships", ["1500", "1200"]),
        ("On 20 February, 1396 drones", ["1396"]),
        ("In February 20, 30 and 40 ships", ["20", "30", "40"]),
        ("2026.5", ["2026.5"]),
        ("2,026", ["2,026"]),
        ("20 tankers in February", ["20"]),
        ("20 Februaries", ["20"]),
        ("On 20 February, 396 drones", ["396"]),
        ("12026", ["12026"]),
        ("", []),
    ],
)
def test_digits_are_typed_numbers_unless_they_are_dates_or_years(text, numbers) -> None:
    assert typed_numbers(text) == numbers


@pytest.mark.parametrize("zero", ["\u0660", "\u06f0", "\u0966", "\uff10", "\U0001d7ce"])
def test_a_number_in_another_script_is_a_typed_number_too(zero) -> None:
    def other(text: str) -> str:
        return "".join(chr(ord(zero) + int(c)) if c.isdigit() else c for c in text)

    for number in ("5", "40", "1,000", "2026"):
        assert typed_numbers(f"It lost {other(number)} boxes") == [other(number)]
    assert typed_numbers(f"On {other('12')} January") == [other("12")]


def test_one_character_that_is_a_number_is_one_and_a_power_is_none() -> None:
    assert typed_numbers("½ of Ⅷ, ④ and 〇, 27 km² in 2026, note¹") == ["½", "Ⅷ", "④", "〇", "27"]
    assert typed_numbers("٤٠٫٥") == ["٤٠٫٥"]
