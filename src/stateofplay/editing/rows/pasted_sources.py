"""What a pasted BibTeX entry, or a page's own JSON-LD, says of a source."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pybtex.database.input.bibtex import Parser
from pybtex.exceptions import PybtexError

from stateofplay.editing.drafting.candidates import slug
from stateofplay.editing.rows.raw_rows import EditError
from stateofplay.ledger.reading.bibliography import spoken_name
from stateofplay.ledger.reading.latex import from_latex, verbatim
from stateofplay.numbers.days import month

_SCRIPT = re.compile(r"<script[^>]*application/ld\+json[^>]*>(.*?)</script>", re.DOTALL | re.I)
_ADDRESS = re.compile(r"https?://\S+")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def source_in(pasted: str) -> tuple[str, dict[str, str]]:
    """In which form a source is told, and its fields. Raises EditError for text in no form."""
    text = pasted.strip()
    if re.match(r"@\s*\w+\s*[{(]", text):
        form, cells = "BibTeX", _of_bibtex(text)
    elif _ADDRESS.fullmatch(text):
        form, cells = "an address", {"url": text}
    else:
        form, cells = "JSON-LD", _of_json(text)
    cells = {name: " ".join(cell.split()) for name, cell in cells.items() if cell and cell.strip()}
    cells.setdefault("urldate", date.today().isoformat())
    cells.setdefault("license", "not stated")
    return form, cells


def key_of_source(cells: Mapping[str, str]) -> str:
    """The key that a record gets which brings none."""
    by = cells.get("organization") or cells.get("author") or cells.get("title") or "source"
    day = cells.get("date", "").replace("-", "_")
    return slug(" ".join([*by.split()[:3], day]))


def _of_bibtex(text: str) -> dict[str, str]:
    try:
        entries = Parser().parse_string(text).entries
    except (PybtexError, RecursionError) as error:
        raise EditError(f"cannot be read as BibTeX: {' '.join(str(error).split())}") from error
    if not entries:
        raise EditError("has no BibTeX entry")
    key, entry = next(iter(entries.items()))
    fields = {name.lower(): value for name, value in entry.fields.items()}
    told = {n: fields.get(n, "") for n in ("title", "urldate", "license", "interest", "grade")}
    organization = ("organization", "publisher", "institution", "journaltitle", "journal")
    found = (fields[name] for name in organization if fields.get(name))
    said = {
        **told,
        "organization": next(found, ""),
        "author": " and ".join(map(spoken_name, entry.persons.get("author", []))),
        "date": fields.get("date") or _date_of(fields),
    }
    try:
        plain = {name: from_latex(value) for name, value in said.items()}
    except ValueError as error:
        raise EditError(str(error)) from error
    return {"key": key, **plain, "url": verbatim(fields.get("url", ""))}


def _date_of(fields: Mapping[str, str]) -> str:
    """The day of older BibTeX, which has year, month and perhaps day apart."""
    year, said = fields.get("year", "").strip(), fields.get("month", "").strip()
    number = int(said) if said.isdecimal() else month(said[:3])
    return f"{year}-{number:02}" if number else year


def _of_json(text: str) -> dict[str, str]:
    texts = _SCRIPT.findall(text) or [text]
    nodes = [node for each in texts for node in _nodes(each)]
    node = next(
        (node for node in nodes if _said(node, "headline", "name") and _address(node)), None
    )
    if node is None:
        raise EditError(
            "is neither a BibTeX entry nor JSON-LD with a headline or name and a url; "
            "paste one of them, or fill the form"
        )
    day = _DAY.match(_said(node, "datePublished", "dateCreated"))
    return {
        "title": _said(node, "headline", "name"),
        "organization": _name(node.get("publisher") or node.get("sourceOrganization")),
        "author": _name(node.get("author") or node.get("creator")),
        "url": _address(node),
        "date": day[0] if day else "",
        "license": _said(node, "license"),
        "medium": "dataset" if "Dataset" in _list(node.get("@type")) else "",
    }


def _nodes(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return
    for node in _list(content):
        if isinstance(node, Mapping):
            yield node
            yield from (each for each in _list(node.get("@graph")) if isinstance(each, Mapping))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _said(node: Mapping[str, Any], *names: str) -> str:
    found = (node[name] for name in names if isinstance(node.get(name), str))
    return next(found, "")


def _address(node: Mapping[str, Any]) -> str:
    main = node.get("mainEntityOfPage")
    main = main.get("@id") if isinstance(main, Mapping) else main
    places = (node.get("url"), main, node.get("@id"))
    return next((p for p in places if isinstance(p, str) and p.startswith("http")), "")


def _name(value: Any) -> str:
    """The names of people or organisations, however deep they stand."""
    names = (_said(v, "name") if isinstance(v, Mapping) else str(v or "") for v in _list(value))
    return " and ".join(filter(None, names))
