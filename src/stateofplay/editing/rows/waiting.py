"""The candidates of a draft with the article's sentences, from the editor's own copy."""

from __future__ import annotations

from typing import Any

from stateofplay.editing.article_copy import article_of, read_copy
from stateofplay.editing.drafting.surroundings import sentence_around
from stateofplay.editing.rows.row_edits import DRAFT, RowEditor
from stateofplay.files.project import Project
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.reading.drafts import is_decided


def waiting(project: Project, editor: RowEditor) -> list[dict[str, Any]]:
    """Each candidate: its key and cells, whether it is decided, its sentence, and where the number
    stands in that. Without a copy in seeds/article.txt the sentence is empty. Raises DataError.
    """
    raw, texts = editor.raw(DRAFT), _paragraphs(project)
    found = []
    for key, place in enumerate(raw.rows, 1):
        cells = raw.cells(place)
        number = cells["paragraph"]
        paragraph = texts.get(int(number) if number.isdecimal() else 0, "")
        sentence, mark = _sentence(paragraph, cells["as_stated"])
        told = {"key": str(key), "cells": cells, "decided": is_decided(cells["decide"])}
        found.append({**told, "sentence": sentence, "mark": mark})
    return found


def _paragraphs(project: Project) -> dict[int, str]:
    """The article's paragraphs by number; none without a copy of it."""
    if not project.article.is_file():
        return {}
    copy = read_copy(project.article)
    article, found = article_of(copy, load_ledger(project).articles)
    return {n: copy.text(p.first, p.last) for n, p in found.items()} if article else {}


def _sentence(paragraph: str, words: str) -> tuple[str, list[int]]:
    """The sentence that has `words` in it, and from which character to which they stand."""
    start = paragraph.casefold().find(words.casefold()) if words else -1
    if start < 0:
        return paragraph, []
    first, last = sentence_around(paragraph, start, start + len(words))
    return paragraph[first:last].strip(), [start - first, start - first + len(words)]
