"""Pages that come with the program link to others wherever the program lies."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from docutils.utils import new_document
from sphinx.addnodes import pending_xref

from projects import tiny_project
from stateofplay.files.project import REFERENCE, Project
from stateofplay.publish.building import build
from stateofplay.site.read.reference import _link

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
ADDED = """## More of ours

See [the ledger](ledger.md) and {download}`lake.svg`.

![A lake](lake.svg)
"""


@pytest.mark.parametrize("folder", ["..", "../../odd näme's #1%20x/reference"])
def test_a_link_of_a_page_of_the_program_leads_to_the_books(folder) -> None:
    page = new_document("how-firm")
    page += pending_xref(
        refdomain="doc", reftype="myst", reftarget=f"{folder}/ledger", reftargetid="aid"
    )
    page += pending_xref(refdomain=None, reftype="myst", reftarget="ledger.md#talks")
    env = SimpleNamespace(docname="book/how-firm", found_docs={"book/how-firm", "book/ledger"})
    _link(SimpleNamespace(env=env), page)
    links = [(link["refdomain"], link["reftarget"], link["reftargetid"]) for link in page]
    assert links == [("doc", "book/ledger", "aid"), ("doc", "book/ledger", "talks")]


def test_what_belongs_to_articles_is_said_in_one_way_for_one_and_for_several() -> None:
    pages = [page.read_text(encoding="utf-8") for page in REFERENCE.glob("*.md")]
    assert any("{{ articles_own }}" in page for page in pages)
    assert [page for page in pages if "{{ article }}’" in page] == []


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Project:
    """A book that adds to a page of the program."""
    project = tiny_project(tmp_path_factory.mktemp("added") / "book")
    with project.toc.open("a", encoding="utf-8") as toc:
        toc.write("  - {file: book/method, title: Method}\n")
    (project.book / "lake.svg").write_text(PICTURE, encoding="utf-8")
    return project


@pytest.mark.book
def test_what_a_book_adds_to_a_page_of_the_program_has_its_pictures_in_the_book(project) -> None:
    project.addition("book/method").write_text(ADDED, encoding="utf-8")
    assert build(project, quiet=True) == 0
    page = (project.site / "book" / "method.html").read_text(encoding="utf-8")
    assert 'src="../_images/lake.svg" alt="A lake"' in page
    assert page.count("/lake.svg") == 2 and 'href="ledger.html"' in page


@pytest.mark.book
@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("There are 55 boats.", "“55” is typed in the prose"),
        ("Of {fig}`nope`.", "“nope” is not a figure"),
        ("See [more](nowhere.md).", "there is no page “nowhere.md”"),
        ("![A lake](sea.svg)", "there is no picture “book/sea.svg”"),
        ("![](lake.svg)", "the picture lake.svg has no alternative text"),
        ("Of {nope}`this`.", "“{nope}” is no role"),
    ],
)
def test_mistakes_in_what_a_book_adds_are_told_with_its_file_and_line(
    project, written, said, capsys
) -> None:
    text = f"{ADDED}\n{written}\n"
    project.addition("book/method").write_text(text, encoding="utf-8")
    assert build(project, quiet=True) == 1
    (line, *_) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"book/method-more.md:{text.count(chr(10))}: {said}")
