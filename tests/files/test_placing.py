"""Where a site may be put: a new or an empty folder, one that a build made, and no other."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from disks import with_own_disks
from sites import folder, put, tree
from stateofplay.cli import main
from stateofplay.files.disk import BuildError
from stateofplay.files.folders import MARK, mark
from stateofplay.files.manifest import is_untouched
from stateofplay.publish.placing import place_of


def _git_work_tree(at: Path) -> str:
    folder(at / "pages" / ".git", HEAD="ref: refs/heads/gh-pages\n")
    return str(at / "pages")


def _linked(at: Path) -> str:
    (at / "link").symlink_to(folder(at / "web root", CNAME="example.org"))
    return str(at / "link")


def _loop(at: Path) -> str:
    (at / "loop").symlink_to(at / "loop")
    return str(at / "loop" / "site")


def _with_a_file_of_somebody(at: Path) -> str:
    site = folder(at / "site", CNAME="example.org", **{"index.html": "ours"})
    mark(site, ["index.html"])
    return str(site)


REFUSED = {
    "somebody’s folder": (
        lambda at: str(folder(at / "out", CNAME="example.org")),
        "holds “CNAME”, which no build made",
    ),
    "a work tree": (_git_work_tree, "holds “.git”, which no build made"),
    "a link to somebody’s folder": (_linked, "holds “CNAME”, which no build made"),
    "a built site with a file of somebody": (
        _with_a_file_of_somebody,
        "holds “CNAME”, which no build made and a build would delete",
    ),
    "the project": (lambda at: str(at / "book"), "the project lies in this folder"),
    "the project, here": (lambda at: ".", "the project lies in this folder"),
    "the project, by a detour": (lambda at: "data/../../book/", "the project lies in this folder"),
    "around the project": (lambda at: "..", "the project lies in this folder"),
    "everything": (lambda at: "/", "the project lies in this folder"),
    "no name": (lambda at: "", "the project lies in this folder"),
    "a chapter’s folder": (lambda at: "book", "lies in what the book is made from"),
    "in the data": (lambda at: "data/new/site", "lies in what the book is made from"),
    "in the repository’s own folder": (
        lambda at: str(folder(at / "book" / ".git") / "site"),
        "lies in what the book is made from",
    ),
    "where builds work": (lambda at: "_build", "is the folder in which builds work"),
    "in what builds keep": (lambda at: "_build/.cache/site", "is the folder in which builds work"),
    "in the site": (lambda at: "_build/html/site", "lies in the book’s own site"),
    "a file": (lambda at: "_toc.yml", "is a file, or lies below one"),
    "below a file": (lambda at: "_toc.yml/site", "is a file, or lies below one"),
    "links in a circle": (_loop, "cannot be followed"),
}


@pytest.mark.skipif(
    sys.platform == "win32", reason="making links needs a right that Windows does not give"
)
@pytest.mark.parametrize(("out", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_no_build_made_is_refused_before_anything_is_written(
    project, tmp_path, capsys, out, words
) -> None:
    named = out(tmp_path)
    before = tree(tmp_path)
    assert main(["build", "--out", named]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert words in line and "--out" in line
    assert tree(tmp_path) == before


def test_home_is_refused_even_when_it_is_empty(project, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("HOME", str(folder(tmp_path / "home")))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    assert main(["build", "--out", str(tmp_path / "home")]) == 1
    assert "is your home folder" in capsys.readouterr().err


def test_the_name_may_be_written_in_any_way(project, tmp_path) -> None:
    """On a disk that does not tell capitals apart, another spelling is the same folder."""
    if not (tmp_path / "BOOK").exists():
        pytest.skip("this disk tells capitals from small letters")
    with pytest.raises(BuildError, match="the project lies in this folder"):
        place_of(project, tmp_path / "BOOK")


@pytest.mark.parametrize("name", ["new/deep/site", "empty", "_build/other", "docs/site"])
def test_a_new_or_an_empty_folder_is_taken_and_replaced_again(project, name) -> None:
    (project.root / "empty").mkdir()
    out = project.root / name
    assert put(project, out) == []
    assert put(project, out, index="Again") == []
    assert (out / "book" / "index.html").read_text(encoding="utf-8") == "Again"
    assert sorted(path.name for path in out.iterdir()) == [MARK, "book"]
    assert [path.name for path in out.parent.glob(".*.next")] == []


def test_an_empty_folder_keeps_its_rights(project, tmp_path) -> None:
    out = folder(tmp_path / "out")
    out.chmod(0o775)
    put(project, out)
    assert out.stat().st_mode & 0o777 == 0o775


def test_what_is_no_site_is_refused_in_the_own_place_as_well(project) -> None:
    folder(project.site, **{"thesis.txt": "mine"})
    with pytest.raises(BuildError, match="holds “thesis.txt”, which no build made"):
        place_of(project, None)


def test_a_site_copied_without_its_hidden_file_is_told_what_to_do(project) -> None:
    """As archives of a CI and programs that synchronise folders leave it."""
    put(project, project.site)
    (project.site / MARK).unlink()
    with pytest.raises(BuildError, match="or its file .stateofplay is gone; move the folder away"):
        place_of(project, None)


@pytest.mark.skipif(
    sys.platform == "win32", reason="making links needs a right that Windows does not give"
)
def test_a_link_stays_and_the_site_is_put_where_it_leads(project, tmp_path) -> None:
    root = folder(tmp_path / "www" / "root")
    project.build.mkdir()
    project.site.symlink_to(root)
    for text in ("One", "Two", "Three"):
        put(project, index=text)
        assert project.site.is_symlink() and not root.is_symlink()
        assert (root / "book" / "index.html").read_text(encoding="utf-8") == text
    assert is_untouched(project, place_of(project, None), "inputs")
    (root / "CNAME").write_text("example.org", encoding="utf-8")
    with pytest.raises(BuildError, match="holds “CNAME”"):
        put(project)


@pytest.mark.parametrize(
    "mount",
    [
        'mount -t tmpfs tmpfs "$1"',
        'mount --bind "$1" "$1"',
        'mkdir "$1/deep" && mount -t tmpfs tmpfs "$1/deep"',
    ],
    ids=["a disk", "a folder of the same disk", "below"],
)
def test_what_is_mounted_is_refused_and_a_folder_in_it_is_not(project, tmp_path, mount) -> None:
    out = folder(tmp_path / "web root")
    program = (
        "import sys; from pathlib import Path; from stateofplay.publish.placing import place_of; "
        "from stateofplay.files.project import Project; "
        "print(place_of(Project(Path(sys.argv[1])), Path(sys.argv[2])))"
    )
    script = f'{mount}\n! "$2" -c "$3" "$4" "$1" 2>&1\n"$2" -c "$3" "$4" "$1/new"'
    done = with_own_disks(script, out, sys.executable, program, project.root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{out}: something is mounted here" in done.stdout and done.stdout.endswith(
        f"{out}/new\n"
    )
