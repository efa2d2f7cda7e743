"""The tools below a chart: what they show stands in a file of the site that comes when one is
opened, since a page costs its readers what it shows. Without scripts they are links to the chart's
own page."""

from __future__ import annotations

import json
from pathlib import Path

from markupsafe import Markup
from sphinx.writers.html5 import HTML5Translator

from stateofplay.charts.chart import Chart, Words
from stateofplay.files.access import write_file
from stateofplay.site.imprint import CHARTS, citing
from stateofplay.site.read.roles import record_href
from stateofplay.site.state import site_of, uses_of

TOOLS_FILE = "tools.js"  # of every chart, in its folder
_NAMES = {"data": "Data", "download": "Download", "cite": "Cite or embed", "code": "Code"}


def tools(
    writer: HTML5Translator, page: str, chart: Chart, words: Words, drawings: list[str]
) -> tuple[dict[str, str], Markup]:
    """The names of a chart's tools, by the address that each has on the chart's own page, and what
    they show, which is written for the script of the page to load; the drawings are as `citing`
    takes them."""
    builder = writer.builder
    env, site = builder.env, site_of(builder.env)
    code = uses_of(env)[page].codes.get(chart.id, "")
    root = "../" * page.count("/")
    shown = site.render(
        "tools.html",
        chart=chart,
        words=words,
        base=f"{root}{CHARTS}/{chart.id}/",
        root=root,
        citing=citing(env, page, chart, words, drawings),
        numeric=numeric_columns(chart),
        hrefs=[record_href(builder, site, page, name) for name in chart.ids],
        code=code and Markup(builder.highlighter.highlight_block(code, "ipython3", nowrap=True)),
    )
    # A script and not JSON: a page that is opened from disk may load scripts, but not read files.
    told = f'(window.sopTools ||= {{}})["{chart.id}"] = {json.dumps(shown, ensure_ascii=False)};\n'
    write_file(Path(builder.outdir) / CHARTS / chart.id / TOOLS_FILE, told)
    return {tool: name for tool, name in _NAMES.items() if tool != "code" or code}, Markup(shown)


def numeric_columns(chart: Chart) -> set[str]:
    """The columns of the data table that hold numbers, or numbers in words, and are set flush
    right."""
    return {
        c
        for c in chart.columns
        if c in ("words", "outside_words")
        or all(isinstance(r[c], int | float | None) for r in chart.rows)
    }
