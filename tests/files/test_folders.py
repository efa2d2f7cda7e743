"""A build replaces and deletes what builds made and nothing else: tried on real folders, links,
mounts and disks.
"""

from __future__ import annotations

import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from projects import tiny_project
from sites import built, folder, put, tree
from stateofplay.cli import main
from stateofplay.files.access import write_whole
from stateofplay.files.disk import BuildError
from stateofplay.files.folders import MARK, delete, mark
from stateofplay.files.manifest import is_untouched, note
from stateofplay.publish import publishing
from stateofplay.publish.placing import place_of
from stateofplay.publish.publishing import publish


def test_a_file_of_somebody_in_the_own_site_is_kept_and_said(project) -> None:
    put(project)
    folder(project.site / ".git", HEAD="x")
    (project.site / "CNAME").write_text("example.org", encoding="utf-8")
    (project.site / ".DS_Store").write_text("x", encoding="utf-8")
    assert not is_untouched(project, project.site, "inputs")
    (line,) = put(project)
    kept = project.build / "set-aside-1"
    assert line.endswith(f"“.git/HEAD” and 1 more, which this build did not make, is now in {kept}")
    assert tree(kept) == {".git": "", ".git/HEAD": b"x", "CNAME": b"example.org"}
    assert is_untouched(project, project.site, "inputs")
    (project.site / "CNAME").write_text("example.com", encoding="utf-8")
    put(project)
    assert (project.build / "set-aside-2" / "CNAME").read_text(encoding="utf-8") == "example.com"
    assert (kept / "CNAME").read_text(encoding="utf-8") == "example.org"


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), KeyboardInterrupt()])
def test_without_an_exchange_in_one_step_the_site_is_put_in_place_in_three(
    project, monkeypatch, error
) -> None:
    """As on macOS and Windows; where the second step fails, the first is taken back."""
    monkeypatch.setattr(publishing, "_exchange", lambda one, other: False)
    put(project)
    put(project, index="Again")
    assert sorted(path.name for path in project.build.iterdir()) == [".cache", ".work", "html"]
    whole = tree(project.site)
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name == ".html.next":
            raise error
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(type(error)):
        put(project, index="Third")
    assert tree(project.site) == whole


@pytest.mark.parametrize("renames", [1, 2])
@pytest.mark.parametrize("place", ["html", "elsewhere"])
def test_killed_between_the_renames_the_next_build_keeps_what_somebody_put_there(
    project, tmp_path, place, renames
) -> None:
    """As it is left where no two folders can be exchanged."""
    site = project.site if place == "html" else tmp_path / "site"
    put(project, site)
    old = site.with_name(f".{site.name}.old")
    shutil.copytree(site, old)
    (old / "CNAME").write_text("example.org", encoding="utf-8")
    before = tree(old)
    if renames == 1:
        shutil.rmtree(site)
    if (place, renames) == ("elsewhere", 1):
        with pytest.raises(BuildError, match="holds “CNAME”, which no build made"):
            put(project, site, index="Again")
        assert tree(site) == before
    else:
        (line,) = put(project, site, index="Again")
        assert "CNAME" in line and (site / "book" / "index.html").read_bytes() == b"Again"
        assert tree(project.build / "set-aside-1") == {"CNAME": b"example.org"}
    assert not old.exists()


def test_a_folder_without_the_mark_is_not_deleted_whatever_it_is_called(project) -> None:
    for name in (".html.next", ".html.old", ".mine", ".work-epub"):
        folder(project.build / name / "html", mine="mine")
        with pytest.raises(BuildError, match="did not make this one; move it away"):
            delete(project.build / name)
    put(project, project.root / "site")
    mine = folder(project.root / ".site.old" / "epub", mine="mine")
    with pytest.raises(BuildError, match=r"\.site\.old: .*did not make this one"):
        put(project, project.root / "site", index="Again")
    assert main(["clean"]) == 0 and tree(project.build / ".mine") and tree(mine)


def test_a_folder_named_as_ours_is_not_deleted(project, tmp_path) -> None:
    out = tmp_path / "out"
    put(project, out)
    mine = folder(tmp_path / ".out.next", notes="mine")
    with pytest.raises(BuildError, match="did not make this one; move it away"):
        put(project, out, index="Again")
    assert tree(mine) == {"notes": b"mine"}
    (tmp_path / "link").symlink_to(mine)
    with pytest.raises(BuildError, match="move it away"):
        delete(tmp_path / "link")


