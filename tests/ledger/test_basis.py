"""What may be put together, and what only with a reason; broken by generated rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import CHECKS, DERIVED, FIGURES, FINDINGS
from ruled import ledger, problems
from stateofplay.ledger.comparability import bases_of

OF = {
    "a": frozenset({"killed"}),
    "b": frozenset({"killed and wounded"}),
    "c": frozenset({"killed"}),
    "n": frozenset(),
}


@pytest.mark.parametrize(
    ("formula", "mixed"),
    [
        ("a - b", True),
        ("a + b", True),
        ("a / b", True),
        ("a < b", True),
        ("a == b", True),
        ("-a + b", True),
        ("a * b", False),
        ("a - c", False),
        ("a < c", False),
        ("a - n", False),
        ("a / n", False),
        ('a - "5 people"', False),
        ("a * n - c", False),
        ("a > n and b > n", False),
        ("not a < b", True),
        ("a * b - a", True),
        ("a < c < b", True),
    ],
)
def test_where_a_formula_puts_two_ways_of_counting_together(formula, mixed) -> None:
    assert bool(bases_of(formula, OF.__getitem__)[1]) is mixed


names = st.sampled_from("abcn")
trees = st.recursive(
    names,
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
    max_leaves=8,
)


@given(trees)
def test_a_formula_counts_what_its_ids_count(formula) -> None:
    bases, mixed = bases_of(formula, OF.__getitem__)
    assert bases == frozenset().union(*(OF[name] for name in formula if name in OF))
    assert all(len(group) > 1 and group <= bases for group in mixed)


def rows(**bases: str) -> list[dict[str, str]]:
    """The figures of the small project, those of people a month with a basis."""
    of = {
        "boxes_per_month": "handled",
        "boxes_lost": "counted by the union",
        "boxes_goal": "counted by the union",
    } | bases
    return [row | {"basis": of.get(row["id"], "")} for row in FIGURES]


TOLD = [CHECKS[0] | {"basis": "counted by the union", "mixes": ""}]
WHY = {"mixes": "Both count boxes."}
TWO = (
    "puts together “counted by the union” and “handled”, which are counted in different ways; "
    "say in mixes why that is "
    "fair, or take it out"
)


def tables(**changes):
    told = {
        "boxes": rows(),
        "checks": TOLD,
        "derived": [DERIVED[0] | WHY],
        "findings": [row | WHY for row in FINDINGS],
    }
    return told | changes


def test_a_reason_lets_two_ways_of_counting_stand_together(tmp_path) -> None:
    book = ledger(tmp_path, **tables())
    assert (
        book.bases("balance") == {"handled", "counted by the union"}
        and book.derived["balance"].mixes == WHY["mixes"]
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"derived": DERIVED}, f"data/derived.csv:2:formula: {TWO}"),
        ({"findings": [FINDINGS[0], FINDINGS[1] | WHY]}, f"data/findings.csv:2:holds: {TWO}"),
        (
            {"boxes": rows(boxes_goal=""), "findings": [FINDINGS[0] | WHY, FINDINGS[1]]},
            "data/boxes.csv:4:basis: is empty, but other figures in people/month say what "
            "they count; say it here as well",
        ),
        (
            {"checks": [TOLD[0] | {"basis": "counted by the port"}]},
            "data/checks.csv:2:basis: is “counted by the port”, but boxes_lost counts “counted "
            "by the union”; say in mixes why they "
            "may be compared, or give both the same words",
        ),
    ],
)
def test_two_ways_of_counting_without_a_reason_are_refused(tmp_path, changes, message) -> None:
    assert problems(tmp_path, **tables(**changes)) == [message]


def test_a_reason_where_nothing_is_mixed_is_refused(tmp_path) -> None:
    assert problems(tmp_path, derived=[DERIVED[0] | WHY]) == [
        "data/derived.csv:2:mixes: gives a reason, but everything here is counted in one way; "
        "empty it"
    ]
