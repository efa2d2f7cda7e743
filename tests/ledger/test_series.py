"""Series: which figure is the newest, what a name stands for, what cannot stand in one series."""

from __future__ import annotations

import pytest

from projects import FIGURES, FINDINGS, TABLES, article_record, tiny_project
from stateofplay.files.problems import DataError
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger

LATER = """
@online{later_news,
  title = {Fewer boxes}, organization = {Later News}, url = {https://example.org/later},
  date = {2026-07-14}, urldate = {2026-11-23},
  license = {not stated}, interest = {none}, grade = {A}
}
"""
FIRST = FIGURES[0] | {"series": "boxes_handled"}
SECOND = FIRST | {
    "id": "boxes_handled_later",
    "source": "later_news",
    "value": "30000",
    "low": "25000",
    "high": "35000",
    "start": "2026-06-01",
    "end": "2026-06-30",
}


def load(root, *figures: dict[str, str], published: str = "2026-07-14", **tables) -> Ledger:
    """The ledger of a tiny project with a second article and these figures beside its own."""
    ids = {row["id"] for row in figures}
    rows = [*figures, *(row for row in FIGURES if row["id"] not in ids)]
    project = tiny_project(root / "project", tables=TABLES | {"boxes": rows} | tables)
    record = article_record("later_news").replace("2026-02-20", published)
    (project.seeds / "later-news.yml").write_text(record, encoding="utf-8")
    with project.bibliography.open("a", encoding="utf-8") as file:
        file.write(LATER)
    return load_ledger(project)


def problem(root, *figures: dict[str, str], **options) -> str:
    with pytest.raises(DataError) as caught:
        load(root, *figures, **options)
    assert len(caught.value.problems) == 1, caught.value
    return str(caught.value)


@pytest.mark.parametrize("order", [(FIRST, SECOND), (SECOND, FIRST)])
def test_the_newest_is_first_wherever_its_row_stands(tmp_path, order) -> None:
    ledger = load(tmp_path, *order)
    assert ledger.series["boxes_handled"] == ("boxes_handled_later", "boxes_per_month")
    assert [f.id for f in ledger.article_figures][:2] == ["boxes_handled_later", "boxes_per_month"]
    assert ledger.words("boxes_handled") == "about 30,000 people a month"
    assert ledger.before(ledger.figures["boxes_handled_later"]).id == "boxes_per_month"
    assert [article.key for article in ledger.editions] == ["later_news", "harbour_news"]


def test_a_record_shows_of_a_long_series_its_ends_and_what_is_next(tmp_path) -> None:
    """All of them, on the record of each, would be the square of the editions."""
    days = [f"2025-0{month}-01" for month in range(1, 7)]
    rows = [FIRST | {"id": f"boxes_{n}", "start": day, "end": day} for n, day in enumerate(days)]
    ledger = load(tmp_path, *rows)

    def near(number: int) -> list[str]:
        return [f.id for f in ledger.near_in_series(ledger.figures[f"boxes_{number}"])]

    assert near(5) == ["boxes_4", "boxes_0"] and near(0) == ["boxes_5", "boxes_1"]
    assert near(2) == ["boxes_5", "boxes_3", "boxes_1", "boxes_0"]
    assert near(4) == ["boxes_5", "boxes_3", "boxes_0"]
    assert ledger.near_in_series(ledger.figures["boxes_goal"]) == []


def test_one_figure_is_a_series_already(tmp_path) -> None:
    ledger = load(tmp_path, FIRST)
    assert ledger.words("boxes_handled") == ledger.words("boxes_per_month")
    assert ledger.stated_again(ledger.figures["boxes_per_month"]) == []
    assert ledger.label(ledger.figures["boxes_per_month"]) == "Boxes handled"


def test_a_plan_is_as_old_as_its_article(tmp_path) -> None:
    plan = FIRST | {"kind": "planned", "start": "2026-01-01", "end": "2026-12-31"}
    later = SECOND | {"start": "", "end": ""}
    ledger = load(tmp_path, plan, later)
    assert ledger.series["boxes_handled"][0] == "boxes_handled_later"
    assert [ledger.day(ledger.figures[i]) for i in ledger.series["boxes_handled"]] == [
        "14 July 2026",
        "20 February 2026",
    ]


