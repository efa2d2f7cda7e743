"""Writes what readers can take along: each chart as CSV, SVG, PNG and Vega-Lite, and every figure
as JSON."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from stateofplay.charts.chart import Chart
from stateofplay.charts.layout import WIDE, explorable, lay_out
from stateofplay.charts.legend import legend
from stateofplay.charts.svg import standalone, with_tokens
from stateofplay.files.access import in_lines, write_file
from stateofplay.files.folders import keep_only
from stateofplay.files.texts import csv_text, harmless
from stateofplay.ledger.entries import FIRMNESS, Check, Derived, Figure, Finding, texts_of
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.substitution import contested_by
from stateofplay.ledger.turns import Turn
from stateofplay.numbers import periods
from stateofplay.numbers.quantity import int_or_float
from stateofplay.site.imprint import CHARTS, citation, embed_page
from stateofplay.site.pages.written import make_once
from stateofplay.site.read.charts import words_of, words_of_file
from stateofplay.site.read.roles import record_address, record_href
from stateofplay.site.state import Site, charts_of, site_of, uses_of

# By which Excel knows UTF-8; without it, “€” and “–” of a file opened by a click are garbled.
_MARK = "\ufeff"
PICTURE = "chart.png"  # of every chart, in its folder
SCHEMA_OF_CHARTS = "https://vega.github.io/schema/vega-lite/v6.json"


def write_exports(app: Sphinx) -> None:
    """Write every file that pages link to for download."""
    site, out = site_of(app), Path(app.outdir)
    _write_charts(app, site, out / CHARTS)
    wanted = {chart.id for _, chart in charts_of(app.env)}
    if any(chart.explore for _, chart in charts_of(app.env)):
        wanted.add("vega.js")
        write_file(out / CHARTS / "vega.js", site.renderer.bundle())
    keep_only(out / CHARTS, wanted)


def _write_charts(app: Sphinx, site: Site, folder: Path) -> None:
    """The files of every chart that is not the same as when its files were last written here; their
    pictures last, because they are drawn meanwhile."""
    pictures: dict[Path, str] = {}
    cited = citation(site.ledger, "", "")
    for page, chart in charts_of(app.env):
        code = uses_of(app.env)[page].codes.get(chart.id, "")
        own = f"{CHARTS}/{chart.id}/index"
        made_from = (
            page,
            code,
            [record_address(site, name) for name in chart.ids if name in site.ledger],
            app.config.html_baseurl,
            cited,
            words_of(site, chart),
            bool(site.ledger.candidates),  # a draft says so
            chart.digest,
        )
        write = partial(_write_chart, app, chart, folder / chart.id, page, code, pictures)
        make_once(app, f"{own}.html", made_from, write)
    for path, drawing in pictures.items():
        write_file(path, site.renderer.picture(drawing))


def _write_chart(
    app: Sphinx,
    chart: Chart,
    folder: Path,
    page: str,
    code: str,
    pictures: dict[Path, str],
) -> None:
    """The chart's rows, its drawing as a file of its own, its specification, its embed page, its
    interactive version; says in `pictures` of what there is to be a picture, at twice the size in
    pixels."""
    site = site_of(app)
    words = words_of(site, chart)
    drawing = standalone(
        site.renderer.drawing(chart.layout(WIDE), WIDE), *words_of_file(site, chart)
    )
    write_file(folder / "chart.svg", drawing)
    pictures[folder / PICTURE] = drawing
    write_file(folder / "data.csv", _MARK + rows_csv(chart))
    spec = {
        "$schema": SCHEMA_OF_CHARTS,
        **lay_out(chart.layout(WIDE), WIDE),
        "background": "white",
        "description": words.alt,
        "title": {"text": words.title, "subtitle": words.subtitle, "anchor": "start"},
    }
    write_file(folder / "chart.vl.json", json.dumps(spec, ensure_ascii=False, indent=1) + "\n")
    own = f"{CHARTS}/{chart.id}/index"
    hrefs = [record_href(app.builder, site, own, name) for name in chart.ids]
    embed = embed_page(app, chart, words, legend(chart.bounds), page, code, hrefs)
    write_file(folder / "index.html", embed)
    if chart.explore:
        named = explorable(chart.explore) | {"description": words.title}
        live = with_tokens(json.dumps(named, ensure_ascii=False))
        around = json.dumps(
            site.render("explore.html", chart=chart, words=words), ensure_ascii=False
        )
        # A script and not JSON: a page from disk may load scripts, but not read files.
        told = f'(window.sopExplore ||= {{}})["{chart.id}"] = {{spec: {live}, around: {around}}};\n'
        write_file(folder / "explore.js", told)
    else:
        (folder / "explore.js").unlink(missing_ok=True)


def rows_csv(chart: Chart) -> str:
    """The rows of a chart's data table as CSV, safe to open in a spreadsheet."""
    rows = ([harmless(row[column]) for column in chart.columns] for row in chart.rows)
    return csv_text([chart.columns.values(), *rows])


