"""Builds the site beside the published one, and publishes it only when everything succeeded."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import StringIO
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TypeVar

from stateofplay.files.access import RESTLESS, Inputs, content_digest, digest_of, inputs_of, saved
from stateofplay.files.disk import BuildError, DiskError, cannot_write, writing
from stateofplay.files.folders import Fingerprint, delete, is_made, mark
from stateofplay.files.manifest import is_untouched, note
from stateofplay.files.project import Project, code_digest
from stateofplay.ledger.leftovers import line_of
from stateofplay.publish.placing import place_of
from stateofplay.publish.publishing import publish
from stateofplay.publish.sphinx_words import report

_TRIES = 3  # builds, where somebody saves during each
_MADE = 200_000  # objects between two looks for those that nothing refers to (Python: 700)
_MADE_BY_PAGES = 10_000  # the same while pages are made: each leaves half a megabyte of them
Made = TypeVar("Made")
WAYS_TO_EXECUTE = ("Cache", "Direct", "Inline")  # of MyST-NB: NotebookClientCache and so on


def build(
    project: Project, quiet: bool = False, verbose: bool = False, out: Path | None = None
) -> int:
    """Bring the site up to date and say so; gives the exit status: 0 when it is, 1 when a problem
    was reported.
    """
    began = time.perf_counter()
    site = out if out is not None else project.site
    try:
        changed = update(project, out, quiet, verbose)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    _say(
        quiet,
        f"The site is in {site} ({time.perf_counter() - began:.1f} s)"
        if changed
        else f"Nothing has changed; the site is in {site}",
    )
    return 0


def update(
    project: Project, out: Path | None = None, quiet: bool = True, verbose: bool = False
) -> bool:
    """Bring the site in `out` (by default the project's) up to date; gives whether it was not.

    It is up to date when no input has changed since the last success and every file of it lies
    there untouched; this is answered before anything heavy is imported. Raises BuildError with
    every problem and what is published then: as a rule what was.
    """
    with writing(project.build):
        site = place_of(project, out)
    before = _folder_at(site)
    try:
        inputs = inputs_now(project)
        if is_untouched(project, site, inputs.digest):
            return False
        make = partial(bring_up_to_date, project, site, quiet, verbose)
        return of_one_state(project, quiet, make, inputs)
    except BrokenPipeError:
        raise
    except (Exception, KeyboardInterrupt) as error:
        as_it_was = _folder_at(site) == before  # a full disk may keep what is noted of the new one
        stands = "The published site is as it was." if as_it_was else "The new site is published."
        if isinstance(error, KeyboardInterrupt):
            raise KeyboardInterrupt(stands) from None
        if isinstance(error, OSError):
            error = cannot_write(error, project.build)
        said = str(error) if isinstance(error, BuildError) else line_of(error)
        end = ". " if isinstance(error, DiskError) else "\n"
        raise BuildError(f"{said}{end}{stands}") from error


def _folder_at(site: Path) -> int | None:
    """What tells the folder at `site` from the one that replaces it; None where there is none."""
    return site.stat().st_ino if site.is_dir() else None


def inputs_now(project: Project) -> Inputs:
    """The digest is of every file that the site is made from, of the program and its libraries.
    Raises OSError."""
    now = saved(inputs_of(project.root))
    contents = {path: content_digest(path) for path in now}
    named = [(project.relative(path), content) for path, content in contents.items()]
    return Inputs(now, contents, digest_of((code_digest(), named)))


def of_one_state(
    project: Project, quiet: bool, make: Callable[[Inputs], Made], inputs: Inputs | None = None
) -> Made:
    """What `make` gives, which is told the inputs, `inputs` if they were looked at just now, and
    sees to it that all is at rest before it publishes anything; no other build runs meanwhile.

    What is saved meanwhile may be in some pages and not in others: such a book is not published,
    and what it says is wrong may be so no more. It is made again.
    """
    with only_one(project, quiet) as has_waited:
        if inputs is None or has_waited:  # for a build that may have taken a minute
            inputs = inputs_now(project)
        tries = _TRIES
        while True:
            try:
                return make(inputs)
            except Exception:
                now, tries = inputs_now(project), tries - 1
                if now.saved == inputs.saved or not tries:
                    raise
                inputs = now


def at_rest(project: Project, inputs: Inputs) -> None:
    """Raise BuildError where not all is as it was saved when a build began with `inputs`."""
    if inputs.saved != saved(inputs_of(project.root)):
        raise BuildError(RESTLESS)


def bring_up_to_date(
    project: Project, site: Path, quiet: bool, verbose: bool, inputs: Inputs
) -> bool:
    """Check the data, run Sphinx into a working folder, and put a copy of it in place of the site,
    unless it is that of `inputs`; gives whether it was not. Raises BuildError and OSError.
    """
    if is_untouched(project, site, inputs.digest):  # another build has brought it up to date
        return False
    from stateofplay.chapters.foresight import will_execute
    from stateofplay.chapters.processes import start_server

    # A build makes much and drops little; to look for that so often took a tenth of its time.
    gc.set_threshold(_MADE, 20, 20)
    if will_execute(project):
        start_server()  # imports pandas and Altair while this one reads the data, imports Sphinx
    from stateofplay.files.problems import DataError
    from stateofplay.ledger.loading import as_read, load_book

    try:
        ledger = load_book(project)
    except DataError as error:
        said = f"{error}\n{len(error.problems)} problem(s); nothing was built."
        raise BuildError(said) from None
    gc.freeze()  # or imports would soon have all figures looked through
    working = project.build / ".work"
    with as_read(ledger):
        found = run_sphinx(project, working, quiet, verbose, inputs)
    note(project, site, inputs.digest, publish(project, working / "html", site, found))
    return True


def run_sphinx(
    project: Project,
    working: Path,
    quiet: bool,
    verbose: bool,
    began: Inputs,
    builder: str = "html",
) -> dict[str, Fingerprint]:
    """Run Sphinx as Jupyter Book would, into the folder of `working` named as the builder; gives
    what lies there then. Raises BuildError with what was reported. `began`: as it found them.
    """
    _leave_out_imports()
    from jupyter_book.config import get_final_config
    from sphinx.application import Sphinx
    from sphinx.util.console import nocolor
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from stateofplay.site.progress import progress
    from stateofplay.site.state import report_to, site_of

    if not is_made(working):
        delete(working)  # says so where something else lies there
    mark(working)
    config, _ = get_final_config(
        user_yaml=project.config,
        cli_config={"latex_individualpages": False},
        sourcedir=project.root,
    )
    warnings = StringIO()
    nocolor()
    gc.freeze()  # what was read is needed to the end, and so is what Sphinx imports
    try:
        with (
            patch_docutils(str(project.root)),
            docutils_namespace(),
            progress(quiet, verbose) as reporter,
        ):
            app = Sphinx(
                str(project.root),
                None,
                str(working / builder),
                str(working / "doctrees"),
                builder,
                confoverrides=config,
                status=sys.stdout if verbose else None,
                warning=warnings,
            )
            gc.freeze()
            gc.set_threshold(_MADE_BY_PAGES, 20, 20)
            report_to(app, reporter)
            site_of(app).began = began
            try:
                app.build()
            finally:
                site_of(app).settle()
            return site_of(app).found
    except OSError:
        raise
    except Exception as error:
        raise _failure(error, warnings.getvalue(), project, working) from error
    finally:
        gc.unfreeze()


def _failure(error: Exception, warnings: str, project: Project, working: Path) -> BuildError:
    """Why Sphinx ended: an error of the disk, else what it reported and what the error says."""
    from sphinx.errors import SphinxError

    wrapped = getattr(error, "orig_exc", None)
    reason = wrapped or error.__cause__
    if isinstance(reason, OSError):
        return cannot_write(reason, working)
    said = str(error) if isinstance(error, SphinxError) and not wrapped else line_of(error)
    return BuildError("\n".join(filter(None, (report(warnings, project), said))))


def _leave_out_imports() -> None:
    """Keep out of the process what takes longer to import than a page takes to build, and is not
    used.
    """
    from stateofplay.files.schema_words import leave_out_grammar

    leave_out_grammar()
    # Nothing is executed by MyST-NB (nb_execution_mode is off, see site/read/freshness.py), yet it
    # imports each of its ways to: a database toolkit and kernels, half of a small build's time.
    # To go once MyST-NB imports them when asked; tests/publish/test_building.py fails then.
    for way in WAYS_TO_EXECUTE:
        module = ModuleType(f"myst_nb.core.execute.{way.lower()}")
        setattr(module, f"NotebookClient{way}", None)
        sys.modules.setdefault(module.__name__, module)
    # No part of a book is numbered (files/schemas/toc.json): Sphinx's own collector does. To look
    # for that among all objects, to be rid of it, and to copy all titles took a tenth of an edit.
    from sphinx_external_toc import collectors

    nothing = SimpleNamespace(enable=lambda app: None)
    vars(collectors).update(
        disable_builtin_toctree_collector=nothing.enable, TocTreeCollectorWithStyles=lambda: nothing
    )


@contextmanager
def only_one(project: Project, quiet: bool) -> Iterator[bool]:
    """Hold the project's build lock; a second build waits for the first and says so. Gives whether
    it did. The system lets go of it when the process and its copies end, however they do."""
    from filelock import FileLock, Timeout  # takes as long as to see that nothing has changed

    project.cache.mkdir(parents=True, exist_ok=True)
    lock, has_waited = FileLock(project.cache / "lock", poll_interval=0.2), False
    try:
        lock.acquire(blocking=False)
    except Timeout:
        has_waited = True
        _say(quiet, "Another build of this book is running; waiting for it.")
        lock.acquire()
    try:
        yield has_waited
    finally:
        lock.release()


def _say(quiet: bool, line: str) -> None:
    if not quiet:
        print(line)
