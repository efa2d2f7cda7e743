"""The tables that chapters read, as plain columns, and the digest by which the build knows that one
has changed."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from stateofplay.ledger.entries import Check, Derived, Figure
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.naming import formula_in_words, name_of
from stateofplay.ledger.nearness import Nearest, by_nearness, nearly_as_near
from stateofplay.ledger.reading.tables import Row
from stateofplay.ledger.turning_words import contested, stated_by_others
from stateofplay.numbers import periods
from stateofplay.numbers.quantity import Number, Quantity
from stateofplay.numbers.wording import one_sided

Record = dict[str, Any]  # a row by its columns
Columns = dict[str, list[Any]]

# The columns that the ledger works out: of a stated figure beside those of its row, and of each
# table of its own. They are the same where there is no row, of a young book.
_OF_FIGURES = "day dated since words bare number period label year"
_WORKED_OUT = {
    "derived": "id topic measure formula unit mixes basis value low high bound words range label",
    "findings": "id topic statement holds status",
    "turns": "id topic finding figure measure also range stated at change moves_from percent "
    "low high source others contested",
    "checks": "id figure topic measure unit value low high words verdict outside_value "
    "outside_low outside_high outside_words outside_times outside_bound who interest independent "
    "basis day source outside_source mixes note",
}
_NUMBERS = "value low high outside_value outside_low outside_high moves_from percent year"
_TYPES = {**dict.fromkeys(_NUMBERS.split(), "number"), "dated": "date"}


def input_names(ledger: Ledger) -> list[str]:
    """Every name that a chapter may declare: the tables, and the outlines of the regions where
    there are any."""
    outlines = ledger.settings.outlines
    return [*table_names(ledger), *([outlines.name] if outlines else [])]


def table_names(ledger: Ledger) -> list[str]:
    """Every table that a chapter may ask for: the CSV tables, and what the ledger works out from
    them."""
    plain = [name for name in ledger.tables if name not in _WORKED_OUT]
    return [
        *plain,
        "derived",
        *(f"derived/{topic}" for topic in sorted(ledger.topics)),
        "findings",
        "turns",
        "checks",
    ]


def column_types(ledger: Ledger, name: str) -> dict[str, str]:
    """The columns of the table `name` in their order, with their types in the words of the Table
    Schema standard. Raises KeyError when there is no such table."""
    worked_out, types = _WORKED_OUT.get("derived" if _is_derived(name) else name, ""), {}
    if not worked_out:
        table = ledger.tables[name]
        worked_out = _OF_FIGURES if table.states_figures else ""
        types = {field["name"]: field["type"] for field in table.schema.fields}
    return types | {column: _TYPES.get(column, "string") for column in worked_out.split()}


def _is_derived(name: str) -> bool:
    return name == "derived" or name.startswith("derived/")


def columns(ledger: Ledger, name: str) -> Columns:
    """The table `name` as a list per column, also where it has no row. Raises KeyError when there
    is no such table."""
    rows = [*_rows(ledger, name)]
    return {column: [row[column] for row in rows] for column in column_types(ledger, name)}


def _rows(ledger: Ledger, name: str) -> Iterable[Record]:
    if _is_derived(name):
        topic = name.partition("/")[2]
        return (_derived(ledger, d) for d in ledger.derived.values() if topic in ("", d.topic))
    if name == "findings":
        return (
            {
                "id": f.id,
                "topic": f.topic,
                "statement": ledger.words(f.id),
                "holds": f.holds,
                "status": f.status,
            }
            for f in ledger.findings.values()
        )
    if name == "checks":
        figures = ledger.article_figures
        return (_check(ledger, f, c) for f in figures for c in ledger.checks.get(f.id, ()))
    if name == "turns":
        return (_turns(ledger, f, found) for f, found in by_nearness(ledger))
    table = ledger.tables[name]
    if table.states_figures:
        return (_figure(ledger, ledger.figures[row.text("id")], row) for row in table)
    return ({c: _plain(row[c]) for c in table.schema.columns} for row in table)


def table_digest(ledger: Ledger, name: str) -> str:
    """Changes whenever a chapter that reads the input `name` could see a difference."""
    if name not in ledger.table_digests:
        outlines = ledger.settings.outlines
        content = (
            (ledger.project.data / outlines.file).read_bytes()
            if outlines and name == outlines.name
            else json.dumps(columns(ledger, name), default=str, ensure_ascii=False).encode()
        )
        ledger.table_digests[name] = hashlib.sha256(content).hexdigest()
    return ledger.table_digests[name]


def _figure(ledger: Ledger, figure: Figure, row: Row) -> Record:
    cells = {c: _plain(row[c]) for c in row.cells}
    period = periods.period(figure.start, figure.end)
    words = ledger.words(figure.id)
    if figure.is_context:
        when = {"day": period, "dated": _plain(figure.end or figure.start), "since": ""}
    else:
        when = {
            "day": ledger.day(figure),
            "dated": _plain(ledger.dated(figure)),
            "since": _since(ledger, figure),
        }
    return {
        **cells,
        **figure.quantity.ends(float),
        "bound": figure.bound,
        **when,
        "words": words,
        "bare": ledger.words(figure.id, "bare"),
        "number": ledger.words(figure.id, "number"),
        "period": period,
        "label": "; ".join([f"{period}: {words}", figure.measure, figure.who])
        if period
        else f"{figure.measure}: {words}; {figure.who}",
        "year": figure.start.year if figure.start else None,
    }


def _since(ledger: Ledger, figure: Figure) -> str:
    """What has become of the measure since the figure before it in its series, in words; empty for
    the first."""
    older = ledger.before(figure)
    return f"{ledger.change(older, figure)} since {ledger.day(older)}" if older else ""


def _derived(ledger: Ledger, derived: Derived) -> Record:
    words = ledger.words(derived.id)
    return {
        "id": derived.id,
        "topic": derived.topic,
        "measure": derived.measure,
        "formula": formula_in_words(ledger, derived.formula),
        "unit": derived.unit,
        "mixes": derived.mixes,
        "basis": "; ".join(sorted(ledger.bases(derived.id))),
        **derived.quantity.ends(float),
        "bound": _bound(derived.quantity),
        "words": words,
        "range": ledger.words(derived.id, "range"),
        "label": f"{derived.measure}: {words}; computed",
    }


def _turns(ledger: Ledger, name: str, found: Nearest | None) -> Record:
    """One row per finding, the nearest to turning first: the figure that it hangs on most, those
    that are nearly as near (`also`), the change that turns it in percent of the stated number, and
    that figure's range likewise, which is also in words (`range`, empty where it is one number).
    `others` names what others state of it.
    """
    finding = ledger.findings[name]
    figure = ledger.figures[found.turn.figure] if found else None
    also = nearly_as_near(ledger, name)

    def percent(number: Number) -> float | None:
        """A number by how far it is from where the figure starts."""
        if not found or found.share is None or math.isinf(number):
            return None
        return float(found.percent(number))

    return {
        "id": name,
        "topic": finding.topic,
        "finding": ledger.words(name),
        "figure": figure.id if figure else "",
        "measure": name_of(ledger, figure) if figure else "",
        "also": "; ".join(name_of(ledger, ledger.figures[n.turn.figure]) for n in also),
        "range": ledger.words(figure.id, "range")
        if figure and not figure.quantity.is_exact
        else "",
        "stated": ledger.words(figure.id) if figure else "",
        "at": found.at(ledger) if found else "",
        "change": found.change(ledger) if found else "",
        "moves_from": float(found.start) if found else None,
        "percent": percent(found.end.number) if found else None,
        "low": percent(figure.quantity.low) if figure else None,
        "high": percent(figure.quantity.high) if figure else None,
        "source": figure.source if figure else "",
        "others": stated_by_others(ledger, figure.id) if figure else "",
        "contested": contested(ledger, finding),
    }


def _check(ledger: Ledger, figure: Figure, check: Check) -> Record:
    """One row per outside value: what the article states, what somebody else does, and the verdict
    on the figure."""
    outside = check.quantity.to(figure.unit)
    return {
        "id": check.id,
        "figure": figure.id,
        "topic": figure.topic,
        "measure": ledger.label(figure),
        "unit": figure.unit,
        **figure.quantity.ends(float),
        "words": ledger.words(figure.id),
        "verdict": ledger.verdict(figure.id),
        **{f"outside_{end}": number for end, number in outside.ends(float).items()},
        "outside_words": ledger.outside_words(check, figure.unit),
        "outside_times": ledger.outside_times(check, figure),
        "outside_bound": check.bound or _bound(outside),
        "who": check.who,
        "interest": check.interest,
        "independent": "yes" if check.is_independent else "no",
        "basis": check.basis,
        "day": check.day.isoformat(),
        "source": check.source,
        "outside_source": ledger.sources[check.source].producer,
        "mixes": check.mixes,
        "note": check.note,
    }


def _bound(quantity: Quantity) -> str:
    """The bound that a computed range amounts to."""
    if quantity.is_exact:
        return "exact"
    if math.isinf(quantity.low) and math.isinf(quantity.high):
        return "between"  # no mark stands for any number
    return one_sided(quantity) or ("between" if quantity.value is None else "about")


def _plain(cell: str | Fraction | date | None) -> str | float | None:
    if isinstance(cell, Fraction):
        return float(cell)
    return cell.isoformat() if isinstance(cell, date) else cell
