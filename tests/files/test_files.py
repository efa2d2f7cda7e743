"""Which files are inputs: none that is hidden, or that an editor, a file manager or version control
leaves beside them.
"""

from __future__ import annotations

import errno
import io
import os
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from projects import tiny_project
from rights import without_rights
from stateofplay.cli import main
from stateofplay.editing.checking import find_problems
from stateofplay.files import texts
from stateofplay.files.access import folder_digest, input_files, write_file, write_whole
from stateofplay.files.disk import remedy
from stateofplay.files.problems import DataError
from stateofplay.publish.building import build, inputs_now

LEFT = [
    "book/.#index.md",
    "book/~$index.md",
    "book/.ipynb_checkpoints/index-checkpoint.md",
    "data/.#boxes.csv",
    "data/._boxes.csv",
    "data/~$boxes.csv",
    "data/#boxes.csv#",
    "data/boxes.csv~",
    "data/boxes.csv.bak",
    "data/.~lock.boxes.csv#",
    "data/.ipynb_checkpoints/boxes-checkpoint.csv",
    "data/context/.areas.csv.swp",
    "data/.DS_Store",
    "data/Thumbs.db",
    "data/schemas/._figure.json",
    "seeds/._harbour-news.yml",
    "seeds/.hidden/old.yml",
    "seeds/~harbour-news.yml",
    "seeds/sources.bib.orig",
]


def test_texts_are_kept_by_their_bytes_and_large_ones_are_not(tmp_path) -> None:
    """A preview that runs for days reads a table of many megabytes at each edit."""
    for size, kept in ((100, 1), (2**17, 1), (2**17 + 1, 0)):
        path = tmp_path / f"{size}.csv"
        path.write_text("x" * size, encoding="utf-8")
        before = texts._text.cache_info().misses
        assert [len(texts.read_text(path, path.name)) for _ in range(2)] == [size, size]
        assert texts._text.cache_info().misses - before == kept


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"abc\nabcd\xe9f", "2:5: is not stored as UTF-8: byte 0xE9, “abcdéf”"),
        (b"\xef\xbb\xbfabc\nabcd\xe9f", "2:5: is not stored as UTF-8: byte 0xE9, “abcdéf”"),
        (b"\xef\xbb\xbfabcd\xe9f", "1:5: is not stored as UTF-8: byte 0xE9, “abcdéf”"),
        (b"abc\rabcd \xe9f", "2:6: is not stored as UTF-8: byte 0xE9, “éf”"),
        ("é".encode() + b"\xe9", "1:2: is not stored as UTF-8: byte 0xE9, “éé”"),
    ],
)
def test_the_place_of_what_is_no_utf8_is_counted_as_in_an_editor(tmp_path, data, told) -> None:
    (tmp_path / "page.md").write_bytes(data)
    with pytest.raises(DataError) as caught:
        texts.read_text(tmp_path / "page.md", "page.md")
    said = f"page.md:{told} if it is windows-1252; save the file as UTF-8"
    assert str(caught.value) == said


def leave(project) -> None:
    for name in LEFT:
        path = project.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"\x00\x05 not: [an, input\n")
    (project.data / ".#units.csv").symlink_to(
        "somebody@a-machine.1234"
    )  # how an editor locks a file


def test_what_programs_leave_behind_is_nowhere_an_input(tmp_path) -> None:
    project = tiny_project(tmp_path / ".hidden parent" / "book")
    before = (
        find_problems(project),
        folder_digest(project.data),
        folder_digest(project.seeds),
        inputs_now(project).digest,
    )
    assert before[0][0] == []
    leave(project)
    assert (
        find_problems(project),
        folder_digest(project.data),
        folder_digest(project.seeds),
        inputs_now(project).digest,
    ) == before


def test_a_file_that_somebody_wrote_is_an_input(tmp_path) -> None:
    project = tiny_project(tmp_path / "book")
    before = inputs_now(project).digest
    (project.data / "extra.csv").write_text("a\n1\n", encoding="utf-8")
    assert (
        project.data / "extra.csv" in input_files(project.data, "*.csv")
        and inputs_now(project).digest != before
    )
    assert any(
        "the table is not described" in str(problem) for problem in find_problems(project)[0]
    )


