"""Renders laid-out charts to SVG and PNG, cached by content, and cleans the SVG for the page."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar
from xml.etree import ElementTree

from stateofplay.charts.engine import vega, vega_in_utc
from stateofplay.charts.labels import ADVANCE, wrap
from stateofplay.charts.layout import lay_out
from stateofplay.charts.legend import SHAPES, Key
from stateofplay.charts.patterns import draw_patterns
from stateofplay.charts.pruning import clean
from stateofplay.charts.scene import Scene, scene_of
from stateofplay.charts.sharing import SVG
from stateofplay.charts.theme import BLUE, FONT, FONT_SIZE, INK, PAPER, SOFT, TOKENS
from stateofplay.charts.typeset import Leading, add, set_lines
from stateofplay.files.access import keep, kept
from stateofplay.files.project import compiled

T = TypeVar("T")
Job = tuple[dict[str, Any], int]  # a chart's specification and the width to draw it for
_PNG = b"\x89PNG\r\n\x1a\n"  # how one begins
MARGIN, LEADING = 20, Leading(line=1.35, rise=0.3)


class DrawingError(ValueError):
    """A chart that Vega-Lite refuses; the message is one line."""


class Renderer:
    """Draws charts with vl-convert and keeps every result in `folder` under the digest of what it
    was made from; `used` are the files of those that were asked for.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.used: set[Path] = set()
        self._expected: set[Path] = set()
        self._another_drawn: Callable[[], bool] = bool
        self.pictures_expected: set[float] = set()  # by scale: 2 of charts, 1 for sharing

    def inline(self, spec: dict[str, Any], width: int, attributes: dict[str, str]) -> str:
        """The chart as an `<svg>` element for a page: colours are CSS variables, `attributes` go on
        its root.

        Marks keep their description as `data-label`; everything else that is not drawn is left out.
        What is drawn is hidden from screen readers, some of which read the words in a picture.
        """
        markup = with_tokens(self.drawing(spec, width))
        extra = "".join(f' {name}="{value}"' for name, value in attributes.items())
        start, _, drawn = markup.replace("<svg", f"<svg{extra}", 1).partition(">")
        return f'{start}><g aria-hidden="true">{drawn.removesuffix("</svg>")}</g></svg>'

    def drawing(self, spec: dict[str, Any], width: int) -> str:
        """The cleaned SVG of `spec` at `width` pixels, in the light colours. Raises DrawingError
        when Vega-Lite refuses it.
        """
        return self._cached(
            self._drawing_path(spec, width), lambda: _draw(lay_out(spec, width)).encode()
        ).decode()

    def scene(self, spec: dict[str, Any], width: int) -> Scene:
        """What `spec` draws at `width` pixels. Raises DrawingError when Vega-Lite refuses it."""

        def write() -> bytes:
            return json.dumps(_asking(lambda: scene_of(lay_out(spec, width)))).encode()

        scene: Scene = json.loads(self._cached(self._drawing_path(spec, width, "json"), write))
        return scene

    def picture(self, markup: str, scale: float = 2) -> bytes:
        """A PNG of standalone SVG `markup`, `scale` times its size."""
        path = self._path("png", f"{scale}{markup}")
        expected = scale in self.pictures_expected
        while expected and kept(path) is None and self._another_drawn():
            pass

        def draw() -> bytes:
            return _packed(vega().svg_to_png(markup, scale=scale))

        return self._cached(path, draw)

    def bundle(self) -> bytes:
        """Vega, Vega-Lite and Vega-Embed as one script for the browser, which calls itself
        `vegaEmbed`.
        """

        def write() -> bytes:
            return bytes(vega().javascript_bundle("window.vegaEmbed = vegaEmbed;"), "utf-8")

        return self._cached(self._bundle_path(), write)

    def has_scene(self, spec: dict[str, Any], width: int) -> bool:
        return kept(self._drawing_path(spec, width, "json")) is not None

    def has_drawing(self, spec: dict[str, Any], width: int) -> bool:
        return kept(self._drawing_path(spec, width)) is not None

    def has_bundle(self) -> bool:
        return kept(self._bundle_path()) is not None

    def expect(
        self,
        another_drawn: Callable[[], bool],
        drawings: Iterable[Job],
        scenes: Iterable[Job],
        bundle: bool,
        pictures: bool,
    ) -> None:
        """From now on wait for these, which somebody else draws into the same folder.

        `another_drawn` waits until one more is drawn, and is False where nothing more will come.
        """
        self._another_drawn, self.pictures_expected = another_drawn, {2} if pictures else set()
        self._expected = {
            *(self._drawing_path(*job) for job in drawings),
            *(self._drawing_path(*job, "json") for job in scenes),
        }
        self._expected |= {self._bundle_path()} if bundle else set()

    def _drawing_path(self, spec: dict[str, Any], width: int, kind: str = "svg") -> Path:
        return self._path(kind, f"{width}\0{json.dumps(spec, sort_keys=True)}")

    def _bundle_path(self) -> Path:
        return compiled(self.folder) / f"vega-{version('vl-convert-python')}.cache"

    def _path(self, kind: str, content: str) -> Path:
        return (
            self.folder
            / f"{hashlib.sha256(f'{_code()}{content}'.encode()).hexdigest()[:32]}.{kind}"
        )

    def _cached(self, path: Path, make: Callable[[], bytes]) -> bytes:
        self.used.add(path)
        while (found := kept(path)) is None and path in self._expected and self._another_drawn():
            pass
        if found is not None:
            return found
        result = make()
        keep(path, result)
        return result


