"""A last look at what was made: no role or directive is left as written, no entry lacks its
record, no two things of a page have one address."""

from __future__ import annotations

import json
import re
from collections import Counter
from html import unescape
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from stateofplay.files.characters import MARKUP
from stateofplay.files.folders import Fingerprint, files_in, numbers_of
from stateofplay.site.imprint import DATA
from stateofplay.site.lists.overview import recorded
from stateofplay.site.state import Site, site_of

_READ = (".html", ".xhtml", ".xml", ".json", ".js", ".opf", ".ncx", ".bib", ".ipynb", ".svg")
_PAGES = (".html", ".xhtml")
# What a chart's tools say is seen on the chart's own page.
_PROGRAMS = {"_static", "vega.js", "what-if.js", "what-if-charts.js", "tools.js"}
_TWICE = f"{DATA}/figures.json"  # stands at the root as well, and is large in a large ledger
_ID = re.compile('id="([^"]*)"')  # begins with what is looked for: five times as fast as a blank
_CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
# By file: the pieces that it shows as code, the pieces besides, and the addresses that two things
# have.
Looked = dict[str, tuple[list[str], list[str], list[str]]]


def look(
    folder: Path, found: dict[str, Fingerprint], before: Looked, was: dict[str, Fingerprint]
) -> Looked:
    """What those of the files `found` in a site or an EPUB have of source text that have any.

    Files that nobody has touched since the look `before`, when they `was` so, are not read again.
    """
    touched = [name for name, at in found.items() if was.get(name) != at]
    looked = {name: has for name, has in before.items() if name in found}
    for name in touched:
        looked.pop(name, None)
        if name.endswith(_READ) and name != _TWICE and not _PROGRAMS & {*name.split("/")}:
            has = _in_file(folder / name)
            if any(has):
                looked[name] = has
    return dict(sorted(looked.items()))


def _in_file(path: Path) -> tuple[list[str], list[str], list[str]]:
    """The pieces of source text that a file shows as code, those that it has besides, and the
    addresses in it that two things have."""
    content, is_page = path.read_bytes(), path.suffix in _PAGES
    has_signs = _may_have_markup(content)
    text, meant = content.decode() if is_page or has_signs else "", ""
    ids = Counter(_ID.findall(text) if is_page else ())
    twice = [name for name, count in ids.items() if count > 1]
    if not has_signs:
        return [], [], twice
    if is_page and MARKUP.search(text):
        code = "".join(match[0] for match in _CODE.finditer(text))
        meant, text = unescape(re.sub("<[^>]+>", "", code)), unescape(_CODE.sub(" ", text))
    return _pieces(meant), _pieces(text.replace('\\"', '"')), twice


def _may_have_markup(content: bytes) -> bool:
    """Whether it has a sign that all MARKUP has: most files are done with sooner, large ones
    without decoding them."""
    opening = "‘".encode()  # its last byte is sought in a tenth of the time
    return b"`" in content or b":::" in content or (opening[2:] in content and opening in content)


def _pieces(text: str) -> list[str]:
    return list(dict.fromkeys(match[0] for match in MARKUP.finditer(text)))


def left_over(looked: Looked) -> list[str]:
    """A line for each piece of source text in files that were looked at.

    What a page shows as code is meant, and may stand in the search, the notebooks and the page's
    description as well.
    """
    meant = {words for shown, *_ in looked.values() for words in shown}
    return [
        f"{name}: “{words}” is left as written; correct the chapter, title, table or setting that "
        "says it"
        for name, (_, found, _) in looked.items()
        for words in found
        if words not in meant
    ]


def ambiguous(looked: Looked) -> list[str]:
    """A line for each address that leads to two things of a page: to a chart and to the heading
    above it, say."""
    return [
        f"{name}: two things have the address #{address} there; give the chart, entry or target "
        "another name, or the heading other words"
        for name, (*_, twice) in looked.items()
        for address in twice
    ]


def refuse_left_over(app: Sphinx) -> None:
    """Raises ExtensionError with every place where source text is left, and every address that two
    things have."""
    out, noted, site = Path(app.outdir), Path(app.doctreedir) / "looked.txt", site_of(app)
    code, site.found = app.config.stateofplay_code, files_in(out)
    told = noted.read_text(encoding="utf-8") if noted.is_file() else ""
    then, _, before = told.partition("\n")  # of another version, which may have noted otherwise
    was = site.left.pages if then == code else {}
    looked = look(out, site.found, json.loads(before) if was else {}, was)
    noted.write_text(f"{code}\n{json.dumps(looked)}", encoding="utf-8")
    if problems := left_over(looked) + ambiguous(looked):
        raise ExtensionError("\n".join(problems))


def unrecorded(site: Site, asked: dict[str, list[str]], folder: Path) -> list[str]:
    """A line for each page of records in `folder` that lacks that of an entry: its links lead
    nowhere. `asked` are the ids of the entries by page."""
    ledger = site.ledger
    outside = (ledger.settings.pages.outside_figures, *ledger.outside_pages)
    lists = dict.fromkeys(outside, "ledger-context")
    problems = []
    for page, ids in asked.items():
        shown = {*_ID.findall((folder / f"{page}.html").read_text(encoding="utf-8"))}
        if names := [name for name in ids if name not in shown]:
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            problems.append(
                f"{page}.md: has no record of “{names[0]}”{more}; "
                f"show them there with {{{lists.get(page, 'ledger-records')}}}"
            )
    return problems


def refuse_unrecorded(app: Sphinx) -> None:
    """Raises ExtensionError with every page that lacks records. Pages that are as they were when
    they had the same ones are not read again."""
    site, folder, noted = site_of(app), Path(app.outdir), Path(app.doctreedir) / "recorded.json"
    asked = site.ledger.by_record_page(recorded(app.env))
    before = json.loads(noted.read_text(encoding="utf-8")) if noted.is_file() else {}
    now = {page: [*numbers_of(folder / f"{page}.html"), *ids] for page, ids in asked.items()}
    fresh = {page: ids for page, ids in asked.items() if now[page] != before.get(page)}
    if problems := unrecorded(site, fresh, folder):
        raise ExtensionError("\n".join(problems))
    if fresh:
        noted.write_text(json.dumps(now), encoding="utf-8")
