"""The next site is made from the one before the last: whatever was built, changed by hand or broken
off meanwhile, what is published is what was built.
"""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects import tiny_project
from sites import built, folder, put, tree
from stateofplay.files.folders import MARK, files_in, made_files
from stateofplay.files.manifest import note
from stateofplay.publish import publishing

NAMES = ("index.html", "a", "a/b.svg", "a/c/d.png", "_static/e.js", "f/g")
TEXTS = ("one", "two", "three")
TIME = 1_700_000_000  # of a file that is copied from the book, whatever it holds


def without_conflict(files: dict[str, str]) -> dict[str, str]:
    """A name that is a folder of another is left out."""
    return {
        name: text
        for name, text in files.items()
        if not any(other.startswith(f"{name}/") for other in files)
    }


sites = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(TEXTS)).map(without_conflict)
harm = st.sampled_from(("", "written", "gone", "a folder", "added", "half", "other times"))


def ready(project, files: dict[str, str]) -> Path:
    folder = built(project)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        at = TIME + (0 if name.startswith("_static") else TEXTS.index(text))
        os.utime(path, (at, at))
    (folder / MARK).unlink()
    publishing.mark(folder, [*files, "book/index.html", "book/other.html"])
    return folder


def do_harm(project, kind: str, files: dict[str, str]) -> None:
    """To the published site, or to what is left of the one before."""
    last = project.build / ".work" / ".html.next"
    first = next(iter(files), "book/index.html")
    if kind == "written":
        (project.site / first).write_text("by hand", encoding="utf-8")
    elif kind == "gone":
        (project.site / first).unlink()
    elif kind == "a folder":  # lies where the one after the next has a file
        (project.site / first).unlink()
        (project.site / first).mkdir()
    elif kind == "other times":
        os.utime(project.site / first, (1, 1))
    elif last.is_dir() and kind == "added":
        (last / "a-folder").mkdir(exist_ok=True)
        (last / "a-folder" / "x").write_text("x", encoding="utf-8")
        (project.site / "an-empty-one").mkdir(exist_ok=True)
    elif last.is_dir() and kind == "half":  # of a build that was ended
        shutil.rmtree(last / "book")
        if not (last / "index.html").is_dir():
            (last / "index.html").unlink(missing_ok=True)
            (last / "index.html").write_text("", encoding="utf-8")


@settings(max_examples=50)
@given(st.lists(st.tuples(sites, harm), min_size=1, max_size=5))
def test_what_is_published_is_what_was_built(tmp_path_factory, steps) -> None:
    project = tiny_project(tmp_path_factory.mktemp("next") / "book")
    project.cache.mkdir(parents=True, exist_ok=True)
    for files, kind in steps:
        ours = ready(project, files)
        published = publishing.publish(project, ours, project.site)
        assert published == files_in(project.site)
        note(project, project.site, "inputs", published)
        assert tree(project.site) == {
            name: content for name, content in tree(ours).items() if name != ".buildinfo"
        }
        assert made_files(project.site) == {*files, MARK, "book/index.html", "book/other.html", ""}
        do_harm(project, kind, files)


def test_a_file_with_size_and_time_of_the_one_before_is_published(project) -> None:
    """In one process, as the preview builds: nothing is remembered of what files held."""
    for text in ("one", "one", "two"):
        ours = ready(project, {"_static/e.js": text})
        note(project, project.site, "", publishing.publish(project, ours, project.site))
        assert (project.site / "_static" / "e.js").read_text(encoding="utf-8") == text


def test_what_is_set_aside_is_said_also_where_the_build_fails_after_it(
    project, monkeypatch, capsys
) -> None:
    put(project)
    put(project, index="Again")
    (project.build / ".work" / ".html.next" / "mine").write_text("mine", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(publishing, "_fill", full)
    with pytest.raises(OSError, match="No space"):
        publishing.publish(project, built(project, index="Third"), project.site)
    kept = project.build / "set-aside-1" / "mine"
    assert f"“mine”, which this build did not make, is now in {kept.parent}" in (
        capsys.readouterr().err
    )
    assert kept.read_text(encoding="utf-8") == "mine"


def test_what_stays_the_same_is_not_touched(project) -> None:
    """Not linked again either: its numbers are those of the site before."""
    put(project)
    folder, numbers = built(project), []
    for text in ("Second", "A third time", "A fourth", "A fifth"):
        (folder / "book" / "index.html").write_text(text, encoding="utf-8")
        published = publishing.publish(project, folder, project.site)
        note(project, project.site, "inputs", published)
        at = (project.site / "book" / "other.html").stat()
        numbers.append((at.st_ino, at.st_ctime_ns))
    assert len({*numbers[1:]}) == 1


def test_a_file_of_somebody_is_kept_though_the_build_is_killed_when_it_has_published(
    project, monkeypatch
) -> None:
    """And though the next one is killed while it makes its site in the folder that holds it: what
    that one has made by then is nobody's.
    """
    put(project)
    folder(project.site / "mine", notes="mine")
    tools = SimpleNamespace(copy2=shutil.copy2, rmtree=lambda *_, **__: None)  # nor tidied up
    monkeypatch.setattr(publishing, "shutil", tools)
    with monkeypatch.context() as at, pytest.raises(KeyboardInterrupt):
        at.setattr(publishing, "_set_aside", killed)
        put(project, index="Again")
    assert not (project.site / "mine").exists()
    with monkeypatch.context() as at, pytest.raises(KeyboardInterrupt):
        copies = iter((publishing._copy,) * 4)  # the mark and three of four pages
        at.setattr(publishing, "_copy", lambda *names: next(copies, killed)(*names))
        put(project, index="Third", more="More", another="Another")
    assert tree(project.build / "set-aside-1") == {"mine": "", "mine/notes": b"mine"}
    assert put(project, index="Fourth") == []
    assert (project.site / "book" / "index.html").read_text(encoding="utf-8") == "Fourth"


def killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_where_the_next_site_cannot_be_made_the_published_one_is_as_it_was(
    project, monkeypatch
) -> None:
    put(project)
    put(project, index="Again")
    whole = tree(project.site)
    monkeypatch.setattr(publishing, "occupied", lambda *_: "holds something")
    for text in ("Third", "Fourth"):
        with pytest.raises(publishing.BuildError, match="holds something"):
            put(project, index=text)
        assert tree(project.site) == whole


def test_a_build_that_is_stopped_in_the_instant_after_the_exchange_loses_no_file(
    project, monkeypatch
) -> None:
    put(project)
    put(project, index="Again")
    (project.site / "CNAME").write_text("example.org", encoding="utf-8")
    exchange = publishing.put_in_place

    def stopped(fresh: Path, site: Path) -> None:
        exchange(fresh, site)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "put_in_place", stopped)
        with pytest.raises(KeyboardInterrupt):
            put(project, index="Third")
    (line,) = put(project, index="Fourth")
    assert "CNAME" in line
    kept = project.build / "set-aside-1" / "CNAME"
    assert kept.read_text(encoding="utf-8") == "example.org"
    assert (project.site / "book" / "index.html").read_text(encoding="utf-8") == "Fourth"
