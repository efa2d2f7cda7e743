"""The code that draws a `{chart}` block: plain Altair and `show()`, as an author would type it."""

from __future__ import annotations

from collections.abc import Mapping
from pprint import pformat
from typing import Any

from stateofplay.numbers.vocabulary import BOUNDS

Options = Mapping[str, Any]  # as files/schemas/chart.json has them
_API = ("bound_marks", "in_one_unit", "show", "stated", "successive", "table", "theme")
_OPEN = [name for name, bound in BOUNDS.items() if bound.shape == "arrow-right"]
_WORDS = ("finding", "title", "subtitle", "note", "mixes")
# The data table by default: those of the columns that the rows have.
_HEADINGS = {"what": "What", "words": "Number", "period": "When", "who": "Who says so"}
_CHECKED = {
    "measure": "Figure",
    "words": "The article",
    "who": "Who else",
    "outside_words": "Says",
    "day": "Day",
}


def chart_code(kind: str, said: Options) -> str:
    """The code of the cell that draws a chart of this kind (one of `KINDS`)."""
    lines, shown = KINDS[kind](said)
    lines += _show(shown, said, _CHECKED if kind == "against-the-record" else _HEADINGS)
    body = "\n".join(lines)
    used = [name for name in _API if f"{name}(" in body or f"{name}." in body]
    imports = ["import altair as alt", *(["import pandas as pd"] if "pd." in body else [])]
    return "\n".join([*imports, f"from stateofplay import {', '.join(used)}", "", body])


def tables_of(said: Options) -> list[str]:
    """The tables of the block's rows."""
    return [said["table"]] if isinstance(said["table"], str) else list(said["table"])


def _rows(said: Options) -> list[str]:
    """Lines that make `drawn`: the rows, each with its label in the column `what`."""
    frames = [f"table({name!r})" for name in tables_of(said)]
    frame = frames[0] if len(frames) == 1 else f"pd.concat([{', '.join(frames)}])"
    if "rows" in said:
        rows = said["rows"]
        names = rows if isinstance(rows, dict) else dict.fromkeys(rows, "{measure}")
        drawn = f"successive({frame}, names)"
        return [f"names = {_literal(names, 9)}", f"drawn = {_alike(drawn, said)}"]
    query = said.get("query") or f"series == {said['series']!r}"
    label = said.get("label", "measure")
    labelled = _alike(f"drawn.assign(what=drawn[{label!r}])", said)
    return [f"drawn = {frame}.query({query!r})", f"drawn = {labelled}.reset_index(drop=True)"]


def _alike(drawn: str, said: Options) -> str:
    """The rows in one unit, but for those of which the block says why they stand together."""
    return drawn if "mixes" in said else f"in_one_unit({drawn})"


def _number(said: Options) -> str:
    """The column of the numbers that stand beside the marks; computed figures have no bare ones."""
    derived = any(name.partition("/")[0] == "derived" for name in tables_of(said))
    return "words:N" if derived else "number:N"


def _axis(said: Options, room: str = "") -> str:
    """Arguments for the axis of numbers; `room` is the domain where the block gives none."""
    domain = said.get("domain") or room
    parts = [f"title={said.get('axis')!r}"]
    if domain:
        parts.append(f"scale=alt.Scale(domain={domain}, nice=False)")
    if "ticks" in said:
        parts.append(f"axis=alt.Axis(values={said['ticks']})")
    return ", ".join(parts)


def _room(said: Options, above: float = 0.8, below: float = 0) -> list[str]:
    """Lines for `room`, the default domain: nought, all numbers, and space for those beside, in
    parts of what they span: `above` the largest; with `below`, for those that stand beyond ends of
    bars, also below the least, and on no side on which there is none."""
    if "domain" in said:
        return []
    lower, upper = "least * 1.4", f"most * {above + 1} - least * {above}"
    if below:
        lower = f"least * 1.4 - (most * {below} if least else 0)"
        upper = f"most * {above + 1} - (least * {above} if most else 0)"
    return [
        'ends = drawn[["value", "low", "high"]].stack()',
        "least, most = min(0.0, float(ends.min())), max(0.0, float(ends.max()))",
        f"room = [{lower}, {upper}]",
    ]


def _colour(said: Options) -> list[str]:
    """Lines for `colour`: that of the rows to stress, and of the others."""
    if not said.get("highlight"):
        return ["colour = alt.value(theme.BLUE)"]
    return [
        f'stressed = alt.FieldOneOfPredicate("id", {said["highlight"]})',
        "colour = alt.condition(stressed, alt.value(theme.ORANGE), alt.value(theme.BLUE))",
    ]


def _by(said: Options) -> list[str]:
    """A line for `colour` by the column that the block names; none where it names none."""
    return [f'colour = alt.Color("{said["by"]}:N", title=None)'] if "by" in said else []


