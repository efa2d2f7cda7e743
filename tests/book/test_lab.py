"""JupyterLab as `make lab` opens it: a double click opens a chapter as a notebook, its cells run,
saving changes no line.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import jupytext
import psutil
import pytest
from jupytext.config import load_jupytext_configuration_file

from projects import REPOSITORY
from stateofplay.ledger.loading import load_ledger
from stateofplay.publish.twin_builds import copy_book

pytestmark = pytest.mark.counted
PATIENCE = 300  # seconds
CHAPTERS = sorted(
    p.stem for p in REPOSITORY.book.glob("*.md") if "{code-cell}" in p.read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def lab(book, tmp_path_factory):
    """JupyterLab on a copy of the book and a notebook taken from its site, started by the command;
    gives the copy and the address.
    """
    folder = tmp_path_factory.mktemp("lab")
    project = copy_book(REPOSITORY, folder / "book")
    shutil.copy(book.site / "notebooks" / "casualties.ipynb", project.book / "taken-along.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTER_ALLOW_INSECURE_WRITES": "1",
    }
    environment.pop("STATEOFPLAY_ROOT", None)
    command = [
        sys.executable,
        "-m",
        "stateofplay.cli",
        "lab",
        "--no-browser",
        f"--port={port}",
        "--IdentityProvider.token=",
        "--allow-root",
        "--ServerApp.disable_check_xsrf=True",
    ]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=project.root, env=environment, stdout=log, stderr=log
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(server, f"{address}/api/status", folder / "log")
        yield project, address
    finally:
        for process in [*psutil.Process(server.pid).children(recursive=True), server]:
            with suppress(psutil.NoSuchProcess):
                process.terminate()
        server.wait(PATIENCE)


def _wait(server: subprocess.Popen, url: str, log: Path) -> None:
    for _ in range(3000):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(url, timeout=PATIENCE).read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"JupyterLab does not answer:\n{log.read_text()}")


@pytest.mark.browser
def test_a_double_click_opens_a_chapter_as_a_notebook_that_runs(lab, chromium) -> None:
    project, address = lab
    before = project.chapter("casualties").read_bytes()
    context = chromium.new_context(viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    try:
        page.goto(f"{address}/lab")
        page.get_by_role("listitem", name=re.compile("^Name: casualties.md")).dblclick()
        page.wait_for_selector(".jp-Notebook .jp-CodeCell")
        page.get_by_text("| Idle").wait_for()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.locator(
            ".jp-RenderedMarkdown", has_text="Russia does not publish its losses"
        ).wait_for()
        assert page.locator(".jp-RenderedMarkdown", has_text="{fig}").count() == 0
        charts = before.decode().count("\nshow(")
        page.wait_for_function(
            f"document.querySelectorAll('.jp-Notebook .vega-embed').length == {charts}"
        )
        assert (
            page.locator(
                ".jp-Notebook "
                ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']"
            ).count()
            == 0
        )
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/lab.png")
        with page.expect_response(
            lambda answer: answer.request.method == "PUT" and "casualties.md" in answer.url
        ):
            page.keyboard.press("ControlOrMeta+s")
        assert (
            project.chapter("casualties").read_bytes() == before
        )  # no output, no new front matter, no other line
        page.get_by_role("listitem", name=re.compile("^Name: taken-along.ipynb")).dblclick()
        page.wait_for_function(
            f"document.querySelectorAll('.jp-Notebook .vega-embed').length == {2 * charts}"
        )
        assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    finally:
        context.close()


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_that_jupyterlab_saves_keeps_every_line(name) -> None:
    """Open a chapter in JupyterLab and save it, where this fails: it brings the file into the form
    that it writes.
    """
    config = load_jupytext_configuration_file(str(REPOSITORY.book / "jupytext.toml"))
    path = REPOSITORY.chapter(name)
    assert jupytext.writes(
        jupytext.read(path, config=config), fmt="md:myst", config=config
    ) == path.read_text(encoding="utf-8")


ROLE = r"\{(fig|finding|term)\}`([^`|]+)"


def test_a_chapter_is_opened_in_words_and_saved_with_its_roles(lab) -> None:
    """Through the server, as JupyterLab does it: every page, and a word that somebody typed over a
    figure's.
    """
    project, address = lab
    ledger = load_ledger(project)
    fenced = project.book / "fenced.md"
    fenced.write_text("# Fenced\n\n:::{note}\nA fence of colons.\n:::\n", encoding="utf-8")
    for path in [*sorted(project.book.glob("*.md")), fenced]:
        before = path.read_bytes()
        model = _ask("GET", f"{address}/api/contents/{path.name}?type=notebook")
        prose = [cell for cell in model["content"]["cells"] if cell["cell_type"] == "markdown"]
        left = [role for cell in prose for role in re.findall(ROLE, cell["source"])]
        # An example of another book names its own figures.
        assert [name for role, name in left if role == "term" or name in ledger] == [], path.name
        for cell in prose:
            cell["source"] = re.sub(r"\[[^\[\]]*\]\(fig:", "[some number](fig:", cell["source"])
        _ask(
            "PUT",
            f"{address}/api/contents/{path.name}",
            {"type": "notebook", "content": model["content"]},
        )
        assert path.read_text(encoding="utf-8") == before.decode(), path.name


def _ask(method: str, url: str, body: dict | None = None) -> dict:
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.load(answer)
