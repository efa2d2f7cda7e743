"""The search's two indexes, each written when it says something else; its setting: spellings of one
name, checked before anything is built, and handed to the page.
"""

from __future__ import annotations

import re

import pytest

from edited import contents
from many import of_many
from projects import renew_unchecked, tiny_project
from stateofplay.publish.building import build
from stateofplay.site.pages import search
from stateofplay.site.pages.search_shards import pieces

pytestmark = pytest.mark.book


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    project = of_many(tmp_path_factory.mktemp("many") / "book")
    assert build(project, quiet=True) == 0
    return project


def written(project) -> dict[str, tuple[int, int, int]]:
    """When each file of the indexes was written, and as which: the site's own are links."""
    folder = project.build / ".work" / "html" / "search"
    told = {path.name: path.stat() for path in folder.iterdir()}
    return {name: (at.st_mtime_ns, at.st_ctime_ns, at.st_ino) for name, at in told.items()}


@pytest.mark.parametrize(
    ("path", "old", "new", "indexes"),
    [
        ("book/tugs.md", "the last", "the seaward", {"pages"}),
        ("data/tugs.csv", ",30003,", ",40003,", {"ledger"}),
        ("data/tugs.csv", r"tug_(?:[3-9]|[1-9]\d|1[0-3]\d),.*\n", "", {"ledger", "pages"}),
    ],
    ids=["prose", "a number", "a page of figures less"],
)
def test_an_edit_writes_only_what_says_something_else(
    many, tmp_path, monkeypatch, path, old, new, indexes
) -> None:
    was, before = contents(many), written(many)
    made: set[str] = set()
    monkeypatch.setattr(search, "pieces", lambda i, *more: made.add(i) or pieces(i, *more))
    file = many.root / path
    text = re.sub(old, new, file.read_text("utf-8"))
    file.write_text(text, "utf-8")
    renew_unchecked(many)
    assert build(many, quiet=True) == 0
    now, after = contents(many), written(many)
    assert made == indexes
    anew = {name for name in after if after[name] != before.get(name)}
    assert {name.partition("-")[0] for name in anew} == indexes
    assert {name for name in after if now[f"search/{name}"] != was.get(f"search/{name}")} == anew
    fresh = of_many(tmp_path / "book")
    for name in ("data/tugs.csv", "data/unchecked.csv", "book/tugs.md"):
        (fresh.root / name).write_bytes((many.root / name).read_bytes())
    assert build(fresh, quiet=True) == 0
    there = contents(fresh)
    assert [name for name in now.keys() | there if now.get(name) != there.get(name)] == []


def configured(tmp_path, lines: str):
    project = tiny_project(tmp_path / "book")
    text = project.config.read_text(encoding="utf-8").partition("      spellings:")[0]
    project.config.write_text(f"{text}      spellings: {lines}\n", encoding="utf-8")
    return project


def test_spellings_and_the_stemmer_are_handed_to_the_search_page(tmp_path) -> None:
    project = configured(tmp_path, "[[Northtown, Norton]]")
    assert build(project, quiet=True) == 0
    assert '\nwindow.sopSpellings=[["Northtown","Norton"]];' in (
        project.site / "search" / "pages-begins.js"
    ).read_text(encoding="utf-8")
    assert "stemWord" in (project.site / "_static" / "sop-stem.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "lines",
    ["[Pier]", "[[Pier]]", "[[Pier, 5]]", "[[Pier, Mole], [Mole, Dam]]", "[[New Town, Newtown]]"],
)
def test_what_is_no_list_of_spellings_is_refused(tmp_path, capsys, lines) -> None:
    assert build(configured(tmp_path, lines), quiet=True) == 1
    reported = capsys.readouterr().err
    assert "sphinx.config.stateofplay.spellings" in reported and "Traceback" not in reported
