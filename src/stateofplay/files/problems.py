"""One thing that is wrong with what people wrote: where, what was found, what was expected, and
what to do.
"""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong: where, and in `message` what was found, expected and to be done.

    `column` is a column of a table or a key of a file; of a file that cannot be read at all, the
    number of the character in the line, from 1.
    """

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return self.told("")

    def told(self, kind: str) -> str:
        """The line in which every command says it, which editors and terminals lead from; `kind`
        (``note: ``) stands before the message.
        """
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {kind}{self.message}"


class DataError(ValueError):
    """The data cannot be published; `problems` has all the reasons, sorted by file and line."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(p) for p in self.problems))


class SourceError(ValueError):
    """A copy of an article that no record can be made of; the message names the file."""
