"""The picture that is shown where a page is shared: which one stands for it, and its words.

A page's picture is its main chart under its finding, with the book's title and the edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from stateofplay.charts.chart import Chart
from stateofplay.charts.layout import NARROW, WIDE
from stateofplay.charts.svg import Job
from stateofplay.files.access import write_file
from stateofplay.files.folders import keep_only
from stateofplay.site.imprint import edition
from stateofplay.site.lists.records import CardsNode
from stateofplay.site.pages.pictures import card, cover_picture
from stateofplay.site.pages.written import make_once
from stateofplay.site.read.ahead import paint_ahead
from stateofplay.site.read.charts import words_of
from stateofplay.site.state import Site, page_name, site_of, uses_of

FOLDER = "cards"


def picture_of(app: Sphinx, page: str) -> str:
    """The path of the picture that stands for a page: its own if it has charts, else the book's."""
    uses = uses_of(app.env).get(page)
    name = page if uses is not None and uses.charts else app.config.root_doc
    return f"{FOLDER}/{name.rpartition('/')[2]}.png"


def alt_of(app: Sphinx, page: str) -> str:
    """The text alternative of the picture that stands for a page."""
    titles, uses, cards = app.env.titles, uses_of(app.env).get(page), front_cards(app.env)
    if uses is not None and uses.charts:
        chart = words_of(site_of(app), main_chart(app, page, cards))
        return f"{titles[page].astext()}. {chart.alt}"
    return ". ".join([titles[app.config.root_doc].astext(), *_findings(app.env, cards)])


def write_pictures(app: Sphinx) -> None:
    """Write the picture of the book and of every page with a chart, where it is another one than
    when it was written here."""
    site, wanted = site_of(app), set[str]()
    for page, shown, chart, told in pictures(app, site):
        name = picture_of(app, page)
        wanted.add(name.rpartition("/")[2])
        make_once(app, name, shown, partial(_write, app, name, chart, told))
    keep_only(Path(app.outdir) / FOLDER, wanted)


def _write(app: Sphinx, name: str, chart: Chart | None, told: tuple[Any, ...]) -> None:
    renderer = site_of(app).renderer
    write_file(Path(app.outdir, name), renderer.picture(card(renderer, _jobs(chart), told), 1))


def _jobs(chart: Chart | None) -> list[Job]:
    """What `card` takes of a chart."""
    return [(chart.layout(at), at) for at in (WIDE, NARROW)] if chart else []


def begin_pictures(app: Sphinx, env: BuildEnvironment) -> None:
    """Have all of them painted where there are none, as soon as the pages' titles are known."""
    site = site_of(app)
    if app.builder.name == "html" and not site.made_before:
        cards = [(card, (_jobs(chart), told)) for *_, chart, told in pictures(app, site)]
        paint_ahead(site, cards)


def pictures(
    app: Sphinx, site: Site
) -> Iterator[tuple[str, object, Chart | None, tuple[Any, ...]]]:
    """Each page that has a picture of its own, with what it is made from, the chart in it, and what
    `card` takes besides."""
    root, titles, cards = app.config.root_doc, app.env.titles, front_cards(app.env)
    book, day = app.config.html_title, _edition(site)
    findings = tuple(_findings(app.env, cards))
    front = titles[root].astext(), findings, book, day
    yield root, front, None, front
    for page, uses in sorted(uses_of(app.env).items()):
        if uses.charts and page != root:
            chart = main_chart(app, page, cards)
            words = words_of(site, chart)
            told = (
                titles[page].astext(),
                words.subtitle,
                page_name(app.env, page),
                f"{book}  ·  {day}",
                tuple(words.source.split("; ")),
            )
            yield page, (chart.digest, told), chart, told


def front_cards(env: BuildEnvironment) -> list[list[str]]:
    """The cards of the front page: page, chart, caption."""
    return [
        card
        for node in env.get_doctree(env.config.root_doc).findall(CardsNode)
        for card in node["cards"]
    ]


def _findings(env: BuildEnvironment, cards: list[list[str]]) -> list[str]:
    """The sentences of the cards on the front page; a card of no page is reported where it is
    written."""
    return [env.titles[page].astext() for page, *_ in cards if page in env.titles]


def main_chart(app: Sphinx, page: str, cards: list[list[str]]) -> Chart:
    """The chart that stands for a page: the one on its card of the front page, else its first."""
    charts = uses_of(app.env)[page].charts
    shown = (charts[name] for target, name, _ in cards if target == page and name in charts)
    return next(shown, next(iter(charts.values())))


def _edition(site: Site) -> str:
    return f"Edition of {edition(site.ledger)}"


def cover_of(env: BuildEnvironment) -> str:
    """The cover of the book as SVG."""
    findings, site = _findings(env, front_cards(env)), site_of(env)
    return cover_picture(env.config.html_title, _edition(site), findings, env.config.author)
