"""The ledger: the book's own data, held against its article where that is at hand; and what a
ledger answers.
"""

from __future__ import annotations

import re
from dataclasses import replace

import frictionless
import pytest

from projects import CHECKS, FIGURES, FINDINGS, REPOSITORY, TABLES, tiny_project
from stateofplay.files.problems import DataError
from stateofplay.ledger.ledger import load_ledger
from stateofplay.ledger.reading.sources import digest, normalise, paragraphs
from stateofplay.numbers.wording import STYLES

ARTICLE = sorted((REPOSITORY.root.parent / "shared" / "seeds").glob("*.txt"))
needs_article = pytest.mark.skipif(
    not ARTICLE,
    reason="the article's text is not kept in the repository; put it at ../shared/seeds/*.txt",
)


@pytest.fixture(scope="module")
def book():
    return load_ledger(REPOSITORY)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return load_ledger(tiny_project(tmp_path_factory.mktemp("tiny") / "project"))


@pytest.fixture(scope="module")
def text() -> dict[int, str]:
    return dict(enumerate(paragraphs(ARTICLE[0].read_text(encoding="utf-8")), 1))


def test_the_book_has_enough_to_stand_on(book) -> None:
    written = [d for d in book.derived.values() if not d.id.startswith("count_")]
    assert (
        len(written) >= 15
        and len(book.findings) >= 20
        and len(book.checks) >= 10
        and len(book.article_figures) >= 30
    )
    assert all(f.status in ("firm", "stated") for f in book.findings.values())


@needs_article
def test_the_article_record_has_the_digest_of_every_paragraph(book, text) -> None:
    record = next(iter(book.articles.values()))
    assert record.digests == {n: digest(paragraph) for n, paragraph in text.items()}


@needs_article
def test_the_words_of_every_figure_stand_in_its_paragraph(book, text) -> None:
    rows = [
        (row.text("id"), row.text("locator"), row.text("as_stated"))
        for table in book.tables.values()
        for row in table
        if row.text("source") in book.articles and row.text("as_stated")
    ]
    rows += [
        (row.text("id"), row.text("locator"), row.text("text"))
        for row in book.tables["unpublished"]
    ]
    assert len(rows) > len(book.article_figures)
    assert [
        name
        for name, locator, words in rows
        if normalise(words) not in normalise(text[int(locator)])
    ] == []


def test_every_digit_of_a_figure_stands_in_its_own_words(book) -> None:
    """A figure whose words carry digits states one of them; fractions and numbers in words have
    none.
    """
    for figure in book.article_figures:
        digits = [n.replace(",", "") for n in re.findall(r"\d[\d,]*(?:\.\d+)?", figure.as_stated)]
        value = figure.quantity.value
        if value is not None and digits:
            assert any(float(n) == abs(float(value)) for n in digits), (
                f"{figure.id}: {value} not in {digits}"
            )


def test_the_data_package_is_valid_by_frictionless() -> None:
    report = frictionless.validate(str(REPOSITORY.data_package))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])
    assert report.stats["tasks"] == len(list(REPOSITORY.data.rglob("*.csv")))


def test_every_entry_of_the_book_can_be_said_in_every_style(book) -> None:
    for name in (*book.figures, *book.derived):
        for style in STYLES:
            assert book.words(name, style).strip(), (name, style)
        assert "{" not in book.words(name)


def test_every_unit_of_the_book_has_words(book) -> None:
    used = {e.unit for e in (*book.figures.values(), *book.derived.values())}
    assert used <= set(book.units) and all(book.units[u].name for u in used)


def test_every_input_of_the_book_exists(book) -> None:
    for entry in (*book.derived.values(), *book.findings.values()):
        for name in entry.inputs:
            assert book.quantity(name).unit


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
        dict(
            id="total",
            topic="casualties",
            measure="All",
            formula="half + half",
            unit="people/month",
        ),
        dict(
            id="half",
            topic="casualties",
            measure="Half",
            formula="boxes_lost / 2",
            unit="people/month",
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
            changed("casualties", "boxes_lost", value="31650"),
            {"boxes_lost", "balance", "more_in_than_lost"},
        ),
        (changed("casualties", "boxes_lost", note="New."), {"boxes_lost"}),
        (changed("casualties", "quay_closed", high="23"), {"quay_closed"}),
        (
            changed("casualties", "boxes_goal", value="60000", low="60000"),
            {"boxes_goal", "short_of_goal"},
        ),
        (changed("checks", "check_boxes_lost", note="Another."), {"boxes_lost"}),
        (changed("derived", "balance", measure="Boxes left"), {"balance"}),
        (
            changed("findings", "short_of_goal", statement="Its {boxes_per_month} are too few"),
            {"short_of_goal"},
        ),
        ({"casualties": FIGURES[::-1], "findings": FINDINGS[::-1]}, set()),
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
            "seeds/sources.bib:5: cannot be read as BibTeX: ",
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


def test_no_sentence_of_the_book_has_a_brace_left_over(book) -> None:
    for finding in book.findings.values():
        assert not re.search("[{}]", book.fill(finding.statement)), finding.id
