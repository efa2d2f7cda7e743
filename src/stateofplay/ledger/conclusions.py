"""Reads the sentences that name figures by ids in braces: findings, and positions in brief."""

from __future__ import annotations

from stateofplay.files.characters import quoted, shortened
from stateofplay.ledger.beside import IN_TEMPLATES, contradictions, typed_in
from stateofplay.ledger.comparability import FairRules
from stateofplay.ledger.contents import PLACEHOLDER, Contents
from stateofplay.ledger.derivation import AlreadyReportedError, Derivation
from stateofplay.ledger.entries import Finding
from stateofplay.ledger.reading.tables import Row
from stateofplay.numbers.formula import judge, names

_MOST_SHOWN = 6  # of the figures that a condition names, in the message that it does not hold


class Conclusions:
    """Adds findings to `ledger`, and reports what is wrong with a sentence."""

    def __init__(self, ledger: Contents, derivation: Derivation, fair: FairRules) -> None:
        self.ledger, self.derivation, self.fair = ledger, derivation, fair

    def finding(self, row: Row) -> None:
        """The finding of a row; none where the row is too broken to use, which is reported."""
        statement, holds = row.text("statement"), row.text("holds")
        self._typed(row, "statement")
        if not statement or not holds:
            return  # reported as an empty cell
        column = "statement"
        try:
            shown = self._shown(statement)
            column = "holds"
            inputs = names(holds)
            for name in inputs:
                self.derivation.lookup(name)
            truth = judge(holds, self.ledger.quantity)
        except AlreadyReportedError:
            return
        except (KeyError, ValueError) as error:
            row.report(column, error.args[0])
            return
        self._beside(row, "statement")
        self.fair.formula(row, "holds")
        if truth.status == "false" and "holds" not in row.reported:
            self._unsupported(row, list(dict.fromkeys(inputs)))
        self.fair.days(row, shown, inputs)
        self.ledger.findings[row.text("id")] = Finding(
            id=row.text("id"),
            topic=row.text("topic"),
            statement=statement,
            holds=holds,
            truth=truth,
            inputs=tuple(dict.fromkeys(map(self.ledger.resolve, (*inputs, *shown)))),
            mixes=row.text("mixes"),
            line=row.line,
        )

    def brief(self, row: Row) -> None:
        """Report what a position in brief may not say: a typed number, or the id of nothing."""
        self._typed(row, "brief")
        try:
            self._shown(row.text("brief"))
            self._beside(row, "brief")
        except AlreadyReportedError:
            return
        except (KeyError, ValueError) as error:
            row.report("brief", error.args[0])

    def _beside(self, row: Row, column: str) -> None:
        for _, name, said in contradictions(row.text(column), IN_TEMPLATES, self.ledger):
            row.report(column, f"{name}: {said}")

    def _typed(self, row: Row, column: str) -> None:
        for number in typed_in(row.text(column)):
            said = f"has the typed number {quoted(number)}; write the id of its figure in braces"
            row.report(column, said)

    def _shown(self, template: str) -> list[str]:
        """The ids in braces. Raises what `lookup` does, and ValueError for an unknown style."""
        shown = [match[1] for match in PLACEHOLDER.finditer(template)]
        for name in shown:
            self.derivation.lookup(name)
        self.ledger.fill(template)
        return shown

    def _unsupported(self, row: Row, inputs: list[str]) -> None:
        words, ledger = self.ledger.words, self.ledger
        values = "; ".join(f"{name} = {words(name, 'full')}" for name in inputs[:_MOST_SHOWN])
        more = "; …" if len(inputs) > _MOST_SHOWN else ""
        said = (
            f"{quoted(ledger.fill(row.text('statement')), 400)} is not supported by the data: "
            f"{shortened(row.text('holds'), 200)} does not hold with {values}{more}; "
            "correct the figure, or rewrite or remove the finding"
        )
        row.report("holds", said)
