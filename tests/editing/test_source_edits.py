"""Sources are changed and added field by field, and read out of what is pasted."""

from __future__ import annotations

import json

import pytest

from projects import REPOSITORY, tiny_project
from stateofplay.editing.checking import find_problems
from stateofplay.editing.rows.pasted_sources import key_of_source, source_in
from stateofplay.editing.rows.pending import Pending
from stateofplay.editing.rows.raw_rows import EditError
from stateofplay.editing.rows.source_edits import (
    FIELDS,
    RawRecord,
    add_source,
    change_source,
    source_form,
)
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.reading.bibliography import sources_in

BOOK = REPOSITORY.bibliography.read_text(encoding="utf-8")
SOURCES = load_ledger(REPOSITORY).sources


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_one_field_of_each_record_changes_and_no_other_byte(end) -> None:
    text = BOOK.replace("\n", end)
    for number, key in enumerate(SOURCES):
        record = RawRecord(text, key)
        name = [*record.fields][number % len(record.fields)]
        cell = {"url": "https://example.org/a_b?c=d#e"}.get(name, "50% of “A & B”_#{x}")
        start, stop = record.fields[name]
        changed = record.with_cells({name: cell})
        assert changed[:start] == text[:start]
        assert changed[len(changed) - (len(text) - stop) :] == text[stop:]
        assert RawRecord(changed, key).cells() == record.cells() | {name: cell}
        assert record.with_cells(record.cells()) == text


def test_a_field_that_is_not_there_is_added_after_the_last() -> None:
    text = "@online{a,\n  title = {A},\n  url = {https://example.org/a}\n}\n@online{b, title={B}}\n"
    one = RawRecord(text, "a").with_cells({"grade": "A"})
    assert "example.org/a},\n  grade = {A}\n}\n@online{b" in one
    assert RawRecord(one, "b").with_cells({"grade": "B"}).endswith("title={B},\n  grade = {B}}\n")


def test_what_is_changed_or_added_reads_back(tmp_path) -> None:
    project = tiny_project(tmp_path / "book")
    pending = Pending(project)
    assert change_source(pending, "port_office", {"title": "Boxes & ships: 50%"}, "") == 6
    cells = dict(
        organization="Port Press",
        title="What was counted",
        url="https://example.org/press",
        date="2026-02-03",
        urldate="2026-11-23",
        license="not stated",
        medium="",
    )
    line = add_source(pending, "press_2026", cells, "")
    text = pending.content(project.bibliography).decode()
    assert text.split("\n")[line - 1] == "@online{press_2026,"
    with pending.supposed() as supposed:
        assert find_problems(supposed)[0] == []
        sources = load_ledger(supposed).sources
    assert sources["port_office"].title == "Boxes & ships: 50%"
    assert sources["press_2026"].producer == "Port Press"
    form = source_form(pending, "press_2026")
    assert form["cells"]["title"] == "What was counted" and form["fixed"]
    assert [column["name"] for column in form["columns"]] == ["key", *FIELDS]


@pytest.mark.parametrize("key", ["", "a b", "a,b", "2026", "a}"])
def test_a_key_that_is_none_is_refused(tmp_path, key) -> None:
    pending = Pending(tiny_project(tmp_path / "book"))
    with pytest.raises(EditError, match="is no key; write one like port_office_2026"):
        add_source(pending, key, {"title": "A"}, "")
    with pytest.raises(EditError, match="is no field of a source"):
        change_source(pending, "port_office", {"titel": "A"}, "")
    with pytest.raises(EditError, match="has no record"):
        change_source(pending, "nobody", {"title": "A"}, "")
    with pytest.raises(EditError, match="is no address"):
        change_source(pending, "port_office", {"url": "https://example.org/{a}"}, "")


BIBTEX = r"""@article{oconnor2025,
  author = {O'Connor, Anna and van der Berg, Bo},
  title = {{Grain} \& ports: 5\,\% up},
  journal = {Journal of Ports}, year = 2025, month = mar,
  url = {https://example.org/a\_b},
}"""
PAGE = """<html><script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
 {"@type": "WebSite", "name": "Port Press"},
 {"@type": "NewsArticle", "headline": "What was counted", "datePublished": "2026-02-03T08:00:00Z",
  "mainEntityOfPage": {"@id": "https://example.org/press"},
  "author": [{"@type": "Person", "name": "A. Writer"}, {"name": "B. Writer"}],
  "publisher": {"@type": "Organization", "name": "Port Press"}}]}</script></html>"""


def test_a_pasted_bibtex_entry_is_read() -> None:
    form, cells = source_in(BIBTEX)
    assert form == "BibTeX" and cells["key"] == "oconnor2025"
    assert cells["title"].startswith("Grain & ports: 5") and cells["date"] == "2025-03"
    assert cells["author"] == "Anna O'Connor and Bo van der Berg"
    assert cells["organization"] == "Journal of Ports"
    assert cells["url"] == "https://example.org/a_b" and cells["urldate"]


@pytest.mark.parametrize("pasted", [PAGE, PAGE.partition(">")[2].partition(">")[2]])
def test_a_pages_own_json_ld_is_read(pasted) -> None:
    form, cells = source_in(pasted.partition("</script>")[0] if "<html>" not in pasted else pasted)
    assert form == "JSON-LD"
    assert cells["title"] == "What was counted" and cells["date"] == "2026-02-03"
    assert cells["author"] == "A. Writer and B. Writer" and cells["organization"] == "Port Press"
    assert (
        cells["url"] == "https://example.org/press"
        and key_of_source(cells) == "port_press_2026_02_03"
    )


@pytest.mark.parametrize("pasted", [BIBTEX, PAGE])
def test_what_was_pasted_becomes_a_source_without_a_problem(tmp_path, pasted) -> None:
    pending = Pending(tiny_project(tmp_path / "book"))
    cells = source_in(pasted)[1]
    add_source(pending, key_of_source(cells), cells, "")
    text = pending.content(pending.project.bibliography).decode()
    assert cells["title"] in [source.title for source in sources_in("seeds", text).values()]


@pytest.mark.parametrize(
    "pasted",
    ["", "a note", "@online{a, title = {A", "{}", json.dumps({"name": "A"}), "[" * 100_000],
)
def test_what_is_no_entry_is_refused_in_one_line(pasted) -> None:
    with pytest.raises(EditError) as refused:
        source_in(pasted)
    assert "\n" not in str(refused.value)
