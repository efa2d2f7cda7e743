"""Charts without Python: a `{chart}` block draws what the code shown under it draws, and what is
wrong with one is a line that says where."""

from __future__ import annotations

import re

import pytest

from projects import FIGURES, tiny_project
from stateofplay.chapters.chart_blocks import read_cells
from stateofplay.chapters.kinds import KINDS
from stateofplay.files.problems import DataError
from stateofplay.publish.building import build

pytestmark = [pytest.mark.book, pytest.mark.counted]

HEAD = "---\nfile_format: mystnb\nkernelspec: {name: python3}\ninputs: [INPUTS]\n---\n# Drawn\n\n"
ALT = 'alt: "Bar chart: {boxes_per_month} and {boxes_lost}."'
BLOCKS = {
    "bounds": "table: boxes\nby: kind\nrows:\n  boxes_per_month: Handled, {who}\n"
    "  boxes_goal: Wanted\n"
    'title: Boxes\nalt: "Dot plot: {boxes_per_month}, {boxes_goal}."',
    "bars": "table: boxes\nrows: [boxes_per_month, boxes_lost, boxes_goal, boxes_less]\n"
    f"highlight: [boxes_lost]\nfinding: more_in_than_lost\n{ALT}",
    "series": "table: boxes\nquery: id in ['boxes_per_month', 'boxes_lost']\naxis: boxes\n"
    f"title: Boxes in time\n{ALT}",
    "squares": f"table: boxes\nrows: [boxes_per_month, boxes_lost]\ntitle: In proportion\n{ALT}",
    "against-the-record": "rows: [boxes_lost]\ntitle: Against the record\n"
    "ticks: [90, 100, 110]\nnote: All count {boxes_lost}.\n"
    'alt: "Range plot: the port office has {boxes_lost} as well."',
}

LESS = dict(id="boxes_less", measure="Change", value="-90000", as_stated="fell by 90,000")
TABLES = {"boxes": [*FIGURES, FIGURES[1] | LESS]}


def block(kind: str, body: str) -> str:
    return f"```{{chart}} {kind}\n{body}\n```\n"


def page(*blocks: str, inputs: str = "boxes, checks") -> str:
    return (
        HEAD.replace("INPUTS", inputs)
        + "The harbour loses {fig}`boxes_lost`.\n\n"
        + "\n".join(blocks)
    )


def drawn(root, text: str):
    return tiny_project(root, pages={"drawn": text})


def drawings(project) -> list[str]:
    """The charts of the page, each for both widths."""
    html = (project.site / "book" / "drawn.html").read_text(encoding="utf-8")
    return re.findall(r'<svg class="sop-(?:wide|narrow)".*?</svg>', html, re.DOTALL)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    blocks = [block(kind, f"id: a-{kind}\n{body}") for kind, body in BLOCKS.items()]
    project = tiny_project(
        tmp_path_factory.mktemp("blocks"), TABLES, pages={"drawn": page(*blocks)}
    )
    assert build(project, quiet=True) == 0
    return project


def test_each_kind_is_a_chart_with_its_words_and_its_code(built) -> None:
    html = (built.site / "book" / "drawn.html").read_text(encoding="utf-8")
    assert set(BLOCKS) == set(KINDS)
    for kind in KINDS:
        assert f'id="a-{kind}"' in html
        alone = (built.site / "charts" / f"a-{kind}" / "index.html").read_text(encoding="utf-8")
        assert re.search(r'<pre id="code">.+show\(', alone, re.DOTALL) and f"a-{kind}.png" in alone
    assert "show(" not in html and "{chart}" not in html
    assert "Handled, Harbour director" in html and "31,680" in html


def test_beside_a_mark_that_shows_no_bound_stands_the_number_with_its_hedge(built) -> None:
    texts = [re.findall(r">([^<>]+)</text>", drawing) for drawing in drawings(built)]
    of_kind = dict(zip([kind for kind in BLOCKS for _ in "wn"], texts, strict=True))
    assert {"about 40,000", "31,680", "at least 50,000"} <= {*of_kind["bars"]}
    assert {"about 40,000", "31,680"} <= {*of_kind["series"]}
    assert {"40,000", "50,000"} <= {*of_kind["bounds"]}  # where the mark shows it


def test_the_number_of_a_negative_bar_stands_beyond_its_end(built) -> None:
    """In any width: to the left of the bar, whose end is on the left."""
    found = [drawing for drawing in drawings(built) if "−90,000<" in drawing]
    assert len(found) == 2
    for drawing in found:
        anchors = dict(re.findall(r'text-anchor="(\w+)"[^>]*>(?:<tspan[^>]*>)?([−\d,]+)<', drawing))
        assert anchors.get("end") == "−90,000", drawing


def test_the_code_that_is_shown_draws_the_same_picture(built, tmp_path) -> None:
    cells = read_cells((built.book / "drawn.md").read_text(encoding="utf-8")).cells
    typed = [
        f"```{{code-cell}} ipython3\n:tags: [hide-input]\n\n{cell.source}\n```\n"
        for cell in cells
        if cell.cell_type == "code"
    ]
    project = tiny_project(tmp_path / "typed", TABLES, {"drawn": page(*typed)})
    assert len(typed) == len(KINDS) and build(project, quiet=True) == 0
    assert drawings(project) == drawings(built) and len(drawings(built)) == 2 * len(KINDS)


