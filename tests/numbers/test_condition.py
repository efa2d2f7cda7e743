"""Conditions over figures: how they fare, and what is none."""

from __future__ import annotations

import pytest

from stateofplay.numbers.formula import FormulaError, judge
from stateofplay.numbers.units import UnitError
from worded import FIGURES


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("recruits > losses", "firm"),
        ("recruits < goal", "firm"),
        ("recruits < 42000 / '1 months' * '1 people'", "stated"),
        ("losses > recruits", "false"),
        ("goal >= '50000 people/month'", "firm"),
        ("goal > '50000 people/month'", "false"),
        ("recruits <= '45000 people/month'", "firm"),
        ("losses == '380160 people/year'", "firm"),
        ("recruits == '40000 people/month'", "stated"),
        ("span > '300 vessels'", "firm"),
        ("span > '500 vessels'", "false"),
        ("not losses > recruits", "firm"),
        ("not recruits > '42000 people/month'", "stated"),
        ("not recruits > losses", "false"),
        ("'30000 people/month' < losses < recruits", "firm"),
        ("'30000 people/month' < recruits < losses", "false"),
        ("share < '21 percent' <= '21 percent'", "stated"),
        ("recruits > losses and share > '19 percent'", "stated"),
        ("recruits > losses and losses > goal", "false"),
        ("losses > goal or recruits > losses", "firm"),
        ("losses > goal or share > '19 percent'", "stated"),
        ("losses > goal or losses > recruits", "false"),
        ("losses > goal and losses > goal or recruits > losses", "firm"),
        ("losses > goal and (losses > goal or recruits > losses)", "false"),
        ("1 < two < 3 < share", "false"),
        ("share == 0.2", "stated"),
    ],
)
def test_how_a_condition_fares(text, status) -> None:
    assert judge(text, FIGURES.__getitem__).status == status


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        (
            "two",
            FormulaError,
            "“two” is a number where a condition is needed; compare it with another",
        ),
        ("two + 2", FormulaError, "“two + 2” is a number where a condition is needed"),
        ("two < 3 or two", FormulaError, "“two” is a number where a condition is needed"),
        ("not two", FormulaError, "“two” is a number where a condition is needed"),
        ("(two < 3) < two", FormulaError, "“two < 3” is a condition where a number is needed"),
        ("losses < losses / nothing", FormulaError, "“losses / nothing” divides by zero"),
        ("losses < area", UnitError, "cannot be read as people/month"),
        ("losses < two", UnitError, "in “losses < two”: "),
        ("losses > 31000", UnitError, "compare figures of one unit"),
    ],
)
def test_what_is_not_a_condition(text, error, message) -> None:
    with pytest.raises(error) as caught:
        judge(text, FIGURES.__getitem__)
    assert message in str(caught.value)
