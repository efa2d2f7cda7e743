"""A small book whose desk is asked."""

from __future__ import annotations

import pytest

from asking import DERIVED, FINDINGS, Browser
from projects import tiny_project
from stateofplay.editing.checking import find_problems


@pytest.fixture
def browser(tmp_path) -> Browser:
    project = tiny_project(tmp_path / "book", tables={"derived": DERIVED, "findings": FINDINGS})
    assert find_problems(project)[0] == []
    return Browser(project)
