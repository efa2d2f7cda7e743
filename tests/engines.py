"""Browsers of three families behind one class, each driven by the protocol that it speaks itself:
Chromium by Playwright, Firefox by WebDriver BiDi (Debian's `firefox-esr`), WebKit by WebDriver
(`webkit2gtk-driver` on a screen of `xvfb`, which knows what Safari 26 knows; and `cog`, with
`wpewebkit-driver`, which knows what Safari 16 knew).
"""

from __future__ import annotations

import base64
import json
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Callable

import websocket
from playwright.sync_api import Error

PATIENCE = 300  # seconds that a step may take before a test gives up
KEYS = {
    "Escape": "\ue00c",
    "Tab": "\ue004",
    "Enter": "\ue007",
    "ArrowLeft": "\ue012",
    "ArrowRight": "\ue014",
}
# A number in the prose of the chapter on casualties by its record, whatever stands before it.
RECORD = "ledger-casualties.html#losses_2026_01"
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


class Browser(ABC):
    """A browser with one window. Places are CSS pixels from the window's corner."""

    @abstractmethod
    def open(self, address: str) -> None:
        """Load a page, and wait until it is loaded."""

    @abstractmethod
    def value(self, script: str):
        """What an expression of JavaScript gives in the page."""

    @abstractmethod
    def size(self, width: int, height: int) -> None:
        """Make the window this large."""

    @abstractmethod
    def move(self, x: float, y: float) -> None:
        """Point the mouse at a place."""

    @abstractmethod
    def click(self, x: float, y: float) -> None:
        """Click at a place with the mouse."""

    @abstractmethod
    def tap(self, x: float, y: float) -> None:
        """Touch a place, or click at it in a browser that cannot be touched on this machine."""

    @abstractmethod
    def press(self, key: str) -> None:
        """Press a key: one of `KEYS`, or a character."""

    @abstractmethod
    def picture(self) -> bytes:
        """The window as a PNG."""

    def pdf(self) -> bytes:
        """The page on paper, A4. Raises NotImplementedError where its driver cannot print."""
        raise NotImplementedError

    def place(self, element: str, number: int = 0) -> list[float]:
        """Scrolls an element of a selector into the window; gives the middle of its first line."""
        return self.value(f"""(() => {{
          const found = document.querySelectorAll({json.dumps(element)})[{number}];
          found.scrollIntoView({{ block: "center", behavior: "instant" }});
          const box = found.getClientRects()[0];
          return [box.x + box.width / 2, box.y + box.height / 2]; }})()""")

    def shown(self, element: str) -> int:
        """How many elements of a selector have a place on the page."""
        return self.value(f"""[...document.querySelectorAll({json.dumps(element)})].filter(e =>
          e.getClientRects().length && (!e.checkVisibility || e.checkVisibility())).length""")

    def words(self, element: str) -> str:
        """The text of the first element of a selector."""
        return self.value(f"document.querySelector({json.dumps(element)}).textContent")

    def until(self, script: str) -> None:
        """Wait until an expression is true; between one page and the next nothing answers."""
        silence: list[Exception] = []

        def found() -> bool:
            try:
                return self.value(f"Boolean({script})")
            except (Error, RuntimeError, urllib.error.HTTPError) as error:
                silence[:] = [error]
                return False

        until(found, lambda: f"never so: {script} {silence}")

    def until_shown(self, element: str, number: int) -> None:
        """Wait until so many elements of a selector have a place on the page."""
        until(
            lambda: self.shown(element) == number,
            lambda: f"{self.shown(element)} instead of {number}: {element}",
        )


def until(found: Callable[[], object], failed: Callable[[], str]):
    """What `found` gives as soon as it gives something. Raises RuntimeError with what `failed`
    says.
    """
    begun = time.monotonic()
    while time.monotonic() < begun + PATIENCE:
        if got := found():
            return got
        time.sleep(0.05)
    raise RuntimeError(failed())


def until_true(page, script: str, arg: object = None) -> None:
    """Wait until a page of Playwright says that an expression is true, or a function of `arg`.

    Its own `wait_for_function` evaluates a text within the page where the page answers later, which
    the book's policy refuses.
    """
    until(lambda: page.evaluate(script, arg), lambda: f"never so: {script}")


def follow_link(link) -> None:
    """Click a link (a locator of Playwright) and wait until what it leads to is loaded: a click
    alone goes on while the next page has not come, or is there in part.
    """
    with link.page.expect_navigation():
        link.click()


