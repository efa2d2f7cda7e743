"""Which pages and charts of the last build show an entry of the ledger, and which one a row."""

from __future__ import annotations

import pickle
import re
from collections.abc import Set
from pathlib import Path
from typing import Any

from stateofplay.editing.rows.outcome import Outcome
from stateofplay.files.access import is_file
from stateofplay.files.project import Project
from stateofplay.ledger.contents import PLACEHOLDER
from stateofplay.ledger.ledger import Ledger

_ANSWER: dict[str, list[dict[str, Any]]] = {"pages": [], "charts": []}


class Pages:
    """What the last build noted of its pages, read again after each build."""

    def __init__(self, project: Project) -> None:
        self._file = project.build / ".work" / "doctrees" / "environment.pickle"
        self._read: tuple[int, Any] | None = None

    def showing(
        self, ids: Set[str], tables: Set[str], found: Outcome
    ) -> dict[str, list[dict[str, Any]]]:
        """The pages and charts that show any of `ids` by name, and the pages that show `tables`,
        with their addresses; lists of the whole ledger show every entry, and are left out.
        """
        ledger, env = found.before.ledger, self._environment()
        if not ((ids or tables) and ledger and env):
            return _ANSWER
        # Sphinx is there once a book is built.
        from stateofplay.site.state import TABLE, page_name, uses_of

        pages, charts = [], []
        for page, uses in uses_of(env).items():
            shown = {ledger.resolve(name) for name in uses.digests} & ids
            address, name = f"/{page}.html", page_name(env, page)
            title = env.titles[page].astext()
            if shown or any(f"{TABLE}{table}" in uses.digests for table in tables):
                told = {"page": page, "name": name, "title": title, "url": address}
                pages.append(told | {"shows": sorted(shown)})
            charts += [
                {
                    "page": page,
                    "chart": chart.id,
                    "name": chart.id.replace("-", " "),
                    "title": ledger.fill(chart.title) or ledger.words(chart.finding),
                    "url": f"{address}#{chart.id}",
                }
                for chart in uses.charts.values()
                if ids & _entries(chart, ledger)
            ]
        return {"pages": pages, "charts": charts}

    def drawn(self) -> dict[str, Any]:
        """The charts of the last build, by id."""
        env = self._environment()
        if env is None:
            return {}
        from stateofplay.site.state import charts_of

        return {chart.id: chart for _, chart in charts_of(env)}

    def _environment(self) -> Any:
        """What Sphinx remembers of the build; None before the first."""
        try:
            when = self._file.stat().st_mtime_ns
            if self._read is None or self._read[0] != when:
                with self._file.open("rb") as file:
                    self._read = when, pickle.load(file)
        except Exception:  # none yet; of one that is being written, pickle raises whatever it meets
            return None
        return self._read[1]


def _entries(chart: Any, ledger: Ledger) -> set[str]:
    """The entries that a chart draws, or names in its words."""
    words = " ".join((chart.title, chart.subtitle, chart.alt, chart.note))
    named = [match[1] for match in re.finditer(PLACEHOLDER, words)]
    return {ledger.resolve(name) for name in (*chart.ids, *named, chart.finding) if name}


def page_with(site: Path, name: str) -> str:
    """The page of the built site on which the row of that name is shown; the front page where none
    shows it.
    """
    marks = f'id="{name}"', f'id="{name.replace("_", "-")}"', f'data-row="{name}"'
    for page in sorted(site.rglob("*.html")):
        text = page.read_bytes()
        if any(mark.encode() in text for mark in marks):
            return page.relative_to(site).as_posix()
    first = site / "index.html"  # which leads to the front page, and loses what is asked
    lead = re.search(rb'; url=([^"]+)"', first.read_bytes()) if is_file(first) else None
    return lead[1].decode() if lead else first.name
