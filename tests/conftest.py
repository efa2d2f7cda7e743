"""What every test may rely on, however the tests were started: programs get ordinary signals."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """Undo what a parent may have left to this process: Ctrl-C ignored, signals held back."""
    if signal.getsignal(signal.SIGINT) != signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):  # not on Windows
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
