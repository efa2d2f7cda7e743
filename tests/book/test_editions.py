"""A second article, months later and from another outlet, in a copy of the whole book: rows and
records only, no code.
"""

from __future__ import annotations

import csv
import html
import json
import re
from pathlib import Path

import pytest

from edits import copy_cache
from projects import REPOSITORY
from second_article import CHART, PARAGRAPHS, ROWS, add_second_article
from stateofplay.editing.verification import verify_file
from stateofplay.files.project import Project
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.naming import name_in_words
from stateofplay.publish.building import build
from stateofplay.publish.twin_builds import copy_book

pytestmark = pytest.mark.book


@pytest.fixture(scope="module")
def later(book, tmp_path_factory) -> Project:
    """The book with a second article; the index names two series in a sentence, and the chapter on
    casualties draws two.
    """
    project = copy_book(REPOSITORY, tmp_path_factory.mktemp("later") / "book")
    copy_cache(book, project)
    add_second_article(project)
    index = project.chapter("index")
    index.write_text(
        index.read_text(encoding="utf-8")
        + "\nOf late {fig}`russian_recruits`, and {finding}`fleet_is_large`.\n",
        encoding="utf-8",
    )
    casualties = project.chapter("casualties")
    text = casualties.read_text(encoding="utf-8").replace("inputs: [", "inputs: [casualties, ", 1)
    text = text.replace("import bound_marks, show,", "import bound_marks, show, successive,", 1)
    casualties.write_text(text + CHART, encoding="utf-8")
    assert build(project, quiet=True) == 0
    return project


@pytest.fixture(scope="module")
def ledger(later) -> Ledger:
    return load_ledger(later)


def page(project: Project, name: str) -> str:
    return (project.site / "book" / f"{name}.html").read_text(encoding="utf-8")


def record(project: Project, name: str) -> str:
    """The text of a record."""
    text = (project.site / f"{load_ledger(project).record_page(name)}.html").read_text("utf-8")
    return words(re.search(rf'<article[^>]* id="{name}".*?</article>', text, re.DOTALL)[0])


def words(markup: str) -> str:
    """The text of a piece of HTML, drawings left out."""
    return " ".join(
        html.unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", markup, flags=re.DOTALL)).split()
    )


def test_both_articles_are_named_on_every_page_and_the_newest_is_the_edition(later) -> None:
    for file in (later.site / "book").glob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert "Edition of 14 July 2026" in text
        foot = words(text[text.index("<footer") :])
        assert foot.index("An invented summer") < foot.index("Ukraine’s patience"), file.name


def test_a_record_has_what_was_stated_before_and_the_change_with_its_bounds(later) -> None:
    newest, oldest = record(later, "losses_2026_06"), record(later, "losses_2026_01")
    assert "Invented Gazette, 14 July 2026, paragraph 2" in newest
    assert (
        "Earlier January 2026 : 31,680 people a month; since then down by about 2,680 people a "
        "month (2,180 to 3,180 people a month), "
        "or about 8.46% (6.88 to 10.04%)"
    ) in newest
    assert "Newer June 2026 : about 29,000 people a month" in oldest
    assert "Al Jazeera, 20 February 2026, paragraph 28" in oldest


def test_units_that_can_be_converted_are_compared(later) -> None:
    assert (
        "the ranges allow up to 480 people a day less and up to 49.4 people a day more"
        in record(later, "recruits_per_day")
    )


def test_the_newest_stands_first_in_the_ledger_and_in_a_chart(later) -> None:
    text = page(later, "ledger-front-line")
    places = [
        text.index(f'<article class="sop-record" id="russia_share_{when}"')
        for when in ("2026_07", "2026_02", "2022_03")
    ]
    assert places == sorted(places)
    with (later.site / "charts" / "losses-and-recruits" / "data.csv").open(
        encoding="utf-8-sig"
    ) as file:
        rows = [(row["What"], row["How many"]) for row in csv.DictReader(file)]
    assert rows == [
        ("Losses, June 2026", "about 29,000 people a month"),
        ("Losses, January 2026", "31,680 people a month"),
        ("Recruits, 14 July 2026", "1,000 to 1,200 people a day"),
        ("Recruits, 20 February 2026", "about 40,000 people a month"),
        ("Goal", "at least 50,000 people a month"),
    ]


