"""The other forms of the book: what keeps one from being written is one line; the site stays."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from projects import tiny_project
from stateofplay.cli import main
from stateofplay.files.disk import BuildError
from stateofplay.publish import pdf


@pytest.fixture
def project(tmp_path, monkeypatch):
    made = tiny_project(tmp_path / "book")
    monkeypatch.chdir(made.root)
    monkeypatch.delenv("STATEOFPLAY_ROOT", raising=False)
    return made


@pytest.mark.book
def test_without_chromium_the_other_forms_are_there_and_the_line_says_what_to_install(
    project, monkeypatch, capsys
) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(pdf, "_PROGRAMS", ())
    assert main(["build", "--zip", "--pdf"]) == 1
    said = capsys.readouterr()
    assert said.err == f"{pdf._MISSING}\n" and f"Written: {project.archive}" in said.out
    assert project.archive.is_file() and (project.site / "index.html").is_file()


def test_a_program_that_does_not_print_is_one_line(project, monkeypatch) -> None:
    pytest.importorskip("playwright")
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    monkeypatch.setattr(pdf, "read_parts", lambda project, site: [])
    with pytest.raises(BuildError, match=r"^Chromium cannot print the book: [^\n]*$"):
        pdf.write_pdf(project)
    assert not (project.build / ".work-pdf").exists()


def test_a_site_that_lacks_a_page_or_its_text_is_to_be_built_again(project, tmp_path) -> None:
    with pytest.raises(BuildError, match="there is no such page; build the site first"):
        pdf.read_parts(project, tmp_path)
    for page in ("index", "other", "ledger", "sources"):
        (tmp_path / "book").mkdir(exist_ok=True)
        (tmp_path / "book" / f"{page}.html").write_text("<p>Cut short", encoding="utf-8")
    with pytest.raises(BuildError, match="has no main; build the site again"):
        pdf.read_parts(project, tmp_path)


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        ("HTTPS://example.com/x.html", "HTTPS://example.com/x.html"),
        ("#here", "#index--here"),
        ("ledger.html#x", "#ledger--x"),
        ("../x.zip", None),
    ],
)
def test_a_link_of_the_pdf_leads_into_it_or_to_the_web(href, leads) -> None:
    part = BeautifulSoup(f'<p><a href="{href}">x</a></p>', "html.parser")
    pdf._lead("index", part.a)
    assert (part.a and part.a["href"]) == leads and part.get_text() == "x"
