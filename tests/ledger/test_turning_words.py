"""What would turn a finding, in words, and which outside values contest it."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects import CHECKS, FIGURES, FINDINGS, REPOSITORY, tiny_project
from stateofplay.ledger.evidence import is_constant
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.naming import name_of
from stateofplay.ledger.nearness import CLOSE, by_nearness, ends_of, nearest, nearly_as_near, ranked
from stateofplay.ledger.substitution import contested_by, moved, status_with
from stateofplay.ledger.turning_words import (
    contested,
    hanging_also,
    said,
    size_of,
    turned_by,
    turned_finding,
    turning,
    turning_of,
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
    [(">=", "fewer than 31,680", "any less"), ("<=", "more than", "any more")],
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
    assert "were 27,000 people a month or fewer, 10% less than the lowest stated (30,000 to " in (
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
            "“Boxes handled, 2025, Harbour director” were 31,680 people a month or fewer, "
            "20.8% less than stated (about 40,000 people a month). Of its figures it hangs "
            "on this one most.",
        ),
        (
            'boxes_lost >= "30000 people/month"',
            "boxes_lost",
            "“Boxes lost, January 2026, Port union” were fewer than 30,000 people a month, about "
            "5.3% less than stated (31,680 people a month).",
        ),
        (
            'boxes_lost < "98765 people/month" / 3',
            "boxes_lost",
            "“Boxes lost, January 2026, Port union” were 32,922 people a month or more, about "
            "3.92% more than stated (31,680 people a month).",
        ),
    ],
)
def test_the_nearest_value_that_turns_it(tmp_path, holds, figure, words) -> None:
    ledger = book(tmp_path, findings=finding(holds))
    found = nearest(ledger, "it")
    assert found
    assert found.turn.figure == figure
    assert turning(ledger, "it") == f"It would no longer hold if {words}"


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
    assert contested(ledger, it).endswith(
        "not with 41,000 people a month (Port office) in place of "
        "“Boxes lost, January 2026, Port union” (31,680 people a month)."
    )


def test_where_another_figure_is_as_near_the_prose_names_it_too(tmp_path) -> None:
    again = FIGURES[1] | {
        "id": "port_count",
        "measure": "Boxes that the port lost",
        "value": "30000",
    }
    ledger = book(tmp_path, boxes=[*FIGURES, again], findings=finding("boxes_lost > port_count"))
    assert "nearly as much on “Boxes that the port lost" in turning_of(ledger, "it")


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


@pytest.fixture(scope="module")
def whole():
    return load_ledger(REPOSITORY)


def test_of_every_finding_of_the_book_the_number_printed_turns_it(whole) -> None:
    """As printed, with what the page says beside it: rounded away from the stated number, whole
    where whole things are counted, and the whole number before it does not turn it."""
    for name in whole.findings:
        finding = whole.findings[name]
        for turn in whole.turns[name]:
            figure = whole.figures[turn.figure]

            def holds(number, figure=figure, turn=turn, finding=finding) -> bool:
                places = moved(whole, figure, number, turn.together)
                return status_with(whole, finding, places) in ("firm", "stated")

            for end in filter(None, ends_of(whole, turn, "stops")):
                words = end.words(whole, figure.id).replace("zero", "0")
                (printed,) = re.findall(r"\d[\d,.]*\d|\d", words)[:1]
                assert Fraction(printed.replace(",", "")) == end.number
                way = -1 if end.is_below else 1
                assert holds(end.number) is not end.is_included
                assert end.is_included or not holds(end.number + way * Fraction(1, 10**9))
                if end.is_count:
                    before = end.number - way if end.is_included else end.number
                    assert end.number.denominator == 1 and holds(before)


def test_what_moves_along_or_not_is_named_in_words(whole) -> None:
    remarks = [each.remark for name in whole.findings for each in said(whole, name)]
    assert any("moved together with “" in remark for remark in remarks)
    assert any("” of the same statement stays as it is" in remark for remark in remarks)
    assert not any("_" in remark for remark in remarks)


def test_no_printed_change_is_smaller_than_that_of_the_figure_it_hangs_on_most(whole) -> None:
    for name in whole.findings:
        if not (found := ranked(whole, name)) or found[0].share is None:
            continue
        also = nearly_as_near(whole, name)
        for each in found[1:]:
            constant = is_constant(whole.figures[each.turn.figure])
            same = each.turn.figure in found[0].turn.together
            if each.share is None:
                assert "no change can be compared" in hanging_also(whole, name)
                continue
            assert constant or each.share >= found[0].share
            assert each in also or constant or same or each.share > found[0].share * CLOSE
        words = hanging_also(whole, name)
        for each in also:
            assert (
                whole.words(each.turn.figure) in words
                and each.at(whole) in words
                or (each.is_either_way)
            )
            assert size_of(each) != size_of(found[0]) or "as much on" in words


def test_a_figure_that_is_nearly_as_near_is_named_with_what_would_turn_it(tmp_path) -> None:
    again = FIGURES[1] | {"id": "port_count", "measure": "Boxes that the port lost"}
    again |= {"value": "30000"}
    holds = finding("boxes_lost > port_count")
    ledger = book(tmp_path, boxes=[*FIGURES, again], findings=holds)
    assert hanging_also(ledger, "it") == (
        "It hangs on this one most, but nearly as much on “Boxes that the port lost, January 2026, "
        "Port union” (30,000 people a month): no longer with 31,680 people a month or more, 5.6% "
        "more than stated."
    )
    further = [*FIGURES, again | {"value": "28700"}]
    assert not hanging_also(book(tmp_path / "b", boxes=further, findings=holds), "it")


@pytest.mark.parametrize(
    ("edge", "words"),
    [
        ("1", "1 person a month or fewer"),
        ("31000.5", "31,000 people a month or fewer"),
        ("0.5", "zero"),
    ],
)
def test_what_is_counted_turns_at_a_whole_number(tmp_path, edge, words) -> None:
    ledger = book(tmp_path, findings=finding(f'boxes_lost > "{edge} people/month"'))
    assert nearest(ledger, "it").at(ledger) == words
