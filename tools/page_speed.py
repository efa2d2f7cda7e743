"""What pages weigh and how quickly they show in a browser on a slow machine.

A test counts the weights; `make bench` measures the times.
"""

from __future__ import annotations

import gzip
import re
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler
from io import BytesIO
from pathlib import Path

from hosts import listening

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


class _Compressing(SimpleHTTPRequestHandler):
    """Serves a folder as a static host does: text compressed, files kept by the browser for an
    hour.
    """

    protocol_version = "HTTP/1.1"

    def send_head(self):
        path = Path(self.translate_path(self.path))
        if path.is_dir() or not path.is_file():
            return super().send_head()
        content = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in (".html", ".css", ".js", ".json", ".svg", ".txt"):
            content = gzip.compress(content, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=3600")
        self.end_headers()
        return BytesIO(content)

    def log_message(self, *args) -> None:
        pass


@contextmanager
def compressed(folder: Path) -> Iterator[str]:
    """The address at which a folder is served on this machine, compressed."""
    with listening(partial(_Compressing, directory=str(folder))) as address:
        yield address


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


def typical(browser, url: str, following: str, times: int) -> tuple[Visit, Visit]:
    """Of `times` such pairs of visits the median of each number."""
    pairs = [visits(browser, url, following) for _ in range(times)]
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
    Jupyter Book's.
    """
    measured: dict[str, dict[str, tuple[Visit, Visit]]] = {}
    with compressed(ours) as here, compressed(plain) as there:
        for number, chapter in enumerate(chapters):
            after = chapters[(number + 1) % len(chapters)]
            measured[chapter] = {
                name: typical(
                    browser, f"{base}/book/{chapter}.html", f"{base}/book/{after}.html", times
                )
                for name, base in (("ours", here), ("plain", there))
            }
    return measured


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


def page_weights(site: Path) -> dict[str, dict[str, int]]:
    """Bytes per page, compressed: the page, its style, scripts and icon; `requests` counts them."""
    weights = {}
    for page in sorted((site / "book").glob("*.html")):
        text = page.read_text(encoding="utf-8")
        links = {link.partition("?")[0] for link in re.findall(r'(?:href|src)="([^"#]+)"', text)}
        files = [
            (page.parent / link).resolve()
            for link in sorted(links)
            if link.endswith((".css", ".js", "icon.svg"))
        ]
        parts = [len(gzip.compress(path.read_bytes())) for path in (page, *files)]
        weights[page.stem] = {
            "first visit": sum(parts),
            "next page": parts[0],
            "requests": len(parts),
        }
    return weights
