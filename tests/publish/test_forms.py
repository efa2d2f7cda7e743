"""The other forms of the book: what keeps one from being written is one line; the site stays."""

from __future__ import annotations

from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx

from projects import tiny_project
from stateofplay.cli import main
from stateofplay.files import archive
from stateofplay.files.disk import BuildError
from stateofplay.publish import pdf
from stateofplay.publish.forms import write_epub


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


def saved_at_once(project) -> None:
    """A table and a page that repeats its number, as by a branch that is checked out."""
    for file, old, new in (
        (project.table("boxes"), "40000,35000,45000", "41000,35000,45000"),
        (project.chapter("index"), "The harbour handles", "The port handles"),
    ):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.book
def test_an_epub_is_of_one_state_though_files_are_saved_meanwhile(project, monkeypatch) -> None:
    """When the tables are read, and pages are not."""
    build, saves = Sphinx.build, [saved_at_once]

    def built(app: Sphinx, *given) -> None:
        if saves:
            saves.pop()(project)
        build(app, *given)

    monkeypatch.setattr(Sphinx, "build", built)
    with ZipFile(write_epub(project)) as epub:
        page = BeautifulSoup(epub.read("book/index.xhtml"), "html.parser").get_text()
    assert not saves and "The port handles about 41,000 people" in page


@pytest.mark.book
@pytest.mark.parametrize(("form", "made"), [("pdf", pdf), ("archive", archive)])
def test_a_form_of_the_site_is_of_one_state_though_files_are_saved_meanwhile(
    project, monkeypatch, form, made
) -> None:
    saves, states = [saved_at_once, lambda _: None], []

    def content(project, site) -> bytes:
        states.append((site / "book" / "index.html").read_text(encoding="utf-8"))
        saves.pop(0)(project)
        return str(len(states)).encode()

    monkeypatch.setattr(made, "printed" if form == "pdf" else "packed", content)
    assert main(["build", "--quiet", "--pdf" if form == "pdf" else "--zip"]) == 0
    assert getattr(project, form).read_bytes() == b"2"
    assert ["The port handles" in state for state in states] == [False, True]


@pytest.mark.book
def test_a_form_is_not_written_where_files_are_saved_again_and_again(
    project, monkeypatch, capsys
) -> None:
    def content(project, site) -> bytes:
        with project.chapter("index").open("a", encoding="utf-8") as page:
            page.write("\n")
        return b"half"

    monkeypatch.setattr(archive, "packed", content)
    assert main(["build", "--quiet", "--zip"]) == 1
    assert "again and again; build it when they rest" in capsys.readouterr().err
    assert not project.archive.exists()


@pytest.mark.book
def test_a_site_is_not_published_where_files_are_saved_again_and_again(
    project, monkeypatch, capsys
) -> None:
    assert main(["build", "--quiet"]) == 0
    page, build = project.chapter("index"), Sphinx.build
    published = project.site / "book" / "index.html"
    before = published.read_bytes()

    def built(app: Sphinx, *given: object) -> None:
        page.write_text(page.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        build(app, *given)

    page.write_text(page.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    monkeypatch.setattr(Sphinx, "build", built)
    assert main(["build", "--quiet"]) == 1
    said = "again and again; build it when they rest\nThe published site is as it was.\n"
    assert capsys.readouterr().err.endswith(said)
    assert published.read_bytes() == before


def test_a_program_that_does_not_print_is_one_line(project, monkeypatch) -> None:
    pytest.importorskip("playwright")
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    monkeypatch.setattr(pdf, "read_parts", lambda project, site: [])
    with pytest.raises(BuildError, match=r"^Chromium cannot print the book: [^\n]*$"):
        pdf.printed(project, project.site)
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
