"""The record of an article: what the reader of records makes of it, and what is said when it cannot
be written.
"""

from __future__ import annotations

import pytest

from projects import PARAGRAPHS, article_record, tiny_project
from stateofplay.cli import main
from stateofplay.files.project import ROOT_VARIABLE, Project
from stateofplay.ledger.loading import load_ledger


@pytest.fixture
def project(tmp_path, monkeypatch) -> Project:
    (tmp_path / "copy.txt").write_text("\n\n".join(PARAGRAPHS), encoding="utf-8")
    (tmp_path / "empty.txt").write_text("\n", encoding="utf-8")
    monkeypatch.setenv(ROOT_VARIABLE, str(tmp_path / "project"))
    monkeypatch.chdir(tmp_path)
    return tiny_project(tmp_path / "project")


def test_a_record_is_read_as_the_one_that_was_written_by_hand(project, capsys) -> None:
    before = load_ledger(project).articles["harbour_news"]
    assert main(["record", "copy.txt", "harbour_news", "--boilerplate", "3"]) == 0
    printed = capsys.readouterr().out
    assert not any(sentence in printed for sentence in PARAGRAPHS)
    (project.seeds / "harbour-news.yml").write_text(printed, encoding="utf-8")
    after = load_ledger(project).articles["harbour_news"]
    assert (after.digests, after.title, after.published, after.language) == (
        before.digests,
        before.title,
        before.published,
        before.language,
    )
    assert after.boilerplate == {3}
    assert article_record() != printed


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (
            ["copy.txt", "harbour_new"],
            1,
            "seeds/sources.bib: “harbour_new” is not the key of a source; did you mean "
            "harbour_news?; of another article, add it first",
        ),
        (
            ["empty.txt", "harbour_news"],
            1,
            "empty.txt: has no text; give a copy of the article with one paragraph on each line",
        ),
        (
            ["copy.txt", "harbour_news", "--boilerplate", "9"],
            1,
            "copy.txt: paragraph 9 is marked as boilerplate, but there are only 3",
        ),
        (
            ["none.txt", "harbour_news"],
            2,
            "none.txt: there is no such file; name a text file with the article",
        ),
    ],
)
def test_what_cannot_be_recorded(project, capsys, arguments, status, message) -> None:
    assert main(["record", *arguments]) == status
    assert capsys.readouterr().err.strip() == message
