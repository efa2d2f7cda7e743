"""A process of a chapter does not run the program that started the build once more."""

from __future__ import annotations

import operator
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from threading import Event, Thread, Timer

import pytest

from stateofplay.chapters import processes
from stateofplay.chapters.processes import begin_copied, without_main

PROGRAM = """\
import operator
from stateofplay.chapters.processes import start_server, without_main

print("began")
with without_main():
    process = start_server().Process(target=operator.add, args=(1, 2))
    process.start()
process.join()
print("ended with", process.exitcode)
"""


@pytest.mark.slow
def test_a_program_without_a_guard_of_its_own_runs_once(tmp_path) -> None:
    """`python build_my_book.py`: multiprocessing would import the file again in each process."""
    path = tmp_path / "build_my_book.py"
    path.write_text(PROGRAM, encoding="utf-8")
    said = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=True)
    assert said.stdout.split("\n") == ["began", "ended with 0", ""]


def test_two_threads_leave_the_program_where_it_was() -> None:
    """A preview draws for a form while it builds."""
    main, entered, left = sys.modules["__main__"], Event(), Event()

    def beside() -> None:
        with without_main():
            entered.set()
            left.wait()

    other = Thread(target=beside)
    with without_main(), without_main():
        other.start()
        entered.wait(0.2)  # which it must not be
    left.set()
    other.join()
    after = sys.modules["__main__"]
    sys.modules["__main__"] = main
    assert after is main


@pytest.mark.skipif(sys.platform != "linux", reason="no process is copied")
def test_a_copy_of_the_process_gives_what_it_made_or_nothing(monkeypatch) -> None:
    with monkeypatch.context() as alone:
        alone.setattr(processes.threading, "active_count", lambda: 1)
        made, failed = (begin_copied(partial(operator.truediv, 6, by)) for by in (3, 0))
        assert (made(), made(), failed()) == (2, 2, None)
    wait = Event()
    Thread(target=wait.wait, daemon=True).start()
    assert begin_copied(partial(operator.truediv, 6, 3)) is None
    wait.set()


@pytest.mark.skipif(sys.platform != "linux", reason="no process is copied")
def test_a_copy_that_is_ended_while_it_tells_gave_nothing(monkeypatch) -> None:
    """As where memory ends: what it tells is longer than what a pipe holds."""

    def work() -> bytes:
        Timer(0.1, os.kill, (os.getpid(), signal.SIGKILL)).start()
        return bytes(10**6)

    copies, fork = [], os.fork
    monkeypatch.setattr(processes.threading, "active_count", lambda: 1)
    monkeypatch.setattr(processes.os, "fork", lambda: copies.append(fork()) or copies[0])
    made = begin_copied(work)
    os.waitid(os.P_PID, copies[0], os.WEXITED | os.WNOWAIT)
    assert made() is None


@pytest.mark.skipif(sys.platform != "linux", reason="no process is copied")
def test_a_process_that_cannot_be_copied_keeps_no_file_open(monkeypatch) -> None:
    def fork() -> int:
        raise OSError

    monkeypatch.setattr(processes.threading, "active_count", lambda: 1)
    monkeypatch.setattr(processes.os, "fork", fork)
    before = len([*Path("/proc/self/fd").iterdir()])
    assert begin_copied(int) is None
    assert len([*Path("/proc/self/fd").iterdir()]) == before
