"""What every test may rely on, however the tests were started: programs get ordinary signals and
keep what they compiled, and what needs the whole book or a browser is marked so.
"""

from __future__ import annotations

import os
import signal
import sys

import pytest
from hypothesis import HealthCheck, settings

from stateofplay.publish import building

# No example and no making of one is held against a time: a busy machine is no fault.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


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


# A test that asks for one of these, itself or through another fixture, needs the whole book or a
# browser.
MARKS = {"book": "book", "chromium": "browser", "look": "browser"}


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what a test needs by the fixtures that it asks for."""
    for item in items:
        for fixture, mark in MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)


_run_sphinx = building.run_sphinx


@pytest.hookimpl(tryfirst=True)  # before fixtures, which may build
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Keep `make test-fast` fast: a test that is not marked so may not build a book."""
    building.run_sphinx = _run_sphinx if item.get_closest_marker("book") else _refuse


def _refuse(*arguments: object, **options: object) -> None:
    pytest.fail("this test builds a book: mark it with @pytest.mark.book")
