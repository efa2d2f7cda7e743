"""An edit reaches the page that is open in a browser under the preview; `make bench` measures how
soon.
"""

from __future__ import annotations

import shutil

import pytest

from preview_speed import seconds_to_screen


@pytest.mark.browser
def test_edits_of_prose_and_of_a_number_reach_the_open_page(tmp_path, book, chromium) -> None:
    root = tmp_path / "book"
    shutil.copytree(book.root, root, ignore=shutil.ignore_patterns(".work", "html"))
    measured = seconds_to_screen(chromium, root, times=2)
    assert {kind: len(seconds) for kind, seconds in measured.items()} == {"prose": 2, "number": 2}
