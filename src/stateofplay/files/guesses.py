"""Guesses which name was meant by one that does not exist."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from stateofplay.files.characters import READABLE, quoted

_NO_ROWS = ("a column", "a table")  # to which nobody can add a row of that name
ADD_IT = "add its row first or correct the name"
MOST_COMPARED = 100_000  # names, in about a second


def guess(name: str, known: Iterable[str], otherwise: str) -> str:
    """What `name` may have been meant for: the nearest of `known`; without any, `otherwise`."""
    near = difflib.get_close_matches(name, list(known), 1)
    return f"did you mean {near[0]}?" if near else otherwise


@dataclass
class Guesses:
    """Guesses which name was meant by one that does not exist, as long as `left` names are not
    compared.

    Whoever has more such names mends some and checks again; the work does not grow with the square.
    """

    left: int = MOST_COMPARED

    def unknown(self, name: str, known: Iterable[str], what: str) -> str:
        """The message for an id or key that does not exist, with the nearest of `known`, if any."""
        names = list(known) if self.left > 0 else []
        self.left -= len(names)
        plain = unicodedata.normalize("NFKC", name[:READABLE])  # km² is km2
        lacks = "correct the name" if what.startswith(_NO_ROWS) else ADD_IT
        hint = guess(plain, names, lacks)
        return f"{quoted(name)} is not {what}; {hint}"


def unknown(name: str, known: Iterable[str], what: str) -> str:
    """The message of `Guesses` for a single name."""
    return Guesses().unknown(name, known, what)
