"""The reader of numbers in prose: every form that it must know, and what it must leave alone."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stateofplay.editing.numbers_in_text import numbers_in

# The sentence, and of each number in it the words, the value and the kind.
FORMS = [
    ("Work began in 2022.", [("2022", 2022, "year")]),
    ("It opens in mid-2026.", [("2026", 2026, "year")]),
    ("The season of 2022-23 was dry.", [("2022-23", 2022, "year")]),
    ("Built in the 1990s.", [("1990s", 1990, "year")]),
    ("On February 20 it rained.", [("February 20", None, "date")]),
    ("On 20 February it rained.", [("20 February", None, "date")]),
    ("On Feb 20, it rained.", [("Feb 20", None, "date")]),
    ("On the 3rd of May, 2021, it rained.", [("3rd of May, 2021", None, "date")]),
    ("On February 4, 2026, it rained.", [("February 4, 2026", None, "date")]),
    ("In March 2022 it rained.", [("March 2022", None, "date")]),
    (
        "Since 2026-02-20 or 20/02/2026.",
        [("2026-02-20", None, "date"), ("20/02/2026", None, "date")],
    ),
    ("Between May 11 and 15, it rained.", [("May 11 and 15", None, "date")]),
    ("On May 11 and 15 boats sank.", [("May 11", None, "date"), ("15", 15, "number")]),
    ("From 11 to 15 May 2026 it rained.", [("11 to 15 May 2026", None, "date")]),
    ("They may 5 times try.", [("5", 5, "number")]),
    ("A 6-day walk.", [("6", 6, "number")]),
    ("Some 1,000 boats and 31,680 nets.", [("1,000", 1000, "number"), ("31,680", 31680, "number")]),
    ("It covers 201sq km.", [("201", 201, "number")]),
    ("It rose by 2.5 and 40k.", [("2.5", "2.5", "number"), ("40k", 40000, "number")]),
    ("Over 400m of rope.", [("400", 400, "number")]),
    ("It was minus 5 and then −7.", [("minus 5", -5, "number"), ("−7", -7, "number")]),
    ("It takes six months.", [("six", 6, "number")]),
    ("And nine more follow.", [("nine", 9, "number")]),
    (
        "Twenty-five of one hundred and five.",
        [("Twenty-five", 25, "number"), ("one hundred and five", 105, "number")],
    ),
    ("Two hundred thousand boxes.", [("Two hundred thousand", 200000, "number")]),
    (
        "A five-year plan for 1.5 million people.",
        [("five", 5, "number"), ("1.5 million", 1500000, "number")],
    ),
    (
        "Two and a half million, or half a million.",
        [("Two and a half million", 2500000, "number"), ("half a million", 500000, "number")],
    ),
    (
        "A dozen here, half a dozen there.",
        [("A dozen", 12, "number"), ("half a dozen", 6, "number")],
    ),
    ("Only one-fifth is left.", [("one-fifth", "1/5", "fraction")]),
    (
        "Two-thirds left, two thirds right.",
        [("Two-thirds", "2/3", "fraction"), ("two thirds", "2/3", "fraction")],
    ),
    (
        "A third of it, three-quarters of that.",
        [("A third", "1/3", "fraction"), ("three-quarters", "3/4", "fraction")],
    ),
    (
        "Half of it, ½ of that, 2½ or 1/5.",
        [
            ("Half", "1/2", "fraction"),
            ("½", "1/2", "fraction"),
            ("2½", "5/2", "fraction"),
            ("1/5", "1/5", "fraction"),
        ],
    ),
    ("It cost $44.7bn.", [("$44.7bn", 44700000000, "money")]),
    (
        "It cost 38 billion euros ($2m).",
        [("38 billion euros", 38000000000, "money"), ("$2m", 2000000, "money")],
    ),
    (
        "US$5 million, EUR 3bn, five dollars.",
        [
            ("US$5 million", 5000000, "money"),
            ("EUR 3bn", 3000000000, "money"),
            ("five dollars", 5, "money"),
        ],
    ),
    (
        "60 percent, 5%, ten per cent.",
        [("60 percent", 60, "percent"), ("5%", 5, "percent"), ("ten per cent", 10, "percent")],
    ),
    ("From 5-10 percent.", [("5", 5, "number"), ("10 percent", 10, "percent")]),
    ("By five percentage points.", [("five percentage points", 5, "percent")]),
    ("The first and the second.", [("first", 1, "ordinal"), ("second", 2, "ordinal")]),
    ("The 12th and the 20th package.", [("12th", 12, "ordinal"), ("20th", 20, "ordinal")]),
    (
        "Its twenty-first try, a third time.",
        [("twenty-first", 21, "ordinal"), ("third", 3, "ordinal")],
    ),
    (
        "At 10:00, 8pm or 9.30 a.m. sharp.",
        [("10:00", None, "time"), ("8pm", None, "time"), ("9.30 a.m", None, "time")],
    ),
    ("Dozens came, then hundreds.", [("Dozens", None, "vague"), ("hundreds", None, "vague")]),
    (
        "Tens of thousands, scores of them, several hundred.",
        [
            ("Tens of thousands", None, "vague"),
            ("scores", None, "vague"),
            ("hundred", None, "vague"),
        ],
    ),
    (
        "Bilateral and trilateral talks doubled.",
        [("Bilateral", 2, "multiple"), ("trilateral", 3, "multiple"), ("doubled", 2, "multiple")],
    ),
    ("A tenfold rise, twice.", [("tenfold", 10, "multiple"), ("twice", 2, "multiple")]),
    (
        "The G7 bought F-16s after COVID-19.",
        [("G7", None, "name"), ("F-16s", None, "name"), ("COVID-19", None, "name")],
    ),
    (
        "Open 24/7 since the Second World War.",
        [("24/7", None, "name"), ("Second World War", None, "name")],
    ),
    ("The US-38 billion in all-was late.", [("38 billion", 38000000000, "number")]),
    ("One of those is one-sided.", [("One", 1, "number"), ("one", 1, "number")]),
]
NO_NUMBER = [
    "No one came.",
    "They saw one another.",
    "One must wait, and keep one's word.",
    "This one, that one, every one.",
    "The one who waited.",
    "Someone phoned headquarters.",
    "Some litres per second.",
    "At first, it rained.",
    "On second thought, stay.",
    "Several came, many stayed, a few left on Monday.",
    "",
]


@pytest.mark.parametrize(("text", "expected"), FORMS, ids=[text for text, _ in FORMS])
def test_each_form_is_read(text, expected) -> None:
    found = numbers_in(text)
    assert [(n.words, n.value, n.kind) for n in found] == [
        (w, None if v is None else Fraction(v), k) for w, v, k in expected
    ]
    assert all(text[n.start : n.end] == n.words for n in found)


@pytest.mark.parametrize("text", NO_NUMBER)
def test_what_counts_nothing_is_left_alone(text) -> None:
    assert numbers_in(text) == []


@given(st.text(alphabet="0123456789 ,.-/:$%€abFGmk½th\0", max_size=30))
def test_no_digit_is_lost_and_no_two_numbers_overlap(text) -> None:
    found = numbers_in(text)
    read = [i for n in found for i in range(n.start, n.end)]
    assert len(read) == len(set(read)) and {i for i, c in enumerate(text) if c.isdecimal()} <= set(
        read
    )


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("plus 12,5 %, then 1.234,5 or 1,234.5", ["25/2", "2469/2", "2469/2"]),
        ("€1.234.567,89 or 3,5 million euros", ["123456789/100", "3500000"]),
        (
            "12,500 people, groups of 1,2,3; in 2025,12 ships",
            ["12500", "1", "2", "3", "2025", "12"],
        ),
    ],
)
def test_a_comma_before_one_or_two_digits_is_a_decimal_sign(text, values) -> None:
    assert [str(number.value) for number in numbers_in(text)] == values


def test_an_old_long_s_is_an_s() -> None:
    """Such a word was read as nought, or not at all."""
    for text in ("ſeven", "ſixteen percent", "about ſix hundred", "a ſixth", "three fifthſ"):
        found, wanted = numbers_in(text), numbers_in(text.replace("ſ", "s"))
        assert wanted and [n.value for n in found] == [n.value for n in wanted], text
