"""A last look at what was made: no role or directive may be left in it as written, wherever its words came from."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from stateofplay.files.characters import MARKUP
from stateofplay.site.page_text import Page

_READ = {".html", ".xhtml", ".xml", ".json", ".js", ".opf", ".ncx", ".bib", ".ipynb", ".svg"}
_PROGRAMS = {"_static", "vega.js"}


def left_over(folder: Path) -> list[str]:
    """A line for each piece of source text in the files of a site or of an EPUB.

    What a page shows as code is meant, and may stand in the search, the notebooks and the page's
    description as well.
    """
    texts = {
        path: path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in _READ and not _PROGRAMS & set(path.parts)
    }
    suspect = {path: text for path, text in texts.items() if MARKUP.search(text)}
    meant: set[str] = set()
    found: list[tuple[Path, str]] = []
    for path, text in suspect.items():
        if path.suffix not in (".html", ".xhtml"):
            found += [(path, match[0]) for match in MARKUP.finditer(text.replace('\\"', '"'))]
            continue
        shown = Page(text).texts
        code = "".join(piece.words for piece in shown if {"code", "pre"} & piece.tags)
        meant |= {match[0] for match in MARKUP.finditer(code)}
        said = "".join(
            " " + piece.words if piece.attribute else piece.words
            for piece in shown
            if not {"code", "pre"} & piece.tags
        )
        found += [(path, match[0]) for match in MARKUP.finditer(said)]
    return [
        f"{path.relative_to(folder).as_posix()}: “{words}” is left as written; correct the chapter, "
        "title, table or setting that says it"
        for path, words in dict.fromkeys(found)
        if words not in meant
    ]


def _look(app: Sphinx, exception: Exception | None) -> None:
    """Raises ExtensionError with every place where source text is left."""
    if (
        exception is None
        and app.builder.name in ("html", "epub")
        and (problems := left_over(Path(app.outdir)))
    ):
        raise ExtensionError("\n".join(problems))


def setup(app: Sphinx) -> None:
    app.connect("build-finished", _look, priority=950)  # when all files are written
