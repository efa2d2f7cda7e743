"""`stateofplay verify` on a small project: it builds twice in other places, compares, and keeps a
page of results.
"""

from __future__ import annotations

import pytest

from projects import INDEX, PARAGRAPHS, tiny_project
from stateofplay.cli import main
from stateofplay.publish import proof


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Its chart and its first heading have names of their own: an id that stands twice on a page is
    a problem to the proof.
    """
    made = tiny_project(
        tmp_path / "book", pages={"index": INDEX.replace("# Boxes", "# Boxes in Northtown")}
    )
    monkeypatch.chdir(made.root)
    monkeypatch.delenv("STATEOFPLAY_ROOT", raising=False)
    return made


@pytest.mark.book
@pytest.mark.counted
def test_the_whole_proof_finds_the_page_that_was_edited_by_hand_and_nothing_else(
    project, tmp_path, monkeypatch, capsys
) -> None:
    """All else passes, so the two builds have the same bytes, which are those of the rest of the
    published site.

    What was edited before is mended when the site is brought up to date; the page is edited right
    after that.
    """
    article = tmp_path / "article.txt"
    article.write_text("\n".join(PARAGRAPHS), encoding="utf-8")
    spoilt, bring = project.site / "book" / "sources.html", proof.update

    def bring_and_spoil(*arguments, **options):
        changed = bring(*arguments, **options)
        spoilt.write_text(
            spoilt.read_text(encoding="utf-8").replace("Every source", "Every spring"),
            encoding="utf-8",
        )
        return changed

    monkeypatch.setattr(proof, "update", bring_and_spoil)
    assert main(["verify", "--site", str(article)]) == 1
    page = project.verification.read_text(encoding="utf-8")
    assert page.strip() in capsys.readouterr().out
    for name in ("Numbers", "Check sums", "Links", "The article"):
        assert f"| {name} | passed |" in page
    problems = [line for line in page.splitlines() if line.startswith("- ")]
    assert len(problems) == 1 and problems[0].startswith(
        "- book/sources.html: the published site and a new build differ from byte"
    )
    assert "Pacific/Kiritimati" in page and str(tmp_path) not in page
    assert main(["verify", "--quick"]) == 0  # which builds nothing anew
    page = project.verification.read_text(encoding="utf-8")
    assert "| Links | passed |" in page and "Same bytes" not in page


def test_a_copy_that_is_not_there_is_named(project, capsys) -> None:
    assert main(["verify", "--site", "nowhere.txt"]) == 2
    assert "nowhere.txt: there is no such file" in capsys.readouterr().err


def test_with_a_file_of_something_else_nothing_is_proved(project, tmp_path, capsys) -> None:
    other = tmp_path / "soup.txt"
    other.write_text("A recipe for soup.\nTake two onions.", encoding="utf-8")
    assert main(["verify", "--site", "--quick", str(other)]) == 1
    assert capsys.readouterr().err.startswith("soup.txt: no paragraph of it is one of “Boxes pile")
    assert not project.verification.exists()
