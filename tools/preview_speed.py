"""How long an edit takes from the save to the open page of the preview, as `make bench` asks."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 300.0  # seconds to wait for an edit before giving up
PROSE = (
    "book/casualties.md",
    "\n\n## ",
    "\n\nOne more sentence, {} {{source}}`28`.\n\n## ",
    "One more sentence, {}",
)
NUMBER = ("data/casualties.csv", "{0}000,{1}000,{2}000", "about {0},000")


@contextmanager
def running_preview(root: Path) -> Iterator[str]:
    """`stateofplay preview` of the project in `root`, as its address; it is stopped as Ctrl-C
    would.
    """
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
                yield found[0]
                return
        raise RuntimeError("the preview ended without giving its address")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=PATIENCE)


def seconds_to_screen(browser, root: Path, times: int) -> dict[str, list[float]]:
    """Seconds from a save to the words on the open page, `times` each for an edit of prose and of a
    number; edits the project in `root`.
    """
    measured: dict[str, list[float]] = {"prose": [], "number": []}
    number = 40
    with running_preview(root) as address:
        page = browser.new_page()
        with page.expect_response("**/~events", timeout=PATIENCE * 1000):  # the page listens
            page.goto(f"{address}book/casualties.html", timeout=PATIENCE * 1000)
        for turn in range(times):
            path, old, new, seen = PROSE
            word = "again" + " and again" * turn
            measured["prose"].append(
                _edit(page, root / path, old, new.format(word), seen.format(word))
            )
            path, cells, seen = NUMBER
            old = cells.format(number, number - 5, number + 5)
            number = 39 if number > 40 else 41  # charts have no room for ever higher ones
            measured["number"].append(
                _edit(
                    page,
                    root / path,
                    old,
                    cells.format(number, number - 5, number + 5),
                    seen.format(number),
                )
            )
        page.close()
    return measured


def _edit(page, file: Path, old: str, new: str, seen: str) -> float:
    text = file.read_text(encoding="utf-8")
    if old not in text:
        raise RuntimeError(f"{file.name} has no “{old}” to edit")
    began = time.perf_counter()
    with page.expect_response("**/~events", timeout=PATIENCE * 1000):  # reloaded, it listens again
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        page.get_by_text(seen).first.wait_for(state="attached", timeout=PATIENCE * 1000)
        ended = time.perf_counter()
    return ended - began
