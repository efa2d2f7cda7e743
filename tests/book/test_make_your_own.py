"""The page *Make your own* is true: each of its steps is done as it stands there, and what it
shows is what comes of it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from own_book import FOLDER, PAGE, STEPS, blocks, follow, own_environment
from projects import REPOSITORY
from starting import lend_packages, source_of_engine
from stateofplay.editing.checking import find_problems
from stateofplay.files.project import Project
from stateofplay.ledger.loading import load_ledger
from stateofplay.publish.page_links import check_links
from stateofplay.publish.page_numbers import check_numbers
from stateofplay.site.page_text import Page

second = pytest.mark.parametrize("book", ["second"], indirect=True)
PICTURES = ("make-your-own-first.png", "make-your-own-end.png")


def test_the_page_has_six_steps_and_each_has_something_to_run_or_to_fill() -> None:
    assert tuple(re.findall(r"^## (.*)$", PAGE, re.MULTILINE))[:6] == STEPS
    assert all(blocks(step) for step in STEPS)
    fences = re.findall(r"^(`{3,})(?:sh|\{code-block\})", PAGE, re.MULTILINE)
    assert len(fences) == sum(len(blocks(step)) for step in STEPS)


def test_the_pictures_are_small() -> None:
    for name in PICTURES:
        assert name in PAGE
        assert 2000 < (REPOSITORY.book / name).stat().st_size <= 40_000


def test_the_readme_has_the_commands_of_the_page() -> None:
    readme = (REPOSITORY.root / "README.md").read_text(encoding="utf-8")
    told = readme.partition("\n## Make your own\n")[2].partition("\n## ")[0]
    steps = [_commands(step) for step in STEPS]
    shown = [line.partition("#")[0].strip() for line in told.splitlines() if line[:4] == " " * 4]
    page = [line for step in steps for line in step]
    assert [line for line in shown if not any(there.startswith(line) for there in page)] == []
    assert all(any(there.startswith(line) for there in step for line in shown) for step in steps)


def _commands(step: str) -> list[str]:
    return [line for file, body in blocks(step) if not file for line in body.splitlines()]


@pytest.mark.book
def test_the_step_install_brings_the_program(tmp_path) -> None:
    """The commands as they stand; packages that they would fetch are lent by these tests."""
    source_of_engine(tmp_path / "state-of-play")
    made, install = blocks("Install")[0][1].splitlines()
    subprocess.run([sys.executable, *made.split()[1:]], cwd=tmp_path, check=True)
    bin_ = tmp_path / "tools" / ("Scripts" if sys.platform == "win32" else "bin")
    lend_packages(bin_ / "python")
    # Its own, which venv brings up to Python 3.11, is too old: pip would fetch a newer one.
    old = [str(bin_ / "python"), "-m", "pip", "uninstall", "--quiet", "--yes", "setuptools"]
    subprocess.run(old, check=True)
    offline = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    run = dict(cwd=tmp_path, env=own_environment(tmp_path) | offline, check=True)
    program, *rest = install.split()
    subprocess.run([str(bin_ / Path(program).name), *rest], **run)
    where = [str(bin_ / "python"), "-c", "import stateofplay; print(stateofplay.__file__)"]
    shown = subprocess.run(where, **run, capture_output=True, text=True).stdout
    assert Path(shown.strip()).is_relative_to(tmp_path / "tools")
    subprocess.run([str(bin_ / "stateofplay"), "--help"], **run, capture_output=True)


@second
def test_the_steps_to_the_chapter_make_what_the_page_shows(book) -> None:
    """The fixture has followed them."""
    ledger = load_ledger(book)
    assert len(ledger.figures) == 9 and ledger.candidates == []
    assert len([*ledger.tables["events"]]) == 1
    chapter = (book.site / "book" / "first-chapter.html").read_text(encoding="utf-8")
    assert "The key rate" in chapter and 'id="inflation"' in chapter
    assert "4.50%" in chapter or "4.50 percent" in chapter
    assert find_problems(book)[0] == []
    assert check_links(book.site).problems == [] and check_numbers(book).problems == []


@second
def test_the_text_of_the_article_is_in_no_file_that_is_given_away(book) -> None:
    for path in book.site.rglob("*"):
        assert not path.is_file() or b"its board voted for the cut; two" not in path.read_bytes()


@second
def test_the_step_publish_proves_packs_and_pushes(book, tmp_path) -> None:
    """To a repository beside, which git takes for the address of the page."""
    shutil.copytree(book.root, tmp_path / FOLDER)
    own = own_environment(tmp_path)
    subprocess.run(["git", "init", "--quiet", "--bare", "there.git"], cwd=tmp_path, check=True)
    (tmp_path / "gitconfig").write_text(
        "[user]\nname = A Journalist\nemail = journalist@example.org\n"
        f'[url "{(tmp_path / "there.git").as_uri()}"]\n'
        "insteadOf = https://github.com/OWNER/REPOSITORY.git\n",
        encoding="utf-8",
    )
    said = follow("Publish", tmp_path, own)
    assert "| Numbers | passed |" in said[0]
    project = Project(tmp_path / FOLDER)
    assert project.archive.is_file()
    pushed = subprocess.run(
        ["git", "--git-dir", str(tmp_path / "there.git"), "ls-tree", "-r", "--name-only", "main"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert {"_config.yml", "data/figures.csv", ".github/workflows/publish.yml"} <= {*pushed}
    assert not [name for name in pushed if name.startswith("_build") or "article.txt" in name]


@pytest.mark.browser
@second
@pytest.mark.parametrize("query", ["inflation", "4.25"])
def test_the_search_of_the_second_book_finds(book, open_page, query) -> None:
    page = open_page(f"search.html?q={query}")
    page.locator("#search-results a").first.wait_for()
    assert page.reported == []


@pytest.mark.browser
@second
def test_the_ledger_of_the_second_book_filters(book, open_page) -> None:
    page = open_page("book/ledger.html")
    every = page.locator(".sop-index tbody tr[data-kind]").count()
    page.locator("select[name=kind]").select_option("measured")
    said = page.locator(".sop-filter output").inner_text()
    assert said == f"2 of {every} entries"
    links = Page((book.site / "book" / "ledger.html").read_text(encoding="utf-8")).links
    assert links
