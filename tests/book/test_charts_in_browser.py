"""Charts as a browser shows them: they grow with their room and the reader's type, whole, in the
colours that a reader forces.
"""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
CHAPTERS = ["talks", "front-line", "casualties", "strikes", "pressure", "aid", "against-the-record"]
# The words and marks of the charts that are shown which stick out of their drawing by more than one
# pixel.
# A phone's map is cut at its edges on purpose: there a region may show only a part, elsewhere a
# mark is whole.
OUTSIDE = """() => [...document.querySelectorAll('.sop-chart > svg')].filter(s =>
  s.getClientRects().length).flatMap(s => {
    const frame = s.getBoundingClientRect();
    return [...s.querySelectorAll('text, [data-mark]')].filter(t => {
      const box = t.getBoundingClientRect();
      if (t.matches('#map path')) return box.right < frame.left || box.left > frame.right ||
        box.bottom < frame.top || box.top > frame.bottom;
      return box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 ||
        box.bottom > frame.bottom + 1;
    }).map(t => `${s.closest('figure').id}: ${t.textContent || t.dataset.mark}`)})"""


def test_narrow_and_wide_layouts_change_with_the_room(open_page) -> None:
    for width, kind in ((1280, "sop-wide"), (360, "sop-narrow")):
        page = open_page("book/aid.html", viewport={"width": width, "height": 900})
        assert (
            page.locator(f".sop-chart > svg.{kind}:visible").count()
            == page.locator(".sop-figure").count()
        )
        sizes = page.evaluate(
            "[...document.querySelectorAll('.sop-chart > svg')].filter(s => "
            "s.getClientRects().length).flatMap(s => {"
            "const scale = s.getBoundingClientRect().width / s.viewBox.baseVal.width;"
            "return [...s.querySelectorAll('text')].map(t => "
            "parseFloat(getComputedStyle(t).fontSize) * scale)})"
        )
        assert min(sizes) >= 11


@pytest.mark.parametrize(("width", "type"), [(678, 16), (520, 16), (360, 32), (768, 32)])
def test_charts_grow_with_their_room_and_with_the_readers_type(open_page, width, type) -> None:
    """To the full width, or until their words are half again as large as the reader's."""
    page = open_page("book/aid.html", viewport={"width": width, "height": 900})
    page.context.new_cdp_session(page).send(
        "Page.setFontSizes", {"fontSizes": {"standard": type, "fixed": type}}
    )
    page.reload()
    for (
        drawn,
        room,
    ) in page.evaluate("""[...document.querySelectorAll('.sop-chart > svg')].filter(s =>
      s.getClientRects().length).map(s => [s, s.parentElement].map(e =>
        e.getBoundingClientRect().width))"""):
        assert drawn >= min(room, 30 * type) - 1 and drawn <= room


def test_no_word_or_mark_of_a_chart_lies_outside_its_drawing(open_page) -> None:
    """Measured with the browser's own fonts, which need not be the ones that the charts were laid
    out with.
    """
    for chapter in CHAPTERS:
        page = open_page(f"book/{chapter}.html", viewport={"width": 1280, "height": 900})
        page.evaluate(
            "document.querySelectorAll('details.sop-more').forEach(fold => { fold.open = true; })"
        )
        assert page.evaluate(OUTSIDE) == [], chapter
        page.set_viewport_size({"width": 360, "height": 900})
        assert page.evaluate(OUTSIDE) == [], (chapter, "narrow")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_keep_every_mark_visible(open_page, scheme) -> None:
    """The drawings take the reader's colours: none vanishes into the page, and what would be the
    same as another has a pattern.
    """
    page = open_page(
        "book/aid.html",
        forced_colors="active",
        color_scheme=scheme,
        viewport={"width": 1280, "height": 900},
    )
    paints = page.evaluate("""() => [...document.querySelectorAll('.sop-chart > svg')].filter(s =>
      s.getClientRects().length).map(s => ({
        paper: getComputedStyle(s).backgroundColor,
        forced: [...s.querySelectorAll('text')].filter(t =>
          getComputedStyle(t).forcedColorAdjust !== 'none').map(t => t.textContent),
        marks: [...new Set([...s.querySelectorAll('[data-mark]')].flatMap(m =>
          [getComputedStyle(m).fill, getComputedStyle(m).stroke]))]}))""")
    assert len(paints) == 2
    for drawing in paints:
        assert drawing["forced"] == []  # words would be white upon the paper
        colours = [c for c in drawing["marks"] if c not in ("none", drawing["paper"])]
        assert colours and drawing["paper"] == page.evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
    assert (
        len([c for c in paints[0]["marks"] if c not in ("none", paints[0]["paper"])]) == 3
    )  # each donor its own
