"""Firefox and WebKit as tests drive them, by the protocols that they speak themselves: WebDriver
BiDi of Debian's `firefox-esr`, and WebDriver of `cog` (packages `cog` and `wpewebkit-driver`).
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import websocket

PATIENCE = 300  # seconds that a step may take before a test gives up
Look = Callable[[str, str], object]  # an address and a script's expression; gives its value
# A number in the prose of the chapter on casualties by its record, whatever stands before it.
RECORD = "ledger.html#losses_2026_01"
FIGURE = f"main p .sop-fig:has(> .sop-num[href='{RECORD}'])"
# What covers, hides or hints at something on a page, as the page is drawn.
SEEN = """(() => {
  const shown = (of) => [...document.querySelectorAll(of)].filter(e => e.getClientRects().length)
    .length;
  const prose = 'main p a[href]:not(.headerlink, .sop-evidence, .sop-mark)';
  const links = [...document.querySelectorAll(prose)];
  const lines = (e) => [e, ...e.querySelectorAll('*')].some(
    part => getComputedStyle(part).textDecorationLine === 'underline');
  return { cards: shown('.sop-card'), taps: shown('.sop-tap'), charts: shown('.sop-chart'),
    drawings: shown('.sop-chart > svg, .sop-chart > .sop-wide, .sop-chart > .sop-narrow'),
    links: links.length, bare: links.filter(e => !lines(e)).map(e => e.textContent),
    edge: getComputedStyle(document.querySelector('.sop-search input')).borderTopStyle,
    wide: document.documentElement.scrollWidth - innerWidth };
})()"""


@contextmanager
def running(command: list[str], folder: Path) -> Iterator[Path]:
    """Run a program with `folder` for its home until the context ends; gives the file of what it
    says.
    """
    log = folder / "log"
    environment = {**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    with log.open("w") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, env=environment)
    try:
        yield log
    finally:
        process.terminate()
        process.wait(PATIENCE)


def until(found: Callable[[], object], log: Path):
    """What `found` gives as soon as it gives something. Raises RuntimeError with the log's end."""
    for _ in range(PATIENCE * 10):
        if got := found():
            return got
        time.sleep(0.1)
    raise RuntimeError(f"the browser does not answer: {log.read_text()[-1000:]}")


@contextmanager
def firefox(program: str, folder: Path) -> Iterator[Look]:
    """Headless Firefox with a profile of its own in `folder`."""
    (folder / "profile").mkdir()
    command = [
        program,
        "--headless",
        "--no-remote",
        "--profile",
        str(folder / "profile"),
        "--remote-debugging-port",
        "0",
    ]
    with running(command, folder) as log:
        told = until(lambda: re.search(r"BiDi listening on (ws://\S+)", log.read_text()), log)
        with closing(
            websocket.create_connection(
                f"{told[1]}/session", timeout=PATIENCE, suppress_origin=True
            )
        ) as wire:

            def call(method: str, **params) -> dict:
                wire.send(json.dumps({"id": 1, "method": method, "params": params}))
                while (answer := json.loads(wire.recv())).get("type") == "event":
                    pass
                if "result" not in answer:
                    raise RuntimeError(f"{method}: {answer}")
                return answer["result"]

            call("session.new", capabilities={})
            context = call("browsingContext.getTree")["contexts"][0]["context"]

            def look(address: str, script: str) -> object:
                call("browsingContext.navigate", context=context, url=address, wait="complete")
                answer = call(
                    "script.evaluate",
                    expression=f"JSON.stringify({script})",
                    target={"context": context},
                    awaitPromise=False,
                )
                return json.loads(answer["result"]["value"])

            yield look
            call("browser.close")


@contextmanager
def webkit(program: str, driver: str, folder: Path) -> Iterator[Look]:
    """WebKit in `cog`, without a display."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with running([driver, f"--port={port}"], folder) as log:

        def call(method: str, path: str, body: dict | None = None):
            data = None if body is None else json.dumps(body).encode()
            asked = urllib.request.Request(
                f"http://127.0.0.1:{port}{path}",
                data,
                method=method,
                headers={"Content-Type": "application/json"},
            )
            with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]

        def listening() -> bool:
            with socket.socket() as tried:
                return tried.connect_ex(("127.0.0.1", port)) == 0

        until(listening, log)
        browser = {"binary": program, "args": ["--automation", "--platform=headless"]}
        wanted = {"capabilities": {"alwaysMatch": {"wpe:browserOptions": browser}}}
        session = f"/session/{call('POST', '/session', wanted)['sessionId']}"

        def look(address: str, script: str) -> object:
            call("POST", f"{session}/url", {"url": address})
            return call(
                "POST", f"{session}/execute/sync", {"script": f"return {script}", "args": []}
            )

        yield look
        call("DELETE", session)