def _bounds(said: Options) -> tuple[list[str], str]:
    """Each row with the mark of its bound, its number beside."""
    beside = f"datum.bound in {{{', '.join(f'{name}: 1' for name in _OPEN)}}} ? 45 : 20"
    # The shape of a mark says its bound: that of its group is for words, as colour alone is not.
    grouped = 'drawn = drawn.assign(what=drawn["what"] + " (" + drawn["{by}"] + ")")'
    return [
        *_rows(said),
        *([grouped.format(by=said["by"])] if "by" in said else []),
        *_room(said),
        f"axis = alt.X({_axis(said, 'room')})",
        'rows = alt.Y("what:N", title=None)',
        *_by(said),
        f"marks = bound_marks(drawn, y=rows, x=axis{', color=colour' * ('by' in said)})",
        'ends = drawn.assign(end=drawn[["value", "high"]].max(axis=1))',
        'rows = rows.scale(domain=list(drawn["what"]))',
        f"beside = alt.expr({beside!r})",
        'words = alt.Chart(ends).mark_text(align="left", dx=beside).encode(',
        f'    x="end:Q", y=rows, text="{_number(said)}")',
    ], "marks + words"


def _bars(said: Options) -> tuple[list[str], str]:
    """Each row a bar from nought, its number with its hedge at the end."""
    return [
        *_rows(said),
        "drawn = stated(drawn)",
        *_room(said, below=0.4),
        *_colour(said),
        "bars = alt.Chart(drawn).mark_bar(height=24).encode(",
        f'    x=alt.X("value:Q", {_axis(said, "room")}), y=alt.Y("what:N", sort=None, title=None),',
        '    color=colour, description="label:N")',
        # Beyond the end of the bar, which of a negative number is on the left.
        """side = alt.expr("datum.value < 0 ? 'right' : 'left'")""",
        'words = bars.mark_text(align=side, dx=alt.expr("datum.value < 0 ? -6 : 6")).encode(',
        f'    text="{_number(said)}", color=alt.value(theme.INK))',
    ], "bars + words"


def _series(said: Options) -> tuple[list[str], str]:
    """What becomes of something: a line, or bars by month in which a month without figure shows."""
    lines = [*_rows(said), "drawn = stated(drawn)"]
    if said.get("marks") == "bars":
        return lines + _months(said), "bars + words + gaps"
    number = _number(said)
    # Of all layers, not of the line alone: so the legend names each once.
    dashes = f'    strokeDash=alt.StrokeDash("{said.get("by")}:N", title=None),'
    return [
        *lines,
        *_room(said, 0.2),
        *(_by(said) or _colour(said)),
        # At its last day, the number of a year would stand at the tick of the next.
        'middle = drawn["start"] + (drawn["end"] - drawn["start"]) / 2',
        'drawn = drawn.assign(at=middle.fillna(drawn["dated"]))',
        "base = alt.Chart(drawn).encode(",
        '    x=alt.X("at:T", title=None, scale=alt.Scale(padding=30)),',
        *([dashes] if "by" in said else []),
        f'    y=alt.Y("value:Q", {_axis(said, "room")}), color=colour)',
        'dots = base.mark_point(size=60, filled=True, opacity=1).encode(description="label:N")',
        f'words = base.mark_text(dy=-14).encode(text="{number}", color=alt.value(theme.INK))',
    ], "base.mark_line() + dots + words"


def _months(said: Options) -> list[str]:
    named = "timeFormat(datum.value, '%b')"
    year = "timeFormat(datum.value, '%Y')"
    return [
        'drawn = drawn.sort_values("start")',
        'months = alt.Axis(tickCount="month", grid=False, labelExpr=(',
        f'    "month(datum.value) ? {named} : [{named}, {year}]"))',
        'first, last = drawn["start"].min(), drawn["start"].max()',
        "days = [str((day + pd.Timedelta(days=away)).date())",
        "        for day, away in ((first, -17), (last, 19))]",
        'start = alt.X("start:T", title=None, axis=months,',
        "              scale=alt.Scale(domain=days, nice=False))",
        *_colour(said),
        "bars = alt.Chart(drawn).mark_bar(size=24).encode(",
        f'    x=start, y=alt.Y("value:Q", {_axis(said)}), description="label:N",',
        "    color=colour).properties(height=230)",
        'words = bars.mark_text(dy=-8).encode(text="number:N", color=alt.value(theme.INK))',
        'missing = pd.date_range(first, last, freq="MS").difference(drawn["start"])',
        'gaps = alt.Chart(pd.DataFrame({"start": missing})).mark_text(',
        '    angle=270, align="left", color=theme.SOFT, text="no figure")',
        "gaps = gaps.encode(x=start, y=alt.value(222))",
        'inside = words.mark_text(angle=270, align="right", dx=-5, fontSize=13)',
        "inside = inside.encode(color=alt.value(theme.PAPER))",
    ]


