"""`stateofplay new`: a book that builds at once, from an article and what a person knows of it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import pytest
import yaml

from projects import REPOSITORY
from starting import ARTICLE, GIVEN, made
from stateofplay.cli import main
from stateofplay.editing import installed_program, new_book
from stateofplay.editing.checking import find_problems
from stateofplay.files.project import PACKAGE, Project
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.reading.sources import read_articles
from stateofplay.publish.building import build


@pytest.fixture
def article(tmp_path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_all_given_it_asks_nothing_and_the_book_has_no_problem(tmp_path, article, capsys) -> None:
    root = tmp_path / "book"
    assert made(root, article) == 0
    assert "3 paragraphs" in capsys.readouterr().out
    assert find_problems(Project(root))[0] == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["article.txt", "book"]
    names = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert names >= {
        *("_config.yml", "_toc.yml", "requirements.txt", "Makefile", ".gitignore", "README.md"),
        *("LICENSE", "CITATION.cff", ".github/workflows/publish.yml", "seeds/article.txt"),
        *("seeds/sources.bib", "seeds/eastmark-courier-2026-11-05.yml", "data/figures.csv"),
        *("book/index.md", "book/first-chapter.md"),
    }
    assert not any(name.startswith(("src/", "tests/", "data/schemas/")) for name in names)
    ledger = load_ledger(Project(root))
    assert ledger.sources["eastmark_courier_2026_11_05"].title == GIVEN["--title"]
    assert ledger.sources["eastmark_courier_2026_11_05"].url == GIVEN["--url"]
    assert ledger.settings.title == GIVEN["--title"] and not ledger.article_figures
    cff = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert cff["title"] == GIVEN["--title"]


def test_what_pages_and_messages_say_to_make_can_be_made(tmp_path, article) -> None:
    assert made(tmp_path / "book", article) == 0
    makefile = (tmp_path / "book" / "Makefile").read_text(encoding="utf-8")
    files = [path for kind in ("*.md", "*.py") for path in PACKAGE.rglob(kind)]
    said = "".join(path.read_text(encoding="utf-8") for path in files)
    named = set(re.findall(r"(?:`|\()make ([a-z-]+)[`)]", said))
    assert "install" in named and named <= set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def test_what_to_do_next_is_what_a_shell_can_do(tmp_path, article, capsys, monkeypatch) -> None:
    """Whether its path has the program or not, and for a folder with a blank in its name."""
    programs = str(Path(sys.executable).parent)
    for path, root in [(str(tmp_path), tmp_path / "a book"), (programs, tmp_path / "another")]:
        monkeypatch.setenv("PATH", path)
        assert made(root, article) == 0
        told = re.search("Next: (.+), then (.+) build, and open", capsys.readouterr().out)
        assert (told[2] == "stateofplay") == (path == programs)
        script = f"{told[1]} && {told[2]} check && pwd"
        done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == str(root)


def test_the_articles_text_stays_out_of_git_and_its_digests_are_kept(tmp_path, article) -> None:
    root = tmp_path / "book"
    made(root, article)
    assert "seeds/*.txt" in (root / ".gitignore").read_text(encoding="utf-8").split()
    record = read_articles(root / "seeds")["eastmark_courier_2026_11_05"]
    assert record.paragraph_count == 3
    assert (root / "seeds" / "article.txt").read_text(encoding="utf-8") == ARTICLE
    assert main_in(root, ["verify", "seeds/article.txt"]) in (0, 1)  # read, whatever it says of it
    for path in root.rglob("*"):
        if path.is_file() and path.name != "article.txt":
            assert "Seven of the nine" not in path.read_text(encoding="utf-8")


def main_in(folder: Path, arguments: list[str]) -> int:
    before = Path.cwd()
    os.chdir(folder)
    try:
        return main(arguments)
    finally:
        os.chdir(before)


def test_a_wrapped_article_has_the_paragraphs_that_blank_lines_make(tmp_path, article) -> None:
    wrapped = "\n\n".join(textwrap.fill(p, 60) for p in ARTICLE.strip().split("\n\n"))
    article.write_text(wrapped, encoding="utf-8")
    made(tmp_path / "book", article)
    text = (tmp_path / "book" / "seeds" / "article.txt").read_text(encoding="utf-8")
    assert text == ARTICLE


def test_lines_of_a_headline_are_paragraphs_of_their_own(tmp_path, article) -> None:
    article.write_text(f"Bank raises rate\nBy Ann Lind\n\n{ARTICLE}", encoding="utf-8")
    made(tmp_path / "book", article)
    text = (tmp_path / "book" / "seeds" / "article.txt").read_text(encoding="utf-8")
    assert text.startswith("Bank raises rate\n\nBy Ann Lind\n\nThe central")


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"url": "example.org"}, "--url: “example.org” is no address of a page; write one that "),
        ({"url": "https://example.org/"}, "is the home of a site; write the address of the art"),
        ({"date": "2026-11-31"}, "--date: “2026-11-31” is not a date"),
        ({"date": "soon"}, "--date: “soon” is not a date"),
        ({"date": "2999-01-01"}, "--date: “2999-01-01” is after today; give the day"),
        ({"title": " "}, "--title is empty: the article's title; give it"),
        ({"author": ""}, "--author is empty: who makes the book; give it"),
        ({"publisher": "A\x0bB"}, "--publisher: has U+000B"),
        ({"article": "nowhere.txt"}, "there is no such file; name a text file with the article"),
    ],
)
def test_what_no_book_can_be_made_of_is_one_line(tmp_path, article, capsys, other, told) -> None:
    assert made(tmp_path / "book", article, **other) != 0
    said = capsys.readouterr().err
    assert told in said and len(said.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["article.txt"]


def test_an_empty_article_makes_no_book(tmp_path, article, capsys) -> None:
    article.write_text("\n\n", encoding="utf-8")
    assert made(tmp_path / "book", article) == 1
    assert "has no text" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["article.txt"]


def test_a_folder_that_is_not_empty_is_refused_and_an_empty_one_is_taken(
    tmp_path, article, capsys
) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "mine.txt").write_text("mine", encoding="utf-8")
    assert made(tmp_path / "book", article) == 1
    assert "is not empty; name a new folder, or an empty one" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "book").iterdir()] == ["mine.txt"]
    (tmp_path / "book" / "mine.txt").unlink()
    assert made(tmp_path / "book", article) == 0
    assert made(tmp_path / "no" / "book", article) == 1
    assert made(article, article) == 1


def test_nothing_is_left_behind_where_it_fails_halfway(
    tmp_path, article, capsys, monkeypatch
) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device", "article.yml")

    monkeypatch.setattr(new_book, "article_record", full)
    assert made(tmp_path / "book", article) == 1
    said = capsys.readouterr().err
    assert "No space left on device; make room" in said and len(said.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["article.txt"]


def test_it_asks_for_what_is_missing_where_there_is_a_terminal(
    tmp_path, article, capsys, monkeypatch
) -> None:
    bare = ["new", str(tmp_path / "book"), "--article", str(article)]
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    assert main(bare) == 1
    assert "--url is missing: the article's address; give it" in capsys.readouterr().err
    answers = iter(
        [GIVEN["--url"], "", "The key rate", "Eastmark Courier", "5 November 2026", "2026-11-05"]
    )
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    assert main(bare) == 0 and not list(answers)
    assert "--date: “5 November 2026” is not a date; write 2026-11-05" in capsys.readouterr().out
    record = read_articles(tmp_path / "book" / "seeds")["eastmark_courier_2026_11_05"]
    assert record.date == date(2026, 11, 5) and record.title == "The key rate"


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        (None, ""),
        (
            {"url": "https://example.org/s", "vcs_info": {"vcs": "git", "commit_id": "abc123"}},
            "stateofplay @ git+https://example.org/s@abc123",
        ),
        (
            {"url": "https://example.org/stateofplay-1.2.3-py3-none-any.whl", "archive_info": {}},
            "stateofplay @ https://example.org/stateofplay-1.2.3-py3-none-any.whl",
        ),
        ({"url": "file:///home/me/engine", "dir_info": {}}, ""),
        (
            {"url": "file:///home/me/s", "vcs_info": {"vcs": "git", "commit_id": "abc123"}},
            "",
        ),
    ],
)
def test_the_program_is_named_as_others_can_get_it(monkeypatch, origin, line) -> None:
    installed = Installed(origin)
    monkeypatch.setattr(installed_program.metadata, "distribution", lambda name: installed)
    requirement, note = installed_program.engine_requirement()
    assert requirement == line and bool(note) == (not line)


class Installed:
    def __init__(self, origin: dict | None) -> None:
        self.origin = origin

    def read_text(self, name: str) -> str | None:
        return json.dumps(self.origin) if self.origin and name == "direct_url.json" else None


def test_no_path_of_this_machine_is_in_a_new_book_and_it_is_said_once(
    tmp_path, article, capsys, monkeypatch
) -> None:
    folder = Installed({"url": (tmp_path / "engine").as_uri(), "dir_info": {}})
    monkeypatch.setattr(installed_program.metadata, "distribution", lambda name: folder)
    assert made(tmp_path / "book", article) == 0
    said = capsys.readouterr().out
    assert said.count("requirements.txt names no program: from where it was installed") == 1
    lines = (tmp_path / "book" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert not "".join(lines[1:]) and "write an address from which" in lines[0]
    assert "make book ENGINE=FOLDER" in (tmp_path / "book" / "README.md").read_text("utf-8")
    ran = subprocess.run(["make", "book"], cwd=tmp_path / "book", capture_output=True, text=True)
    assert ran.returncode == 2 and "names no program: write its address" in ran.stdout
    assert not (tmp_path / "book" / ".venv").exists()
    for path in (tmp_path / "book").rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert str(tmp_path) not in text and "file:/" not in text, path.name


def _settings(text: str) -> dict[str, object]:
    content = yaml.safe_load(text)
    own = content["sphinx"]["config"].pop("stateofplay")
    return {"own": own, "technical": content}


def test_settings_that_make_the_pages_are_those_of_the_first_book(tmp_path, article) -> None:
    made(tmp_path / "book", article)
    first = _settings(REPOSITORY.config.read_text(encoding="utf-8"))["technical"]
    new = _settings((tmp_path / "book" / "_config.yml").read_text(encoding="utf-8"))["technical"]
    for settings in (first, new):
        for name in ("title", "author", "copyright", "exclude_patterns"):
            settings.pop(name)
        settings["sphinx"]["config"].pop("html_title")
    assert new == first


@pytest.mark.book
@pytest.mark.counted
def test_it_builds_at_once_and_proves_itself(tmp_path, article, capsys) -> None:
    root = tmp_path / "book"
    made(root, article)
    assert build(Project(root), quiet=True) == 0
    pages = sorted(path.stem for path in (root / "_build" / "html" / "book").glob("*.html"))
    assert pages == [
        *("accessibility", "corrections", "first-chapter", "get-the-data", "index", "ledger"),
        *("method", "sources"),
    ]
    front = (root / "_build" / "html" / "book" / "index.html").read_text(encoding="utf-8")
    assert "No number of the article has its record yet" in front
    assert "outside-figures" not in front and "Outside figures" not in front
    ledger = (root / "_build" / "html" / "book" / "ledger.html").read_text(encoding="utf-8")
    assert "There is no entry yet" in ledger and "count_" not in ledger
    data = json.loads((root / "_build" / "html" / "figures.json").read_text(encoding="utf-8"))
    assert data == {"figures": {}, "series": {}, "derived": {}, "findings": {}}
    capsys.readouterr()
    assert main_in(root, ["verify"]) == 0, capsys.readouterr().out


@pytest.mark.book
def test_a_title_with_signs_of_markdown_builds(tmp_path, article) -> None:
    signs = "Ke$ha and A$AP: $a$, C# ::: x, \\(y\\), a==b== ~~c~~ :d: for $3bn or $4bn"
    assert made(tmp_path / "book", article, title=signs) == 0
    assert build(Project(tmp_path / "book"), quiet=True) == 0


@pytest.mark.parametrize(("title", "name"), [("null", "null"), ("#: yes", "yes"), ("No", "no")])
def test_a_title_that_yaml_reads_otherwise_names_the_book(tmp_path, article, title, name) -> None:
    assert made(tmp_path / "book", article, title=title, url="HTTPS://EXAMPLE.ORG/Ä") == 0
    assert load_ledger(Project(tmp_path / "book")).settings.short_name == name
