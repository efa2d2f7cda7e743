"""The command `stateofplay check`: every problem of the data, the sources and the pages, notes for
editors, and what can be mended.
"""

from __future__ import annotations

import gc
import sys
from contextlib import nullcontext, redirect_stdout

from stateofplay.chapters.frames import input_names
from stateofplay.editing.problem_report import report
from stateofplay.editing.releases import uncorrected
from stateofplay.editing.revisions import RevisionError, staged_project
from stateofplay.editing.rows.raw_rows import EditError
from stateofplay.editing.rows.saving import Conflict, FileChange, write
from stateofplay.editing.rules.editorial import Found, editorial
from stateofplay.files.problems import DataError, Problem
from stateofplay.files.project import Project
from stateofplay.ledger.counts import COUNTED
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger, names_taken
from stateofplay.ledger.nearness import within_a_rounding
from stateofplay.ledger.reading.book_settings import settings_problems
from stateofplay.ledger.reading.fixing import fixes
from stateofplay.ledger.reading.front_matter import chapter_problems
from stateofplay.ledger.substitution import report as substituted_findings


def run(
    project: Project,
    format: str,
    staged: bool,
    mend: bool,
    encoding: str | None,
    yes: bool,
    since: str | None,
    substituted: bool,
    verbose: bool,
) -> int:
    """The command with its options: mend first, then check or list; gives the exit status. Raises
    DataError where findings are to be listed and the ledger has problems.
    """
    apart = {
        "--encoding and --yes say how --fix mends; add --fix": (encoding or yes) and not mend,
        "--fix mends files, --staged checks what is staged of them; give one": mend and staged,
        "--report lists findings of the files, as text or json; leave out --staged, --since and "
        "the other form": substituted and (staged or since is not None or format == "github"),
    }
    for why, is_so in apart.items():
        if is_so:
            print(why, file=sys.stderr)
            return 2
    # What was mended is said to people; another program reads the report alone.
    with redirect_stdout(sys.stdout if format == "text" else sys.stderr):
        if mend and not fix(project, yes, encoding or ""):
            return 1
    if substituted:
        print(substituted_findings(load_ledger(project), format))
        return 0
    gc.disable()  # what is read is of use to the end, and is much with many figures
    try:
        return check(project, format, since, verbose, staged)
    finally:
        gc.enable()


def check(
    project: Project,
    format: str,
    since: str | None = None,
    verbose: bool = False,
    staged: bool = False,
) -> int:
    """Report every problem and note in `format` (see `problem_report`); gives the exit status: 0
    when there is no problem.

    `since` is the release whose figures may not have changed without a correction; by default the
    latest one. With `staged`, what the next commit would hold is checked, not the work tree.
    """
    problems, notes = list[Problem](), list[Problem]()
    summary = failed = ""
    close: dict[str, list[str]] = {}
    compared = "not compared with a release: the ledger has problems of its own"
    try:
        with staged_project(project) if staged else nullcontext(project) as checked:
            problems, summary, notes = find_problems(checked)
            if summary:
                changed, compared = uncorrected(checked, since, history=project)
                problems += changed
                close = within_a_rounding(load_ledger(checked))
    except RevisionError as error:
        failed = str(error)
    if verbose and not failed:
        print(compared, file=sys.stderr)
    if format != "text":
        printed = report(problems, format, notes)
        print(printed, end="\n" if printed else "")
    elif problems:
        _print(project, problems)
    elif not failed:
        print(summary)
        if notes:
            print(report([], "text", notes))
        for finding, figures in close.items():
            print(f"a rounding of {' or '.join(figures)} would turn the finding {finding}")
    if failed:
        print(failed, file=sys.stderr)
        return 2
    return 1 if problems else 0


def _print(project: Project, problems: list[Problem]) -> None:
    """The problems for people, and what can be mended."""
    print(report(problems, "text"), file=sys.stderr)
    print(f"{len(problems)} problem(s)")
    mended = _mendable(project)
    if mended:
        names = ", ".join(mended)
        print(f"stateofplay check --fix can rewrite {names}; it shows the difference first")


def find_problems(project: Project) -> tuple[list[Problem], str, list[Problem]]:
    """Every problem of the data, the settings and the pages, what the ledger holds when it has
    none, and notes for editors, which stop nothing.
    """
    try:
        ledger = load_ledger(project)
    except DataError as error:
        return problems_with(project, None, error.problems)[0], "", []
    problems, notes = problems_with(project, ledger, [])
    derived = sum(entry.formula != COUNTED for entry in ledger.derived.values())
    counts = (
        f"{len(ledger.figures)} figures, {derived} derived figures, "
        f"{len(ledger.findings)} findings, {sum(map(len, ledger.checks.values()))} outside values"
    )
    waiting = len(ledger.candidates)
    draft = f"; {waiting} numbers of the draft are not in a table" if waiting else ""
    return problems, f"{counts}: no problem{draft}", notes


def problems_with(
    project: Project, ledger: Ledger | None, found: list[Problem]
) -> tuple[list[Problem], list[Problem]]:
    """Every problem of the settings and the pages, with those `found` of the ledger, and notes:
    only without any found is it known which tables a chapter may name, and what pages may say.
    """
    sound = None if found else ledger
    said = editorial(sound) if sound else Found(found)
    inputs = input_names(sound) if sound else None
    taken = names_taken(sound) if sound else ()
    every = {
        *settings_problems(project),
        *said.problems,
        *chapter_problems(project, inputs),
        *taken,
    }
    return sorted(every), said.notes


def _mendable(project: Project) -> list[str]:
    try:
        return [fix.file for fix in fixes(project)]
    except DataError:  # the data package itself cannot be read, which has been reported
        return []


def fix(project: Project, yes: bool, encoding: str = "") -> bool:
    """Show what can be mended and write it, after asking or with `yes`; False when nobody agreed or
    it could not be written.

    `encoding` is how tables are stored that are no UTF-8, as the person at the terminal knows it.
    """
    try:
        proposed = list(fixes(project, encoding))
    except DataError:  # the check that follows reports it
        return True
    if not proposed:
        print("Nothing to mend.")
        return True
    for proposal in proposed:
        print(proposal.difference())
    files = ", ".join(proposal.file for proposal in proposed)
    if not yes and not _agreed(f"Write {files}? [y/N] "):
        return False
    try:
        write(project, [FileChange(p.path, p.before, p.after.encode()) for p in proposed])
    except (Conflict, EditError) as error:
        print(error, file=sys.stderr)
        return False
    except OSError as error:
        said = f"{error.strerror or error}; close it in other programs, then try again"
        print(f"{files}: {said}", file=sys.stderr)
        return False
    return True


def _agreed(question: str) -> bool:
    """Whether the person at the terminal says yes; without a terminal nobody does."""
    if not sys.stdin.isatty():
        print("Nothing was written; add --yes to write it.", file=sys.stderr)
        return False
    if input(question).strip().casefold() in ("y", "yes"):
        return True
    print("Nothing was written.", file=sys.stderr)
    return False