class Chromium(Browser):
    def __init__(self, page) -> None:
        self.page = page
        self.wire = self.page.context.new_cdp_session(self.page)

    def open(self, address: str) -> None:
        self.page.goto(address)

    def value(self, script: str):
        try:
            return self.page.evaluate(script)
        except Error as error:  # a new page came meanwhile
            if "navigation" not in str(error):
                raise
            self.page.wait_for_load_state()
            return self.page.evaluate(script)

    def size(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def move(self, x: float, y: float) -> None:
        self.page.mouse.move(x, y)

    def click(self, x: float, y: float) -> None:
        self.page.mouse.click(x, y)

    def tap(self, x: float, y: float) -> None:
        for kind, points in (("touchStart", [{"x": x, "y": y}]), ("touchEnd", [])):
            self.wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def picture(self) -> bytes:
        return self.page.screenshot()

    def pdf(self) -> bytes:
        return self.page.pdf(format="A4", prefer_css_page_size=True)


class Driven(Browser):
    """A browser whose keys and pointers are those of WebDriver, which BiDi has too."""

    touch = "touch"

    @abstractmethod
    def act(self, source: dict) -> None:
        """Do what one source of input does."""

    def _point(self, pointer: str, x: float, y: float, *then: str) -> None:
        at = {"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)}
        steps = [at, *({"type": kind, "button": 0} for kind in then)]
        parameters = {"pointerType": pointer}
        self.act({"type": "pointer", "id": pointer, "parameters": parameters, "actions": steps})

    def move(self, x: float, y: float) -> None:
        self._point("mouse", x, y)

    def click(self, x: float, y: float) -> None:
        self._point("mouse", x, y, "pointerDown", "pointerUp")

    def tap(self, x: float, y: float) -> None:
        self._point(self.touch, x, y, "pointerDown", "pointerUp")

    def press(self, key: str) -> None:
        value = KEYS.get(key, key)
        keys = [{"type": kind, "value": value} for kind in ("keyDown", "keyUp")]
        self.act({"type": "key", "id": "keys", "actions": keys})


class Firefox(Driven):
    def __init__(self, wire: websocket.WebSocket) -> None:
        self.wire = wire
        self.call("session.new", capabilities={})
        # The window that it starts with has never the focus.
        self.context = self.call("browsingContext.create", type="window")["context"]

    def call(self, method: str, **params) -> dict:
        self.wire.send(json.dumps({"id": 1, "method": method, "params": params}))
        while (answer := json.loads(self.wire.recv())).get("type") == "event":
            pass
        if "result" not in answer:
            raise RuntimeError(f"{method}: {answer}")
        return answer["result"]

    def here(self, method: str, **params) -> dict:
        return self.call(method, context=self.context, **params)

    def open(self, address: str) -> None:
        self.here("browsingContext.navigate", url=address, wait="complete")

    def value(self, script: str):
        answer = self.call(
            "script.evaluate",
            expression=f"JSON.stringify({script})",
            target={"context": self.context},
            awaitPromise=False,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def size(self, width: int, height: int) -> None:
        self.here("browsingContext.setViewport", viewport={"width": width, "height": height})

    def act(self, source: dict) -> None:
        self.here("input.performActions", actions=[source])

    def picture(self) -> bytes:
        return base64.b64decode(self.here("browsingContext.captureScreenshot")["data"])

    def pdf(self) -> bytes:
        paper = {"width": 21.0, "height": 29.7}  # centimetres
        return base64.b64decode(self.here("browsingContext.print", page=paper)["data"])


class WebKit(Driven):
    touch = "mouse"  # its driver knows no other pointer

    def __init__(self, port: int, options: dict) -> None:
        self.root = f"http://127.0.0.1:{port}/session"
        wanted = {"capabilities": {"alwaysMatch": options}}
        self.root += f"/{self.call('POST', '', wanted)['sessionId']}"

    def call(self, method: str, path: str, body: dict | None = None):
        data = None if body is None else json.dumps(body).encode()
        kind = {"Content-Type": "application/json"}
        asked = urllib.request.Request(f"{self.root}{path}", data, kind, method=method)
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            return json.load(answer)["value"]

    def open(self, address: str) -> None:
        self.call("POST", "/url", {"url": address})

    def value(self, script: str):
        return self.call("POST", "/execute/sync", {"script": f"return {script}", "args": []})

    def size(self, width: int, height: int) -> None:
        frame = self.value("outerHeight - innerHeight")
        self.call("POST", "/window/rect", {"width": width, "height": height + frame})
        self.until(f"innerWidth === {width}")

    def act(self, source: dict) -> None:
        self.call("POST", "/actions", {"actions": [source]})

    def picture(self) -> bytes:
        return base64.b64decode(self.call("GET", "/screenshot"))
