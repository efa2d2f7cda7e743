"""What an edit would lead to, before anything is written: problems, and all that follows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import unified_diff
from itertools import islice

from stateofplay.editing.checking import problems_with
from stateofplay.editing.comparison import Difference, compare
from stateofplay.editing.releases import Release, changed_since
from stateofplay.editing.rows.pending import Pending
from stateofplay.editing.rows.row_edits import REASON
from stateofplay.files.characters import visible
from stateofplay.files.problems import Problem
from stateofplay.files.project import Project
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import assembled


@dataclass(frozen=True)
class State:
    """The project as it is or would be: its problems, what an editor should look at, the published
    numbers that changed without a correction, and its ledger where every entry of it could be
    computed, findings that do not hold included. Of its `problems` those of the ledger are in
    `of_ledger`; `is_read` says whether tables could be held against each other at all.
    """

    problems: list[Problem]
    notes: list[Problem]
    uncorrected: list[Problem]
    ledger: Ledger | None
    of_ledger: frozenset[Problem]
    is_read: bool

    @classmethod
    def of(cls, project: Project, release: Release | None) -> State:
        """The state of a project, held against a release."""
        ledger, found = assembled(project)
        problems, notes = problems_with(project, ledger, found)
        log = project.relative(project.table("corrections"))
        changed = []
        if ledger and release and not found:
            changed = changed_since(release, ledger.tables, log)
        computed = ledger if all(p.column == "holds" for p in found) else None
        return cls(problems, notes, changed, computed, frozenset(found), ledger is not None)

    def would_see(self, is_of_ledger: bool) -> bool:
        """Whether a problem would be found here: pages are only held against a ledger
        without problems, tables against each other only where all can be read.
        """
        return self.is_read if is_of_ledger else not self.of_ledger


@dataclass(frozen=True)
class Outcome:
    """What is, and what would be."""

    before: State
    after: State
    found: tuple[Problem, ...]  # of the edit itself
    files: frozenset[str] = frozenset()  # that it would write

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the edit, and what would be wrong that is not wrong now."""
        return sorted({*self.found, *(p for p in self._added if not self._is_uncovered(p))})

    @property
    def uncovered(self) -> list[Problem]:
        """What is wrong elsewhere, and only seen now that the edit mends what hid it."""
        return sorted({*filter(self._is_uncovered, self._added)})

    def _is_uncovered(self, problem: Problem) -> bool:
        if problem.file in self.files or problem.column == "holds":
            return False  # a finding turns with a number that can be read again
        return not self.before.would_see(problem in self.after.of_ledger)

    @property
    def _added(self) -> list[Problem]:
        # A row that is asked for its reason is not told again how to log it by hand.
        asked = {(problem.file, problem.line) for problem in self.found if problem.column == REASON}
        told = [p for p in self.after.uncorrected if (p.file, p.line) not in asked]
        before = [*self.before.problems, *self.before.uncorrected]
        return _added(before, [*self.after.problems, *told])

    @property
    def notes(self) -> list[Problem]:
        """What an editor should look at that nobody had to before."""
        return _added(self.before.notes, self.after.notes)

    @property
    def differences(self) -> list[Difference]:
        """The entries that would be others; none while either state cannot be computed."""
        if not (self.before.ledger and self.after.ledger):
            return []
        return compare(self.before.ledger, self.after.ledger)


def outcome(
    pending: Pending, release: Release | None, found: list[Problem], before: State | None = None
) -> Outcome:
    """What `pending` leads to; `found` is what is wrong with the edit itself."""
    before = before or State.of(pending.project, release)
    if not pending.changes:
        return Outcome(before, before, tuple(found))
    files = frozenset(pending.project.relative(change.path) for change in pending.changes)
    with pending.supposed() as project:
        return Outcome(before, State.of(project, release), tuple(found), files)


def difference(pending: Pending) -> list[str]:
    """The lines of the files that would be others: the old ones after -, the new ones after +."""
    lines: list[str] = []
    for change in pending.changes:
        contents = (change.before, change.after)
        old, new = (content.decode(errors="replace").splitlines() for content in contents)
        told = islice(unified_diff(old, new, n=0, lineterm=""), 2, None)  # without its head
        lines.append(pending.project.relative(change.path))
        lines += [visible(line) for line in told if not line.startswith("@@")]
    return lines


def _added(before: list[Problem], after: list[Problem]) -> list[Problem]:
    """What is there `after` and was not before, wherever it stood."""
    known = Counter(map(_unplaced, before))
    added = []
    for problem in after:
        known[_unplaced(problem)] -= 1
        if known[_unplaced(problem)] < 0:
            added.append(problem)
    return added


def _unplaced(problem: Problem) -> tuple[str, str, str]:
    """A problem wherever it stands: an edit moves the lines after it."""
    return problem.file, problem.column, problem.message
