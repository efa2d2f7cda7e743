"""A small project that commands find, for the tests of this folder."""

from __future__ import annotations

import pytest

from projects import tiny_project
from stateofplay.files.project import ROOT_VARIABLE, Project


@pytest.fixture
def project(tmp_path, monkeypatch) -> Project:
    made = tiny_project(tmp_path / "book")
    monkeypatch.setenv(ROOT_VARIABLE, str(made.root))
    monkeypatch.chdir(made.root)
    return made