@pytest.mark.skipif(os.name != "posix", reason="rights are those of Unix")
@pytest.mark.parametrize(
    ("closed", "told"),
    [
        ("seeds", "seeds: Permission denied; give the right to read, then try again"),
        ("book", "book: Permission denied; give the right to read, then try again"),
        ("data/context", "data/context: Permission denied; give the right to read, then try again"),
        (
            "book/index.md",
            "book/index.md:1: cannot be read: Permission denied; give the right to read it",
        ),
    ],
)
def test_what_may_not_be_read_is_not_taken_for_nothing(
    tmp_path, capsys, monkeypatch, closed, told
) -> None:
    project = tiny_project(tmp_path / "book")
    monkeypatch.chdir(project.root)
    assert main(["check"]) == 0  # and has imported what it needs
    capsys.readouterr()
    with without_rights(tmp_path, project.root / closed):
        assert main(["check"]) == 1
    said = capsys.readouterr()
    assert told in " ".join((said.out + said.err).split())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems store names as text")
@pytest.mark.parametrize("name", [b"book/caf\xe9.md", b"data/caf\xe9/a.txt", b"seeds/caf\xe9.yml"])
def test_a_name_that_is_no_utf8_is_one_line(tmp_path, capsys, monkeypatch, name) -> None:
    project = tiny_project(tmp_path / "book")
    path = Path(os.fsdecode(os.fsencode(project.root) + b"/" + name))
    path.parent.mkdir(exist_ok=True)
    path.write_text("---\norphan: true\n---\n", encoding="utf-8")
    monkeypatch.chdir(project.root)
    for command in ("check", "build"):
        assert main([command]) == 1
        said = capsys.readouterr().err.strip()
        assert "caf\\xe9" in said and "\n" not in said
        assert ": the name is not stored as UTF-8; rename it, then " in said


def test_a_file_that_two_threads_write_is_one_of_theirs(tmp_path, monkeypatch) -> None:
    """The second writes all of its own while the first is at work."""

    def meanwhile(number: int) -> None:
        monkeypatch.undo()
        other = threading.Thread(target=write_whole, args=(tmp_path / "chart", b"second"))
        other.start()
        other.join()

    monkeypatch.setattr(os, "fsync", meanwhile)
    write_whole(tmp_path / "chart", b"first", to_disk=True)
    assert (tmp_path / "chart").read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["chart"]


@pytest.mark.skipif(os.name != "posix", reason="rights are those of Unix")
@pytest.mark.parametrize("change", ["", "x", "the last", "shorter", "longer"])
def test_a_file_is_written_again_only_when_it_holds_something_else(tmp_path, change) -> None:
    path, content = tmp_path / "large", bytes(range(256)) * 1024  # read in four pieces
    write_file(path, content)
    then = path.stat().st_ino, path.stat().st_mtime_ns - 10**9
    os.utime(path, ns=(then[1], then[1]))
    new = {"": content, "shorter": content[:-1], "longer": content + b"x", "x": b"x" + content[1:]}
    written = new.get(change, content[:-1] + b"x")
    write_file(path, written)
    assert path.read_bytes() == written
    assert ((path.stat().st_ino, path.stat().st_mtime_ns) == then) == (change == "")


def test_the_advice_tells_reading_from_writing(tmp_path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    denied = PermissionError(errno.EACCES, "Permission denied")
    with without_rights(tmp_path, tmp_path / "folder", tmp_path / "file"):
        assert [remedy(denied, tmp_path / name) for name in ("folder/a", "file", "new")] == [
            "give the right to read",
            "give the right to read",
            "give the right to write",
        ]


@pytest.mark.book
def test_what_programs_leave_behind_is_not_published(tmp_path) -> None:
    project = tiny_project(tmp_path / "book")
    leave(project)
    assert build(project, quiet=True) == 0
    names = [path.relative_to(project.site).as_posix() for path in project.site.rglob("*")]
    for path in project.site.rglob("*.zip"):
        names += zipfile.ZipFile(io.BytesIO(path.read_bytes())).namelist()
    left = {name.rpartition("/")[2] for name in LEFT}
    assert [name for name in names if name.rpartition("/")[2] in left or "checkpoint" in name] == []
