"""A small project that is built, for the tests of edits."""

from __future__ import annotations

import pytest

from projects import CELL_CHAPTER, tiny_project
from stateofplay.publish.building import build


@pytest.fixture
def project(tmp_path):
    project = tiny_project(tmp_path / "book", pages={"other": CELL_CHAPTER})
    assert build(project, quiet=True) == 0
    return project
