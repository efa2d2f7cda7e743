"""The legend of bounds: the shape that stands for each kind of bound, and what it means."""

from __future__ import annotations

from stateofplay.numbers.vocabulary import BOUNDS

# Each shape of the legend, drawn in 30 by 14 pixels; the page or file that shows it gives fill and
# stroke.
SHAPES = {
    "dot": '<circle cx="15" cy="7" r="5" stroke="none"/>',
    "hollow": '<path d="M3 7h24"/><circle cx="15" cy="7" r="4.5" class="sop-hollow"/>',
    "bar": '<rect x="2" y="3" width="26" height="8" rx="4" stroke="none"/>',
    "arrow-right": '<circle cx="5" cy="7" r="5" stroke="none"/><path d="M5 7h18"/>'
    '<path d="M29 7l-8 -5v10z" stroke="none"/>',
    "arrow-left": '<circle cx="25" cy="7" r="5" stroke="none"/><path d="M25 7h-18"/>'
    '<path d="M1 7l8 -5v10z" stroke="none"/>',
}
Key = tuple[str, str]  # a shape and what it means


def legend(bounds: list[str]) -> list[Key]:
    """The shapes and meanings of the marks for `bounds`; empty when every figure is exact."""
    if set(bounds) <= {"exact"}:
        return []
    return list(dict.fromkeys((b.shape, b.meaning) for name, b in BOUNDS.items() if name in bounds))
