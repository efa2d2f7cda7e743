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

from projects import REPOSITORY, copy_project
from stateofplay.editing.recording import article_record
from stateofplay.editing.verification import verify_file
from stateofplay.files.project import Project
from stateofplay.ledger.ledger import Ledger, load_ledger
from stateofplay.publish.building import build

KEY = "invented_gazette_2026_07_14"
OTHER = "invented_counters_2026_07_02"
PARAGRAPHS = [
    "Russia now holds about 18 percent of Ukraine, the Gazette's invented map says.",
    "It recruits between 1,000 and 1,200 people a day, and lost about 29,000 in June.",
    "At least 1,100 tankers sail in its shadow fleet. An invented court sat for the third time.",
    "Read more in the Gazette.",
]
SOURCE = f"""
@online{{{KEY},
  title = {{An invented summer}}, organization = {{Invented Gazette}}, url = {{https://example.org/summer}},
  date = {{2026-07-14}}, urldate = {{2026-07-15}},
  license = {{not stated}}, interest = {{none}}, grade = {{B}}
}}
@online{{{OTHER},
  title = {{An invented count}}, organization = {{Invented Counters}}, url = {{https://example.org/count}},
  date = {{2026-07-02}}, urldate = {{2026-07-15}},
  license = {{not stated}}, interest = {{none}}, grade = {{B}}
}}
"""
STATED = {"who": "Invented Gazette", "interest": "none", "kind": "estimated", "source": KEY}
ROWS = {
    "front_line": [
        dict(
            id="russia_share_2026_07",
            series="share_held_by_russia",
            measure="Share of Ukraine that Russia holds",
            value="18",
            low="17.5",
            high="18.5",
            unit="percent",
            bound="about",
            basis="area, source not named",
            locator="1",
            as_stated="about 18 percent of Ukraine",
        )
    ],
    "casualties": [
        dict(
            id="losses_2026_06",
            series="russian_losses",
            measure="Russian losses, killed and wounded",
            value="29000",
            low="28500",
            high="29500",
            unit="people/month",
            bound="about",
            basis="killed and wounded, General Staff of Ukraine",
            start="2026-06-01",
            end="2026-06-30",
            locator="2",
            as_stated="lost about 29,000 in June",
        ),
        dict(
            id="recruits_per_day",
            series="russian_recruits",
            measure="Recruits that Russia takes on",
            low="1000",
            high="1200",
            unit="people/day",
            bound="between",
            basis="recruits",
            locator="2",
            as_stated="between 1,000 and 1,200 people a day",
        ),
    ],
    "pressure": [
        dict(
            id="fleet_2026_07",
            series="fleet_size",
            measure="Oil tankers in Russia’s shadow fleet",
            value="1100",
            low="1100",
            unit="tankers",
            bound="at_least",
            basis="tankers, source not named",
            locator="3",
            as_stated="At least 1,100 tankers",
        ),
        dict(
            id="court_sittings",
            measure="Sittings of an invented court",
            value="3",
            unit="parties",
            bound="exact",
            basis="sittings of an invented court",
            locator="3",
            as_stated="third time",
        ),
    ],
}
OTHERS = {
    "derived": [
        dict(
            id="balance_now",
            topic="casualties",
            measure="Recruits minus losses, by the newest figures",
            formula="russian_recruits - russian_losses",
            unit="people/month",
            mixes="The Gazette states both.",
        )
    ],
    "findings": [
        dict(
            id="fleet_is_large",
            topic="pressure",
            statement="The fleet counts {fleet_size}",
            holds='fleet_size > "500 tankers"',
        )
    ],
    "checks": [
        dict(
            id="check_losses_2026_06",
            figure="losses_2026_06",
            value="28900",
            unit="people/month",
            bound="exact",
            basis="killed and wounded, General Staff of Ukraine",
            independent="yes",
            who="Invented Counters",
            interest="none",
            day="2026-07-01",
            source=OTHER,
            as_stated="28,900 in June",
            note="An invented check.",
        )
    ],
    "unchecked": [
        dict(
            figure=name,
            day="2026-07-15",
            where_looked="An invented archive",
            looked_for="The same number elsewhere",
        )
        for name in ("russia_share_2026_07", "recruits_per_day", "fleet_2026_07", "court_sittings")
    ],
    "unpublished": [
        dict(
            id="gazette_more",
            text="Read more in the Gazette",
            source=KEY,
            locator="4",
            reason="A line of the site.",
        )
    ],
    "events": [
        dict(
            id="court_sat",
            start="2026-07-13",
            title="An invented court sits",
            kind="ground",
            who="Invented Gazette",
            interest="none",
            source=KEY,
            locator="3",
        )
    ],
}
# A chart of a whole series, as a chapter draws it: the newest row first, in the unit of the oldest.
CHART = """
```{code-cell} ipython3
named = {"russian_losses": "Losses", "russian_recruits": "Recruits", "losses_goal": "Goal"}
rows = successive(table("casualties"), named)
marks = bound_marks(rows, y=alt.Y("what:N", title=None, sort=None), x=alt.X(title="people a month"))
show(marks, id="losses-and-recruits", finding="balance_sign_open", rows=rows,
     mixes="Each row is a count of its own.",
     alt="Dot plot of {russian_losses} lost, {russian_recruits} recruited, goal {losses_goal}.",
     sources=["al_jazeera_2026_02_20"], columns={"what": "What", "words": "How many"})
```
"""


def append(project: Project, table: str, rows: list[dict[str, str]]) -> None:
    """Add rows at the end of a table, as an editor does."""
    path = project.table(table)
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert not {key for row in rows for key in row} - set(header), f"{table} has no such column"
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, header, restval="", lineterminator="\n").writerows(rows)


def add_second_article(project: Project) -> None:
    """What CONTRIBUTING asks for a second article: its citation, its record, its rows."""
    with project.bibliography.open("a", encoding="utf-8") as file:
        file.write(SOURCE)
    copy = project.root.parent / "copy.txt"
    copy.write_text("\n\n".join(PARAGRAPHS), encoding="utf-8")
    record = article_record(project, copy, KEY, boilerplate=[4])
    (project.seeds / "invented-gazette-2026-07-14.yml").write_text(record, encoding="utf-8")
    for table, rows in ROWS.items():
        append(project, table, [STATED | row for row in rows])
    for table, rows in OTHERS.items():
        append(project, table, rows)


@pytest.fixture(scope="module")
def later(tmp_path_factory) -> Project:
    """The book with a second article; the index names two series in a sentence, and the chapter on
    casualties draws two.
    """
    project = copy_project(tmp_path_factory.mktemp("later") / "book")
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
    """The text of a record on the ledger page."""
    return words(
        re.search(rf'<article[^>]* id="{name}".*?</article>', page(project, "ledger"), re.DOTALL)[0]
    )


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
        assert foot.index("An invented summer") < foot.index("Ukraine's patience"), file.name


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
    text = page(later, "ledger")
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
    assert "recruits_per_day 1,000 to 1,200 people a day" in record(later, "balance_now")
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
    assert "ledger.html#losses_2026_06" in (later.site / "search-index.js").read_text(
        encoding="utf-8"
    )


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
