"""Starts processes that have pandas and Altair loaded already, as copies of one that is started as
early as can be."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import TypeVar

from stateofplay.chapters.runner import PRELOAD

_ONE_AT_A_TIME = threading.RLock()  # one within another of the same thread is no other
_Made = TypeVar("_Made")


@contextmanager
def without_main() -> Iterator[None]:
    """Keep multiprocessing from importing the program that started the build again in every
    process: a program without `if __name__ == "__main__":` would build once more in each.

    It asks `sys.modules` which file that is, and nothing else: a stand-in without a file answers.
    Once a context can be told to leave the program out, that is to be used. One thread waits for
    another: of two at once, the second would put the first one's stand-in back.
    """
    with _ONE_AT_A_TIME:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """What is started meanwhile leaves Ctrl-C to the build: the server would print a traceback
    while it imports; later it ignores it by itself, and `runner.run` hears it again.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@lru_cache(maxsize=1)
def start_server() -> SpawnContext | ForkServerContext:
    """The multiprocessing context that chapters run in, its server already importing what they
    need.

    Where processes can be copied (forkserver) pandas and Altair are imported once; elsewhere
    (Windows) each process imports them itself.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    from multiprocessing.forkserver import ensure_running

    with without_main(), _deaf_to_ctrl_c():
        ensure_running()
    return context


def start_beside(work: Callable[..., object], *given: object) -> BaseProcess:
    """A process of its own that does some work beside the build, and ends with it: a copy of the
    server where it has copies already, as in a preview; to wait until it can be copied takes longer
    than to start a new program.
    """
    others = multiprocessing.active_children()
    context = start_server() if others else multiprocessing.get_context("spawn")
    process = context.Process(target=work, args=given, daemon=True)
    with without_main(), _deaf_to_ctrl_c():
        process.start()
    return process


def begin_copied(work: Callable[[], _Made]) -> Callable[[], _Made | None] | None:
    """Begin with `work` in a copy of this process; gives what waits for it and gives what it gave:
    None where it failed, which it does not say. None where this process cannot be copied safely:
    other threads may hold what the copy then waits for, and systems but Linux advise against it.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return None
    reading, writing = os.pipe()
    try:
        copy = os.fork()
    except OSError:  # not enough memory to promise both
        os.close(reading)
        os.close(writing)
        return None
    if not copy:
        with suppress(BaseException), open(writing, "wb") as file:  # noqa: PTH123
            file.write(pickle.dumps(work()))
        os._exit(0)
    os.close(writing)

    @cache
    def made() -> _Made | None:
        with open(reading, "rb") as file:  # noqa: PTH123
            told = file.read()
        _, status = os.waitpid(copy, 0)
        return pickle.loads(told) if told and not status else None  # it may be ended as it tells

    return made
