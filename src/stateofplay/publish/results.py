"""What the checks of the proof found, and the page that says it."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from stateofplay.files.folders import files_in
from stateofplay.files.project import Project
from stateofplay.ledger.loading import load_ledger
from stateofplay.publish.building import inputs_now

_SHOWN = 40  # problems of one check that the page of results lists


@dataclass
class Result:
    """What one check found: its name, what it looked at, every problem, and notes, for which it
    does not fail.
    """

    name: str
    detail: str
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems


def digest(path: Path) -> str:
    """The SHA-256 of a file, as the lists of check sums write it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def site_digest(site: Path) -> str:
    """One check sum for all files of the site and their names."""
    lines = [f"{digest(site / name)}  {name}\n" for name in files_in(site)]
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def page_of_results(project: Project, results: list[Result]) -> str:
    """The results as one page of Markdown, the same for the same input."""
    return "\n".join(_lines(project, results)) + "\n"


_CLASSES = (
    "Numbers are classed by where they stand. A *live figure* is printed exactly as its record in "
    "the ledger says; a number in a *record* belongs to that record, one in an *item* (a row, a "
    "card, a chart with its table) to a record that the item links to; *prose* may hold none. "
    "Other *lists, titles* and *labels* hold numbers of the ledger or of a table in `data/`. The "
    "other classes are no figures: days, names, formulas, paragraph numbers, addresses, ticks of "
    "axes, counts of rows."
)


def _lines(project: Project, results: list[Result]) -> Iterator[str]:
    editions = ", ".join(
        f"“{article.title}” ({article.producer}, {article.day})"
        for article in load_ledger(project).editions
    )
    verdict = (
        "Everything is as it should be."
        if all(result.ok for result in results)
        else "Not everything is as it should be; see below."
    )
    yield from (
        f"# Verification of {project.settings.title}",
        "",
        f"Explains {editions}. {verdict}",
        "",
    )
    yield from ("| check | result | what was looked at |", "|---|---|---|")
    for result in results:
        count = len(result.problems)
        outcome = f"**{count} problem{'s' if count > 1 else ''}**" if count else "passed"
        yield f"| {result.name} | {outcome} | {result.detail.replace('|', '/')} |"
    python = ".".join(map(str, sys.version_info[:3]))
    yield from (
        "",
        f"Input: SHA-256 `{inputs_now(project).digest}`. "
        f"Site: SHA-256 `{site_digest(project.site)}`. "
        f"Program: stateofplay {version('stateofplay')}, Python {python}.",
        "",
        _CLASSES,
    )
    for result in results:
        if not result.ok or result.notes:
            yield from ("", f"## {result.name}", "")
            yield from (f"- {problem}" for problem in result.problems[:_SHOWN])
        if len(result.problems) > _SHOWN:
            yield f"- and {len(result.problems) - _SHOWN} more"
        yield from (f"- Note: {note}" for note in result.notes)
