"""Builds that fail, are killed, run out of time, memory or disk, or meet another: the published
site is whole."""

from __future__ import annotations

import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import traceback
from multiprocessing import forkserver
from pathlib import Path

import pytest

from disks import with_own_disks
from edited import edit, texts
from stateofplay.chapters import execution
from stateofplay.publish.building import build, only_one

pytestmark = pytest.mark.book


def test_a_failed_build_leaves_the_published_site(project, capsys) -> None:
    original = texts(project)
    edit(project, "data/boxes.csv", "40000,35000,45000", "forty,35000,45000")
    assert build(project, quiet=True) == 1
    assert "“forty” is not a number" in capsys.readouterr().err
    assert texts(project) == original
    edit(project, "data/boxes.csv", "forty,35000,45000", "40000,35000,45000")
    assert build(project, quiet=True) == 0


CHANGES = {"os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink"}


def built_and_killed(project, at: int, count: Path) -> bool:
    """Build in a copy of this process, which is killed when it is about to change the disk for the
    `at`th time; whether it came to that. If not, `count` says how often it changed it.
    """
    if child := os.fork():
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    try:
        # The server of processes is this process's, not its copy's child: it is there.
        forkserver._forkserver.ensure_running = lambda: None
        changes = 0

        def hear(event: str, arguments: tuple) -> None:
            nonlocal changes
            written = event == "open" and (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR)
            if written or event in CHANGES:
                changes += 1
                if changes == at:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hear)
        build(project, quiet=True)
        count.write_text(str(changes), encoding="utf-8")
    except BaseException:
        traceback.print_exc()
    os._exit(0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows copies no process")
def test_killed_at_any_moment_the_old_site_is_whole_and_the_next_build_succeeds(
    project, tmp_path
) -> None:
    """Twelve random moments, one in each twelfth of what a build writes: a time would strike a slow
    machine while it still imports.
    """
    original, chance, count = texts(project), random.Random(20260220), tmp_path / "count"
    edit(project, "book/index.md", "# Boxes", "# Boxes again")
    assert not built_and_killed(project, 0, count)
    total = int(count.read_text(encoding="utf-8"))
    assert "Boxes again" in texts(project)["book/index.html"]
    killed = 0
    for part in range(12):
        edit(project, "book/index.md", "# Boxes again", "# Boxes")
        assert build(project, quiet=True) == 0
        assert texts(project) == original
        edit(project, "book/index.md", "# Boxes", "# Boxes again")
        at = 1 + int(total * (part + chance.random()) / 12)
        killed += built_and_killed(project, at, count)
        now = texts(project)
        assert now == original or "Boxes again" in now["book/index.html"], (
            f"half a site after {at} changes"
        )
    assert killed >= 10  # what the first of them drew, the others need not


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
    assert (
        "book/other.md:10: takes longer than 3 seconds; "
        "make its cells do less, or share them out between two chapters"
    ) in capsys.readouterr().err
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
        "the cell needs more memory than the build allows; "
        "read fewer rows, or take out the columns that it does not use"
    ) in capsys.readouterr().err
    assert texts(project) == original


@pytest.mark.parametrize(
    ("mount", "words"),
    [
        (
            'mount -t tmpfs -o size={size} tmpfs "$1" && cp -a "$2/." "$1"',
            "No space left on device",
        ),
        ('mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"', "Read-only file system"),
    ],
    ids=["full", "read-only"],
)
def test_a_full_disk_and_one_that_cannot_be_written(project, mount, words) -> None:
    """The folder that the site lies in is a file system of its own: one that holds the old site and
    not the new one, or a read-only one.
    """
    site, whole = project.root.parent / "published" / "html", project.root.parent / "whole"
    program = [sys.executable, "-m", "stateofplay.cli", "build", "--out", str(site)]
    environment = os.environ | {"STATEOFPLAY_ROOT": str(project.root)}
    assert build(project, quiet=True, out=site) == 0
    shutil.copytree(site.parent, whole)
    size = sum(p.stat().st_size + 4096 for p in whole.rglob("*")) + 65536
    edit(project, "book/index.md", "The harbour handles", "The port handles")
    edit(
        project,
        "book/index.md",
        "The port handles",
        f"{'More of the same words. ' * 20_000}The port handles",
    )
    script = f'{mount.format(size=size)}\n{shlex.join(program)} 2>&1 && exit 9\ndiff -r "$2" "$1"'
    done = with_own_disks(script, site.parent, whole, cwd=project.root, env=environment)
    assert (
        words in done.stdout
        and "The published site is as it was" in done.stdout
        and "Traceback" not in done.stdout
    ), done.stdout
    assert done.returncode == 0, f"the published site was touched: {done.stdout}"
    assert build(project, quiet=True, out=site) == 0
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
