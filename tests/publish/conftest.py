"""A small book whose desk is asked, and one that is previewed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from asking import Browser
from previewing import Preview, previewed
from projects import INDEX, tiny_project
from released import MORE_COME
from stateofplay.editing.checking import find_problems


@pytest.fixture
def browser(tmp_path) -> Browser:
    front = INDEX.replace("short_of_goal", MORE_COME[0]["id"])
    project = tiny_project(tmp_path / "book", {"findings": MORE_COME}, {"index": front})
    assert find_problems(project)[0] == []
    return Browser(project)


@pytest.fixture
def preview(tmp_path) -> Iterator[Preview]:
    with previewed(tmp_path / "book") as running:
        yield running


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Iterator[Preview]:
    """One that several tests ask, which leave the book as it was."""
    with previewed(tmp_path_factory.mktemp("kept") / "book") as running:
        yield running
