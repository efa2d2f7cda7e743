"""The legend of bounds: the shape that stands for each kind of bound, and what it means."""

from __future__ import annotations

# What each mark looks like and means; the legend under a chart shows those that occur in it.
LEGEND = {
    "exact": ("dot", "stated without a range"),
    "about": ("hollow", "stated as about, with its range"),
    "nearly": ("hollow", "stated as nearly, with its range"),
    "between": ("bar", "stated as a range only"),
    "at_least": ("arrow-right", "at least: the upper end is open"),
    "more_than": ("arrow-right", "more than: the upper end is open"),
    "up_to": ("arrow-left", "up to: the lower end is open"),
    "less_than": ("arrow-left", "less than: the lower end is open"),
}

# Each shape of the legend, drawn in 30 by 14 pixels; the page or file that shows it gives fill and stroke.
SHAPES = {
    "dot": '<circle cx="15" cy="7" r="5" stroke="none"/>',
    "hollow": '<path d="M3 7h24"/><circle cx="15" cy="7" r="4.5" class="sop-hollow"/>',
    "bar": '<rect x="2" y="3" width="26" height="8" rx="4" stroke="none"/>',
    "arrow-right": '<circle cx="5" cy="7" r="5" stroke="none"/><path d="M5 7h18"/><path d="M29 7l-8 -5v10z" stroke="none"/>',
    "arrow-left": '<circle cx="25" cy="7" r="5" stroke="none"/><path d="M25 7h-18"/><path d="M1 7l8 -5v10z" stroke="none"/>',
}
Key = tuple[str, str]  # a shape and what it means


def legend(bounds: list[str]) -> list[Key]:
    """The shapes and meanings of the marks for `bounds`; empty when every figure is exact."""
    if set(bounds) <= {"exact"}:
        return []
    return list(dict.fromkeys(LEGEND[b] for b in LEGEND if b in bounds))
