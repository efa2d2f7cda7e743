"""The one object that the rest asks: figures, derived figures, findings and checks, and each of them in words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from stateofplay import wording
from stateofplay.entries import Check, Derived, Entry, Figure, Finding
from stateofplay.formula import FormulaError, evaluate, judge, names
from stateofplay.paths import Project, find_project
from stateofplay.quantity import Quantity, UnitError
from stateofplay.rules import RowRules, unknown
from stateofplay.sources import Article, Source, SourceError, read_articles, read_sources, text_fragment
from stateofplay.tables import DataError, Problem, Row, Table, read_tables
from stateofplay.wording import UnitWords
from stateofplay.yaml_schema import article_problems

PLACEHOLDER = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}")
COUNTED = "counted by the program"
# The ledger that was read last, by project and digest of what it was read from: a build asks for it twice.
_LAST: dict[tuple[Path, str], Ledger] = {}
_NO_NUMBER = "“{}” is a finding, not a number; name a figure or derived figure"


@dataclass
class Ledger:
    """Everything that the book may say. Read it with `load_ledger`; it is complete and consistent, or not there."""

    project: Project
    tables: dict[str, Table]
    sources: dict[str, Source]
    articles: dict[str, Article]
    units: dict[str, UnitWords]
    figures: dict[str, Figure] = field(default_factory=dict)
    derived: dict[str, Derived] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)
    table_digests: dict[str, str] = field(default_factory=dict, repr=False)  # kept by frames.table_digest

    def entry(self, name: str) -> Entry:
        """The figure, derived figure or finding called `name`. Raises KeyError with a message that suggests the nearest id."""
        for entries in (self.figures, self.derived, self.findings):
            if name in entries:
                return entries[name]
        raise KeyError(unknown(name, [*self.figures, *self.derived, *self.findings], "a figure, derived figure or finding"))

    def __contains__(self, name: object) -> bool:
        return any(name in entries for entries in (self.figures, self.derived, self.findings))

    def quantity(self, name: str) -> Quantity:
        """The quantity of a figure or derived figure. Raises KeyError for an unknown id or a finding."""
        entry = self.entry(name)
        if isinstance(entry, Finding):
            raise KeyError(_NO_NUMBER.format(name))
        return entry.quantity

    def words(self, name: str, style: str = "hedged") -> str:
        """A figure in words (styles: see `wording`), or a finding's sentence. Raises KeyError or ValueError."""
        entry = self.entry(name)
        if isinstance(entry, Finding):
            return self.fill(entry.statement)
        unit = self.units.get(entry.unit, UnitWords())
        if isinstance(entry, Figure):
            return wording.stated(entry.quantity, entry.bound, unit, style)
        return wording.derived(entry.quantity, unit, style)

    def fill(self, template: str) -> str:
        """`template` with every ``{id}`` or ``{id|style}`` replaced by the figure in words. Raises KeyError or ValueError."""
        return PLACEHOLDER.sub(lambda match: self.words(match[1], match[2] or "hedged"), template)

    def quantity_words(self, quantity: Quantity, unit: str) -> str:
        """A quantity that is no entry (a check's outside number) as a range or a number in words."""
        return wording.derived(quantity, self.units.get(unit, UnitWords()), "range", significant=6)

    def verdict(self, name: str) -> str:
        """The verdict on a figure; `not_checked` where there is no check."""
        return self.checks[name].verdict if name in self.checks else "not_checked"

    def is_of_article(self, figure: Figure) -> bool:
        return figure.source in self.articles

    @property
    def article_figures(self) -> list[Figure]:
        return [f for f in self.figures.values() if self.is_of_article(f)]

    def inputs(self, name: str) -> tuple[str, ...]:
        """The ids that an entry is computed from; empty for a stated figure."""
        return getattr(self.entry(name), "inputs", ())

    def address(self, figure: Figure) -> str:
        """The address of a figure's source, at the quoted words where it is an article."""
        url = self.sources[figure.source].url
        return text_fragment(url, figure.as_stated) if figure.source in self.articles else url

    def digest(self, name: str) -> str:
        """Changes whenever anything that a page shows of this entry changes."""
        entry = self.entry(name)
        source = getattr(entry, "source", "")
        shown = (entry, self.words(name), self.units.get(getattr(entry, "unit", "")), self.checks.get(name), self.sources.get(source))
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def load_ledger(project: Project | None = None) -> Ledger:
    """Read and check `data/` and `seeds/`. Raises DataError with every problem found."""
    project = project or find_project()
    digest = folder_digest(project.data) + folder_digest(project.seeds)
    if (project.root, digest) not in _LAST:
        ledger = _load(project)
        _LAST.clear()
        _LAST[project.root, digest] = ledger
    return _LAST[project.root, digest]


