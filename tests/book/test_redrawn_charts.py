"""Charts with other numbers: a moved mark stands where a build of the book with that number draws
it, and what cannot be moved says so.
"""

from __future__ import annotations

import pytest

from engines import until_true
from projects import FIGURES, tiny_project
from stateofplay.publish.building import build

pytestmark = [pytest.mark.browser, pytest.mark.book]

CELLS = "---\nfile_format: mystnb\ninputs: [boxes, derived/boxes, checks]\n---\n"
# They hold with all numbers of these tests: a build refuses one that does not.
FINDINGS = [
    dict(
        id=name,
        topic="boxes",
        statement="There are {" + figure + "}",
        holds=f"{figure} + {figure} > {figure}",
    )
    for name, figure in (("some_lost", "boxes_lost"), ("some_wanted", "boxes_goal"))
]
INDEX = "# Boxes\n\nThe harbour handles {fig}`boxes_per_month`. {finding}`some_wanted`.\n"
TITLE = 'title: Boxes\naxis: boxes\nalt: "Chart: {boxes_per_month}, {boxes_lost}."'
ROWS = "table: boxes\nrows: [boxes_per_month, boxes_lost"
BLOCKS = {
    "bounds": f"{ROWS}, boxes_goal]\ndomain: [0, 80000]\n{TITLE}",
    "bars": f"table: [boxes, derived/boxes]\nrows: [boxes_per_month, boxes_lost, balance]\n"
    f"sources: [harbour_news]\ndomain: [-60000, 80000]\n{TITLE}",
    "series": "table: boxes\nquery: id in ['boxes_per_month', 'boxes_lost']\n"
    f"domain: [0, 80000]\n{TITLE}",
    "series months": "table: boxes\nquery: id in ['boxes_per_month', 'boxes_lost']\nmarks: bars\n"
    f"domain: [0, 80000]\n{TITLE}",
    "squares": f"{ROWS}, boxes_goal]\n{TITLE.replace('axis: boxes', '')}",
    "against-the-record": "table: checks\nrows: [boxes_lost]\ndomain: [40, 180]\n"
    'title: Boxes\nalt: "Chart: {boxes_lost}."',
}
# Bars twice as long as their numbers, as a cell may draw them: where others stand is not known.
TWICE = """
```{code-cell} ipython3
import altair as alt
from stateofplay import show, table

rows = table("boxes").head(2)
drawn = alt.Chart(rows.assign(value=rows["value"] * 2)).mark_bar().encode(
    x="value:Q", y="measure:N", description="label:N")
show(drawn, rows=rows, id="twice", title="Twice", alt="{boxes_per_month}, {boxes_lost}.",
     sources=["harbour_news"], columns={"measure": "What", "words": "How many"})
```
"""
MAIN = "document.querySelector('main').innerHTML"
STATED = "book/drawn.html"
# The middle and the length along the axis of all that is drawn of each mark, by its chart.
PLACES = """() => Object.fromEntries([...document.querySelectorAll(".sop-figure")].map(f => {
  const across = f.querySelector("[data-along]").dataset.along, found = {};
  for (const e of f.querySelectorAll(".sop-wide [data-mark]:not([display=none])")) {
    const of = each => each.getBoundingClientRect(), box = of(e), from = of(f.querySelector("svg"));
    const [a, b] = across === "y" ? [box.top - from.top, box.bottom - from.top]
      : [box.left - from.left, box.right - from.left];
    const known = found[e.dataset.mark] ?? [a, b];
    found[e.dataset.mark] = [Math.min(a, known[0]), Math.max(b, known[1])];
  }
  return [f.id, Object.values(found)]; }))"""


# Marks and changed words that reach over the edge of their drawing.
OUTSIDE = """() => [...document.querySelectorAll(".sop-wide")].flatMap(svg => {
  const of = e => e.getBoundingClientRect(), {left, right, top, bottom} = of(svg);
  return [...svg.querySelectorAll("[font-weight=bold], [data-mark]")].map(of).filter(box =>
    box.width && (box.left < left - 1 || box.right > right + 1 || box.top < top - 1 ||
      box.bottom > bottom + 1)); })"""


def project(root, numbers=()):
    """The book with a chart of each kind, with other numbers in its table."""
    figures = [
        row | dict(value=str(numbers[row["id"]]), low="", high="", bound="exact")
        if row["id"] in numbers
        else row
        for row in FIGURES
    ]
    blocks = (
        f"```{{chart}} {kind.split()[0]}\nid: a-{kind.replace(' ', '-')}\n{body}\n```\n"
        for kind, body in BLOCKS.items()
    )
    text = CELLS + "# Drawn\n\nIt loses {fig}`boxes_lost`.\n\n" + "\n".join(blocks) + TWICE
    tables = {"boxes": figures, "findings": FINDINGS}
    made = tiny_project(root, tables, {"index": INDEX, "drawn": text})
    assert build(made, quiet=True) == 0
    return made


@pytest.fixture(scope="module")
def stated(tmp_path_factory):
    return project(tmp_path_factory.mktemp("stated") / "book")


