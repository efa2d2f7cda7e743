"""What surrounds the text, on a tiny project: questions, terms and report links reach every page
that shows them.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from projects import tiny_project
from stateofplay.publish.building import build
from stateofplay.site.lists.listing import report_address

pytestmark = [pytest.mark.book, pytest.mark.counted]

PAGES = {
    "harbour": "---\nquestion: Who waits?\n---\n\n# Harbour\n\nShips wait at the {term}`quay`.\n",
    "glossary": "---\nquestion: What do the words mean?\n---\n\n# "
    "Glossary\n\n```{glossary}\nquay\n  Where ships are tied up.\n```\n",
}


def page(project, name: str) -> str:
    return (project.site / "book" / f"{name}.html").read_text(encoding="utf-8")


def write(path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = tiny_project(tmp_path_factory.mktemp("tiny") / "book", pages=PAGES)
    assert build(project, quiet=True) == 0
    return project


def test_a_question_and_a_definition_that_change_reach_the_pages_that_show_them(project) -> None:
    assert "Who waits?" in page(project, "harbour") and "Who waits?" in page(project, "ledger")
    assert "Where ships are tied up." in page(project, "harbour")
    write(project.root / "book" / "harbour.md", "Who waits?", "Who comes?")
    write(
        project.root / "book" / "glossary.md", "Where ships are tied up.", "A wall to tie ships to."
    )
    assert build(project, quiet=True) == 0
    for name in ("index", "ledger", "sources", "harbour", "glossary"):
        assert "Who comes?" in page(project, name) and "Who waits?" not in page(project, name), name
    card = re.search(
        r'<a class="sop-num sop-term" '
        r'href="glossary\.html#term-quay"[^>]*>quay</a>.*?</span></span>',
        page(project, "harbour"),
        re.DOTALL,
    )
    assert card and "A wall to tie ships to." in card[0]


def test_there_is_no_report_link_without_a_repository_and_one_per_record_with_it(project) -> None:
    assert "Report an error" not in page(project, "ledger") + page(project, "outside-figures")
    with (project.root / "_config.yml").open("a", encoding="utf-8") as config:
        config.write(
            "\nrepository: {url: https://example.org/owner/book, branch: main, path_to_book: .}\n"
        )
    assert build(project, quiet=True) == 0
    links = [
        unescape(link)
        for link in re.findall(r'class="sop-report" href="([^"]+)"', page(project, "ledger"))
    ]
    assert len(links) == page(project, "ledger").count('<article class="sop-record')
    address = next(link for link in links if "boxes_lost" in link)
    assert address.startswith("https://example.org/owner/book/issues/new?")
    query = parse_qs(urlsplit(address).query)
    assert query["title"] == ["Error in the record boxes_lost"] and "31,680" in query["body"][0]


def test_a_report_speaks_the_language_of_the_host() -> None:
    assert report_address("", "losses", "3") == ""
    query = parse_qs(
        urlsplit(
            report_address("https://gitlab.example.org/a/b", "losses", "more than 3 & 4")
        ).query
    )
    assert "more than 3 & 4" in query["issue[description]"][0]
