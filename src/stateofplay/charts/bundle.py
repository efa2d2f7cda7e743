"""A chart as JupyterLab shows it; the site writes the same into the notebooks that readers take
along, without importing Altair.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stateofplay.charts.chart import Chart
from stateofplay.charts.spoken import aloud
from stateofplay.charts.theme import config
from stateofplay.charts.views import ARRANGED

# JupyterLab 4 renders Vega-Lite up to version 5; what these charts use means the same in versions 5
# and 6.
LAB_MIME = "application/vnd.vegalite.v5+json"
LAB_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


def lab_bundle(chart: Chart, fill: Callable[[str], str]) -> dict[str, Any]:
    """The MIME bundle that JupyterLab shows: the interactive chart with its title, and the words as
    fallback.

    `fill` replaces ``{id}`` in a template by the figure in words.
    """
    heading = fill(f"{{{chart.finding}}}" if chart.finding else chart.title)
    subtitle, alt_text = fill(chart.subtitle), aloud(fill(chart.alt))
    spec = chart.explore or chart.spec
    spec = {
        **spec,
        "$schema": LAB_SCHEMA,
        "config": config(),
        "title": {"text": heading, "subtitle": subtitle, "anchor": "start"},
    }
    if not ARRANGED & set(spec):
        spec.setdefault("width", 600)
    return {
        LAB_MIME: spec,
        "text/plain": f"{heading}\n{subtitle}\n{alt_text}".replace("\n\n", "\n"),
    }
