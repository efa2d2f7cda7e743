"""Which files are pages: what `_toc.yml` lists, or every Markdown file of the book."""

from __future__ import annotations

import json

import pytest

from projects import tiny_project
from stateofplay.publish.building import build

pytestmark = pytest.mark.book
OTHER = "# Other\n\nSome prose of the quay.\n"
LOOSE = "---\norphan: true\n---\n# Loose\n\nSome prose of the port.\n"


@pytest.mark.parametrize(("listed", "published"), [("true", False), ("false", True)])
def test_a_page_that_is_not_listed_is_published_where_the_settings_say_so(
    tmp_path, listed, published, capsys
) -> None:
    project = tiny_project(tmp_path / "book", pages={"other": OTHER})
    text = project.config.read_text(encoding="utf-8")
    assert "only_build_toc_files: true" in text
    project.config.write_text(
        text.replace("only_build_toc_files: true", f"only_build_toc_files: {listed}"),
        encoding="utf-8",
    )
    (project.book / "loose.md").write_text(LOOSE, encoding="utf-8")
    notes = project.root / "elsewhere" / "notes.md"
    notes.parent.mkdir()
    notes.write_text(LOOSE, encoding="utf-8")
    assert build(project, quiet=True) == 0, capsys.readouterr().err
    assert (project.site / "book" / "loose.html").exists() == published
    assert (project.site / "elsewhere" / "notes.html").exists() == published


def test_a_notebook_of_a_page_s_name_beside_it_is_no_page(tmp_path, capsys) -> None:
    """Somebody has taken it along and put it there."""
    project = tiny_project(tmp_path / "book", pages={"other": OTHER})
    notebook = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (project.book / "other.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    assert build(project, quiet=True) == 0, capsys.readouterr().err
    assert "Some prose" in (project.site / "book" / "other.html").read_text(encoding="utf-8")


def test_a_page_that_is_listed_and_left_out_is_reported(tmp_path, capsys) -> None:
    project = tiny_project(tmp_path / "book", pages={"other": OTHER})
    text = project.config.read_text(encoding="utf-8")
    project.config.write_text(
        text.replace("exclude_patterns: [", "exclude_patterns: [book/other.md, "), encoding="utf-8"
    )
    assert build(project, quiet=True) == 1
    assert "reference to excluded document 'book/other'" in capsys.readouterr().err


@pytest.mark.parametrize("file", ["index", "ledger-more"])
def test_a_page_that_is_no_utf_8_is_told_with_its_line(tmp_path, capsys, file) -> None:
    """Also the first with cells, and what is added to a page of the program: both are looked into
    before the pages are read."""
    project = tiny_project(tmp_path / "book")
    (project.book / "ledger.md").unlink()  # the program has one
    path = project.book / f"{file}.md"
    text = path.read_bytes() if path.exists() else b"More.\n"
    path.write_bytes(text + b"\nA caf\xe9 there.\n")
    assert build(project, quiet=True) == 1
    line = text.count(b"\n") + 2
    told = f"book/{file}.md:{line}:6: is not stored as UTF-8: byte 0xE9, “café” if it is windows"
    reported = capsys.readouterr().err
    assert told in reported and "mistake of the program" not in reported
