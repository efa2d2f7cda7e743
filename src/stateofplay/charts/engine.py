"""The engine that draws: vl-convert, which runs Vega in a JavaScript engine of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType

_SETTINGS = "FONTCONFIG_FILE"  # names the file that says where a Linux system has its fonts


@cache
def vega() -> ModuleType:
    """vl-convert, imported when something is drawn: a build with every chart cached needs none."""
    import vl_convert

    if sys.platform.startswith("linux"):
        _prefer_own_fonts(vl_convert)
    return vl_convert


@cache
def vega_in_utc() -> ModuleType:
    """`vega`, to draw charts with.

    It puts days on an axis by the clock of its machine: the time zone that it finds with the first
    drawing it keeps, and takes UTC for it, so that the same chart is the same bytes in every one.
    """
    with _setting("TZ", "UTC"):
        vega().vegalite_to_svg({"data": {"values": [{}]}, "mark": "point"})
    return vega()


@contextmanager
def _setting(name: str, value: str) -> Iterator[None]:
    """Set a variable of this process and the programs that it starts, and put it back."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]
        if before is not None:
            os.environ[name] = before


def _prefer_own_fonts(engine: ModuleType) -> None:
    """Let the engine take from itself the fonts that it has, and from the system what they lack.

    It has Liberation Sans. A font of the system it opens again for each letter that it measures or
    paints: three quarters of all drawing, until it no longer does. Of two fonts of one name it
    takes the one that it read first: here its own, because it is shown a system without fonts until
    it has read them. So pictures do not depend on the release that the system has, either.
    """
    data = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    with _setting(_SETTINGS, str(Path(__file__).with_name("no_fonts.conf"))):
        for folder in [*(f"{base}/fonts" for base in (*data.split(":"), own)), "~/.fonts"]:
            engine.register_font_directory(str(Path(folder).expanduser()))