@pytest.fixture
def shown(chromium):
    """A page from the disk; what it reported is on it."""
    contexts = []

    def opener(made, given: str = "", **options):
        # A mark stands at its place at once where stillness is asked for.
        contexts.append(chromium.new_context(**{"reduced_motion": "reduce"} | options))
        page = contexts[-1].new_page()
        page.reported = []
        page.on("pageerror", lambda error: page.reported.append(str(error)))
        page.goto((made.site / STATED).as_uri() + given)
        if given:
            page.locator(".sop-supposed").wait_for()
            until_true(page, "() => !!document.querySelector('.sop-redrawn')")
        return page

    yield opener
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("motion", "lasts"), [("no-preference", "0.4s, 0.4s"), ("reduce", "0s")])
def test_a_mark_is_seen_on_its_way_unless_stillness_is_asked_for(
    shown, stated, motion, lasts
) -> None:
    page = shown(stated, "?with=boxes_lost:20000", reduced_motion=motion)
    mark = page.locator(".sop-redrawn .sop-wide [data-mark]").first
    assert mark.evaluate("e => getComputedStyle(e).transitionDuration") == lasts


@pytest.mark.parametrize(
    "numbers",
    [
        {"boxes_lost": 20000, "boxes_per_month": 50000},
        {"boxes_lost": 49000, "boxes_per_month": 10500, "boxes_goal": 30001},
        {"boxes_goal": 64000, "boxes_per_month": 45000},
    ],
)
def test_a_moved_mark_stands_where_a_build_with_that_number_draws_it(
    shown, stated, tmp_path, numbers
) -> None:
    given = ",".join(f"{name}:{number}" for name, number in numbers.items())
    moved = shown(stated, f"?with={given}").evaluate(PLACES)
    built = shown(project(tmp_path / "book", numbers)).evaluate(PLACES)
    before = shown(stated).evaluate(PLACES)
    for chart, marks in built.items():
        assert marks, chart
        # A build makes the largest square fill the scale, which stays here.
        if chart == "twice":
            assert moved[chart] == before[chart]
        elif chart != "a-squares" or "boxes_goal" not in numbers:
            assert moved[chart] == [pytest.approx(mark, abs=1.2) for mark in marks], chart
    assert moved["a-bounds"] != before["a-bounds"] and moved["a-squares"] != before["a-squares"]


def test_words_notes_and_what_is_spoken_follow_and_back_restores_all(shown, stated) -> None:
    page = shown(stated, "?with=boxes_lost:20000")
    assert page.reported == []
    bars = page.locator("#a-bars")
    wide = bars.locator(".sop-wide")
    changed = wide.locator("text[font-weight=bold]").all_text_contents()
    assert changed == ["20,000 people a month", "about 20,000 people a month"]  # lost, and left
    lost = bars.locator(".sop-marks li", has_text="Boxes lost").text_content()
    assert "20,000 people a month instead of 31,680 people a month; Boxes lost" in lost
    assert "on the same scale" in bars.locator(".sop-stays").inner_text()
    assert "20,000 people a month instead of 31,680" in page.locator("#a-bars-alt").text_content()
    outside = page.locator("#a-against-the-record .sop-wide text", has_text="20,000 people")
    assert outside.count() == 1
    page.get_by_role("button", name="Back to what the sources say").click()
    restored, fresh = page.evaluate(MAIN), shown(stated).evaluate(MAIN)
    assert restored == fresh


def test_what_leaves_the_axis_stands_at_its_end_and_the_chart_says_so(shown, stated) -> None:
    page = shown(stated, "?with=boxes_lost:95000")
    for chart, end in (("bounds", "→"), ("bars", "→"), ("series", "↑"), ("squares", "↑")):
        drawn = page.locator(f"#a-{chart}")
        assert "Beyond the end of the scale: Boxes lost" in drawn.locator(".sop-stays").inner_text()
        assert drawn.locator(".sop-wide text", has_text=f"95,000 {end}").count() + (
            drawn.locator(".sop-wide text", has_text=f"month {end}").count()
        )
    assert page.evaluate(OUTSIDE) == []


def test_a_chart_whose_marks_stand_elsewhere_keeps_to_the_sources_and_says_so(
    shown, stated
) -> None:
    page = shown(stated, "?with=boxes_lost:20000")
    assert (
        "Drawn and titled with what the sources say"
        in page.locator("#twice .sop-stays").inner_text()
    )
    assert page.locator("#twice.sop-redrawn, #twice [font-weight=bold]").count() == 0
    for chart in ("a-bars", "twice"):
        page.locator(f"#{chart} .sop-take > summary").click()
    cited = page.locator("#a-bars .sop-take p[data-path]").first.text_content()
    assert "With other numbers than the sources say" in cited
    assert "other numbers" not in page.locator("#twice .sop-take p[data-path]").first.text_content()


def test_a_page_without_other_numbers_loads_nothing_for_them(shown, stated) -> None:
    page = shown(stated)
    assert page.evaluate("[...document.scripts].filter(e => e.src.includes('what-if')).length") == 0


def test_what_a_chart_draws_is_named_also_where_it_is_computed(open_page, book) -> None:
    page = open_page("book/casualties.html?with=recruits_per_month%3A60000")
    page.locator(".sop-stays").first.wait_for()
    said = " ".join(page.locator("main").all_text_contents())
    told = page.evaluate("[...document.querySelectorAll('[aria-label]')].map(e => e.ariaLabel)")
    assert "Beyond the end of the scale: " in said
    assert "scale: ." not in said and ": : " not in " ".join(told)
