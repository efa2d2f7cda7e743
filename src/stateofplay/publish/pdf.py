"""Prints the built site as one PDF: a title page, contents with page numbers, every page of the
book in order, links that work.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from stateofplay.files.disk import BuildError
from stateofplay.files.folders import delete, mark
from stateofplay.files.project import PACKAGE, Project
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.reading.book_settings import listed_pages
from stateofplay.ledger.reading.data_package import publication
from stateofplay.site.page_text import REFERRING
from stateofplay.site.pages.bare import bare, one

if TYPE_CHECKING:
    from playwright.sync_api import Page as PrintedPage

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
_DAY = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}")
_OWN_STYLE = PACKAGE / "site" / "theme" / "pdf.css"
_MISSING = "no Chromium found; install Debian's package chromium, or set CHROMIUM to its path"


@dataclass(frozen=True)
class Part:
    """A page of the book: its file in the site, its title, the question that it answers (or empty),
    its text as HTML.
    """

    path: Path
    title: str
    question: str
    html: Markup

    @property
    def name(self) -> str:
        return self.path.stem


def chromium() -> str | None:
    """The program that prints: what CHROMIUM names, else the first that is installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _PROGRAMS)), None)


def printed(project: Project, site: Path) -> bytes:
    """The PDF of `site`. Raises BuildError when there is nothing to print with."""
    program = chromium()
    if not program:
        raise BuildError(_MISSING)
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise BuildError(
            "the package playwright is missing, which drives Chromium; "
            "install requirements-test.txt"
        ) from None
    parts = read_parts(project, site)
    working = project.build / ".work-pdf"
    delete(working)
    mark(working)
    try:
        with sync_playwright() as runner:
            browser = runner.chromium.launch(executable_path=program, args=list(FLAGS))
            page = browser.new_page(color_scheme="light", java_script_enabled=False)
            content = _with_pages(page, site, parts, working / "book.html")
            browser.close()
    except Error as error:
        raise BuildError(f"Chromium cannot print the book: {str(error).splitlines()[0]}") from None
    finally:
        delete(working)
    return dated(content, publication(project))


def _with_pages(page: PrintedPage, site: Path, parts: list[Part], file: Path) -> bytes:
    """The PDF, printed twice: to learn on which page each part begins, then with these numbers in
    the contents.
    """
    content, pages = b"", dict[str, int]()
    for _ in range(2):
        file.write_text(whole_book(site, parts, pages), encoding="utf-8")
        page.goto(file.as_uri())
        content = page.pdf(format="A4", prefer_css_page_size=True, tagged=True, outline=True)
        pages = first_pages(content, parts)
    return content


def read_parts(project: Project, site: Path) -> list[Part]:
    """The pages of the built site in the order of `_toc.yml`, those of records after the page
    that lists them.
    Raises BuildError when the site lacks one of them.
    """
    parts, ledger = [], load_ledger(project)
    under = {page: [page] for page in listed_pages(project)}
    for found in ledger.made_pages.values():
        if found.under in under:
            under[found.under].append(found.name)
    for file in chain.from_iterable(under.values()):
        path = site / f"{file}.html"
        if not path.is_file():
            raise BuildError(f"{path}: there is no such page; build the site first")
        parts.append(_part(path))
    return parts


def _read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def _attribute(element: Tag, name: str) -> str:
    """An attribute as it is written; Beautiful Soup gives some of them as a list."""
    return " ".join(element.get_attribute_list(name, ""))


def _part(path: Path) -> Part:
    main, name = one(_read(path), "main"), path.stem
    bare(main)
    for narrow in main.select(".sop-narrow"):
        narrow.decompose()
    for drawing in main.select("svg[aria-labelledby]"):
        _say(main, drawing)
    for figure in main.find_all("figure"):
        figure["role"] = "group"  # in the tags of the PDF the drawing is the figure, with its words
    for element in main.find_all(True):
        if element.get("id"):
            element["id"] = f"{name}--{element['id']}"
        for attribute in REFERRING:
            if element.get(attribute):
                words = _attribute(element, attribute).split()
                element[attribute] = " ".join(f"{name}--{word}" for word in words)
    for link in main.find_all("a", href=True):
        _lead(name, link)
    for heading in main.find_all(["h1", "h2", "h3"]):
        for text in heading.find_all(string=True):  # the style sheet keeps their blanks
            text.replace_with(re.sub(r"\s+", " ", text))
    kicker = main.select_one(".sop-kicker")
    question = ""
    if kicker is not None and not kicker.a:
        question = " ".join(kicker.find_all(string=True, recursive=False)).strip()
    title = one(main, "h1").get_text(" ", strip=True)
    return Part(path, title, question, Markup(main.decode_contents()))


def _say(main: Tag, drawing: Tag) -> None:
    """Give a drawing its text alternative as one label, which goes into the tags of the PDF."""
    said = [
        main.find(id=name)
        for attribute in ("aria-labelledby", "aria-describedby")
        for name in _attribute(drawing, attribute).split()
    ]
    drawing["aria-label"] = ". ".join(
        element.get_text(strip=True).removesuffix(".") for element in said if element
    )
    del drawing["aria-labelledby"], drawing["aria-describedby"]


def _lead(name: str, link: Tag) -> None:
    """Point a link into the one file; what leads to a file of the site that is no page becomes
    plain text.
    """
    href = _attribute(link, "href")
    page, _, anchor = href.partition("#")
    if re.match(r"(?i)[a-z]+:", href):
        return
    if not page:
        link["href"] = f"#{name}--{anchor}"
    elif page.endswith(".html") and "/" not in page:
        link["href"] = f"#{page.removesuffix('.html')}{f'--{anchor}' if anchor else ''}"
    else:
        link.unwrap()


def whole_book(site: Path, parts: list[Part], pages: dict[str, int]) -> str:
    """All parts in one HTML file, with the number of each part's first page in the contents as far
    as `pages` knows it.
    """
    from stateofplay.site.templating import templates

    front = _read(parts[0].path)
    styles = (site / "_static" / "sop.css", _OWN_STYLE)
    template = templates().get_template("pdf.html")
    return template.render(
        language=_attribute(one(front, "html"), "lang"),
        style=Markup("".join(style.read_text(encoding="utf-8") for style in styles)),
        title=one(front, ".sop-brand").get_text(strip=True),
        edition=one(front, ".sop-edition").get_text(" ", strip=True),
        description=_attribute(one(front, "meta[name=description]"), "content"),
        imprint=[" ".join(p.get_text().split()) for p in front.select(".sop-foot p")],
        parts=parts,
        pages=pages,
    )


def first_pages(content: bytes, parts: list[Part]) -> dict[str, int]:
    """The page on which each part begins, from the destinations of the PDF's links."""
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content))
    found = {
        name.removeprefix("/"): destination
        for name, destination in reader.named_destinations.items()
    }
    numbers = {
        part.name: reader.get_destination_page_number(found[part.name])
        for part in parts
        if part.name in found
    }
    return {name: number + 1 for name, number in numbers.items() if number is not None}


def dated(content: bytes, day: date) -> bytes:
    """The PDF with the day of publication where Chromium writes the moment of printing, so that the
    same book has the same bytes.
    """
    return _DAY.sub(lambda match: b"/" + match[1] + f" (D:{day:%Y%m%d}000000".encode(), content)
