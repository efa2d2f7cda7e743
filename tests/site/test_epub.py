"""The EPUB of a tiny project: its parts, well-formed pages, links that resolve, charts with words
and tables, the same bytes twice.
"""

from __future__ import annotations

from posixpath import dirname, join, normpath
from types import SimpleNamespace
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

import pytest
from bs4 import BeautifulSoup

from projects import tiny_project
from stateofplay.publish.building import BuildError
from stateofplay.publish.forms import write_epub
from stateofplay.site.downloads.epub import BookBuilder

pytestmark = pytest.mark.book
XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"


@pytest.fixture(scope="module")
def epub(tmp_path_factory):
    return write_epub(tiny_project(tmp_path_factory.mktemp("one") / "book"))


@pytest.fixture(scope="module")
def trees(epub) -> dict[str, ElementTree.Element]:
    """Every page, parsed as XML."""
    with ZipFile(epub) as archive:
        return {
            name: ElementTree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith(".xhtml")
        }


def test_the_type_comes_first_and_every_file_is_listed(epub) -> None:
    with ZipFile(epub) as archive:
        first, *others = archive.infolist()
        assert (first.filename, first.compress_type, archive.read(first)) == (
            "mimetype",
            ZIP_STORED,
            b"application/epub+zip",
        )
        package = ElementTree.fromstring(archive.read("content.opf"))
        listed = {item.get("href") for item in package.iter(f"{OPF}item")}
        assert listed | {"META-INF/container.xml", "content.opf"} == {
            info.filename for info in others
        }
        assert not [name for name in listed if name.endswith((".js", ".html"))]


def test_the_package_says_what_the_book_is(epub) -> None:
    with ZipFile(epub) as archive:
        package = archive.read("content.opf").decode()
    assert "edition of 20 February 2026" in package and ">urn:uuid:" in package
    assert 'properties="cover-image"' in package and "schema:accessMode" in package


def test_every_link_and_image_leads_to_something(trees, epub) -> None:
    with ZipFile(epub) as archive:
        files = set(archive.namelist())
    ids = {name: {e.get("id") for e in tree.iter()} for name, tree in trees.items()}
    seen = 0
    for name, tree in trees.items():
        for element in tree.iter():
            target = element.get("href") or element.get("src")
            if not target or target.startswith(("http:", "https:")):
                continue
            path, _, anchor = target.partition("#")
            file = normpath(join(dirname(name), path)) if path else name
            assert file in files, (name, target)
            assert not anchor or anchor in ids[file], (name, target)
            seen += 1
    assert seen > 30


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        ("HTTPS://example.com/x.html", "HTTPS://example.com/x.html"),
        ("Mailto:a@example.com", "Mailto:a@example.com"),
        ("#here", "#here"),
        ("ledger.xhtml#x", "ledger.xhtml#x"),
        ("x.zip", "https://example.org/port/book/x.zip"),
        ("../data/x.zip", "https://example.org/port/data/x.zip"),
        ("../../../x.zip", "https://example.org/x.zip"),
        ("./a/../x.zip?y", "https://example.org/port/book/x.zip?y"),
        ("/x.zip", "https://example.org/x.zip"),
        ("//example.com/x.zip", "https://example.com/x.zip"),
    ],
)
def test_a_link_leads_where_it_leads_on_the_site(href, leads) -> None:
    link = BeautifulSoup(f'<p><a href="{href}">x</a></p>', "html.parser").a
    for base in ("https://example.org/port", "https://example.org/port/"):
        config = SimpleNamespace(html_baseurl=base)
        builder = SimpleNamespace(config=config, out_suffix=".xhtml")
        link["href"] = href
        BookBuilder._lead(builder, "book/index", link)
        assert link["href"] == leads


def test_a_figure_leads_to_its_record_and_nothing_needs_a_browser(trees) -> None:
    page = trees["book/index.xhtml"]
    assert {a.get("href") for a in page.iter(f"{XHTML}a")} >= {
        "ledger.xhtml#boxes_per_month",
        "ledger.xhtml#balance",
    }
    for name, tree in trees.items():
        found = {e.tag.removeprefix(XHTML) for e in tree.iter()} & {
            "button",
            "script",
            "form",
            "input",
        }
        assert not found and not [e for e in tree.iter() if e.get("popover") is not None], name
        assert not [e for e in tree.iter(f"{XHTML}a") if e.get("aria-describedby")], (
            name
        )  # its card


def test_no_page_names_an_address_that_is_not_known(epub) -> None:
    with ZipFile(epub) as archive:
        assert [
            name for name in archive.namelist() if b"ADDRESS-OF-THIS-SITE" in archive.read(name)
        ] == []


def test_a_chart_is_an_image_with_its_words_and_its_rows(trees, epub) -> None:
    figure = next(trees["book/index.xhtml"].iter(f"{XHTML}figure"))
    image = next(figure.iter(f"{XHTML}img"))
    assert (
        image.get("alt")
        == "Bar chart: about 40,000 people a month handled, 31,680 people a month lost."
    )
    assert "Boxes lost" in "".join(next(figure.iter(f"{XHTML}table")).itertext())
    with ZipFile(epub) as archive:
        drawing = archive.read("_images/boxes.svg").decode()
    assert ElementTree.fromstring(drawing).tag.endswith("svg") and "var(" not in drawing


def test_the_same_book_has_the_same_bytes(epub, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    other = tiny_project(tmp_path / "elsewhere")
    assert write_epub(other).read_bytes() == epub.read_bytes()
    assert write_epub(other).read_bytes() == epub.read_bytes()


def test_a_problem_leaves_the_last_epub_in_place(tmp_path) -> None:
    project = tiny_project(tmp_path / "book")
    before = write_epub(project).read_bytes()
    page = project.chapter("index")
    page.write_text(
        page.read_text(encoding="utf-8") + "\n{fig}`no_such_figure`\n", encoding="utf-8"
    )
    with pytest.raises(BuildError, match="no_such_figure"):
        write_epub(project)
    assert project.epub.read_bytes() == before
