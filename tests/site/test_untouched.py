"""What lies in the site's folder is what was built, whoever wrote there: files that come, go or
change, and runs cut short.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from bench import JUPYTER_BOOK
from disks import with_own_disks
from edited import PICTURE, contents, count_again, edit
from projects import CELL_CHAPTER, tiny_project
from stateofplay.files.archive import packed
from stateofplay.files.folders import MARK
from stateofplay.publish.building import build
from stateofplay.site.downloads import exports

pytestmark = pytest.mark.book


@pytest.fixture
def project(tmp_path):
    return tiny_project(tmp_path / "book", pages={"other": CELL_CHAPTER})


def said(project, capsys) -> str:
    assert build(project) == 0
    return capsys.readouterr().out


def test_whatever_was_done_to_the_site_is_found_and_undone(project, capsys) -> None:
    build(project)
    original = contents(project)
    page = project.site / "book" / "ledger.html"
    times = page.stat()
    page.write_bytes(original["book/ledger.html"].replace(b"31,680", b"31,690"))
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    (project.site / "figures.json").unlink()
    (project.site / "charts" / "boxes" / "note.txt").write_text("mine", encoding="utf-8")
    assert "Nothing has changed" not in said(project, capsys)
    assert contents(project) == original
    assert (project.build / "set-aside-1" / "charts" / "boxes" / "note.txt").read_text(
        encoding="utf-8"
    ) == "mine"
    assert "Nothing has changed" in said(project, capsys)
    # In the folder that Sphinx writes into as well, from which the site is copied.
    working = project.build / ".work" / "html"
    (working / "book" / "ledger.html").write_text("changed", encoding="utf-8")
    (working / "stray.html").write_text("stray", encoding="utf-8")
    (working / "charts" / "boxes" / "data.csv").unlink()
    (project.site / "index.html").unlink()
    assert build(project, quiet=True) == 0
    assert contents(project) == original


def test_jupyter_book_and_stateofplay_may_take_turns(project, capsys) -> None:
    """Each finds that the folder is not as it left it, and leaves a site of what the inputs say
    now.
    """

    def jupyter_book() -> None:
        done = subprocess.run(
            JUPYTER_BOOK,
            cwd=project.root,
            env={**os.environ, "STATEOFPLAY_ROOT": str(project.root)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def shows(number: str, not_that: str) -> bool:
        texts = [
            p.read_text(encoding="utf-8")
            for p in project.site.rglob("*")
            if p.suffix in (".html", ".csv", ".json")
        ]
        return any(number in text for text in texts) and not any(not_that in text for text in texts)

    build(project)
    original = contents(project)
    count_again(project, "31680", "31690")
    jupyter_book()
    assert shows("31,690", "31,680")
    count_again(project, "31690", "31680")
    assert "Nothing has changed" not in said(project, capsys)
    assert contents(project) == original, "what Jupyter Book wrote besides is gone"
    assert not list(project.build.glob("set-aside-*"))
    count_again(project, "31680", "31690")
    jupyter_book()
    assert shows("31,690", "31,680")


def test_pictures_downloads_and_pages_leave_the_site_with_the_chapter(project) -> None:
    (project.book / "quay.png").write_bytes(PICTURE)
    annex = project.book / "annex.md"
    annex.write_text("# Annex\n\nThe quay again.\n", encoding="utf-8")
    edit(project, "book/other.md", "Some prose on", "![The quay](quay.png)")
    edit(project, "_toc.yml", "chapters:\n", "chapters:\n  - {file: book/annex, title: Annex}\n")
    assert build(project, quiet=True) == 0
    assert (project.site / "_images" / "quay.png").is_file() and (
        project.site / "book" / "annex.html"
    ).is_file()
    edit(project, "book/other.md", "![The quay](quay.png)", "Some prose on")
    edit(project, "_toc.yml", "  - {file: book/annex, title: Annex}\n", "")
    annex.unlink()
    assert build(project, quiet=True) == 0
    archive = zipfile.ZipFile(io.BytesIO(packed(project, project.site))).namelist()
    assert [
        name for name in (*contents(project), *archive) if "quay" in name or "annex" in name
    ] == []
    assert not [name for name in archive if name.endswith(MARK)], (
        "the mark is for builds, not for readers"
    )


def test_a_run_that_fails_after_the_pages_were_read_leaves_none_of_them_old(
    project, monkeypatch, capsys
) -> None:
    """Sphinx notes that a page is read before it is written; the next run took the old page for the
    new one.
    """
    build(project, quiet=True)
    count_again(project, "31680", "31690")
    with monkeypatch.context() as broken:
        broken.setattr(
            exports,
            "write_file",
            lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device", "x.csv")),
        )
        shutil.rmtree(project.build / ".work" / "html" / "charts" / "boxes")
        assert build(project, quiet=True) == 1
    assert "x.csv: No space left on device; make room, then build again" in capsys.readouterr().err
    page = project.build / ".work" / "html" / "book" / "ledger.html"
    page.write_bytes(
        contents(project)["book/ledger.html"]
    )  # as if it had been killed before this page
    assert build(project, quiet=True) == 0
    assert (
        b"31,690" in contents(project)["book/ledger.html"]
        and b"31,680" not in contents(project)["book/ledger.html"]
    )


@pytest.mark.parametrize("size", ["64k", "600k", "1200k"])
def test_a_disk_that_fills_up_while_sphinx_writes_is_one_line(project, size) -> None:
    """At the very beginning, while pages are written, and while the site is put in place."""
    project.build.mkdir()
    done = with_own_disks(
        f'mount -t tmpfs -o size={size} tmpfs "$1"\n'
        '"$2" -m stateofplay.cli build --quiet 2>&1 || exit 7',
        project.build,
        sys.executable,
        cwd=project.root,
        env={**os.environ, "STATEOFPLAY_ROOT": str(project.root)},
    )
    assert done.returncode == 7, done.stdout + done.stderr
    (line,) = done.stdout.splitlines()
    assert "No space left on device; make room, then build again." in line
    assert "Handler" not in line
