"""What would turn a finding, in words, and which outside values contest it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects import CHECKS, FIGURES, FINDINGS, tiny_project
from stateofplay.ledger.ledger import load_ledger
from stateofplay.ledger.substitution import contested_by
from stateofplay.ledger.turning_words import (
    by_nearness,
    contested,
    name_of,
    nearest,
    said,
    turned_by,
    turned_finding,
    turning,
)

FAR = CHECKS[0] | {"value": "41000", "low": "", "high": "", "bound": "exact"}


def book(tmp_path, **tables):
    return load_ledger(tiny_project(tmp_path / "project", tables))


def finding(holds: str) -> list[dict[str, str]]:
    return [FINDINGS[0] | {"id": "it", "statement": "It is so", "holds": holds}]


def test_of_every_figure_it_is_said_when_and_by_whom(tmp_path) -> None:
    elsewhere = FIGURES[1] | {"id": "elsewhere", "series": "boxes", "source": "port_office"}
    elsewhere |= {"start": "2026-01-01", "end": "2026-01-31", "who": "Port Office"}
    ledger = book(tmp_path, **{"context/areas": [elsewhere]})
    assert name_of(ledger, ledger.figures["elsewhere"]) == "Boxes lost, January 2026, Port Office"
    assert name_of(ledger, ledger.figures["boxes_lost"]) == "Boxes lost, January 2026, Port union"


def test_what_says_that_two_numbers_are_the_same_holds_only_so(tmp_path) -> None:
    again = FIGURES[1] | {"id": "port_count", "measure": "Boxes that the port lost"}
    same = finding("boxes_lost == port_count")
    ledger = book(tmp_path, boxes=[*FIGURES, again], findings=same)
    assert turning(ledger, "it").startswith(
        "It holds only with the number stated for “Boxes lost, January 2026, Port union”, "
        "31,680 people a "
    )
    found = nearest(ledger, "it")
    assert found.at(ledger) == found.change(ledger) == "any other number"


@pytest.mark.parametrize(
    ("sign", "at", "change"),
    [(">=", "less than 31,680", "any less"), ("<=", "more than", "any more")],
)
def test_what_turns_right_beside_the_number_stated_says_in_which_direction(
    tmp_path, sign, at, change
) -> None:
    again = FIGURES[1] | {"id": "port_count", "measure": "Boxes that the port lost"}
    holds = finding(f"boxes_lost {sign} port_count")
    ledger = book(tmp_path, boxes=[*FIGURES, again], findings=holds)
    found = nearest(ledger, "it")
    assert found.at(ledger).startswith(at) and found.change(ledger) == change


def test_a_range_moves_from_its_near_end(tmp_path) -> None:
    wide = FIGURES[1] | {"value": "", "low": "30000", "high": "33000", "bound": "between"}
    figures = [FIGURES[0], wide, *FIGURES[2:]]
    holds = finding('boxes_lost > "27000 people/month"')
    ledger = book(tmp_path, boxes=figures, findings=holds, checks=[])
    assert "January 2026, Port union”, 10% less than the lowest stated (30,000 to " in (
        turning(ledger, "it")
    )


@given(st.lists(st.integers(1, 31679) | st.just(0), min_size=1, max_size=6))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_findings_stand_in_the_exact_order_of_their_distance(tmp_path_factory, ends) -> None:
    """By fractions: two ends that differ by one person in thirty thousand are not taken for one.
    Those that nothing turns stand last."""
    rows = [
        FINDINGS[0] | {"id": f"f{n}", "statement": "So", "holds": holds(end)}
        for n, end in enumerate(ends)
    ]
    ledger = book(tmp_path_factory.mktemp("order"), findings=rows)
    order = [(name, each and each.share) for name, each in by_nearness(ledger)]
    assert sorted(name for name, _ in order) == sorted(ledger.findings)
    expected = sorted(Fraction(31680 - end, 31680) for end in ends if end)
    assert [share for _, share in order] == [*expected, *(None for end in ends if not end)]


def holds(end: int) -> str:
    """A condition that turns at `end` boxes lost or less; 0: that nothing turns."""
    return f'boxes_lost > "{end or -1} people/month"'


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("itt", "did you mean it?"),
        ("boxes_lost", "“boxes_lost” is no finding; {turns} says what would turn one"),
        ("it", "nothing turns “it”: No change of one of its figures alone would turn it. Take {tu"),
    ],
)
def test_what_the_role_refuses(tmp_path, name, message) -> None:
    ledger = book(tmp_path, findings=finding('boxes_lost > "-1 people/month"'))
    with pytest.raises(KeyError) as refused:
        turned_finding(ledger, name)
    assert message in refused.value.args[0]


@pytest.mark.parametrize(
    ("holds", "figure", "words"),
    [
        (
            "boxes_per_month > boxes_lost",
            "boxes_per_month",
            "31,680 people a month or less for “Boxes handled, 2025, Harbour director”, "
            "20.8% less than stated (about 40,000 people a month). Of its figures it hangs "
            "on this one most.",
        ),
        (
            'boxes_lost >= "30000 people/month"',
            "boxes_lost",
            "less than 30,000 people a month for “Boxes lost, January 2026, Port union”, about "
            "5.3% less than stated (31,680 people a month).",
        ),
        (
            'boxes_lost < "98765 people/month" / 3',
            "boxes_lost",
            "about 32,922 people a month or more for “Boxes lost, January 2026, Port union”, about "
            "3.92% more than stated (31,680 people a month).",
        ),
    ],
)
def test_the_nearest_value_that_turns_it(tmp_path, holds, figure, words) -> None:
    ledger = book(tmp_path, findings=finding(holds))
    found = nearest(ledger, "it")
    assert found
    assert found.turn.figure == figure
    assert turning(ledger, "it") == f"It would no longer hold with {words}"


def test_no_number_below_nought_is_said_of_what_is_counted(tmp_path) -> None:
    ledger = book(tmp_path, findings=finding('boxes_lost > "-1 people/month"'))
    assert turning(ledger, "it") == "No change of one of its figures alone would turn it."
    assert [each.stops for each in said(ledger, "it")] == [""]
    assert turned_by(ledger, "boxes_lost") == []
    assert [each.words for each in said(ledger, "it")] == ["alone it never turns it"]


def test_both_sides_say_the_same(tmp_path) -> None:
    ledger = book(tmp_path, findings=finding("boxes_per_month > boxes_lost"))
    assert turned_by(ledger, "boxes_lost") == [said(ledger, "it")[0]]
    assert said(ledger, "it")[0].stops == "40,000 people a month or more"
    assert said(ledger, "it")[0].firm == "35,000 people a month or more"
    assert said(ledger, "it")[0].words == (
        "no longer with 40,000 people a month or more; not firm with 35,000 people a month or more"
    )


def test_an_independent_value_that_turns_it_contests_it(tmp_path) -> None:
    checks = [FAR | {"independent": "yes"}]
    ledger = book(tmp_path, findings=finding("boxes_per_month > boxes_lost"), checks=checks)
    it = ledger.findings["it"]
    assert [check.id for check in contested_by(ledger, it)] == ["check_boxes_lost"]
    assert ledger.evidence("it").words == "Contested by the record"
    assert "not with 41,000 people a month" in contested(ledger, it)


@pytest.mark.parametrize(
    "change", [{"independent": "no"}, {"independent": "yes", "value": "35000"}]
)
def test_a_value_of_the_same_origin_or_one_that_does_not_turn_it_contests_nothing(
    tmp_path, change
) -> None:
    checks = [FAR | change]
    ledger = book(tmp_path, findings=finding("boxes_per_month > boxes_lost"), checks=checks)
    assert contested_by(ledger, ledger.findings["it"]) == []
    assert contested(ledger, ledger.findings["it"]) == ""
    assert ledger.evidence("it").key != "contested"


def test_a_value_that_the_finding_weighs_itself_does_not_contest_it(tmp_path) -> None:
    own = FIGURES[1] | {"id": "boxes_lost_port", "value": "41000"}
    formula = {"as_stated": "", "formula": "boxes_lost_port", "value": "", "bound": ""}
    ledger = book(
        tmp_path,
        boxes=[*FIGURES, own],
        findings=finding("boxes_lost < boxes_lost_port"),
        checks=[FAR | formula | {"independent": "yes"}],
    )
    assert contested_by(ledger, ledger.findings["it"]) == []
