"""What every test may rely on, however the tests were started: programs get ordinary signals and
keep what they compiled, and what needs the whole book or a browser is marked so.
"""

from __future__ import annotations

import os
import pkgutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import forkserver
from pathlib import Path

import coverage
import pytest
from hypothesis import HealthCheck, settings

import stateofplay
from lending import lender
from stateofplay.chapters.execution import _Running
from stateofplay.chapters.processes import start_server
from stateofplay.charts.drawer import Drawers
from stateofplay.files.folders import Fingerprint
from stateofplay.files.project import Project
from stateofplay.publish import building
from stateofplay.publish.building import run_sphinx

# No example and no making of one is held against a time: a busy machine is no fault.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")
if "FAST" in os.environ:  # `make test-fast`; `make test` tries every example
    settings.register_profile("fast", settings.get_profile("busy"), max_examples=10)
    settings.load_profile("fast")


def pytest_configure() -> None:
    """Undo what a parent may have left to this process: Ctrl-C ignored, signals held back."""
    if signal.getsignal(signal.SIGINT) != signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):  # not on Windows
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
    # Tests start hundreds of programs that import the same libraries: each would compile them anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    Drawers.stay = True  # as in a preview: many tests build here, one after the other


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors, at most four: browsers and builds wait for each
    other, and with as many as processors these were idle for a third of the time.
    """
    return min(4, (os.cpu_count() or 1) + 1)


COUNTING = os.environ.get("COVERAGE_PROCESS_CONFIG")  # as `patch` in pyproject.toml sets it
_end = _Running.end


def _end_when_counted(run: _Running) -> None:
    """Let a chapter's process that has said all come to its end, where coverage notes what it ran:
    a build ends it at once. One that is not heard of any more goes on for ever, or was stopped.
    """
    if "COVERAGE_PROCESS_CONFIG" in os.environ:
        try:
            while run.receiver.poll(0.2):
                run.receiver.recv()
        except (EOFError, OSError):
            run.process.join(10)  # unless what a cell began goes on in it
    _end(run)


if COUNTING:
    _Running.end = _end_when_counted

# A test that asks for one of these, itself or through another fixture, needs the whole book or a
# browser.
MARKS = {"book": "book", "chromium": "browser", "look": "browser"}
LENGTHY = ("book", "browser", "slow")


def _is_lengthy(item: pytest.Item) -> bool:
    return any(map(item.get_closest_marker, LENGTHY))


def _is_counted(item: pytest.Item) -> bool:
    return not _is_lengthy(item) or item.get_closest_marker("counted") is not None


@pytest.hookimpl(wrapper=True)  # marks before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what a test needs by the fixtures that it asks for; what takes long is done first, so
    that no process ends long after the others. One builds the book while others do without it.
    """
    for item in items:
        for fixture, mark in MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
    yield
    lengthy = {item.path for item in items if _is_lengthy(item)}
    whole = {item.path for item in items if "book" in getattr(item, "fixturenames", ())}
    first = min(whole, default=None)
    _Server.counted = {
        i.path for i in items if i.path not in lengthy or i.get_closest_marker("counted")
    }

    def place(path: Path) -> tuple[bool, ...]:
        return path not in lengthy, path != first, path in _Server.counted, path in whole

    items.sort(key=lambda item: place(item.path))


class _Server:
    """The process that chapters are copies of: counts in all of them, or in none."""

    counted: set[Path]  # the files of tests for which it does
    counts: bool | None = None

    @classmethod
    def serve(cls, item: pytest.Item) -> None:
        """Have it as a test's file needs it."""
        counts, server = item.path in cls.counted, forkserver._forkserver
        if counts != cls.counts and server._forkserver_pid:
            os.kill(server._forkserver_pid, signal.SIGKILL)
            os.waitid(os.P_PID, server._forkserver_pid, os.WEXITED | os.WNOWAIT)
            start_server.cache_clear()
        cls.counts = counts
        if counts and _is_lengthy(item):
            start_server()  # before a test beside this one that is not counted


@contextmanager
def _not_counting() -> Iterator[None]:
    """Count no branches meanwhile, here and in programs that are started."""
    counter = coverage.Coverage.current()
    if not (COUNTING and counter):
        yield
        return
    counter.stop()
    del os.environ["COVERAGE_PROCESS_CONFIG"]
    try:
        yield
    finally:
        os.environ["COVERAGE_PROCESS_CONFIG"] = COUNTING
        counter.start()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[object]:
    """Count nothing while tests are read, but for what the modules of the program do at first."""
    if COUNTING:
        for module in pkgutil.walk_packages(stateofplay.__path__, "stateofplay."):
            if not module.name.endswith("__main__"):
                import_module(module.name)
    with _not_counting():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[object]:
    """Count no branches in tests that build, but for those that alone take some: what is counted
    takes nearly twice as long, Sphinx and pandas included.
    """
    if COUNTING and hasattr(os, "fork"):
        _Server.serve(item)
    if _is_counted(item):
        return (yield)
    with _not_counting():
        return (yield)


@pytest.fixture(scope="session")
def shared(tmp_path_factory) -> Path:
    """A folder of all processes that run these tests; a lock keeps one from another's way. That
    of `make test` is handed from one run to the next.
    """
    if "SHARED" in os.environ:
        return Path(os.environ["SHARED"])
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session", autouse=True)
def _lender(shared) -> None:
    """Where builds of small projects find what is the same in all."""
    lender.folder = shared


@pytest.hookimpl(tryfirst=True)  # before fixtures, which may build
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Keep `make test-fast` fast: a test that is not marked so may not build a book."""
    building.run_sphinx = _lent if item.get_closest_marker("book") else _refuse


def _refuse(*arguments: object, **options: object) -> None:
    pytest.fail("this test builds a book: mark it with @pytest.mark.book")


def _lent(project: Project, *arguments, **options) -> dict[str, Fingerprint]:
    """Build; what is the same in all small projects is there at the first time."""
    if project.table("boxes").exists() and not (project.build / ".work").exists():
        lender.lend(project)
    return run_sphinx(project, *arguments, **options)
