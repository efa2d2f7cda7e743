"""What is saved is there whole or not at all, nowhere else, and never over what others saved."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time

import pytest

from projects import tiny_project
from stateofplay.editing.rows import saving
from stateofplay.editing.rows.raw_rows import EditError
from stateofplay.editing.rows.saving import (
    Conflict,
    FileChange,
    HalfWritten,
    undo,
    undoable,
    write,
)

# Puts the old and the new file in place of one another until it is killed.
WRITER = """
import sys
from pathlib import Path
from stateofplay.editing.rows.saving import FileChange, write
from stateofplay.files.project import Project
project = Project(Path(sys.argv[1]))
path = project.table("boxes")
old = path.read_bytes()
new = old + b"x" * 3_000_000
print("begins", flush=True)
while True:
    write(project, [FileChange(path, old, new)])
    write(project, [FileChange(path, new, old)])
"""


@pytest.fixture
def project(tmp_path):
    return tiny_project(tmp_path / "book")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a killed program is killed another way there")
def test_killed_at_any_moment_the_file_is_the_old_one_or_the_new_one(project) -> None:
    path, chance = project.table("boxes"), random.Random(20)
    old = path.read_bytes()
    seen = set()
    for _ in range(20):
        path.write_bytes(old)
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(project.root)], stdout=subprocess.PIPE
        ) as writer:
            writer.stdout.readline()
            time.sleep(chance.uniform(0, 0.1))
            writer.kill()
        found = path.read_bytes()
        assert found in (old, old + b"x" * 3_000_000)
        seen.add(len(found))
    write(project, [FileChange(path, path.read_bytes(), old)])  # what was left behind holds nobody
    assert path.read_bytes() == old
    assert seen


def test_what_somebody_saved_meanwhile_is_not_overwritten(project) -> None:
    path, other = project.table("boxes"), project.table("findings")
    old, kept = path.read_bytes(), other.read_bytes()
    path.write_bytes(old + b"theirs")
    with pytest.raises(Conflict, match=r"data/boxes\.csv has changed"):
        write(project, [FileChange(other, kept, b"mine"), FileChange(path, old, b"mine")])
    assert path.read_bytes() == old + b"theirs" and other.read_bytes() == kept


@pytest.mark.skipif(os.name != "posix", reason="rights are others there")
def test_when_the_second_of_two_files_cannot_be_written_the_first_is_as_it_was(
    project, monkeypatch
) -> None:
    first, second = project.table("boxes"), project.bibliography
    before = first.read_bytes(), second.read_bytes()

    def full(path, content, to_disk) -> None:
        if path == second:
            raise OSError(28, "No space left on device")
        path.write_bytes(content)

    monkeypatch.setattr("stateofplay.editing.rows.saving.write_whole", full)
    changes = [FileChange(first, before[0], b"new"), FileChange(second, before[1], b"new")]
    with pytest.raises(OSError, match="No space"):
        write(project, changes)
    assert (first.read_bytes(), second.read_bytes()) == before


def test_where_no_save_can_be_kept_nothing_is_written_nor_taken_back(project, monkeypatch) -> None:
    """Else it would be written, with no way back."""
    path, history = project.table("boxes"), project.cache / "saves.json"
    old = path.read_bytes()
    history.mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        write(project, [FileChange(path, old, b"new")], "boxes")
    assert path.read_bytes() == old
    history.rmdir()
    write(project, [FileChange(path, old, b"new")], "boxes")
    with monkeypatch.context() as full:
        full.setattr("stateofplay.editing.rows.saving._keep", lambda *_: history.mkdir())
        with pytest.raises(OSError, match="exists"):
            undo(project)
    assert path.read_bytes() == b"new" and [saved.what for saved in undoable(project)] == ["boxes"]
    assert undo(project).what == "boxes" and path.read_bytes() == old


def test_what_was_written_and_cannot_be_put_back_is_named_and_the_rest_is_put_back(
    project, monkeypatch
) -> None:
    names = "boxes", "findings", "events", "positions"
    changes = [FileChange(p := project.table(name), p.read_bytes(), b"new") for name in names]
    failing = {(changes[1].path, changes[1].before), (changes[3].path, b"new")}

    def full(path, content, to_disk) -> None:
        if (path, content) in failing:
            raise OSError(28, "No space left on device")
        path.write_bytes(content)

    monkeypatch.setattr("stateofplay.editing.rows.saving.write_whole", full)
    with pytest.raises(HalfWritten) as error:
        write(project, changes)
    said = "not all could be written: No space left on device; written, and not put back: "
    assert str(error.value) == f"{said}data/findings.csv"
    after = [change.path.read_bytes() for change in changes]
    assert after == [changes[0].before, b"new", changes[2].before, changes[3].before]


@pytest.mark.parametrize("error", [KeyboardInterrupt, EditError])
def test_an_edit_that_is_broken_off_leaves_every_file_as_it_was(
    project, monkeypatch, error
) -> None:
    first, second = (
        FileChange(p, p.read_bytes(), b"new")
        for p in (project.table("boxes"), project.table("findings"))
    )
    put = saving._put

    def broken_off(path, content) -> None:
        if path == second.path:
            raise error
        put(path, content)

    monkeypatch.setattr(saving, "_put", broken_off)
    with pytest.raises(error):
        write(project, [first, second])
    assert first.path.read_bytes() == first.before


@pytest.mark.parametrize(
    "name", ["_config.yml", "_toc.yml", "../out.csv", "data/../../out.csv", "book/a.py", "a.csv"]
)
def test_nothing_but_tables_sources_and_chapters_is_written(project, name) -> None:
    path = project.root / name
    with pytest.raises(EditError, match="is no table, source or chapter"):
        write(project, [FileChange(path, b"", b"mine")])


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
@pytest.mark.parametrize("linked", ["file", "folder"])
def test_no_link_leads_out_of_the_project(project, tmp_path, linked) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.csv").write_bytes(b"theirs")
    if linked == "file":
        (project.data / "a.csv").symlink_to(outside / "a.csv")
        path = project.data / "a.csv"
    else:
        (project.data / "more").symlink_to(outside)
        path = project.data / "more" / "a.csv"
    with pytest.raises(EditError, match="a.csv lies outside of the book, behind a link"):
        write(project, [FileChange(path, b"theirs", b"mine")])
    assert (outside / "a.csv").read_bytes() == b"theirs"


def test_what_was_saved_is_taken_back_while_it_is_as_saved(project) -> None:
    """By whatever program: the saves are kept beside the files."""
    path, log = project.table("boxes"), project.data / "new.csv"
    old = path.read_bytes() + b"\xff\r\n"
    path.write_bytes(old)
    changes = [FileChange(path, old, old + b"a"), FileChange(log, b"", b"a,b\n")]
    write(project, changes, "boxes")
    assert log.read_bytes() == b"a,b\n"
    assert [saved.what for saved in undoable(project)] == ["boxes"]
    assert undo(project).what == "boxes"
    assert path.read_bytes() == old and not log.exists() and undoable(project) == []
    write(project, changes, "boxes")
    path.write_bytes(old + b"ab")
    assert undoable(project) == []
    with pytest.raises(Conflict):
        undo(project)
    assert path.read_bytes() == old + b"ab"
    path.write_bytes(old + b"a")
    assert undo(project).what == "boxes" and path.read_bytes() == old


@pytest.mark.parametrize("content", ["", "{}", "[1]", '[["a", "b"]]', "[[1, 2, 3]]"])
def test_a_list_of_saves_that_cannot_be_read_is_none(project, content) -> None:
    project.cache.mkdir(parents=True)
    (project.cache / "saves.json").write_text(content, encoding="utf-8")
    assert undoable(project) == []
    with pytest.raises(EditError, match="nothing to undo"):
        undo(project)
