"""An edit reaches every page that it touches, executes only the chapters that it touches, and
nothing half-done is published.
"""

from __future__ import annotations

import json
import os
import random
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time

import pytest

from projects import CELL_CHAPTER, INDEX, renew_unchecked, tiny_project
from stateofplay.chapters import execution
from stateofplay.publish import building
from stateofplay.publish.building import build, only_one
from stateofplay.site.read import freshness


def stored(project) -> set[str]:
    """The names of the executions that the project's cache holds."""
    return {p.name for p in (project.cache / "chapters").glob("*.json")}


def edit(project, path: str, old: str, new: str) -> None:
    file = project.root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def texts(project) -> dict[str, str]:
    files = (
        p for p in project.site.rglob("*") if p.suffix in (".html", ".json", ".csv", ".svg", ".js")
    )
    return {p.relative_to(project.site).as_posix(): p.read_text(encoding="utf-8") for p in files}


@pytest.fixture
def project(tmp_path):
    project = tiny_project(tmp_path / "book", pages={"other": CELL_CHAPTER})
    assert build(project, quiet=True) == 0
    return project


def test_a_chapter_saved_while_its_cells_run_is_not_published_with_their_outputs(
    project, monkeypatch, capsys
) -> None:
    before = texts(project)
    edit(project, "book/other.md", "Some prose", "More prose")

    def saved_meanwhile(site) -> None:
        edit(project, "book/other.md", "head(2)", "head(1)")

    with monkeypatch.context() as patch:
        patch.setattr(freshness, "draw_ahead", saved_meanwhile)
        assert build(project, quiet=True) == 1
    said = capsys.readouterr().err
    assert "book/other.md has changed since its cells were executed; build again" in said
    assert texts(project) == before
    assert build(project, quiet=True) == 0


def test_an_edited_number_reaches_everything_and_executes_one_chapter(project) -> None:
    before = stored(project)
    edit(project, "data/boxes.csv", "31680", "32990")
    edit(project, "data/boxes.csv", "lost 31,680", "lost 32,990")
    edit(project, "data/checks.csv", "31700,31600,31800", "33000,32900,33100")
    edit(project, "data/checks.csv", "about 31,700", "about 33,000")
    assert build(project, quiet=True) == 0
    assert len(stored(project) - before) == 1
    after = texts(project)
    assert "32,990" in after["book/index.html"] and "7,010" in after["book/index.html"]
    assert "32,990" in after["book/ledger.html"] and "32,990" in after["charts/boxes/data.csv"]
    for name, text in after.items():
        assert not re.search(r"31[,.]?680", text), name


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
        ("data/findings.csv", "stay short of", "remain under", "book/index.html", "remain under"),
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
        building, "_build", lambda *a, **k: pytest.fail("built although nothing changed")
    )
    assert build(project, quiet=True) == 0


def test_a_failed_build_leaves_the_published_site(project, capsys) -> None:
    original = texts(project)
    edit(project, "data/boxes.csv", "40000,35000,45000", "forty,35000,45000")
    assert build(project, quiet=True) == 1
    assert "“forty” is not a number" in capsys.readouterr().err
    assert texts(project) == original
    edit(project, "data/boxes.csv", "forty,35000,45000", "40000,35000,45000")
    assert build(project, quiet=True) == 0


