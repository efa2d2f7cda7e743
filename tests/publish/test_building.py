"""What a build leaves out of its process, and its lock."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import myst_nb.core.execute
import pytest
from filelock import FileLock

from projects import tiny_project
from stateofplay.cli import main
from stateofplay.files.access import write_whole
from stateofplay.files.schema_words import schema
from stateofplay.ledger.reading.book_settings import listed_pages
from stateofplay.publish import building
from stateofplay.publish.building import WAYS_TO_EXECUTE, build, only_one
from stateofplay.publish.shown_on import Pages

# What MyST-NB's ways to execute bring, and nothing else that a build imports does.
HEAVY = "{'sqlalchemy', 'jupyter_cache', 'nbclient'}"


def test_the_ways_to_execute_that_are_left_out_are_those_that_there_are() -> None:
    there = {name for name in vars(myst_nb.core.execute) if name.startswith("NotebookClient")}
    assert there == {"NotebookClientBase", *(f"NotebookClient{way}" for way in WAYS_TO_EXECUTE)}


@pytest.mark.slow
@pytest.mark.parametrize("left_out", [True, False])
def test_they_need_leaving_out_and_that_keeps_a_database_toolkit_out(left_out) -> None:
    """Where the second case fails, MyST-NB imports them when asked: leave nothing out."""
    program = (
        "from stateofplay.publish import building; import sys\n"
        f"if {left_out}: building._leave_out_imports()\n"
        f"import myst_nb.sphinx_; print({HEAVY} & {{*sys.modules}} or 'none')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (done.stdout.strip() == "none") == left_out


@pytest.mark.book
def test_sphinx_collects_the_contents_alone(tmp_path) -> None:
    """No part can be numbered, for which others copy all titles; each page is in the contents."""
    assert "numbered" in schema("toc")["properties"]["parts"]["items"]["unused"]
    project = tiny_project(tmp_path / "book")
    assert build(project, quiet=True) == 0
    (pickled,) = project.build.rglob("environment.pickle")
    env = pickle.loads(pickled.read_bytes())
    assert not hasattr(env, "titles_old")
    assert {*env.tocs} == {*env.titles} == env.found_docs
    listed = {env.config.root_doc, *(page for of in env.toctree_includes.values() for page in of)}
    assert listed == {*listed_pages(project)}


def test_a_lock_is_let_go_when_a_build_fails(tmp_path) -> None:
    project = tiny_project(tmp_path / "book")
    with pytest.raises(ZeroDivisionError), only_one(project, quiet=True):
        raise ZeroDivisionError
    FileLock(project.cache / "lock").acquire(blocking=False)


@pytest.mark.book
def test_that_nothing_has_changed_is_said_while_another_build_runs(tmp_path, capsys) -> None:
    project = tiny_project(tmp_path / "book")
    assert build(project, quiet=True) == 0
    with only_one(project, quiet=True):
        assert build(project) == 0
    assert capsys.readouterr().out.startswith("Nothing has changed")


@pytest.mark.book
def test_a_build_that_waited_begins_with_what_was_saved_meanwhile(tmp_path, monkeypatch) -> None:
    """Once: else it builds what it saw before, discards it, and has one try less."""
    project, runs, said = tiny_project(tmp_path / "book"), [], threading.Event()
    page, run = project.chapter("index"), building.run_sphinx
    monkeypatch.setattr(building, "run_sphinx", lambda *a, **k: runs.append(1) or run(*a, **k))
    monkeypatch.setattr(building, "_say", lambda *_: said.set())
    with ThreadPoolExecutor(1) as threads:
        with only_one(project, quiet=True):
            waiting = threads.submit(building.update, project)
            assert said.wait(60)
            text = page.read_text(encoding="utf-8")
            page.write_text(text.replace("The harbour", "The port"), encoding="utf-8")
        assert waiting.result()
    assert "The port handles" in (project.site / "book" / "index.html").read_text("utf-8")
    assert runs == [1]


FULL = OSError(28, "No space left on device", "left")


@pytest.mark.book
@pytest.mark.parametrize(
    ("fails", "error", "said"),
    [
        ("publish", FULL, "left: No space left on device; make room, then build again. {}\n"),
        ("note", FULL, "left: No space left on device; make room, then build again. {}\n"),
        ("publish", KeyboardInterrupt(), "Stopped. {}\n"),
        ("note", KeyboardInterrupt(), "Stopped. {}\n"),
    ],
)
def test_what_keeps_a_build_from_its_end_says_what_is_published_then(
    tmp_path, monkeypatch, capsys, fails, error, said
) -> None:
    project = tiny_project(tmp_path / "book")
    monkeypatch.setenv("STATEOFPLAY_ROOT", str(project.root))
    assert build(project, quiet=True) == 0
    with project.chapter("index").open("a", encoding="utf-8") as page:
        page.write("\n")

    def failing(*_: object) -> None:
        raise error

    monkeypatch.setattr(building, fails, failing)
    assert main(["build"]) == (130 if isinstance(error, KeyboardInterrupt) else 1)
    was = "The published site is as it was."
    stands = was if fails == "publish" else "The new site is published."
    assert capsys.readouterr().err == said.format(stands)


@pytest.mark.parametrize(
    "torn", [b"", b"\x80\x05ccollections\nNone\n.", b"cno_such\nname\n.", b"0."]
)
def test_what_sphinx_remembers_is_none_while_it_is_torn(tmp_path, torn) -> None:
    project = tiny_project(tmp_path / "book")
    file = project.build / ".work" / "doctrees" / "environment.pickle"
    write_whole(file, torn)
    assert Pages(project).drawn() == {}