def test_what_a_killed_build_left_is_taken_away(project, tmp_path) -> None:
    out = tmp_path / "out"
    put(project, out)
    mark(tmp_path / ".out.next")
    (tmp_path / ".out.next" / "half.html").write_text("<", encoding="utf-8")
    put(project, out, index="Again")
    assert not (tmp_path / ".out.next").exists() and not (out / "half.html").exists()


@pytest.mark.parametrize("room", [0, 7])
def test_a_folder_whose_mark_a_full_disk_cut_off_is_still_ours(project, monkeypatch, room) -> None:
    """Else no build would succeed again when there is room: each would want it moved away."""
    working = project.build / ".work"

    def full(self: Path, content: bytes) -> None:
        with self.open("wb") as file:
            file.write(content[:room])
        raise OSError(28, "No space left on device", str(self))

    with monkeypatch.context() as disk, pytest.raises(OSError, match="No space"):
        disk.setattr(Path, "write_bytes", full)
        mark(working, ["html/index.html"])
    delete(working)
    assert not working.exists()
    out = folder(project.root / "out", notes="mine")
    (out / MARK).write_bytes(b"")
    with pytest.raises(BuildError, match="notes"):
        place_of(project, out)


def test_a_file_that_comes_while_the_build_runs_is_not_lost(project, tmp_path) -> None:
    out = tmp_path / "out"
    put(project, out)
    site = place_of(project, out)
    (out / "CNAME").write_text("example.org", encoding="utf-8")
    with pytest.raises(BuildError, match="holds “CNAME”"):
        publish(project, built(project, index="Again"), site)
    assert (out / "CNAME").is_file() and not (tmp_path / ".out.next").exists()


def test_a_published_file_that_somebody_changed_is_not_linked_into_the_next_site(project) -> None:
    """Not even one of the same size and with the same time of writing."""
    put(project)
    files = built(project)
    page = files / "book" / "index.html"
    note(project, project.site, "inputs", publish(project, files, project.site))
    published = project.site / "book" / "index.html"
    other = (project.site / "book" / "other.html").stat().st_ino
    times = published.stat()
    published.write_text("Fist!", encoding="utf-8")
    os.utime(published, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert not is_untouched(project, project.site, "inputs")
    publish(project, files, project.site)
    assert published.read_text(encoding="utf-8") == page.read_text(encoding="utf-8") == "First"
    assert (project.site / "book" / "other.html").stat().st_ino == other, (
        "an untouched one is shared"
    )


@pytest.mark.parametrize(
    "harm",
    [
        lambda site: (site / "book" / "index.html").unlink(),
        lambda site: (site / MARK).unlink(),
        lambda site: (site / "new.html").write_text("x", encoding="utf-8"),
        lambda site: (site / "book" / "index.html").chmod(0o600),
        lambda site: shutil.rmtree(site),
        lambda site: os.utime(site / "book" / "index.html", (1, 1)),
    ],
    ids=["missing", "mark", "added", "rights", "gone", "older"],
)
def test_a_site_that_was_touched_is_not_up_to_date(project, harm) -> None:
    put(project)
    assert is_untouched(project, project.site, "inputs") and not is_untouched(
        project, project.site, "others"
    )
    harm(project.site)
    assert not is_untouched(project, project.site, "inputs")


def test_two_builds_of_two_projects_into_one_folder_leave_one_whole_site(
    project, tmp_path, capsys
) -> None:
    others = [tiny_project(tmp_path / f"book{n}") for n in range(4)]
    folders = [(each, built(each, index=each.root.name, other=each.root.name)) for each in others]
    for each in others:
        each.cache.mkdir()
    out = tmp_path / "out"
    with ThreadPoolExecutor(4) as threads:
        for _ in range(10):
            for done in [threads.submit(publish, each, files, out) for each, files in folders]:
                assert done.result().keys() == {MARK, "book/index.html", "book/other.html"}
                assert capsys.readouterr().err == ""  # nothing is set aside
            assert len({path.read_bytes() for path in (out / "book").iterdir()}) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["book", "out", *(p.root.name for p in others)]
    )


@pytest.mark.skipif(
    sys.platform == "win32", reason="making links needs a right that Windows does not give"
)
def test_a_file_behind_a_link_is_written_and_keeps_its_rights(tmp_path) -> None:
    """A table that is a link to a shared one, or _build/state-of-play.pdf to a place on the web."""
    real = tmp_path / "shared.csv"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o640)
    (tmp_path / "link.csv").symlink_to(real)
    write_whole(tmp_path / "link.csv", b"new")
    assert (tmp_path / "link.csv").is_symlink() and real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o640
