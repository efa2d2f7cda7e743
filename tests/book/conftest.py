"""The whole book, built once for these tests, and a browser to open it in."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from preview_speed import CHROMIUM, FLAGS
from projects import copy_project
from stateofplay.building import build
from stateofplay.paths import Project


@pytest.fixture(scope="session")
def book(tmp_path_factory) -> Project:
    """The repository's book, built in a copy of the project with warnings as errors."""
    project = copy_project(tmp_path_factory.mktemp("whole") / "book")
    assert build(project, quiet=True) == 0
    return project


@pytest.fixture(scope="session")
def pages(book: Project) -> list[str]:
    """Every page that a reader opens; `index.html` at the root only leads to the first one."""
    return [*sorted(p.relative_to(book.site).as_posix() for p in (book.site / "book").glob("*.html")), "search.html"]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args) -> None:
        pass


@pytest.fixture(scope="session")
def address(book: Project) -> Iterator[str]:
    """The address at which the built site is served on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(book.site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """Headless Chromium. Without one, tests are skipped with one line; in CI they fail."""
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("no Chromium found; install Debian's package chromium, or set CHROMIUM to its path")
        pytest.skip("no Chromium found; install Debian's package chromium, or set CHROMIUM to its path")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as runner:
        browser = runner.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, address):
    """Open a page of the site in a context of its own; what it asked for and reported is on the page object."""
    contexts = []

    def opener(path: str, **options):
        context = chromium.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.requested, page.reported = [], []
        page.on("request", lambda request: page.requested.append(request.url))
        page.on("console", lambda message: page.reported.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.reported.append(str(error)))
        page.goto(f"{address}/{path}")
        return page

    yield opener
    for context in contexts:
        context.close()
