"""What differs between two ledgers: figures, derived figures, findings and verdicts, added, removed
or changed, and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from stateofplay.ledger.entries import Entry, Finding
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.reading.book_tables import own_columns, primary_key
from stateofplay.ledger.reading.tables import Row, Table
from stateofplay.numbers.change import Change
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.units import UnitError

KINDS = {
    "figures": "Figures",
    "derived": "Derived figures",
    "findings": "Findings",
    "checks": "Verdicts",
}
# Attributes that are no difference of their own: `old` and `new` say them in words, or they only
# say where a row stands.
_SILENT = {"id", "figure", "line", "quantity", "truth", "inputs", "repeated", "rests_on", "bases"}


@dataclass(frozen=True)
class Difference:
    """One entry that is not the same in both ledgers.

    `old` and `new` are its words, empty where it is missing, `numbers` its quantities, None where
    it has none; `change` says by how much; `columns` what else of it is another, as name, old and
    new; `reason` is from corrections.csv, or names the inputs that changed.
    """

    kind: str  # one of KINDS
    id: str
    label: str
    status: str  # added, removed or changed
    old: str
    new: str
    numbers: tuple[Quantity | None, Quantity | None]
    change: Change | None = None
    change_words: str = ""
    columns: tuple[tuple[str, str, str], ...] = ()
    reason: str = ""


def compare(old: Ledger, new: Ledger) -> list[Difference]:
    """Every difference, by kind, in the order of the new ledger's tables; what was removed comes
    last in its kind.
    """
    corrections = _corrections(old, new)
    moved = {
        name
        for kind in ("figures", "derived")
        for name, entry in getattr(new, kind).items()
        if name in old and name not in old.findings and old.quantity(name) != entry.quantity
    }
    found = []
    for kind in KINDS:
        before, after = getattr(old, kind), getattr(new, kind)
        for name in [*after, *(name for name in before if name not in after)]:
            through = [i for i in getattr(after.get(name), "inputs", ()) if i in moved]
            reason = "; ".join(corrections.get(name, ())) or (
                f"follows from {', '.join(through)}" if through else ""
            )
            found.append(_difference(kind, name, old, new, reason))
    return [difference for difference in found if difference]


def _difference(kind: str, name: str, old: Ledger, new: Ledger, reason: str) -> Difference | None:
    """None when a reader would see no difference."""
    before, after = getattr(old, kind).get(name), getattr(new, kind).get(name)
    if kind == "checks" and not (name in old.figures and name in new.figures):
        return None  # it came or went with its figure
    label = getattr((new if after else old).entry(name), "measure", "")
    words = _words(kind, name, old) if before else "", _words(kind, name, new) if after else ""
    numbers = getattr(before, "quantity", None), getattr(after, "quantity", None)
    if before is None or after is None:
        status = "removed" if before else "added"
        return Difference(kind, name, label, status, *words, numbers, reason=reason)
    columns = () if kind == "checks" else tuple(_columns(before, after))
    if words[0] == words[1] and not columns and (kind == "checks" or numbers[0] == numbers[1]):
        return None
    change = None if kind == "checks" else _change(before, after)
    said = change.words(new.units[after.unit]) if change else ""
    return Difference(kind, name, label, "changed", *words, numbers, change, said, columns, reason)


def _columns(before: Entry, after: Entry) -> Iterator[tuple[str, str, str]]:
    for attribute in fields(after):
        name = attribute.name
        old, new = getattr(before, name, ""), getattr(after, name)
        if name not in _SILENT and old != new:
            yield name, str(old if old is not None else ""), str(new if new is not None else "")
    if isinstance(before, Finding) and isinstance(after, Finding) and before.status != after.status:
        yield "status", before.status, after.status


def _change(before: Entry, after: Entry) -> Change | None:
    """By how much; None where the number is the same, or was stated in a unit that cannot be
    compared.
    """
    if isinstance(before, Finding) or isinstance(after, Finding):
        return None
    if before.quantity == after.quantity:
        return None
    try:
        return Change.between(before.quantity, after.quantity, after.unit)
    except UnitError:
        return None


def _words(kind: str, name: str, ledger: Ledger) -> str:
    if kind != "checks":
        return ledger.words(name, "full")
    values = (f"{ledger.outside_words(check)} ({check.who})" for check in ledger.checks[name])
    return f"{ledger.verdicts[ledger.verdict(name)]}: {'; '.join(values)}"


def _corrections(old: Ledger, new: Ledger) -> Mapping[str, list[str]]:
    """The reasons of the corrections that the old ledger does not have, by id."""
    reasons: dict[str, list[str]] = {}
    for row in new_corrections(old.tables, new.tables):
        reasons.setdefault(row.text("id"), []).append(row.text("reason"))
    return reasons


def new_corrections(old: Mapping[str, Table], new: Mapping[str, Table]) -> list[Row]:
    """The corrections that the older tables do not have."""
    known = {_correction_key(row) for row in old.get("corrections", ())}
    return [row for row in new.get("corrections", ()) if _correction_key(row) not in known]


def _correction_key(row: Row) -> tuple[str, ...]:
    """What tells a correction from the others, so that one of an earlier release is known again."""
    return tuple(row.text(column) for column in primary_key(own_columns("correction")))
