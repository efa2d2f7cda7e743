"""What a drawing holds on the page: its ids are its own, and nothing is said twice."""

from __future__ import annotations

import re

import altair as alt
import pandas as pd
import pytest

from stateofplay.charts.pruning import clean
from stateofplay.charts.svg import DrawingError, Renderer, standalone
from stateofplay.charts.theme import BLUE, ORANGE, PAPER, SOFT

DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><defs><clipPath '
    'id="clip{n}"><path d="M0 0h9v9z"/></clipPath></defs>'
    '<g clip-path="url(#clip{n})"><path fill="red" d="M1 1h{side}v3z"/></g></svg>'
)


def test_a_drawing_is_the_same_whatever_was_drawn_before_and_shares_no_id_with_another() -> None:
    first, again, other = (
        clean(DRAWN.format(n=n, side=side)) for n, side in ((1, 4), (7, 4), (1, 5))
    )
    assert first == again and "clip1" not in first
    ids = [re.findall(r'\bid="([^"]+)"', drawing) for drawing in (first, other)]
    assert ids[0] != ids[1] and all(
        f"url(#{one})" in drawing for (one,), drawing in zip(ids, (first, other), strict=True)
    )


WRITTEN = """<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><g>
<line transform="translate(5,0)" x2="0" y2="80" stroke="#ccc"/>
<line transform="translate(9,0)" x2="0" y2="80" stroke="#ccc"/>
<path transform="translate(7,8)" d="M4.7,0A4.7,4.7,0,1,1,-4.7,0A4.7,4.7,0,1,1,4.7,0"
 role="graphics-symbol" aria-label="Seven" fill="#0a0" stroke-width="2"/>
<text transform="translate(1,2)" text-anchor="end" fill="#333">a</text>
<text transform="translate(1,4)" text-anchor="end" fill="#333">b</text>
<text transform="translate(1,6) rotate(9)" text-anchor="end" fill="#333">c</text>
<text transform="translate(1,8)" text-anchor="end" fill="#555" stroke="#0c0">d</text>
<text transform="translate(1,8)" text-anchor="end" fill="{paper}">d</text></g>
<g transform="translate(3,3)"><path d="M1,1l9,7c1,1,2,2,3,3" stroke="#999"/>
<path d="M2,1l9,7c1,1,2,2,3,3" stroke="#999" opacity="0.5"/>
<path d="M3,1l9,7c1,1,2,2,3,3" stroke="#999" fill="#00c"/></g></svg>"""


def test_what_neighbours_share_is_said_once_and_plain_shapes_are_plain_elements() -> None:
    drawing = clean(WRITTEN.format(paper=PAPER))
    assert re.findall("<(?:g|path|circle|text)[^>]*>", drawing) == [
        '<path stroke="#ccc" d="M5 0v80m4-80v80"/>',
        '<circle transform="translate(7,8)" fill="#0a0" stroke-width="2" data-label="Seven"'
        ' r="4.7"/>',
        '<g fill="#333" text-anchor="end">',
        '<text transform="translate(1,2)">',
        '<text transform="translate(1,4)">',
        '<text transform="translate(1,6) rotate(9)">',
        # What a style finds by its fill keeps it.
        f'<text transform="translate(1,8)" text-anchor="end" fill="{PAPER}" stroke="#0c0"'
        ' paint-order="stroke">',
        '<g transform="translate(3,3)">',
        '<path d="M1,1l9,7c1,1,2,2,3,3" stroke="#999"/>',
        '<path d="M2,1l9,7c1,1,2,2,3,3" stroke="#999" opacity="0.5"/>',
        '<path d="M3,1l9,7c1,1,2,2,3,3" stroke="#999" fill="#00c"/>',
    ]


def test_a_file_of_a_chart_has_patterns_as_the_page_has() -> None:
    """Bars by their colour; a round mark is told by its shape, the first colour by having none."""
    bar, round_mark = "M1 1h9v5z", "M4.7,0a4.7,4.7 0 1 1 -9.4,0"
    drawn = [(BLUE, bar), (ORANGE, bar), (ORANGE, round_mark), (SOFT, bar), (SOFT, "M0 0l9 9z")]
    paths = "".join(f'<path fill="{fill}" d="{data}"/>' for fill, data in drawn)
    chart = f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="9">{paths}</svg>'
    file = standalone(chart, "Boxes", "", "Source: Port Office")
    fills = re.findall(r'path fill="([^"]+)" d="M[14]|path fill="([^"]+)" d="M0', file)
    assert [one or other for one, other in fills] == [
        BLUE, f"url(#hatched) {ORANGE}", ORANGE, f"url(#dashed) {SOFT}", SOFT,
    ]  # fmt: skip
    assert re.findall(r'<[a-z0-9:]*pattern id="(\w+)"', file) == ["hatched", "dashed"]


def test_a_mark_whose_size_is_no_number_is_refused_in_words(tmp_path) -> None:
    size = alt.Size("n:Q", scale=alt.Scale(domain=[0, 9], range=[0, 99]))
    drawn = alt.Chart(pd.DataFrame([{"n": -5}])).mark_square().encode(size=size)
    with pytest.raises(DrawingError, match="is to show one below 0; leave that row out"):
        Renderer(tmp_path).drawing(drawn.to_dict(), 680)
