"""Measures builds side by side with plain Jupyter Book, and page weights: `make bench` writes
_build/bench.json and docs/.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from pathlib import Path

import psutil

import page_speed
from edits import edits_of
from machine import machine, write_between
from peers import CASES, installed
from plain import plain_book
from preview_speed import seconds_to_screen
from stateofplay.files.project import Project, find_project
from stateofplay.publish import pdf
from stateofplay.publish.twin_builds import copy_book

# What any build of an executed book takes before its first own line: the imports, and one kernel
# that imports the same.
FLOOR = [
    sys.executable,
    "-c",
    (
        "import sphinx.application, pandas, altair; from jupyter_client.manager import "
        "start_new_kernel as s; m, c = s();"
        "c.execute_interactive('import pandas, altair'); c.stop_channels(); "
        "m.shutdown_kernel(now=True)"
    ),
]
JUPYTER_BOOK = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
JUPYTER_BOOK += ["build", "."]
STATE_OF_PLAY = [sys.executable, "-m", "stateofplay.cli", "build", "--quiet"]
BESIDE = "floor, beside the preview"
CHECK = [sys.executable, "-m", "stateofplay.cli", "check"]


@dataclass
class Measured:
    """Whole-process times in seconds, and the greatest memory of the process tree in megabytes."""

    seconds: list[float] = field(default_factory=list)
    megabytes: float = 0.0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def row(self, name: str) -> str:
        """A line of the table: median, least and most seconds, megabytes."""
        spread = f"{min(self.seconds):.2f}–{max(self.seconds):.2f}"
        return f"| {name} | {self.median:.2f} | {spread} | {round(self.megabytes) or ''} |"


def run(command: list[str], folder: Path, measured: Measured, weigh: bool = False) -> None:
    """Run `command` in `folder` once and add its seconds, or with `weigh` its memory instead, since
    looking at memory keeps a processor busy. Raises RuntimeError with its output when it fails.
    """
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONHASHSEED": "0", "QUARTO_PYTHON": sys.executable},
        )
        while weigh and process.poll() is None:
            measured.megabytes = max(measured.megabytes, _tree_megabytes(process.pid))
            time.sleep(0.01)
        process.wait()
        if not weigh:
            measured.seconds.append(time.perf_counter() - began)
        if process.returncode:
            output.seek(0)
            raise RuntimeError(output.read().decode()[-3000:])


def _tree_megabytes(pid: int) -> float:
    """Memory of a process and its children; what they share is counted once (proportional set size)
    where the system says.
    """
    total = 0
    try:
        parent = psutil.Process(pid)
        for process in [parent, *parent.children(recursive=True)]:
            memory = process.memory_full_info()
            total += getattr(memory, "pss", memory.rss)
    except psutil.Error:
        pass
    return total / 1e6


def edit(folder: Path, path: str, old: str, new: str) -> None:
    file = folder / path
    text = file.read_text(encoding="utf-8")
    if old not in text:
        raise RuntimeError(f"{path} has no “{old}” for the benchmark to edit")
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def measure_builds(
    project: Project, repeat: int, say: Callable[[str], None]
) -> dict[str, Measured]:
    """Times of each case, ours and plain Jupyter Book's in turn, so that a noisy machine is noisy
    for both.
    """
    names = (
        "floor",
        "check",
        "cold",
        "unchanged",
        "data edited",
        "prose edited",
        "jupyter-book build: cold",
        "jupyter-book build: unchanged",
        "plain: cold",
        "plain: unchanged",
        "plain: prose edited",
        *(f"{peer.name}: {case}" for peer in installed() for case in CASES),
    )
    measured = {name: Measured() for name in names}
    for turn in range(repeat + 1):
        say(f"turn {turn} of {repeat}" if turn else "memory")
        with tempfile.TemporaryDirectory() as scratch:
            _turn(project, Path(scratch), partial(run, weigh=not turn), measured)
    return measured


def _turn(
    project: Project,
    scratch: Path,
    run: Callable[[list[str], Path, Measured], None],
    measured: dict[str, Measured],
) -> None:
    """Run every case once. Raises RuntimeError where an edit does not reach its page."""
    edits = edits_of(project)
    ours, theirs, plain = (scratch / name for name in ("ours", "theirs", "plain"))
    for folder in (ours, theirs):
        copy_book(project, folder)
    plain_book(project, plain)
    run(FLOOR, ours, measured["floor"])
    run(CHECK, ours, measured["check"])
    run(STATE_OF_PLAY, ours, measured["cold"])
    run(JUPYTER_BOOK, plain, measured["plain: cold"])
    if failed := sorted(plain.glob("_build/html/reports/**/*.log")):
        raise RuntimeError(f"plain Jupyter Book did not run all cells:\n{failed[0].read_text()}")
    run(JUPYTER_BOOK, theirs, measured["jupyter-book build: cold"])
    run(STATE_OF_PLAY, ours, measured["unchanged"])
    run(JUPYTER_BOOK, theirs, measured["jupyter-book build: unchanged"])
    run(JUPYTER_BOOK, plain, measured["plain: unchanged"])
    number = edits.number(ours, 1)
    number.save()
    run(STATE_OF_PLAY, ours, measured["data edited"])
    if number.seen not in shown(ours / "_build" / "html" / f"{edits.chapter}.html"):
        raise RuntimeError(f"the edited number, {number.seen}, did not reach the page")
    for folder, command, name in (
        (ours, STATE_OF_PLAY, "prose edited"),
        (plain, JUPYTER_BOOK, "plain: prose edited"),
    ):
        edits.prose(folder).save()
        run(command, folder, measured[name])
    for peer in installed():
        folder = scratch / peer.name
        peer.write(project, folder)
        for case in CASES:
            if case == "prose edited":
                peer.edit_prose(folder, edits.chapter)
            run(peer.command, folder, measured[f"{peer.name}: {case}"])


def shown(page: Path) -> str:
    """The text of a page, with single blanks."""
    return " ".join(re.sub(r"<[^>]*>", "", unescape(page.read_text(encoding="utf-8"))).split())


def measure_preview(project: Project, repeat: int) -> dict[str, Measured]:
    """Seconds from a save to the words on the page that is open in a browser, and the floor in turn
    with them; nothing where there is no Chromium.
    """
    if not pdf.chromium():
        print("no Chromium found: the preview is not measured", file=sys.stderr)
        return {}
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as runner:
        copy_book(project, Path(scratch) / "book")
        browser = runner.chromium.launch(executable_path=pdf.chromium(), args=list(pdf.FLAGS))
        floor, root = Measured(), Path(scratch) / "book"
        seconds = seconds_to_screen(browser, root, repeat, lambda: run(FLOOR, root, floor))
        browser.close()
    found = {f"preview: {name} on screen": Measured(values) for name, values in seconds.items()}
    return found | {BESIDE: floor}


def measure_pages(project: Project, repeat: int) -> list[str]:
    """How quickly chapters show and what they weigh, beside plain Jupyter Book's, as lines of a
    table; nothing where there is no Chromium.
    """
    if not pdf.chromium():
        return []
    from playwright.sync_api import sync_playwright

    chapters = page_speed.charted(project)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as runner:
        run(JUPYTER_BOOK, plain_book(project, Path(scratch) / "plain"), Measured())
        browser = runner.chromium.launch(executable_path=pdf.chromium(), args=list(pdf.FLAGS))
        lines = page_speed.table(
            page_speed.side_by_side(
                browser, project.site, Path(scratch) / "plain" / "_build" / "html", chapters, repeat
            )
        )
        browser.close()
    return lines


# What is set against what, by the name of the ratio.
RATIOS = {
    "cold against plain": ("cold", "plain: cold"),
    "data edited against the floor": ("data edited", "floor"),
    "prose edited against plain": ("prose edited", "plain: prose edited"),
    "unchanged against plain": ("unchanged", "plain: unchanged"),
    "preview: number on screen against the floor": ("preview: number on screen", BESIDE),
    "preview: prose on screen against the floor": ("preview: prose on screen", BESIDE),
}


def ratios_of(measured: dict[str, Measured]) -> dict[str, float]:
    """The ratios of medians whose two sides were both measured."""
    return {
        name: round(measured[one].median / measured[other].median, 2)
        for name, (one, other) in RATIOS.items()
        if one in measured and other in measured
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    repeat, project = parser.parse_args().repeat, find_project()
    result_file, page = project.build / "bench.json", project.root / "docs" / "measured.md"
    others = "".join(f" Also {peer.version()}." for peer in installed())
    about = f"{machine(project)}{others} Each measured {repeat} times, in turn."
    measured = measure_builds(project, repeat, lambda line: print(line, file=sys.stderr))
    subprocess.run(STATE_OF_PLAY, cwd=project.root, check=True)
    measured |= measure_preview(project, repeat)
    ratios = ratios_of(measured)
    result = {
        "machine": about,
        "builds": {
            name: {"seconds": m.seconds, "median": m.median, "megabytes": m.megabytes}
            for name, m in measured.items()
        },
        "ratios": ratios,
    }
    result_file.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    lines = [
        about,
        "",
        "| case | seconds, median | least to most | MB |",
        "|---|---|---|---|",
        *(m.row(name) for name, m in measured.items()),
        "",
        "| ratio | |",
        "|---|---|",
        *(f"| {name} | {ratio:.2f} |" for name, ratio in ratios.items()),
    ]
    print("\n".join(lines))
    write_between(page, "bench", lines)
    pages = measure_pages(project, repeat)
    print("\n".join(pages))
    write_between(page, "pages", pages)
    print(f"The figures are in {result_file}, and in docs/measured.md")


if __name__ == "__main__":
    main()
