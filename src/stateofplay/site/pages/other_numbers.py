"""Writes the model of the book, from which a page computes what would be with other numbers."""

from __future__ import annotations

import json
from pathlib import Path

from sphinx.application import Sphinx

from stateofplay.files.access import write_file
from stateofplay.ledger.model import model
from stateofplay.site.state import site_of

MODEL = "what-if.js"  # a script, because a page that is opened from disk may fetch nothing else


def write_model(app: Sphinx) -> None:
    """Write the model where `sop-whatif.js` looks for it."""
    content = json.dumps(model(site_of(app).ledger), ensure_ascii=False, separators=(",", ":"))
    write_file(Path(app.outdir) / MODEL, f"window.sopModel={content};\n")
