"""What a drawing holds on the page: its ids are its own."""

from __future__ import annotations

import re

from stateofplay.charts.pruning import clean

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
