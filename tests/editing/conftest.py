"""A small project with a release, and copies of its article."""

from __future__ import annotations

import os
import shutil

import pytest

from projects import PARAGRAPHS, article_record, tiny_project
from released import commit, git
from stateofplay.editing.verification import Report, verify_file
from stateofplay.files.project import ROOT_VARIABLE, Project


@pytest.fixture
def project(tmp_path, monkeypatch) -> Project:
    """A tiny project in a git repository, released as v1.0.0."""
    if not shutil.which("git"):
        (pytest.fail if os.environ.get("CI") else pytest.skip)("git is not installed")
    made = tiny_project(tmp_path / "project")
    monkeypatch.setenv(ROOT_VARIABLE, str(made.root))
    monkeypatch.chdir(tmp_path)
    git(made.root, "init", "-q", "-b", "main")
    commit(made, "First edition")
    git(made.root, "tag", "v1.0.0")
    return made


@pytest.fixture
def verify(tmp_path):
    """Verify `text` in a tiny project with the given tables and paragraphs."""

    def run(text: str | bytes, paragraphs: list[str] = PARAGRAPHS, **tables) -> Report:
        project = tiny_project(tmp_path / "project", tables=tables)
        (project.seeds / "harbour-news.yml").write_text(
            article_record(paragraphs=paragraphs), encoding="utf-8"
        )
        copy = tmp_path / "copy.txt"
        copy.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return verify_file(project, copy)

    return run
