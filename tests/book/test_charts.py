"""Every chart of the book: its words hold its numbers, and it is drawn as it was when somebody last
looked at it.

The references are the scene (kinds of marks, words, labels) and a small picture of each layout, in
`references/`. After a change that is meant, look at the charts and renew them with `make
references`.
"""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from projects import REPOSITORY
from stateofplay.charts import svg
from stateofplay.charts.chart import Chart
from stateofplay.charts.layout import NARROW, WIDE
from stateofplay.charts.svg import Renderer
from stateofplay.charts.views import encodings, mark_type, views
from stateofplay.files.access import kept
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.nearness import by_nearness, is_ranked
from stateofplay.ledger.reading.front_matter import has_cells

REFERENCES = Path(__file__).parent / "references"
RENEW = bool(os.environ.get("RENEW"))
LAYOUTS = {"wide": WIDE, "narrow": NARROW}
IDS = sorted(
    re.findall(
        r'(?:\bid="|^id: )([a-z0-9-]+)',
        "".join(
            text
            for page in REPOSITORY.book.glob("*.md")
            if has_cells(text := page.read_text(encoding="utf-8"))
        ),
        re.MULTILINE,
    )
)
# Charts that draw something else than the values of their rows, and the figures that they do draw.
DRAWN = {
    "needs-care": ["us_tankers_since_december"],
    "fleet-and-seizures": ["tankers_seized", "shadow_fleet"],
}
# Charts that place words of a column on what they draw.
PLACED = {"map": "name"}
# Share of pixels that may differ clearly, and what “clearly” is on a scale of 255: fonts differ a
# little between machines.
PIXELS, CLEARLY = 0.02, 48


@pytest.fixture(scope="session")
def charts(book) -> dict[str, Chart]:
    """What `show()` emitted for each chart of the built book, by id."""
    found = {}
    for path in (book.cache / "chapters").glob("*.json"):
        for outputs in json.loads(kept(path))["outputs"]:
            for output in outputs:
                for content in output.get("data", {}).values():
                    if isinstance(content, dict) and "spec" in content:
                        found[content["id"]] = Chart.from_json(content)
    return found


@pytest.fixture(scope="session")
def renderer(book) -> Renderer:
    """Holds what the build of the book drew."""
    return Renderer(book.cache / "charts")


def scene(drawing: str) -> dict:
    """A drawing by structure: how many of each kind of mark, its words in order, what its marks
    say.
    """
    root = ElementTree.fromstring(drawing)
    marks: dict[str, int] = {}
    said = {child: of for of in root.iter() if of.tag.endswith("}g") for child in of}
    for element in root.iter():
        kind = element.tag.rpartition("}")[2]
        paint = None
        for of in (element, said.get(element, element)):  # a group may say it for its shapes
            paint = paint or of.get("fill") or of.get("stroke")
        if kind in ("path", "rect", "line", "circle"):
            marks[f"{kind} {paint}"] = marks.get(f"{kind} {paint}", 0) + 1
    words = [
        " ".join("".join(t.itertext()).split()) for t in root.iter() if t.tag.endswith("}text")
    ]
    return {
        "marks": dict(sorted(marks.items())),
        "words": [w for w in words if w],
        "labels": [e.get("data-label") for e in root.iter() if e.get("data-label")],
    }


def picture(renderer: Renderer, drawing: str) -> Image.Image:
    image = Image.open(io.BytesIO(renderer.picture(drawing, scale=0.5))).convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(paper, image).convert("L")


