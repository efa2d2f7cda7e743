"""The program knows no book: what `_config.yml` says of one reaches every page, and no word of an
article stands in `src/`.
"""

from __future__ import annotations

import re

import pytest

from projects import tiny_project
from stateofplay.editing.checking import find_problems
from stateofplay.files.problems import DataError
from stateofplay.files.project import PACKAGE
from stateofplay.files.schema_words import schema
from stateofplay.files.settings import Outlines, Pages
from stateofplay.numbers.periods import LOCALE

# Of the article that the first book explains. The program itself is called stateofplay.
WORDS = (
    "Ukrain", "Russia", "Kyiv", "Kiev", "Crimea", "Sevastopol", "Donbas", "Donetsk", "Luhansk",
    "Moscow", "Kremlin", "Putin", "Zelensk", "Jazeera", "Starlink", r"the war\b", "ceasefire",
    "drone", "missile", "tanker", "soldier", "State of Play", "state-of-play",
)  # fmt: skip


def said(word: str) -> list[str]:
    """Where a word stands in the program's files, in any capitals."""
    wanted = re.compile(word, re.IGNORECASE)
    return [
        f"{path.relative_to(PACKAGE).as_posix()}:{number}: {line.strip()}"
        for path in sorted(PACKAGE.rglob("*"))
        if path.is_file() and path.suffix not in (".pyc", ".png")
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
        if wanted.search(line)
    ]


@pytest.mark.parametrize("word", WORDS)
def test_the_program_says_no_word_of_an_article(word) -> None:
    assert said(word) == []


def test_a_word_that_is_there_is_found() -> None:
    assert any(line.startswith("files/settings.py:") for line in said("Short_Name"))


def with_settings(tmp_path, old: str, new: str):
    project = tiny_project(tmp_path / "book")
    text = project.config.read_text(encoding="utf-8")
    assert old in text
    project.config.write_text(text.replace(old, new, 1), encoding="utf-8")
    return project


OWN = "    stateofplay:\n"


def test_a_book_that_leaves_them_out_has_defaults(tmp_path) -> None:
    project = tiny_project(tmp_path / "book")
    head = project.config.read_text(encoding="utf-8").partition(OWN)[0]
    own = f"{OWN}      licence: CC0\n      code_licence: MIT\n"
    project.config.write_text(head.replace("\ntitle: ", "\ntitle: On ") + own, encoding="utf-8")
    settings = project.settings
    assert settings.title.startswith("On ") and settings.short_name.startswith("on-")
    assert (settings.interest, settings.party) == ("an interested party", "interested party")
    assert (settings.outlines, settings.spellings, settings.pages) == (None, (), Pages())
    assert project.epub.name == f"{settings.short_name}.epub"
    assert find_problems(project)[0] == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (OWN, "    stateofply:\n", "sphinx.config.stateofplay: is missing; write the book's own"),
        (
            "      licence:",
            "      license:",
            "stateofplay.license: is not a key that this file may",
        ),
        ("      interest: a ", "      interest: ", "stateofplay.interest: is “"),
        ("language: en-GB", "language: de", "language: is “de”; write en-GB, the only language"),
        (
            OWN,
            f"{OWN}      pages: {{leger: book/leger}}\n",
            "stateofplay.pages.leger: is not a key that this file may have; did you mean ledger?",
        ),
        (
            OWN,
            f"{OWN}      pages: {{ledger: book/records}}\n",
            "_toc.yml:2:root: the list lacks book/records, which other pages link to",
        ),
    ],
)
def test_a_mistake_in_them_is_one_line(tmp_path, old, new, told) -> None:
    project = with_settings(tmp_path, old, new)
    lines = [str(problem) for problem in find_problems(project)[0]]
    assert len([line for line in lines if told in line]) == 1, lines


def test_settings_that_cannot_be_read_are_an_error_with_their_lines(tmp_path) -> None:
    project = with_settings(tmp_path, "      licence:", "      licences:")
    with pytest.raises(DataError, match=r"_config\.yml:\d+:sphinx\.config\.stateofplay\.licence"):
        _ = project.settings


def test_an_edit_of_the_settings_is_read_at_once(tmp_path) -> None:
    project = tiny_project(tmp_path / "book")
    before = project.settings
    text = project.config.read_text(encoding="utf-8")
    project.config.write_text(text.replace(f"title: {before.title}", "title: B"), encoding="utf-8")
    assert before.title != "B" and project.settings.title == "B"


def test_outlines_are_declared_by_the_name_of_their_file() -> None:
    assert Outlines("geo/quays.topo.json", "the port", "MIT", "geo/LICENSE.txt").name == "geo/quays"


def test_the_one_language_of_numbers_is_the_one_that_settings_may_name() -> None:
    known = schema("config")["properties"]["sphinx"]["properties"]["config"]["properties"]
    assert known["language"]["const"] == LOCALE.replace("_", "-")
