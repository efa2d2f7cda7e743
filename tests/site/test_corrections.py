"""The page of corrections and its feed, in a tiny book."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from projects import FINDINGS, tiny_project
from statements import EVENT
from stateofplay.files.project import Project
from stateofplay.publish.building import build

pytestmark = pytest.mark.book

ATOM = "{http://www.w3.org/2005/Atom}"
ROWS = [
    dict(
        date="2026-03-01",
        id="boxes_lost",
        column="value",
        old="31600",
        new="31680",
        reason="A slip & no more.",
    ),
    dict(
        date="2026-03-02",
        id="boxes_lost",
        column="who",
        old="Union",
        new="Port union",
        reason="Its full name.",
    ),
    dict(
        date="2026-03-02", id="boxes_gone", column="id", old="boxes_gone", reason="It is no figure."
    ),
    dict(
        date="2026-03-03",
        id="boxes_sunk",
        column="id",
        old="Boxes sunk in 2025, Port union: about 30",
        reason="Nobody counted them.",
    ),
    dict(
        date="2026-03-03",
        id="balance",
        column="formula",
        old="boxes_per_month",
        new="boxes_per_month - boxes_lost",
        reason="Some are lost.",
    ),
    dict(
        date="2026-03-03",
        id="boxes_lost",
        column="bound",
        old="more_than",
        new="exact",
        reason="The union counts them.",
    ),
    dict(
        date="2026-03-03",
        id=FINDINGS[0]["id"],
        column="holds",
        old="boxes_lost > 0",
        new="boxes_lost > boxes_per_month",
        reason="One is none.",
    ),
    dict(
        date="2026-02-28",
        id="event_closed",
        column="start",
        old="2026-02-12",
        new="2026-02-11",
        reason="A day before.",
    ),
]
PAGE = "# Corrections\n\nWhat has been corrected.\n\n```{ledger-corrections}\n```\n"


def built(folder: Path, rows: list[dict[str, str]]) -> Project:
    project = tiny_project(
        folder / "project",
        tables={"corrections": rows, "events": [EVENT]},
        pages={"corrections": PAGE},
    )
    assert build(project, quiet=True) == 0
    return project


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Project:
    return built(tmp_path_factory.mktemp("corrections"), ROWS)


def test_the_page_shows_old_new_by_how_much_and_why_with_the_record_linked(book) -> None:
    text = (book.site / "book" / "corrections.html").read_text(encoding="utf-8")
    row = re.search(r'<tr id="correction-2026-03-01-boxes-lost-value".*?</tr>', text, re.DOTALL)[0]
    assert '<a href="ledger.html#boxes_lost">Boxes lost, January 2026, Port union</a>' in row
    assert ">number</td>" in row and ">first day</td>" in text
    assert "<del>31,600 people a month</del>" in row and "<ins>31,680 people a month" in row
    assert "up by 80 people a month, or about 0.253%" in row and "A slip &amp; no more." in row
    assert re.findall(r'<tr id="([^"]+)"', text) == [
        "correction-2026-03-03-more-in-than-lost-holds",
        "correction-2026-03-03-boxes-lost-bound",
        "correction-2026-03-03-balance-formula",
        "correction-2026-03-03-boxes-sunk-id",
        "correction-2026-03-02-boxes-gone-id",
        "correction-2026-03-02-boxes-lost-who",
        "correction-2026-03-01-boxes-lost-value",
        "correction-2026-02-28-event-closed-start",
    ]
    assert "The harbour closed" in text and "<del>12 February 2026</del>" in text
    assert "boxes_<wbr>gone" in text  # on a narrow screen an id breaks between its words
    assert "<ins>withdrawn</ins>" in text and '<a href="../corrections.xml">Atom feed</a>' in text


def test_a_row_says_in_words_what_was_withdrawn_or_another_formula_or_bound(book) -> None:
    text = (book.site / "book" / "corrections.html").read_text(encoding="utf-8")
    handled = "“Boxes handled, 2025, Harbour director”"
    told = [
        [
            re.sub(r"<[^>]*>|\n", "", cell)
            for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL)
        ]
        for row in re.findall(r'<tr id="correction-2026-03-03.*?</tr>', text, re.DOTALL)
    ]
    lost = "“Boxes lost, January 2026, Port union”"
    assert [row[2:5] for row in told] == [
        ["when it holds", f"{lost} &gt; 0", f"{lost} &gt; {handled}"],
        ["how exact", "more than: the upper end is open", "stated without a range"],
        [
            "how it is computed",
            handled,
            f"{handled} − {lost}",
        ],
        ["whole entry", "about 30", "withdrawn"],
    ]
    assert told[0][1].startswith("The harbour takes in about 40,000 people a month, more than")
    assert told[3][1] == "Boxes sunk in 2025, Port union"


def test_the_feed_has_every_correction_with_an_id_that_stays(book, tmp_path) -> None:
    feed = ElementTree.parse(book.site / "corrections.xml").getroot()
    assert feed.findtext(f"{ATOM}updated") == "2026-03-03T00:00:00Z"
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}link").get("href") for entry in entries][
        -2
    ] == "book/corrections.html#correction-2026-03-01-boxes-lost-value"
    assert entries[-2].findtext(f"{ATOM}summary") == (
        "31,600 people a month became 31,680 people a month (up by 80 people a month, or about "
        "0.253%). A slip & no more."
    )
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids) == 8 and all(name.startswith("urn:uuid:") for name in ids)
    again = ElementTree.parse(built(tmp_path, ROWS[:1]).site / "corrections.xml").getroot()
    assert again.findtext(f"{ATOM}entry/{ATOM}id") == ids[-2]


def test_without_corrections_the_feed_is_as_old_as_the_edition(tmp_path) -> None:
    project = built(tmp_path, [])
    assert "Nothing has been corrected" in (project.site / "book" / "corrections.html").read_text(
        encoding="utf-8"
    )
    feed = ElementTree.parse(project.site / "corrections.xml").getroot()
    assert feed.findtext(f"{ATOM}updated") == "2026-02-20T00:00:00Z" and not feed.findall(
        f"{ATOM}entry"
    )
