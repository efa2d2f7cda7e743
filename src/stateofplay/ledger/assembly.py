"""Fills a ledger from its tables, in the order in which they depend on each other, and reports every problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress

from stateofplay.files.characters import quoted, shortened
from stateofplay.files.problems import Problem
from stateofplay.ledger.check_rules import CheckRules, searches
from stateofplay.ledger.comparability import FairRules
from stateofplay.ledger.contents import NO_NUMBER, PLACEHOLDER, Contents
from stateofplay.ledger.entries import Check, Derived, Finding
from stateofplay.ledger.reading.tables import Row
from stateofplay.ledger.rules import RowRules
from stateofplay.ledger.series import SeriesRules
from stateofplay.ledger.verdicts import gravest, statements
from stateofplay.numbers.formula import FormulaError, evaluate, judge, names
from stateofplay.numbers.numerals import typed_numbers
from stateofplay.numbers.quantity import Quantity, UnitError

COUNTED = "counted by the program"
_COUNTED_VERDICTS = {
    "confirmed": "that an independent source confirms",
    "traced": "traced to their origin only",
    "contested": "on which independent sources disagree",
    "differs": "that differ from the outside record",
    "not_checked": "for which no outside number was found",
}
_COUNTS = {
    f"count_{name}"
    for name in (
        *_COUNTED_VERDICTS,
        "figures",
        "statements",
        "context",
        "derived",
        "findings",
        "outside",
        "from_parties",
    )
}


class _AlreadyReportedError(Exception):
    """Something depends on a row that is broken and has been reported: one mistake is one line."""


class Assembler:
    """Fills `ledger`; everything that is wrong with its tables is added to `problems`."""

    def __init__(self, ledger: Contents, problems: list[Problem]) -> None:
        self.ledger, self.problems = ledger, problems
        self.fair = FairRules(ledger, problems)
        self.rules = RowRules(
            set(ledger.units), ledger.sources, ledger.articles, problems, ledger.guesses.unknown
        )
        self.places: dict[str, Row] = {}
        self.pending: dict[str, Row] = {}
        self.groups: dict[str, Row] = {}  # the first row of each series of data/context/
        self.begun: set[str] = (
            set()
        )  # every series that a row names, also one whose rows are broken

    def assemble(self) -> None:
        """Do all of it, once."""
        tables = self.ledger.tables
        for table in tables.values():
            if table.schema.name in ("figure", "context"):
                for row in table:
                    self._figure(row)
                # One cell of a torn row may name a series.
                self.begun.update(row.text(column) for row in table.torn for column in row.cells)
        for table in tables.values():
            self.places |= {
                row.text("id"): row
                for row in table.torn
                if row.text("id") not in ("", *self.places)
            }
        self._references()
        self.fair.bases(self.places)
        series = SeriesRules(self.ledger.articles, self.places, self.problems)
        self.ledger.series = series.read(self.ledger.figures)
        for row in tables["derived"]:
            if self._claim(row) and row.text("formula") and row.text("unit"):
                self.pending[row.text("id")] = row
        findings = [row for row in tables["findings"] if self._claim(row)]
        order = self._in_order()
        counted = self._counted(order)
        self._derive_all(name for name in order if name not in counted)
        self._checks()
        self._count(len(self.pending), len(findings))
        self._derive_all(name for name in order if name in counted)
        for row in findings:
            self._finding(row)
        for row in tables["positions"]:
            self._brief(row)
        for name in ("events", "positions", "unpublished", "regions"):
            for row in tables[name]:
                self._claim(row)
                self.rules.origin(row)
                self.rules.dates(row)
        series.names(self.ledger.series, self.groups)
        for row in tables["corrections"]:
            withdrawn = row.text("column") == "id" and not row.text(
                "new"
            )  # the only row that may name what is gone
            if row.text("id") and row.text("id") not in self.places and not withdrawn:
                self.problems.append(
                    row.problem(
                        "id", self.rules.unknown(row.text("id"), self.places, "the id of a row")
                    )
                )

    def _counted(self, order: list[str]) -> set[str]:
        """The derived figures, in the order of their inputs, that rest on a count of the ledger: checks come before those."""
        found: set[str] = set()
        for name in order:
            if any(i in found or i in _COUNTS for i in self._inputs(self.pending[name])):
                found.add(name)
        return found

    def _derive_all(self, order: Iterable[str]) -> None:
        for name in order:
            with suppress(_AlreadyReportedError):
                self._derive(name)

    def _checks(self) -> None:
        """The outside values by figure, and where was looked for others in vain."""
        ledger, tables = self.ledger, self.ledger.tables
        stating = {
            name for name, table in tables.items() if table.schema.name in ("figure", "context")
        }
        rules = CheckRules(
            self.rules,
            ledger.figures,
            {n for n, row in self.places.items() if row.table in stating},
        )
        found: dict[str, list[Check]] = {}
        for row in tables["checks"]:
            with suppress(_AlreadyReportedError):
                check = rules.check(row, self._lookup)
                if self._claim(row) and check:
                    found.setdefault(check.figure, []).append(check)
        ledger.checks = {name: tuple(checks) for name, checks in found.items()}
        tried = {row.text("figure") for row in (*tables["checks"], *tables["checks"].torn)}
        ledger.searches = searches(
            tables["unchecked"], self.rules, ledger.article_figures, tried, self.places
        )

    def _claim(self, row: Row) -> bool:
        """Whether the row's id is free; it is taken from now on."""
        name = row.text("id")
        if not name:
            return False
        other = self.places.get(name)
        if other is not None:
            if other.table != row.table:
                self.problems.append(
                    row.problem(
                        "id",
                        f"{quoted(name)} stands in {other.file}:{other.line} already; ids are unique over all tables",
                    )
                )
            return False
        self.places[name] = row
        return True

    def _figure(self, row: Row) -> None:
        figure = self.rules.figure(row)
        if row.text("series"):
            if row.table.startswith("context/"):
                self.groups.setdefault(row.text("series"), row)
            else:
                self.begun.add(row.text("series"))
        if self._claim(row) and figure:
            self.ledger.figures[figure.id] = figure

    def _references(self) -> None:
        for figure in self.ledger.figures.values():
            others = (name for name in self.ledger.figures if name != figure.id)
            for column in ("restates", "stated_with"):
                other = getattr(figure, column)
                if other and other not in self.places:
                    self.problems.append(
                        self.places[figure.id].problem(
                            column, self.rules.unknown(other, others, "a figure")
                        )
                    )

    def _count(self, derived: int, findings: int) -> None:
        """Numbers about the ledger itself, so that the prose can cite them as it cites any figure."""
        ledger = self.ledger
        stated = ledger.article_figures
        state = "articles state" if len(ledger.articles) > 1 else "article states"
        grouped = statements(stated)
        verdicts = [gravest(ledger.verdict(f.id) for f in group) for group in grouped]
        counts = {
            "count_figures": (len(stated), f"Figures that the {state}", "figures"),
            "count_statements": (
                len(grouped),
                f"Statements in which the {state} its figures".replace(
                    "article states", "article gives"
                ).replace("articles state", "articles give"),
                "statements",
            ),
            "count_context": (
                len(ledger.figures) - len(stated),
                f"Figures from outside the {state.split()[0]}",
                "figures",
            ),
            "count_derived": (derived, "Derived figures", "figures"),
            "count_findings": (findings, "Findings", "findings"),
            "count_outside": (sum(map(len, ledger.checks.values())), "Outside values", "values"),
            **{
                f"count_{verdict}": (verdicts.count(verdict), f"Statements {words}", "statements")
                for verdict, words in _COUNTED_VERDICTS.items()
            },
            "count_from_parties": (
                sum(f.is_party for f in stated),
                "Figures stated by an interested party",
                "figures",
            ),
        }
        for name, (number, measure, unit) in counts.items():
            ledger.derived[name] = Derived(
                name, "record", measure, COUNTED, unit, Quantity.of(number, unit)
            )
            if name in self.places:
                self.problems.append(
                    self.places[name].problem(
                        "id", f"“{name}” is a name of the program's own; give this row another"
                    )
                )

    def _in_order(self) -> list[str]:
        """The derived figures so that each stands after those that it is computed from.

        One that closes a circle is reported and left out. It keeps its own path: a chain of rows
        may be longer than Python lets a function call itself.
        """
        inputs = {
            name: [i for i in self._inputs(row) if i in self.pending]
            for name, row in self.pending.items()
        }
        done: dict[str, None] = {}
        circular: set[str] = set()
        for start in inputs:
            path = {} if start in done else {start: iter(inputs[start])}
            while path:
                name = next(reversed(path))
                other = next(path[name], None)
                if other in path and name not in circular:
                    circular.add(name)
                    self._circle([*list(path)[list(path).index(other) :], other])
                elif other is not None and other not in path and other not in done:
                    path[other] = iter(inputs[other])
                elif other is None:
                    del path[name]
                    done[name] = None
        return [name for name in done if name not in circular]

    @staticmethod
    def _inputs(row: Row) -> list[str]:
        try:
            return names(row.text("formula"))
        except FormulaError:
            return []  # reported when it is computed

    def _circle(self, members: list[str]) -> None:
        way = members if len(members) <= 8 else [*members[:3], "…", *members[-3:]]
        row = self.places[members[-2]]
        self.problems.append(
            row.problem(
                "formula",
                f"goes in a circle: {' → '.join(way)}; a figure cannot be computed from itself",
            )
        )

    def _derive(self, name: str) -> Quantity:
        """The quantity of a derived figure, whose inputs are derived."""
        row = self.pending[name]
        try:
            formula = row.text("formula")
            inputs = names(formula)
            quantity = evaluate(formula, self._lookup).to(row.text("unit"))
            if not quantity.is_publishable:
                raise FormulaError(
                    "gives a number that is too large, too small or too long; "
                    "correct the formula or the figures in it"
                )
        except (FormulaError, UnitError, KeyError) as error:
            column = (
                "unit"
                if isinstance(error, UnitError) and not str(error).startswith("in ")
                else "formula"
            )
            self.problems.append(row.problem(column, error.args[0]))
            raise _AlreadyReportedError from error
        self.rules.unit(row)
        self.fair.formula(row, "formula")
        inputs = [self.ledger.resolve(i) for i in inputs]
        repeated = tuple(sorted(i for i, times in Counter(inputs).items() if times > 1))
        self.ledger.derived[name] = Derived(
            name,
            row.text("topic"),
            row.text("measure"),
            formula,
            row.text("unit"),
            quantity,
            tuple(dict.fromkeys(inputs)),
            repeated,
            frozenset().union(*map(self.ledger.rests_on, inputs)),
            frozenset().union(*map(self.ledger.bases, inputs)),
            row.text("mixes"),
            row.text("note"),
            row.line,
        )
        return quantity

    def _lookup(self, name: str) -> Quantity:
        ledger = self.ledger
        if name in self.begun and name not in ledger.series:
            raise _AlreadyReportedError
        if name in self.places and name not in ledger.figures and name not in ledger.derived:
            if self.places[name].table == "findings":
                raise KeyError(NO_NUMBER.format(name))
            raise _AlreadyReportedError
        return ledger.quantity(name)

    def _finding(self, row: Row) -> None:
        ledger, statement, holds = self.ledger, row.text("statement"), row.text("holds")
        name = row.text("id")
        for number in typed_numbers(PLACEHOLDER.sub("", statement)):
            self.problems.append(
                row.problem(
                    "statement",
                    f"has the typed number {quoted(number)}; write the id of its figure in braces",
                )
            )
        if not statement or not holds:
            return  # reported as an empty cell
        column = "statement"
        try:
            shown = [match[1] for match in PLACEHOLDER.finditer(statement)]
            for other in shown:
                self._lookup(other)
            ledger.fill(statement)
            column = "holds"
            inputs = names(holds)
            for other in inputs:
                self._lookup(other)
            truth = judge(holds, ledger.quantity)
        except _AlreadyReportedError:
            return
        except (KeyError, ValueError) as error:
            self.problems.append(row.problem(column, error.args[0]))
            return
        if truth.status == "false":
            shown_inputs = list(dict.fromkeys(inputs))
            values = "; ".join(f"{i} = {ledger.words(i, 'full')}" for i in shown_inputs[:6])
            more = "; …" if len(shown_inputs) > 6 else ""
            self.problems.append(
                row.problem(
                    "holds",
                    f"{quoted(ledger.fill(statement), 400)} is not supported by the data: "
                    f"{shortened(holds, 200)} does not hold with {values}{more}; "
                    "correct the figure, or rewrite or remove the finding",
                )
            )
        self.fair.formula(row, "holds")
        self.fair.days(row, shown, inputs)
        ledger.findings[name] = Finding(
            name,
            row.text("topic"),
            statement,
            holds,
            truth,
            tuple(dict.fromkeys(map(ledger.resolve, (*inputs, *shown)))),
            row.text("mixes"),
            row.line,
        )

    def _brief(self, row: Row) -> None:
        """Report what a position in brief may not say: a typed number, or the id of nothing."""
        brief = row.text("brief")
        for number in typed_numbers(PLACEHOLDER.sub("", brief)):
            self.problems.append(
                row.problem(
                    "brief",
                    f"has the typed number {quoted(number)}; write the id of its figure in braces",
                )
            )
        try:
            for match in PLACEHOLDER.finditer(brief):
                self._lookup(match[1])
            self.ledger.fill(brief)
        except _AlreadyReportedError:
            return
        except (KeyError, ValueError) as error:
            self.problems.append(row.problem("brief", error.args[0]))
