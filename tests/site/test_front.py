"""What only the front page draws: squares for shares, and events on one axis."""

from __future__ import annotations

import re

import pytest

from projects import CHECKS, FIGURES, INDEX, LEDGER, tiny_project
from statements import EVENT
from stateofplay.publish.building import build
from stateofplay.publish.page_links import check_links
from stateofplay.site.lists.front import squares

pytestmark = [pytest.mark.book, pytest.mark.counted]

EVENTS = [
    EVENT,
    EVENT
    | {
        "id": "event_opened",
        "start": "2026-01-09",
        "end": "2026-01-12",
        "title": "The harbour opened",
    },
]


RANGED = {"id": "ranged", "value": "", "low": "40", "high": "60", "bound": "between"}
SHARES = [
    *FIGURES,
    FIGURES[4] | RANGED,
    FIGURES[4] | {"id": "closed_once", "value": "60", "low": "", "high": "", "bound": "exact"},
]


def project(tmp_path, text: str):
    page = INDEX.replace("```{code-cell}", f"{text}\n\n```{{code-cell}}", 1)
    return tiny_project(
        tmp_path / "book", tables={"events": EVENTS, "boxes": SHARES}, pages={"index": page}
    )


@pytest.mark.parametrize(
    ("shares", "counts"),
    [
        ([7], (7, 0, 93)),
        ([22, 27.4], (22, 5, 73)),
        ([0], (0, 0, 100)),
        ([100], (100, 0, 0)),
        ([19.6], (20, 0, 80)),
    ],
)
def test_a_square_stands_for_each_percent(shares, counts) -> None:
    paths = squares(shares)
    assert tuple(path.count("z") for path in paths) == counts
    drawn = re.findall(r"M(\d+) (\d+)", "".join(paths))
    assert (
        len(set(drawn)) == 100
        and max(int(x) for x, _ in drawn) == 209
        and max(int(y) for _, y in drawn) == 44
    )


def test_a_share_of_which_a_range_is_stated_has_its_ends_and_no_middle(tmp_path) -> None:
    made = project(
        tmp_path,
        "```{ledger-squares} ranged\nClosed.\n```\n\n"
        "```{ledger-squares} quay_closed closed_once\nClosed, now and once.\n```",
    )
    assert build(made, quiet=True) == 0
    page = (made.site / "book" / "index.html").read_text(encoding="utf-8")
    drawn = re.findall(r'<path class="sop-(held|more|rest)" d="([^"]*)"', page)
    counts = [(kind, path.count("z")) for kind, path in drawn]
    assert counts[:3] == [("held", 40), ("more", 20), ("rest", 40)]
    assert counts[3:] == [("held", 20), ("more", 40), ("rest", 40)]


def test_events_stand_on_one_axis_in_their_order(tmp_path) -> None:
    made = project(
        tmp_path,
        "```{ledger-timeline}\nHarbour: event_closed = Closed; event_opened = Open again\n```\n\n"
        "```{ledger-events}\n```",
    )
    assert build(made, quiet=True) == 0
    page = (made.site / "book" / "index.html").read_text(encoding="utf-8")
    drawing = re.search(r'<div class="sop-timeline">.*?</svg>', page, re.DOTALL)[0]
    starts = [float(x) for x in re.findall(r'class="sop-span[^"]*" d="M([\d.]+)', drawing)]
    lengths = [float(h) for h in re.findall(r'class="sop-span[^"]*" d="M[^h]+h([\d.]+)', drawing)]
    a_day = (starts[1] - starts[0]) / 8
    assert abs(lengths[1] - lengths[0] - 3 * a_day) < 0.3
    assert "9 to 12 January" in drawing and "Open again" in drawing
    assert re.findall(r'<li><a href="#(event-[a-z]+)"><b>', page) == [
        "event-closed",
        "event-opened",
    ]


