"""What every test may rely on, however the tests were started: programs get ordinary signals and
keep what they compiled, and what needs the whole book or a browser is marked so.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from lending import lender
from stateofplay.chapters.execution import _Running
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


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors, at most four: browsers and builds wait for each
    other, and with as many as processors these were idle for a third of the time.
    """
    return min(4, (os.cpu_count() or 1) + 1)


_end = _Running.end


def _end_when_counted(run: _Running) -> None:
    """Let a chapter's process that has said all come to its end, where coverage notes what it ran:
    a build ends it at once. One that is not heard of any more goes on for ever, or was stopped.
    """
    try:
        while run.receiver.poll(0.2):
            run.receiver.recv()
    except (EOFError, OSError):
        run.process.join(10)  # unless what a cell began goes on in it
    _end(run)


if "COVERAGE_PROCESS_CONFIG" in os.environ:  # as `patch` in pyproject.toml sets it
    _Running.end = _end_when_counted

# A test that asks for one of these, itself or through another fixture, needs the whole book or a
# browser.
MARKS = {"book": "book", "chromium": "browser", "look": "browser"}
LENGTHY = ("book", "browser", "slow")


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
    lengthy = {item.path for item in items if any(map(item.get_closest_marker, LENGTHY))}
    whole = {item.path for item in items if "book" in getattr(item, "fixturenames", ())}
    first = min(whole, default=None)
    items.sort(key=lambda i: (i.path not in lengthy, i.path != first, i.path in whole))


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


def _lent(project: Project, *arguments, **options) -> None:
    """Build; what is the same in all small projects is there at the first time."""
    if project.table("boxes").exists() and not (project.build / ".work").exists():
        lender.lend(project)
    run_sphinx(project, *arguments, **options)
