"""Prints what differs between two ledgers: for people, as Markdown for a change log, as JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from stateofplay.editing.comparison import KINDS, Difference
from stateofplay.numbers.quantity import int_or_float

_SIGNS = {"added": "+", "removed": "−", "changed": "~"}


def report(differences: Sequence[Difference], old: str, new: str, format: str) -> str:
    """The differences as text, markdown or json; `old` and `new` name what was compared."""
    return {"text": _text, "markdown": _markdown, "json": _json}[format](differences, old, new)


def summary(differences: Sequence[Difference]) -> str:
    """How many of what: ``figures: 1 added, 2 changed; findings: 1 changed``."""
    counts = Counter((d.kind, d.status) for d in differences)
    parts = []
    for kind, heading in KINDS.items():
        every = ((counts[kind, status], status) for status in _SIGNS)
        counted = ", ".join(f"{count} {status}" for count, status in every if count)
        parts += [f"{heading.lower()}: {counted}"] if counted else []
    return "; ".join(parts) or "no difference"


def _text(differences: Sequence[Difference], old: str, new: str) -> str:
    lines = [f"{old} → {new}: {summary(differences)}"]
    for kind, of_kind in groupby(differences, attrgetter("kind")):
        lines += ["", KINDS[kind]]
        for d in of_kind:
            lines.append(
                f"{_SIGNS[d.status]} {d.id}{f' ({d.label})' if d.label else ''}: {_values(d)}"
            )
            lines += [f"    {note}" for note in _notes(d)]
    return "\n".join(lines)


def _markdown(differences: Sequence[Difference], old: str, new: str) -> str:
    lines = [f"## {_escaped(old)} → {_escaped(new)}", "", f"{summary(differences).capitalize()}."]
    for kind, of_kind in groupby(differences, attrgetter("kind")):
        lines += ["", f"### {KINDS[kind]}", ""]
        lines += ["| | What | Old | New | Change | Why |", "|---|---|---|---|---|---|"]
        for d in of_kind:
            why = "; ".join(([d.reason] if d.reason else []) + _columns(d))
            name = f"`{d.id}`{f' {_escaped(d.label)}' if d.label else ''}"
            words = map(_escaped, (d.old, d.new, d.change_words, why))
            lines.append(f"| {' | '.join((d.status, name, *words))} |")
    return "\n".join(lines)


def _json(differences: Sequence[Difference], old: str, new: str) -> str:
    content = {"old": old, "new": new, "differences": [*map(for_programs, differences)]}
    return json.dumps(content, ensure_ascii=False, indent=1)


def for_programs(d: Difference) -> dict[str, Any]:
    """A difference as plain data."""
    change = d.change and {
        "words": d.change_words,
        "unit": d.change.unit,
        "amount": d.change.amount.ends(float),
        "percent": d.change.percent and d.change.percent.ends(float),
    }
    return {
        "kind": d.kind,
        "id": d.id,
        "label": d.label,
        "status": d.status,
        "old": d.old,
        "new": d.new,
        "numbers": [number and number.ends(int_or_float) for number in d.numbers],
        "change": change,
        "columns": {name: {"old": a, "new": b} for name, a, b in d.columns},
        "reason": d.reason,
    }


def _values(d: Difference) -> str:
    return f"{d.old} → {d.new}" if d.status == "changed" and d.old != d.new else d.new or d.old


def _notes(d: Difference) -> list[str]:
    return [
        *([d.change_words] if d.change_words else []),
        *_columns(d),
        *([f"reason: {d.reason}"] if d.reason else []),
    ]


def _columns(d: Difference) -> list[str]:
    return [f"{name}: “{a}” became “{b}”" for name, a, b in d.columns]


def _escaped(text: str) -> str:
    """Text that Markdown leaves as it is within a table."""
    return re.sub(r"([\\|*_])", r"\\\1", text).replace("<", "&lt;")
