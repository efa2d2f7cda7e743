"""What a finding rests on: the worst of its figures decides, and each source is counted once."""

from __future__ import annotations

import pytest

from projects import CHECKS, DERIVED, FIGURES, FINDINGS, tiny_project
from stateofplay.ledger.evidence import EVIDENCE, evidence_of, evidence_rule
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.turning_words import contested, disputed

OWN = CHECKS[0] | {"independent": "no"}


def book(tmp_path, checks, holds='boxes_lost > "1 people/month"', context=(), figure=None):
    """A book whose finding rests on `holds`; `figure` changes the cells of boxes_lost."""
    rows = [row | {"basis": "boxes"} if row["unit"] == "people/month" else row for row in FIGURES]
    rows[1] |= figure or {}
    findings = [FINDINGS[0] | {"statement": "It is so", "holds": holds}]
    tables = {
        "boxes": rows,
        "checks": checks,
        "findings": findings,
        "derived": DERIVED,
        "context/wages": list(context),
    }
    return load_ledger(tiny_project(tmp_path / "project", tables))


ELSEWHERE = dict(
    id="port_count",
    series="port",
    category="port",
    measure="Boxes lost, by the port",
    value="31700",
    unit="people/month",
    bound="exact",
    kind="counted",
    place="Northtown",
    start="2026-01-01",
    end="2026-01-31",
    who="Port office",
    interest="none",
    source="port_office",
    as_stated="31,700 boxes",
    basis="boxes",
)
AREA = ELSEWHERE | dict(
    id="quay",
    series="quay",
    measure="Area of the quay",
    kind="measured",
    start="",
    end="",
    who="Survey",
    interest="party",
    basis="area",
)


@pytest.mark.parametrize(
    ("checks", "figure", "words", "sources"),
    [
        (CHECKS, {}, "Counted independently, 2 sources", ("Port union", "Port office")),
        ([OWN], {}, "One source’s count", ("Port office",)),
        ([OWN | {"interest": "party"}], {}, "One side’s count, 1 source", ("Port office",)),
        ([OWN], {"interest": "party"}, "One side’s count, 1 source", ("Port office",)),
        ([], {}, "Stated once, not checked, 1 source", ("Port union",)),
        (
            [
                CHECKS[0]
                | {"value": "40000", "low": "39000", "high": "41000", "as_stated": "about 40,000"}
            ],
            {},
            "Sources disagree, 2 sources",
            ("Port union", "Port office"),
        ),
        (
            [OWN, OWN | {"id": "check_again", "who": "Port office, by telephone"}],
            {},
            "One source’s count",
            ("Port office",),
        ),
        (
            [OWN, OWN | {"id": "check_again", "who": "Ship office"}],
            {},
            "Each from one source, 2 sources",
            ("Port office", "Ship office"),
        ),
    ],
)
def test_the_label_follows_from_the_verdict_and_the_speakers(
    tmp_path, checks, figure, words, sources
) -> None:
    evidence = evidence_of(book(tmp_path, checks, figure=figure), "more_in_than_lost")
    assert (evidence.label, evidence.sources) == (words, sources)


def test_the_worst_of_several_decides_and_says_that_it_is_a_part(tmp_path) -> None:
    ledger = book(tmp_path, CHECKS, 'balance > "0 people/month"')
    below = ["more_in_than_lost", "balance", "boxes_per_month", "boxes_lost"]
    assert [entry.id for entry in ledger.beneath("more_in_than_lost")] == below
    assert (
        evidence_of(ledger, "more_in_than_lost").label
        == "Partly stated once, not checked, 3 sources"
    )


def test_a_figure_from_elsewhere_counts_by_its_speaker_and_with_the_figure_that_it_checks(
    tmp_path,
) -> None:
    holds = 'port_count > "1 people/month"'
    assert (
        evidence_of(book(tmp_path, [], holds, [ELSEWHERE]), "more_in_than_lost").key == "one_source"
    )
    party = ELSEWHERE | {"interest": "party"}
    assert (
        evidence_of(book(tmp_path / "b", [], holds, [party]), "more_in_than_lost").key == "one_side"
    )
    check = CHECKS[0] | dict(
        value="", low="", high="", bound="", as_stated="", formula="port_count"
    )
    agreed = book(
        tmp_path / "c",
        [check],
        holds,
        [ELSEWHERE],
        {"value": "31700", "as_stated": "lost 31,680 boxes"},
    )
    assert evidence_of(agreed, "more_in_than_lost").label == "Counted independently, 2 sources"


def test_an_area_is_nobodys_claim_and_what_counts_rows_has_no_source(tmp_path) -> None:
    ledger = book(
        tmp_path, CHECKS, 'quay > "1 people/month" and boxes_lost > "1 people/month"', [AREA]
    )
    assert evidence_of(ledger, "more_in_than_lost").label == "Counted independently, 2 sources"
    ledger = book(tmp_path / "b", CHECKS, 'count_figures > "1 figures"')
    assert evidence_of(ledger, "more_in_than_lost").label == "Counted in this book"


def test_every_kind_has_a_rule_in_the_words_of_the_book(tmp_path) -> None:
    rule = evidence_rule(book(tmp_path, CHECKS))
    assert set(rule) == set(EVIDENCE) and not any("{" in text for text in rule.values())
    assert rule["one_side"].startswith("Only a partner of the port")


@pytest.mark.parametrize("formula", ["port_count", '"63360 people/month" - port_count'])
@pytest.mark.parametrize("figure", ["boxes_lost", "port_count"])
def test_where_sources_disagree_it_says_who_states_what(tmp_path, figure, formula) -> None:
    """Also of a number from elsewhere that is an outside value of the disputed one, as it stands or
    by what it leaves of a whole.
    """
    far = OWN | {"value": "41000", "low": "", "high": "", "bound": "exact", "independent": "yes"}
    computed = {"id": "near", "formula": formula, "value": "", "bound": "", "as_stated": ""}
    checks = [far, far | {"id": "further", "value": "42000"}, far | computed]
    near = ELSEWHERE | {"value": "31680"}
    ledger = book(tmp_path, checks, f'{figure} > "1 people/month"', [near])
    (finding,) = ledger.findings.values()
    assert contested(ledger, finding) == ""
    assert evidence_of(ledger, finding.id).key == "disagree"
    assert disputed(ledger, finding) == (
        "Others state another number for “Boxes lost, January 2026, Port union” (31,680 people a "
        "month): 41,000 people a month or 42,000 people a month (Port office)."
    )


def test_where_they_do_not_disagree_nobody_is_named(tmp_path) -> None:
    ledger = book(tmp_path, CHECKS)
    assert disputed(ledger, *ledger.findings.values()) == ""
