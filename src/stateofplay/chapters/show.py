"""`show()`: publishes a plain Altair chart in the book, with its words, sources, data table and
downloads."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from stateofplay.chapters import cell_api, guard
from stateofplay.chapters.quick_altair import quicken
from stateofplay.charts import CHART_MIME
from stateofplay.charts.bundle import lab_bundle
from stateofplay.charts.chart import Chart, Spec
from stateofplay.charts.fields import unknown_fields
from stateofplay.files.characters import quoted

quicken()
_IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class ChartError(ValueError):
    """A chart that may not be published; the message says what is missing."""


class ShownChart:
    """A cell's result: the site reads the chart, JupyterLab shows it as one to explore."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        if guard.session().in_build:
            return {CHART_MIME: self.chart.to_json()}
        return lab_bundle(self.chart, cell_api.ledger().fill)


def show(
    chart: alt.TopLevelMixin,
    *,
    id: str,
    alt: str,
    sources: list[str],
    columns: dict[str, str],
    finding: str = "",
    title: str = "",
    subtitle: str = "",
    note: str = "",
    mixes: str = "",
    rows: pd.DataFrame | None = None,
    narrow: alt.TopLevelMixin | None = None,
    card: alt.TopLevelMixin | None = None,
    explore: alt.TopLevelMixin | None = None,
) -> ShownChart:
    """Publish `chart` in the book.

    `finding` is the id of the finding that serves as title, or `title` a title that claims nothing.
    `subtitle` says what is shown, where and when. `title`, `subtitle`, `alt` and `note` are
    templates: ``{id}`` stands for a figure in words. `alt` is the text alternative: kind of chart,
    what it shows, the extremes or the comparison. `sources` are keys of seeds/sources.bib.
    `columns` names the columns of the data table and of the CSV, in order, with their headings;
    `rows` are their rows (by default the chart's own data); a column `id` links each row to its
    record. `narrow` replaces the automatic layout for phones, and `card` the small version for the
    front page; `explore` is the interactive version that opens on the reader's click.

    Where the rows are counted in different ways (their column `basis`, or that of the entries whose
    ids they have), `mixes` says why it is fair to draw them together; it stands under the chart.

    Raises ChartError when the id is not in `lower-case-with-hyphens`, a text, a source or a column
    is missing, there is no row, or the chart names a field that its data do not have. The build
    refuses a chart with a view without marks, with marks outside of its axes, with bars of several
    rows in one place unless it says stack=, or wider than its room, and a figure in
    `alt` that no mark stands for: one for comparison belongs into `note`.
    """
    rows = _rows_to_show(id, chart.data if rows is None else rows, columns)
    _hold_words(id, alt, finding, title, sources)  # after the rows, which may name the sources
    spec = _spec(id, chart)
    return ShownChart(
        Chart(
            id=id,
            alt=alt,
            sources=list(sources),
            columns=dict(columns),
            rows=_records(rows[list(columns)]),
            spec=spec,
            finding=finding,
            title=title,
            subtitle=subtitle,
            note=note,
            mixes=mixes,
            bases=_bases(rows),
            bounds=_bounds(rows, spec),
            ids=list(rows["id"]) if "id" in rows else [],
            days=[column for column in columns if _holds_days(rows[column])],
            narrow=None if narrow is None else _spec(id, narrow),
            card=None if card is None else _spec(id, card),
            explore=None if explore is None else _spec(id, explore),
        )
    )


def _hold_words(id: str, alt: str, finding: str, title: str, sources: list[str]) -> None:
    """Raise ChartError for an id or a text that no chart may have."""
    if not _IDENTIFIER.fullmatch(id):
        raise ChartError(
            f"{quoted(id)} is not an id of a chart; write it in lower-case-with-hyphens"
        )
    if not alt.strip():
        raise ChartError(
            f"the chart {id} has no alt text; say its kind, what it shows and the comparison"
        )
    if bool(finding) == bool(title):
        raise ChartError(
            f"the chart {id} needs either finding= (when its title claims something) or title="
        )
    if not sources:
        raise ChartError(f"the chart {id} names no source; give sources= keys of seeds/sources.bib")


def _rows_to_show(id: str, rows: object, columns: dict[str, str]) -> pd.DataFrame:
    """`rows`, which have the columns of the data table. Raises ChartError where they have not."""
    if not isinstance(rows, pd.DataFrame):
        raise ChartError(
            f"the chart {id} has no rows of its own; give rows= the DataFrame that it draws"
        )
    if rows.empty:
        raise ChartError(f"the chart {id} has no rows; see what its query and filters leave")
    missing = [c for c in columns if c not in rows]
    if missing or not columns:
        raise ChartError(
            f"the chart {id} has no column {', '.join(missing) or 'at all'} for its data table; "
            f"its rows have {', '.join(rows.columns)}"
        )
    return rows


def _bases(rows: pd.DataFrame) -> list[str]:
    """What the rows count, each way once."""
    if "basis" not in rows:
        return []
    return sorted({basis for cell in rows["basis"].dropna() for basis in cell.split("; ") if basis})


def _bounds(rows: pd.DataFrame, spec: Spec) -> list[str]:
    """The bounds of the rows where the chart has the layers of `bound_marks`, which choose rows by
    them; else none."""
    drawn = "bound" in rows and '"field": "bound"' in json.dumps(spec)
    return sorted(set(rows["bound"].dropna())) if drawn else []


def _spec(id: str, chart: alt.TopLevelMixin) -> Spec:
    """The chart as Vega-Lite, without what the book's theme decides.

    Raises ChartError where it names a field that its data do not have.
    """
    spec: Spec = chart.to_dict()
    for decided_here in ("config", "$schema"):
        spec.pop(decided_here, None)
    whole = {key: _without_nan(item) for key, item in spec.items()}
    for missing in unknown_fields(whole):
        raise ChartError(f"the chart {id}: {missing}")
    return whole


def _without_nan(value: Any) -> Any:
    """`value` with null where pandas left NaN, which JSON does not know."""
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_nan(item) for item in value]
    return None if isinstance(value, float) and value != value else value


def _holds_days(column: pd.Series) -> bool:
    """Whether all cells that hold something hold a day."""
    known = column.dropna()
    return not known.empty and all(isinstance(cell, date) for cell in known)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    text = frame.to_json(orient="records", date_format="iso", date_unit="s")
    records: list[dict[str, Any]] = json.loads(text)
    return records
