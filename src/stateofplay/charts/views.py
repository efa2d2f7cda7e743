"""The views inside a chart's specification, what they encode, and the categories of a channel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Spec = dict[str, Any]
# The keys of several views, side by side.
ARRANGED = {"hconcat", "vconcat", "concat", "facet", "repeat"}


def views(spec: Spec) -> Iterator[Spec]:
    """A spec and every view inside it."""
    yield spec
    for view in inside(spec):
        yield from views(view)


def inside(view: Spec) -> Iterator[Spec]:
    """The views directly inside a view."""
    for key in ("layer", "hconcat", "vconcat", "concat"):
        yield from view.get(key, ())
    if isinstance(view.get("spec"), dict):
        yield view["spec"]


def encodings(spec: Spec) -> Iterator[Spec]:
    """Every encoding of a spec and of the views inside it."""
    return (view["encoding"] for view in views(spec) if "encoding" in view)


def channels(spec: Spec, *names: str) -> Iterator[tuple[str, Spec]]:
    """What the encodings of a spec say of channels of these names."""
    for encoding in encodings(spec):
        for name in names:
            if isinstance(encoding.get(name), dict):
                yield name, encoding[name]


def rows(spec: Spec) -> Iterator[dict[str, Any]]:
    """The rows of all data that a spec has."""
    inline = (view["data"].get("values") for view in views(spec) if view.get("data"))
    for table in (*spec.get("datasets", {}).values(), *inline):
        if isinstance(table, list):
            yield from (row for row in table if isinstance(row, dict))


def categories(spec: Spec, channel: Spec) -> set[Any]:
    """The categories of a channel, as far as the data have them."""
    field = channel.get("field", "").replace("\\", "")
    cells = (row.get(field) for row in rows(spec))
    return {cell for cell in cells if isinstance(cell, str | int | float)}


def mark_type(view: Spec) -> str:
    mark = view["mark"]
    return str(mark["type"] if isinstance(mark, dict) else mark)
