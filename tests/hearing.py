"""What Orca, the screen reader of Linux desktops, says of a page in a browser, key by key.

It runs with the browser on a screen and a bus of their own. A file takes the place of its voice.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path

from drivers import Missing, programs, running, screen
from engines import until

PACKAGES = "packages orca, openbox, xdotool, xvfb, at-spi2-core, dbus-daemon and libglib2.0-bin"
# What Orca loads as its user's own. Each phrase goes to a file, and the end of each key: a line of
# JSON; and where nothing is left that it was told and has not said, that it is done. What Orca adds
# to the words of a page, it says in its voice for the system: in brackets.
OWN = """
import json, orca.input_event, orca.settings, orca.speech
from gi.repository import GLib
from orca.acss import ACSS
file, waiting = open({file!r}, "a", buffering=1), []
def write(kind, text=""):
    file.write(json.dumps([kind, text]) + "\\n")
def done():
    waiting.clear()
    write("done")
def note(kind, text):
    write(kind, text)
    if not waiting:  # after all that is to be done
        waiting.append(GLib.idle_add(done, priority=GLib.PRIORITY_LOW))
def speak(text, acss=None, interrupt=True):
    note("said", f"[{{text}}]" if (acss or {{}}).get("average-pitch") == 9 else text)
def told(function, consumed):
    def call(event):
        result = function(event)
        if consumed or not event._should_consume:
            note("key" if event.is_pressed_key else "up", event.event_string)
        return result
    return call
