"""The picture that is shown where a page is shared: its main chart under its finding, with the book's title and the edition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from sphinx.application import Sphinx

from stateofplay.charts.chart import Chart
from stateofplay.charts.layout import NARROW, WIDE, wrap
from stateofplay.charts.pruning import SVG
from stateofplay.charts.theme import BLUE, FONT, INK, PAPER, RULE, SOFT
from stateofplay.files.access import write_file
from stateofplay.site import imprint as take
from stateofplay.site.lists.records import CardsNode
from stateofplay.site.read.figures import words_of
from stateofplay.site.state import Site, page_name, site_of, uses_of

FOLDER = "cards"
SIZE = (1200, 630)  # pixels; what the services that show such pictures ask for
_EDGE, _FOOT = (
    56,
    84,
)  # pixels: the margin on every side, and the height of the last line with its rule
FLOOR = SIZE[1] - _FOOT + 6  # pixels from the top: no word of the text stands below it
_BOLD = 1.09  # how much wider bold letters are than the ones that `wrap` counts with
_LEGIBLE = 0.85  # the least scale at which a chart's words can be read on the picture
_LARGEST = 1.9
_LINE = 1.24  # height of a line in ems


def picture_of(app: Sphinx, page: str) -> str:
    """The path of the picture that stands for a page: its own where it has charts, else the book's."""
    uses = uses_of(app.env).get(page)
    name = page if uses is not None and uses.charts else app.config.root_doc
    return f"{FOLDER}/{name.rpartition('/')[2]}.png"


def alt_of(app: Sphinx, page: str) -> str:
    """The text alternative of the picture that stands for a page."""
    site, uses, root, cards = (
        site_of(app),
        uses_of(app.env).get(page),
        app.config.root_doc,
        front_cards(app),
    )
    if uses is not None and uses.charts:
        return (
            f"{app.env.titles[page].astext()}. {words_of(site, main_chart(app, page, cards)).alt}"
        )
    return ". ".join([app.env.titles[root].astext(), *_findings(app, cards)])


def write_pictures(app: Sphinx) -> None:
    """Write the picture of the book and of every page with a chart."""
    site, folder, wanted = site_of(app), Path(app.outdir) / FOLDER, set()
    for page, markup in pictures(app, site):
        path = Path(app.outdir) / picture_of(app, page)
        wanted.add(path)
        write_file(path, site.renderer.picture(markup, 1))
    for path in folder.glob("*"):
        if path not in wanted:
            path.unlink()


def pictures(app: Sphinx, site: Site) -> Iterator[tuple[str, str]]:
    """Each page that has a picture of its own, with that picture as SVG."""
    root, edition, cards = app.config.root_doc, _edition(site), front_cards(app)
    yield (
        root,
        front_picture(
            app.env.titles[root].astext(), _findings(app, cards), app.config.html_title, edition
        ),
    )
    for page, uses in sorted(uses_of(app.env).items()):
        if uses.charts and page != root:
            yield (
                page,
                chart_picture(
                    site,
                    main_chart(app, page, cards),
                    app.env.titles[page].astext(),
                    page_name(app.env, page),
                    f"{app.config.html_title}  ·  {edition}",
                ),
            )


def front_cards(app: Sphinx) -> list[list[str]]:
    """The cards of the front page: page, chart, caption."""
    return [
        card
        for node in app.env.get_doctree(app.config.root_doc).findall(CardsNode)
        for card in node["cards"]
    ]


def _findings(app: Sphinx, cards: list[list[str]]) -> list[str]:
    """The sentences of the cards on the front page."""
    return [app.env.titles[page].astext() for page, *_ in cards]


def main_chart(app: Sphinx, page: str, cards: list[list[str]]) -> Chart:
    """The chart that stands for a page: the one on its card of the front page, else its first."""
    charts = uses_of(app.env)[page].charts
    shown = (charts[name] for target, name, _ in cards if target == page and name in charts)
    return next(shown, next(iter(charts.values())))


def _edition(site: Site) -> str:
    return f"Edition of {take.edition(site.ledger)}"


