"""What cells show besides charts, as the pages' policy allows it, or one line that says why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup

from stateofplay.chapters.execution import Chapter
from stateofplay.charts import CHART_MIME, TEXTS
from stateofplay.files.problems import Problem
from stateofplay.ledger.beside import typed_in

PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif")
# What a page can show, the best first; the rest of a display is for other programs.
_SHOWN = (CHART_MIME, "text/html", *PICTURES, "text/markdown", "text/latex", "text/plain")
_RUNS = {
    "application/vnd.jupyter.widget-view+json": "a widget, which needs a running kernel",
    "application/javascript": "a script, which the pages’ policy refuses",
}
_INSTEAD = "show a table, a chart or text"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LOADS = ("src", "srcset", "data", "poster", "background", "action", "formaction")
_EMBEDS = ("script", "style", "iframe", "object", "embed", "link", "form", "base", "meta")
_VEGA = re.compile(r"altair-viz|vega-embed|vegaEmbed")


def presentable(
    chapter: Chapter, outputs: list[list[dict[str, Any]]], problems: list[Problem]
) -> list[list[dict[str, Any]]]:
    """The outputs of a chapter's cells as the page shows them; adds a line to `problems` for each
    that it cannot show."""
    shown: list[list[dict[str, Any]]] = []
    for (_, line), metadata, cell in zip(chapter.cells, chapter.metadata, outputs, strict=False):
        shown.append([])
        tags = {*metadata.get("tags", ())}
        for output in cell:
            if tags & {"remove-output", "remove-cell", f"remove-{output.get('name')}"}:
                continue
            fitted = dict(output, data=dict(output["data"])) if "data" in output else output
            said = list(_unfit(fitted, metadata))
            problems += [Problem(chapter.file, line, "", f"the cell shows {what}") for what in said]
            shown[-1].append(fitted)
    return shown


def _unfit(output: dict[str, Any], metadata: dict[str, Any]) -> Iterator[str]:
    """What of an output no page can show, and what to do. Mends in `output` what can be mended."""
    data = output.get("data")
    if data is None:
        yield from _unprintable(output["text"])
        return
    if any(mime.startswith("application/vnd.vega") for mime in data) or _VEGA.search(
        data.get("text/html", "")
    ):
        yield (
            "a chart without words; end the cell in show(chart, id=…, alt=…), "
            "which publishes it with its text alternative and its table"
        )
        return
    for mime, what in _RUNS.items():
        if mime in data:
            yield f"{what}; {_INSTEAD}"
            return
    mime = next((mime for mime in _SHOWN if mime in data), "")
    if not mime and not any(mime.startswith("application/papermill.record/") for mime in data):
        yield f"{', '.join(data)}, which no page can show; {_INSTEAD}"
    elif mime == CHART_MIME:
        for number in (n for key in TEXTS for n in typed_in(data[mime][key])):
            yield (
                f"a chart with “{number}” typed into the words of {data[mime]['id']}; "
                "write {id} of a figure"
            )
    elif mime == "text/html":
        data[mime], refused = fitting_html(data[mime])
        if refused:
            yield f"HTML with {refused}, which the pages’ policy refuses; {_INSTEAD}"
    elif mime in PICTURES:
        yield from _unspoken(alternative(output.get("metadata", {}), mime, metadata))
    elif mime in ("text/plain", "text/markdown", "text/latex"):
        yield from _unprintable(data[mime])


def _unprintable(text: str) -> Iterator[str]:
    found = _UNPRINTABLE.search(text)
    if found:
        yield f"the control character U+{ord(found[0]):04X}, which no page may hold; take it out"


def alternative(shown: dict[str, Any], mime: str, cell: dict[str, Any]) -> str:
    """The text alternative of a picture: given where it is displayed (`Image(…, alt="…")`) or in
    the options of its cell."""
    options = (
        cell.get("mystnb", {}).get("image", {}) if isinstance(cell.get("mystnb"), dict) else {}
    )
    own = shown[mime] if isinstance(shown.get(mime), dict) else {}
    return str(own.get("alt") or shown.get("alt") or options.get("alt") or "").strip()


def _unspoken(alt: str) -> Iterator[str]:
    if not alt:
        yield (
            "a picture without a text alternative; say what it shows in the cell’s options, "
            "mystnb: {image: {alt: …}}, or draw it with "
            "Altair and show()"
        )
    for number in typed_in(alt):
        yield (
            f"a picture whose text alternative has “{number}” typed into it; "
            "write the figure’s id in braces"
        )


def fitting_html(html: str) -> tuple[str, str]:
    """`html` well formed, without what pandas writes into every table and the page's own style does
    better; and what of it the pages' policy
    would block, in words, or an empty text."""
    page = BeautifulSoup(html, "html.parser")
    for table in page.select("table.dataframe"):
        _dress(page, table)
    refused = ""
    for element in page.find_all(True):
        loads = [name for name in _LOADS if element.get(name)]
        handlers = [name for name in element.attrs if name.startswith("on")]
        if element.name in _EMBEDS:
            refused = refused or f"<{element.name}>"
        elif element.get("style") is not None:
            refused = refused or f"an inline style on <{element.name}>"
        elif handlers or str(element.get("href", "")).strip().lower().startswith("javascript:"):
            refused = refused or f"a script on <{element.name}>"
        elif loads:
            refused = refused or f"<{element.name} {loads[0]}>, which loads a file"
    return str(page), refused


def _dress(page: BeautifulSoup, table: Any) -> None:
    """Give a table of pandas the book's look, and headings that a screen reader understands."""
    for style in table.parent.find_all("style", recursive=False) if table.parent else ():
        if style.has_attr("scoped"):
            style.decompose()
    table.attrs.pop("border", None)
    table["class"] = ["dataframe", "docutils"]
    for row in table.find_all("tr"):
        row.attrs.pop("style", None)
        for cell in row.find_all("th"):
            if not cell.get_text(strip=True):
                cell.name = "td"
            else:
                cell["scope"] = "col" if row.parent.name == "thead" else "row"
    if table.parent is not None and table.parent.name == "div":
        table.parent["class"], table.parent["tabindex"] = ["sop-scroll"], "0"
        table.parent["role"], table.parent["aria-label"] = "group", "Table"


def tag_problems(chapter: Chapter) -> list[Problem]:
    """A line for each tag of Jupyter Book that would be ignored here."""
    return [
        Problem(
            chapter.file,
            line,
            "tags",
            "“raises-exception” is not known to this book, where a cell that fails stops the "
            "build; catch the exception in the cell and print it",
        )
        for (_, line), metadata in zip(chapter.cells, chapter.metadata, strict=True)
        if "raises-exception" in metadata.get("tags", ())
    ]
