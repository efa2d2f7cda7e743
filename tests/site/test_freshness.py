"""An edit reaches every page that it touches, executes only the chapters that it touches, and
nothing half-done is published.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from edited import contents, edit, texts
from projects import CELL_CHAPTER, renew_unchecked, tiny_project
from stateofplay.files import project as files
from stateofplay.files.disk import BuildError
from stateofplay.publish import building
from stateofplay.publish.building import build, update
from stateofplay.publish.twin_builds import PLAIN
from stateofplay.site.read import freshness

pytestmark = pytest.mark.book


def stored(project) -> set[str]:
    """The names of the executions that the project's cache holds."""
    return {p.name for p in (project.cache / "chapters").glob("*.json")}


def test_a_chapter_saved_while_its_cells_run_is_not_published_with_their_outputs(
    project, monkeypatch, capsys
) -> None:
    before = texts(project)
    edit(project, "book/other.md", "Some prose", "More prose")
    shown = [2, 1, 3, 2]

    def saved_meanwhile(*given) -> None:  # each time that the build begins again
        edit(project, "book/other.md", f"head({shown[0]})", f"head({shown[1]})")
        del shown[0]

    with monkeypatch.context() as patch:
        patch.setattr(freshness, "draw_ahead", saved_meanwhile)
        assert build(project, quiet=True) == 1
    said = capsys.readouterr().err
    assert "book/other.md has changed since its cells were executed; build again" in said
    assert texts(project) == before
    assert build(project, quiet=True) == 0


def test_the_code_of_a_chart_is_written_again_when_it_changes_and_goes_when_it_stands_in_the_page(
    project,
) -> None:
    edit(project, "book/index.md", "ipython3\nimport", "ipython3\n:tags: [hide-input]\nimport")
    assert build(project, quiet=True) == 0
    file = project.site / "charts" / "boxes" / "tools.js"
    written = file.stat().st_mtime_ns
    assert "mark_bar" in file.read_text(encoding="utf-8")
    assert "mark_bar" not in texts(project)["book/index.html"]
    edit(project, "book/index.md", "The harbour handles", "This harbour handles")
    assert build(project, quiet=True) == 0 and file.stat().st_mtime_ns == written
    edit(project, "book/index.md", "mark_bar()", "mark_tick()")
    assert build(project, quiet=True) == 0
    for name in ("charts/boxes/tools.js", "charts/boxes/index.html"):
        assert "mark_tick" in texts(project)[name] and "mark_bar" not in texts(project)[name]
    edit(project, "book/index.md", ":tags: [hide-input]\n", "")
    assert build(project, quiet=True) == 0
    assert "mark_tick" in texts(project)["book/index.html"]
    for name in ("charts/boxes/tools.js", "charts/boxes/index.html"):
        assert "mark_tick" not in texts(project)[name]
    assert "<pre" not in texts(project)["charts/boxes/tools.js"]


def test_edits_of_every_kind_at_once_arrive(project) -> None:
    """Each alone is in test_edits.py, in a process of its own; here in one that has built before,
    as a preview has.
    """
    edits = [
        ("book/other.md", "Some prose", "Other prose", "book/other.html", "Other prose"),
        (
            "seeds/sources.bib",
            "Boxes pile up",
            "Boxes pile higher",
            "book/sources.html",
            "Boxes pile higher",
        ),
        (
            "data/units.csv",
            "people/month,, person a month, people a month",
            "people/month,, box a month, boxes a month",
            "book/index.html",
            "about 40,000 boxes a month",
        ),
        (
            "data/boxes.csv",
            "Harbour director",
            "Harbour master",
            "book/ledger.html",
            "Harbour master",
        ),
        ("data/findings.csv", "stay short of", "fall short of", "book/index.html", "fall short of"),
    ]
    for path, old, new, _, _ in edits:
        edit(project, path, old, new)
    assert build(project, quiet=True) == 0
    pages = texts(project)
    for _, _, _, page, shown in edits:
        assert shown in pages[page], page


def test_a_name_of_a_series_follows_a_newer_figure(project) -> None:
    edit(project, "book/index.md", "loses {fig}`boxes_lost|bare`", "loses {fig}`losses|bare`")
    edit(project, "data/boxes.csv", "boxes_lost,,", "boxes_lost,losses,")
    assert build(project, quiet=True) == 0
    assert re.search(
        r'href="ledger.html#boxes_lost"[^>]*>.{,60}31,680', texts(project)["book/index.html"]
    )
    table = project.table("boxes")
    row = next(
        line
        for line in table.read_text(encoding="utf-8").splitlines()
        if line.startswith("boxes_lost,")
    )
    later = (
        row.replace("boxes_lost,", "boxes_lost_later,")
        .replace("31680", "30000")
        .replace("2026-01-31", "2026-02-10")
    )
    with table.open("a", encoding="utf-8") as file:
        file.write(later + "\n")
    renew_unchecked(project)
    assert build(project, quiet=True) == 0
    after = texts(project)
    assert re.search(
        r'href="ledger.html#boxes_lost_later"[^>]*>.{,60}30,000', after["book/index.html"]
    )
    assert "since then down by 1,680 people a month, or about 5.3%" in after["book/ledger.html"]


