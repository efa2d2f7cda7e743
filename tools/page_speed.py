"""What pages weigh and how quickly they show in a browser on a slow machine.

A test counts the weights; `make bench` measures the times. `PYTHONPATH=tests python
tools/page_speed.py` measures the first paint of an empty page and of every chapter in one run, in
Chromium on a slowed processor and in Firefox, and with `--plain FOLDER` of the same chapters in a
site that plain Jupyter Book has built (`tools/plain.py`).
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from compressing import compressed
from drivers import firefox
from engines import until
from stateofplay.files.project import Project, find_project
from stateofplay.publish import pdf

SLOWER = 4  # times that the processor is slowed down
# milliseconds after the load event in which paints, shifts and long tasks are still counted
WAIT = 400
# From before the first paint on: largest paint, shifts of the layout, and what blocks (tasks beyond
# 50 ms, after the first paint).
_OBSERVE = """window.seen = { largest: 0, shift: 0, tasks: [] };
const watch = (type, note) => new PerformanceObserver(list => list.getEntries().forEach(note))
  .observe({ type, buffered: true });
watch("largest-contentful-paint", e => { seen.largest = e.startTime; });
watch("layout-shift", e => { if (!e.hadRecentInput) seen.shift += e.value; });
watch("longtask", e => { seen.tasks.push([e.startTime, e.duration]); });"""
_SEEN = """wait => new Promise(done => setTimeout(() => {
  const first = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity;
  const late = seen.tasks.filter(([start, long]) => start + long > first), blocking =
    late.reduce((sum, [, long]) => sum + Math.max(0, long - 50), 0);
  const files = performance.getEntriesByType("resource");
  const waited = files.filter(file => file.renderBlockingStatus === "blocking").length;
  done([first, seen.largest, seen.shift, blocking, document.querySelectorAll("*").length, waited]);
}, wait))"""

_PAINTED = """() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime"""
_EMPTY = '<!doctype html><html lang="en"><title>Empty</title><p>A word'
_NOTHING_KEPT = {"browser.cache.disk.enable": False, "browser.cache.memory.enable": False}


@dataclass(frozen=True)
class Visit:
    """One visit to a page: milliseconds to the first and largest paint, shift of the layout,
    milliseconds blocked; elements, files that the first paint waits for; bytes over the wire,
    requests."""

    first_paint: float
    largest_paint: float
    shift: float
    blocked: float
    elements: int
    awaited: int
    bytes: int
    requests: int


def visits(browser, url: str, following: str, slower: float = SLOWER) -> tuple[Visit, Visit]:
    """A first visit to `url` with nothing kept, and a visit to `following` right after it, on a
    processor slowed `slower` times, at 1280 by 900."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        context.add_init_script(_OBSERVE)
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        kept: set[str] = set()
        sizes: list[int] = []
        wire.on("Network.requestServedFromCache", lambda event: kept.add(event["requestId"]))
        wire.on(
            "Network.loadingFinished",
            lambda event: (
                event["requestId"] in kept or sizes.append(int(event["encodedDataLength"]))
            ),
        )
        found = []
        for address in (url, following):
            sizes.clear()
            page.goto(address, wait_until="load")
            paints = page.evaluate(_SEEN, WAIT)
            found.append(Visit(*paints, bytes=sum(sizes), requests=len(sizes)))
        return found[0], found[1]
    finally:
        context.close()


def typical(pairs: list[tuple[Visit, Visit]]) -> tuple[Visit, Visit]:
    """Of pairs of visits the median of each number."""
    first, second = (
        Visit(
            **{
                name: statistics.median(getattr(pair[n], name) for pair in pairs)
                for name in Visit.__dataclass_fields__
            }
        )
        for n in (0, 1)
    )
    return first, second


def side_by_side(
    browser, ours: Path, plain: Path, chapters: list[str], times: int
) -> dict[str, dict[str, tuple[Visit, Visit]]]:
    """Typical visits to each chapter, and to the one after it, of this book's site and of the plain
    Jupyter Book's, in turn, so that a noisy machine is noisy for both.
    """
    measured: dict[str, dict[str, tuple[Visit, Visit]]] = {}
    with compressed(ours) as here, compressed(plain) as there:
        for chapter, after in zip(chapters, [*chapters[1:], chapters[0]], strict=True):
            pairs: dict[str, list[tuple[Visit, Visit]]] = {"ours": [], "plain": []}
            for _ in range(times):
                for found, base in zip(pairs.values(), (here, there), strict=True):
                    pages = (f"{base}/book/{name}.html" for name in (chapter, after))
                    found.append(visits(browser, *pages))
            measured[chapter] = {name: typical(found) for name, found in pairs.items()}
    return measured


