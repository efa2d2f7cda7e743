"""The engine that draws: vl-convert, which runs Vega in a JavaScript engine of its own."""

from __future__ import annotations

import os
from functools import cache
from types import ModuleType


@cache
def vega() -> ModuleType:
    """vl-convert, imported when something is drawn: a build with every chart cached needs none.

    Vega puts days on an axis by the clock of its machine. The engine starts with the first drawing
    and takes this time zone for it: the same chart is the same bytes in every one.
    """
    os.environ["TZ"] = "UTC"
    import vl_convert

    return vl_convert
