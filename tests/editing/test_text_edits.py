"""The lines of one paragraph change, found by what the page shows of it."""

from __future__ import annotations

import pytest

from projects import REPOSITORY, tiny_project
from stateofplay.editing.rows.pending import Pending
from stateofplay.editing.rows.raw_rows import EditError
from stateofplay.editing.rows.saving import Conflict
from stateofplay.editing.rows.text_edits import blocks, change_lines, paragraph
from stateofplay.ledger.loading import load_ledger

CHAPTER = """---
jupytext: {}
question: What is counted?
---

# Boxes

About {fig}`boxes_per_month` are handled, as **the director** says.
The second line of it.

```{code-cell} ipython3
show("About boxes")
```

- A point that is made,
  over two lines.

% A comment
Another one. {source}`port_office`
"""


@pytest.fixture
def project(tmp_path):
    made = tiny_project(tmp_path / "book")
    (made.book / "boxes.md").write_bytes(CHAPTER.encode())
    return made


def test_paragraphs_and_headings_are_found_and_nothing_else() -> None:
    found = [(block.first, block.last) for block in blocks(CHAPTER)]
    assert found == [(6, 6), (8, 9), (15, 16), (19, 19)]


def test_each_paragraph_of_the_book_is_found_again_by_its_own_words() -> None:
    count = 0
    for path in sorted(REPOSITORY.book.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        for block in blocks(text):
            assert "\n".join(lines[block.first - 1 : block.last]) == block.text
            assert not block.text.startswith(("```", ":::", "---", "|"))
            count += 1
    assert count > 100


def test_a_paragraph_is_found_by_what_the_page_shows(project) -> None:
    ledger = load_ledger(project)
    words = "About about 40,000 people a month are handled, as the director says. The second line"
    found = paragraph(CHAPTER, words, 0, ledger)
    words += " of it. " + "Boxes handled: an estimate of the director, an interested party. " * 4
    assert (found.first, found.last) == (8, 9)
    assert paragraph(CHAPTER, words, 0, ledger) == found, "with the cards behind its figures"
    assert paragraph(CHAPTER, "Another one. Port Office", 0, ledger).first == 19
    assert paragraph(CHAPTER, "Words of a list that the program has made", 0, ledger) is None
    twice = CHAPTER + "\nAnother one.\n"
    assert [paragraph(twice, "Another one.", n, ledger).first for n in (0, 1)] == [19, 21]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_its_lines_change_and_no_other_byte(project, end, mark) -> None:
    path = project.book / "boxes.md"
    before = (mark + CHAPTER.replace("\n", end)).encode()
    path.write_bytes(before)
    pending = Pending(project)
    change_lines(pending, "book/boxes.md", 8, 9, "One line.\nAnd – “two”.", "")
    old = CHAPTER.split("\n")[7:9]
    wanted = before.replace(end.join(old).encode(), f"One line.{end}And – “two”.".encode())
    assert pending.content(path) == wanted and wanted != before
    same = Pending(project)
    change_lines(same, "book/boxes.md", 8, 9, "\n".join(old), "")
    assert same.changes == []


@pytest.mark.parametrize(
    ("file", "first", "last"),
    [
        ("book/boxes.md", 2, 3),
        ("book/boxes.md", 1, 8),
        ("book/boxes.md", 8, 99),
        ("book/boxes.md", 9, 8),
        ("book/boxes.md", 12, 12),  # a line of a cell, and one that begins it
        ("book/boxes.md", 11, 13),
        ("book/boxes.md", 8, 16),  # from a paragraph over a cell to another
        ("book/boxes.md", 8, 8),
        ("book/boxes.md", -1, 1),
        ("_config.yml", 1, 1),
        ("book/../data/boxes.csv", 1, 1),
        ("book/../../out.md", 1, 1),
        ("book/none.md", 1, 1),
    ],
)
def test_nothing_but_prose_of_a_chapter_changes(project, file, first, last) -> None:
    (project.root.parent / "out.md").write_text("theirs\n", encoding="utf-8")
    pending = Pending(project)
    with pytest.raises(EditError):
        change_lines(pending, file, first, last, "mine", "")
    assert pending.changes == []


CELL = "```{code-cell} ipython3\nopen('mine', 'w')\n```"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (8, 9, CELL),
        (15, 16, f"- A point.\n\n``` `\n\n{CELL}"),  # no fence begins with a second backtick
        (8, 9, f":::{{note}}\n{CELL}\n:::"),
        (8, 9, "```{chart} bounds\nid: mine\n```"),
        (8, 9, "```{code-cell} ipython3"),  # the cell below would belong to this one
        (8, 9, "~~~~\nAn example that takes the cell in"),
        (8, 9, "```{code-cell} ipython3\n:load: mine.py\n```"),
        (8, 9, "One.\n\n+++ {"),
    ],
)
def test_no_paragraph_changes_what_is_executed(project, first, last, text) -> None:
    pending = Pending(project)
    with pytest.raises(EditError, match=r"no cell|could no longer be read"):
        change_lines(pending, "book/boxes.md", first, last, text, "")
    assert pending.changes == []


def test_no_paragraph_begins_front_matter(project) -> None:
    (project.book / "boxes.md").write_text("Prose.\n", encoding="utf-8")
    with pytest.raises(EditError, match="no front matter"):
        change_lines(Pending(project), "book/boxes.md", 1, 1, "---\ninputs: [boxes]\n---\nP.", "")


def test_code_that_nothing_executes_is_prose(project) -> None:
    pending, text = Pending(project), f"As in:\n\n````md\n{CELL}\n````\n\n```sh\nmake\n```"
    change_lines(pending, "book/boxes.md", 8, 9, text, "")
    assert text in pending.content(project.book / "boxes.md").decode()


def test_the_lines_are_those_of_the_chapter_whatever_else_ends_one(project) -> None:
    path = project.book / "boxes.md"
    path.write_text(CHAPTER.replace("the director", "the\x85\x1ddirector"), encoding="utf-8")
    pending = Pending(project)
    change_lines(pending, "book/boxes.md", 19, 19, "Mine.", "")
    assert pending.content(path).decode().endswith("% A comment\nMine.\n")


@pytest.mark.parametrize("end", ["---", "...", "--- ", "none"])
def test_what_stands_before_the_end_of_front_matter_is_no_prose(project, end) -> None:
    (project.book / "boxes.md").write_text(f"---\norphan: true\n\n{end}\nProse.\n")
    text = (project.book / "boxes.md").read_text()
    assert [block.text for block in blocks(text)] == ([] if end == "none" else ["Prose."])
    with pytest.raises(EditError):
        change_lines(Pending(project), "book/boxes.md", 4, 4, "mine", "")


def test_a_chapter_that_changed_meanwhile_is_a_conflict(project) -> None:
    with pytest.raises(Conflict):
        change_lines(Pending(project), "book/boxes.md", 8, 9, "mine", "0" * 64)
