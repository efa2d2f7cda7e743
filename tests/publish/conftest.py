"""A small book whose desk is asked."""

from __future__ import annotations

import pytest

from asking import Browser
from projects import INDEX, tiny_project
from released import MORE_COME
from stateofplay.editing.checking import find_problems


@pytest.fixture
def browser(tmp_path) -> Browser:
    front = INDEX.replace("short_of_goal", MORE_COME[0]["id"])
    project = tiny_project(tmp_path / "book", {"findings": MORE_COME}, {"index": front})
    assert find_problems(project)[0] == []
    return Browser(project)