def test_every_chart_was_drawn(charts) -> None:
    assert sorted(charts) == IDS and len(IDS) >= 14


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", IDS)
def test_a_chart_is_drawn_as_it_was(charts, renderer, name, layout) -> None:
    drawing = renderer.drawing(charts[name].layout(LAYOUTS[layout]), LAYOUTS[layout])
    found, image = scene(drawing), picture(renderer, drawing)
    scene_file, picture_file = (
        REFERENCES / f"{name}-{layout}.json",
        REFERENCES / f"{name}-{layout}.png",
    )
    if RENEW:
        REFERENCES.mkdir(exist_ok=True)
        scene_file.write_text(
            json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        image.quantize(16).save(picture_file, optimize=True)
    assert found == json.loads(scene_file.read_text(encoding="utf-8"))
    expected = Image.open(picture_file).convert("L")
    assert abs(image.height - expected.height) <= 2 and image.width == expected.width
    height = min(image.height, expected.height)
    difference = np.abs(
        np.asarray(image)[:height].astype(int) - np.asarray(expected)[:height].astype(int)
    )
    if (difference > CLEARLY).mean() > PIXELS:
        folder = REPOSITORY.build / "differences"
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(difference.astype("uint8")).save(folder / f"{name}-{layout}.png")
        image.save(folder / f"{name}-{layout}-now.png")
        pytest.fail(f"{name} ({layout}) looks different; see {folder}")


@pytest.mark.parametrize("name", IDS)
def test_the_alt_text_holds_the_values_shown(charts, name) -> None:
    """All of them where they are few, else the highest; and it says what kind of chart it is."""
    ledger, chart = load_ledger(REPOSITORY), charts[name]
    alt = ledger.fill(chart.alt)
    assert re.match(
        r"(?:[\w-]+ ){0,3}(chart|plot|map|bars|bar|squares|rectangles)\b", alt, re.IGNORECASE
    ), alt[:60]
    assert len(alt) <= 700
    if name in PLACED:
        assert [
            row[PLACED[name]]
            for row in chart.rows
            if row[PLACED[name]].casefold() not in alt.casefold()
        ] == []
        return
    # How near findings are to turning.
    if chart.ids and all(entry in ledger.findings for entry in chart.ids):
        ends = [chart.rows[0], chart.rows[-1]]
        assert all(row["finding"] in alt and row["change"] in alt for row in ends)
        return
    entries = [ledger.entry(i) for i in DRAWN.get(name, chart.ids) if i in ledger]
    numbers = [e for e in entries if hasattr(e, "quantity")]
    assert numbers
    if len(numbers) > 5:
        with_value = sorted(
            (e for e in numbers if e.quantity.value is not None), key=lambda e: e.quantity.value
        )
        numbers = [with_value[-1]]
    spoken = re.findall(r"\d[\d.,]*\d|\d", alt)
    for entry in numbers:
        expected = re.findall(
            r"\d[\d.,]*\d|\d",
            ledger.words(entry.id, "range" if entry.quantity.value is None else "bare"),
        )
        assert set(expected) <= set(spoken), f"{entry.id} ({expected}) is not in: {alt}"


@pytest.mark.parametrize("name", IDS)
def test_no_word_on_a_chart_is_cut_off(charts, renderer, name) -> None:
    for width in LAYOUTS.values():
        root = ElementTree.fromstring(renderer.drawing(charts[name].layout(width), width))
        sizes = [
            float(t.get("font-size", "13").removesuffix("px"))
            for t in root.iter()
            if t.tag.endswith("}text")
        ]
        assert min(sizes, default=13) >= 12
        assert not [
            t for t in root.iter() if t.tag.endswith("}text") and (t.text or "").endswith("…")
        ]


# Round marks and lines have no pattern, which tells fills apart where nobody sees their colours.
PLAIN = {"circle", "line", "point", "rule", "tick", "trail"}
SILENT = {"color", "fill", "stroke", "opacity", "detail", "order", "description"}  # to the eye


@pytest.mark.parametrize("name", IDS)
def test_colour_alone_tells_no_marks_apart(charts, name) -> None:
    """What it says is said by a shape, a dash or a place as well, or in the words of each row."""
    for spec in filter(None, (charts[name].spec, charts[name].narrow)):
        told = {
            channel.get("field")
            for encoding in encodings(spec)
            for key, channel in encoding.items()
            if key not in SILENT and isinstance(channel, dict)
        }
        rows = [row for table in spec.get("datasets", {}).values() for row in table]
        for view in views(spec):
            channel = view.get("encoding", {}).get("color", {})
            field = channel.get("field")
            if "mark" not in view or mark_type(view) not in PLAIN or field in {None, *told}:
                continue
            named = [row for row in rows if row.get(field)]
            assert named and channel["type"] == "nominal"
            for row in named:
                words = [str(row.get(key)) for key in told]
                assert any(str(row[field]) in each for each in words), (row[field], words)


def test_each_drawing_is_drawn_once_and_kept(charts, tmp_path, monkeypatch) -> None:
    drawn = []
    monkeypatch.setattr(svg, "_draw", lambda laid_out: drawn.append(laid_out) or "<svg/>")
    for _ in range(2):
        renderer = Renderer(tmp_path / "cache")
        for chart in charts.values():
            for width in LAYOUTS.values():
                renderer.drawing(chart.layout(width), width)
    assert len(drawn) == len(charts) * len(LAYOUTS)


def test_the_books_findings_stand_in_one_order_on_one_scale(book) -> None:
    ledger = load_ledger(REPOSITORY)
    page = BeautifulSoup((book.site / "book" / "how-firm.html").read_text("utf-8"), "html.parser")
    ranked = [name for name, found in by_nearness(ledger) if is_ranked(found)]
    assert [li["data-finding"] for li in page.select(".sop-strips li")] == ranked
    assert len(page.select(".sop-more .sop-strips li")) == len(ranked) - 10
    lists = page.select(".sop-strips ol")
    assert [int(each["start"]) for each in lists] == [*range(1, len(ranked) + 1, 10)]
    # Each ten have the axis above them, and every strip its lines.
    assert len(page.select(".sop-strips > .sop-axis")) == len(lists)
    lines = {
        re.sub(r" \d+V\d+", "", str(strip.select_one(".sop-r-grid")["d"]))
        for strip in page.select(".sop-axis, .sop-strips li > .sop-strip")
    }
    assert len(lines) == 1
