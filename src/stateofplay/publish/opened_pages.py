"""A built page as it is for readers who have opened the tools of its charts, whose content stands
in files of their own."""

from __future__ import annotations

import json
import re
from pathlib import Path

from stateofplay.site.imprint import CHARTS
from stateofplay.site.read.tools import TOOLS_FILE

_TOOLS = re.compile(
    r'<figure class="sop-figure" id="([^"]+)">.*?<div class="sop-tools">', re.DOTALL
)


def opened(site: Path, path: Path) -> str:
    """The text of a page of the site with what the tools of its charts show; where their file is
    missing, with a link to it."""
    up = "../" * (len(path.relative_to(site).parts) - 1)

    def put(match: re.Match[str]) -> str:
        name = f"{CHARTS}/{match[1]}/{TOOLS_FILE}"
        try:
            told = (site / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return f'{match[0]}<script src="{up}{name}"></script>'
        shown: str = json.loads(told.partition("] = ")[2].rstrip(";\n"))
        return match[0] + shown

    return _TOOLS.sub(put, path.read_text(encoding="utf-8"))
