"""Numbers about the ledger itself, so that the prose can cite them as it cites any figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from stateofplay.ledger.contents import RECORD, Contents
from stateofplay.ledger.entries import Derived, Figure
from stateofplay.numbers.quantity import Quantity

COUNTED = "counted by the program"  # stands where a derived figure has its formula


@dataclass(frozen=True)
class _Counted:
    """What the counts look at: `stated` by the articles, and one of the `verdicts` a statement."""

    ledger: Contents
    derived: int
    findings: int
    stated: list[Figure]
    verdicts: list[str]


def _of_verdict(verdict: str, counted: _Counted) -> int:
    return counted.verdicts.count(verdict)


@dataclass(frozen=True)
class _Count:
    measure: str
    unit: str
    of: Callable[[_Counted], int]


# By id, as the derived figures of a ledger have them.
COUNTS = {
    "count_figures": _Count("Figures that the {state}", "figures", lambda c: len(c.stated)),
    "count_statements": _Count(
        "Statements in which the {give} figures", "statements", lambda c: len(c.verdicts)
    ),
    "count_context": _Count(
        "Figures from outside the {articles}",
        "figures",
        lambda c: len(c.ledger.figures) - len(c.stated),
    ),
    "count_derived": _Count("Derived figures", "figures", lambda c: c.derived),
    "count_findings": _Count("Findings", "findings", lambda c: c.findings),
    "count_outside": _Count(
        "Outside values", "values", lambda c: sum(map(len, c.ledger.checks.values()))
    ),
    **{
        f"count_{verdict}": _Count(
            f"Statements {words}", "statements", partial(_of_verdict, verdict)
        )
        for verdict, words in {
            "confirmed": "that an independent source confirms",
            "traced": "traced to their origin only",
            "contested": "on which independent sources disagree",
            "differs": "that differ from the outside record",
            "not_checked": "for which no outside number is known",
        }.items()
    },
    "count_from_parties": _Count(
        "Figures stated by an interested party",
        "figures",
        lambda c: sum(f.is_party for f in c.stated),
    ),
}
_ONE = {"articles": "article", "state": "article states", "give": "article gives its"}
_SEVERAL = {"articles": "articles", "state": "articles state", "give": "articles give their"}


def counts(ledger: Contents, derived: int, findings: int) -> dict[str, Derived]:
    """The counts by id, of a ledger with its figures and outside values.

    `derived` and `findings` are how many rows those tables have that can be used.
    """
    stated = ledger.article_figures
    verdicts = [verdict for _, verdict in ledger.statements]
    counted = _Counted(ledger, derived, findings, stated, verdicts)
    words = _SEVERAL if len(ledger.articles) > 1 else _ONE
    return {
        name: Derived(
            id=name,
            topic=RECORD,
            measure=count.measure.format(**words),
            formula=COUNTED,
            unit=count.unit,
            quantity=Quantity.of(count.of(counted), count.unit),
        )
        for name, count in COUNTS.items()
    }
