"""What the workbook of Chartability asks where charts are looked at closely: marks and names that
stand apart, links that can be hit, tables in words, pages for embedding that can be adjusted.
"""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from books import CHARTED
from screens import DESK, PHONE, SMALLEST, TARGET

pytestmark = pytest.mark.browser

# How far apart neighbouring bars are, as drawn: a rim of paper belongs to neither of the two.
GAPS = r"""() => { const n = String.raw`(-?\d*\.?\d+)`;
  const RECTANGLE = new RegExp(`M${n}[ ,]?${n}(?:h${n}v${n}h|v${n}h${n}v)[^a-zM]*z`, 'g');
  const paper = getComputedStyle(document.body).backgroundColor;
  for (const fold of document.querySelectorAll('main details:not(.sop-tools *)')) fold.open = true;
  return [...document.querySelectorAll('.sop-chart > svg')].filter(svg =>
    svg.getClientRects().length).flatMap(svg => {
      const scale = svg.getScreenCTM().a;
      const bars = [...svg.querySelectorAll('path')].flatMap(e => {
        const style = getComputedStyle(e), matrix = e.getScreenCTM();
        const line = style.stroke === 'none' ? 0 : parseFloat(style.strokeWidth) * scale / 2;
        const grows = style.stroke === paper ? -line : line;
        return [...e.getAttribute('d').matchAll(RECTANGLE)].map(([, ...numbers]) => {
          const [x, y, wide, down, first, second] = numbers.map(Number);
          const [w, h] = Number.isNaN(wide) ? [second, first] : [wide, down];
          const [from, to] = [[x, y], [x + w, y + h]].map(([x, y]) =>
            new DOMPoint(x, y).matrixTransform(matrix));
          return { grows, left: Math.min(from.x, to.x), right: Math.max(from.x, to.x),
            top: Math.min(from.y, to.y), bottom: Math.max(from.y, to.y) };
        });
      }).filter(b => b.right - b.left > 1 && b.bottom - b.top > 1);
      return bars.flatMap((a, at) => bars.slice(at + 1).flatMap(b => {
        const x = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (Math.max(x, y) <= 1 || Math.min(x, y) < -20) return [];
        const over = x > 1 && y > 1; // the later one lies on the other
        const gap = over ? -2 * b.grows : -Math.min(x, y) - a.grows - b.grows;
        return [[svg.closest('.sop-figure').id, gap]]; })); }); }"""
CLEAR = 1  # pixel between two marks


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_bars_and_their_parts_do_not_touch(open_page, width) -> None:
    gaps = []
    for page in CHARTED:
        viewport = {"width": width, "height": 900}
        gaps += open_page(f"book/{page}.html", viewport=viewport).evaluate(GAPS)
    assert len(gaps) > 60 and {"losses-by-month", "heat-back"} <= {chart for chart, _ in gaps}
    assert [found for found in gaps if found[1] < CLEAR] == []


UNFOLDED = """async () => { for (const fold of document.querySelectorAll('main details')) {
    fold.removeAttribute('name'); fold.open = true; }
  for (const panel of document.querySelectorAll(".sop-panel"))
    while (!panel.children[1]) await new Promise(n => setTimeout(n, 20)); }"""
LINKS = """() => {
  return [...document.querySelectorAll('main :is(th, td) > a[href]:not(.headerlink)')].filter(a =>
    a.getClientRects().length && a.textContent.trim() === a.parentElement.textContent.trim() &&
    !a.closest('.sop-matrix')).map(a => a.getBoundingClientRect()).map(b => [b.width, b.height]);
}"""


@pytest.mark.parametrize("touch", [True, False], ids=["tapped", "clicked"])
def test_a_link_that_is_all_of_a_cell_is_44_pixels(open_page, touch) -> None:
    lists = ["ledger", "corrections", "outside-figures", "method"]
    for page in [*CHARTED, *(lists if touch else [])]:
        opened = open_page(
            f"book/{page}.html", viewport=PHONE if touch else DESK, has_touch=touch, is_mobile=touch
        )
        opened.evaluate(UNFOLDED)
        links = opened.evaluate(LINKS)
        assert links, page
        assert [link for link in links if min(link) < TARGET - 0.1] == [], page


def test_no_cell_of_a_charts_table_has_an_id_of_the_data(open_page) -> None:
    for page in CHARTED:
        opened = open_page(f"book/{page}.html")
        opened.evaluate(UNFOLDED)
        cells = opened.locator(".sop-panel :is(th, td)").all_text_contents()
        assert cells and [cell for cell in cells if re.search(r"[a-z\d]_[a-z\d]", cell)] == []


