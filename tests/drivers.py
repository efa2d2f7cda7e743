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

from engines import PATIENCE, Firefox, WebKit, until

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
def firefox(missing: Missing, folder: Path, **preferences) -> Iterator[Firefox]:
    """Headless Firefox with a profile of its own in `folder`."""
    [program] = programs(missing, "package firefox-esr", "firefox-esr firefox")
    profile = folder / "profile"
    profile.mkdir()
    chosen = (MOUSE | preferences).items()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in chosen]
    (profile / "user.js").write_text("\n".join(lines))
    quiet = ["--headless", "--no-remote", "--profile", str(profile)]
    with running([program, *quiet, "--remote-debugging-port", "0"], folder) as log:
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
    driver, screen, focus = programs(
        missing,
        "packages webkit2gtk-driver, xvfb and xdotool",
        "WebKitWebDriver",
        "Xvfb",
        "xdotool",
    )
    [small] = Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser")
    (folder / ".config" / "gtk-3.0").mkdir(parents=True)
    (folder / ".config" / "gtk-3.0" / "gtk.css").write_text(NO_BUTTONS)
    command = [screen, "-displayfd", "1", "-screen", "0", "2600x1400x24", "-nolisten", "tcp"]
    with running(command, folder) as log:
        display = until(lambda: re.search(r"^\d+$", log.read_text(), re.M), log.read_text)
        at = f":{display[0]}"
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
