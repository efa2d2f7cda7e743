"""After an edit the site is the one that a first build in another folder makes, whatever the files'
times say, and whenever they were saved.
"""

from __future__ import annotations

import os
import shutil

import pytest
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from edited import PICTURE, contents, edit
from stateofplay.files.project import Project
from stateofplay.publish import building
from stateofplay.publish.building import build

pytestmark = pytest.mark.book


def differing(project: Project) -> list[str]:
    """What differs in a site that is built from copies of the inputs, in a folder of its own."""
    root = project.root.with_name("anew")
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(project.root, root, ignore=shutil.ignore_patterns("_build"))
    anew = Project(root)
    assert build(anew, quiet=True) == 0
    here, there = contents(project), contents(anew)
    return sorted(name for name in here.keys() | there if here.get(name) != there.get(name))


@pytest.mark.parametrize("time", ["older", "same"])
def test_a_page_and_a_picture_put_back_with_their_times_are_read(project, time) -> None:
    """As a backup, `mv`, `cp -p`, an archive and a folder from another machine have them."""
    page, picture = project.page("book/other"), project.book / "quay.png"
    picture.write_bytes(PICTURE)
    edit(project, "book/other.md", "Some prose", "![A quay](quay.png)\n\nSome prose")
    assert build(project, quiet=True) == 0
    before = {path: path.stat() for path in (page, picture)}
    edit(project, "book/other.md", "Some prose", "More prose")
    picture.write_bytes(PICTURE[:-17] + bytes(5) + PICTURE[-12:])
    for path, told in before.items():
        then = told.st_mtime_ns - (10**15 if time == "older" else 0)
        os.utime(path, ns=(then, then))
    assert build(project, quiet=True) == 0
    assert differing(project) == []


@pytest.mark.parametrize(
    "renamed", [("book/other.md", "# Other", "# Otherwise"), ("_toc.yml", "Other}", "Elsewhere}")]
)
def test_a_page_is_renamed_wherever_its_name_stands(project, renamed) -> None:
    edit(project, *renamed)
    assert build(project, quiet=True) == 0
    assert differing(project) == []


def test_a_link_leads_to_its_place_when_that_has_another_name_or_is_gone(project, capsys) -> None:
    """In another page, which alone is read again."""
    edit(project, "book/other.md", "Some prose", "## A quay\n\n(cranes)=\n## Cranes\n\nSome prose")
    links = "[](other.md#a-quay), [](#cranes)"
    edit(project, "book/index.md", "{finding}", f"See {links}.\n\n{{finding}}")
    assert build(project, quiet=True) == 0
    edit(project, "book/other.md", "A quay", "A Quay!")
    edit(project, "book/other.md", "# Cranes", "# Cranes of iron")
    assert build(project, quiet=True) == 0
    assert differing(project) == []
    edit(project, "book/other.md", "A Quay!", "A pier")
    assert build(project, quiet=True) == 1
    assert "book/other.md has no such place" in capsys.readouterr().err


SAVED = [
    ("book/other.md", "Some prose", "Other prose"),  # its notebook is made at the end of a build
    ("data/boxes.csv", "Port union", "Harbour union"),  # read again by the chapters' processes
    ("data/notes.txt", "first", "second"),  # goes into the data package
    ("data/datapackage.json", '"title": "', '"title": "All '),
    ("_toc.yml", "title: Other", "title: Another"),
]


@pytest.mark.parametrize(("file", "old", "new"), SAVED)
@pytest.mark.parametrize("back", ["in the same build", "in the next one"])
def test_what_was_saved_while_a_build_ran_and_taken_back_does_not_stay(
    project, monkeypatch, file, old, new, back
) -> None:
    (project.data / "notes.txt").write_text("first", encoding="utf-8")
    # A number that no build has seen, so that cells are executed.
    edit(project, "data/boxes.csv", "Port union", "Port union of all quays")
    path = project.root / file
    states = [path.read_text(encoding="utf-8")] * 2
    states[1] = states[0].replace(old, new, 1)
    assert states[0] != states[1]
    saves = {"in the same build": [1, 0], "in the next one": [None, 1, None, 0]}[back]

    def saving(function):
        def saved_meanwhile(*given, **options):
            at = saves.pop(0) if saves else None
            if at is not None:
                path.write_text(states[at], encoding="utf-8")
            return function(*given, **options)

        return saved_meanwhile

    with monkeypatch.context() as patch:
        patch.setattr(building, "run_sphinx", saving(building.run_sphinx))
        finish = StandaloneHTMLBuilder.finish
        patch.setattr(StandaloneHTMLBuilder, "finish", saving(finish))
        assert build(project, quiet=True) == 0
    assert saves == [] and path.read_text(encoding="utf-8") == states[0]
    assert build(project, quiet=True) == 0
    assert differing(project) == []


def test_what_is_no_picture_or_half_of_one_is_not_published(project, capsys) -> None:
    """Nor is what a link in its place leads to; put back, it is shown."""
    picture, elsewhere = project.book / "quay.png", project.root / "private.txt"
    picture.write_bytes(PICTURE)
    edit(project, "book/other.md", "Some prose", "![A quay](quay.png)\n\nSome prose")
    assert build(project, quiet=True) == 0
    before = contents(project)
    elsewhere.write_text("nobody else's", encoding="utf-8")
    for content in (PICTURE[:40], b"", bytes(80), b"<svg/>", elsewhere):
        picture.unlink()
        if isinstance(content, bytes):
            picture.write_bytes(content)
        else:
            picture.symlink_to(content)
        assert build(project, quiet=True) == 1
        said = capsys.readouterr().err
        assert "book/other.md:8: the picture book/quay.png is cut short, or is none" in said
        assert contents(project) == before
    picture.unlink()
    picture.write_bytes(PICTURE)
    assert build(project, quiet=True) == 0
    assert contents(project) == before


def test_what_is_saved_once_the_tables_are_read_is_on_the_site(project, monkeypatch) -> None:
    """The build that reads pages of both states is made again, and knows which to read again."""
    begin, saves = (
        Sphinx.build,
        [
            ("data/boxes.csv", "Port union", "Quay union"),
            ("seeds/sources.bib", "Boxes pile up", "Boxes pile higher"),
        ],
    )

    def saved_first(app: Sphinx, *given) -> None:
        while saves:
            edit(project, *saves.pop())
        begin(app, *given)

    edit(project, "book/other.md", "Some prose", "More prose")
    monkeypatch.setattr(Sphinx, "build", saved_first)
    assert build(project, quiet=True) == 0
    assert not saves and differing(project) == []