def chart_picture(site: Site, chart: Chart, title: str, label: str, foot: str) -> str:
    """A chart as large as it fits, under the page's title or beside it; the title alone where the chart is too long to be read so."""
    words = replace(words_of(site, chart), title=title)
    root = _paper(label, foot, _source(words.source.split("; ")))
    wide = site.renderer.drawing(chart.layout(WIDE), WIDE)
    narrow = site.renderer.drawing(chart.layout(NARROW), NARROW)
    full, half = SIZE[0] - 2 * _EDGE, 500
    ways = [
        _place(drawing, words, left)
        for left, drawing in ((full, wide), (half, wide), (half, narrow))
    ]
    scale, left, box, drawing = max(ways, key=lambda way: way[0])
    if scale < _LEGIBLE:
        heading(root, words.title, "", full, large=True)
        return ElementTree.tostring(root, encoding="unicode")
    heading(root, words.title, words.subtitle, left)
    chart, (x, y, room) = ElementTree.fromstring(drawing), box
    width, height = (scale * float(chart.get(name)) for name in ("width", "height"))
    move = f"translate({x + (room - width) / 2:.1f},{y + (SIZE[1] - _FOOT - y - height) / 2:.1f}) scale({scale:.3f})"
    group = ElementTree.SubElement(
        root,
        f"{{{SVG}}}g",
        {"transform": move, "fill": "none", "font-size": chart.get("font-size")},
    )
    group.extend(list(chart))
    return ElementTree.tostring(root, encoding="unicode")


def _source(producers: list[str]) -> str:
    """Whom the last line names as source: all of them where there is room, else the first."""
    line = f"Source: {'; '.join(producers)}"
    return (
        line
        if len(line) <= 40
        else f"Source: {producers[0]}{', and others' if len(producers) > 1 else ''}"
    )


def _place(
    drawing: str, words, left: float
) -> tuple[float, float, tuple[float, float, float], str]:
    """How large a drawing gets when the words take the width `left`: its scale, `left`, its box (x, y, width) and itself."""
    chart = ElementTree.fromstring(drawing)
    width, height = float(chart.get("width")), float(chart.get("height"))
    full = SIZE[0] - 2 * _EDGE
    if left == full:
        x, y, room = _EDGE, heading(None, words.title, words.subtitle, left) + 12, full
    else:
        x, y, room = _EDGE + left + 40, _EDGE, full - left - 40
    return min(room / width, (SIZE[1] - _FOOT - y) / height, _LARGEST), left, (x, y, room), drawing


def front_picture(title: str, findings: list[str], book: str, edition: str) -> str:
    """The book's own picture: its question, and the findings of its front page."""
    root = _paper(book, edition, "")
    y, room = (
        _text(root, title, _EDGE, 92, SIZE[0] - 2 * _EDGE, 58, INK, bold=True) + 20,
        SIZE[0] - 2 * _EDGE - 28,
    )
    size = 31
    while (
        size > 16
        and y + sum(len(wrap(finding, room, size)) * size * _LINE + 14 for finding in findings)
        > FLOOR + 14
    ):
        size -= 1
    for finding in findings:
        ElementTree.SubElement(
            root,
            f"{{{SVG}}}rect",
            {"x": str(_EDGE), "y": f"{y + 6:g}", "width": "8", "height": f"{size}", "fill": BLUE},
        )
        y = _text(root, finding, _EDGE + 28, y, room, size, INK) + 14
    return ElementTree.tostring(root, encoding="unicode")


def cover_picture(app: Sphinx, site: Site) -> str:
    """The cover of the book where it is read as a book: title, edition, and what it finds."""
    width, height, edge = 1200, 1800, 100
    root = ElementTree.Element(
        f"{{{SVG}}}svg",
        {
            "width": str(width),
            "height": str(height),
            "viewBox": f"0 0 {width} {height}",
            "font-family": FONT,
        },
    )
    ElementTree.SubElement(
        root, f"{{{SVG}}}rect", {"width": str(width), "height": str(height), "fill": PAPER}
    )
    ElementTree.SubElement(
        root, f"{{{SVG}}}rect", {"width": str(width), "height": "36", "fill": BLUE}
    )
    y = _text(root, app.config.html_title, edge, 220, width - 2 * edge, 128, INK, bold=True)
    y = _text(root, _edition(site), edge, y + 20, width - 2 * edge, 50, SOFT) + 160
    for finding in _findings(app, front_cards(app)):
        ElementTree.SubElement(
            root,
            f"{{{SVG}}}rect",
            {"x": str(edge), "y": f"{y + 10:g}", "width": "10", "height": "44", "fill": BLUE},
        )
        y = _text(root, finding, edge + 44, y, width - 2 * edge - 44, 46, INK) + 40
    _text(root, app.config.author, edge, height - 180, width - 2 * edge, 42, SOFT)
    return ElementTree.tostring(root, encoding="unicode")


