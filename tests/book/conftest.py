"""The whole book, built once for these tests, and a browser to open it in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from filelock import FileLock

from hosts import served
from own_book import FOLDER, STEPS, follow, own_environment
from projects import REPOSITORY
from stateofplay.files.folders import files_in
from stateofplay.files.project import Project
from stateofplay.publish import pdf
from stateofplay.publish.building import build
from stateofplay.publish.twin_builds import copy_book

# Milliseconds that a browser may take for a step before a test gives up: a busy machine is no
# fault.
PATIENCE = 300_000


@pytest.fixture(scope="session")
def book(request, shared) -> Iterator[Project]:
    """The repository's book, built in a copy of the project with warnings as errors: once for all
    processes that run tests. They read it; whoever writes into it is told so at the end.

    Parametrised with “second” (`books.BOTH`), the book that the page *Make your own* leads to.
    """
    which = getattr(request, "param", "first")
    folder = shared / ("whole" if which == "first" else "own")
    project = Project(folder / ("book" if which == "first" else FOLDER))
    built = folder / "status"
    with FileLock(folder.with_suffix(".lock")):
        if not built.exists():
            folder.mkdir(exist_ok=True)
            status = _build_first(project) if which == "first" else _make_second(folder)
            built.write_text(str(status), encoding="utf-8")
    assert built.read_text(encoding="utf-8") == "0", "the book was not built; see its first test"
    before = _read_by_all(project)
    yield project
    assert _read_by_all(project) == before


def _build_first(project: Project) -> int:
    copy_book(REPOSITORY, project.root)
    return build(project, quiet=True)


def _make_second(folder: Path) -> int:
    environment = own_environment(folder)
    for step in STEPS[1:-1]:  # the first and the last have tests of their own
        follow(step, folder, environment)
    return 0


def _read_by_all(book: Project) -> dict[str, object]:
    return {
        f"{folder.name}/{name}": size_and_time
        for folder in (book.site, book.book, book.data, book.seeds)
        for name, size_and_time in files_in(folder).items()
    }


@pytest.fixture(scope="session")
def pages(book: Project) -> list[str]:
    """Every page that a reader opens; `index.html` at the root only leads to the first one."""
    return [
        *sorted(p.relative_to(book.site).as_posix() for p in (book.site / "book").glob("*.html")),
        "search.html",
    ]


@pytest.fixture(scope="session")
def address(book: Project) -> Iterator[str]:
    """The address at which the built site is served on this machine, with the headers that it asks
    of hosts.
    """
    with served(book.site) as where:
        yield where


def _lacking(said: str) -> NoReturn:
    """A program is missing that the test needs: skipped with one line, in CI a failure."""
    pytest.fail(said) if os.environ.get("CI") else pytest.skip(said)


@pytest.fixture(scope="session")
def lacking() -> Callable[[str], NoReturn]:
    """What to call with one line where a program is missing: skips the test, in CI fails it."""
    return _lacking


@pytest.fixture(scope="session")
def java() -> str:
    """Java, which the checkers of HTML and of EPUBs are written in. Without it, tests are skipped
    with one line; in CI they fail.
    """
    return shutil.which("java") or _lacking(
        "no Java found; install Debian's package default-jre-headless"
    )


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """Headless Chromium. Without one, tests are skipped with one line; in CI they fail.

    Where Debian's chromium-headless-shell is installed, it is used: the same engine without the
    windows of a desktop, which take three quarters of the processor time of opening a page.
    """
    shell = None if "CHROMIUM" in os.environ else shutil.which("chromium-headless-shell")
    program = (
        shell
        or pdf.chromium()
        or _lacking(
            "no Chromium found; install Debian's package chromium, or set CHROMIUM to its path"
        )
    )
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as runner:
        browser = runner.chromium.launch(
            executable_path=program, args=list(pdf.FLAGS), timeout=PATIENCE
        )
        make = browser.new_context
        browser.new_context = lambda **options: _patient(make(**options))
        yield browser
        browser.close()


def _patient(context):
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture
def open_page(chromium, address):
    """Open a page of the site (or any address) in a context of its own; what it asked for and
    reported is on the page object.

    `before` is a script that runs first in it; other options are the context's.
    """
    contexts = []

    def opener(path: str, before: str = "", **options):
        context = chromium.new_context(**options)
        contexts.append(context)
        if before:
            context.add_init_script(before)
        page = context.new_page()
        page.requested, page.reported = [], []
        page.on("request", lambda request: page.requested.append(request.url))
        page.on(
            "console",
            lambda message: (
                page.reported.append(message.text) if message.type in ("error", "warning") else None
            ),
        )
        page.on("pageerror", lambda error: page.reported.append(str(error)))
        page.goto(path if ":" in path else f"{address}/{path}")
        return page

    yield opener
    for context in contexts:
        context.close()