orca.speech._speak = orca.speech.speakCharacter = speak
orca.speech.speakKeyEvent = lambda *args: None
orca.speech.init = orca.speech.shutdown = lambda: None  # no voice is asked for
events = orca.input_event.KeyboardEvent
events.is_pressed_key = property(events.isPressedKey)
events._consume, events.process = told(events._consume, True), told(events.process, False)
orca.settings.sayAllOnLoad = orca.settings.enableSound = False
orca.settings.enableBraille = orca.settings.enableBrailleMonitor = False
orca.settings.voices[orca.settings.SYSTEM_VOICE] = ACSS({{"average-pitch": 9}})
"""
# Starts Orca and no more: told to take another's place, it would end the screen reader of whoever
# runs the tests, and it would not start beside one.
START = """
import runpy, sys
program = sys.argv.pop(1)
orca = runpy.run_path(program)["main"]
orca.__globals__.update(otherOrcas=list, setProcessName=str)
sys.exit(orca())
"""
PATIENCE = 60  # seconds after which Orca is taken to have gone silent


class SilenceError(RuntimeError):
    """Orca says nothing any more: nothing is known of the page, which may be read again."""


class Orca:
    """Orca in front of a browser."""

    def __init__(self, file: Path, xdotool: str, environment: dict[str, str]) -> None:
        self.file, self.xdotool, self.environment = file, xdotool, environment
        self.read = 0

    def _new(self) -> list[list[str]]:
        """What came since the last `take`: what was said, and keys that were done with."""
        with self.file.open("rb") as lines:
            lines.seek(self.read)
            text = lines.read()
        return [json.loads(line) for line in text[: text.rfind(b"\n") + 1].splitlines()]

    def take(self) -> list[str]:
        """What was said since the last time."""
        events = self._new()
        self.read += sum(len(json.dumps(event)) + 1 for event in events)
        return [words for kind, words in events if kind == "said"]

    def until_said(self, words: str) -> list[str]:
        """What is said until a phrase holds `words`, and Orca is done with what it was told."""

        self._until(
            lambda event: event[0] == "said" and words in event[1], f"“{words}” is not said"
        )
        return self.take()

    def press(self, key: str) -> list[str]:
        """Press a key that Orca acts on itself; gives what it says before it is done."""
        self._press(key)
        name = key.rpartition("+")[2]
        keys = [["key", name], ["up", name]]
        self._until(lambda event: event in keys, f"{key} is not done")
        return self.take()

    def _until(self, awaited: Callable[[list[str]], bool], failed: str) -> None:
        """Wait for an event, and until Orca is done after it. Raises SilenceError where Orca says
        nothing for long.
        """
        known, since = -1, time.monotonic()
        while True:
            events = self._new()
            at = next((n for n, event in enumerate(events) if awaited(event)), None)
            if at is not None and ["done", ""] in events[at:]:
                return
            if known != (known := len(events)):
                since = time.monotonic()
            if time.monotonic() > since + PATIENCE:
                raise SilenceError(f"{failed}, but: {events}")
            time.sleep(0.01)

    def press_until_said(self, key: str, words: str = "") -> list[str]:
        """Press a key that the browser acts on, and wait for what is said of it."""
        self._press(key)
        return self.until_said(words)

    def _press(self, key: str) -> None:
        self.take()
        subprocess.run([self.xdotool, "key", key], env=self.environment, check=True)


def once(said: str) -> str:
    """Lines, without one whose words the next line begins with. Chromium gives Orca such a line
    twice where a link stands after it: first alone, then with the link. So a sentence that a page
    holds twice would go unheard, if the words of the page were not counted beside.
    """
    lines = said.splitlines()
    words = [words_of(line) for line in lines]
    again = [after[: len(before)] == before != [] for before, after in pairwise([*words, []])]
    return "\n".join(line for line, is_again in zip(lines, again, strict=True) if not is_again)


def words_of(said: str) -> list[str]:
    """The words of a page in what is said: without keys, and without what Orca adds."""
    return re.findall(r"\w+", re.sub(r"^\S+: |\[[^\]]*\]", " ", said, flags=re.MULTILINE))


def phrases_of(said: str) -> list[str]:
    """Words and what Orca adds to them, wherever lines end: there links are said again."""
    found = re.findall(r"\[[^\]]*\]|\w+", re.sub(r"^\S+: ", "", said, flags=re.MULTILINE))
    return [phrase for phrase in found if phrase not in ("[link.]", "[visited link.]")]


@contextmanager
def orca(missing: Missing, folder: Path) -> Iterator[tuple[Orca, dict[str, str]]]:
    """Orca with a home of its own in `folder`; gives it, and the variables with which a browser
    comes to the same screen.
    """
    names = ("orca", "openbox", "xdotool", "dbus-daemon", "gdbus", "Xvfb")
    reader, windows, xdotool, bus, ask, _ = programs(missing, PACKAGES, *names)
    folder.chmod(0o700)
    file, own = folder / "said", folder / ".local" / "share" / "orca"
    file.touch()
    own.mkdir(parents=True)
    (own / "orca-customizations.py").write_text(OWN.format(file=str(file)), encoding="utf-8")
    with ExitStack() as stack:

        def start(*command: str, **environment: str) -> Path:
            return stack.enter_context(running(list(command), folder, **environment))

        here = {"DISPLAY": stack.enter_context(screen(missing, folder, "1280x1000"))}
        log = start(bus, "--session", "--nofork", "--print-address=1", **here)
        address = until(lambda: re.search(r"^unix:\S+$", log.read_text(), re.M), log.read_text)
        here |= {
            "DBUS_SESSION_BUS_ADDRESS": address[0],
            "GNOME_ACCESSIBILITY": "1",
            "GTK_USE_PORTAL": "0",
            "NO_AT_BRIDGE": "0",
        }
        start(windows, **here)
        for name in ("IsEnabled", "ScreenReaderEnabled"):
            asked = ["--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus", "--method"]
            asked += ["org.freedesktop.DBus.Properties.Set", "org.a11y.Status", name, "<true>"]
            subprocess.run(
                [ask, "call", "--session", *asked],
                env=os.environ | here,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        python = Path(reader).read_text(encoding="utf-8").partition("\n")[0].removeprefix("#!")
        log = start(python, "-c", START, reader, **here)
        found = Orca(file, xdotool, os.environ | here)
        until(lambda: "Screen reader on" in file.read_text(), log.read_text)
        yield found, here
