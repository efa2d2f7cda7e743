"""Turns what nothing foresaw into one line: where it happened, what, and how to report it."""

from __future__ import annotations

import os
import sys
from itertools import chain

from stateofplay.files.characters import shortened
from stateofplay.files.disk import remedy
from stateofplay.files.problems import DataError

VERBOSE = "STATEOFPLAY_VERBOSE"  # set, the whole of an unforeseen error is printed besides
_LONGEST = 200  # characters of an error's own words that the line repeats
_PAGE_NAMES = ("docname", "pagename", "page")  # how Sphinx and this package call the page at work
_verbose = False


def say_all(verbose: bool) -> None:
    """Set whether this process prints the whole of an unforeseen error besides its line."""
    global _verbose
    _verbose = verbose


def line_of(error: BaseException) -> str:
    """One line for an error that nothing foresaw; its own words where it says what is wrong.

    Prints the whole of it to the standard error where that is wanted.
    """
    error = getattr(error, "orig_exc", None) or error  # Sphinx wraps what its handlers raise
    if isinstance(error, DataError):
        return str(error)
    if _verbose or os.environ.get(VERBOSE):
        import traceback  # of no use to most commands, and slow to load

        traceback.print_exception(error, file=sys.stderr)
    place = at_work(error)
    where = f"{place}: " if place else ""
    if isinstance(error, MemoryError):
        return f"{where}there is not enough memory; end other programs, then try again"
    if isinstance(error, OSError):
        name, what = error.filename2 or error.filename, "see to it"
        if isinstance(name, str | bytes):  # else it is the number of an open file
            path = os.fsdecode(name)
            where, what = f"{path}: ", remedy(error, path)
        return f"{where}{error.strerror or error}; {what}, then try again"
    if isinstance(error, ModuleNotFoundError):
        return f"{error}; install what requirements.txt names (make install), then try again"
    words = " ".join(str(error).split())
    said = f": {words[:_LONGEST]}{'…' if len(words) > _LONGEST else ''}" if words else ""
    return (
        f"{where}{type(error).__name__}{said}. This is a mistake of the program, not yours: what "
        "you changed last may go round it. Please report it, with what the same command prints "
        f"with --verbose (or with {VERBOSE}=1)"
    )


def at_work(error: BaseException) -> str:
    """What was being worked on when the error arose; empty where that is not known.

    It is a row of a table, else an entry of the ledger, else a page; the innermost of several.
    """
    import traceback

    # Asked for here, so that this module can tell of an error in those that it looks for.
    from stateofplay.ledger.entries import Derived, Figure, Finding
    from stateofplay.ledger.reading.tables import Row

    frames = reversed([frame for frame, _ in traceback.walk_tb(error.__traceback__)])
    held = [each for frame in frames for each in frame.f_locals.items()]
    rows = (f"{value.file}:{value.line}" for _, value in held if isinstance(value, Row))
    entries = (
        f"the entry {value.id}"
        for _, value in held
        if isinstance(value, Figure | Derived | Finding)
    )
    pages = (
        f"the page {shortened(value)}"
        for name, value in held
        if name in _PAGE_NAMES and isinstance(value, str) and value
    )
    return next(chain(rows, entries, pages), "")