def first_paint(browser, url: str) -> float:
    """Milliseconds to the first words of a page in Chromium, nothing kept, processor slowed."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(url, wait_until="load")
        return page.wait_for_function(_PAINTED).json_value()
    finally:
        context.close()


def in_turn(
    paint: Callable[[str], float], addresses: dict[str, str], times: int
) -> dict[str, float]:
    """The median of what `paint` says of each address in `times` rounds, after one that is not
    counted.
    """
    found: dict[str, list[float]] = {name: [] for name in addresses}
    for turn in range(times + 1):
        for name, address in addresses.items():
            took = paint(address)
            if turn:
                found[name].append(took)
    return {name: statistics.median(took) for name, took in found.items()}


def first_paints(ours: Path, plain: Path | None, chapters: list[str], times: int) -> list[str]:
    """First paints of the empty page and of each chapter, as the lines of a Markdown table: in
    milliseconds, as so many times the empty page's, and as a share of the plain book's where there
    is one.
    """
    from playwright.sync_api import sync_playwright

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "empty.html").write_text(_EMPTY, encoding="utf-8")
        empty, here = (stack.enter_context(compressed(root)) for root in (folder, ours))
        addresses = {"": f"{empty}/empty.html"}
        addresses |= {chapter: f"{here}/book/{chapter}.html" for chapter in chapters}
        if plain:
            there = stack.enter_context(compressed(plain))
            addresses |= {f"plain {name}": f"{there}/book/{name}.html" for name in chapters}
        runner = stack.enter_context(sync_playwright())
        chromium = runner.chromium.launch(executable_path=pdf.chromium(), args=list(pdf.FLAGS))
        measured = {"Chromium": in_turn(partial(first_paint, chromium), addresses, times)}
        if shutil.which("firefox-esr") or shutil.which("firefox"):
            other = stack.enter_context(firefox(sys.exit, folder, **_NOTHING_KEPT))

            def painted(address: str) -> float:
                other.open(address)
                return float(until(lambda: other.value(f"({_PAINTED})()"), lambda: address))

            measured["Firefox"] = in_turn(painted, addresses, times)
        else:
            print("no Firefox found: only Chromium is measured", file=sys.stderr)
    names = [f"{name}, {what}" for name in measured for what in ("ms", "× empty", "of plain")]
    lines = [f"| page | {' | '.join(names)} |", f"|---{'|---' * len(names)}|"]
    for chapter in ("", *chapters):
        cells = []
        for took in measured.values():
            beside = took.get(f"plain {chapter}")
            cells += [f"{took[chapter]:.0f}", f"{took[chapter] / took['']:.2f}"]
            cells += [f"{took[chapter] / beside:.2f}" if beside else ""]
        lines.append(f"| {chapter or 'empty page'} | {' | '.join(cells)} |")
    return lines


def table(measured: dict[str, dict[str, tuple[Visit, Visit]]]) -> list[str]:
    """What `side_by_side` gives as the lines of a Markdown table, each number beside the plain
    book's in brackets.
    """
    lines = [
        "| chapter | first visit, kB | next page, kB | requests | first paint, ms | largest "
        "paint, ms | layout shift | blocked, ms |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for chapter, books in measured.items():
        (a, b), (p, q) = books["ours"], books["plain"]
        cells = [
            (a.bytes / 1000, p.bytes / 1000, "{:.0f}"),
            (b.bytes / 1000, q.bytes / 1000, "{:.0f}"),
            (a.requests, p.requests, "{:.0f}"),
            (a.first_paint, p.first_paint, "{:.0f}"),
            (a.largest_paint, p.largest_paint, "{:.0f}"),
            (a.shift, p.shift, "{:.3f}"),
            (a.blocked, p.blocked, "{:.0f}"),
        ]
        lines.append(
            f"| {chapter} | "
            + " | ".join(
                f"{form.format(ours)} ({form.format(theirs)})" for ours, theirs, form in cells
            )
            + " |"
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=15, help="visits to each page")
    parser.add_argument("--plain", type=Path, help="the site that plain Jupyter Book built")
    parser.add_argument("chapters", nargs="*", help="pages to visit; all chapters by default")
    said, project = parser.parse_args(), find_project()
    chapters = said.chapters or charted(project)
    print("\n".join(first_paints(project.site, said.plain, chapters, said.times)))


def charted(project: Project) -> list[str]:
    """The chapters with cells."""
    pages = sorted(project.book.glob("*.md"))
    return [page.stem for page in pages if "{code-cell}" in page.read_text(encoding="utf-8")]


if __name__ == "__main__":
    main()
