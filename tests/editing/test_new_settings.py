"""The settings of a new book: topics and their tables, kinds of events, words."""

from __future__ import annotations

from pathlib import Path

import pytest

from starting import ARTICLE, made
from stateofplay.editing.checking import find_problems
from stateofplay.files.project import Project
from stateofplay.files.settings import Settings
from stateofplay.ledger.loading import load_ledger


@pytest.fixture
def article(tmp_path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_a_topic_needs_its_table_and_a_table_its_topic(tmp_path, article) -> None:
    root = tmp_path / "book"
    made(root, article)
    settings = (root / "_config.yml").read_text(encoding="utf-8")
    topics = settings.replace("figures: Figures\n", "figures: Figures\n        wages: Wages\n")
    (root / "_config.yml").write_text(topics, encoding="utf-8")
    (told,) = map(str, find_problems(Project(root))[0])
    assert told.startswith("data/wages.csv:1: the file is missing; restore it, ")
    header = told.partition("with the line ")[2]
    (root / "data" / "wages.csv").write_text(f"{header}\n", encoding="utf-8")
    assert find_problems(Project(root))[0] == []
    assert load_ledger(Project(root)).topics["wages"] == "Wages"
    (root / "_config.yml").write_text(settings, encoding="utf-8")
    assert [str(problem) for problem in find_problems(Project(root))[0]] == [
        "data/wages.csv:1: the table is not described; name it under topics in _config.yml, or "
        "move it to data/context/"
    ]
    (root / "data" / "wages.csv").unlink()
    (root / "data" / "units.csv").unlink()
    (told,) = map(str, find_problems(Project(root))[0])
    assert told.startswith("data/units.csv:1: the file is missing; ")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("figures: Figures", "events: Events", ".topics: is “events”; write the name of its table"),
        ("figures: Figures", "turns: Turns", ".topics: is “turns”; write the name of its table"),
        ("topics:\n        figures: Figures", "topics: {}", ".topics: is {}; write the topics"),
        ("[meeting,", "[meeting, meeting,", ".event_kinds: names the same thing twice"),
        ('released: "', 'released: "x', ".released: is “x"),
        ("licence: CC", "contact: nobody\n      licence: CC", ".contact: is “nobody”; write where"),
        ('version: "0.1.0"', 'version: "new"', ".version: is “new”; write the book's version"),
    ],
)
def test_a_setting_of_the_book_that_cannot_be_is_one_line(
    tmp_path, article, old, new, told
) -> None:
    root = tmp_path / "book"
    made(root, article)
    text = (root / "_config.yml").read_text(encoding="utf-8")
    assert old in text
    (root / "_config.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    lines = [str(problem) for problem in find_problems(Project(root))[0]]
    assert any(line.startswith("_config.yml:") and told in line for line in lines), lines


def test_kinds_of_events_and_the_word_for_who_has_a_stake_are_the_books(tmp_path, article) -> None:
    root = tmp_path / "book"
    made(root, article)
    text = (root / "_config.yml").read_text(encoding="utf-8")
    text = text.replace("[meeting, decision,", "[match, decision,", 1)
    text = text.replace("interest: an interested party", "interest: a club of the league", 1)
    (root / "_config.yml").write_text(text, encoding="utf-8")
    fields = load_ledger(Project(root)).tables["events"].schema.fields
    rules = {field["name"]: field for field in fields}
    assert rules["kind"]["constraints"]["enum"][:2] == ["match", "decision"]
    assert "a club of the league" in rules["interest"]["description"]


@pytest.mark.parametrize(
    ("contact", "repository", "told"),
    [
        ("a@b.org", "https://b.org/code", "write to [a@b.org](mailto:a@b.org)"),
        ("https://b.org/form", "", "write to [https://b.org/form](https://b.org/form)"),
        ("", "https://b.org/c", "report it [where the book’s code is kept](https://b.org/c)"),
        ("", "", "tell whoever published this copy, as it names no address to write to"),
    ],
)
def test_readers_are_told_whom_to_tell_of_an_error(contact, repository, told) -> None:
    settings = Settings("T", "A", "t", "L", "C", contact=contact, repository=repository)
    assert settings.tell == told
