"""The book as an EPUB: Sphinx's builder with our pages, freed of what needs a browser, and with the
same bytes every time."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin
from xml.etree import ElementTree

from bs4 import BeautifulSoup, Tag
from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder
from sphinx.errors import ExtensionError

from stateofplay.charts.layout import NARROW
from stateofplay.charts.sharing import SVG
from stateofplay.charts.theme import LIGHT, PAPER
from stateofplay.files.access import write_file, write_whole
from stateofplay.files.archive import zipped
from stateofplay.files.disk import BuildError
from stateofplay.files.folders import MARK, delete, mark
from stateofplay.ledger.reading.data_package import publication, terms
from stateofplay.site.pages.bare import bare, one
from stateofplay.site.pages.social import cover_of
from stateofplay.site.pages.templates import THEME, page_description
from stateofplay.site.read.charts import words_of
from stateofplay.site.state import charts_of, relative_root, site_of

if TYPE_CHECKING:  # a private module of Sphinx
    from sphinx.builders._epub_base import NavPoint

IMAGES, STATIC = "_images", "_static"
_TOKEN = re.compile(r"var\(--sop-(\w+)\)")
_HREF = re.compile(r'(?<=<item )(?:id="[^"]*" )?href="([^"]*)"')
_DROPPED_ATTRIBUTES = ("popover", "popovertarget", "tabindex", "hidden", "name", "download")
_ACCESS = {  # https://www.w3.org/TR/epub-a11y-11/#sec-disc-package
    "accessMode": ("textual", "visual"),
    "accessModeSufficient": ("textual",),
    "accessibilityHazard": ("none",),
    "accessibilityFeature": (
        "alternativeText",
        "structuralNavigation",
        "tableOfContents",
        "readingOrder",
    ),
    "accessibilitySummary": (
        "Every chart has a text alternative and a table of its rows; every figure links to its "
        "record.",
    ),
}


class BookBuilder(Epub3Builder):
    """Sphinx's EPUB 3 builder with our page template and style sheet, and charts as images."""

    def init_templates(self) -> None:
        self.config.templates_path = [str(THEME / "epub")]
        super().init_templates()

    def prepare_writing(self, docnames: set[str]) -> None:
        """Nothing that an earlier run left in the folder gets into the book."""
        try:
            delete(Path(self.outdir))
        except BuildError as error:
            raise ExtensionError(str(error)) from None
        mark(Path(self.outdir))
        super().prepare_writing(self.env.found_docs)

    def get_outdated_docs(self) -> Iterator[str]:
        return iter(self.env.found_docs)

    def handle_page(
        self, pagename: str, addctx: dict[str, Any], *others: Any, **options: Any
    ) -> None:
        addctx["body"] = self.readable(pagename, addctx.get("body", ""))
        super().handle_page(pagename, addctx, *others, **options)

    def readable(self, page: str, body: str) -> str:
        """The text of a page as XHTML for reading systems: images for charts, their rows in a
        table, links that lead somewhere."""
        soup = BeautifulSoup(_in_colours(body), "html.parser")
        for figure in soup.select("figure.sop-figure"):
            self._set_image(page, figure)
        bare(soup)
        for hidden in soup.select(".sop-alt"):
            hidden.decompose()  # the image says it
        for element in soup.find_all(True):
            for name in list(element.attrs):
                if name in _DROPPED_ATTRIBUTES or name.startswith("data-"):
                    del element[name]
        for drawing in soup.find_all("svg"):
            drawing["xmlns"] = SVG
            if "viewbox" in drawing.attrs:  # the parser writes all attributes in small letters
                drawing["viewBox"] = drawing.attrs.pop("viewbox")
        for link in soup.find_all("a", href=True):
            self._lead(page, link)
        text: str = soup.decode(formatter="minimal")
        return text

    def _set_image(self, page: str, figure: Tag) -> None:
        """Put the chart's image in place of its drawings, and its rows where its tools are."""
        soup = BeautifulSoup("", "html.parser")
        one(figure, ".sop-chart").replace_with(self._image(soup, page, str(figure["id"])))
        tools = one(figure, ".sop-tools")
        rows = soup.new_tag("details", attrs={"class": "sop-data"})
        summary = soup.new_tag("summary")
        summary.string = "Data table"
        rows.extend([summary, one(tools, "table").extract()])
        tools.insert_before(rows)

    def _image(self, soup: BeautifulSoup, page: str, chart: str) -> Tag:
        site = site_of(self.env)
        drawn = next(each for _, each in charts_of(self.env) if each.id == chart)
        path = f"{IMAGES}/{chart}.svg"
        drawing = site.renderer.drawing(drawn.layout(NARROW), NARROW)
        write_file(Path(self.outdir) / path, _on_paper(drawing))
        src, alt = relative_root(page) + path, words_of(site, drawn).alt
        return soup.new_tag("img", attrs={"src": src, "alt": alt, "class": "sop-image"})

    def _lead(self, page: str, link: Tag) -> None:
        """A link to a file that is not part of the book leads to the site where its address is
        known, else it is plain text."""
        href = str(link["href"])
        if re.match(r"(?i)[a-z]+:|#", href) or href.partition("#")[0].endswith(self.out_suffix):
            return
        base = self.config.html_baseurl
        if not base:
            link.unwrap()
            return
        link["href"] = urljoin(f"{base.rstrip('/')}/{page}.html", href)

    def copy_static_files(self) -> None:
        """Our style sheet and the cover; the theme's files and scripts stay out."""
        static, site = Path(self.outdir) / STATIC, site_of(self.env)
        parts = (THEME / "styles" / "signs.css", THEME / "epub" / "book.css")
        style = "".join(part.read_text(encoding="utf-8") for part in parts)
        write_file(static / "book.css", _in_colours(style))
        write_file(static / "cover.png", site.renderer.picture(cover_of(self.env), 1))

    def content_metadata(self) -> dict[str, Any]:
        """What the package says of the book; its date is the data's, so that the same book has the
        same bytes."""
        first = page_description(self.env.get_doctree(self.config.root_doc))
        ledger = site_of(self.env).ledger
        edition, project = ", ".join(a.day for a in ledger.articles.values()), ledger.project
        metadata = super().content_metadata()
        metadata |= {
            "date": f"{publication(project)}T00:00:00Z",
            "description": escape(first, quote=False),
            "copyright": escape(f"{self.config.author}, {terms(project)}", quote=False),
            "title": escape(f"{self.config.html_title}, edition of {edition}", quote=False),
        }
        self.identifier = metadata["id"] = (
            f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, metadata['title'])}"
        )
        return metadata

    def toc_metadata(self, level: int, navpoints: list[NavPoint]) -> dict[str, Any]:
        """The older table of contents names the same identifier as the package; Sphinx writes the
        name of the field."""
        return super().toc_metadata(level, navpoints) | {"uid": self.identifier}

    def build_content(self) -> None:
        super().build_content()
        _complete_package(Path(self.outdir))

    def build_epub(self) -> None:
        """Write the book: the file that names its type first and uncompressed, as EPUB demands,
        then everything in order."""
        out = Path(self.outdir)
        first = ("mimetype", "META-INF/container.xml", "content.opf", "toc.ncx")
        files = ((name, (out / name).read_bytes()) for name in (*first, *sorted(self.files)))
        book = out / f"{self.config.epub_basename}.epub"
        write_whole(book, zipped(files, stored=["mimetype"]))


