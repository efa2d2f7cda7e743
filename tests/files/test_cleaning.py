"""`stateofplay clean` deletes what builds made, and neither what edits replaced nor a lock."""

from __future__ import annotations

import re
import shutil
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from sites import folder, put, tree
from stateofplay.cli import main
from stateofplay.editing.rows.saving import FileChange, undo, write
from stateofplay.files.access import keep
from stateofplay.publish import building, cleaning
from stateofplay.publish.building import only_one


def test_clean_deletes_what_builds_made_and_says_what_stays(project, tmp_path, capsys) -> None:
    put(project)
    put(project, project.build / "other")
    folder(project.build / "mine", notes="mine")
    folder(project.build / "jupyter_execute", x="x")
    project.epub.write_bytes(b"x")
    (project.build / "link").symlink_to(folder(tmp_path / "web root", CNAME="x"))
    assert main(["clean"]) == 0
    assert sorted(path.name for path in project.build.iterdir()) == [".cache", "link", "mine"]
    assert "kept what no build made, or what a link leads to: link, mine" in capsys.readouterr().out
    assert tree(tmp_path / "web root") and tree(project.build / "mine")
    put(project)
    (project.site / "CNAME").write_text("example.org", encoding="utf-8")
    assert main(["clean"]) == 0 and (project.site / "CNAME").is_file()
    shutil.rmtree(project.build)
    put(project)
    assert main(["clean"]) == 0 and tree(project.build) == {".cache": "", ".cache/lock": b""}


def test_clean_leaves_what_edits_replaced(project, capsys) -> None:
    table = project.table("boxes")
    before = table.read_bytes()
    write(project, [FileChange(table, before, before + b"\n")], "An edit")
    put(project)
    keep(project.cache / "ledger" / "x", b"x")
    assert main(["clean"]) == 0
    assert {*tree(project.build)} == {
        ".cache",
        *(f".cache/{name}" for name in ("lock", "edits.lock", "saves.json")),
    }
    assert "saves.json: kept, for with it edits can be undone" in capsys.readouterr().out
    assert undo(project).what == "An edit" and table.read_bytes() == before


def test_a_build_that_waits_for_clean_to_end_is_the_only_one(project, monkeypatch) -> None:
    delete_one, said, held, ended = cleaning._delete, *(threading.Event() for _ in range(3))
    monkeypatch.setattr(building, "_say", lambda *_: said.set())
    put(project)

    def wait() -> None:
        with only_one(project, quiet=False):
            held.set()
            assert ended.wait(60)

    def deleting(*given: object) -> None:
        if not said.is_set():
            waiting.append(threads.submit(wait))
            assert said.wait(60)
        delete_one(*given)

    waiting: list[Future[None]] = []
    monkeypatch.setattr(cleaning, "_delete", deleting)
    with ThreadPoolExecutor(1) as threads:
        assert main(["clean"]) == 0
        assert held.wait(60)
        with pytest.raises(Timeout):
            FileLock(project.cache / "lock").acquire(blocking=False)
        ended.set()
    waiting[0].result()


def test_a_clean_that_fails_says_nothing_of_a_site_that_is_gone(
    project, monkeypatch, capsys
) -> None:
    put(project)
    put(project, project.build / "other")

    def forbidden(project, path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(cleaning, "_delete", forbidden)
    assert main(["clean"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r".*: Permission denied; give the right to \w+, then clean again", line)

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cleaning, "_delete", stopped)
    assert main(["clean"]) == 130 and capsys.readouterr().err == "Stopped.\n"
