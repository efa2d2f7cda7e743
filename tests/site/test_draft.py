"""A draft is a site from the first minute: it says so on every page, and is not given away."""

from __future__ import annotations

import pytest

from projects import PARAGRAPHS, tiny_project
from stateofplay.cli import main
from stateofplay.editing.drafting.draft import add_missing
from stateofplay.files.project import Project
from stateofplay.publish.building import build
from stateofplay.publish.page_numbers import check_numbers

pytestmark = [pytest.mark.book, pytest.mark.counted]

# The tables have five figures of the article and a name; its sixth number, and one more, wait.
LEFT_OUT = "# Left out\n\nWhat is left out.\n\n```{ledger-unpublished}\n```\n"
WAITING = "3,an open number,7,,,exact,boats,,a guess,,,,,,,,,,,harbour_news\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Project:
    project = tiny_project(tmp_path_factory.mktemp("draft") / "book", pages={"left-out": LEFT_OUT})
    # A name with a number that no figure has.
    (project.data / "unpublished.csv").write_text(
        "id,text,source,locator,reason\nline,77,harbour_news,1,the name of line 77\n",
        encoding="utf-8",
    )
    project.article.write_text("\n".join(PARAGRAPHS), encoding="utf-8")
    assert list(add_missing(project, project.article))
    if not project.draft.exists():
        from stateofplay.ledger.reading.drafts import COLUMNS

        project.draft.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    with project.draft.open("a", encoding="utf-8") as file:
        file.write(WAITING)
    assert build(project, quiet=True) == 0
    return project


def waiting(project: Project) -> int:
    return len(project.draft.read_text(encoding="utf-8").splitlines()) - 1


def test_every_page_says_that_it_is_a_draft(project) -> None:
    pages = [*project.site.rglob("*.html")]
    assert len(pages) >= 8
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert "<b>Draft</b>" in text or 'http-equiv="refresh"' in text, path.name


def test_the_front_page_says_how_many_are_found_and_decided(project) -> None:
    front = (project.site / "book" / "index.html").read_text(encoding="utf-8")
    n = waiting(project)
    assert f"{6 + n} numbers of the article were found, and 6 are decided" in " ".join(
        front.split()
    )
    assert "ledger.html#draft" in front


def test_the_ledger_has_a_record_of_each_with_its_words(project) -> None:
    ledger = (project.site / "book" / "ledger.html").read_text(encoding="utf-8")
    assert ledger.count("sop-candidate") == waiting(project)
    assert "<q>an open number</q>" in ledger
    assert check_numbers(project).problems == []


@pytest.mark.parametrize("form", ["--zip", "--epub", "--pdf", "--no-draft"])
def test_no_draft_is_given_away(project, form, monkeypatch, capsys) -> None:
    monkeypatch.chdir(project.root)
    assert main(["build", "--quiet", form]) == 1
    said = capsys.readouterr().err
    n = waiting(project)
    assert f"{n} numbers of the article are in no table; {n} of them are not decided, dec" in said
    assert not project.archive.exists() and not project.epub.exists() and not project.pdf.exists()


def test_what_is_decided_and_not_moved_is_not_called_undecided(
    project, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(project.root)
    kept = project.draft.read_text(encoding="utf-8")
    assert waiting(project) == 1 and "a guess,,,," in kept
    project.draft.write_text(kept.replace("a guess,,", "a guess,no,"), encoding="utf-8")
    assert main(["build", "--quiet", "--no-draft"]) == 1
    said = capsys.readouterr().err
    assert "1 numbers of the article are in no table; run stateofplay draft --move" in said
    project.draft.write_text(kept, encoding="utf-8")


def test_a_draft_is_packed_when_it_is_asked_for(project, monkeypatch) -> None:
    monkeypatch.chdir(project.root)
    assert main(["build", "--quiet", "--zip", "--draft"]) == 0
    assert project.archive.is_file()


def test_without_candidates_nothing_speaks_of_a_draft(project) -> None:
    kept = project.draft.read_bytes()
    project.draft.unlink()
    try:
        assert build(project, quiet=True) == 0
        for path in project.site.rglob("*.html"):
            text = path.read_text(encoding="utf-8")
            for word in ("sop-draft", "sop-candidate", "<b>Draft</b>"):
                assert word not in text, (word, path)
    finally:
        project.draft.write_bytes(kept)
    assert build(project, quiet=True) == 0
    test_every_page_says_that_it_is_a_draft(project)
