"""Writes the scripts by which a page shows what would be with other numbers: the first, with the
model of the book in it, and that for charts.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from sphinx.application import Sphinx

from stateofplay.files.access import write_file
from stateofplay.ledger.model import model
from stateofplay.site.pages.templates import THEME
from stateofplay.site.state import site_of

SCRIPT, CHARTS = "what-if.js", "what-if-charts.js"
# In this order: a later part uses the earlier ones.
PARTS, CHART_PARTS = ("exact", "follow", "panel"), ("drawing", "charts")
_NOTHING = re.compile(r"^[ \t]*(?://.*\n|/\*.*\*/\n)?|[ \t]+// .*", re.MULTILINE)
_BREAK = re.compile(r"(?<=[{(\[,;])\n|\n(?=[})\]?:.&|])")  # within a statement or between two


def write_model(app: Sphinx) -> None:
    """Write the script that `sop.js` loads when a reader asks what would be: the model, and the
    parts of `theme/whatif` without what only people read; and the one that it loads where a page
    has charts.
    """
    content = json.dumps(model(site_of(app).ledger), ensure_ascii=False, separators=(",", ":"))
    write_file(Path(app.outdir) / SCRIPT, f"window.sopModel={content};\n{code(*PARTS)}")
    write_file(Path(app.outdir) / CHARTS, code(*CHART_PARTS))


def code(*parts: str) -> str:
    """Parts of `theme/whatif`, joined, without indents, comments and most ends of lines."""
    texts = ((THEME / "whatif" / f"{part}.js").read_text(encoding="utf-8") for part in parts)
    return _BREAK.sub("", _NOTHING.sub("", "".join(texts)))
