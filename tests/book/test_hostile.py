"""A ledger full of hostile text: every free cell and every source tries to become a script, a tag,
a formula or Markdown, and stays text.
"""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from itertools import count, cycle
from xml.etree import ElementTree

import pytest

from hosts import served
from poison import EVERYTHING, HOSTILE, project_in
from projects import BIBLIOGRAPHY, tiny_project
from stateofplay.publish.building import build

pytestmark = pytest.mark.book

EVERYTHING += "```{ledger-more}\n:topic: boxes\n```\n"


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    """The same project twice: with a harmless word and with hostile text in every cell; and all
    that was written into the second.
    """
    written: list[str] = []
    texts, number = cycle(HOSTILE), count()

    def hostile(cell: str, plain: bool) -> str:
        """`plain` cells bear no braces and no digits: a template refuses those itself."""
        text = next(t for t in texts if not (plain and re.search(r"[{}\u2028]", t)))
        written.append(text)
        return (
            f"{re.sub(r'[0-9]', '', text)} {cell}"
            if plain
            else f"{text}{next(number)} {cell}".strip()
        )

    calm = project_in(tmp_path_factory.mktemp("calm"), lambda cell, _: f"word {cell}".strip())
    return calm, project_in(tmp_path_factory.mktemp("hostile"), hostile), written


class Tags(HTMLParser):
    """The elements of a page outside drawings, each with the names of its attributes, and all
    attributes of all elements.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple] = []
        self.attributes: list[tuple[str, str]] = []
        self.drawing = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        self.attributes += [(name, value or "") for name, value in attrs]
        self.drawing += tag == "svg"
        if not self.drawing:
            self.tags.append((tag, tuple(sorted(name for name, _ in attrs))))

    def handle_endtag(self, tag) -> None:
        self.drawing -= tag == "svg"


def test_every_kind_of_hostile_text_stands_in_the_data(twins) -> None:
    assert set(HOSTILE) == set(twins[2]) and len(twins[2]) > 50


def test_no_page_has_an_element_or_attribute_that_the_harmless_twin_has_not(twins) -> None:
    calm, spoilt, _ = twins
    pages = sorted(p.relative_to(spoilt.site) for p in spoilt.site.rglob("*.html"))
    assert len(pages) >= 8
    for page in pages:
        ours, theirs = (
            Tags((project.site / page).read_text(encoding="utf-8")) for project in (spoilt, calm)
        )
        assert ours.tags == theirs.tags, page
        for name, value in ours.attributes:
            assert not name.startswith("on") and name != "srcdoc", (page, name)
            assert not (
                name in ("href", "src", "action", "xlink:href")
                and re.match(r"\s*(javascript|data|vbscript):", value, re.I)
            ), (page, value)


def test_hostile_text_is_still_there_as_text(twins) -> None:
    pages = "".join(p.read_text(encoding="utf-8") for p in (twins[1].site / "book").glob("*.html"))
    for text in HOSTILE[:8]:
        assert text.replace("&", "&amp;").replace("<", "&lt;").replace(
            ">", "&gt;"
        ) in pages.replace("&#34;", '"').replace("&#39;", "'"), text
    assert "1337" not in pages and "{{191*7}}" in pages


def test_machine_readable_files_parse_and_drawings_hold_no_foreign_element(twins) -> None:
    site = twins[1].site
    names = json.loads((site / "figures.json").read_text(encoding="utf-8"))
    assert any("<script>" in json.dumps(f) for f in names["figures"].values())
    pieces = [path.read_text(encoding="utf-8") for path in (site / "search").glob("*.js")]
    read = [json.loads(f"[{text[9:-3]}]") for text in pieces if text.startswith("sopFound(")]
    assert len(read) == len(pieces) - 2 > 10  # what each index begins with is read otherwise
    for page in site.rglob("*.html"):
        for block in re.findall(
            r'<script type="application/ld\+json">(.*?)</script>',
            page.read_text(encoding="utf-8"),
            re.DOTALL,
        ):
            json.loads(block)
    drawings = [ElementTree.parse(p).getroot() for p in site.rglob("*.svg")]
    pages = [p.read_text(encoding="utf-8") for p in site.rglob("*.html")]
    drawings += [
        ElementTree.fromstring(svg)
        for page in pages
        for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    ]
    found = {element.tag.rpartition("}")[2] for drawing in drawings for element in drawing.iter()}
    assert len(drawings) > 4
    assert found <= {
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "line",
        "text",
        "tspan",
        "title",
        "desc",
        "defs",
        "clipPath",
        "linearGradient",
        "pattern",
        "stop",
    }


def test_no_cell_for_a_spreadsheet_is_a_formula(twins) -> None:
    cells = [
        cell
        for p in twins[1].site.rglob("*.csv")
        for row in csv.reader(p.open(encoding="utf-8", newline=""))
        for cell in row
    ]
    assert len(cells) > 300 and any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if re.match(r"[=+@\t\r]|-(?![\d.]+$)", cell)] == []


@pytest.mark.parametrize(
    "url", ["javascript:window.ran=true", "data:text/html,x", "//x.example", "file:///etc/passwd"]
)
def test_an_address_that_is_no_web_page_is_refused(tmp_path, capsys, url) -> None:
    project = tiny_project(tmp_path / "book")
    (project.seeds / "sources.bib").write_text(
        BIBLIOGRAPHY.replace("https://example.org/port", url), encoding="utf-8"
    )
    assert build(project, quiet=True) == 1
    assert (
        f"sources.bib:7:port_office.url: “{url}” is no address of a page; write one that begins "
        "with https://" in capsys.readouterr().err
    )


@pytest.mark.browser
def test_nothing_of_it_runs_in_a_browser(twins, chromium) -> None:
    site = twins[1].site
    context = chromium.new_context(bypass_csp=True)  # escaped, and not only refused by the policy
    with served(site) as base:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: asked.append(dialog.message))
        pages = sorted(
            p.relative_to(site).as_posix() for p in site.rglob("*.html") if p.parent != site
        )
        for path in [*pages, "search.html?q=window", "search.html?q=<img"]:
            page.goto(f"{base}/{path}")
            page.evaluate("""async () => {
              for (const d of document.querySelectorAll("details")) d.open = true;
              for (const panel of document.querySelectorAll("main .sop-panel"))
                while (!panel.children[1]) await new Promise(n => setTimeout(n, 20));
              for (const m of document.querySelectorAll("[data-mark]"))
                m.dispatchEvent(new PointerEvent("pointerover", { bubbles: true })); }""")
            page.wait_for_timeout(50)
            assert page.evaluate("window.ran") is None, path
        context.close()
        assert [url for url in asked if not url.startswith(base)] == []
