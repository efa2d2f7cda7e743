"""Charts are laid out for a width: labels wrap, rows grow, and only described marks speak."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pytest
import vl_convert

from stateofplay.charts.labels import wrap
from stateofplay.charts.layout import CARD, CARD_HEIGHT, LINE_HEIGHT, NARROW, WIDE, lay_out
from stateofplay.charts.pruning import clean
from stateofplay.charts.svg import DrawingError, Renderer, standalone

ROWS = pd.DataFrame(
    {
        "what": [
            "A short one",
            "A category with a label that is much too long for one line on a phone",
        ],
        "value": [3, 5],
        "label": ["a: 3", "b: 5"],
    }
)


def spec() -> dict:
    bars = (
        alt.Chart(ROWS)
        .mark_bar()
        .encode(x="value:Q", y=alt.Y("what:N", title=None), description="label:N")
    )
    words = (
        alt.Chart(ROWS)
        .mark_text(dx=10)
        .encode(x="value:Q", y="what:N", text="value:Q", description="label:N")
    )
    content = (bars + words).to_dict()
    content.pop("config", None)
    return content


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_drawing_has_exactly_the_width_asked_for(tmp_path, width) -> None:
    root = ElementTree.fromstring(Renderer(tmp_path).drawing(spec(), width))
    assert float(root.get("width")) == pytest.approx(width, abs=1)
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"


def test_long_labels_wrap_and_rows_grow_with_them(tmp_path) -> None:
    narrow = Renderer(tmp_path).drawing(spec(), NARROW)
    texts = [t.text for t in ElementTree.fromstring(narrow).iter() if t.text and t.text.strip()]
    assert "A category with a" in " ".join(texts) and ROWS["what"][1] not in texts
    assert lay_out(spec(), NARROW)["height"]["step"] > lay_out(spec(), WIDE)["height"]["step"]


def test_laying_out_changes_nothing_of_what_it_is_given() -> None:
    original = spec()
    lay_out(original, NARROW)
    assert original == spec()


def test_only_described_marks_speak(tmp_path) -> None:
    marks = re.findall(r'data-label="([^"]*)"', Renderer(tmp_path).drawing(spec(), WIDE))
    assert marks == ["a: 3", "b: 5"]


@pytest.mark.parametrize(
    "text",
    ["one", "one two three four five six", "a " * 60, "unbreakablewordthatislongerthantheline"],
)
def test_wrapping_loses_no_word(text) -> None:
    lines = wrap(text, 60)
    assert "".join(line.rstrip("-") for line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) * 7 <= 80 for line in lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Kontrollstelle", ["Kontroll-", "stelle"]),
        ("front-line commanders", ["front-", "line", "comman-", "ders"]),
        ("烏克蘭東部前線", ["烏克蘭東", "部前線"]),
        ("ééééééééééééééééé".replace("é", "e\u0301"), None),
    ],
)
def test_a_word_wider_than_a_line_is_broken(text, lines) -> None:
    found = wrap(text, 60)
    assert found == lines if lines else all(not line.startswith("\u0301") for line in found)


def test_a_label_of_too_many_lines_ends_in_an_ellipsis() -> None:
    lines = wrap("word " * 50, 60, most=3)
    assert (
        len(lines) == 3 and lines[-1].endswith("…") and not any("…" in line for line in lines[:-1])
    )


LONG = [
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesells",
    "W" * 76,
    "MMMM " * 20,
    "words that go on and on " * 15,
    "烏克蘭東部前線的無人機和電子戰單位" * 5,
    "القوات المسلحة الأوكرانية والخسائر " * 4,
]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("label", LONG)
def test_a_long_label_leaves_room_for_the_marks_and_the_other_labels(label, width) -> None:
    frame = pd.DataFrame({"what": [label, "Short"], "value": [3, 2]})
    chart = (
        alt.Chart(frame)
        .mark_bar()
        .encode(x=alt.X("value:Q", title=label), y=alt.Y("what:N", title=label), color="what:N")
    )
    scene = vl_convert.vegalite_to_scenegraph(lay_out(chart.to_dict(), width))
    assert scene["scenegraph"]["items"][0]["width"] >= 0.4 * width
    assert scene["width"] == pytest.approx(width, abs=1)
    assert '"text": "Short"' in json.dumps(scene)


@pytest.mark.parametrize("angle", [0, -90])
def test_long_labels_of_columns_leave_room(angle) -> None:
    frame = pd.DataFrame({"what": [*LONG], "value": range(len(LONG))})
    x = alt.X("what:N", axis=alt.Axis(labelAngle=angle))
    scene = vl_convert.vegalite_to_scenegraph(
        lay_out(alt.Chart(frame).mark_bar().encode(x=x, y="value:Q").to_dict(), NARROW)
    )
    assert scene["height"] - scene["scenegraph"]["items"][0]["height"] <= 200


def test_a_legend_of_many_names_has_as_many_columns_as_fit() -> None:
    frame = pd.DataFrame({"what": [f"Category number {n}" for n in range(20)], "value": range(20)})
    encoded = (
        alt.Chart(frame)
        .mark_bar()
        .encode(x="value:Q", y=alt.Y("what:N", axis=None), color="what:N")
    )
    assert lay_out(encoded.to_dict(), WIDE)["config"]["legend"]["columns"] == 3
    few = alt.Chart(frame.head(2)).mark_bar().encode(x="value:Q", y="what:N", color="what:N")
    assert "columns" not in lay_out(few.to_dict(), WIDE)["config"]["legend"]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(
    ("title", "color", "lifted"),
    [("pounds", "what:N", True), (None, "what:N", False), ("pounds", alt.value("red"), False)],
)
def test_a_legend_stands_above_the_title_of_the_axis(tmp_path, title, color, lifted, width) -> None:
    frame = pd.DataFrame({"what": ["Reds", "Blues"], "day": ["2026-01-01", "2026-01-09"], "n": 5})
    encoded = (
        alt.Chart(frame)
        .mark_line()
        .encode(x="day:T", y=alt.Y("n:Q", title=title), color=color, description="what:N")
    )
    laid = lay_out(encoded.to_dict(), width)["config"]["legend"]["offset"]
    plain = lay_out(spec(), width)["config"]["legend"]["offset"]
    assert laid - plain == (LINE_HEIGHT + 6) * lifted


def test_a_drawing_is_cached_by_content(tmp_path) -> None:
    renderer = Renderer(tmp_path)
    first = renderer.drawing(spec(), WIDE)
    files = set(tmp_path.iterdir())
    assert renderer.drawing(spec(), WIDE) == first and set(tmp_path.iterdir()) == files
    changed = spec()
    next(iter(changed["datasets"].values()))[0]["value"] = 4
    assert (
        renderer.drawing(changed, WIDE) != first and len(set(tmp_path.iterdir())) == len(files) + 1
    )


def test_colours_on_the_page_are_variables_and_in_files_they_are_not(tmp_path) -> None:
    renderer = Renderer(tmp_path)
    inline = renderer.inline(spec(), WIDE, {"class": "sop-wide"})
    assert 'class="sop-wide"' in inline and "var(--sop-" in inline and '="#' not in inline
    file = standalone(renderer.drawing(spec(), WIDE), "Title", "Subtitle", "Source: somebody")
    assert "var(" not in file and all(
        words in file for words in ("Title", "Subtitle", "Source: somebody")
    )
    assert renderer.picture(file)[:4] == b"\x89PNG"


def test_a_chart_that_vega_refuses_is_one_line(tmp_path) -> None:
    with pytest.raises(DrawingError, match="Vega-Lite cannot draw it") as error:
        Renderer(tmp_path).drawing(
            {
                "mark": "bar",
                "data": {"values": []},
                "encoding": {"x": {"field": "a", "type": "wrong"}},
            },
            WIDE,
        )
    assert "\n" not in str(error.value)


def test_cleaning_merges_marks_that_differ_in_place_alone() -> None:
    square = '<path transform="translate({x},0)" d="M0,0h4v4h-4Z" fill="#000"/>'
    markup = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" '
        f'height="10"><g>{"".join(square.format(x=x) for x in range(50))}</g></svg>'
    )
    assert clean(markup).count("<path") == 1 and clean(markup).count("zm") == 49


@pytest.mark.parametrize(("rows", "is_higher"), [(3, False), (5, True)])
def test_a_card_is_as_high_as_the_others_until_its_rows_need_more(
    tmp_path, rows, is_higher
) -> None:
    frame = pd.DataFrame(
        {"what": [f"Losses of the month, number {n}" for n in range(rows)], "value": range(rows)}
    )
    bars = alt.Chart(frame).mark_bar().encode(x="value:Q", y="what:N").to_dict()
    assert (lay_out(bars, CARD)["height"] > CARD_HEIGHT) is is_higher
    drawn = Renderer(tmp_path).drawing(bars, CARD)
    at = [float(y) for y in re.findall(r"translate\(-6,([\d.]+)\)", drawn)]
    apart = [below - above for above, below in pairwise(at)]
    assert len(at) == rows and min(apart) >= 2 * LINE_HEIGHT + 4, "a label of two lines, and room"


@pytest.mark.parametrize(
    ("scale", "title"),
    [
        ({"domain": [5, 9]}, "value (not from 0)"),
        ({"zero": False}, "value (not from 0)"),
        ({"type": "log", "domain": [1, 9]}, "value (logarithmic)"),
        ({"domain": [0, 9]}, None),
        ({"domain": [-5, 9]}, None),
        ({}, None),
    ],
)
def test_an_axis_that_does_not_begin_at_nought_says_so(scale, title) -> None:
    drawn = alt.Chart(ROWS).mark_point().encode(x=alt.X("value:Q", scale=scale), y="what:N")
    assert lay_out(drawn.to_dict(), WIDE)["encoding"]["x"].get("title") == title


def test_a_cut_axis_has_the_title_of_another_layer_and_no_name_of_a_column() -> None:
    """Vega-Lite writes one title where all layers have the same."""
    cut = alt.X("value:Q", scale=alt.Scale(zero=False))
    base = alt.Chart(ROWS)
    layers = base.mark_bar().encode(x=cut) + base.mark_point().encode(x=cut.title("boxes"))
    laid_out = lay_out(layers.to_dict(), WIDE)["layer"]
    assert {layer["encoding"]["x"]["title"] for layer in laid_out} == {"boxes (not from 0)"}


NAMES = ["Boxes handled in the harbour a month", "Ships"]
SIDES = ("North", "South", "West")
FACETED = alt.Chart(
    pd.DataFrame([dict(side=s, what=w, value=v) for s in SIDES for v, w in enumerate(NAMES)])
)
LAYERED = FACETED.mark_bar().encode(x="value:Q", y="what:N") + FACETED.mark_text().encode(
    x="value:Q", y="what:N", text="value:Q"
)
STEPS = FACETED.mark_line().encode(x="what:N", y="value:Q") + FACETED.mark_point().encode(
    x="what:N", y="value:Q"
)


@pytest.mark.parametrize(
    ("chart", "widths"),
    [
        (LAYERED.facet(row="side:N"), (WIDE, NARROW, CARD)),
        (LAYERED.facet("side:N", columns=1), (WIDE, NARROW, CARD)),
        (LAYERED.facet(column="side:N"), (WIDE,)),
        (LAYERED.facet("side:N", columns=2), (WIDE,)),
        (STEPS.facet(row="side:N"), (WIDE, NARROW, CARD)),
        (FACETED.mark_bar().encode(x="value:Q", y="what:N", row="side:N"), (WIDE, NARROW, CARD)),
    ],
)
def test_the_views_of_a_facet_fill_the_width_that_there_is(tmp_path, chart, widths) -> None:
    """Measured on the drawing, with its names, headers and axes."""
    renderer = Renderer(tmp_path)
    for width in widths:
        drawing = renderer.drawing(chart.to_dict(), width)
        drawn = float(re.search(r'<svg[^>]* width="([\d.]+)"', drawing)[1])
        assert 0.84 * width <= drawn <= width + 1, (width, drawn)
        assert renderer.scene(chart.to_dict(), width)["width"] <= width + 1


def test_a_facet_with_a_width_of_its_own_and_one_without_room_are_as_they_were() -> None:
    own = LAYERED.properties(width=150).facet(row="side:N").to_dict()
    assert all(lay_out(own, width)["spec"]["width"] == 150 for width in (WIDE, NARROW))
    tight = LAYERED.facet(column="side:N").to_dict()
    assert "width" in lay_out(tight, WIDE)["spec"] and "width" not in lay_out(tight, NARROW)["spec"]
