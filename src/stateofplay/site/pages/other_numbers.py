"""Writes the scripts by which a page shows what would be with other numbers: the first, with the
model of the book in it, that for charts, and the names of what stands on other pages.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from sphinx.application import Sphinx

from stateofplay.files.access import dense_json, write_file
from stateofplay.ledger.entries import Derived, Figure
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.model import model
from stateofplay.ledger.naming import name_of
from stateofplay.site.pages.templates import THEME
from stateofplay.site.state import charts_of, site_of

SCRIPT, CHARTS, NAMES = "what-if.js", "what-if-charts.js", "what-if-names.js"
# In this order: a later part uses the earlier ones.
PARTS, CHART_PARTS = ("exact", "follow", "panel"), ("drawing", "charts")
_NOTHING = re.compile(r"^[ \t]*(?://.*\n|/\*.*\*/\n)?|[ \t]+// .*", re.MULTILINE)
# Within a statement or between two; and around an operator that stands in no text of the scripts.
_BREAK = re.compile(
    r"(?<=[{(\[,;])\n|[,;]?\n(?=[})\]])|\n(?=[?:.&|])| (=>|[=!]==|=|&&|\|\||\?\??|:) "
)


def write_model(app: Sphinx) -> None:
    """Write the scripts that `sop.js` loads when a reader asks what would be: what the model's
    figures and findings are called, the model with the parts of `theme/whatif` without what only
    people read; and the one that it loads where a page has charts.
    """
    ledger, out = site_of(app).ledger, Path(app.outdir)
    content = model(ledger)
    drawn = {name for _, chart in charts_of(app.env) for name in chart.ids}
    names = [_called(ledger, name, drawn) for name in str(content["ids"]).split()]
    write_file(out / NAMES, f"window.sopNames={dense_json(names)};\n")
    write_file(out / SCRIPT, f"window.sopModel={dense_json(content)};\n{code(*PARTS)}")
    write_file(out / CHARTS, code(*CHART_PARTS))


def _called(ledger: Ledger, name: str, drawn: Collection[str]) -> str:
    """A figure's name, a finding's sentence, what a computed figure that a chart has `drawn`
    measures; nothing of the others, which nobody changes."""
    entry = ledger.entry(name)
    if isinstance(entry, Derived):
        return entry.measure if name in drawn else ""
    return name_of(ledger, entry) if isinstance(entry, Figure) else ledger.words(name)


def code(*parts: str) -> str:
    """Parts of `theme/whatif`, joined, without indents, comments, most ends of lines and blanks
    around operators."""
    texts = ((THEME / "whatif" / f"{part}.js").read_text(encoding="utf-8") for part in parts)
    return _BREAK.sub(r"\1", _NOTHING.sub("", "".join(texts)))
