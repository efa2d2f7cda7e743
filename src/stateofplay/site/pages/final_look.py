"""A last look at what was made: no role or directive is left as written, no entry lacks its
record."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from stateofplay.files.characters import MARKUP
from stateofplay.site.lists.overview import recorded
from stateofplay.site.read.roles import record_address
from stateofplay.site.state import Site, site_of, uses_of

_READ = {".html", ".xhtml", ".xml", ".json", ".js", ".opf", ".ncx", ".bib", ".ipynb", ".svg"}
_PROGRAMS = {"_static", "vega.js", "what-if.js", "what-if-charts.js"}
_SIGNS = ("`", "‘", ":::")  # one of which all MARKUP has: most files are done with sooner
_ID = re.compile(r'\sid="([^"]*)"')
_CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)


def left_over(folder: Path) -> list[str]:
    """A line for each piece of source text in the files of a site or of an EPUB.

    What a page shows as code is meant, and may stand in the search, the notebooks and the page's
    description as well.
    """
    meant: set[str] = set()
    found: dict[tuple[Path, str], None] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix not in _READ or _PROGRAMS & set(path.parts):
            continue
        text = path.read_text(encoding="utf-8")
        if not any(sign in text for sign in _SIGNS):
            continue
        if path.suffix in (".html", ".xhtml") and MARKUP.search(text):
            code = "".join(match[0] for match in _CODE.finditer(text))
            meant |= {match[0] for match in MARKUP.finditer(unescape(re.sub("<[^>]+>", "", code)))}
            text = unescape(_CODE.sub(" ", text))
        found |= {(path, match[0]): None for match in MARKUP.finditer(text.replace('\\"', '"'))}
    return [
        f"{path.relative_to(folder).as_posix()}: “{words}” is left as written; correct the "
        "chapter, title, table or setting that says it"
        for path, words in found
        if words not in meant
    ]


def refuse_left_over(app: Sphinx) -> None:
    """Raises ExtensionError with every place where source text is left."""
    if problems := left_over(Path(app.outdir)):
        raise ExtensionError("\n".join(problems))


def unrecorded(site: Site, env: BuildEnvironment, folder: Path) -> list[str]:
    """A line for each page of records in `folder` that lacks that of an entry: its links lead
    nowhere."""
    lacking: dict[str, list[str]] = {}
    shown: dict[str, set[str]] = {}
    for name in recorded(site.ledger, uses_of(env).values()):
        page, anchor = record_address(site, name)
        if page not in shown:
            shown[page] = {*_ID.findall((folder / f"{page}.html").read_text(encoding="utf-8"))}
        if anchor not in shown[page]:
            lacking.setdefault(page, []).append(name)
    lists = {site.ledger.settings.pages.outside_figures: "ledger-context"}
    return [
        f"{page}.md: has no record of “{names[0]}”"
        + (f" and {len(names) - 1} more" if len(names) > 1 else "")
        + f"; show them there with {{{lists.get(page, 'ledger-records')}}}"
        for page, names in lacking.items()
    ]


def refuse_unrecorded(app: Sphinx) -> None:
    """Raises ExtensionError with every page that lacks records."""
    if problems := unrecorded(site_of(app), app.env, Path(app.outdir)):
        raise ExtensionError("\n".join(problems))
