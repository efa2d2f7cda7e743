"""Loads the book of the working folder in the process that those of chapters are copied from."""

import gc
from contextlib import suppress

from stateofplay.files.project import find_project
from stateofplay.ledger.loading import load_ledger

# Each chapter's process then has it, as long as no table has changed since, which `load_ledger`
# looks at: it would take each a quarter of a second. Whatever is wrong with it, the build says.
gc.disable()  # to look for what nothing refers to takes longer than to read many figures
with suppress(Exception):
    load_ledger(find_project())
gc.enable()
gc.freeze()  # what is here stays: its copies need not look through it, nor write to its memory
