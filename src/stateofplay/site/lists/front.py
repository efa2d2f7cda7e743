"""What only the front page draws: shares as squares, and the days of some events on one axis, with
their names beside them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from docutils import nodes
from docutils.parsers.rst import directives
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from stateofplay.charts.labels import wrap
from stateofplay.files.characters import quoted
from stateofplay.files.guesses import ADD_IT, guess
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.reading.tables import Row
from stateofplay.numbers import periods
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.units import UnitError
from stateofplay.site.lists.records import row_anchor
from stateofplay.site.state import note_table, note_use, site_of, uses_of

_ROWS, _COLUMNS, _STEP = 5, 20, 11  # a hundred squares, each with a gap of two pixels
# Pixels of the timeline: whole, for the lanes' names, after the last day, type.
_WIDTH, _LANE, _ROOM, _SIZE = 1216, 86, 60, 13
_TICKS = 12  # days that the axis names at most; half as many with their years


class SquaresNode(nodes.General, nodes.Element):
    """A share as squares of a hundred. Attributes: `entries`, one id or two; `caption`, a template
    of the ledger; `apart`."""


class TimelineNode(nodes.General, nodes.Element):
    """Events on one axis. Attribute `lanes`: pairs of a lane's name and its pairs of an event's id
    and a short name."""


class SquaresDirective(SphinxDirective):
    """``{ledger-squares} share`` or ``{ledger-squares} lower higher``: a square for each percent,
    the first share full, what the second adds pale; of a share stated as a range only, its low end
    full and the rest pale. The line under it says what a square is, and
    what the drawing shows. ``:apart:`` gives another colour, for squares of another whole.
    """

    required_arguments, final_argument_whitespace, has_content = 1, True, True
    option_spec = {"apart": directives.flag}

    def run(self) -> list[nodes.Node]:
        site, names = site_of(self.env), self.arguments[0].split()
        for name in names:
            if not _is_share(site.ledger, name):
                raise self.error(
                    f"{quoted(name)} is no share of a whole, 0 to 100 percent; write the id of one "
                    "share or of two, the lower first"
                )
            note_use(self.env, name)
        shares = [_ends(site.ledger.quantity(name)) for name in names]
        if len(shares) > 1 and any(low != high for low, high in shares):
            raise self.error(
                "one of the shares is stated as a range only; write its id alone, and the squares "
                "between its ends are pale"
            )
        if len(shares) > 2 or shares != sorted(shares):
            raise self.error(f"write one share or two, the lower first, not {' '.join(names)}")
        return [
            SquaresNode(
                "", entries=names, caption=" ".join(self.content), apart="apart" in self.options
            )
        ]


class TimelineDirective(SphinxDirective):
    """``{ledger-timeline}``: a line ``lane: event = name; event = name`` for each lane; a lane
    without a name goes on from the one before, where days overlap. Names are templates of the
    ledger."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        site, lanes = site_of(self.env), []
        known = {row.text("id") for row in site.ledger.rows("events")}
        for offset, line in enumerate(self.content):
            lane, _, rest = line.partition(":")
            pairs = [
                [part.strip() for part in item.partition("=")[::2]] for item in rest.split(";")
            ]
            for event in (event for event, name in pairs if name and event not in known):
                told = guess(event, known, ADD_IT)
                raise self.error(
                    f"line {self.lineno + offset + 1}: {quoted(event)} is no event of "
                    f"data/events.csv; {told}"
                )
            if not all(event in known and name for event, name in pairs):
                raise self.error(
                    f"line {self.lineno + offset + 1}: {quoted(line)} is no lane; "
                    "write “lane: event = name; event = name”"
                )
            lanes.append((lane.strip(), pairs))
        note_table(self.env, "events")
        return [TimelineNode("", lanes=lanes)]


def _is_share(ledger: Ledger, name: str) -> bool:
    try:
        low, high = _ends(ledger.quantity(name))
        return 0 <= low <= high <= 100
    except (KeyError, UnitError):
        return False


def _ends(share: Quantity) -> tuple[float, float]:
    """The share in percent, twice; of one that is a range only, its two ends."""
    share = share.to("percent")
    if share.value is None:
        return float(share.low), float(share.high)
    return float(share.value), float(share.value)


