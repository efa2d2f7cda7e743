"""What the code of a `{chart}` block draws, run as a cell runs it."""

from __future__ import annotations

import ast
import re

import pytest

from projects import CHECKS, FIGURES, tiny_project
from stateofplay.chapters import cell_api
from stateofplay.chapters.chart_blocks import read_block, read_cells
from stateofplay.chapters.chart_names import unknown_names
from stateofplay.chapters.kinds import chart_code
from stateofplay.charts.chart import Chart
from stateofplay.charts.layout import WIDE
from stateofplay.charts.svg import Renderer
from stateofplay.files.problems import DataError
from stateofplay.ledger.loading import load_ledger

# Two speakers, each with boxes of two months.
MONTHS = [
    FIGURES[1] | dict(id=f"boxes_{who[:4].lower()}_{month}", who=who, value=value,
                      start=f"2026-0{month}-01", end=f"2026-0{month}-10")
    for who, month, value in (
        ("Port union", 1, "31680"), ("Port union", 2, "30000"),
        ("Harbour director", 1, "41000"), ("Harbour director", 2, "43000"),
    )
]  # fmt: skip
SAID = {
    "id": "two-lines",
    "table": "boxes",
    "query": "id.str.startswith('boxes_port') or id.str.startswith('boxes_harb')",
    "title": "Boxes by speaker",
    "alt": "Line chart: {boxes_port_1}.",
}


def drawn(code: str) -> Chart:
    """The chart that a cell with this code shows."""
    tree, names = ast.parse(code), {}
    shown = ast.Expression(tree.body.pop().value)
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(shown, "cell", "eval"), names).chart


@pytest.fixture
def boxes(tmp_path, monkeypatch) -> None:
    ledger = load_ledger(tiny_project(tmp_path / "book", {"boxes": [*FIGURES, *MONTHS]}))
    monkeypatch.setattr(cell_api, "ledger", lambda: ledger)


def lines_of(chart: Chart, tmp_path) -> list[str]:
    """The colour of each line of the drawing."""
    drawing = Renderer(tmp_path / "charts").drawing(chart.spec, WIDE)
    return re.findall(r'<path d="[^"]+"[^>]* stroke="([^"]+)"', drawing)


def test_a_series_by_a_column_has_a_line_of_its_own_colour_for_each(boxes, tmp_path) -> None:
    one = lines_of(drawn(chart_code("series", SAID)), tmp_path)
    two = lines_of(drawn(chart_code("series", SAID | {"by": "who"})), tmp_path)
    assert len(one) == 1 and len(two) == len(set(two)) == 2


def test_the_legend_of_lines_by_a_column_names_each_once(boxes, tmp_path) -> None:
    chart = drawn(chart_code("series", SAID | {"by": "who"}))
    drawing = Renderer(tmp_path / "charts").drawing(chart.spec, WIDE)
    names = re.findall(r">(Port union|Harbour director)<", drawing)
    assert sorted(names) == ["Harbour director", "Port union"]


@pytest.mark.parametrize(
    ("kind", "names", "ends"),
    [
        ("against-the-record", ["growth"], (-40, 120)),
        ("bounds", ["growth", "loss"], (-10 * 1.4, 1.5 * 1.8 + 10 * 0.8)),
        ("bounds", ["loss"], (-10 * 1.4, 10 * 0.8)),
        ("bars", ["growth", "loss"], (-10 * 1.4 - 1.5 * 0.4, 1.5 * 1.8 + 10 * 0.8)),
        ("bars", ["loss"], (-10 * 1.4, 0)),
        ("bars", ["growth"], (0, 1.5 * 1.8)),
        ("series", ["growth", "loss"], (-10 * 1.4, 1.5 * 1.2 + 10 * 0.2)),
    ],
)
def test_numbers_on_both_sides_of_nought_and_their_words_have_room(
    tmp_path, monkeypatch, kind, names, ends
) -> None:
    percent = dict(low="", high="", unit="percent", bound="exact")
    growth, loss = (
        FIGURES[1] | percent | dict(id=name, value=value, as_stated=f"{value} percent")
        for name, value in (("growth", "1.5"), ("loss", "-10"))
    )
    check = CHECKS[0] | percent | dict(id="c", figure="growth", value="-0.5", as_stated="fell 0.5")
    tables = {"boxes": [*FIGURES, growth, loss], "checks": [check]}
    ledger = load_ledger(tiny_project(tmp_path / "book", tables))
    monkeypatch.setattr(cell_api, "ledger", lambda: ledger)
    table = "checks" if kind == "against-the-record" else "boxes"
    said = {"id": "a", "table": table, "rows": names, "title": "A", "alt": "{growth}"}
    spec = drawn(chart_code(kind, said)).spec
    domain = re.search(r"'domain': \[([-\d.]+), ([-\d.]+)\]", str(spec)).groups()
    assert [float(end) for end in domain] == pytest.approx(ends)


