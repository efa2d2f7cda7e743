"""Reading what the numbers of an article say: texts of several fields with the truth beside them,
and the article of this book, whose tables are the truth.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from projects import REPOSITORY
from stateofplay.editing.article_copy import find_paragraphs, read_copy
from stateofplay.editing.drafting.candidates import Paragraph, candidates
from stateofplay.editing.drafting.reading import Reading
from stateofplay.editing.drafting.readings import readings
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.reading.sources import normalise
from stateofplay.numbers.unit_table import SCALES

TEXTS = Path(__file__).parent.parent / "data" / "texts"
ENDS = ("value", "low", "high")


def size(number: str | Fraction | None, unit: str) -> Fraction | None:
    """A number in ones: 13.75 in millions of a unit is 13,750,000."""
    for part in unit.replace("/", " ").split():
        number = number and Fraction(number) * SCALES.get(part, 1)
    return Fraction(number) if number or number == 0 else None


def said(reading: Reading) -> tuple[object, ...]:
    ends = (getattr(reading, end) for end in ENDS)
    return (reading.what, reading.bound, *(size(end, reading.unit) for end in ends))


def truths(name: str) -> Iterator[tuple[dict[str, str], Reading | None]]:
    """Each row of a truth table, with the reading of its words in the text."""
    lines = (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    left = {n: readings(line, {}) for n, line in enumerate(lines, 1)}
    with (TEXTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            n, words = int(row["paragraph"]), row["words"]
            line = lines[n - 1]
            found = next((r for r in left[n] if words in line[r.start : r.end] + "\n"), None)
            found = found or next((r for r in left[n] if line[r.start : r.end] in words), None)
            if found:
                left[n].remove(found)
            yield row, found


@pytest.mark.parametrize("name", sorted(path.stem for path in TEXTS.glob("*.csv")))
def test_the_numbers_of_a_text_are_found_and_read(name) -> None:
    pairs = [*truths(name)]
    right = [
        row["words"]
        for row, reading in pairs
        if reading
        and said(reading)
        == (row["what"], row["bound"], *(size(row[end] or None, row["unit"]) for end in ENDS))
    ]
    units = [reading.unit == row["unit"] for row, reading in pairs if reading and row["unit"]]
    assert len(pairs) >= 20
    assert sum(reading is not None for _, reading in pairs) >= 0.9 * len(pairs)
    assert len(right) >= 0.85 * len(pairs), [
        r["words"] for r, _ in pairs if r["words"] not in right
    ]
    assert sum(units) >= 0.75 * len(units)


def test_the_numbers_of_the_article_are_read_as_its_tables_have_them() -> None:
    shared = sorted((REPOSITORY.root.parent / "shared" / "seeds").glob("*.txt"))
    copy = Path(os.environ.get("ARTICLE", (*shared, REPOSITORY.article)[0]))
    if not copy.is_file():
        pytest.skip("no copy of the article: set ARTICLE to one, or put it into seeds/article.txt")
    ledger = load_ledger(REPOSITORY)
    (article,) = ledger.editions
    found = {n: f.text for n, f in find_paragraphs(read_copy(copy), article).items()}
    right = units = 0
    for figure in ledger.article_figures:
        text, words = found[int(figure.locator)], normalise(figure.as_stated)
        at = text.index(words)
        (row,) = (r for r in ledger.rows(figure.table) if r.text("id") == figure.id)
        wanted = ("figure", figure.bound, *(size(row.number(e), figure.unit) for e in ENDS))
        of_it = [
            r
            for r in readings(text, ledger.units)
            if r.start < at + len(words) and at < r.end and said(r) == wanted
        ]
        right += bool(of_it)
        units += any(r.unit == figure.unit for r in of_it)
    assert right >= 38 and units >= 36


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "bound", "unit"),
    [
        ("Nearly a million came.", 10**6, 9 * 10**5, 10**6, "nearly", ""),
        ("It has almost 90 seats.", 90, 80, 90, "nearly", "seats"),
        ("About 100 boats sank.", 100, 95, 150, "about", "boats"),
        ("Rates are about 20 percent.", 20, "19.5", "20.5", "about", "percent"),
        ("It is nearly −5 °C.", -5, -5, -4, "nearly", "celsius"),
        ("The pool is 50m long.", 50, None, None, "exact", "metres"),
        ("It holds 50m litres.", 50, None, None, "exact", "m litres"),
        ("No more than 12 boats sank.", 12, None, 12, "up_to", "boats"),
        ("Between €2bn and €3bn was lost.", None, 2, 3, "between", "EUR bn"),
        ("A loss of €5-7m is likely.", None, 5, 7, "between", "EUR m"),
        ("Some 2 to 3 million birds died.", None, 2 * 10**6, 3 * 10**6, "between", "birds"),
        ("It was the tenth-lowest extent.", 10, None, None, "exact", "rank"),
        ("Trains run at up to 300 km/h.", 300, None, 300, "up_to", "km/hours"),
        ("Over a quarter of the fish died.", 25, 25, None, "more_than", "percent"),
        ("It has twenty-odd boats.", 20, 15, 25, "about", "boats"),
        ("It has 30-plus boats.", 30, 30, None, "at_least", "boats"),
        ("It has c. 300 boats.", 300, 250, 350, "about", "boats"),
        ("It has ca 300 boats.", 300, 250, 350, "about", "boats"),
        ("Rates are at 2¾ percent.", "2.75", None, None, "exact", "percent"),
        ("It fell by half a percent.", "0.5", None, None, "exact", "points"),
        ("It yields 3.2 tonnes per hectare.", "3.2", None, None, "exact", "tonnes/hectares"),
        ("It has 1,200 people per sq km.", 1200, None, None, "exact", "people/km2"),
        ("It costs $300 per head.", 300, None, None, "exact", "USD/people"),
        ("It offers 4% plus a bonus.", 4, None, None, "exact", "percent"),
        ("It holds $4.5trn.", "4.5", None, None, "exact", "USD trn"),
        ("It holds 2.5 mln boats.", 2500000, None, None, "exact", "boats"),
    ],
)
def test_a_sentence_is_read(text, value, low, high, bound, unit) -> None:
    (reading,) = readings(text, {})
    ends = tuple(None if end is None else Fraction(end) for end in (value, low, high))
    assert (reading.value, reading.low, reading.high) == ends
    assert (reading.bound, reading.unit) == (bound, unit)


def test_a_hedge_belongs_to_the_number_that_it_stands_at() -> None:
    text = "It took six years and cost at least $9.3 million; 40 people at least fell ill."
    assert [reading.bound for reading in readings(text, {})] == ["exact", "at_least", "at_least"]


@pytest.mark.parametrize(
    "text",
    [
        "Rates rose from 3 percent to 5 percent.",
        "They won 3-1 at home.",
        "The panel voted 5 to 4 against it.",
    ],
)
def test_two_numbers_are_no_range(text) -> None:
    assert [(r.bound, r.low) for r in readings(text, {})] == [("exact", None)] * 2


@pytest.mark.parametrize(
    ("text", "what", "unit"),
    [
        ("They drove on Route 66.", "no", ""),
        ("It is song number one.", "no", ""),
        ("He is in his mid-30s.", "no", ""),
        ("The ten-year-old left.", "no", ""),
        ("It was in 2023/24.", "event", ""),
        ("In Kano 20 were hurt.", "figure", ""),
        ("The 27-nation bloc agreed.", "figure", "nations"),
        ("A 2,000-strong crowd came.", "figure", "people"),
        ("It pays $3,000-a-month.", "figure", "USD/month"),
        ("They are four times as many.", "figure", "ratio"),
        ("It sank four times.", "figure", "times"),
        ("Voters aged 18 to 34 came.", "figure", ""),
        ("It errs by plus or minus 2 points.", "figure", "points"),
    ],
)
def test_what_counts_is_told_from_what_names(text, what, unit) -> None:
    (reading,) = readings(text, {})
    assert (reading.what, reading.unit) == (what, unit)
    assert reading.value is None or reading.value > 0


@pytest.mark.parametrize(
    ("sentence", "start", "guess"),
    [
        ("From April 1 the bank will sell bonds.", "2026-04-01", "read as 2026, for “will”"),
        ("The bank is to sell bonds by 31 December.", "2026-12-31", "read as 2026, for “is to”"),
        ("On December 9 the bank expects to vote.", "2026-12-09", "read as 2026, for “expects”"),
        ("On December 9 it said that it will sell.", "2025-12-09", "read as 2025, for “will”"),
        ("On January 5 it said that it will sell.", "2026-01-05", "read as 2026, for “will”"),
        ("It sold the bonds on April 1.", "2025-04-01", "read as 2025"),
        ("It sold the bonds on February 3.", "2026-02-03", "read as 2026"),
        ("It will sell them from 1 April 2027.", "2027-04-01", ""),
        ("It will sell them on February 29.", "", "say the day"),
    ],
)
def test_a_day_without_a_year_is_that_of_its_sentence_and_marked_unsure(
    sentence, start, guess
) -> None:
    """In an article of 5 February 2026."""
    paragraph = Paragraph.of(1, f"The text before will say something else. {sentence}")
    ((_, row),) = candidates(paragraph, {}, date(2026, 2, 5))
    assert (row.get("start", ""), row["decide"]) == (start, "event?")
    assert guess in row["guess"] and ("for “" in row["guess"]) == ("for “" in guess)


@pytest.mark.parametrize(
    ("text", "bound", "value"),
    [
        ("Only <5% came.", "less_than", 5),
        ("Only > 5% came.", "more_than", 5),
        ("Only ≥5% came.", "at_least", 5),
        ("Only ≤5% came.", "up_to", 5),
        ("Only ~5% came.", "about", 5),
        ("Only ≈ 5% came.", "about", 5),
        ("It took two-and-a-half years.", "exact", Fraction(5, 2)),
        ("It took 3 ½ hours.", "exact", Fraction(7, 2)),
    ],
)
def test_signs_and_hyphens_of_a_number_are_read(text, bound, value) -> None:
    (reading,) = readings(text, {})
    assert (reading.bound, reading.value, reading.doubts) == (bound, value, ())


@pytest.mark.parametrize(
    "text",
    [
        "It has 31\u00a0680 men.",
        "It has 31\u202f680 men.",
        "It fell .5% again.",
        "It changed –6% then.",
        "It is 5 ± 2 percent of it.",
        "It costs ½ million euros.",
        "It took 3 1/2 hours.",
        "Then 1e6 people came.",
        "There were 1.500 women.",
        "There were 1.234.567 women.",
        "There were 1'234'567 women.",
        "It is at 1·5%.",
        "It rose by 2 1/2 percent.",
        "It lost 12-15,000 boats.",
        "It was paid over two years.",
        "It has 421 parts per boat.",
        "It earns $0.42 per share.",
        "It is a one-off sum.",
        "It costs €4.5mrd.",
        "It costs $78.40/bbl.",
        "It costs $1,900 an ounce.",
    ],
)
def test_a_spelling_that_may_mean_another_number_is_not_sure(text) -> None:
    decided = [row["decide"] for _, row in candidates(Paragraph.of(1, text), {}, None)]
    assert decided and all(decide.endswith("?") for decide in decided), decided


def test_numbers_that_stand_apart_are_as_sure_as_before() -> None:
    text = (
        "In 2023 680 men, 5–6 percent of them, had 12.5% of it – 6% more – or 1.25 times as much."
    )
    assert [r.doubts for r in readings(text, {}) if r.what == "figure"] == [()] * 5


def test_a_number_in_brackets_is_said_again_only_where_its_unit_can_be() -> None:
    """Crowns of a book are no money that the program knows: the moved row would break the book."""
    text = "It cost {} (about $8.1 million)."
    for before, again in (("182 million crowns", False), ("€182 million", True)):
        cells = [row for _, row in candidates(Paragraph.of(1, text.format(before)), {}, None)]
        assert [bool(row["restates"]) for row in cells] == [False, again]
    cells = [
        row for _, row in candidates(Paragraph.of(1, "It is 5 km (3.1 miles) long."), {}, None)
    ]
    assert cells[1]["restates"] == "5 km"


@pytest.mark.parametrize(
    ("text", "is_sure"),
    [
        ("It is half a miracle.", False),
        ("Half of the boats are back.", True),
        ("It is half an hour away.", True),
        ("We see barely 90 centimetres deep.", False),
        ("We see 90 centimetres deep.", True),
        ("It is 2.3 degrees warmer.", False),
        ("The economy shrank by 7.5 percent.", False),
        ("Prices fell by 0.4 percent.", False),
        ("Prices fell by about 5 percent.", False),
        ("Prices rose by 0.4 percent.", True),
    ],
)
def test_what_no_bound_or_unit_says_is_not_sure(text, is_sure) -> None:
    (row,) = (row for _, row in candidates(Paragraph.of(1, text), {}, None))
    assert row["decide"] == ("" if is_sure else "?"), row


def test_what_has_lasted_since_a_year_has_no_last_day() -> None:
    for words, last in (("since", ""), ("in", "2019-12-31")):
        text = f"It has been closed {words} 2019."
        (row,) = (row for _, row in candidates(Paragraph.of(1, text), {}, None))
        assert (row["decide"], row["start"], row["end"]) == ("event?", "2019-01-01", last)
