"""The command `stateofplay whatif`: what changes, and which findings turn, with other numbers."""

from __future__ import annotations

import sys

from stateofplay.editing.comparison import compare
from stateofplay.editing.difference_report import report
from stateofplay.files.project import Project
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.supposed import SupposedError, read_changes, with_numbers


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
    print(report(compare(ledger, supposed), "as stated", "with these numbers", format))
    return 0