def test_killed_at_any_moment_the_old_site_is_whole_and_the_next_build_succeeds(project) -> None:
    original = texts(project)
    program = "from stateofplay.cli import main; import sys; sys.exit(main(['build', '--quiet']))"
    chance = random.Random(20260220)
    for part in range(
        20
    ):  # twenty random moments, one in each twentieth of the time that the build may take
        moment = 0.05 + (part + chance.random()) / 10
        edit(project, "book/index.md", "# Boxes", "# Boxes again")
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=project.root,
            start_new_session=True,
            env={**os.environ, "STATEOFPLAY_ROOT": str(project.root)},
        )
        time.sleep(moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        now = texts(project)
        assert now == original or "Boxes again" in now["book/index.html"], (
            f"half a site after {moment:.2f} s"
        )
        edit(project, "book/index.md", "# Boxes again", "# Boxes")
        assert build(project, quiet=True) == 0
        assert texts(project) == original


def test_two_cold_builds_give_the_same_bytes(tmp_path) -> None:
    """In other folders, time zones, languages and on other days: the site says nothing of where and
    when it was built.
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
            "LC_ALL": "C",
            "LANG": "de_DE.UTF-8",
            "LANGUAGE": "de",
            "PYTHONHASHSEED": "2",
            "SOURCE_DATE_EPOCH": "1900000000",
        },
    }
    sites = []
    for name, environment in places.items():
        project = tiny_project(tmp_path / name)
        subprocess.run(
            [sys.executable, "-m", "stateofplay.cli", "build"],
            cwd=project.root,
            check=True,
            env=os.environ | environment | {"STATEOFPLAY_ROOT": str(project.root)},
        )
        sites.append(
            {
                p.relative_to(project.site).as_posix(): p.read_bytes()
                for p in project.site.rglob("*")
                if p.is_file()
            }
        )
    assert sorted(sites[0]) == sorted(sites[1])
    assert [name for name in sites[0] if sites[0][name] != sites[1][name]] == []


def test_figures_json_has_the_whole_ledger(project) -> None:
    figures = json.loads((project.site / "figures.json").read_text(encoding="utf-8"))
    assert (
        figures["figures"]["boxes_goal"]["low"] == 50000
        and figures["figures"]["boxes_goal"]["high"] is None
    )
    assert figures["derived"]["balance"]["low"] == 3320
    assert figures["findings"]["short_of_goal"]["status"] == "firm"
    assert INDEX


def test_a_cell_that_never_ends_is_stopped(project, capsys, monkeypatch) -> None:
    monkeypatch.setattr(execution, "TIME_LIMIT", 3.0)
    edit(
        project,
        "book/other.md",
        'len(table("context/areas").head(2))',
        'rows = table("context/areas")\nwhile True:\n    pass',
    )
    original = texts(project)
    assert build(project, quiet=True) == 1
    assert "book/other.md:10: takes longer than 3 seconds" in capsys.readouterr().err
    assert texts(project) == original


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's memory")
def test_a_cell_that_eats_memory_is_stopped(project, capsys) -> None:
    edit(
        project,
        "book/other.md",
        'len(table("context/areas").head(2))',
        'rows = table("context/areas")\neaten = bytearray(2**36)',
    )
    original = texts(project)
    assert build(project, quiet=True) == 1
    assert (
        "MemoryError: the cell needs more memory than the build allows" in capsys.readouterr().err
    )
    assert texts(project) == original


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux lets a test mount a file system of its own"
)
@pytest.mark.parametrize(
    ("mount", "words"),
    [
        (
            "mount -t tmpfs -o size={size} tmpfs {site} && cp -a {whole}/. {site}",
            "No space left on device",
        ),
        ("mount --bind {site} {site} && mount -o remount,ro,bind {site}", "Read-only file system"),
    ],
    ids=["full", "read-only"],
)
def test_a_full_disk_and_one_that_cannot_be_written(project, mount, words) -> None:
    """The folder that the site lies in is a file system of its own: one that holds the old site and
    not the new one, or a read-only one.
    """
    own = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-ec"]
    if (
        shutil.which("unshare") is None
        or subprocess.run([*own, "mount -t tmpfs tmpfs /mnt"], capture_output=True).returncode
    ):
        pytest.skip(
            "this system does not let a test mount a file system of its own (unshare, mount)"
        )
    site, whole = project.root.parent / "published" / "html", project.root.parent / "whole"
    program = [sys.executable, "-m", "stateofplay.cli", "build", "--out", str(site)]
    environment = os.environ | {"STATEOFPLAY_ROOT": str(project.root)}
    subprocess.run(program, cwd=project.root, env=environment, check=True, capture_output=True)
    shutil.copytree(site.parent, whole)
    size = sum(p.stat().st_size + 4096 for p in whole.rglob("*")) + 65536
    edit(project, "book/index.md", "The harbour handles", "The port handles")
    edit(
        project,
        "book/index.md",
        "The port handles",
        f"{'More of the same words. ' * 20_000}The port handles",
    )
    place, kept = shlex.quote(str(site.parent)), shlex.quote(str(whole))
    script = (
        mount.format(size=size, site=place, whole=kept)
        + f"\n{shlex.join(program)} 2>&1 && exit 9\ndiff -r {kept} {place}"
    )
    done = subprocess.run(
        [*own, script], cwd=project.root, env=environment, text=True, capture_output=True
    )
    assert (
        words in done.stdout
        and "The published site is as it was" in done.stdout
        and "Traceback" not in done.stdout
    ), done.stdout
    assert done.returncode == 0, f"the published site was touched: {done.stdout}"
    assert subprocess.run(program, cwd=project.root, env=environment).returncode == 0
    assert "The port handles" in (site / "book" / "index.html").read_text(encoding="utf-8")


def test_a_second_build_waits_for_the_first(project) -> None:
    edit(project, "book/index.md", "The harbour handles", "The port handles")
    command = [sys.executable, "-m", "stateofplay.cli", "build"]
    environment = {**os.environ, "STATEOFPLAY_ROOT": str(project.root), "PYTHONUNBUFFERED": "1"}
    with only_one(
        project, quiet=True
    ):  # both find a build that runs, however long they take to start
        builds = [
            subprocess.Popen(
                command, cwd=project.root, env=environment, text=True, stdout=subprocess.PIPE
            )
            for _ in range(2)
        ]
        waiting = "Another build of this book is running; waiting for it.\n"
        assert [b.stdout.readline() for b in builds] == [waiting] * 2
    said = [b.communicate()[0] for b in builds]
    assert [b.returncode for b in builds] == [0, 0]
    assert sum("Nothing has changed" in text for text in said) == 1


def test_without_a_terminal_progress_is_plain_lines(project, capsys) -> None:
    edit(project, "book/other.md", "head(2)", "head(1)")
    assert build(project) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1 chapter to execute, ") and lines[1].startswith(
        "executed other in "
    )
    assert lines[-1].startswith(f"The site is in {project.site} (")