def squares(shares: list[float]) -> list[Markup]:
    """The path of the squares that the first share fills, of those that the last adds, and of the
    rest; from the right, as the land lies."""
    ends = [round(share) for share in shares]
    borders = [0, ends[0], max(ends), _ROWS * _COLUMNS]
    return [
        Markup(
            "".join(
                f"M{(_COLUMNS - 1 - n // _ROWS) * _STEP} {n % _ROWS * _STEP}h9v9h-9z"
                for n in range(*pair)
            )
        )
        for pair in zip(borders, borders[1:], strict=False)
    ]


@dataclass(frozen=True)
class Mark:
    """An event on the axis: its name, its days in words, its anchor in the list, and where it
    stands, in pixels of the drawing."""

    name: str
    days: str
    anchor: str
    x: float
    length: float
    lines: list[str]


def lanes_of(
    ledger: Ledger, lanes: list[tuple[str, list[tuple[str, str]]]]
) -> tuple[list[tuple[str, list[Mark]]], list[tuple[float, str]]]:
    """The lanes with their marks, and the days that the axis names, a week apart or as many as
    leave room for them, with their place on it. A year is said where there are several."""
    rows = {row.text("id"): row for row in ledger.rows("events")}
    named = [rows[event] for _, pairs in lanes for event, _ in pairs]
    start, end = min(row.span()[0] for row in named), max(row.span()[1] for row in named)
    is_one_year = start.year == end.year
    a_day = (_WIDTH - _LANE - _ROOM) / ((end - start).days + 1)
    drawn = []
    for lane, pairs in lanes:
        places = [
            _LANE + (rows[event].known_day("start") - start).days * a_day for event, _ in pairs
        ] + [float(_WIDTH)]
        drawn.append(
            (
                lane,
                [
                    _mark(rows[event], ledger.fill(name), is_one_year, place, a_day, after - place)
                    for (event, name), place, after in zip(pairs, places, places[1:], strict=False)
                ],
            )
        )
    step = 7 * math.ceil((end - start).days / 7 / (_TICKS if is_one_year else _TICKS / 2) or 1)
    ticks = [
        (_LANE + day * a_day, _said(periods.day(start + timedelta(days=day)), start, is_one_year))
        for day in range(0, (end - start).days, step)
    ]
    return drawn, ticks


def _said(days: str, first: date, is_one_year: bool) -> str:
    return days.replace(f" {first.year}", "") if is_one_year else days


def _mark(row: Row, name: str, is_one_year: bool, x: float, a_day: float, room: float) -> Mark:
    first, last = row.span()
    return Mark(
        name,
        _said(periods.period(first, last), first, is_one_year),
        row_anchor(row),
        x,
        ((last - first).days + 1) * a_day,
        wrap(name, room - 8, _SIZE),
    )


def visit_squares(self: HTML5Translator, node: SquaresNode) -> None:
    site = site_of(self.builder.env)
    shares = [end for name in node["entries"] for end in _ends(site.ledger.quantity(name))]
    self.body.append(
        site.render(
            "squares.html",
            paths=squares(shares),
            caption=site.ledger.fill(node["caption"]),
            apart=node["apart"],
            words=[site.ledger.words(name) for name in node["entries"]],
        )
    )
    raise nodes.SkipNode


def visit_timeline(self: HTML5Translator, node: TimelineNode) -> None:
    env = self.builder.env
    site, lists = site_of(env), uses_of(env)[self.builder.current_docname].lists
    lanes, ticks = lanes_of(site.ledger, node["lanes"])
    rows = site.ledger.rows("events") if "events" in lists else ()
    listed = [row_anchor(row) for row in rows if row.text("start") >= lists["events"]]
    self.body.append(site.render("timeline.html", lanes=lanes, ticks=ticks, listed=listed))
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    for name, directive, node, visit in (
        ("ledger-squares", SquaresDirective, SquaresNode, visit_squares),
        ("ledger-timeline", TimelineDirective, TimelineNode, visit_timeline),
    ):
        app.add_node(node, html=(visit, None), epub=(visit, None))
        app.add_directive(name, directive)
