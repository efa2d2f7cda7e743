"""The book in Firefox and WebKit, as they draw it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

import pytest

import engines

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="these browsers are driven on Linux only"
    ),
]


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def look(request, tmp_path_factory, lacking) -> Iterator[engines.Look]:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "firefox":
        program = (
            shutil.which("firefox-esr")
            or shutil.which("firefox")
            or lacking("no Firefox found; install Debian's package firefox-esr")
        )
        opened = engines.firefox(program, folder)
    else:
        programs = shutil.which("cog"), shutil.which("WPEWebDriver")
        if not all(programs):
            lacking("no WebKit found; install Debian's packages cog and wpewebkit-driver")
        opened = engines.webkit(*programs, folder)
    with opened as found:
        yield found


@pytest.mark.parametrize("chapter", ["index", "casualties", "front-line", "aid"])
def test_nothing_covers_the_text_and_links_have_their_lines(look, address, chapter) -> None:
    seen = look(f"{address}/book/{chapter}.html", engines.SEEN)
    assert seen["links"] > 3 and seen["drawings"] == seen["charts"]
    assert seen == seen | {"cards": 0, "bare": [], "edge": "solid"} and seen["wide"] <= 0
