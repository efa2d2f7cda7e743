"""What the container runs: it serves at once what was built last, and rebuilds behind it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from projects import REPOSITORY, tiny_project
from stateofplay.files.project import Project
from stateofplay.publish.building import only_one

pytestmark = [
    pytest.mark.book,
    pytest.mark.skipif(sys.platform == "win32", reason="the container runs Linux"),
]


def command(port: int) -> list[str]:
    text = (REPOSITORY.root / "Containerfile").read_text(encoding="utf-8").replace("\\\n", "")
    (found,) = re.findall(r"^CMD (\[.*\])$", text, re.MULTILINE)
    return [part.replace("8000", str(port)) for part in json.loads(found)]


class Served:
    """The command while it runs: what its first page says, and what it has printed."""

    def __init__(self, process: subprocess.Popen[str], port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    def page(self) -> str:
        """The page, as soon as one is served."""
        while True:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/index.html") as answer:
                    return answer.read().decode()
            except URLError:
                assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
                time.sleep(0.05)

    def wait(self, has_come) -> None:
        while not has_come():
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            time.sleep(0.05)


@contextmanager
def serving(project: Project, log: Path) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    tools = Path(sys.executable).parent
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command(port),
            cwd=project.root,
            env={**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            text=True,
        )
    try:
        yield Served(process, port, log)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_it_serves_the_last_good_build_at_once_and_rebuilds_behind_it(tmp_path) -> None:
    project, log = tiny_project(tmp_path / "book"), tmp_path / "log"
    with serving(project, log) as first:  # nothing is built yet
        assert "The harbour handles" in first.page()
    page = project.book / "index.md"
    whole = page.read_text(encoding="utf-8")
    page.write_text(whole.replace("# ", "# Corrected: ", 1), encoding="utf-8")
    with only_one(project, True), serving(project, log) as second:
        assert "Corrected" not in second.page()  # its build waits for this one
    with serving(project, log) as third:
        third.wait(lambda: "Corrected" in third.page())
    page.write_text(whole + "\n{fig}`nothing_of_this_name`\n", encoding="utf-8")
    with serving(project, log) as fourth:
        fourth.wait(lambda: "nothing_of_this_name" in log.read_text(encoding="utf-8"))
        assert "Corrected" in fourth.page()
