"""What readers carry away besides files: the edition's name and imprint, a line to cite, an embed
snippet and the page it shows."""

from __future__ import annotations

import base64
import hashlib
import math
import re
from dataclasses import dataclass

from markupsafe import Markup

from stateofplay.charts.chart import Chart, Words
from stateofplay.charts.layout import NARROW, WIDE
from stateofplay.charts.legend import Key
from stateofplay.charts.patterns import has_patterns
from stateofplay.charts.theme import DARK, FORCED, LIGHT, STRONG_DARK, STRONG_LIGHT
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.reading.data_package import publication
from stateofplay.numbers.periods import day
from stateofplay.site.state import Build, site_of

CHARTS = "charts"  # the folder of the site with a folder of files for each chart
CITE = "cite"  # the folder of the site with the citations as files
DATA = "data"  # the folder of the site with the data package
SUMS = "SHA256SUMS"
LARGEST_EMBED = 30_000  # bytes of the embed page, without its table and its code
_AROUND = 6_200  # bytes of it that are not drawings
# Pixels of the embed page around its drawing: of a line of words, of what stands there besides, and
# the letters that a line holds in the narrowest frame.
_LINE, _BESIDES, _LETTERS = 20, 154, 42
_SWITCH = 44  # of the switch for patterns
_PALETTES = {
    "light": LIGHT,
    "dark": DARK,
    "strong_light": STRONG_LIGHT,
    "strong_dark": STRONG_DARK,
    "forced": FORCED,
}
_GROWTH = 460 / NARROW  # how much larger than it is drawn the narrow form may become


def address(build: Build, path: str) -> str:
    """The absolute address of a file of the site; its path within the site where no address is
    configured.

    The address is `html: baseurl:` in `_config.yml`. Where the page is read from a host, its script
    writes the real one.
    """
    base = build.config.html_baseurl.rstrip("/")
    return f"{base}/{path}" if base else path


def within_site(build: Build, path: str) -> str:
    """`path` where the site has no address of its own, for the script on the page; else empty."""
    return "" if build.config.html_baseurl else path


def edition(ledger: Ledger) -> str:
    """The day of the newest article in words, as every citation names the edition."""
    return ", ".join(article.day for article in ledger.editions[:1])


def published(ledger: Ledger) -> str:
    """The day on which this version of the book was published, in words."""
    return ledger.once("published", "", lambda: day(publication(ledger.project)))


def edition_name(ledger: Ledger) -> str:
    """The name of the edition in files and keys, by the day of the newest article:
    ``port-report-2026-02-20``."""
    return "-".join(
        [ledger.settings.short_name, *(article.published for article in ledger.editions[:1])]
    )


def citation(ledger: Ledger, title: str, url: str) -> str:
    """A line to cite the book by, or with `title` a part of it: author, work, title, edition, day
    of publication, address, licence."""
    part = f" “{title}”," if title else ""
    where = url if "://" in url or url.startswith("(") else f"{url} of this site"
    book = ledger.settings
    named = f"{book.author}, {book.title},{part} edition of {edition(ledger)}"
    return f"{named}, published {published(ledger)}, {where} ({book.licence})"


def snippet(words: Words, url: str, drawings: list[str]) -> str:
    """The HTML that shows a chart on another site, in a frame that is high enough for its words as
    well; the narrow one of the drawings is the last."""
    texts = (words.title, words.subtitle, words.note, words.source)

    besides = _BESIDES + _SWITCH * has_patterns("".join(drawings))

    def room(letters: float) -> int:
        return besides + _LINE * sum(math.ceil(len(text) / letters) for text in texts)

    heights = [
        float(number)
        for drawing in drawings
        for number in re.findall(r'<svg[^>]* height="([\d.]+)"', drawing)[:1]
    ]
    grown = heights[-1] * _GROWTH + room(_LETTERS * _GROWTH)
    height = int(max(max(heights) + room(_LETTERS), grown))
    return (
        f'<iframe src="{url}" title="{Markup.escape(words.title)}" width="100%" '
        f'height="{height}" loading="lazy" style="border:0"></iframe>'
    )


@dataclass(frozen=True)
class Citing:
    """How to cite a chart and to embed it: the line, the files of the citation without their
    endings, the HTML; where the site has no address of its own, the chart's `path` in it and the
    `folder` of its files, else empty."""

    line: str
    files: str
    snippet: str
    path: str
    folder: str


def citing(build: Build, page: str, chart: Chart, words: Words, drawings: list[str]) -> Citing:
    """How to cite and to embed a chart of a page; the narrow one of its drawings is the last."""
    here, folder = f"{page}.html#{chart.id}", f"{CHARTS}/{chart.id}/"
    return Citing(
        citation(site_of(build).ledger, words.title, address(build, here)),
        f"{CITE}/chart-{chart.id}",
        snippet(words, address(build, folder), drawings),
        within_site(build, here),
        within_site(build, folder),
    )


def embed_page(
    build: Build,
    chart: Chart,
    words: Words,
    legend: list[Key],
    page: str,
    code: str,
    hrefs: list[str],
) -> str:
    """A chart as one file that asks for nothing else, with its rows, the addresses of whose records
    are `hrefs`, how to cite it and its code: both layouts where they fit into LARGEST_EMBED, else
    the narrow one."""
    site = site_of(build)
    described = {"role": "img", "aria-labelledby": "title", "aria-describedby": "alt"}
    wide = site.renderer.inline(chart.layout(WIDE), WIDE, {"class": "wide", **described})
    narrow = site.renderer.inline(chart.layout(NARROW), NARROW, {"class": "narrow", **described})
    both = len((wide + narrow).encode()) <= LARGEST_EMBED - _AROUND
    style = site.render("embed.css", **_PALETTES, both=both)
    checksum = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return site.render(
        "embed.html",
        draft=site.ledger.candidates,
        settings=site.ledger.settings,
        words=words,
        legend=legend,
        style=Markup(style),
        checksum=Markup(checksum),
        drawings=Markup(wide + narrow if both else narrow),
        chart=chart,
        page=page,
        code=code,
        hrefs=hrefs,
        citing=citing(build, page, chart, words, [wide, narrow]),
        textured=has_patterns(wide + narrow),
    )
