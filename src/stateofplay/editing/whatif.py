"""The command `stateofplay whatif`: what changes, and which findings turn, with other numbers."""

from __future__ import annotations

import json
import sys

from stateofplay.files.project import Project
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.substitution import SAYS
from stateofplay.ledger.supposed import SupposedError, changes, read_changes, turned, with_numbers
from stateofplay.numbers.quantity import int_or_float


def whatif(project: Project, numbers: list[str], format: str) -> int:
    """Print what would be with `numbers`, each written `id=number`, as text or JSON; gives the exit
    status. Raises DataError where the ledger has problems.
    """
    ledger = load_ledger(project)
    try:
        supposed = with_numbers(ledger, read_changes(ledger, numbers))
    except SupposedError as error:
        print(error, file=sys.stderr)
        return 2
    print(as_json(ledger, supposed) if format == "json" else as_text(ledger, supposed))
    return 0


def as_json(before: Ledger, after: Ledger) -> str:
    """What differs between two ledgers, for programs."""

    def ends(ledger: Ledger, name: str) -> dict[str, object]:
        return {**ledger.quantity(name).ends(int_or_float), "words": ledger.words(name, "full")}

    content = {
        "changes": [
            {
                "id": name,
                "unit": getattr(before.entry(name), "unit", ""),
                "stated": ends(before, name),
                "with": ends(after, name),
            }
            for name in changes(before, after)
        ],
        "turns": [
            {
                "finding": t.finding.id,
                "statement": before.words(t.finding.id),
                "status": t.finding.status,
                "with": t.status,
            }
            for t in turned(before, after)
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def as_text(before: Ledger, after: Ledger) -> str:
    """What differs between two ledgers, for people."""
    lines = ["Changes:"]
    lines += [
        f"  {name}: {before.words(name, 'full')} → {after.words(name, 'full')}"
        for name in changes(before, after)
    ] or ["  nothing"]
    lines.append("Turns:")
    lines += [
        f"  {t.finding.id} ({t.finding.status}) {SAYS[t.status]}: {before.words(t.finding.id)}"
        for t in turned(before, after)
    ] or ["  no finding"]
    return "\n".join(lines)
