"""What readers call entries and formulas, where the data have ids."""

from __future__ import annotations

import pytest

from projects import FIGURES, REPOSITORY, tiny_project
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.naming import formula_in_words, formula_parts, name_in_words, name_of


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return load_ledger(tiny_project(tmp_path_factory.mktemp("tiny") / "project"))


def test_figures_are_named_by_measure_time_and_who_says_so(tiny) -> None:
    lost = tiny.figures["boxes_lost"]
    assert name_in_words(tiny, "boxes_lost") == f"“{name_of(tiny, lost)}”"
    assert lost.measure in name_of(tiny, lost) and lost.who in name_of(tiny, lost)


def test_a_formula_in_words_has_no_id(tiny) -> None:
    formula = '(boxes_per_month - boxes_lost) * "12 months"'
    said = formula_in_words(tiny, formula)
    assert said == (
        f"({name_in_words(tiny, 'boxes_per_month')} − {name_in_words(tiny, 'boxes_lost')})"
        " × 12 months"
    )
    assert [name for _, name in formula_parts(tiny, formula) if name] == [
        "boxes_per_month",
        "boxes_lost",
    ]


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ('"1 attacks" + "20 attacks"', "1 attack + 20 attacks"),
        ('ships_waiting * "1 boxes" / "1 vessels" > "4 ratio" * boxes_lost', "{} > 4 × {}"),
        ('ships_waiting * "1 month" + "1000 buildings"', "{} × 1 month + 1,000 buildings"),
        ('4 / (ships_waiting * "1 month") * "31 days"', "4 / ({} for 1 month) × 31 days"),
        ('("100 percent" - "0 ± 0.5 percent") / 2', "(100% − 0 ± 0.5 percent) / 2"),
    ],
)
def test_numbers_in_a_formula_are_said_as_anywhere_else(formula, said) -> None:
    ledger = load_ledger(REPOSITORY)
    entries = "tankers_seized_us", "heat_before"
    for short, name in zip(("ships_waiting", "boxes_lost"), entries, strict=True):
        formula = formula.replace(short, name)
    told = said.format(*(name_in_words(ledger, name) for name in entries))
    assert formula_in_words(ledger, formula.replace("boxes", "tankers")) == told


def test_a_computed_figure_is_named_by_its_measure(tiny) -> None:
    for name, derived in tiny.derived.items():
        assert name_in_words(tiny, name) == f"“{derived.measure}”"
        assert all(
            figure["id"] not in formula_in_words(tiny, derived.formula) for figure in FIGURES
        )


def test_a_finding_is_named_by_what_it_says_and_two_names_lead_to_two_entries(tiny) -> None:
    for ledger in (tiny, load_ledger(REPOSITORY)):
        for name in ledger.findings:
            assert name_in_words(ledger, name) == f"“{ledger.words(name)}”"
        names = [*ledger.figures, *ledger.derived, *ledger.findings]
        assert len({name_in_words(ledger, name) for name in names}) == len(names) > 3