@lru_cache(maxsize=1)
def _code() -> str:
    """The digest of what turns a chart into a drawing: the modules of this folder, and the
    renderer's version.
    """
    digest = hashlib.sha256(version("vl-convert-python").encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def with_tokens(text: str) -> str:
    """`text` (SVG or JSON) with the palette's colours as CSS variables, so that they follow the
    page's theme.
    """
    for value, name in TOKENS.items():
        text = text.replace(f'"{value}"', f'"var(--sop-{name})"')
    return text


def _draw(laid_out: dict[str, Any]) -> str:
    drawing = _asking(lambda: str(vega_in_utc().vegalite_to_svg(laid_out)))
    if "NaN" in drawing and re.search(r' d="[^"]*NaN', drawing):
        raise DrawingError(
            "a mark has a size that is no number, as where a square is to show one below 0; "
            "leave that row out, or draw bars"
        )
    return clean(drawing)


def _asking(draw: Callable[[], T]) -> T:
    """What `vega` gives. Raises DrawingError when it refuses."""
    try:
        return draw()
    except ValueError as error:
        reason = next((line for line in str(error).splitlines() if "Error" in line), str(error))
        raise DrawingError(
            f"Vega-Lite cannot draw it: {reason}; open the chapter in JupyterLab to try the chart"
        ) from error


def standalone(
    drawing: str, title: str, subtitle: str, source: str, keys: Sequence[Key] = (), alt: str = ""
) -> str:
    """A drawing as a file of its own: paper behind it, title and subtitle above, legend and source
    line below, `alt` for those who do not see it.
    """
    chart = ElementTree.fromstring(drawing)
    width, height = float(chart.get("width", "0")), float(chart.get("height", "0"))
    inner = width - 8
    root = ElementTree.Element(
        f"{{{SVG}}}svg",
        {"font-family": FONT, "font-size": str(FONT_SIZE), "role": "img", "aria-label": title},
    )
    if alt:
        root.set("aria-describedby", "alt")
        add(root, "desc", id="alt").text = alt
    paper = add(root, "rect", width="100%", height="100%", fill=PAPER)

    def write(text: str, y: float, size: int, **attributes: str) -> float:
        """Set `text` below `y`; gives the y below it."""
        return set_lines(root, wrap(text, inner, size), (MARGIN, y), size, LEADING, **attributes)

    y = write(title, MARGIN, 19, fill=INK, font_weight="bold")
    y = write(subtitle, y + 4, 14, fill=SOFT) if subtitle else y
    for shape in chart.iterfind(".//*[@fill-opacity]"):
        shape.attrib.setdefault("stroke", SOFT)
    _rim(chart)
    add(root, "g", transform=f"translate({MARGIN},{y + 12:g})", fill="none").extend(list(chart))
    y = _write_keys(root, keys, y + 12 + height + 6, inner) if keys else y + 12 + height
    y = write(source, y + 8, 12, fill=SOFT)
    size = {"width": f"{width + 2 * MARGIN:g}", "height": f"{y + MARGIN - 6:g}"}
    root.attrib.update({**size, "viewBox": f"0 0 {size['width']} {size['height']}"})
    paper.attrib.update(size)
    draw_patterns(root)
    return ElementTree.tostring(root, encoding="unicode")


def _rim(part: ElementTree.Element) -> None:
    """Set words on a rim of paper, as drawn.css does on a page: lines may cross them."""
    for child in part:
        if child.get("stroke") or child.get("fill") == PAPER:
            continue
        if child.tag == f"{{{SVG}}}text":
            rim = {"stroke": PAPER, "stroke-width": "4", "stroke-linejoin": "round"}
            child.attrib.update({**rim, "paint-order": "stroke"})
        _rim(child)


def _write_keys(root: ElementTree.Element, keys: Sequence[Key], y: float, width: float) -> float:
    """Set the legend in lines of at most `width` pixels below `y`; gives the y below the last."""
    x, y = float(MARGIN), y + 12 * LEADING.line
    for shape, meaning in keys:
        room = 30 + 8 + len(meaning) * 12 * ADVANCE + 16
        if x > MARGIN and x + room > MARGIN + width:
            x, y = float(MARGIN), y + 12 * LEADING.line + 4
        place = f"translate({x:g},{y - 11:g})"
        group = add(root, "g", transform=place, fill=BLUE, stroke=BLUE, stroke_width=2.5)
        for part in ElementTree.fromstring(f'<g xmlns="{SVG}">{SHAPES[shape]}</g>'):
            if part.attrib.pop("class", None):
                part.set("fill", PAPER)
            group.append(part)
        add(root, "text", x=x + 38, y=y, font_size=12, fill=SOFT).text = meaning
        x += room
    return y + 4


def _packed(png: bytes) -> bytes:
    """The same picture with its pixels compressed anew, in one block
    (https://www.w3.org/TR/png-3/#5DataRep): the renderer compresses for speed, and leaves files
    three times as large as need be.
    """
    chunks: list[tuple[bytes, bytes]] = []
    at = len(_PNG)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        chunks.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + length]))
        at += length + 12
    pixels = zlib.compress(
        zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT")), 6
    )
    first = next(number for number, (name, _) in enumerate(chunks) if name == b"IDAT")
    chunks = [
        *chunks[:first],
        (b"IDAT", pixels),
        *(chunk for chunk in chunks[first:] if chunk[0] != b"IDAT"),
    ]
    return _PNG + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