def figures_json(ledger: Ledger, recorded: Collection[str], figures: Iterable[bytes]) -> bytes:
    """The whole ledger for machines: figures, derived figures and findings by id (documented on the
    page Get the data); of computed figures those that `recorded` names. `figures` are what
    `figures_lines` gives of all of them in parts.
    """
    derived = [d for d in ledger.derived.values() if d.id in recorded]
    computed = {
        "series": {name: _series(ledger, ids) for name, ids in ledger.series.items()},
        "derived": {d.id: _derived(ledger, d) for d in derived},
        "findings": {f.id: _finding(ledger, f) for f in ledger.findings.values()},
    }
    stated = [*chain.from_iterable((b",\n", part) for part in figures)][1:]
    rest = in_lines(computed).removeprefix("{\n").encode()
    return b"".join([b'{\n"figures": {\n', *stated, b"\n},\n", rest, b"\n"])


def _finding(ledger: Ledger, finding: Finding) -> dict[str, Any]:
    evidence = ledger.evidence(finding.id)
    said = {"kind": evidence.key, "words": evidence.words, "sources": list(evidence.sources)}
    return {
        "topic": finding.topic,
        "statement": ledger.words(finding.id),
        "holds": finding.holds,
        "status": finding.status,
        "meaning": FIRMNESS[finding.status],
        "evidence": said,
        "inputs": list(finding.inputs),
        "mixes": finding.mixes,
        "contested_by": [check.id for check in contested_by(ledger, finding)],
        "turns": [_turn(turn) for turn in ledger.turns[finding.id]],
    }


def _turn(turn: Turn) -> dict[str, Any]:
    ends = ("stops_below", "stops_above", "firm_below", "firm_above")
    edges = {end: getattr(turn, end) for end in ends}
    return {
        "figure": turn.figure,
        **{end: edge and int_or_float(edge.value) for end, edge in edges.items()},
        "beyond": [end for end, edge in edges.items() if edge and not edge.is_included],
        "together": list(turn.together),
        "apart": list(turn.apart),
    }


def figures_lines(ledger: Ledger, names: Iterable[str]) -> bytes:
    """A line of JSON for each of these figures, as an object has them, as it is stored."""
    return in_lines({name: figure_json(ledger, name) for name in names}, 0)[2:-2].encode()


def figure_json(ledger: Ledger, name: str) -> dict[str, Any]:
    """A stated figure for machines, with its outside values."""
    figure = ledger.figures[name]
    content = {
        "topic": figure.topic,
        **figure.quantity.ends(int_or_float),
        **{c: getattr(figure, c) for c in texts_of(Figure) if c not in ("id", "category")},
        "start": figure.start and figure.start.isoformat(),
        "end": figure.end and figure.end.isoformat(),
        "words": ledger.words(figure.id),
        "period": periods.period(figure.start, figure.end),
        "url": ledger.address(figure),
    }
    if ledger.is_of_article(figure):
        verdict = ledger.verdict(figure.id)
        content["check"] = {
            "verdict": verdict,
            "meaning": ledger.verdicts[verdict],
            "values": [_check(check) for check in ledger.checks.get(figure.id, ())],
        }
    return content


def _check(check: Check) -> dict[str, Any]:
    return {
        **check.quantity.ends(int_or_float),
        **{c: getattr(check, c) for c in texts_of(Check) if c != "figure"},
        "independent": check.is_independent,
        "day": check.day.isoformat(),
    }


def _series(ledger: Ledger, ids: tuple[str, ...]) -> dict[str, Any]:
    figures = [ledger.figures[name] for name in ids]
    changes = [
        {"from": older.id, "to": newer.id, "words": ledger.change(older, newer)}
        for newer, older in zip(figures, figures[1:], strict=False)
    ]
    return {
        "measure": figures[0].measure,
        "newest": ids[0],
        "figures": list(ids),
        "changes": changes,
    }


def _derived(ledger: Ledger, derived: Derived) -> dict[str, Any]:
    return {
        "topic": derived.topic,
        "measure": derived.measure,
        "formula": derived.formula,
        **derived.quantity.ends(int_or_float),
        "unit": derived.unit,
        "inputs": list(derived.inputs),
        "words": ledger.words(derived.id),
        "mixes": derived.mixes,
        "note": derived.note,
    }