def _in_colours(text: str) -> str:
    """A text with the colours that its tokens name: reading systems may not know tokens."""
    return _TOKEN.sub(lambda match: LIGHT[match[1]], text)


def _on_paper(drawing: str) -> str:
    """A drawing as an image file, with the paper behind it: reading systems may show pages in dark
    colours."""
    root = ElementTree.fromstring(drawing)
    size = {name: root.get(name, "") for name in ("width", "height")}
    root.insert(0, ElementTree.Element(f"{{{SVG}}}rect", {**size, "fill": PAPER}))
    for element in root.iter():
        element.attrib.pop("data-label", None)
    return ElementTree.tostring(root, encoding="unicode")


def _complete_package(out: Path) -> None:
    """Add what Sphinx leaves out of the package document: pages with drawings, the cover, and how
    accessible the book is."""

    def properties(match: re.Match[str]) -> str:
        href = match[1]
        is_page = href.endswith(".xhtml") and href != "nav.xhtml"
        text = (out / unquote(href)).read_text(encoding="utf-8") if is_page else ""
        held = [name for name, sign in (("mathml", "<math"), ("svg", "<svg")) if sign in text]
        found = "cover-image" if href == f"{STATIC}/cover.png" else " ".join(held)
        return f'{match[0]} properties="{found}"' if found else match[0]

    path = out / "content.opf"
    package = _HREF.sub(properties, path.read_text(encoding="utf-8"))
    access = "".join(
        f'<meta property="schema:{name}">{value}</meta>\n'
        for name, values in _ACCESS.items()
        for value in values
    )
    path.write_text(
        package.replace("</metadata>", f"{access}</metadata>"), encoding="utf-8", newline="\n"
    )


def _configure(app: Sphinx, config: Any) -> None:
    """What Sphinx asks of a book; title, date and identifier are written when the ledger is
    known."""
    config.version = config.version or "1"
    config.epub_uid = "book-id"
    config.epub_identifier = config.epub_description = config.html_title
    config.epub_contributor = config.epub_publisher = config.author
    config.epub_cover = (f"{STATIC}/cover.png", "")
    config.epub_show_urls = "no"
    config.epub_tocdepth = 2
    config.epub_tocscope = "includehidden"
    config.epub_basename = site_of(app).ledger.settings.short_name
    config.epub_exclude_files = [MARK]


def setup(app: Sphinx) -> None:
    app.add_builder(BookBuilder, override=True)
    app.connect("config-inited", _configure, priority=700)
