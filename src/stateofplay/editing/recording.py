"""Writes the record of an article from a copy of it: its citation and a digest per paragraph, none
of its sentences.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import yaml

from stateofplay.editing.article_copy import read_copy
from stateofplay.files.guesses import unknown
from stateofplay.files.problems import SourceError
from stateofplay.files.project import Project
from stateofplay.ledger.reading.bibliography import read_sources
from stateofplay.ledger.reading.sources import Source, digest


def record(
    project: Project, article: Path, key: str, language: str, boilerplate: Collection[int]
) -> int:
    """Print the record of `article`; gives the exit status. Raises as `article_record` does."""
    print(article_record(project, article, key, language, boilerplate), end="")
    return 0


def article_record(
    project: Project, path: Path, key: str, language: str = "en", boilerplate: Collection[int] = ()
) -> str:
    """The record, as YAML for `seeds/`, of the article in `path` whose citation is `key` in
    sources.bib.

    A paragraph is a non-blank line; `boilerplate` are the numbers of those that are the site's own.
    Raises SourceError when the citation is missing, the copy is empty, or a number is none of a
    paragraph.
    """
    source = _citation(project, key)
    paragraphs = _paragraphs(path, boilerplate)
    head = {
        "key": key,
        "title": source.title,
        "producer": source.producer,
        "url": source.url,
        "published": source.published,
        "accessed": source.accessed,
        "language": language,
    }
    lines = [
        "# The article that figures come from: citation and one digest per paragraph, "
        "no sentence of it.",
        yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=1000).rstrip(),
        "paragraphs:",
        f"  count: {len(paragraphs)}",
        "  sha256:",
    ]
    for n, text in enumerate(paragraphs, 1):
        mark = ", boilerplate: true" if n in boilerplate else ""
        lines.append(f"    - {{n: {n}, sha256: {digest(text)}{mark}}}")
    return "\n".join(lines) + "\n"


def _citation(project: Project, key: str) -> Source:
    sources = read_sources(project.bibliography)
    if key not in sources:
        raise SourceError(
            f"{project.relative(project.bibliography)}: "
            f"{unknown(key, sources, 'the key of a source')}; of another article, add it first"
        )
    return sources[key]


def _paragraphs(path: Path, boilerplate: Collection[int]) -> list[str]:
    paragraphs = read_copy(path).lines
    if not paragraphs:
        raise SourceError(
            f"{path.name}: has no text; give a copy of the article with one paragraph on each line"
        )
    outside = [n for n in boilerplate if not 1 <= n <= len(paragraphs)]
    if outside:
        raise SourceError(
            f"{path.name}: paragraph {outside[0]} is marked as boilerplate, "
            f"but there are only {len(paragraphs)}"
        )
    return paragraphs
