"""Starts Firefox and WebKit for tests, each with a home of its own, and ends them."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import websocket
from playwright.sync_api import Browser as PlaywrightBrowser

from engines import PATIENCE, Chromium, Firefox, WebKit, until
from stateofplay.publish.pdf import FLAGS

Missing = Callable[[str], object]  # called with one line where a program is not installed
# WebKit's own window is otherwise wider than a phone: the buttons above the page need their room.
NO_BUTTONS = (
    "* {padding:0; margin:0; min-width:0; min-height:0; border-width:0; font-size:1px;"
    " -gtk-icon-source:none}"
)


@contextmanager
def running(command: list[str], folder: Path, **environment: str) -> Iterator[Path]:
    """Run a program with `folder` for its home until the context ends; gives the file of what it
    says.
    """
    log = folder / f"{Path(command[0]).name}.log"
    home = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    with log.open("w") as said:
        process = subprocess.Popen(
            command, cwd=folder, stdout=said, stderr=said, env=os.environ | home | environment
        )
    try:
        yield log
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:  # Orca waits for browsers that are gone
            process.kill()
            process.wait(PATIENCE)


def programs(missing: Missing, packages: str, *names: str) -> list[str]:
    """Where programs are installed, each of which may have several names, separated by blanks."""
    found = [next(filter(None, map(shutil.which, name.split())), "") for name in names]
    if not all(found):
        missing(f"{names[found.index('')]} is not installed; install Debian's {packages}")
    return found


# Firefox without a window has no pointer that can hover unless it is told so.
MOUSE = {"ui.primaryPointerCapabilities": 6, "ui.allPointerCapabilities": 6}


@contextmanager
def screen(missing: Missing, folder: Path, size: str = "2600x1400") -> Iterator[str]:
    """A screen that nobody sees; gives its name, for the variable DISPLAY."""
    [program] = programs(missing, "package xvfb", "Xvfb")
    command = [program, "-displayfd", "1", "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
    with running(command, folder) as log:
        display = until(lambda: re.search(r"^\d+$", log.read_text(), re.M), log.read_text)
        yield f":{display[0]}"


@contextmanager
def firefox(
    missing: Missing, folder: Path, environment: dict[str, str] | None = None, **preferences
) -> Iterator[Firefox]:
    """Firefox with a profile of its own in `folder`; headless unless its `environment` is given."""
    [program] = programs(missing, "package firefox-esr", "firefox-esr firefox")
    profile = folder / "profile"
    profile.mkdir()
    chosen = (MOUSE | preferences).items()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in chosen]
    (profile / "user.js").write_text("\n".join(lines))
    command = [program, *([] if environment else ["--headless"]), "--no-remote"]
    command += ["--profile", str(profile), "--remote-debugging-port", "0"]
    with running(command, folder, **environment or {}) as log:
        told = until(
            lambda: re.search(r"BiDi listening on (ws://\S+)", log.read_text()), log.read_text
        )
        wire = websocket.create_connection(
            f"{told[1]}/session", timeout=PATIENCE, suppress_origin=True
        )
        with closing(wire):
            browser = Firefox(wire)
            yield browser
            browser.call("browser.close")


@contextmanager
def chromium_window(
    browser: PlaywrightBrowser, program: str, folder: Path, environment: dict[str, str]
) -> Iterator[Chromium]:
    """Chromium on a screen, in a window that holds a page and nothing else to have the focus."""
    command = [program, *FLAGS, "--force-renderer-accessibility", "--remote-debugging-port=0"]
    command += [f"--user-data-dir={folder / 'profile'}", "--app=data:text/html,"]
    with running(command, folder, **environment) as log:
        told = until(
            lambda: re.search(r"DevTools listening on (ws://\S+)", log.read_text()), log.read_text
        )
        found = browser.browser_type.connect_over_cdp(told[1])
        [page] = found.contexts[0].pages
        page.set_default_timeout(PATIENCE * 1000)
        yield Chromium(page)
        found.close()


@contextmanager
def _webkit(driver: str, folder: Path, options: dict, **environment: str) -> Iterator[WebKit]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def listening() -> bool:
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", port)) == 0

    with running([driver, f"--port={port}"], folder, **environment) as log:
        until(listening, log.read_text)
        browser = WebKit(port, options)
        yield browser
        browser.call("DELETE", "")


@contextmanager
def webkit(missing: Missing, folder: Path) -> Iterator[WebKit]:
    """WebKitGTK's own small browser, on a screen that nobody sees."""
    packages = "packages webkit2gtk-driver, xvfb and xdotool"
    driver, _, focus = programs(missing, packages, "WebKitWebDriver", "Xvfb", "xdotool")
    [small] = Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser")
    (folder / ".config" / "gtk-3.0").mkdir(parents=True)
    (folder / ".config" / "gtk-3.0" / "gtk.css").write_text(NO_BUTTONS)
    with screen(missing, folder) as at:
        options = {"webkitgtk:browserOptions": {"binary": str(small), "args": ["--automation"]}}
        with _webkit(
            driver,
            folder,
            options,
            DISPLAY=at,
            WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS="1",  # of no use as root and for own pages
            NO_AT_BRIDGE="1",
        ) as browser:
            # Without a manager of windows, none has the focus until it is given.
            search = ["search", "--sync", "--onlyvisible", "--class", "MiniBrowser", "windowfocus"]
            subprocess.run([focus, *search], env=os.environ | {"DISPLAY": at}, check=True)
            yield browser


@contextmanager
def older_webkit(missing: Missing, folder: Path) -> Iterator[WebKit]:
    """WPE WebKit 2.38 in `cog`, without a display."""
    cog, driver = programs(missing, "packages cog and wpewebkit-driver", "cog", "WPEWebDriver")
    browser = {"binary": cog, "args": ["--automation", "--platform=headless"]}
    with _webkit(driver, folder, {"wpe:browserOptions": browser}) as found:
        yield found


# Notes from the first script on what a page reports and what its policy refuses.
WATCH = """window.reported = [];
for (const kind of ["error", "warn"]) console[kind] = (...words) => reported.push(words.join(" "));
addEventListener("error", e => reported.push(e.message || `not loaded: ${e.target.src}`), true);
addEventListener("unhandledrejection", e => reported.push(String(e.reason)));
addEventListener("securitypolicyviolation", e =>
  reported.push(`${e.violatedDirective} ${e.blockedURI}`));
"""


def watched(name: str, text: str) -> str:
    return WATCH + text if name == "sop.js" else text
