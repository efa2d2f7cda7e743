"""The preview: serves this machine only, follows edits, shows problems, and stops without leaving
anything behind.
"""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil
import pytest

from previewing import PATIENCE, News, Preview
from stateofplay.editing.rows import saving
from stateofplay.files.project import PACKAGE
from stateofplay.publish.preview import Handler, Server

pytestmark = [pytest.mark.book, pytest.mark.counted]


def replace(file, text: str) -> None:
    """Save as editors do: a new file is put in the place of the old one."""
    fresh = file.with_name(f".{file.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(file)


def test_what_is_saved_by_a_rename_is_built_each_time_and_a_broken_setting_is_on_the_page(
    preview,
) -> None:
    project, news = preview.project, News(preview.port)
    toc, config = (
        project.toc.read_text(encoding="utf-8"),
        project.config.read_text(encoding="utf-8"),
    )
    for title in ("Register", "Accounts", "Books"):
        replace(project.toc, toc.replace("title: Ledger", f"title: {title}"))
        assert news.next() == [] and title in preview.page()
    for broken in (config.replace("author:", "author: a: b"), "title: [\n", "- a list\n", ""):
        replace(project.config, broken)
        problems = news.next()
        assert problems and "Traceback" not in "".join(problems), broken
        assert "Books" in preview.page(), "the last good page stays"
    replace(project.toc, "root: [\n")
    assert news.next() and preview.process.poll() is None
    replace(project.toc, toc)
    replace(project.config, config)
    while news.next():  # the first of the two may have been built alone
        pass
    assert "Ledger" in preview.page() and "Books" not in preview.page()


def test_a_folder_that_is_put_in_the_place_of_another_is_followed(preview) -> None:
    project, news = preview.project, News(preview.port)
    shutil.copytree(project.book, project.root / "next")
    project.book.rename(project.root / "before")
    (project.root / "next").rename(project.book)
    preview.edit("book/index.md", "The harbour handles", "The port handles")
    while news.next() or "The port handles" not in preview.page():
        pass
    preview.edit("book/index.md", "The port handles", "The quay handles")
    assert news.next() == [] and "The quay handles" in preview.page()


def test_a_book_that_was_never_built_has_a_page_for_its_problems(tmp_path) -> None:
    running = Preview(tmp_path / "book", 0, config="title: [\n")
    try:
        assert "/~preview.js" in running.page() and News(running.port).next()
    finally:
        os.killpg(running.process.pid, signal.SIGKILL)
        running.process.wait()


def test_an_edit_reaches_the_page_and_a_broken_one_reaches_it_as_problems(preview) -> None:
    old = preview.page()
    assert "/~preview.js" in old and "The harbour handles" in old
    events = News(preview.port)
    news = events.next
    preview.edit("book/index.md", "The harbour handles", "The port handles")
    assert news() == [] and "The port handles" in preview.page()
    late = News(preview.port, old)  # loaded before that build, it listens only now
    assert late.next() == []
    late.connection.close()
    preview.edit("data/boxes.csv", "40000,35000,45000", "forty,35000,45000")
    assert "“forty” is not a number" in news()[0] and "The port handles" in preview.page()
    preview.edit("data/boxes.csv", "forty,35000,45000", "41000,36000,46000")
    assert news() == [] and "about 41,000" in preview.page()
    events.connection.close()


@pytest.mark.skipif(os.name != "posix", reason="Windows starts it anew as a second program")
def test_a_style_of_the_program_that_is_saved_is_on_the_page(tmp_path) -> None:
    """And a program that lies among the book's files is none of this one."""
    package = tmp_path / "src" / "stateofplay"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    running = Preview(tmp_path / "book", 0, PYTHONPATH=str(package.parent))
    try:
        (running.project.book / "note.py").write_text("one = 1\n", encoding="utf-8")
        running.edit("book/index.md", "The harbour handles", "The port handles")
        while "up to date" not in (line := next(running.process.stdout)):
            assert "starting again" not in line
        with (package / "site/theme/styles/base.css").open("a", encoding="utf-8") as style:
            style.write("\n.sop-anew {\n  color: red;\n}\n")
        running.line("the package has changed: starting again")
        running.line("Preview at ")
        assert ".sop-anew" in running.page("_static/sop.css")
    finally:
        os.killpg(running.process.pid, signal.SIGKILL)
        running.process.wait()


@pytest.mark.skipif(os.name != "posix", reason="only there are processes copied from another")
def test_the_engine_that_drew_stays_for_the_next_number(preview) -> None:
    own, events = psutil.Process(preview.process.pid), News(preview.port)
    copies = []
    for old, new in ("40000,35000,45000", "41000,36000,46000"), ("41000,36000", "42000,37000"):
        preview.edit("data/boxes.csv", old, new)
        assert events.next() == []
        copies.append({copy for each in own.children() for copy in each.children()})
    events.connection.close()
    assert copies[0] & copies[1]


@pytest.mark.skipif(os.name != "posix", reason="Windows would let two programs share the port")
def test_begun_anew_it_has_its_port_again_though_a_page_is_open() -> None:
    first = Server(("127.0.0.1", 0), Handler)
    with socket.create_connection(first.server_address) as _page:
        first.socket.accept()[0].close()
        with pytest.raises(OSError):
            Server(first.server_address, Handler)
        first.server_close()
        Server(first.server_address, Handler).server_close()


def test_a_page_hears_of_each_build_whoever_made_it(preview) -> None:
    """Of two previews of one book the quicker one builds; so may a command beside them."""
    news, by_hand = News(preview.port, preview.page()), preview.process.args[:3]
    preview.process.send_signal(signal.SIGSTOP)
    preview.edit("book/index.md", "it keeps", "it still keeps")
    root = preview.project.root
    subprocess.run([*by_hand, "build", "--quiet"], cwd=root, check=True)
    preview.process.send_signal(signal.SIGCONT)
    assert news.next() == [] and "it still keeps" in preview.page()


def test_a_page_that_is_not_there_is_loaded_again_once_it_is(kept) -> None:
    for path in ("book/none.html", "none", "%00", "n" * 5000):
        with pytest.raises(HTTPError) as answer:
            kept.page(path)
        assert answer.value.code == 404 and "/~preview.js" in answer.value.read().decode(), path


def test_a_browser_keeps_no_picture_of_an_earlier_build(kept) -> None:
    for path in ("charts/boxes/chart.svg", "_static/sop.css", "book/index.html"):
        with urlopen(kept.address + path, timeout=PATIENCE) as answer:
            assert answer.headers.get_all("Cache-Control") == ["no-store"], path


@pytest.mark.parametrize(
    "path", ["/_static/sop.css", "/book/index.html", "/~preview.js", "/~events", "/none", "/book"]
)
def test_who_asks_for_the_head_alone_has_no_body(kept, path) -> None:
    with socket.create_connection(("127.0.0.1", kept.port), timeout=PATIENCE) as asking:
        asking.sendall(f"HEAD {path} HTTP/1.0\r\nHost: 127.0.0.1:{kept.port}\r\n\r\n".encode())
        answer = more = asking.recv(2**16)
        while more and not answer.partition(b"\r\n\r\n")[2]:  # until the preview ends it
            answer += (more := asking.recv(2**16))
    assert answer.startswith(b"HTTP/1.0 ") and answer.endswith(b"\r\n\r\n")


def test_it_refuses_other_hosts(kept) -> None:
    for host, status in ((f"localhost:{kept.port}", 200), ("example.org", 421), ("", 421)):
        connection = http.client.HTTPConnection("127.0.0.1", kept.port, timeout=PATIENCE)
        connection.putrequest("GET", "/index.html", skip_host=True)
        if host:
            connection.putheader("Host", host)
        connection.endheaders()
        assert connection.getresponse().status == status, host


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no signal for Ctrl-C that a test can send"
)
def test_it_stops_on_ctrl_c_and_leaves_no_process_behind(preview) -> None:
    family = psutil.Process(preview.process.pid).children(recursive=True)
    preview.process.send_signal(signal.SIGINT)
    assert preview.process.wait(timeout=PATIENCE) == 0
    deadline = time.monotonic() + PATIENCE
    while any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in family):
        assert time.monotonic() < deadline, [p.cmdline() for p in family if p.is_running()]
        time.sleep(0.1)


def test_a_save_of_several_files_is_built_once_and_whole_however_slow_the_disk(
    preview, monkeypatch
) -> None:
    project, put = preview.project, saving._put
    monkeypatch.setattr(saving, "_put", lambda *what: (put(*what), time.sleep(0.5)))
    table, page = project.table("boxes"), project.page("book/index")
    preview.edit("book/index.md", "it keeps", "it still keeps")
    preview.line("up to date")  # it follows edits from here on
    edits = (
        (table, b"40000,35000,45000", b"41000,36000,46000"),
        (page, b"The harbour", b"The port"),
    )
    held = [(path, path.read_bytes(), old, new) for path, old, new in edits]
    saving.write(
        project, [saving.FileChange(at, now, now.replace(old, new)) for at, now, old, new in held]
    )
    assert preview.line("up to date").startswith("boxes.csv: ")
    assert "The port handles" in preview.page() and "about 41,000" in preview.page()
    preview.edit("book/index.md", "The port handles", "The quay handles")
    preview.line("up to date")
    assert "The quay handles" in preview.page()
