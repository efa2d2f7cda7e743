"""What an earlier run kept, put into a fresh checkout: an edit is built there as where all was
built before, and whatever was kept, the site is the one of a first build.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from edited import count_again, edit
from projects import tiny_project
from stateofplay.editing.rows.pending import copy_inputs
from stateofplay.files import manifest
from stateofplay.files.project import Project
from stateofplay.publish.building import build
from test_as_a_new_build import differing

pytestmark = pytest.mark.book

KEPT = (".cache", ".work")


def keep(project: Project) -> Path:
    """A copy of what the workflow that publishes keeps, with its times."""
    kept = project.root.with_name("kept")
    for name in KEPT:
        shutil.copytree(project.build / name, kept / name, dirs_exist_ok=True)
    return kept


def check_out(project: Project, kept: Path | None) -> None:
    """Write all files of the book anew, as a fresh checkout does, and put what was kept beside."""
    inputs = project.root.with_name("inputs")
    copy_inputs(project, inputs)
    shutil.rmtree(project.root)
    copy_inputs(Project(inputs), project.root)
    shutil.rmtree(inputs)
    for name in KEPT if kept else ():
        shutil.copytree(kept / name, project.build / name, symlinks=True)


def times(project: Project) -> dict[str, int]:
    pages = (project.build / ".work" / "html" / "book").glob("*.html")
    return {path.stem: path.stat().st_mtime_ns for path in pages}


def written(project: Project, before: dict[str, int]) -> set[str]:
    """The pages that were written since."""
    return {name for name, at in times(project).items() if before.get(name) != at}


def in_place(project: Project, change: Callable[[Project], None]) -> set[str]:
    before = times(project)
    change(project)
    assert build(project, quiet=True) == 0
    return written(project, before)


def prose(project: Project) -> None:
    edit(project, "book/other.md", "Some prose", "More prose")


def number(project: Project) -> None:
    count_again(project, "31680", "31690")


def back(project: Project) -> None:
    count_again(project, "31690", "31680")


@pytest.mark.parametrize("rounding", [1, 10**9], ids=["times as they were", "whole seconds"])
def test_an_edit_in_a_fresh_checkout_writes_the_pages_that_it_writes_in_place(
    project, capsys, rounding
) -> None:
    """Whole seconds are all that some archives have."""
    kept = keep(project)
    for path in filter(Path.is_file, kept.rglob("*")):
        at = path.stat().st_mtime_ns // rounding * rounding
        os.utime(path, ns=(at, at))
    prose_writes, number_writes = in_place(project, prose), in_place(project, number)
    assert "other" in prose_writes and "sources" in {*times(project)} - prose_writes - number_writes
    edit(project, "book/other.md", "More prose", "Some prose")
    back(project)
    check_out(project, kept)
    assert in_place(project, prose) == prose_writes
    kept = keep(project)
    check_out(project, kept)
    capsys.readouterr()
    before = times(project)
    number(project)
    assert build(project) == 0
    assert written(project, before) == number_writes
    assert "1 chapter to execute" in capsys.readouterr().out
    assert differing(project) == []


def changed_page(project: Project, kept: Path) -> None:
    """With the size and the time that it had."""
    page = kept / ".work" / "html" / "book" / "ledger.html"
    at = page.stat()
    page.write_bytes(page.read_bytes().replace(b"31,680", b"31,690"))
    os.utime(page, ns=(at.st_atime_ns, at.st_mtime_ns))


def linked_page(project: Project, kept: Path) -> None:
    """Whatever is written there later would be written elsewhere."""
    page = kept / ".work" / "html" / "book" / "ledger.html"
    page.rename(elsewhere := kept / "elsewhere.html")
    page.symlink_to(elsewhere)


def lost(name: str) -> Callable[[Project, Path], None]:
    def lose(project: Project, kept: Path) -> None:
        path = kept / name
        if path.is_dir():
            shutil.rmtree(path)
            path.mkdir()
        else:
            path.unlink()

    return lose


def cut(name: str) -> Callable[[Project, Path], None]:
    def cut_short(project: Project, kept: Path) -> None:
        content = (kept / name).read_bytes()
        (kept / name).write_bytes(content[: len(content) // 2])

    return cut_short


def of_another_folder(project: Project, kept: Path) -> None:
    other = Project(project.root.with_name("other"))
    copy_inputs(project, other.root)
    assert build(other, quiet=True) == 0
    shutil.rmtree(kept)
    shutil.copytree(other.build, kept)


def of_another_book(project: Project, kept: Path) -> None:
    """Which lay in the same folder."""
    project.root.rename(aside := project.root.with_name("aside"))
    other = tiny_project(project.root, pages={"other": "# Another\n\nOf {fig}`boxes_lost`.\n"})
    assert build(other, quiet=True) == 0
    shutil.rmtree(kept)
    shutil.copytree(other.build, kept)
    shutil.rmtree(project.root)
    aside.rename(project.root)


def of_a_later_commit(project: Project, kept: Path) -> None:
    """With another number, another page and a page that is not there yet."""
    toc = project.toc.read_text(encoding="utf-8")
    number(project)
    prose(project)
    (project.book / "later.md").write_text("# Later\n\nOf {fig}`boxes_lost`.\n", encoding="utf-8")
    project.toc.write_text(toc + "  - {file: book/later, title: Later}\n", encoding="utf-8")
    assert build(project, quiet=True) == 0
    keep(project)
    (project.book / "later.md").unlink()
    project.toc.write_text(toc, encoding="utf-8")
    edit(project, "book/other.md", "More prose", "Some prose")
    back(project)


STATES = {
    "a page was changed": changed_page,
    "a page is a link now": linked_page,
    "a page is missing": lost(".work/html/book/ledger.html"),
    "what Sphinx remembers is missing": lost(".work/doctrees"),
    "the pages are missing": lost(".work/html"),
    "what cells showed is missing": lost(".cache"),
    "the list is missing": lost(".work/doctrees/left.pickle"),
    "the list is cut short": cut(".work/doctrees/left.pickle"),
    "what Sphinx remembers is cut short": cut(".work/doctrees/environment.pickle"),
    "another folder": of_another_folder,
    "another book": of_another_book,
    "a later commit": of_a_later_commit,
}


@pytest.mark.parametrize("state", STATES)
def test_whatever_was_kept_the_site_is_that_of_a_first_build(project, state) -> None:
    kept = keep(project)
    STATES[state](project, kept)
    check_out(project, kept)
    prose(project)
    assert build(project, quiet=True) == 0
    assert differing(project) == []
    assert not (project.site / "book" / "later.html").exists()
    assert not any(path.is_symlink() for path in project.build.rglob("*"))


def test_what_another_program_kept_is_not_used(project, monkeypatch) -> None:
    """Not even read: its notes may have another form."""
    check_out(project, keep(project))
    before = times(project)
    monkeypatch.setattr(manifest, "code_digest", lambda: "another")
    prose(project)
    assert build(project, quiet=True) == 0
    assert written(project, before) == {*before}


def test_what_is_kept_for_edits_that_go_back_does_not_grow_for_ever(project) -> None:
    charts = project.build / ".cache" / "charts"
    needed, site = {*charts.iterdir()}, [*(project.build / ".work" / "html").rglob("*.*")]
    for n in range(len(site)):
        (charts / f"of-an-edit-{n}.svg").write_text("", encoding="utf-8")
    prose(project)
    assert build(project, quiet=True) == 0
    assert {*charts.iterdir()} == needed
    assert differing(project) == []