def test_events_of_several_years_have_their_years_and_few_days_between(tmp_path) -> None:
    """They stood with their day alone: 1 January, of 1804 and of 1871."""
    flood = EVENT | {"id": "event_flood", "start": "1804-01-01", "end": "", "title": "A flood"}
    made = tiny_project(
        tmp_path / "book",
        tables={"events": [flood, *EVENTS]},
        pages={"other": "# Old\n\nOf {fig}`boxes_lost`.\n\n```{ledger-timeline}\nHarbour: "
               "event_flood = Flood; event_closed = Closed; event_opened = Open\n```\n"},
    )  # fmt: skip
    assert build(made, quiet=True) == 0
    page = (made.site / "book" / "other.html").read_text(encoding="utf-8")
    assert check_links(made.site).problems == []  # to a list of events that the page does not have
    days = re.findall(r"<li><b>([^<]*)", page)
    assert days[0] == "1 January 1804" and days[2] == "9 to 12 January 2026"
    ticks = re.findall(r'class="sop-day"[^>]*>([^<]*)', page)
    assert len(ticks) == 6 and ticks[0] == "1 January 1804"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "```{ledger-timeline}\nHarbour: event_closde = Closed\n```",
            "“event_closde” is no event of data/events.csv; did you mean event_closed?",
        ),
        (
            "```{ledger-timeline}\nHarbour: event_closed\n```",
            "is no lane; write “lane: event = name; event = name”",
        ),
        (
            "```{ledger-squares} boxes_losst\nA square.\n```",
            "“boxes_losst” is no share of a whole, 0 to 100 percent; write the id",
        ),
        ("```{ledger-squares} boxes_lost\nA square.\n```", "is no share of a whole"),
        (
            "```{ledger-squares} closed_once quay_closed\nSquares.\n```",
            "write one share or two, the lower first, not closed_once quay_closed",
        ),
        (
            "```{ledger-squares} quay_closed ranged\nSquares.\n```",
            "one of the shares is stated as a range only; write its id alone",
        ),
        (
            "```{ledger-cards}\nbook/index | boxes\n```",
            "is no card; write “page | chart | caption”",
        ),
    ],
)
def test_a_mistake_is_one_line(tmp_path, capsys, text, said) -> None:
    assert build(project(tmp_path, text), quiet=True) == 1
    lines = [line for line in capsys.readouterr().err.splitlines() if said in line]
    assert len(lines) == 1 and "index.md" in lines[0]


def test_a_card_of_a_page_that_is_gone_is_one_line_of_the_page_that_has_the_card(
    tmp_path, capsys
) -> None:
    """On a site with an address, the page that is written first names the cards' findings."""
    index = f"{INDEX}\n```{{ledger-cards}}\nbook/gone | boxes | Some\nbook/about | a | Some\n```\n"
    pages = {"index": index, "about": "# About\n\nThe harbour.\n"}
    made = tiny_project(tmp_path / "book", pages=pages)
    config = made.config.read_text(encoding="utf-8")
    addressed = config.replace("html: {", "html: {baseurl: https://a.example/, ")
    made.config.write_text(addressed, encoding="utf-8")
    assert build(made, quiet=True) == 1
    first = index.splitlines().index("book/gone | boxes | Some") + 1
    told = capsys.readouterr().err
    assert (
        f"book/index.md:{first}: the card shows the chart “boxes” of book/gone, which is no page of"
        f" the book; write a page of _toc.yml and one of its charts, or delete the line\n"
        f"book/index.md:{first + 1}: the card shows the chart “a” of book/about, which that page "
        "does not have"
    ) in told
    assert "mistake of the program" not in told


def test_a_verdict_that_no_figure_has_leads_nowhere(tmp_path) -> None:
    page = INDEX + "\n```{ledger-summary}\n```\n"
    pages = {"index": page, "ledger": LEDGER + "\n```{ledger-index}\n```\n"}
    made = tiny_project(tmp_path / "book", tables={"checks": CHECKS}, pages=pages)
    assert build(made, quiet=True) == 0
    assert check_links(made.site).problems == []
    page = (made.site / "book" / "index.html").read_text(encoding="utf-8")
    assert "<strong>0</strong> contested" in page