def heading(
    root: ElementTree.Element | None, title: str, subtitle: str, width: float, large: bool = False
) -> float:
    """Write title and subtitle in `width` pixels, smaller where they would be too long; gives the y below them. Without a `root` only measures."""
    beside = width <= 600
    size, most = (66, 5) if large else (46, 7 if beside else 3)
    while size > 24 and (
        len(wrap(title, width, size * _BOLD)) > most
        or _heading_at(None, title, subtitle, width, size) > FLOOR
    ):
        size -= 2
    return _heading_at(root, title, subtitle, width, size)


def _heading_at(
    root: ElementTree.Element | None, title: str, subtitle: str, width: float, size: int
) -> float:
    y = _text(
        root,
        title,
        _EDGE,
        104,
        width,
        size,
        INK,
        bold=True,
        most=int((FLOOR - 104 - (130 if subtitle else 0)) / size / _LINE),
    )
    return (
        _text(root, subtitle, _EDGE, y + 8, width, 25, SOFT, most=2 if width > 600 else 4)
        if subtitle
        else y
    )


def _paper(label: str, left: str, right: str) -> ElementTree.Element:
    """An empty picture: paper, the page's name above, and the last line with what stands at its left and right."""
    width, height = (str(number) for number in SIZE)
    root = ElementTree.Element(
        f"{{{SVG}}}svg",
        {"width": width, "height": height, "viewBox": f"0 0 {width} {height}", "font-family": FONT},
    )
    ElementTree.SubElement(
        root, f"{{{SVG}}}rect", {"width": width, "height": height, "fill": PAPER}
    )
    ElementTree.SubElement(root, f"{{{SVG}}}rect", {"width": width, "height": "12", "fill": BLUE})
    _text(root, label, _EDGE, 46, SIZE[0], 28, BLUE, bold=True)
    line = SIZE[1] - _FOOT + 18
    ElementTree.SubElement(
        root,
        f"{{{SVG}}}rect",
        {
            "x": str(_EDGE),
            "y": str(line),
            "width": str(SIZE[0] - 2 * _EDGE),
            "height": "2",
            "fill": RULE,
        },
    )
    _text(root, left, _EDGE, line + 10, SIZE[0], 25, INK, bold=True)
    taken = (
        len(left) * 25 * 0.48
    )  # narrower than what `wrap` counts with, which errs on the safe side
    room = SIZE[0] - 2 * _EDGE - taken
    size = next((size for size in range(20, 15, -1) if len(wrap(right, room, size)) == 1), 15)
    _text(root, right, SIZE[0] - _EDGE, line + 14, room, size, SOFT, most=1, anchor="end")
    return root


def _text(
    root: ElementTree.Element | None,
    text: str,
    x: float,
    y: float,
    width: float,
    size: int,
    color: str,
    bold: bool = False,
    most: int = 99,
    anchor: str = "start",
) -> float:
    """Set `text` below `y` in lines of at most `width` pixels; gives the y below the last. More than `most` lines end in an ellipsis."""
    lines = wrap(text, width, size * (_BOLD if bold else 1))
    if len(lines) > most:
        lines = [*lines[: most - 1], re.sub(r"[\s,;:.]*\S*$", "", lines[most - 1]) + " …"]
    for line in lines:
        y += size * _LINE
        if root is not None:
            attributes = {
                "x": f"{x:g}",
                "y": f"{y - size * 0.25:.1f}",
                "font-size": str(size),
                "fill": color,
                "text-anchor": anchor,
            }
            element = ElementTree.SubElement(
                root, f"{{{SVG}}}text", attributes | ({"font-weight": "bold"} if bold else {})
            )
            element.text = line
    return y
