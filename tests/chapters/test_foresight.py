"""Whether a build will execute a chapter is foreseen; where that is wrong, the site is right."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from projects import CELL_CHAPTER, tiny_project
from stateofplay.chapters import foresight
from stateofplay.chapters.foresight import will_execute
from stateofplay.files.project import Project
from stateofplay.publish.building import build

pytestmark = pytest.mark.book
EVENT = dict(id="quay_shut", start="2026-01-05", title="A quay was shut", kind="decision",
             who="Port union", interest="none", source="harbour_news", locator="2")  # fmt: skip
# A build that may start nothing which chapters are copied from.
ALONE = """\
import sys
from multiprocessing import forkserver
from stateofplay.cli import main
def refuse(*_): raise SystemExit("the process that chapters are copied from was started")
forkserver.ensure_running = forkserver.ForkServer.ensure_running = refuse
sys.exit(main(["build"]))
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Project:
    folder = tmp_path_factory.mktemp("foreseen") / "book"
    made = tiny_project(folder, {"events": [EVENT]}, {"other": CELL_CHAPTER})
    assert build(made, quiet=True) == 0
    return made


@pytest.fixture
def edit(project):
    """Change a file of the project; all is as it was afterwards."""
    before: dict[str, bytes] = {}

    def change(name: str, old: str, new: str) -> None:
        path = project.root / name
        before.setdefault(name, path.read_bytes())
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    yield change
    for name, content in before.items():
        (project.root / name).write_bytes(content)


@pytest.mark.parametrize(
    ("name", "old", "new", "executes"),
    [
        ("book/other.md", "Some prose", "Other prose", False),
        ("book/other.md", "head(2)", "head(1)", True),
        ("book/other.md", "inputs: [context/areas]", "inputs: [boxes]", True),
        ("book/sources.md", "\n", "\nSaid.\n\n```{code-cell} ipython3\nlen([])\n```\n", True),
        ("book/sources.md", "\n", "\nSaid.\n\n````md\n```{code-cell}\n```\n````\n", False),
        ("data/boxes.csv", "31680", "31690", True),
        ("data/context/areas.csv", "id,", "id ,", True),
        ("data/events.csv", "shut", "closed", False),
        ("seeds/sources.bib", "Harbour", "The harbour", False),
    ],
)
def test_what_a_chapter_depends_on_tells(project, edit, name, old, new, executes) -> None:
    edit(name, old, new)
    assert will_execute(project) is executes


def test_nothing_noted_damaged_notes_and_another_program_tell_too(project, monkeypatch) -> None:
    assert not will_execute(project)
    place = foresight._place(project)
    before = place.read_bytes()
    place.write_bytes(before[:-3])
    assert will_execute(project)
    place.write_bytes(before)
    monkeypatch.setattr(foresight, "code_digest", lambda: "another")
    assert will_execute(project)


def test_prose_and_a_table_that_no_chapter_reads_start_nothing(project, edit) -> None:
    edit("book/other.md", "Some prose", "New prose")
    edit("data/events.csv", "was shut", "was closed")
    said = subprocess.run([sys.executable, "-c", ALONE], cwd=project.root, capture_output=True)
    assert (said.returncode, said.stderr) == (0, b"")
    assert "New prose" in (project.site / "book" / "other.html").read_text(encoding="utf-8")
    assert "A quay was closed" in (project.site / "data" / "events.csv").read_text(encoding="utf-8")


def test_a_wrong_guess_is_no_fault(project, edit, monkeypatch) -> None:
    monkeypatch.setattr(foresight, "will_execute", lambda project: False)
    edit("book/other.md", "head(2)", "head(1)")
    assert build(project, quiet=True) == 0
    page = (project.site / "book" / "other.html").read_text(encoding="utf-8")
    assert "head(1)" in re.sub("<[^>]*>", "", page)
    monkeypatch.undo()
    assert not will_execute(project)
