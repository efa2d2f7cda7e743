"""Foresees whether a build will execute a chapter: only for that the process is worth starting that
chapters are copied from, which imports pandas and Altair. A wrong guess costs time, nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from stateofplay.files.access import (
    content_digest,
    folder_digest,
    input_names,
    keep,
    kept,
    text_or_reason,
)
from stateofplay.files.folders import numbers_of
from stateofplay.files.project import Project, code_digest
from stateofplay.ledger.reading.front_matter import cells_as_written, has_cells

if TYPE_CHECKING:
    from stateofplay.ledger.ledger import Ledger

_WORKED_OUT = ("derived", "findings", "checks")


def note_chapters(ledger: Ledger, chapters: Mapping[Path, Iterable[str]]) -> None:
    """Note what the outputs of these chapters depend on, by the names of their inputs. Raises
    OSError.
    """
    project, noted = ledger.project, {}
    for path, inputs in chapters.items():
        files = {str(_file(ledger, name)) for name in inputs}
        contents = {file: _content(Path(file)) for file in sorted(files)}
        noted[str(path)] = [_cells(path), contents, _numbers(path)]
    before = (_noted(project) or {}).items()
    others = {path: told for path, told in before if os.path.isfile(path)}  # noqa: PTH113 -- many
    keep(_place(project), json.dumps([code_digest(), {**others, **noted}]).encode())


def will_execute(project: Project) -> bool:
    """Whether a chapter is likely to be executed: one is new, its cells or its inputs are not those
    that were noted, or the program is another.
    """
    noted, seen = _noted(project), dict[str, str]()
    if noted is None:
        return True

    def has_changed(path: str, cells: str, inputs: dict[str, str], numbers: list[int]) -> bool:
        for file in inputs.keys() - seen.keys():
            seen[file] = _content(Path(file))
        written = _numbers(path) != numbers  # who saved prose has not changed a cell
        return (written and _cells(Path(path)) != cells) or any(
            seen[file] != then for file, then in inputs.items()
        )

    pages = (path for path in input_names(project.book, "*.md") if path not in noted)
    return any(has_changed(path, *told) for path, told in noted.items()) or any(
        has_cells(text_or_reason(path)) for path in pages
    )


def _file(ledger: Ledger, name: str) -> Path:
    """The file of an input; the folder of all data for what is worked out from several."""
    outlines, project = ledger.settings.outlines, ledger.project
    if outlines and name == outlines.name:
        return project.data / outlines.file
    plain = name in ledger.tables and name not in _WORKED_OUT
    return project.table(name) if plain else project.data


def _content(path: Path) -> str:
    if path.is_dir():
        return folder_digest(path)
    return content_digest(path)


def _numbers(path: os.PathLike[str] | str) -> list[int]:
    with suppress(OSError):
        return [*numbers_of(path)]
    return []


def _cells(path: Path) -> str:
    return hashlib.sha256(cells_as_written(text_or_reason(path)).encode()).hexdigest()


def _place(project: Project) -> Path:
    return project.cache / "foresight.json"


def _noted(project: Project) -> dict[str, tuple[str, dict[str, str], list[int]]] | None:
    """What `note_chapters` has noted, each with the digest of its cells and those of its inputs;
    None where nothing is, or by another version of the program.
    """
    with suppress(OSError, ValueError):  # a later version may note something else
        program, noted = json.loads(kept(_place(project)) or b'["", {}]')
        return noted if program == code_digest() else None
    return None
