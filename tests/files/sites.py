"""Sites as builds leave them, without building."""

from __future__ import annotations

import io
import shutil
from contextlib import redirect_stderr
from pathlib import Path

from stateofplay.files.folders import files_in, mark
from stateofplay.files.manifest import note
from stateofplay.files.project import Project
from stateofplay.publish.placing import place_of
from stateofplay.publish.publishing import publish


def built(project: Project, **pages: str) -> Path:
    """What Sphinx would leave in the working folder: the pages, their mark and what is not
    published.
    """
    folder = project.build / ".work" / "html"
    shutil.rmtree(folder, ignore_errors=True)
    pages = {"index": "First", "other": "Second"} | pages
    (folder / "book").mkdir(parents=True)
    for name, text in pages.items():
        (folder / "book" / f"{name}.html").write_text(text, encoding="utf-8")
    (folder / ".buildinfo").write_text("x", encoding="utf-8")
    mark(folder.parent)
    mark(folder, [f"book/{name}.html" for name in pages])
    return folder


def put(project: Project, out: Path | None = None, **pages: str) -> list[str]:
    """Publish as a build does, without building; gives the lines that it prints."""
    site = place_of(project, out)
    project.cache.mkdir(parents=True, exist_ok=True)
    said = io.StringIO()
    with redirect_stderr(said):
        files = publish(project, built(project, **pages), site)
    assert files == files_in(site)
    note(project, site, "inputs", files)
    return said.getvalue().splitlines()


def tree(folder: Path) -> dict[str, bytes | str]:
    return {
        path.relative_to(folder).as_posix(): str(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else ""
        for path in folder.rglob("*")
    }


def folder(path: Path, **files: str) -> Path:
    path.mkdir(parents=True)
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")
    return path
