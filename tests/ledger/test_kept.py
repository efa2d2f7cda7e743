"""A ledger that is kept says what one says that is read; anything else than it is read anew."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from projects import tiny_project
from stateofplay.files.project import PACKAGE, Project, find_project
from stateofplay.ledger import loading as module
from stateofplay.ledger import turns
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import keep_ledger, load_ledger
from stateofplay.ledger.record_digest import record_digests

BOOK = find_project(PACKAGE.parents[1])


@pytest.fixture
def read_anew(monkeypatch) -> list[Project]:
    """The projects whose tables were read; another program begins, which knows no ledger."""
    read: list[Project] = []
    assembled = module.assembled

    def note(project: Project):
        read.append(project)
        return assembled(project)

    monkeypatch.setattr(module, "assembled", note)
    monkeypatch.setattr(module, "_LAST", {})
    return read


def kept(project: Project) -> Ledger:
    ledger = load_ledger(project)
    keep_ledger(ledger)
    module._LAST.clear()
    return ledger


def copy_of_this_book(root: Path) -> Project:
    project = Project(root)
    for name in ("data", "seeds"):
        shutil.copytree(BOOK.root / name, project.root / name)
    shutil.copy(BOOK.config, project.config)
    return project


def test_every_entry_of_this_book_is_the_same_kept_and_read(tmp_path, read_anew) -> None:
    project = copy_of_this_book(tmp_path / "book")
    before = kept(project)
    after = load_ledger(project)
    assert len(read_anew) == 1 and after is not before
    assert after.entries == before.entries and after.checks == before.checks
    assert after.settings == before.settings and after.articles == before.articles
    assert record_digests(after, before.entries) == record_digests(before, before.entries)
    for name, entry in before.entries.items():
        assert after.words(name) == before.words(name)
        if hasattr(entry, "quantity"):
            assert after.quantity(name).to(entry.quantity.unit) == entry.quantity
    for name, table in before.tables.items():
        assert [(row.line, row.cells) for row in after.tables[name]] == [
            (row.line, row.cells) for row in table
        ]


def test_what_turns_a_finding_is_worked_out_again_only_where_it_rests_on_what_changed(
    tmp_path, read_anew, monkeypatch
) -> None:
    project = copy_of_this_book(tmp_path / "book")
    before = kept(project)
    again: list[str] = []
    work_out = turns._turn

    def note(ledger, finding, *given):
        again.append(finding.id)
        return work_out(ledger, finding, *given)

    monkeypatch.setattr(turns, "_turn", note)
    assert dict(load_ledger(project).turns) == dict(before.turns) and not again
    for file, old, new, moved in (
        (project.table("casualties"), ",35000,", ",35001,", "recruits_per_month"),
        (project.config, "\n", "\n\n", ""),
    ):
        module._LAST.clear()
        text = file.read_text(encoding="utf-8").replace(old, new, 1)
        file.write_text(text, encoding="utf-8", newline="\n")
        again.clear()
        after = load_ledger(project)
        found = dict(after.turns)
        resting = {name for name in after.findings if moved in after.rests_on(name)}
        assert {*again} == resting and bool(resting) == bool(moved)
        assert found == dict(turns.Turns(replace(after), {}))
        keep_ledger(after)


def test_a_kept_ledger_serves_in_another_place(tmp_path, read_anew) -> None:
    before = kept(tiny_project(tmp_path / "book"))
    (tmp_path / "book").rename(tmp_path / "moved")
    after = load_ledger(Project(tmp_path / "moved"))
    assert len(read_anew) == 1 and after.entries == before.entries
    assert after.project.root == tmp_path / "moved"


def test_what_another_program_kept_is_read_anew_and_a_changed_cell_from_what_is_kept(
    tmp_path, read_anew, monkeypatch
) -> None:
    project = tiny_project(tmp_path / "book")
    kept(project)
    monkeypatch.setattr("stateofplay.ledger.kept.code_digest", lambda: "another")
    load_ledger(project)
    assert len(read_anew) == 2
    kept(project)
    module._LAST.clear()
    table = project.table("boxes")
    table.write_text(table.read_text().replace(",40000,", ",40100,"))
    ledger = load_ledger(project)
    assert len(read_anew) == 2 and ledger.quantity("boxes_per_month").value == 40100


@pytest.mark.parametrize("cut", [0, 10, 32, 40, -1])
def test_a_damaged_file_is_read_anew_and_mended(tmp_path, read_anew, cut) -> None:
    project = tiny_project(tmp_path / "book")
    kept(project)
    (file,) = (project.cache / "ledger").iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:cut])
    kept(project)
    assert len(read_anew) == 2 and file.read_bytes() == whole
    load_ledger(project)
    assert len(read_anew) == 2
