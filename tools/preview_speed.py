"""How long an edit takes from the save to the open page of the preview, as `make bench` asks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from edits import Edit, edits_of
from stateofplay.files.project import Project
from stateofplay.publish.edit_desk import token_of

PATIENCE = 300.0  # seconds to wait for an edit before giving up


@contextmanager
def running_preview(root: Path) -> Iterator[str]:
    """`stateofplay preview` of the project in `root`, as its address; it is stopped at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "stateofplay.cli", "preview", "--port", "8750"],
        cwd=root,
        text=True,
        stdout=subprocess.PIPE,
        env=os.environ | {"STATEOFPLAY_ROOT": str(root)},
    )
    try:
        for line in process.stdout:
            if found := re.search(r"http://\S+", line):
                yield found[0].partition("?")[0]
                return
        raise RuntimeError("the preview ended without giving its address")
    finally:
        process.terminate()  # which it takes like Ctrl-C; that may be ignored by who started us
        process.wait(timeout=PATIENCE)


def seconds_to_screen(
    browser, root: Path, times: int, between: Callable[[], None]
) -> dict[str, list[float]]:
    """Seconds from a save to the words on the open page, `times` each for an edit of prose and of a
    number, with `between` called before each pair; edits the project in `root`.
    """
    with running_preview(root) as address:
        return seconds_at(address, browser, root, times, between)


def seconds_at(
    address: str, browser, root: Path, times: int, between: Callable[[], None] = lambda: None
) -> dict[str, list[float]]:
    """The same of a preview that runs at `address`."""
    measured: dict[str, list[float]] = {"prose": [], "number": []}
    edits = edits_of(Project(root))
    page = browser.new_page()
    with page.expect_response("**/~events*", timeout=PATIENCE * 1000):  # the page listens
        edited = f"{edits.chapter}.html?token={token_of(Project(root))}"
        page.goto(f"{address}{edited}", timeout=PATIENCE * 1000)
    for turn in range(times):
        between()
        word = "again" + " and again" * turn
        measured["prose"].append(_save(page, edits.prose(root, word)))
        # Up and down, for charts have no room for ever higher ones.
        measured["number"].append(_save(page, edits.number(root, -1 if turn % 2 else 1)))
    page.close()
    return measured


def _save(page, edit: Edit) -> float:
    """Seconds until what the edit changes is on the page."""
    began = time.perf_counter()
    with page.expect_response("**/~events*", timeout=PATIENCE * 1000):  # reloaded, it listens again
        edit.save()
        page.get_by_text(edit.seen).first.wait_for(state="attached", timeout=PATIENCE * 1000)
        ended = time.perf_counter()
    return ended - began
