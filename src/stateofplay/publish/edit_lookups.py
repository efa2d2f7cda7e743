"""What forms look up in the preview: tables, names, paragraphs, pasted sources, the draft."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from stateofplay.editing.rows.pasted_sources import source_in
from stateofplay.editing.rows.pending import Pending
from stateofplay.editing.rows.row_edits import RowEditor
from stateofplay.editing.rows.row_form import form_of_file
from stateofplay.editing.rows.saving import version_of
from stateofplay.editing.rows.sent_edits import text_of
from stateofplay.editing.rows.text_edits import chapter_file
from stateofplay.editing.rows.text_edits import paragraph as paragraph_of
from stateofplay.editing.rows.waiting import waiting
from stateofplay.files.problems import DataError
from stateofplay.files.project import Project
from stateofplay.files.texts import read_text
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger

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
    found = waiting(project, RowEditor(Pending(project)))
    return HTTPStatus.OK, {"candidates": found, "topics": topics, "version": version}
