"""The outlines of Ukraine's regions as data for a map; Crimea and Sevastopol lie inside its recognised borders."""

from __future__ import annotations

import json
from typing import Any

import altair as alt

from stateofplay.chapters.chapter import ledger


def regions() -> alt.InlineData:
    """The region outlines (TopoJSON object `regions`, one feature per region, property `name`) for `alt.Chart`."""
    outlines: dict[str, Any] = json.loads(ledger().project.regions.read_text(encoding="utf-8"))
    return alt.InlineData(
        values=outlines, format=alt.DataFormat(type="topojson", feature="regions")
    )
