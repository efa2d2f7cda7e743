"""An edit is on the open page of the preview in a part of the time that a build needs to begin with: whatever the machine, as quickly."""

from __future__ import annotations

import shutil

import pytest

from floor import seconds_of_floor
from preview_speed import seconds_to_screen

PROSE, NUMBER = 0.4, 0.75  # of the seconds that imports and one kernel take: from the save to the words on the page


@pytest.mark.browser
def test_an_edit_is_on_the_open_page_before_a_build_would_have_begun(tmp_path, book, chromium) -> None:
    """The quickest of three counts, held against the floor on the same machine right before."""
    root = tmp_path / "book"
    shutil.copytree(book.root, root, ignore=shutil.ignore_patterns(".work", "html"))
    floor = seconds_of_floor(times=2)
    measured = seconds_to_screen(chromium, root, times=3)
    assert min(measured["prose"]) < PROSE * floor, (measured, floor)
    assert min(measured["number"]) < NUMBER * floor, (measured, floor)