def test_a_chart_says_the_change_and_names_the_second_source(later) -> None:
    figure = words(
        re.search(
            r'<figure[^>]* id="fleet-estimates".*?</figure>', page(later, "pressure"), re.DOTALL
        )[0]
    )
    assert (
        "tankers in Russia’s shadow fleet, 20 February 2026 to 14 July 2026: up by at least 100 "
        "tankers, or at least 10%." in figure
    )
    assert "Al Jazeera, 20 February 2026" in figure and "Invented Gazette, 14 July 2026" in figure


def test_a_chart_is_drawn_in_the_unit_it_was_made_for(later) -> None:
    spec = json.loads(
        (later.site / "charts" / "losses-and-recruits" / "chart.vl.json").read_text(
            encoding="utf-8"
        )
    )
    drawn = {row["id"]: row for rows in spec["datasets"].values() for row in rows}
    assert drawn["recruits_per_day"]["unit"] == "people/month"
    assert drawn["recruits_per_day"]["low"] == pytest.approx(1000 * 365 / 12)


def test_a_chapter_lists_what_was_stated_more_than_once(later) -> None:
    table = words(
        re.search(
            r'<table class="sop-list sop-again">.*?</table>', page(later, "front-line"), re.DOTALL
        )[0]
    )
    assert (
        table.index("about 18%") < table.index("about 19%") and "26%" not in table
    )  # another method, no series
    assert "down by about 1 percentage point (0 to 2 percentage points)" in table


def test_a_series_stands_for_its_newest_figure_in_prose_formulas_and_findings(
    later, ledger
) -> None:
    index = words(page(later, "index"))
    assert (
        "Of late 1,000 to 1,200 people a day" in index
        and "The fleet counts at least 1,100 tankers" in index
    )
    assert ledger.derived["balance_now"].inputs == ("recruits_per_day", "losses_2026_06")
    recruits = name_in_words(ledger, "recruits_per_day")
    assert f"{recruits} 1,000 to 1,200 people a day" in record(later, "balance_now")
    assert (
        ledger.words("recruits_per_month") == "about 40,000 people a month"
    )  # an id stays the row that it names


def test_counts_and_verdicts_take_in_the_new_figures(ledger) -> None:
    before = load_ledger(REPOSITORY)
    added = sum(map(len, ROWS.values()))
    assert len(ledger.article_figures) == len(before.article_figures) + added
    assert ledger.words("count_figures", "number") == str(len(before.article_figures) + added)
    assert ledger.entry("count_figures").measure == "Figures that the articles state"
    assert (
        int(ledger.words("count_confirmed", "number"))
        == int(before.words("count_confirmed", "number")) + 1
    )


def test_machines_get_series_and_both_articles(later) -> None:
    data = json.loads((later.site / "figures.json").read_text(encoding="utf-8"))
    series = data["series"]["russian_losses"]
    assert (series["newest"], series["figures"]) == (
        "losses_2026_06",
        ["losses_2026_06", "losses_2026_01"],
    )
    assert series["changes"][0]["words"].startswith("down by about 2,680 people a month")
    assert data["figures"]["fleet_2026_07"]["series"] == "fleet_size"
    assert data["figures"]["fleet_2026_07"]["url"].startswith(
        "https://example.org/summer#:~:text=At%20least"
    )
    places = "".join(p.read_text("utf-8") for p in (later.site / "search").glob("*-places-*.js"))
    assert "ledger-casualties.html#losses_2026_06" in places


@pytest.mark.parametrize(
    ("paragraphs", "ok"),
    [(PARAGRAPHS, True), (PARAGRAPHS[:3], True), ([PARAGRAPHS[0], PARAGRAPHS[2]], False)],
)
def test_verify_knows_which_article_a_copy_is_of(later, tmp_path: Path, paragraphs, ok) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text("\n\n".join(paragraphs), encoding="utf-8")
    report = verify_file(later, copy)
    assert (
        report.lines[0]
        == "copy.txt: held against “An invented summer” (Invented Gazette, 14 July 2026)"
    )
    assert report.ok == ok, report.lines
