"""Holds the fields that a chart's specification names against those that its data have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from stateofplay.charts.views import channels, inside
from stateofplay.files.characters import quoted
from stateofplay.files.guesses import guess

Spec = dict[str, Any]
Known = frozenset[str] | None  # None where the data are not known: anything may be in them
_IN_EXPRESSION = re.compile(r"\bdatum\.([A-Za-z_]\w*)|\bdatum\[\s*(['\"])(.*?)\2\s*\]")
_REMAKES = {"pivot", "density", "quantile", "loess", "regression"}  # rows of fields of their own
# Keys whose values are names of fields.
_READ = (
    "fold flatten density quantile loess regression on impute key groupby extent stack field lookup"
    " pivot"
).split()
_PARTS = ("aggregate", "joinaggregate", "window", "sort")  # hold objects with a field each


def unknown_fields(spec: Spec) -> list[str]:
    """A line for each field that the Vega-Lite `spec` names and its data do not have, with the
    nearest that they have. Fields that its transforms make are known from there on."""
    lines = []
    for name, known in dict(_missing(spec, None, spec)).items():
        if name in known:
            lines.append(
                f"Vega-Lite takes {quoted(name)} for a path into a column; "
                "rename the column without dots and brackets"
            )
        else:
            columns = sorted(column for column in known if not column.endswith("\0"))
            advice = guess(_plain(name), columns, f"they have {', '.join(columns)}")
            lines.append(f"“{_plain(name)}” is not a field of its data; {advice}")
    return lines


def named_twice(spec: Spec) -> Iterator[str]:
    """Each label that an axis of names lists twice, in its order or its domain."""
    for _, channel in channels(spec, "x", "y"):
        for listed in (channel.get("sort"), (channel.get("scale") or {}).get("domain")):
            if isinstance(listed, list) and all(isinstance(name, str) for name in listed):
                yield from (name for n, name in enumerate(listed) if name in listed[:n])


def _missing(view: Spec, outer: Known, root: Spec) -> Iterator[tuple[str, frozenset[str]]]:
    known = outer
    if "data" in view:
        known = _columns(view["data"], root) if view["data"] else frozenset()
    for transform in view.get("transform", ()):
        yield from _absent(_asked(transform), known)
        known = _after(transform, known)
    yield from _absent(_channels([view.get("encoding"), view.get("facet")]), known)
    repeat = view.get("repeat", ())
    for names in repeat.values() if isinstance(repeat, dict) else [repeat]:
        yield from _absent(names, known)
    for inner in inside(view):
        yield from _missing(inner, known, root)


def _absent(names: Iterable[str], known: Known) -> Iterator[tuple[str, frozenset[str]]]:
    return ((name, known) for name in names if known is not None and not _has(name, known))


def _has(name: str, known: frozenset[str]) -> bool:
    """Whether the data have the field: a plain dot or bracket leads into an object in a column."""
    if _plain(name) in known and (_plain(name) != name or not re.search(r"[.\[\]]", name)):
        return True
    outermost = re.match(r"(?:[^.\[\\]|\\.)+", name)
    return outermost is not None and outermost[0] != name and f"{_plain(outermost[0])}\0" in known


def _plain(name: str) -> str:
    """The name of a column as its field writes it: without the marks that keep dots from leading
    on."""
    return re.sub(r"\\(.)", r"\1", name)


def _columns(data: Spec, root: Spec) -> Known:
    """The names of the columns of inline data; with a zero byte after them those with objects."""
    if "sequence" in data:
        return frozenset({data["sequence"].get("as", "data")})
    given = root.get("datasets", {}).get(data.get("name"))
    rows = data.get("values", given)
    if not isinstance(rows, list) or data.get("format", {}).get("type", "json") != "json":
        return None
    cells = [item for row in rows if isinstance(row, dict) for item in row.items()]
    objects = {f"{name}\0" for name, cell in cells if isinstance(cell, dict | list)}
    return frozenset({name for name, _ in cells} | objects) if cells else None


def _asked(transform: Spec) -> Iterator[str]:
    """The fields that a transform reads."""
    for key in _READ:
        value = transform.get(key)
        yield from [value] if isinstance(value, str) else value if isinstance(value, list) else ()
    if "pivot" in transform:
        yield transform["value"]
    for key in _PARTS:
        parts = transform.get(key)
        yield from (part["field"] for part in parts or () if part.get("field"))
    yield from _in_expression(transform.get("calculate", ""))
    yield from _in_predicate(transform.get("filter"))


def _in_predicate(predicate: Any) -> Iterator[str]:
    if isinstance(predicate, str):
        yield from _in_expression(predicate)
    elif isinstance(predicate, dict):
        yield from [predicate["field"]] if isinstance(predicate.get("field"), str) else ()
        for key in ("and", "or"):
            for part in predicate.get(key, ()):
                yield from _in_predicate(part)
        yield from _in_predicate(predicate.get("not"))


def _in_expression(expression: str) -> Iterator[str]:
    """The fields of `datum` in a Vega expression, as field names."""
    for match in _IN_EXPRESSION.finditer(expression):
        yield match[1] or re.sub(r"([.\[\]])", r"\\\1", match[3])


def _after(transform: Spec, known: Known) -> Known:
    """The fields that are there after a transform."""
    if known is None or _REMAKES & set(transform):
        return None
    named = transform.get("as", ("key", "value") if "fold" in transform else ())
    added = {named} if isinstance(named, str) else set(named)
    for key in _PARTS[:3]:
        added |= {
            part.get("as") or f"{part['op']}_{part.get('field', '')}".rstrip("_")
            for part in transform.get(key, ())
        }
    if "lookup" in transform:
        added |= set(transform["from"].get("fields", ()))
    if "bin" in transform and isinstance(named, str):
        added.add(f"{named}_end")
    if "aggregate" in transform:  # other fields are gone
        known, added = frozenset(), added | set(transform.get("groupby", ()))
    return known | {_plain(name) for name in added}


def _channels(encoding: Any) -> Iterator[str]:
    """The fields that encodings name, in their conditions, sorts and tests as well."""
    if isinstance(encoding, list):
        for part in encoding:
            yield from _channels(part)
    elif isinstance(encoding, dict):
        for key, part in encoding.items():
            if key == "field" and isinstance(part, str):
                yield part
            elif key == "aggregate" and isinstance(part, dict):
                yield from part.values()  # the field of which the least or greatest is sought
            elif key == "test":
                yield from _in_predicate(part)
            elif key not in ("scale", "axis", "legend", "header"):
                yield from _channels(part)
