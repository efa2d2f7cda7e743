"""The engine that draws: vl-convert, which runs Vega in a JavaScript engine of its own."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

_SETTINGS = "FONTCONFIG_FILE"  # names the file that says where a Linux system has its fonts


@cache
def vega() -> ModuleType:
    """vl-convert, imported when something is drawn: a build with every chart cached needs none.

    Vega puts days on an axis by the clock of its machine. The engine starts with the first drawing
    and takes this time zone for it: the same chart is the same bytes in every one.
    """
    os.environ["TZ"] = "UTC"
    import vl_convert

    if sys.platform.startswith("linux"):
        _prefer_own_fonts(vl_convert)
    return vl_convert


def _prefer_own_fonts(engine: ModuleType) -> None:
    """Let the engine take from itself the fonts that it has, and from the system what they lack.

    It has Liberation Sans. A font of the system it opens again for each letter that it measures or
    paints: three quarters of all drawing, until it no longer does. Of two fonts of one name it
    takes the one that it read first: here its own, because it is shown a system without fonts until
    it has read them. So pictures do not depend on the release that the system has, either.
    """
    before = os.environ.get(_SETTINGS)
    os.environ[_SETTINGS] = str(Path(__file__).with_name("no_fonts.conf"))
    data = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    for folder in [*(f"{base}/fonts" for base in (*data.split(":"), own)), "~/.fonts"]:
        engine.register_font_directory(str(Path(folder).expanduser()))
    del os.environ[_SETTINGS]
    if before is not None:
        os.environ[_SETTINGS] = before