def folder_digest(folder: Path) -> str:
    """The digest of every file in a folder and its subfolders."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _load(project: Project) -> Ledger:
    tables, problems = read_tables(project)
    sources, articles = _read_seeds(project, problems)
    units = {r.text("unit"): UnitWords(*(r.text(c) if r[c] else "" for c in ("before", "after_one", "after_many", "name")))
             for r in tables["units"]}
    units = {name: _spaced(words) for name, words in units.items()}
    ledger = Ledger(project, tables, sources, articles, units)
    _Assembler(ledger, problems).assemble()
    if problems:
        raise DataError(problems)
    return ledger


def _spaced(words: UnitWords) -> UnitWords:
    """Cells lose their outer blanks: a word after a number gets its space back, a sign (%, bn) stands close."""
    def after(text: str) -> str:
        close = not text or text[0] == "%" or words.before
        return text if close else f" {text}"
    return UnitWords(words.before, after(words.after_one), after(words.after_many), words.name)


def _read_seeds(project: Project, problems: list[Problem]) -> tuple[dict[str, Source], dict[str, Article]]:
    unfit = article_problems(project)
    problems += unfit
    readers: list[tuple[Callable, object]] = [
        (read_sources, project.bibliography), (read_articles, project.seeds) if not unfit else (lambda _: {}, project.seeds)]
    results: list[dict] = []
    for reader, path in readers:
        try:
            results.append(reader(path))
        except SourceError as error:
            problems.append(Problem("seeds", 0, "", str(error)))
            results.append({})
        except OSError as error:
            problems.append(Problem("seeds", 0, "", f"{Path(error.filename or '').name}: {error.strerror}; restore the file"))
            results.append({})
    return results[0], results[1]


class _AlreadyReportedError(Exception):
    """Something depends on a row that is broken and has been reported: one mistake is one line."""


class _Assembler:
    """Fills a ledger from its tables in the order in which they depend on each other, reporting every problem."""

    def __init__(self, ledger: Ledger, problems: list[Problem]) -> None:
        self.ledger, self.problems = ledger, problems
        self.rules = RowRules(set(ledger.units), ledger.sources, ledger.articles, problems)
        self.places: dict[str, Row] = {}
        self.pending: dict[str, Row] = {}

    def assemble(self) -> None:
        tables = self.ledger.tables
        for table in tables.values():
            if table.schema.name in ("figure", "context"):
                for row in table:
                    self._figure(row)
        self._references()
        for row in tables["checks"]:
            check = self.rules.check(row, self.ledger.figures, broken=self.places)
            if check:
                self.ledger.checks[check.figure] = check
        for row in tables["derived"]:
            if self._claim(row) and row["formula"] and row["unit"]:
                self.pending[row.text("id")] = row
        findings = [row for row in tables["findings"] if self._claim(row)]
        self._count(len(self.pending), len(findings))
        for name in list(self.pending):
            if name in self.pending:
                with suppress(_AlreadyReportedError):
                    self._derive(name, ())
        for row in findings:
            self._finding(row)
        for name in ("events", "positions", "unpublished", "regions"):
            for row in tables[name]:
                self._claim(row)
                self.rules.origin(row)
                self.rules.dates(row)
        for row in tables["corrections"]:
            if row.text("id") and row.text("id") not in self.places:
                self.problems.append(row.problem("id", unknown(row.text("id"), self.places, "the id of a row")))

    def _claim(self, row: Row) -> bool:
        """Whether the row's id is free; it is taken from now on."""
        name = row.text("id")
        if not name:
            return False
        other = self.places.get(name)
        if other is not None:
            if other.table != row.table:
                self.problems.append(row.problem("id", f"“{name}” stands in {other.file}:{other.line} already; ids are unique over all tables"))
            return False
        self.places[name] = row
        return True

    def _figure(self, row: Row) -> None:
        figure = self.rules.figure(row)
        if self._claim(row) and figure:
            self.ledger.figures[figure.id] = figure

    def _references(self) -> None:
        for figure in self.ledger.figures.values():
            if figure.restates and figure.restates not in self.places:
                row = self.places[figure.id]
                self.problems.append(row.problem("restates", unknown(figure.restates, self.ledger.figures, "a figure")))

    def _count(self, derived: int, findings: int) -> None:
        """Numbers about the ledger itself, so that the prose can cite them as it cites any figure."""
        ledger = self.ledger
        stated = ledger.article_figures
        verdicts = [ledger.verdict(f.id) for f in stated]
        counts = {
            "count_figures": (len(stated), "Figures that the article states", "figures"),
            "count_context": (len(ledger.figures) - len(stated), "Figures from outside the article", "figures"),
            "count_derived": (derived, "Derived figures", "figures"),
            "count_findings": (findings, "Findings", "findings"),
            "count_confirmed": (verdicts.count("confirmed"), "Figures that the outside record confirms", "figures"),
            "count_differs": (verdicts.count("differs"), "Figures that differ from the outside record", "figures"),
            "count_contested": (verdicts.count("contested"), "Figures on which the outside record is divided", "figures"),
            "count_not_checked": (verdicts.count("not_checked"), "Figures without an outside record", "figures"),
            "count_from_parties": (sum(f.is_party for f in stated), "Figures stated by a party to the war", "figures"),
        }
        for name, (number, measure, unit) in counts.items():
            ledger.derived[name] = Derived(name, "record", measure, COUNTED, unit, Quantity.of(number, unit))
            if name in self.places:
                self.problems.append(self.places[name].problem(
                    "id", f"“{name}” is a name of the program's own; give this row another"))

    def _derive(self, name: str, path: tuple[str, ...]) -> Quantity:
        """The quantity of a derived figure, deriving its inputs first."""
        if name in path:
            raise FormulaError(f"goes in a circle: {' → '.join((*path[path.index(name):], name))}; a figure cannot be computed from itself")
        row = self.pending[name]
        try:
            formula = row.text("formula")
            inputs = names(formula)
            quantity = evaluate(formula, lambda other: self._lookup(other, (*path, name))).to(row.text("unit"))
        except (FormulaError, UnitError, KeyError) as error:
            del self.pending[name]
            column = "unit" if isinstance(error, UnitError) and not str(error).startswith("in ") else "formula"
            self.problems.append(row.problem(column, error.args[0]))
            raise _AlreadyReportedError from error
        except _AlreadyReportedError:
            del self.pending[name]
            raise
        del self.pending[name]
        self.rules.unit(row)
        repeated = tuple(sorted({i for i in inputs if inputs.count(i) > 1}))
        self.ledger.derived[name] = Derived(
            name, row.text("topic"), row.text("measure"), formula, row.text("unit"), quantity,
            tuple(dict.fromkeys(inputs)), repeated, row.text("note"), row.line)
        return quantity

    def _lookup(self, name: str, path: tuple[str, ...]) -> Quantity:
        if name in path or name in self.pending:
            return self._derive(name, path)
        ledger = self.ledger
        if name in self.places and name not in ledger.figures and name not in ledger.derived:
            if self.places[name].table == "findings":
                raise KeyError(_NO_NUMBER.format(name))
            raise _AlreadyReportedError
        return ledger.quantity(name)

    def _finding(self, row: Row) -> None:
        ledger, statement, holds = self.ledger, row.text("statement"), row.text("holds")
        name = row.text("id")
        for number in wording.typed_numbers(PLACEHOLDER.sub("", statement)):
            self.problems.append(row.problem("statement", f"has the typed number “{number}”; write the id of its figure in braces"))
        if not statement or not holds:
            return  # reported as an empty cell
        column = "statement"
        try:
            shown = [match[1] for match in PLACEHOLDER.finditer(statement)]
            for other in shown:
                self._lookup(other, ())
            ledger.fill(statement)
            column = "holds"
            inputs = names(holds)
            for other in inputs:
                self._lookup(other, ())
            truth = judge(holds, ledger.quantity)
        except _AlreadyReportedError:
            return
        except (KeyError, ValueError) as error:
            self.problems.append(row.problem(column, error.args[0]))
            return
        if truth.status == "false":
            values = "; ".join(f"{i} = {ledger.words(i, 'full')}" for i in dict.fromkeys(inputs))
            self.problems.append(row.problem(
                "holds", f"“{ledger.fill(statement)}” is not supported by the data: {holds} does not hold with {values}; "
                         "correct the figure, or rewrite or remove the finding"))
        ledger.findings[name] = Finding(name, row.text("topic"), statement, holds, truth,
                                        tuple(dict.fromkeys((*inputs, *shown))), row.line)
