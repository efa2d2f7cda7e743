"""What forms look up in the preview: tables, names, paragraphs, pasted sources, the draft."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from stateofplay.editing.article_copy import article_of, read_copy
from stateofplay.editing.drafting.surroundings import sentence_around
from stateofplay.editing.rows.pasted_sources import source_in
from stateofplay.editing.rows.pending import Pending
from stateofplay.editing.rows.row_edits import DRAFT, RowEditor
from stateofplay.editing.rows.row_form import form_of_file
from stateofplay.editing.rows.saving import version_of
from stateofplay.editing.rows.sent_edits import text_of
from stateofplay.editing.rows.text_edits import chapter_file
from stateofplay.editing.rows.text_edits import paragraph as paragraph_of
from stateofplay.files.problems import DataError
from stateofplay.files.project import Project
from stateofplay.files.texts import read_text
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.reading.drafts import is_decided

Answer = dict[str, Any]
_MOST_NAMES = 20


def ledger_of(project: Project) -> Ledger | None:
    """The ledger; None while it has problems."""
    try:
        return load_ledger(project)
    except DataError:
        return None


def tables(project: Project, asked: Mapping[str, Any]) -> tuple[int, Answer]:
    found = [
        {"table": t.name, "title": t.title, "kind": t.schema.name, "file": t.file}
        for _, t in RowEditor(Pending(project)).tables.values()
    ]
    return HTTPStatus.OK, {"tables": found}


def names(project: Project, asked: Mapping[str, Any]) -> tuple[int, Answer]:
    """The entries whose id, label or words have a text in them."""
    ledger, wanted = ledger_of(project), text_of(asked, "q").casefold()
    found = []
    if ledger is None:
        return HTTPStatus.OK, {"names": []}
    for kind in ("figures", "derived", "findings"):
        for name, entry in getattr(ledger, kind).items():
            words, label = ledger.words(name), getattr(entry, "measure", "")
            if any(wanted in text.casefold() for text in (name, words, label)):
                kept = kind.removesuffix("s")
                found.append({"id": name, "words": words, "label": label, "kind": kept})
    found.sort(key=lambda each: not each["id"].startswith(wanted))
    return HTTPStatus.OK, {"names": found[:_MOST_NAMES]}


def paragraph(project: Project, asked: Mapping[str, Any]) -> tuple[int, Answer]:
    """The lines of the paragraph that a page shows."""
    file, nth = f"{text_of(asked, 'page')}.md", text_of(asked, "nth")
    path = chapter_file(project, file)
    text = read_text(path, file)
    shown = text_of(asked, "text")
    found = paragraph_of(text, shown, int(nth) if nth.isdecimal() else 0, ledger_of(project))
    if found is None:
        said = f"no paragraph of {file} is like this one; edit it in the file"
        return HTTPStatus.NOT_FOUND, {"error": said, **form_of_file(path, 1)}
    told = {"file": file, "first": found.first, "last": found.last, "text": found.text}
    version = version_of(path.read_bytes())
    return HTTPStatus.OK, told | {"version": version} | form_of_file(path, found.first)


def source(project: Project, asked: Mapping[str, Any]) -> tuple[int, Answer]:
    """What a pasted entry says of a source, and which one of the book has its address; nothing is
    written.
    """
    form, cells = source_in(text_of(asked, "text"))
    ledger, url = ledger_of(project), cells.get("url", "")
    sources = ledger.sources.values() if ledger and url else ()
    known = next((source.key for source in sources if source.url == url), "")
    return HTTPStatus.OK, {"from": form, "cells": cells, "known": known}


def draft(project: Project, asked: Mapping[str, Any]) -> tuple[int, Answer]:
    """The numbers of the article that wait, with their sentences from the editor's copy."""
    ledger = load_ledger(project)
    if not project.draft.is_file():
        return HTTPStatus.OK, {"candidates": [], "topics": [], "version": ""}
    topics = [
        {"value": name, "label": title}
        for name, title in ledger.topics.items()
        if name in ledger.tables
    ]
    version = version_of(project.draft.read_bytes())
    found = _waiting(project, ledger)
    return HTTPStatus.OK, {"candidates": found, "topics": topics, "version": version}


def _waiting(project: Project, ledger: Ledger) -> list[Answer]:
    """Each candidate: its key and cells, whether it is decided, its sentence, and where the number
    stands in that. Without a copy in seeds/article.txt the sentence is empty. Raises DataError.
    """
    raw, texts = RowEditor(Pending(project)).raw(DRAFT), _paragraphs(project, ledger)
    found = []
    for key, place in enumerate(raw.rows, 1):
        cells = raw.cells(place)
        number = cells["paragraph"]
        paragraph = texts.get(int(number) if number.isdecimal() else 0, "")
        sentence, mark = _sentence(paragraph, cells["as_stated"])
        told = {"key": str(key), "cells": cells, "decided": is_decided(cells["decide"])}
        found.append({**told, "sentence": sentence, "mark": mark})
    return found


def _paragraphs(project: Project, ledger: Ledger) -> dict[int, str]:
    """The article's paragraphs by number; none without a copy of it."""
    if not project.article.is_file():
        return {}
    copy = read_copy(project.article)
    article, found = article_of(copy, ledger.articles)
    return {n: copy.text(p.first, p.last) for n, p in found.items()} if article else {}


def _sentence(paragraph: str, words: str) -> tuple[str, list[int]]:
    """The sentence that has `words` in it, and from which character to which they stand."""
    start = paragraph.casefold().find(words.casefold()) if words else -1
    if start < 0:
        return paragraph, []
    first, last = sentence_around(paragraph, start, start + len(words))
    return paragraph[first:last].strip(), [start - first, start - first + len(words)]
