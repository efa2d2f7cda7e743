"""What builds keep is used as it was kept, or made anew: a power cut, a full disk, another program
or another version may have left anything in its place.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from copies import Copy
from edited import contents
from stateofplay.publish.building import build

pytestmark = pytest.mark.book

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut short": lambda content: content[: len(content) // 2],
    "empty": lambda content: b"",
    "nought": lambda content: bytes(len(content)),
    "one bit": lambda content: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
    "of another": lambda content: b"[]",
}
KINDS = {".svg", ".png", ".json", ".pickle", ".csv", ".parquet", ".xlsx", ".cache"}


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Copy:
    """A project whose every kept file lies in its own folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONDONTWRITEBYTECODE", "1")
        return Copy(tmp_path_factory.mktemp("damaged") / "book")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_result_is_made_anew(copy, damage, monkeypatch) -> None:
    project = copy.project
    kept = [path for path in project.cache.rglob("*.*") if path.suffix in KINDS]
    assert {path.suffix for path in kept} == KINDS
    for path in kept:
        path.write_bytes(DAMAGES[damage](path.read_bytes()))
    shutil.rmtree(project.build / ".work")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    copy.build(anew=True)
    assert copy.site() == copy.first


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_notes_of_pages_are_made_anew(project, damage) -> None:
    before = contents(project)
    page = project.page("book/other")
    text = page.read_text(encoding="utf-8")
    for notes in (project.build / ".work" / "doctrees").rglob("*.*"):
        if notes.name not in ("environment.pickle", "left.pickle"):  # which tell of the others
            notes.write_bytes(DAMAGES[damage](notes.read_bytes()))
    page.write_text(text.replace("Some prose", "More prose"), encoding="utf-8")
    assert build(project, quiet=True) == 0
    page.write_text(text, encoding="utf-8")
    assert build(project, quiet=True) == 0
    assert contents(project) == before
