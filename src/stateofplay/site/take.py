"""What readers carry away of one chart besides its files: a citation, an embed snippet, and the page that the snippet shows."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

from markupsafe import Markup
from sphinx.application import Sphinx

from stateofplay.charts.layout import NARROW, WIDE
from stateofplay.charts.theme import DARK, LIGHT
from stateofplay.site.state import Site

LARGEST_EMBED = 30_000  # bytes of the embed page
_AROUND = 3_500  # bytes of it that are not drawings
_ROOM = 190  # pixels of the embed page above and below its drawing
# Stands for the site's address where none is configured; the script on the page writes the real one.
UNKNOWN_ADDRESS = "https://ADDRESS-OF-THIS-SITE/"


def address(app: Sphinx, path: str) -> str:
    """The absolute address of a file of the site, as far as it is known (`html: baseurl:` in `_config.yml`)."""
    base = app.config.html_baseurl or UNKNOWN_ADDRESS
    return f"{base.rstrip('/')}/{path}"


def citation(site: Site, title: str, url: str) -> str:
    """A line to cite a chart by: work, title, edition, address, licence."""
    edition = ", ".join(article.day for article in site.ledger.editions[:1])
    return f"State of Play, “{title}”, edition of {edition}, {url} (CC BY 4.0)"


def snippet(title: str, url: str, drawings: list[str]) -> str:
    """The HTML that shows a chart on another site."""
    height = max(int(float(number)) for drawing in drawings for number in re.findall(r'<svg[^>]* height="([\d.]+)"', drawing)[:1])
    return (f'<iframe src="{url}" title="{Markup.escape(title)}" width="100%" height="{height + _ROOM}" loading="lazy" '
            'style="border:0"></iframe>')


def embed_page(site: Site, payload: dict[str, Any], words, legend: list[tuple[str, str]], page: str) -> str:
    """A chart as one file that asks for nothing else: both layouts where they fit into LARGEST_EMBED, else the narrow one."""
    described = {"role": "img", "aria-labelledby": "title", "aria-describedby": "alt"}
    wide = site.renderer.inline(payload["spec"], WIDE, {"class": "wide", **described})
    narrow = site.renderer.inline(payload["narrow"] or payload["spec"], NARROW, {"class": "narrow", **described})
    both = len((wide + narrow).encode()) <= LARGEST_EMBED - _AROUND
    style = site.render("embed.css", light=LIGHT, dark=DARK, both=both)
    checksum = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return site.render("embed.html", words=words, legend=legend, style=Markup(style), checksum=Markup(checksum),
                       drawings=Markup(wide + narrow if both else narrow), id=payload["id"], page=page)
