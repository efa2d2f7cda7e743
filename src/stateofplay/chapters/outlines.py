"""The outlines of the regions as data for a map."""

from __future__ import annotations

import json
from typing import Any

import altair as alt

from stateofplay.chapters.cell_api import ledger


def regions() -> alt.InlineData:
    """The region outlines (TopoJSON object `regions`, one feature per region, property `name`) for
    `alt.Chart`.

    Raises LookupError in a book whose settings name none.
    """
    settings = ledger().settings
    if settings.outlines is None:
        raise LookupError(
            "the book has no outlines; name their file in _config.yml: stateofplay: outlines"
        )
    path = ledger().project.data / settings.outlines.file
    outlines: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    form = alt.DataFormat(type="topojson", feature="regions")  # type: ignore[no-untyped-call]
    return alt.InlineData(values=outlines, format=form)
