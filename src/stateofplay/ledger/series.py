"""Figures that state the same measure at different times: which belong together, which is newer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from stateofplay.files.characters import quoted
from stateofplay.ledger.entries import Figure
from stateofplay.ledger.reading.sources import Article
from stateofplay.ledger.reading.tables import Row
from stateofplay.numbers.units import UnitError


def day_of(figure: Figure, published: date) -> date:
    """The last day of which a figure speaks, but none after its publication.

    A plan for a year is as old as its article.
    """
    return min(figure.end or figure.start or published, published)


class SeriesRules:
    """Puts the figures of each series in order, and reports what cannot stand in one series."""

    def __init__(self, articles: Mapping[str, Article], places: Mapping[str, Row]) -> None:
        self.articles, self.places = articles, places

    def read(self, figures: Mapping[str, Figure]) -> dict[str, tuple[str, ...]]:
        """The ids of each series, newest first; one figure is a series already."""
        members: dict[str, list[Figure]] = {}
        for figure in figures.values():
            if figure.series and not figure.is_context and figure.source in self.articles:
                members.setdefault(figure.series, []).append(figure)
        return {
            name: self._in_order(rows) for name, rows in members.items() if self._fit(name, rows)
        }

    def names(self, series: Mapping[str, tuple[str, ...]], groups: Mapping[str, Row]) -> None:
        """Report each series whose name is that of a row, or of rows of data/context/."""
        for name, ids in series.items():
            other, what = self.places.get(name), "the id of a row"
            if not other:
                other, what = groups.get(name), "the name of rows that belong together"
            if other:
                place = f"{other.file}:{other.line}"
                said = f"{quoted(name)} is {what} in {place} already; give the series another name"
                self.places[ids[-1]].report("series", said)

    def _fit(self, name: str, rows: list[Figure]) -> bool:
        """Whether all are of one table and one kind of unit, and each has a day of its own."""
        first = rows[0]
        problems = self.places[first.id].problems
        found = len(problems)
        days: dict[tuple[date, date], Figure] = {}
        for figure in rows:
            row = self.places[figure.id]
            if figure.table != first.table:
                other_table = f"stands in data/{first.table}.csv too"
                row.report("series", f"{quoted(name)} {other_table}; keep a series in one table")
            try:
                figure.quantity.to(first.quantity.unit)
            except UnitError:
                row.report(
                    "series",
                    f"{quoted(name)} is in {first.unit} (line {first.line}), and {figure.unit} "
                    "cannot be converted; use a unit that can, or another series",
                )
            if len(rows) == 1:
                continue
            if self.articles[figure.source].date is None:
                row.report(
                    "series",
                    f"{quoted(name)} has several figures, and the record of {figure.source} in "
                    "seeds/ has no full date; write published as 2026-02-20, so that the newest "
                    "can be told",
                )
                continue
            other = days.setdefault(self._age(figure), figure)
            if other is not figure:
                row.report(
                    "series",
                    f"{quoted(name)} has {other.id} for the same day (line {other.line}); nobody "
                    "can tell which is newer: write start and end, or use another series",
                )
        return len(problems) == found

    def _in_order(self, rows: list[Figure]) -> tuple[str, ...]:
        if len(rows) > 1:
            rows = sorted(rows, key=self._age, reverse=True)
        return tuple(figure.id for figure in rows)

    def _age(self, figure: Figure) -> tuple[date, date]:
        published = self.articles[figure.source].date or date.min
        return day_of(figure, published), published
