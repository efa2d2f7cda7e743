"""Writes what was edited: only where the files are still those that the editor saw, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from stateofplay.editing.rows.raw_rows import EditError
from stateofplay.files.access import write_whole
from stateofplay.files.project import Project

if TYPE_CHECKING:
    from filelock import BaseFileLock

_KEPT = 50  # saves
_ANY = ("utf-8", "surrogateescape")  # whatever bytes a file held, as text of JSON and back


class Conflict(ValueError):
    """A file is no longer the one that was edited; the message is one line."""

    def __init__(self, file: str) -> None:
        self.file = file
        super().__init__(f"{file} has changed since this edit began; nothing was written")


class HalfWritten(EditError):
    """Files could neither all be written nor be put back; the message is one line."""


@dataclass(frozen=True)
class FileChange:
    """A file as it is and as it would be."""

    path: Path
    before: bytes
    after: bytes


@dataclass(frozen=True)
class Saved:
    """What was written: its name for people, when, and of each file its path in the project, the
    digest of what it holds since, and what it held before.
    """

    what: str
    time: str
    files: tuple[tuple[str, str, str], ...]


def version_of(data: bytes) -> str:
    """What tells a file from what it was: the digest of its bytes."""
    return hashlib.sha256(data).hexdigest()


def content_of(path: Path) -> bytes:
    """What a file holds; nothing where it is not there. Raises EditError for an unreadable one."""
    if not path.exists():
        return b""
    try:
        return path.read_bytes()
    except OSError as error:
        raise EditError(f"{path.name} cannot be read: {error.strerror or error}") from error


def editable(project: Project, path: Path) -> Path:
    """`path`, if an edit may write it: a table, the sources or a chapter, not by way of a link out
    of the project. Raises EditError for any other.
    """
    folders = {".csv": project.data, ".bib": project.seeds, ".md": project.book}
    home, at, root = folders.get(path.suffix), path.resolve(), project.root.resolve()
    named = home is not None and path.is_relative_to(home) and ".." not in path.parts
    inside = home and at.is_relative_to(home.resolve()) and home.resolve().is_relative_to(root)
    if named and not inside:
        raise EditError(f"{path.name} lies outside of the book, behind a link; edit it there")
    if not named:
        raise EditError(f"{path.name} is no table, source or chapter of this book")
    return path


def write(project: Project, changes: Iterable[FileChange], what: str = "") -> list[str]:
    """Write each file whole, in order, or none; gives their names. With `what`, its name for
    people, it can be taken back.

    Another edit of this project, by whatever program of ours, waits. Raises Conflict where a file
    is not as it was, EditError for a file that no edit may write, and OSError where one, or how to
    take it back, cannot be written; HalfWritten where files then could not be put back.
    """
    changes = list(changes)
    with _alone(project):
        saves = None
        if what and changes:
            time = datetime.now().isoformat(" ", "minutes")
            files = [(project.relative(c.path), version_of(c.after), c.before) for c in changes]
            told = tuple((name, digest, before.decode(*_ANY)) for name, digest, before in files)
            saves = [*_saves(project), Saved(what, time, told)]
        _write(project, changes, saves)
    return [project.relative(change.path) for change in changes]


def wait_for_edits(project: Project) -> None:
    """Wait while an edit is being written: half of one would be built, and then the whole."""
    with _alone(project):
        pass


def undoable(project: Project) -> list[Saved]:
    """The saves of this book, of any preview or command, the last one first: none where a file of
    the last one is no longer what was saved.
    """
    saves = _saves(project)[::-1]
    return saves if saves and _taken_back(project, saves[0]) else []


def undo(project: Project) -> Saved:
    """Take the last save back. Raises EditError where there is none, and as `write` does."""
    with _alone(project):
        saves = _saves(project)
        if not saves:
            raise EditError("there is nothing to undo")
        *others, last = saves
        changes = _taken_back(project, last)
        if not changes:
            raise Conflict(" or ".join(name for name, _, _ in last.files))
        _write(project, changes, others)
    return last


def _taken_back(project: Project, saved: Saved) -> list[FileChange]:
    """What takes a save back; nothing where a file is not what was saved."""
    paths = [editable(project, project.root / name) for name, _, _ in saved.files]
    held = [content_of(path) for path in paths]
    if any(version_of(now) != told[1] for now, told in zip(held, saved.files, strict=True)):
        return []
    return [
        FileChange(path, now, before.encode(*_ANY))
        for path, now, (_, _, before) in zip(paths, held, saved.files, strict=True)
    ][::-1]


def _saves(project: Project) -> list[Saved]:
    try:
        told = json.loads(_file_of_saves(project).read_text(encoding="utf-8"))
        return [Saved(what, time, tuple(map(tuple, files))) for what, time, files in told]
    except (OSError, ValueError, TypeError):  # none yet, or another program's
        return []


def _keep(project: Project, saves: Sequence[Saved]) -> None:
    told = json.dumps([(s.what, s.time, s.files) for s in saves[-_KEPT:]])
    write_whole(_file_of_saves(project), told.encode())


def _file_of_saves(project: Project) -> Path:
    return project.cache / "saves.json"


def _alone(project: Project) -> BaseFileLock:
    """Held while one edit is written."""
    from filelock import FileLock

    project.cache.mkdir(parents=True, exist_ok=True)
    return FileLock(project.cache / "edits.lock")


def _write(project: Project, changes: Sequence[FileChange], saves: list[Saved] | None) -> None:
    """Write the files and the list of saves, if there is a new one: all, or none."""
    for change in changes:
        _same(project, change)
    written: list[FileChange] = []
    try:
        for change in changes:
            _same(project, change)  # the one before it took its time
            _put(change.path, change.after)
            written.append(change)
        if saves is not None:
            _keep(project, saves)
    except BaseException as error:  # Ctrl-C too
        left = []
        for change in reversed(written):
            try:
                _put(change.path, change.before)
            except OSError:
                left.append(project.relative(change.path))
        if left:
            why = getattr(error, "strerror", None) or error
            said = f"not all could be written: {why}; written, and not put back: {', '.join(left)}"
            raise HalfWritten(said) from error
        raise


def _same(project: Project, change: FileChange) -> None:
    """Raise Conflict or EditError unless `change` may be written."""
    editable(project, change.path)
    if content_of(change.path) != change.before:
        raise Conflict(project.relative(change.path))


def _put(path: Path, content: bytes) -> None:
    """Write a file; one that holds nothing is one that is not there."""
    if content:
        write_whole(path, content, to_disk=True)
    else:
        path.unlink(missing_ok=True)
