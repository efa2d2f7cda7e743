"""The outlines of the regions as data for a map."""

from __future__ import annotations

import json
from typing import Any

import altair as alt

from stateofplay.chapters.cell_api import ledger
from stateofplay.files.texts import read_text


def regions() -> alt.InlineData:
    """The region outlines (TopoJSON object `regions`, one feature per region, property `name`) for
    `alt.Chart`.

    Raises LookupError in a book whose settings name none.
    """
    project, settings = ledger().project, ledger().settings
    if settings.outlines is None:
        raise LookupError(
            "the book has no outlines; name their file in _config.yml: stateofplay: outlines"
        )
    path = project.data / settings.outlines.file
    outlines: dict[str, Any] = json.loads(read_text(path, project.relative(path)))
    form = alt.DataFormat(type="topojson", feature="regions")  # type: ignore[no-untyped-call]
    return alt.InlineData(values=outlines, format=form)