def test_nothing_is_measured_by_a_number_that_is_nought(tmp_path) -> None:
    change = FIGURES[1] | dict(id="change", value="0", as_stated="no change")
    ledger = load_ledger(tiny_project(tmp_path / "book", {"boxes": [*FIGURES, change]}))
    text = 'id: a\nrows: [boxes_lost, change]\ntitle: A\nalt: "{change}"\n'
    block = read_block("against-the-record", text, "a.md", 1)
    (told,) = unknown_names("against-the-record", block, ["checks"], ledger)
    assert str(told).startswith("a.md:3:rows: change is nought, of which nothing is a percentage")


def test_the_number_of_a_period_stands_in_its_middle(boxes) -> None:
    """At its last day, that of a year would stand at the next year's tick."""
    (rows,) = drawn(chart_code("series", SAID)).spec["datasets"].values()
    days = {row["id"]: row["at"][:10] for row in rows}
    assert days["boxes_port_1"] == "2026-01-05"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (":tags: hide-input", "6:tags: is not a list of names; write it as [hide-input]"),
        (":tags:", "6:tags: is not a list of names"),
        (":scrolled: maybe", "6:scrolled: has a value that notebooks do not take; take the line"),
        (
            ":tags: [hide-input]\n\nx = 1\n\n```{code-cell} ipython3",
            "10: the block that begins in li",
        ),
        ("---\ntags: [hide\n---", "5: the cell’s options cannot be read; write lines like :tags:"),
    ],
)
def test_options_of_a_cell_that_are_none_are_told_with_their_line(options, said) -> None:
    text = f"# Title\n\nText.\n\n```{{code-cell}} ipython3\n{options}\n1\n```\n"
    with pytest.raises(DataError) as raised:
        read_cells(text, "a.md")
    assert [str(p).startswith(f"a.md:{said}") for p in raised.value.problems] == [True]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("title: Boxes\ndomain: [500, 0]", "5:domain: ends at 0 and begins at 500; begin lower"),
        ('title: "**Boxes**"', "4:title: “**Boxes**” means something in a page’s Markdown only"),
        ('title: "Of [boxes](https://example.org)"', "4:title: “[boxes](https://example.org)” mea"),
        (
            "title: A\n\n## More\n\n```{chart} bars\nid: b",
            "8: the block that begins in line 1",
        ),
        ("title: A\n``", "5: the block that begins in line 1 is not closed; end it with"),
        ("title: Boxes (a) [b], 2 ** 3 ** 4\ndomain: [-5, 0]", ""),
    ],
)
def test_what_a_block_may_not_say_is_told_with_its_line(line, said) -> None:
    text = f'id: a\ntable: boxes\n{line}\nrows: [boxes_lost]\nalt: "{{boxes_lost}}"\n'
    found = []
    try:
        read_block("bars", text, "a.md", 1)
    except DataError as error:
        found = [str(problem) for problem in error.problems]
    assert [p.startswith(f"a.md:{said}") for p in found] == [True] * bool(said), found
