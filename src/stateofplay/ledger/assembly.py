"""Fills a ledger from its tables, each after those that it depends on, and reports problems."""

from __future__ import annotations

from contextlib import suppress
from operator import attrgetter

from stateofplay.files.characters import quoted
from stateofplay.files.problems import Problem
from stateofplay.files.schema_words import nearest
from stateofplay.ledger.comparability import FairRules
from stateofplay.ledger.conclusions import Conclusions
from stateofplay.ledger.contents import Contents
from stateofplay.ledger.counts import counts
from stateofplay.ledger.derivation import AlreadyReportedError, Derivation
from stateofplay.ledger.entries import Check
from stateofplay.ledger.outside_values import OutsideValues, searches
from stateofplay.ledger.reading.sources import is_ahead
from stateofplay.ledger.reading.tables import Row
from stateofplay.ledger.rules import RowRules, as_cell, newest_corrections, stated_cells
from stateofplay.ledger.series import SeriesRules
from stateofplay.numbers.formula import names
from stateofplay.numbers.stock import SCALE_NAMES
from stateofplay.numbers.units import alike


class Assembler:
    """Fills `ledger`; `problems` is the list that its rows report to."""

    def __init__(self, ledger: Contents, problems: list[Problem]) -> None:
        self.ledger, self.problems = ledger, problems
        self.places: dict[str, Row] = {}  # by id
        self.groups: dict[str, Row] = {}  # the first row of each series of data/context/
        self.begun: set[str] = set()  # the series that rows name, also those whose rows are broken
        self.rules = RowRules(ledger)
        self.fair = FairRules(ledger)
        self.derivation = Derivation(ledger, self.places, self.begun, self.rules, self.fair)

    def assemble(self) -> None:
        """Do all of it, once."""
        self._units()
        self._figures()
        self._rest()

    def assemble_known(self) -> None:
        """Do all but what has been made of one row each: the figures, and where outside values of
        them were looked for in vain. A problem does not say where it is."""
        row = Row("", "", 0, {}, self.problems)
        for figure in self.ledger.figures.values():
            self.places[figure.id] = row
            if figure.series and figure.is_context:
                self.groups[figure.series] = row
            elif figure.series:
                self.begun.add(figure.series)
        self._rest(known=True)

    def _rest(self, known: bool = False) -> None:
        ledger = self.ledger
        self._topics()
        self._references()
        self.fair.bases(self.places)
        series = SeriesRules(ledger.articles, self.places)
        ledger.series = series.read(ledger.figures)
        derivation = self.derivation
        for row in ledger.rows("derived"):
            if self._claim(row) and row.text("formula") and row.text("unit"):
                derivation.pending[row.text("id")] = row
        findings = [row for row in ledger.rows("findings") if self._claim(row)]
        uncounting, counting = derivation.around_counts()
        derivation.compute(uncounting)
        self._checks()
        if not known:
            self._searches()
        derivation.miscounted = self._lacks_rows()
        self._count(len(findings))
        derivation.compute(counting)
        conclusions = Conclusions(ledger, derivation, self.fair)
        for row in findings:
            conclusions.finding(row)
        for row in ledger.rows("positions"):
            conclusions.brief(row)
        self._others()
        series.names(ledger.series, self.groups)
        self._corrections()

    def _lacks_rows(self) -> bool:
        """Whether a row that counts is broken: of figures, or of what they are checked by."""
        counted = {
            table.file
            for name, table in self.ledger.tables.items()
            if table.states_figures or name in ("checks", "unchecked")
        }
        return any(problem.file in counted for problem in self.problems)

    def _units(self) -> None:
        """A unit that formulas would take for a number: million metres are no metres."""
        for row in self.ledger.rows("units"):
            scale = {part.strip() for part in row.text("unit").split("/")} & SCALE_NAMES.keys()
            for name in scale:
                said = f"{quoted(name)} stands for {SCALE_NAMES[name]}, as in “EUR {name}”"
                row.report("unit", f"{said}; give the unit another name")

    def _figures(self) -> None:
        """The stated figures, and where each id stands; also of rows whose cells cannot be told."""
        tables = self.ledger.tables.values()
        for table in tables:
            if table.states_figures:
                for row in table:
                    self._figure(row)
                # One cell of a torn row may name a series.
                self.begun.update(row.text(column) for row in table.torn for column in row.cells)
        for row in (row for table in tables for row in table.torn):
            if row.text("id"):
                self.places.setdefault(row.text("id"), row)

    def _figure(self, row: Row) -> None:
        figure = self.rules.figure(row)
        if row.text("series"):
            if row.table.startswith("context/"):
                self.groups.setdefault(row.text("series"), row)
            else:
                self.begun.add(row.text("series"))
        if self._claim(row) and figure:
            self.ledger.figures[figure.id] = figure

    def _claim(self, row: Row) -> bool:
        """Whether the row's id is free; it is taken from now on."""
        name = row.text("id")
        if not name:
            return False
        other = self.places.setdefault(name, row)
        if other is row:
            return True
        if other.table != row.table:  # else the table's own key is twice there, and reported
            place = f"{other.file}:{other.line}"
            said = f"{quoted(name)} stands in {place} already; ids are unique over all tables"
            row.report("id", said)
        return False

    def _topics(self) -> None:
        """An entry of no topic would have no record."""
        known = self.ledger.topics
        for row in (*self.ledger.rows("derived"), *self.ledger.rows("findings")):
            topic = row.text("topic")
            if topic and topic not in known:
                said = f"{quoted(topic)} is no topic; {nearest(topic, known)}"
                row.report("topic", said)

    def _references(self) -> None:
        for figure in self.ledger.figures.values():
            others = (name for name in self.ledger.figures if name != figure.id)
            for column in ("restates", "stated_with"):
                other, row = getattr(figure, column), self.places[figure.id]
                restated = self.ledger.figures.get(other)
                if other and other not in self.places:
                    row.report(column, self.rules.unknown(other, others, "a figure"))
                elif other == figure.id:
                    row.report(column, "names its own row; name another, or leave it empty")
                elif column == "restates" and restated and not alike(figure.unit, restated.unit):
                    said = f"{other} is in {restated.unit}, which cannot be said in {figure.unit}"
                    row.report(column, f"{said}; name another row, or leave it empty")

    def _checks(self) -> None:
        """The outside values by figure."""
        ledger = self.ledger
        stating = {name for name, table in ledger.tables.items() if table.states_figures}
        broken = {name for name, row in self.places.items() if row.table in stating}
        rules = OutsideValues(self.rules, ledger.figures, broken)
        found: dict[str, list[Check]] = {}
        for row in ledger.rows("checks"):
            with suppress(AlreadyReportedError):
                check = rules.check(row, self.derivation.lookup)
                if self._claim(row) and check:
                    found.setdefault(check.figure, []).append(check)
                    given = names(check.formula) if check.formula else ()
                    if check.figure in map(attrgetter("id"), ledger.beneath(*given)):
                        said = f"rests on {check.figure} itself, which it would always confirm"
                        row.report("formula", f"{said}; compute it of what others state")
        ledger.checks = {name: tuple(checks) for name, checks in found.items()}

    def _searches(self) -> None:
        """Where was looked for outside values in vain."""
        ledger = self.ledger
        if "unchecked" not in ledger.tables:
            return  # the book does not say where it looked in vain
        torn = ledger.tables["checks"].torn if "checks" in ledger.tables else ()
        tried = {row.text("figure") for row in (*ledger.rows("checks"), *torn)}
        ledger.searches = searches(
            ledger.rows("unchecked"),
            self.rules,
            ledger.article_figures,
            tried,
            self.places,
            self.problems,
        )

    def _count(self, findings: int) -> None:
        """Numbers about the ledger itself, whose names no row may have."""
        for name, count in counts(self.ledger, len(self.derivation.pending), findings).items():
            self.ledger.derived[name] = count
            if name in self.places:
                said = f"{quoted(name)} is a name of the program's own; give this row another"
                self.places[name].report("id", said)

    def _others(self) -> None:
        """The tables that no figure rests on."""
        for name in ("events", "positions", "unpublished", "regions"):
            for row in self.ledger.rows(name):
                self._claim(row)
                self.rules.origin(row)
                self.rules.dates(row)

    def _corrections(self) -> None:
        for row in self.ledger.rows("corrections"):
            name = row.text("id")
            # Only what was withdrawn may be named and be gone.
            withdrawn = row.text("column") == "id" and not row.text("new")
            if name and name not in self.places and not withdrawn:
                said = self.rules.unknown(name, self.places, "the id of a row")
                row.report("id", said)
            if is_ahead(row.day("date")):
                row.report("date", f"{row.day('date')} is still to come; correct the day")
        for (name, column), row in newest_corrections(self.ledger.rows("corrections")).items():
            figure = self.ledger.figures.get(name)
            now = stated_cells(figure).get(column) if figure else None
            if now is not None and as_cell(row.text("new")) != now:
                told = f"is {quoted(row.text('new'))}, but {name} has {quoted(now)} there"
                row.report("new", f"{told}; correct one of them, or add the correction between")
