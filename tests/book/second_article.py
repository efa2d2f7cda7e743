"""An invented second article, as CONTRIBUTING has one added: its citation, its record, its rows."""

from __future__ import annotations

import csv

from stateofplay.editing.recording import article_record
from stateofplay.files.project import Project

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
  title = {{An invented summer}}, organization = {{Invented Gazette}},
  url = {{https://example.org/summer}},
  date = {{2026-07-14}}, urldate = {{2026-07-15}},
  license = {{not stated}}, interest = {{none}}, grade = {{B}}
}}
@online{{{OTHER},
  title = {{An invented count}}, organization = {{Invented Counters}},
  url = {{https://example.org/count}},
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
