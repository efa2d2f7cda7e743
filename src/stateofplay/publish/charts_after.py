"""The charts of the book as an edit would have them, beside those of the last build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from stateofplay.chapters.execution import Executor
from stateofplay.charts.chart import Chart
from stateofplay.charts.layout import NARROW
from stateofplay.charts.svg import DrawingError, Renderer
from stateofplay.editing.rows.pending import Pending
from stateofplay.files.project import Project
from stateofplay.files.texts import read_text
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import assembled, files_of


def charts_after(
    pending: Pending, before: Ledger, drawn: Mapping[str, Chart], pages: Iterable[str]
) -> list[dict[str, Any]]:
    """The charts of `pages` that would be others than those `drawn` in the last build (by id), each
    with its title and drawing, old and new. A chapter that fails says why in ``error``.

    What is executed here is kept: after a save, the build finds it.
    """
    own = pending.project
    renderer = Renderer(own.cache / "charts")
    found: list[dict[str, Any]] = []
    with pending.supposed() as project:
        after = assembled(project)[0]
        if after is None:
            return []
        after.files = files_of(project)
        for page in sorted(set(pages)):
            charts, error = _shown(project, after, own, page)
            if error:
                found.append({"page": page, "error": error})
            for chart in charts:
                old = drawn.get(chart.id)
                pictures = [_picture(renderer, each) for each in (old, chart)]
                titles = [_title(before, old), _title(after, chart)]
                if pictures[0] != pictures[1] or titles[0] != titles[1]:
                    told = {"page": page, "chart": chart.id, "titles": titles}
                    found.append({**told, "old": pictures[0], "new": pictures[1]})
    return found


def _shown(project: Project, after: Ledger, own: Project, page: str) -> tuple[list[Chart], str]:
    """The charts that a chapter shows with other tables, and why it fails."""
    # Sphinx is there once a book is built.
    from stateofplay.site.read.freshness import chapter_of, charts_in

    file = f"{page}.md"
    chapter = chapter_of(page.rpartition("/")[2], file, read_text(project.root / file, file))
    if chapter is None:
        return [], ""
    result = Executor(after, own.cache / "chapters").execute([chapter])[file]
    if result.problems:
        return [], str(result.problems[0])
    return [*charts_in(result.outputs)], ""


def _picture(renderer: Renderer, chart: Chart | None) -> str:
    """A chart drawn for a phone, so that two fit side by side; empty where there is none."""
    try:
        return renderer.inline(chart.layout(NARROW), NARROW, {}) if chart else ""
    except DrawingError:
        return ""


def _title(ledger: Ledger, chart: Chart | None) -> str:
    if chart is None:
        return ""
    return ledger.words(chart.finding) if chart.finding else ledger.fill(chart.title)
