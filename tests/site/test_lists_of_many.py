"""Many corrections and sources: pages by year and by letter, to which all links lead."""

from __future__ import annotations

import gzip
import re
from zipfile import ZipFile

import pytest

from edited import edit, texts
from many import SOURCE, of_lists
from stateofplay.publish.building import build
from stateofplay.publish.forms import write_epub
from stateofplay.publish.pdf import read_parts

pytestmark = [pytest.mark.book, pytest.mark.counted]
ROW = re.compile(r'<(?:tr|section class="sop-source-record") id="([\w-]+)"')


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = of_lists(tmp_path_factory.mktemp("lists") / "book")
    assert build(project, quiet=True) == 0
    return project


def part_pages(pages: dict[str, str], name: str) -> dict[str, str]:
    return {path: text for path, text in pages.items() if path.startswith(f"book/{name}-")}


@pytest.mark.parametrize(
    ("name", "first", "count"), [("corrections", "2025", 450), ("sources", "h", 452)]
)
def test_each_row_stands_once_on_a_light_page(project, name, first, count) -> None:
    pages = texts(project)
    parts = part_pages(pages, name)
    ids = [found for text in parts.values() for found in ROW.findall(text)]
    assert len(ids) == len({*ids}) == count and f"book/{name}-{first}.html" in parts
    assert ROW.search(pages[f"book/{name}.html"]) is None
    links = re.findall(rf'href="({name}-[^"#]*)"', pages[f"book/{name}.html"])
    assert {f"book/{link}" for link in links} >= {*parts}
    assert max(len(gzip.compress(text.encode(), 6)) for text in parts.values()) < 60_000
    order = [part.path.stem for part in read_parts(project, project.site)]
    assert order[order.index(name) + 1] == f"{name}-{first}" and len(order) == len({*order})


def test_a_page_of_corrections_is_listed_by_its_days(project) -> None:
    links = texts(project)["book/corrections.html"].partition('aria-label="Corrections"')[2]
    words = re.sub("<.*?>|\\s", " ", links.partition("</nav>")[0])
    assert "2025 part 1 , 15 April to 15 December 2025" in " ".join(words.split())
    assert "correction-" not in links.partition("</nav>")[0]


def test_links_search_and_feed_lead_to_the_page_that_has_the_row(project) -> None:
    pages = texts(project)
    feed = (project.site / "corrections.xml").read_text(encoding="utf-8")
    for text in (*pages.values(), feed):
        assert not re.search(r"(corrections|sources)\.html#(correction-|news-|wire-|port-)", text)
    rows = re.findall(r'href="book/(corrections-[^"#]*)#([^"]*)"', feed)
    marks = re.findall(r'href="(sources-[^"#]*)#(news-0|wire-1)"', pages["book/quays.html"])
    places = "".join(text for path, text in pages.items() if path.startswith("search/ledger-place"))
    sought = re.findall(r"book/(sources-[^\"#]*)#([\w-]+)", places)
    assert len(rows) == 450 and len({*marks}) == 2 and len(sought) == 452
    for page, name in (*rows, *marks, *sought):
        assert f'id="{name}"' in pages[f"book/{page}"]


def test_an_epub_holds_the_pages(project) -> None:
    with ZipFile(write_epub(project)) as archive:
        names = [n for n in archive.namelist() if re.search(r"(corrections|sources)-.*xhtml", n)]
        ids = [found for n in names for found in ROW.findall(archive.read(n).decode())]
    assert len(ids) == len({*ids}) == 902


def test_a_correction_and_a_source_more_give_the_bytes_of_a_build_from_nothing(
    project, tmp_path
) -> None:
    before = texts(project)
    line = "2025-12-15,boat_11,"
    edit(project, "data/corrections.csv", line, f"2025-12-16,boat_new,id,New: 1 ton,,New.\n{line}")
    source = "@online{wire_1,"
    edit(project, "seeds/sources.bib", source, SOURCE.format("news", 900) + source)
    assert build(project, quiet=True) == 0
    after = texts(project)
    for name, row in ("corrections", "correction-2025-12-16-boat-new-id"), ("sources", "news-900"):
        parts = part_pages(after, name)
        new = [path for path in parts if before.get(path) != parts[path]]
        assert f'id="{row}"' in "".join(map(parts.get, new)) and len(new) < len(parts)
    fresh = of_lists(tmp_path / "book")
    for name in ("data/corrections.csv", "seeds/sources.bib"):
        (fresh.root / name).write_bytes((project.root / name).read_bytes())
    assert build(fresh, quiet=True) == 0
    assert texts(fresh) == after


def test_a_book_without_the_page_of_corrections_lists_them_where_it_says(tmp_path) -> None:
    project = of_lists(tmp_path / "book", log="log")
    assert build(project, quiet=True) == 0
    pages = texts(project)
    assert len(ROW.findall(pages["book/log.html"])) == 450
    assert not part_pages(pages, "corrections") and part_pages(pages, "sources")
