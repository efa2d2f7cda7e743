"""Loads the book of the working folder in the process that those of chapters are copied from, and
does once there what each of them would have to do first."""

import gc
import sys
from contextlib import suppress
from datetime import date

from stateofplay.chapters.shell import Shell
from stateofplay.files.project import find_project
from stateofplay.ledger.loading import load_ledger
from stateofplay.numbers.periods import period

# A cell for which the libraries load, compile and note what they do with their first one: half of
# the time that a short chapter takes.
_FIRST = """
import altair as alt
import pandas as pd
frame = pd.DataFrame({"a": ["b"], "c": [1.0], "d": pd.to_datetime(["2026-02-20"])})
alt.Chart(frame).mark_bar().encode(alt.X("c:Q"), y="a").to_dict()
"""


def _run_first() -> None:
    """Run the cell in a shell that leaves nothing behind, start the chapters', and name a month."""
    period(date(2026, 1, 1), date(2026, 2, 1))
    main, path = sys.modules["__main__"], [*sys.path]
    try:
        Shell.started().run_cell(_FIRST, store_history=True)  # type: ignore[no-untyped-call]
    finally:
        sys.path[:] = path
        Shell.waiting = Shell.started()  # to start it takes a fifth of a short chapter's time
        sys.modules["__main__"] = main


# Each chapter's process then has it, as long as no table has changed since, which `load_ledger`
# looks at: it would take each a quarter of a second. Whatever is wrong with it, the build says.
gc.disable()  # to look for what nothing refers to takes longer than to read many figures
with suppress(Exception):
    load_ledger(find_project())
with suppress(Exception):
    _run_first()
gc.enable()
gc.freeze()  # what is here stays: its copies need not look through it, nor write to its memory