def test_a_row_of_a_charts_table_follows_other_numbers_with_its_range(open_page) -> None:
    page = open_page("book/casualties.html?with=losses_2026_01%3A30000", viewport=DESK)
    page.locator(".sop-supposed").wait_for()
    page.locator("#balance-by-source summary", has_text="Data").click()
    row = page.locator("#balance-by-source tbody tr", has=page.locator("a[href$=monthly_balance]"))
    row.locator("ins").first.wait_for()
    assert [cell.inner_text() for cell in row.locator("td ins").all()] == [
        "about 10,000 people a month",
        "5,000 to 15,000 people a month",
    ]


def test_names_beside_the_axis_of_an_interactive_chart_stand_apart(open_page) -> None:
    for page, chart in (("casualties", "balance-by-source"), ("aid", "sums-of-the-article")):
        opened = open_page(f"book/{page}.html?explore={chart}", viewport=PHONE)
        view = opened.locator(f"#{chart} .sop-view")
        values = opened.locator(f"#{chart} .sop-drawn-values tbody tr")
        values.first.wait_for(state="attached")  # listed when all is drawn
        boxes = view.evaluate(
            """view => [...view.querySelectorAll('.role-axis-label')].map(axis =>
              [...axis.querySelectorAll('text')].filter(t => t.getAttribute('opacity') !== '0' &&
                t.textContent).map(t => t.getBoundingClientRect()).map(b => [b.left, b.right,
                b.top, b.bottom]))"""
        )
        for axis in boxes:
            for one, other in pairwise(axis):
                beside, below = other[0] - one[1], abs(other[2] - one[2])
                assert beside >= 4 or below > 10, (chart, one, other)
        assert boxes
    assert view.locator(".role-axis-label text[opacity='0']").count() == 0  # of bars each has one


EMBEDDED = """() => [...document.querySelectorAll('.sop-chart path')].filter(e =>
  e.getClientRects().length && getComputedStyle(e).fill.includes('url(')).length"""


def test_a_page_for_embedding_has_a_switch_for_patterns_and_no_stop_that_does_nothing(
    open_page, book
) -> None:
    for page in sorted((book.site / "charts").glob("*/index.html")):
        stops = re.findall(r'<(\w+)[^>]* tabindex="', page.read_text(encoding="utf-8"))
        assert stops in ([], ["div"])  # of the table, which large type lets scroll
    page = open_page("charts/aid-by-donor/", viewport=SMALLEST)
    box = page.locator("#patterns")
    drawn = page.evaluate(EMBEDDED)
    assert drawn and box.is_checked()
    stops = []
    for _ in range(3):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.localName"))
        if len(stops) == 1:
            page.keyboard.press("Space")
            assert page.evaluate(EMBEDDED) == 0
    assert stops == ["input", "a", "summary"]
    page.get_by_text("Patterns").click()
    assert page.evaluate(EMBEDDED) == drawn
    assert page.get_by_text("Patterns").bounding_box()["height"] >= TARGET - 1
    page.locator("summary").click()
    inside = (
        "[...document.querySelectorAll('main *')].filter(e => e.scrollWidth > e.clientWidth && "
    )
    assert page.evaluate(f"{inside} /auto|scroll/.test(getComputedStyle(e).overflowX)).length") == 0


# Sentences whose full stop or comma stands on another line than their last letter.
BROKEN = r"""() => [...document.querySelectorAll('main .sop-sentence')].flatMap(link => {
  const after = link.closest('.sop-fig').nextSibling, letters = document.createTreeWalker(link, 4);
  let last;
  while (letters.nextNode()) if (letters.currentNode.data.trim()) last = letters.currentNode;
  if (!/^[.,;:]/.test(after?.data ?? '')) return [];
  const [end, stop] = [[last, last.data.trimEnd().length - 1], [after, 0]].map(([node, at]) => {
    const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + 1);
    return range.getBoundingClientRect(); });
  return [[link.textContent, Math.abs(end.bottom - stop.bottom) < 4]]; })"""


@pytest.mark.parametrize("name", ["index", "talks"])
def test_the_sign_of_its_evidence_is_not_broken_from_a_sentence(open_page, name) -> None:
    page = open_page(f"book/{name}.html", viewport=PHONE)
    found = []
    for width in range(320, 480, 4):
        page.set_viewport_size({"width": width, "height": 900})
        found += page.evaluate(BROKEN)
    assert found and [words for words, is_whole in found if not is_whole] == []
