"""A small book whose desk is asked."""

from __future__ import annotations

import pytest

from asking import DERIVED, FINDINGS, Browser
from projects import INDEX, tiny_project
from stateofplay.editing.checking import find_problems


@pytest.fixture
def browser(tmp_path) -> Browser:
    front = INDEX.replace("short_of_goal", FINDINGS[0]["id"])
    tables = {"derived": DERIVED, "findings": FINDINGS}
    project = tiny_project(tmp_path / "book", tables, {"index": front})
    assert find_problems(project)[0] == []
    return Browser(project)
