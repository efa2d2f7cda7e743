"""A running preview of a small project, and what its pages are told."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

from lending import lender
from projects import tiny_project

PATIENCE = 300  # seconds; a build of the tiny project takes one or two


class Preview:
    """A running `stateofplay preview` of a tiny project, or another command that begins one."""

    def __init__(
        self, root, port: int, config: str = "", command: tuple = ("preview",), **environment: str
    ) -> None:
        self.project = tiny_project(root)
        lender.lend(self.project)
        if config:
            self.project.config.write_text(config, encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "stateofplay.cli", *command, "--port", str(port)],
            cwd=self.project.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            env={**os.environ, "STATEOFPLAY_ROOT": str(self.project.root), **environment},
        )
        self.line("Bringing the site up to date")  # said at once: a first build takes long
        printed = self.line("http://127.0.0.1").partition("at ")[2].split(" ")[0]
        self.address, _, self.token = printed.partition("?token=")
        self.port = int(self.address.rstrip("/").rpartition(":")[2])

    def line(self, part: str) -> str:
        """The next line of the terminal that has `part` in it."""
        for line in self.process.stdout:
            if part in line:
                return line
        raise AssertionError(f"the preview ended without saying “{part}”")

    @property
    def cookie(self) -> str:
        return f"stateofplay-{self.port}={self.token}"

    def page(self, path: str = "book/index.html", **headers: str) -> str:
        with urlopen(Request(self.address + path, headers=headers), timeout=PATIENCE) as answer:
            return answer.read().decode()

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.project.root / path
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@contextmanager
def previewed(folder: Path) -> Iterator[Preview]:
    with socket.socket() as taken:  # the port that is asked for is busy: the next one is taken
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield (running := Preview(folder, taken.getsockname()[1]))
        if running.process.poll() is None:
            running.process.terminate()
            running.process.communicate()


class News:
    """What an open page is told: the problems of each build, none of a good one."""

    def __init__(self, port: int, page: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        build = re.search(r'data-build="(\d+)"', page)
        self.connection.request("GET", f"/~events?build={build[1]}" if build else "/~events")
        self.stream = self.connection.getresponse()

    def next(self) -> list[str]:
        while not (line := self.stream.readline()).startswith(b"data: "):
            assert line, "the stream of events ended"
        return json.loads(line[6:])