def test_a_formula_and_a_finding_follow_the_newest(tmp_path) -> None:
    finding = FINDINGS[0] | {
        "statement": "It takes in {boxes_handled}",
        "holds": "boxes_handled < boxes_lost",
    }
    derived = [TABLES["derived"][0] | {"formula": "boxes_handled - boxes_lost"}]
    ledger = load(tmp_path, FIRST, SECOND, findings=[finding], derived=derived)
    assert ledger.derived["balance"].quantity.value == 30000 - 31680
    assert ledger.derived["balance"].inputs == ("boxes_handled_later", "boxes_lost")
    assert ledger.words(finding["id"]) == "It takes in about 30,000 people a month"
    assert ledger.findings[finding["id"]].status == "stated"


def test_an_edition_that_makes_a_finding_false_stops_the_build(tmp_path) -> None:
    finding = FINDINGS[0] | {
        "statement": "It takes in {boxes_handled}",
        "holds": "boxes_handled > boxes_lost",
    }
    assert "is not supported by the data" in problem(tmp_path, FIRST, SECOND, findings=[finding])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"unit": "percent", "value": "30", "low": "20", "high": "40"},
            "series: “boxes_handled” is in people/month (line 2), and percent cannot be "
            "converted; use a unit that can, or another series",
        ),
        (
            {"source": "harbour_news", "start": "2025-01-01", "end": "2025-12-31"},
            "series: “boxes_handled” has boxes_per_month for the same day (line 2); nobody can "
            "tell which is newer",
        ),
    ],
)
def test_what_cannot_stand_in_a_series(tmp_path, changes, message) -> None:
    assert f"data/boxes.csv:3:{message}" in problem(tmp_path, FIRST, SECOND | changes)


def test_a_unit_that_can_be_converted_stands_in_a_series(tmp_path) -> None:
    daily = SECOND | {
        "unit": "people/day",
        "value": "",
        "low": "1000",
        "high": "1200",
        "bound": "between",
    }
    ledger = load(tmp_path, FIRST, daily)
    older, newer = ledger.figures["boxes_per_month"], ledger.figures["boxes_handled_later"]
    assert ledger.change(older, newer).endswith(
        "up to 480 people a day less and up to 49.4 people a day more"
    )


def test_a_series_stays_in_one_table(tmp_path) -> None:
    assert "keep a series in one table" in problem(tmp_path, FIRST, tugs=[SECOND])


@pytest.mark.parametrize("name", ["boxes_lost", "balance", "short_of_goal"])
def test_a_series_has_a_name_of_its_own(tmp_path, name) -> None:
    assert f"series: “{name}” is the id of a row in data/" in problem(
        tmp_path, FIRST | {"series": name}
    )


def test_a_series_is_not_named_like_rows_of_the_context(tmp_path) -> None:
    outside = FIGURES[1] | {"id": "outside", "series": "boxes_handled", "source": "port_office"}
    assert "is the name of rows that belong together in data/context/wages.csv:2" in problem(
        tmp_path, FIRST, **{"context/wages": [outside]}
    )


def test_an_article_without_a_full_date_cannot_be_ordered(tmp_path) -> None:
    assert "has no full date; write published as" in problem(
        tmp_path, FIRST, SECOND, published="summer 2026"
    )


def test_a_broken_row_of_a_series_is_one_line(tmp_path) -> None:
    derived = [TABLES["derived"][0] | {"formula": "boxes_handled - boxes_lost"}]
    assert "value: “many” is not a number" in problem(
        tmp_path, FIRST | {"value": "many"}, derived=derived, findings=[]
    )


def test_a_topic_states_what_articles_state(tmp_path) -> None:
    assert "“port_office” is no article with a record in seeds/" in problem(
        tmp_path, FIRST | {"source": "port_office"}
    )
