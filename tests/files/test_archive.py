"""The site as one archive: the same bytes for the same files, whole or not at all."""

from __future__ import annotations

import io
import os
import time
from zipfile import ZipFile

import pytest

from projects import tiny_project
from stateofplay.files.access import write_whole
from stateofplay.files.archive import packed, zipped


def test_an_archive_of_a_site_holds_every_file_whenever_it_is_written(
    tmp_path, monkeypatch
) -> None:
    project = tiny_project(tmp_path / "book")
    for name, text in (
        ("index.html", "one"),
        ("book/tugs.html", "two"),
        ("_static/sop.css", "three"),
    ):
        write_whole(project.site / name, text.encode())
    first = packed(project, project.site)
    with ZipFile(io.BytesIO(first)) as archive:
        assert (
            archive.namelist()
            == sorted(archive.namelist())
            == [
                "northtown-port/_static/sop.css",
                "northtown-port/book/tugs.html",
                "northtown-port/index.html",
            ]
        )
        assert archive.read("northtown-port/book/tugs.html") == b"two"
    os.utime(project.site / "index.html", (0, 0))
    if hasattr(time, "tzset"):  # Windows sets no time zone for one program
        monkeypatch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
    assert packed(project, project.site) == first
    if hasattr(time, "tzset"):
        monkeypatch.undo()
        time.tzset()


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path) -> None:
    write_whole(tmp_path / "book.epub", b"old")
    with pytest.raises(TypeError):
        write_whole(tmp_path / "book.epub", None)
    assert [p.name for p in tmp_path.iterdir()] == ["book.epub"] and (
        tmp_path / "book.epub"
    ).read_bytes() == b"old"


def test_what_must_not_be_compressed_is_not(tmp_path) -> None:
    write_whole(
        tmp_path / "one.zip",
        zipped([("mimetype", b"aaaa" * 99), ("text", b"aaaa" * 99)], stored=["mimetype"]),
    )
    with ZipFile(tmp_path / "one.zip") as archive:
        assert [(i.filename, i.compress_size < i.file_size) for i in archive.infolist()] == [
            ("mimetype", False),
            ("text", True),
        ]
