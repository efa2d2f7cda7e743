"""A book with many records: pages by topic, of which an edit makes no others than it changes."""

from __future__ import annotations

import pickle
import re
import shutil
import sys
from contextlib import suppress
from types import SimpleNamespace

import pytest

from edited import contents, edit, texts
from many import of_many
from projects import renew_unchecked
from stateofplay.chapters import processes
from stateofplay.ledger import loading
from stateofplay.publish.building import build
from stateofplay.site import finishing
from stateofplay.site.downloads import package
from stateofplay.site.finishing import Step
from stateofplay.site.lists.records import MOST_NAMED
from stateofplay.site.templating import templates

pytestmark = [pytest.mark.book, pytest.mark.counted]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = of_many(tmp_path_factory.mktemp("many") / "book")
    assert build(project, quiet=True) == 0
    return project


def record_pages(pages: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in pages.items() if name.startswith("book/ledger-")}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    pages = {*record_pages(before), *record_pages(after)}
    return {name for name in pages if before.get(name) != after.get(name)}


def test_each_number_opens_its_record_on_the_page_that_has_it(project) -> None:
    pages = texts(project)
    assert "book/ledger-tugs-part-2.html" in pages and "book/ledger-boxes.html" in pages
    links = re.findall(r'href="(ledger-tugs[^"#]*)#(tug_0|tug_149)"', pages["book/tugs.html"])
    assert len({page for page, _ in links}) == 2
    for page, name in links:
        assert f'<article class="sop-record" id="{name}"' in pages[f"book/{page}"]
        assert f'<tr id="{name}"' in pages["book/ledger.html"]


def test_a_number_makes_its_own_page_anew_and_a_place_those_that_say_it(project) -> None:
    before = texts(project)
    edit(project, "data/tugs.csv", ",30003,", ",40003,")
    assert build(project, quiet=True) == 0
    after = texts(project)
    assert changed(before, after) == {"book/ledger-tugs.html"}
    assert "40,003" in after["book/ledger.html"] and "40,003" in after["book/ledger-tugs.html"]
    edit(project, "book/tugs.md", "the last", "the next {fig}`tug_1`, the last")
    assert build(project, quiet=True) == 0
    assert changed(after, texts(project)) == {"book/ledger-tugs.html"}


def test_cells_edited_one_after_the_other_give_the_bytes_of_a_build_from_nothing(
    project, tmp_path, monkeypatch
) -> None:
    """Also by a program that finds the ledger kept: then a page was edited between."""
    for old, new in ((",30010,", ",29010,"), ("at pier 12", "at pier twelve"), (",30011,", ",1,")):
        edit(project, "data/tugs.csv", old, new)
        assert build(project, quiet=True) == 0
        edit(project, "book/tugs.md", "the last", "the next, the last")
        assert build(project, quiet=True) == 0
        monkeypatch.setattr(loading, "_LAST", {})
    fresh = of_many(tmp_path / "book")
    for name in ("data/tugs.csv", "data/unchecked.csv", "book/tugs.md"):
        (fresh.root / name).write_bytes((project.root / name).read_bytes())
    assert build(fresh, quiet=True) == 0
    here, there = contents(project), contents(fresh)
    assert [name for name in here.keys() | there if here.get(name) != there.get(name)] == []


def test_a_figure_added_in_the_middle_gives_the_bytes_of_a_build_from_nothing(
    project, tmp_path
) -> None:
    before = texts(project)
    table = project.table("tugs")
    line = re.search(r"^tug_4,.*\n", table.read_text("utf-8"), re.MULTILINE)[0]
    new = line.replace("tug_4,", "tug_new,").replace("pier 4", "a new pier")
    edit(project, "data/tugs.csv", line, line + new)
    renew_unchecked(project)
    assert build(project, quiet=True) == 0
    after = texts(project)
    assert "tug_new" in after["book/ledger-tugs.html"]
    assert len(changed(before, after)) < len(record_pages(after))
    fresh = of_many(tmp_path / "book")
    for name in ("data/tugs.csv", "data/unchecked.csv", "book/tugs.md"):
        (fresh.root / name).write_bytes((project.root / name).read_bytes())
    assert build(fresh, quiet=True) == 0
    assert texts(fresh) == after


@pytest.mark.skipif(sys.platform != "linux", reason="no process is copied")
def test_a_build_whose_copy_takes_some_of_it_gives_the_bytes_of_one_without(
    tmp_path, monkeypatch
) -> None:
    """And notes the same for the next one."""
    taken = []

    def begin(work):
        with monkeypatch.context() as alone:
            alone.setattr(processes.threading, "active_count", lambda: 1)
            taken.append(processes.begin_copied(work))
        return taken[-1]

    monkeypatch.setattr(package, "start_beside", lambda *given: None)  # or it may be at work still
    written, noted = [], []
    for how in (lambda work: None, begin):
        monkeypatch.setattr(finishing, "begin_copied", how)
        project = of_many(tmp_path / "book")
        assert build(project, quiet=True) == 0
        written.append(contents(project))
        noted.append(pickle.loads(next(project.build.rglob("made-once.pickle")).read_bytes()))
        shutil.rmtree(project.root)
    assert len(taken) == 1 and "search/ledger-begins.js" in taken[0]()
    assert written[0] == written[1] and noted[0] == noted[1]


def test_a_record_names_no_more_than_a_page_may_weigh_of_what_rests_on_it() -> None:
    environment = templates.__wrapped__()  # none in which a build has loaded the template
    environment.globals["most_named"] = MOST_NAMED
    names = [f"other_{number}." for number in range(MOST_NAMED + 1250)]
    it = SimpleNamespace(
        used_in=lambda name: [],
        ledger=SimpleNamespace(around=SimpleNamespace(feeds={"hub": names})),
        link=str,
        path_within=str,
        citation=str,
    )
    record = environment.from_string('{% from "record.html" import uses %}{{ uses(it, "hub") }}')
    shown = " ".join(record.render(it=it).split())
    assert f"other_{MOST_NAMED - 1}.; and 1,250 more, each of which names it in its own" in shown
    assert f"other_{MOST_NAMED}." not in shown


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_a_build_that_does_not_come_to_its_end_waits_for_its_copy(
    tmp_path, monkeypatch, error
) -> None:
    """Or it would write on where the next build begins."""
    waited = []

    def fail(app):
        raise error

    monkeypatch.setattr(package, "start_beside", lambda *given: None)
    monkeypatch.setattr(finishing, "begin_copied", lambda work: lambda: waited.append(work))
    monkeypatch.setattr(finishing, "STEPS", (Step(fail),))
    with suppress(KeyboardInterrupt):
        assert build(of_many(tmp_path / "book"), quiet=True) == 1
    assert len(waited) == 1
