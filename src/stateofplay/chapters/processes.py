"""Starts processes that have pandas and Altair loaded already, as copies of one that is started as
early as can be."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from multiprocessing.context import ForkServerContext, SpawnContext
from types import ModuleType

from stateofplay.chapters.runner import PRELOAD


@contextmanager
def without_main() -> Iterator[None]:
    """Keep multiprocessing from importing the program that started the build again in every
    process: a program without `if __name__ == "__main__":` would build once more in each.

    It asks `sys.modules` which file that is, and nothing else: a stand-in without a file answers.
    Once a context can be told to leave the program out, that is to be used.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


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

    with without_main():
        ensure_running()
    return context
