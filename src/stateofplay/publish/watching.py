"""Tells the preview what was saved: in place, by a rename, or with the folder around it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

from stateofplay.files.access import INPUTS, is_left_behind
from stateofplay.files.project import PACKAGE, Project

_DEBOUNCE, _STEP, _PAUSE = 60, 20, 500  # milliseconds


def saved(project: Project) -> Iterator[list[str]]:
    """The inputs that were saved, each time that some were, without end; none where some may be.

    A system watches a file or folder, not a name: what an editor puts in the place of a watched one
    is not seen. So the folder that holds the names is watched, and when one of them changes, the
    folders of that name are watched anew.
    """
    from watchfiles import watch

    above: SimpleQueue[list[str]] = SimpleQueue()
    changed, ended = threading.Event(), threading.Event()

    def watch_names() -> None:
        for changes in watch(
            project.root, recursive=False, stop_event=ended, debounce=_DEBOUNCE, step=_STEP
        ):
            names = [path for _, path in changes if Path(path).name in INPUTS]
            if names:
                above.put(names)
                changed.set()

    threading.Thread(target=watch_names, daemon=True).start()
    try:
        while True:
            changed.clear()
            while not above.empty():
                yield above.get()
            yield from _below(project, changed)
    finally:
        ended.set()


def _below(project: Project, stop: threading.Event) -> Iterator[list[str]]:
    """What was saved in the folders of inputs, until `stop` is set."""
    from watchfiles import watch

    inputs = (project.root / name for name in INPUTS)
    folders = [folder for folder in (*inputs, PACKAGE) if folder.is_dir()]
    missed = True  # perhaps: a watch does not tell of what was saved before it began
    for changes in watch(
        *folders,
        stop_event=stop,
        raise_interrupt=True,
        rust_timeout=_PAUSE,
        yield_on_timeout=True,
        debounce=_DEBOUNCE,
        step=_STEP,
    ):
        paths = {path for _, path in changes if "__pycache__" not in path}
        files = sorted(path for path in paths if not is_left_behind(Path(Path(path).name)))
        if files or missed:
            missed = False
            yield files