def test_nothing_changed_is_answered_without_sphinx(project, monkeypatch) -> None:
    monkeypatch.setattr(
        building, "bring_up_to_date", lambda *a, **k: pytest.fail("built although nothing changed")
    )
    assert build(project, quiet=True) == 0


def test_two_cold_builds_give_the_same_bytes(tmp_path) -> None:
    """In other folders, time zones, languages, on other days and without a home: the site says
    nothing of where and when it was built, and the program nothing of its user.
    """
    places = {
        "one": {
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
            "LANG": "en_GB.UTF-8",
            "PYTHONHASHSEED": "1",
            "SOURCE_DATE_EPOCH": "0",
        },
        "elsewhere/two": {
            "TZ": "Pacific/Auckland",
            "LC_ALL": PLAIN,
            "LANG": "de_DE.UTF-8",
            "LANGUAGE": "de",
            "PYTHONHASHSEED": "2",
            "SOURCE_DATE_EPOCH": "1900000000",
            "HOME": "/nonexistent",
        },
    }
    sites = []
    for name, environment in places.items():
        project = tiny_project(tmp_path / name)
        done = subprocess.run(
            [sys.executable, "-m", "stateofplay.cli", "build"],
            cwd=project.root,
            stderr=subprocess.PIPE,
            env=os.environ | environment | {"STATEOFPLAY_ROOT": str(project.root)},
        )
        assert (done.returncode, done.stderr) == (0, b"")
        sites.append(contents(project))
    assert sorted(sites[0]) == sorted(sites[1])
    assert [name for name in sites[0] if sites[0][name] != sites[1][name]] == []


def test_an_upgraded_library_reads_every_page_and_executes_every_chapter_again(
    project, tmp_path, monkeypatch
) -> None:
    before, pages = stored(project), project.build / ".work" / "doctrees" / "book"
    then = {page: page.stat().st_mtime_ns for page in pages.iterdir()}
    (tmp_path / "libraries" / "pandas-99.0.dist-info").mkdir(parents=True)

    def new_process() -> None:
        for kept in (files._installed, files.code_digest):
            kept.cache_clear()

    new_process()
    assert not update(project)
    monkeypatch.syspath_prepend(tmp_path / "libraries")
    new_process()
    assert update(project)
    assert len(stored(project) - before) == 2
    assert [page.name for page, time in then.items() if page.stat().st_mtime_ns == time] == []
    monkeypatch.undo()
    new_process()
    assert update(project) and len(stored(project) - before) == 2  # the earlier ones are kept


def test_figures_json_has_the_whole_ledger(project) -> None:
    figures = json.loads((project.site / "figures.json").read_text(encoding="utf-8"))
    assert (
        figures["figures"]["boxes_goal"]["low"] == 50000
        and figures["figures"]["boxes_goal"]["high"] is None
    )
    assert figures["derived"]["balance"]["low"] == 3320
    assert figures["findings"]["short_of_goal"]["status"] == "firm"


def test_without_a_terminal_progress_is_plain_lines(project, capsys) -> None:
    edit(project, "book/other.md", "head(2)", "head(1)")
    assert build(project) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1 chapter to execute, ") and lines[1].startswith(
        "executed other in "
    )
    assert lines[-1].startswith(f"The site is in {project.site} (")


def test_a_page_that_reads_computed_figures_is_read_again_when_those_change_only(tmp_path) -> None:
    """In whatever order a process holds its sets."""
    reads = CELL_CHAPTER.replace("context/areas", "derived/boxes")
    project = tiny_project(tmp_path / "book", pages={"other": reads})
    page = project.build / ".work" / "doctrees" / "book" / "other.doctree"
    read = []
    for seed, wanted in ("1", "50,000"), ("2", "55,000"):
        table = project.table("boxes")
        goal = table.read_text(encoding="utf-8").replace("50000", wanted.replace(",", ""))
        table.write_text(goal.replace("50,000", wanted), encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "stateofplay.cli", "build", "--quiet"],
            cwd=project.root,
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
        )
        assert wanted in (project.site / "book" / "ledger.html").read_text(encoding="utf-8")
        read.append(page.stat().st_mtime_ns)
    assert read[0] == read[1]


def test_a_build_from_nothing_keeps_what_the_next_one_needs_and_nothing_besides(project) -> None:
    def kept_now() -> dict[str, int]:
        folders = (project.cache / name for name in ("chapters", "charts"))
        return {p.name: p.stat().st_mtime_ns for folder in folders for p in folder.iterdir()}

    def from_nothing() -> dict[str, int]:
        for folder in (project.site, project.build / ".work"):
            shutil.rmtree(folder)
        assert update(project)
        return kept_now()

    needed = from_nothing()
    assert from_nothing() == needed  # nothing was executed or drawn again
    edit(project, "book/other.md", "head(2)", "head(1)")
    assert update(project) and kept_now().items() > needed.items()  # it may be taken back
    edit(project, "book/other.md", "# Other", "# Other {fig}`nobody_knows`")
    with pytest.raises(BuildError):
        update(project)
    edit(project, "book/other.md", "{fig}`nobody_knows`", "boxes")
    assert update(project) and kept_now().items() > needed.items()  # also after a mistake
    last = from_nothing()
    assert last.keys() != needed.keys() and len(last) == len(needed)
