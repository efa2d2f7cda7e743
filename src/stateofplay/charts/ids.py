"""Gives the ids in a drawing names of its own: Vega counts them over all that it has drawn, and a
page holds many drawings.
"""

from __future__ import annotations

import hashlib
import re

_PLACES = re.compile(r'(\bid="|url\(#)([\w-]+)')


def own_ids(markup: str) -> str:
    """`markup` (an SVG) with ids made of what it draws: the same whatever was drawn before it, and
    no other drawing's.
    """
    numbers = {
        name: n
        for n, name in enumerate(dict.fromkeys(match[2] for match in _PLACES.finditer(markup)))
    }
    bare = _PLACES.sub(lambda match: f"{match[1]}{numbers[match[2]]}", markup)
    digest = hashlib.sha256(bare.encode()).hexdigest()[:6]
    return _PLACES.sub(lambda match: f"{match[1]}d{digest}-{numbers[match[2]]}", markup)
