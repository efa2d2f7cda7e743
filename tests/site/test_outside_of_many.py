"""Many figures from outside the articles: pages by table, of which an edit makes few anew."""

from __future__ import annotations

import gzip
import re

import pytest

from edited import edit, texts
from many import of_outside
from stateofplay.publish.building import build
from stateofplay.publish.pdf import read_parts

pytestmark = [pytest.mark.book, pytest.mark.counted]
TABLE = "context/areas"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = of_outside(tmp_path_factory.mktemp("outside") / "book")
    assert build(project, quiet=True) == 0
    return project


def outside_pages(pages: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in pages.items() if name.startswith("book/outside-figures-")}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    pages = {*outside_pages(before), *outside_pages(after)}
    return {name for name in pages if before.get(name) != after.get(name)}


def test_each_figure_stands_once_and_links_search_and_citations_lead_there(project) -> None:
    pages = texts(project)
    parts = outside_pages(pages)
    assert {"book/outside-figures-wages.html", "book/outside-figures-areas-part-2.html"} < {*parts}
    rows = [name for text in parts.values() for name in re.findall(r'<tr id="(\w+)"', text)]
    assert len(rows) == len({*rows}) == 620
    assert "<tr id=" not in pages["book/outside-figures.html"]
    assert max(len(gzip.compress(text.encode(), 9)) for text in parts.values()) < 60_000
    links = re.findall(
        r'href="(outside-figures-[^"#]*)#(area_0|area_599)"', pages["book/quays.html"]
    )
    assert len({page for page, _ in links}) == 2
    for page, name in links:
        assert f'<tr id="{name}"' in parts[f"book/{page}"]
        assert '<a href="quays.html">Quays</a>' in parts[f"book/{page}"]
        places = [text for path, text in pages.items() if path.startswith("search/ledger-places")]
        assert any(f"book/{page}#{name}" in text for text in places)
    assert "outside-figures.html#" not in "".join(pages.values())
    order = [part.path.stem for part in read_parts(project, project.site)]
    assert order[order.index("outside-figures") :][:2] == [
        "outside-figures",
        "outside-figures-areas",
    ]
    assert order[-1] == "quays" and len(order) == len({*order})


def test_a_number_and_a_place_make_the_page_of_the_figure_anew_and_no_other(project) -> None:
    before = texts(project)
    edit(project, f"data/{TABLE}.csv", ",20003,", ",20004,")
    assert build(project, quiet=True) == 0
    after = texts(project)
    assert changed(before, after) == {"book/outside-figures-areas.html"}
    assert "20,003" not in after["book/outside-figures-areas.html"]
    edit(project, "book/quays.md", "the last", "the next {fig}`area_1`, the last")
    assert build(project, quiet=True) == 0
    assert changed(after, texts(project)) == {"book/outside-figures-areas.html"}


def test_a_figure_added_makes_few_pages_anew_and_the_bytes_of_a_build_from_nothing(
    project, tmp_path
) -> None:
    before = texts(project)
    line = re.search(r"^area_4,.*\n", project.table(TABLE).read_text("utf-8"), re.MULTILINE)[0]
    edit(project, f"data/{TABLE}.csv", line, line + line.replace("area_4,", "area_new,"))
    assert build(project, quiet=True) == 0
    after = texts(project)
    assert 'id="area_new"' in after["book/outside-figures-areas.html"]
    assert len(changed(before, after)) < len(outside_pages(after))
    fresh = of_outside(tmp_path / "book")
    for name in (f"data/{TABLE}.csv", "book/quays.md"):
        (fresh.root / name).write_bytes((project.root / name).read_bytes())
    assert build(fresh, quiet=True) == 0
    assert texts(fresh) == after