def _squares(said: Options) -> tuple[list[str], str]:
    """Each row a square as large as its number, to one scale."""
    return [
        *_rows(said),
        "drawn = stated(drawn, least=0)",
        'drawn["lines"] = drawn["words"].str.replace("about ", "about\\n")',
        *_colour(said),
        'size = alt.Size("value:Q", legend=None, scale=alt.Scale(',
        '    domain=[0, drawn["value"].max()], range=[0, 80 ** 2]))',
        "base = alt.Chart(drawn).encode(x=alt.X(",
        '    "what:N", sort=list(drawn["what"]), title=None, axis=alt.Axis(labelAngle=0)))',
        "squares = base.mark_square(opacity=1, y=44).encode(",
        '    size=size, color=colour, description="label:N")',
        'words = base.mark_text(y=98, lineBreak="\\n", fontSize=13).encode(text="lines:N")',
    ], "(squares + words).properties(height=124)"


def _record(said: Options) -> tuple[list[str], str]:
    """What others state, measured by what the article states: a bar is the article's range."""
    names = said.get("rows")
    query = said.get("query") or f"figure in {list(names or ())}"
    labels = names if isinstance(names, dict) else {}
    named = 'drawn["measure"]'
    if labels:
        named = f'drawn["figure"].map(names).fillna({named})'
    axis = _axis({"axis": "percent of the article’s number", **said}, "room")
    return [
        *([f"names = {_literal(labels, 9)}"] if labels else []),
        f"drawn = table({tables_of(said)[0]!r}).query({query!r}).reset_index(drop=True)",
        f'drawn["what"] = {named} + ": " + drawn["words"]',
        'middle = drawn["value"].fillna((drawn["low"] + drawn["high"]) / 2)',
        'ends = ["low", "high", "outside_value", "outside_low", "outside_high"]',
        'share = drawn[ends].div(middle, axis=0).mul(100).add_suffix("_share")',
        'for end, other in (("low", "high"), ("high", "low")):',
        '    share[f"outside_{end}_share"] = share[f"outside_{end}_share"].fillna(',
        '        share[f"outside_{other}_share"])',
        "drawn = drawn.join(share)",
        'drawn["label"] = drawn["what"] + "; " + drawn["who"] + ": " + drawn["outside_words"]',
        "least, most = float(share.min().min()), float(share.max().max())",
        # What is below nought, of a number above it or the other way round, is negative here.
        "room = [least * (0.8 if least > 0 else 1.2), most * (1.2 if most > 0 else 0.8)]",
        f"axis = dict({axis})",
        'base = alt.Chart(drawn).encode(y=alt.Y("what:N", sort=None, title=None))',
        "own = base.mark_bar(height=16, color=theme.RULE, stroke=theme.SOFT).encode(",
        '    x=alt.X("low_share:Q", stack=None, **axis), x2="high_share:Q")',
        "line = alt.Chart(drawn).mark_rule(color=theme.SOFT).encode(x=alt.datum(100))",
        'spans = base.mark_rule(strokeWidth=4, strokeCap="round", color=theme.ORANGE).encode(',
        '    x=alt.X("outside_low_share:Q", **axis), x2="outside_high_share:Q",',
        '    description="label:N")',
        "dots = base.mark_point(size=70, opacity=1, filled=True, color=theme.ORANGE).encode(",
        '    x="outside_value_share:Q", description="label:N")',
    ], "own + line + spans + dots"


KINDS = {
    "bounds": _bounds,
    "bars": _bars,
    "series": _series,
    "squares": _squares,
    "against-the-record": _record,
}


def _show(shown: str, said: Options, headings: Mapping[str, str]) -> list[str]:
    """The lines of `show()`."""
    parts = [f"id={said['id']!r}", "rows=drawn"]
    if said.get("marks") == "bars":
        parts.append("narrow=bars.mark_bar(size=16) + inside + gaps")
    texts = [name for name in (*_WORDS, "alt") if name in said]
    parts += [f"{name}={_literal(said[name], len(name) + 7)}" for name in texts]
    of_rows = 'list(dict.fromkeys(drawn["source"]))'
    parts.append(f"sources={said.get('sources', of_rows)}")
    if "columns" in said:
        parts.append(f"columns={_literal(said['columns'], 13)}")
    else:
        every = _literal(dict(headings), 20)
        parts.append(f"columns={{c: h for c, h in {every}.items() if c in drawn}}")
    return [f"show({shown},", *(f"     {part}," for part in parts[:-1]), f"     {parts[-1]})"]


def _literal(value: object, indent: int) -> str:
    """`value` as Python has it, its lines continued at `indent`."""
    text = pformat(value, width=96 - indent, sort_dicts=False)
    return text.replace("\n", "\n" + " " * (indent - 1))
