"""The words of the tables for what a number is: its bound and its kind, with all that follows from
a bound.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bound:
    """What a bound says of a number.

    `needed` are the columns of value, low and high that must be filled; the others stay empty,
    because that end is open or implied. `hedge` stands before the number in prose. `shape` is its
    mark in charts and `meaning` what the legend says of it.
    """

    needed: tuple[str, ...]
    hedge: str
    shape: str
    meaning: str


BOUNDS = {
    "exact": Bound(("value",), "", "dot", "stated without a range"),
    "about": Bound(("value", "low", "high"), "about ", "hollow", "stated as about, with its range"),
    "nearly": Bound(
        ("value", "low", "high"), "nearly ", "hollow", "stated as nearly, with its range"
    ),
    "between": Bound(("low", "high"), "", "bar", "stated as a range only"),
    "at_least": Bound(
        ("value", "low"), "at least ", "arrow-right", "at least: the upper end is open"
    ),
    "more_than": Bound(
        ("value", "low"), "more than ", "arrow-right", "more than: the upper end is open"
    ),
    "up_to": Bound(("value", "high"), "up to ", "arrow-left", "up to: the lower end is open"),
    "less_than": Bound(
        ("value", "high"), "less than ", "arrow-left", "less than: the lower end is open"
    ),
}
KINDS = {
    "counted": "a count",
    "measured": "a measurement",
    "estimated": "an estimate",
    "surveyed": "a survey result",
    "claimed": "a claim",
    "pledged": "a pledge",
    "decided": "a decision",
    "planned": "a plan",
    "forecast": "a forecast",
}
