"""The ledger: the book's own data, held against its article where that is at hand; and what a
ledger answers.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from projects import CHECKS, FIGURES, FINDINGS, TABLES, tiny_project
from stateofplay.files.problems import DataError
from stateofplay.ledger.loading import load_ledger


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return load_ledger(tiny_project(tmp_path_factory.mktemp("tiny") / "project"))


def test_a_recomputed_figure_is_its_formula(tiny) -> None:
    balance = tiny.derived["balance"]
    assert (balance.quantity.value, balance.quantity.low, balance.quantity.high) == (
        8320,
        3320,
        13320,
    )
    assert (
        tiny.inputs("balance") == ("boxes_per_month", "boxes_lost")
        and tiny.inputs("boxes_lost") == ()
    )
    assert balance.repeated == ()


def test_derived_figures_may_stand_in_any_order(tmp_path) -> None:
    rows = [
        dict(id="total", topic="boxes", measure="All", formula="half + half", unit="people/month"),
        dict(
            id="half", topic="boxes", measure="Half", formula="boxes_lost / 2", unit="people/month"
        ),
    ]
    found = load_ledger(tiny_project(tmp_path / "project", {"derived": rows})).derived["total"]
    assert (
        found.quantity.value == 31680 and found.repeated == ("half",) and found.inputs == ("half",)
    )


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("no figure", "no figure"),
        ("{boxes_lost}", "31,680 people a month"),
        ("{boxes_lost|number} and {boxes_lost|bare}", "31,680 and 31,680 people a month"),
        ("{boxes_per_month|range}", "35,000 to 45,000 people a month"),
        ("{balance}", "about 8,320 people a month"),
        (
            "{short_of_goal}!",
            "Its about 40,000 people a month stay short of at least 50,000 people a month!",
        ),
        (
            "{ships_waiting} wait, {quay_closed} closed",
            "400 to 1,000 vessels wait, about 20% closed",
        ),
        (
            "{count_figures} stated, {count_confirmed} confirmed",
            "5 figures stated, 1 statement confirmed",
        ),
        (
            "{count_findings|number} {count_derived|number} {count_context|number} "
            "{count_from_parties|number}",
            "2 1 0 1",
        ),
        ("{count_not_checked|number} {count_differs|number} {count_contested|number}", "4 0 0"),
    ],
)
def test_a_template_is_filled_with_words(tiny, template, words) -> None:
    assert tiny.fill(template) == words


@pytest.mark.parametrize(
    ("template", "error", "message"),
    [
        (
            "{boxes_lots}",
            KeyError,
            "“boxes_lots” is not a figure, derived figure, finding or series; did you mean "
            "boxes_lost?",
        ),
        ("{balnce}", KeyError, "did you mean balance?"),
        ("{short_of_gaol}", KeyError, "did you mean short_of_goal?"),
        ("{quux}", KeyError, "add its row first or correct the name"),
        ("{}", KeyError, "“” is not a figure"),
        ("{boxes_lost|Bare}", ValueError, "“Bare” is not a style; use one of"),
    ],
)
def test_a_template_with_a_mistake_is_refused(tiny, template, error, message) -> None:
    with pytest.raises(error) as caught:
        tiny.fill(template)
    assert message in caught.value.args[0]


def test_what_else_is_worked_out_of_an_entry_is_no_style(tiny) -> None:
    tiny.once("digest", "boxes_lost", lambda: "0a1b")
    with pytest.raises(ValueError, match="“digest” is not a style"):
        tiny.fill("{boxes_lost|digest}")


def test_an_entry_is_found_by_its_id_whatever_it_is(tiny) -> None:
    for name in ("boxes_lost", "balance", "short_of_goal", "count_figures"):
        assert tiny.entry(name).id == name and name in tiny
    assert "boxes_lots" not in tiny


def test_a_finding_is_not_a_number(tiny) -> None:
    with pytest.raises(KeyError, match="“short_of_goal” is a finding, not a number"):
        tiny.quantity("short_of_goal")


def test_the_address_of_a_figure_opens_the_article_at_its_words(tiny) -> None:
    assert (
        tiny.address(tiny.figures["boxes_lost"])
        == "https://example.org/boxes#:~:text=lost%2031%2C680%20boxes"
    )
    outside = replace(tiny.figures["boxes_lost"], source="port_office")
    assert tiny.address(outside) == "https://example.org/port"


def test_a_verdict_is_that_of_the_check_or_none(tiny) -> None:
    assert (tiny.verdict("boxes_lost"), tiny.verdict("boxes_goal")) == ("confirmed", "not_checked")
    (check,) = tiny.checks["boxes_lost"]
    assert tiny.outside_words(check) == "about 31,700 people a month"
    assert tiny.outside_words(check, "people/year").startswith("about 380,400 people a year")


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        ("more_than", "more than 30,000 people a month"),
        ("at_least", "at least 30,000 people a month"),
        ("exact", "30,000 people a month"),
    ],
)
def test_an_outside_value_is_hedged_as_its_source_does(tmp_path, bound, words) -> None:
    row = CHECKS[0] | {
        "value": "30000",
        "low": "" if bound == "exact" else "30000",
        "high": "",
        "bound": bound,
        "as_stated": "30,000",
    }
    ledger = load_ledger(tiny_project(tmp_path / "p", tables=TABLES | {"checks": [row]}))
    (check,) = ledger.checks["boxes_lost"]
    assert ledger.outside_words(check) == words


def changed(table: str, name: str, **cells: str) -> dict[str, list[dict[str, str]]]:
    assert any(row["id"] == name for row in TABLES[table])
    return {table: [row | cells if row["id"] == name else row for row in TABLES[table]]}


@pytest.mark.parametrize(
    ("tables", "affected"),
    [
        (
            changed("boxes", "boxes_lost", value="31650"),
            {"boxes_lost", "balance", "more_in_than_lost", "boxes_per_month"},  # what it turns
        ),
        (changed("boxes", "boxes_lost", note="New."), {"boxes_lost"}),
        # The words of a formula name what it is computed from.
        (
            changed("boxes", "boxes_per_month", measure="Boxes moved"),
            {"boxes_per_month", "balance"},
        ),
        (changed("boxes", "quay_closed", high="23"), {"quay_closed"}),
        (
            changed("boxes", "boxes_goal", value="60000", low="60000"),
            {"boxes_goal", "short_of_goal", "boxes_per_month"},
        ),
        (changed("checks", "check_boxes_lost", note="Another."), {"boxes_lost"}),
        (changed("derived", "balance", measure="Boxes left"), {"balance"}),
        (
            changed("findings", "short_of_goal", statement="Its {boxes_per_month} are too few"),
            {"short_of_goal", "boxes_goal", "boxes_per_month"},
        ),
        # A record lists the findings that a figure turns in the order of their table.
        ({"boxes": FIGURES[::-1], "findings": FINDINGS[::-1]}, {"boxes_per_month"}),
    ],
)
def test_a_digest_changes_exactly_when_what_is_shown_changes(
    tiny, tmp_path, tables, affected
) -> None:
    other = load_ledger(tiny_project(tmp_path / "project", tables))
    names = [*tiny.figures, *tiny.findings, "balance"]
    assert {n for n in names if tiny.digest(n) != other.digest(n)} == affected


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "sources.bib",
            "license = {not stated},",
            "",
            "seeds/sources.bib:1:harbour_news.license: is missing; write its licence",
        ),
        (
            "sources.bib",
            "@online{port",
            "@online port",
            "seeds/sources.bib:6: cannot be read as BibTeX: ",
        ),
        (
            "harbour-news.yml",
            "count: 3",
            "count: 5",
            "seeds/harbour-news.yml:8:paragraphs.count: is 5, but",
        ),
    ],
)
def test_a_broken_record_in_seeds_is_a_problem_like_any_other(
    tmp_path, file, old, new, message
) -> None:
    project = tiny_project(tmp_path / "project")
    path = project.seeds / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_ledger(project)
    assert len(caught.value.problems) == 1 and str(caught.value).startswith(message)
