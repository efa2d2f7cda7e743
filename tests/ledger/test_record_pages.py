"""Which page has the record of an entry: one in a small book, pages by topic in a larger one."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from many import SOURCE, corrections, outside
from projects import CHECKS, FIGURES, tiny_project
from stateofplay.editing.checking import find_problems
from stateofplay.files.problems import DataError
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_book, load_ledger


def grown(root, names: list[str], checks: list[dict[str, str]] | None = None) -> Ledger:
    """A ledger with figures of these names beside those of the small book."""
    rows = [FIGURES[1] | {"id": name, "value": "30000"} for name in names]
    tables = {"tugs": rows, "checks": checks or CHECKS}
    return load_ledger(tiny_project(root, tables=tables))


def tugs(count: int) -> list[str]:
    return [f"tug_{number}" for number in range(count)]


def placed(ledger: Ledger) -> dict[str, str]:
    return {name: ledger.record_page(name) for name in (*ledger.figures, *ledger.findings)}


def test_a_small_book_has_its_records_on_the_page_of_the_ledger(tmp_path) -> None:
    ledger = grown(tmp_path, tugs(50))
    assert not ledger.record_pages and set(placed(ledger).values()) == {"book/ledger"}


def test_a_larger_one_has_a_page_for_each_topic_with_every_entry_once(tmp_path) -> None:
    ledger = grown(tmp_path, tugs(100))
    assert {*ledger.record_pages} == {
        f"book/ledger-{topic}" for topic in ("boxes", "tugs", "record")
    }
    assert ledger.record_page("tug_7") == "book/ledger-tugs"
    assert ledger.record_page("boxes_lost") == ledger.record_page("balance") == "book/ledger-boxes"
    ids = [name for page in ledger.record_pages.values() for name in page.ids]
    assert sorted(ids) == sorted(
        [*(f.id for f in ledger.article_figures), *ledger.derived, *ledger.findings]
    )


def test_a_large_topic_is_in_parts_that_are_neither_light_nor_heavy(tmp_path) -> None:
    pages = [p for p in grown(tmp_path, tugs(1000)).record_pages.values() if p.topic == "tugs"]
    assert [page.part for page in pages] == [*range(1, len(pages) + 1)]
    assert {page.parts for page in pages} == {len(pages)}
    sizes = [len(page.ids) for page in pages]
    assert sum(sizes) == 1000 and max(sizes) <= 110 and min(sizes[:-1]) >= 60


def test_outside_values_make_a_page_heavier(tmp_path) -> None:
    many = [CHECKS[0] | {"id": f"check_{n}", "figure": "tug_0"} for n in range(300)]
    pages = grown(tmp_path, tugs(100), many).record_pages
    assert pages["book/ledger-tugs"].ids == ("tug_0",)


@pytest.mark.parametrize("at", [0, 300, 999])
def test_an_added_figure_moves_few_records(tmp_path, at) -> None:
    names = tugs(1000)
    before = placed(grown(tmp_path / "before", names))
    after = placed(grown(tmp_path / "after", [*names[:at], "tug_new", *names[at:]]))
    assert len([name for name, page in before.items() if after[name] != page]) <= 3


def areas(root, rows: list[dict[str, str]]) -> Ledger:
    return load_ledger(tiny_project(root, tables={"context/areas": rows}))


def test_figures_from_outside_have_pages_by_table_when_one_page_would_be_heavy(tmp_path) -> None:
    few = areas(tmp_path / "few", outside(500))
    assert not few.outside_pages and few.record_page("area_499") == "book/outside-figures"
    many = areas(tmp_path / "many", outside(2000))
    pages = [*many.outside_pages.values()]
    assert pages[0].name == "book/outside-figures-areas" and not many.record_pages
    assert [name for page in pages for name in page.ids] == [f"area_{n}" for n in range(2000)]
    sizes = [len(page.ids) for page in pages]
    assert max(sizes) <= 440 and min(sizes[:-1]) >= 240
    assert many.record_page("area_1999") == pages[-1].name


@pytest.mark.parametrize("at", [0, 1000, 1999])
def test_an_added_figure_from_outside_moves_few(tmp_path, at) -> None:
    rows = outside(2000)
    before = placed(areas(tmp_path / "before", rows))
    new = rows[0] | {"id": "area_new"}
    after = placed(areas(tmp_path / "after", [*rows[:at], new, *rows[at:]]))
    assert len([name for name, page in before.items() if after[name] != page]) <= 3


def log(root, rows: list[dict[str, str]]) -> Ledger:
    return load_ledger(tiny_project(root, tables={"corrections": rows}))


def test_corrections_have_pages_by_year_when_one_page_would_be_heavy(tmp_path) -> None:
    few = log(tmp_path / "few", corrections(400))
    assert not few.list_pages
    assert few.row_page("corrections", "correction-2024-01-15-boat-0-id") == "book/corrections"
    many = log(tmp_path / "many", corrections(1200))
    pages = [*many.list_pages.values()]
    assert [page.title for page in pages if page.part == 1] == ["2025", "2024"]
    sizes = [len(page.ids) for page in pages]
    assert sum(sizes) == 1200 and max(sizes) <= 220
    assert many.row_page("corrections", pages[-1].ids[0]) == pages[-1].name


def test_an_added_correction_moves_few(tmp_path) -> None:
    rows = corrections(1200)
    new = rows[-1] | {"id": "boat_new", "date": "2025-12-31"}
    both = log(tmp_path / "before", rows), log(tmp_path / "after", [*rows, new])
    before, after = ({i: p.name for p in b.list_pages.values() for i in p.ids} for b in both)
    assert len([row for row, page in before.items() if after[row] != page]) <= 3


@pytest.mark.parametrize(("count", "lost"), [(400, []), (450, ["book/corrections-2025.md"])])
def test_no_page_of_the_book_gives_way_to_one_that_is_made(tmp_path, count, lost) -> None:
    pages = {f"{name}-2025": "# Of 2025\n\nSo it was.\n" for name in ("corrections", "sources")}
    project = tiny_project(tmp_path / "book", {"corrections": corrections(count)}, pages)
    said = "has the name of a page that the program makes, a part of book/corrections"
    assert [p.file for p in find_problems(project)[0] if p.message.startswith(said)] == lost
    with pytest.raises(DataError, match=said) if lost else nullcontext():
        load_book(project)


def test_sources_whose_keys_begin_with_a_sign_stand_together(tmp_path) -> None:
    project = tiny_project(tmp_path / "book")
    with project.bibliography.open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(SOURCE.format(name, n) for n in range(205) for name in ("wire", "_wire"))
    pages = load_ledger(project).list_pages.values()
    assert {page.title for page in pages} == {"H", "Other", "P", "W"}
