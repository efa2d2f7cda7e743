"""Numbers about the ledger itself, so that the prose can cite them as it cites any figure."""

from __future__ import annotations

from stateofplay.ledger.contents import RECORD, Contents
from stateofplay.ledger.entries import Derived
from stateofplay.ledger.verdicts import VERDICTS
from stateofplay.numbers.quantity import Quantity

COUNTED = "counted by the program"  # stands where a derived figure has its formula
# What each is called, and its unit, by id, as the derived figures of a ledger have them.
COUNTS = {
    "count_figures": ("Figures that the {state}", "figures"),
    "count_statements": ("Statements in which the {give} figures", "statements"),
    "count_context": ("Figures from outside the {articles}", "figures"),
    "count_derived": ("Derived figures", "figures"),
    "count_findings": ("Findings", "findings"),
    "count_outside": ("Outside values", "values"),
    "count_confirmed": ("Statements that an independent source confirms", "statements"),
    "count_traced": ("Statements traced to their origin only", "statements"),
    "count_contested": ("Statements on which independent sources disagree", "statements"),
    "count_differs": ("Statements that differ from the outside record", "statements"),
    "count_not_checked": ("Statements for which no outside number is known", "statements"),
    "count_from_parties": ("Figures stated by an interested party", "figures"),
}
_ONE = {"articles": "article", "state": "article states", "give": "article gives its"}
_SEVERAL = {"articles": "articles", "state": "articles state", "give": "articles give their"}


def counts(ledger: Contents, derived: int, findings: int) -> dict[str, Derived]:
    """The counts by id, of a ledger with its figures and outside values.

    `derived` and `findings` are how many rows those tables have that can be used.
    """
    stated = ledger.article_figures
    verdicts = [verdict for _, verdict in ledger.statements]
    counted = {f"count_{verdict}": verdicts.count(verdict) for verdict in VERDICTS} | {
        "count_figures": len(stated),
        "count_statements": len(verdicts),
        "count_context": len(ledger.figures) - len(stated),
        "count_derived": derived,
        "count_findings": findings,
        "count_outside": sum(map(len, ledger.checks.values())),
        "count_from_parties": sum(figure.is_party for figure in stated),
    }
    words = _SEVERAL if len(ledger.articles) > 1 else _ONE
    return {
        name: Derived(
            id=name,
            topic=RECORD,
            measure=measure.format(**words),
            formula=COUNTED,
            unit=unit,
            quantity=Quantity.of(counted[name], unit),
        )
        for name, (measure, unit) in COUNTS.items()
    }
