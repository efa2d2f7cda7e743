"""What would turn a finding, in the ledger: through derived figures, restatements, surveys."""

from __future__ import annotations

from fractions import Fraction

import pytest

from projects import DERIVED, FIGURES, FINDINGS, REPOSITORY, tiny_project
from stateofplay.ledger.evidence import evidence_of
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.nearness import nearest
from stateofplay.ledger.substitution import contested_by, moved, status_with
from stateofplay.ledger.turning_words import hanging_also, turning_of
from stateofplay.ledger.turns import _judged_by, starts
from stateofplay.numbers.quantity import Number

ENDS = ("stops_below", "stops_above", "firm_below", "firm_above")


def book(tmp_path, **tables):
    return load_ledger(tiny_project(tmp_path / "project", tables))


def finding(holds: str) -> list[dict[str, str]]:
    return [FINDINGS[0] | {"id": "it", "statement": "It is so", "holds": holds}]


def values(turn) -> list[tuple[Fraction, bool] | None]:
    edges = (getattr(turn, end) for end in ENDS)
    return [edge and (edge.value, edge.is_included) for edge in edges]


def test_the_figures_of_a_plain_comparison(tmp_path) -> None:
    lost, per_month = book(tmp_path, findings=finding("boxes_per_month > boxes_lost")).turns["it"]
    assert (lost.figure, per_month.figure) == ("boxes_lost", "boxes_per_month")
    assert values(per_month) == [(31680, True), None, (31680, True), None]
    assert values(lost) == [None, (40000, True), None, (35000, True)]


def test_through_a_derived_figure(tmp_path) -> None:
    turns = book(tmp_path, findings=finding('balance >= "0 people/month"')).turns["it"]
    assert values(turns[1]) == [(31680, False), None, (31680, False), None]


def test_what_is_not_firm_at_the_stated_value_stops_being_so_there(tmp_path) -> None:
    holds = 'boxes_per_month - boxes_lost > "8000 people/month"'
    lost, _ = book(tmp_path, findings=finding(holds)).turns["it"]
    assert values(lost) == [None, (32000, True), (31680, True), (31680, True)]


@pytest.fixture(scope="module")
def whole():
    return load_ledger(REPOSITORY)


def test_every_finding_of_the_book_at_its_edges_and_on_the_way_there(whole) -> None:
    """With the judgement of the ledger itself: so up to each edge, no longer at or beyond it."""
    tried = 0
    for name, turns in whole.turns.items():
        finding = whole.findings[name]
        for turn in turns:
            figure = whole.figures[turn.figure]

            def status(number: Fraction, figure=figure, turn=turn, finding=finding) -> str:
                return status_with(whole, finding, moved(whole, figure, number, turn.together))

            low, high = starts(figure.quantity)
            for end in ENDS:
                start, way = (low, -1) if end.endswith("below") else (high, 1)
                if isinstance(start, float):
                    assert getattr(turn, end) is None
                    continue
                fine = {"firm", "stated"} if end.startswith("stops") else {"firm"}
                tried += _held(start, way, getattr(turn, end), fine, status)
    assert tried > 5000


def _held(start: Number, way: int, edge, fine, status) -> int:
    size = abs(start) or 1
    steps = [start + way * size * Fraction(n, 12) for n in range(25)]
    if edge is None:
        assert all(status(n) in fine for n in steps)
        return len(steps)
    at, tiny = edge.value, size / 10**12
    inside = [n for n in (*steps, at - way * tiny) if way * (at - n) > 0 and way * (n - start) >= 0]
    assert all(status(n) in fine for n in inside)
    assert (status(at) not in fine) is edge.is_included
    assert edge.is_included or status(at + way * tiny) not in fine
    return len(inside) + 2


def test_a_restatement_in_another_currency_moves_along(whole) -> None:
    turns = {t.figure: t for t in whole.turns["ramstein_conversion_fits"]}
    assert turns["ramstein_pledge_eur"].together == ("ramstein_pledge_usd",)
    assert turns["ramstein_pledge_usd"].together == ("ramstein_pledge_eur",)
    euros, dollars = turns["ramstein_pledge_eur"], turns["ramstein_pledge_usd"]
    ratio = (
        whole.figures["ramstein_pledge_usd"].quantity.known
        / whole.figures["ramstein_pledge_eur"].quantity.known
    )
    assert euros.stops_above and dollars.stops_above
    assert euros.stops_above.value * ratio == dollars.stops_above.value


def test_an_outside_value_brings_the_restatement_along(whole) -> None:
    """A sum that somebody else states says nothing against what two currencies of one sum imply."""
    finding = whole.findings["ramstein_conversion_fits"]
    assert whole.checks["ramstein_pledge_eur"] and not contested_by(whole, finding)
    (check, *_) = whole.checks["ramstein_pledge_eur"]
    alone = {check.figure: check.quantity.to("EUR bn")}
    assert status_with(whole, finding, alone) == "false"


def test_figures_of_one_survey_are_said_to_stay(whole) -> None:
    turns = {t.figure: t for t in whole.turns["most_reject_handover"]}
    assert turns["poll_reject_donetsk"].apart == ("poll_accept_donetsk",)
    assert turns["poll_accept_donetsk"].apart == ("poll_reject_donetsk",)


def test_what_a_finding_rests_on_is_gone_through_once_however_many_ways_lead_there(
    tmp_path,
) -> None:
    """Each step of this ladder rests on the two below it: there are more ways down than could ever
    be gone, and one that is longer than Python lets a function call itself.
    """
    steps = ["boxes_lost", "boxes_per_month", *(f"step_{n}" for n in range(1100))]
    sums = [
        DERIVED[0] | {"id": step, "formula": f"{below} / 2 + {lower} / 2"}
        for lower, below, step in zip(steps, steps[1:], steps[2:], strict=False)
    ]
    top = FINDINGS[0] | {"id": "top", "holds": f"{steps[-1]} > boxes_lost"}
    project = tiny_project(
        tmp_path / "book", {"derived": [*DERIVED, *sums], "findings": [*FINDINGS, top]}
    )
    ledger = load_ledger(project)
    assert len(list(_judged_by(ledger, "top"))) == 1 + len(steps)
    assert evidence_of(ledger, "top").sources


def test_a_place_in_a_list_is_higher_or_lower(tmp_path) -> None:
    seventh = FIGURES[1] | {"id": "port_place", "measure": "Place", "value": "7", "unit": "rank"}
    holds = finding('port_place > "5 rank"')
    ledger = book(tmp_path, boxes=[*FIGURES, seventh], findings=holds)
    said = (
        "“Place, January 2026, Port union” were 5th or higher, 2 places higher than stated (7th)."
    )
    assert turning_of(ledger, "it") == f"It would no longer hold if {said}"


def test_of_a_temperature_no_share_is_taken(tmp_path) -> None:
    """Five degrees are no percent of ten: the finding turns, at no distance that is a share."""
    pair = [
        FIGURES[1] | {"id": name, "measure": name, "value": value, "unit": "celsius"}
        for name, value in (("quay_warm", "-5"), ("quay_cold", "-20"))
    ]
    ledger = book(tmp_path, boxes=[*FIGURES, *pair], findings=finding("quay_warm > quay_cold"))
    found = nearest(ledger, "it")
    assert found.share is None and not hanging_also(ledger, "it")
    assert turning_of(ledger, "it") == (
        "It would no longer hold if “quay_cold, January 2026, Port union” were −5 °C or more, 15 "
        "°C more than stated (−20 °C)."
    )
