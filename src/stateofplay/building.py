"""Builds the site beside the published one and puts it in place in one step, only when everything succeeded."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType

from stateofplay.files import bytes_or_reason, input_files
from stateofplay.paths import Project

INPUTS = ("_config.yml", "_toc.yml", "requirements.txt", "book", "data", "seeds")
_PACKAGE = Path(__file__).parent
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux's renameat2(2)


class BuildError(RuntimeError):
    """The site cannot be built; the message says why and what to do, the published site is untouched."""


def build(project: Project, quiet: bool = False, verbose: bool = False, out: Path | None = None) -> int:
    """Bring the site up to date and say so; gives the exit status: 0 when it is, 1 when a problem was reported."""
    began = time.perf_counter()
    site = out or project.site
    try:
        changed = update(project, site, quiet, verbose)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    _say(quiet, f"The site is in {site} ({time.perf_counter() - began:.1f} s)" if changed else f"Nothing has changed; the site is in {site}")
    return 0


def update(project: Project, site: Path | None = None, quiet: bool = True, verbose: bool = False) -> bool:
    """Bring `site` (by default the project's) up to date; gives whether anything had changed.

    Nothing changed since the last success is answered from a digest of all inputs, before anything heavy is imported.
    Raises BuildError with every problem; the published site is then as it was.
    """
    site = site or project.site
    digest = inputs_digest(project)
    with writing(project.build), only_one(project, quiet):
        stamp = project.cache / f"built-{hashlib.sha256(str(site.resolve()).encode()).hexdigest()[:12]}"
        if site.is_dir() and _read(stamp) == digest:
            return False
        _build(project, site, quiet, verbose)
        stamp.write_text(digest, encoding="utf-8")
    return True


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn an error of the disk or of rights, while something is written to `folder`, into a BuildError that says what to do."""
    try:
        yield
    except OSError as error:
        raise _cannot_write(error, folder) from error


def _cannot_write(error: OSError, folder: Path) -> BuildError:
    """What to do about a full disk or a folder that cannot be written."""
    return BuildError(f"{error.filename2 or error.filename or folder}: {error.strerror or error}; make room or give the right to write, "
                      "then build again. The published site is as it was.")


def inputs_digest(project: Project) -> str:
    """The digest of every file that the site is made from, the package's own included."""
    digest = hashlib.sha256(sys.version.encode())
    for base, start in [*((project.root, project.root / name) for name in INPUTS), (_PACKAGE, _PACKAGE)]:
        for path in [start] if start.is_file() else input_files(start):
            name, content = path.relative_to(base).as_posix(), bytes_or_reason(path)
            digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _build(project: Project, site: Path, quiet: bool, verbose: bool) -> None:
    """Check the data, run Sphinx into a working folder, and put a copy of it in place of the published site."""
    from stateofplay.processes import start_server

    start_server()  # imports pandas and Altair while this process reads the data and imports Sphinx
    from stateofplay.ledger import load_ledger
    from stateofplay.tables import DataError

    try:
        load_ledger(project)
    except DataError as error:
        raise BuildError(f"{error}\n{len(error.problems)} problem(s); nothing was built, the published site is as it was.") from None
    working = project.build / ".work"
    run_sphinx(project, working, quiet, verbose)
    fresh = site.with_name(f".{site.name}.next")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copytree(working / "html", fresh, copy_function=_copy_or_link(site, working / "html"),
                        ignore=shutil.ignore_patterns(".buildinfo", "objects.inv"))
        put_in_place(fresh, site)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)  # the old site, or on failure what there is of the new one


def run_sphinx(project: Project, working: Path, quiet: bool, verbose: bool, builder: str = "html") -> None:
    """Run Sphinx as Jupyter Book would, into the folder of `working` that is named as the builder. Raises BuildError with what was reported."""
    from io import StringIO

    _leave_out_imports()
    from jupyter_book.config import get_final_config
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.console import nocolor
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from stateofplay.progress import progress
    from stateofplay.site.state import report_to

    config, _ = get_final_config(user_yaml=project.config, cli_config={"latex_individualpages": False}, sourcedir=project.root)
    warnings = StringIO()
    nocolor()
    status = sys.stdout if verbose else None
    try:
        with patch_docutils(str(project.root)), docutils_namespace(), progress(quiet, verbose) as reporter:
            app = Sphinx(str(project.root), None, str(working / builder), str(working / "doctrees"), builder,
                         confoverrides=config, status=status, warning=warnings)
            report_to(app, reporter)
            app.build()
    except SphinxError as error:
        reported = warnings.getvalue().replace(f"{project.root}{os.sep}", "").strip()
        raise BuildError("\n".join(part for part in (reported, str(error)) if part) + "\nThe published site is as it was.") from None


def _leave_out_imports() -> None:
    """Keep out of the process what takes longer to import than a page takes to build, and is not used."""
    from stateofplay.yaml_schema import leave_out_grammar

    leave_out_grammar()
    # MyST-NB executes nothing here (site/freshness.py); its ways to execute would import kernels and a database toolkit.
    for way in ("Cache", "Direct", "Inline"):
        module = ModuleType(f"myst_nb.core.execute.{way.lower()}")
        setattr(module, f"NotebookClient{way}", None)
        sys.modules.setdefault(module.__name__, module)


def _copy_or_link(published: Path, working: Path) -> Callable[[str, str], None]:
    """How a file of `working` gets into the next site: as a link to the `published` one where that is the same, else as a copy.

    A published file is never written again, so two sites may share it. It is the same when size and time of change are.
    """
    def place(source: str, target: str) -> None:
        old = published / Path(source).relative_to(working)
        with suppress(OSError):  # not published yet, or a file system without links: copy
            ours, theirs = Path(source).stat(), old.stat()
            if (ours.st_size, ours.st_mtime_ns) == (theirs.st_size, theirs.st_mtime_ns):
                Path(target).hardlink_to(old)
                return
        try:
            shutil.copy2(source, target)
        except OSError as error:  # said at once: the copying of a folder goes on after an OSError and collects them
            raise _cannot_write(error, published.parent) from error

    return place


def put_in_place(fresh: Path, site: Path) -> None:
    """Make the folder `fresh` be `site`, and the old site be `fresh`. One step where the system can exchange two folders."""
    if not site.exists():
        fresh.rename(site)
        return
    if not _exchange(fresh, site):
        old = site.with_name(f".{site.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        site.rename(old)
        fresh.rename(site)
        old.rename(fresh)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (Linux); False where that is not possible."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    return rename(-100, os.fsencode(one), -100, os.fsencode(other), _EXCHANGE) == 0


@contextmanager
def only_one(project: Project, quiet: bool) -> Iterator[None]:
    """Hold the project's build lock; a second build waits for the first and says so."""
    project.cache.mkdir(parents=True, exist_ok=True)
    with (project.cache / "lock").open("w") as lock:
        if not _lock(lock, wait=False):
            _say(quiet, "Another build of this book is running; waiting for it.")
            _lock(lock, wait=True)
        yield


def _lock(file, wait: bool) -> bool:
    """Lock the open file for this process; the system lets go of it when the process ends, however it ends."""
    if sys.platform == "win32":
        import msvcrt

        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                return True
            except OSError:
                if not wait:
                    return False
                time.sleep(0.2)
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _say(quiet: bool, line: str) -> None:
    if not quiet:
        print(line)