def test_an_axis_has_one_title_and_no_name_of_a_column(built) -> None:
    (drawn,) = (d for d in drawings(built) if "sop-wide" in d and "article’s number" in d)
    said = [text for text in re.findall(r">([^<>]+)</text>", drawn) if "percent" in text]
    assert said == ["percent of the article’s number (not from 0)"]


GOOD = f"id: a-b\ntable: boxes\nrows: [boxes_lost]\ntitle: T\n{ALT}"


@pytest.mark.parametrize(
    ("kind", "change", "line", "said"),
    [
        ("bounts", ("", ""), 10, "did you mean bounds"),
        ("", ("", ""), 10, "write one of bounds, bars"),
        ("bars", ("id: a-b", ":id: a-b"), 11, "written as YAML"),
        ("bars", ("table: boxes", "tabel: boxes"), 12, "table"),
        ("bars", (ALT, ""), 11, "alt"),
        ("bars", ("title: T", "title: T\nfinding: f"), 14, "either finding"),
        ("bars", ("title: T", ""), 11, "either finding"),
        ("bars", ("rows: [boxes_lost]", ""), 11, "choose the rows"),
        ("bars", ("title: T", "title: T\nquery: unit == 'x'"), 15, "choose the rows"),
        ("bounds", ("title: T", "title: T\nmarks: bars"), 15, "is not for bounds"),
        ("bars", ("table: boxes", "table: derived/boxes"), 12, "name no source"),
        ("against-the-record", ("", ""), 12, "draws the table checks"),
        ("bars", ("title: T", "title: [T"), 15, "cannot be read as YAML"),
    ],
)
def test_a_block_that_cannot_be_drawn_is_a_line(kind, change, line, said) -> None:
    text = page(block(kind, GOOD.replace(*change) if change[0] else GOOD))
    with pytest.raises(DataError) as refused:
        read_cells(text, "book/drawn.md")
    lines = [str(problem) for problem in refused.value.problems]
    assert any(each.startswith(f"book/drawn.md:{line}:") and said in each for each in lines), lines


ROWS = "rows: [boxes_lost]"
TWICE = (
    f"table: boxes\nquery: id in ['boxes_per_month', 'boxes_lost']\nlabel: unit\ntitle: T\n{ALT}"
)
FOUND = (
    (("[boxes_lost]", "[boxes_lots]"), 13, "rows: .*did you mean boxes_lost"),
    (
        ("[boxes_lost]", "{boxes_lost: 'By {whom}'}"),
        13,
        "rows: “whom” is not a column of boxes; did you mean who",
    ),
    ((ROWS, "query: unitt == 'x'"), 13, "query: “unitt” is not a column .* did you mean unit"),
    ((ROWS, "query: unit == people"), 13, "query: “people” is not .*; text stands in quotes"),
    ((ROWS, "series: lost"), 13, "series: “lost” is not a series of boxes"),
    ((ROWS, f"{ROWS}\nby: knd"), 14, "by: “knd” is not a column .* did you mean kind", "bounds"),
    ((ROWS, "query: value > 1\nlabel: whoo"), 14, "label: “whoo” is not a column .* mean who"),
    ((ROWS, f"{ROWS}\ncolumns: {{wrds: N}}"), 14, "columns: “wrds” is not a column .* mean words"),
    ((ROWS, f"{ROWS}\nhighlight: [boxes_lots]"), 14, "highlight: “boxes_lots” is not a row"),
    (("[boxes_lost]", "[ships_waiting]"), 10, "ships_waiting has no single number"),
    ((ROWS, "query: unit == 'x'"), 10, "has no rows"),
    (("title: T", "title: Of 31 boxes"), 10, "“31” typed into the words of a-"),
    (
        ((ROWS, "rows: [boxes_per_month, quay_closed]")),
        13,
        "rows: quay_closed is in percent, and boxes_per_month in people/month: one axis has one",
    ),
    (("[boxes_lost]", "[less]"), 10, "less is −5 people a month, which no", "squares"),
    (("table: boxes", "table: boxs"), 12, "table: “boxs” is not a table; did you mean boxes"),
    (("table: boxes", "table: findings"), 12, "table: reads “findings”, which .* does not declare"),
    *(
        (("[boxes_lost]", "{boxes_lost: Lost, boxes_goal: Lost}"), 13, "rows: label two rows", kind)
        for kind in ("bounds", "bars", "squares")
    ),
    # Which rows these are, only their execution says.
    *(
        ((GOOD.partition("\n")[2], TWICE), 10, "two rows “people/month”, and their marks", kind)
        for kind in ("bounds", "squares")
    ),
)


def test_what_is_wrong_with_a_block_names_the_line_and_what_to_write(tmp_path, capfd) -> None:
    """All of it in one book, a page for each; the line of the block where only its execution tells,
    and never the name of an error of Python."""
    pages = {
        f"p{number}": page(
            block(*(kind or ["bars"]), GOOD.replace(*change).replace("a-b", f"a-{number}")),
            inputs="boxes",
        )
        for number, (change, *_, kind) in enumerate((*found[:3], found[3:]) for found in FOUND)
    }
    tables = {"boxes": [*FIGURES, FIGURES[1] | {"id": "less", "value": "-5"}]}
    assert build(tiny_project(tmp_path / "book", tables, pages), quiet=True) != 0
    error = capfd.readouterr().err
    for number, (_, line, said, *_) in enumerate(FOUND):
        (told,) = re.findall(rf"book/p{number}\.md:.*", error)
        assert re.match(rf"book/p{number}\.md:{line}: ?.*{said}", told), told
        assert "Error: " not in told, told
