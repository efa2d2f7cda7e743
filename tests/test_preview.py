"""The preview: serves this machine only, follows edits, shows problems, and stops without leaving anything behind."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from urllib.request import urlopen

import psutil
import pytest

from projects import tiny_project

PATIENCE = 300  # seconds; a build of the tiny project takes one or two


class Preview:
    """A running `stateofplay preview` of a tiny project."""

    def __init__(self, root, port: int) -> None:
        self.project = tiny_project(root)
        self.process = subprocess.Popen([sys.executable, "-m", "stateofplay.cli", "preview", "--port", str(port)], cwd=self.project.root,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
                                        env={**os.environ, "STATEOFPLAY_ROOT": str(self.project.root)})
        self.address = self.line("http://127.0.0.1").partition("at ")[2].split(" ")[0]
        self.port = int(self.address.rstrip("/").rpartition(":")[2])

    def line(self, part: str) -> str:
        """The next line of the terminal that has `part` in it."""
        for line in self.process.stdout:
            if part in line:
                return line
        raise AssertionError(f"the preview ended without saying “{part}”")

    def page(self, path: str = "book/index.html") -> str:
        with urlopen(self.address + path, timeout=PATIENCE) as answer:
            return answer.read().decode()

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.project.root / path
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.fixture
def preview(tmp_path):
    with socket.socket() as taken:  # the port that is asked for is busy: the next one is taken
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        running = Preview(tmp_path / "book", taken.getsockname()[1])
        yield running
        if running.process.poll() is None:
            os.killpg(running.process.pid, signal.SIGKILL)
            running.process.wait()


def test_an_edit_reaches_the_page_and_a_broken_one_reaches_it_as_problems(preview) -> None:
    assert "/~preview.js" in preview.page() and "The harbour handles" in preview.page()
    events = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
    events.request("GET", "/~events")
    stream = events.getresponse()

    def news() -> list[str]:
        while not (line := stream.readline()).startswith(b"data: "):
            assert line, "the stream of events ended"
        return json.loads(line[6:])

    preview.edit("book/index.md", "The harbour handles", "The port handles")
    assert news() == [] and "The port handles" in preview.page()
    preview.edit("data/casualties.csv", "40000,35000,45000", "forty,35000,45000")
    assert "“forty” is not a number" in news()[0] and "The port handles" in preview.page()
    preview.edit("data/casualties.csv", "forty,35000,45000", "41000,36000,46000")
    assert news() == [] and "about 41,000" in preview.page()
    events.close()


def test_it_refuses_other_hosts(preview) -> None:
    for host, status in ((f"localhost:{preview.port}", 200), ("example.org", 421), ("", 421)):
        connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
        connection.putrequest("GET", "/index.html", skip_host=True)
        if host:
            connection.putheader("Host", host)
        connection.endheaders()
        assert connection.getresponse().status == status, host


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal for Ctrl-C that a test can send")
def test_it_stops_on_ctrl_c_and_leaves_no_process_behind(preview) -> None:
    family = psutil.Process(preview.process.pid).children(recursive=True)
    preview.process.send_signal(signal.SIGINT)
    assert preview.process.wait(timeout=PATIENCE) == 0
    deadline = time.monotonic() + PATIENCE
    while any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in family):
        assert time.monotonic() < deadline, [p.cmdline() for p in family if p.is_running()]
        time.sleep(0.1)
