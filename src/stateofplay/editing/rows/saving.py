"""Writes what was edited: only where the files are still those that the editor saw, and back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from stateofplay.editing.rows.raw_rows import EditError
from stateofplay.files.access import bytes_or_reason, write_whole
from stateofplay.files.project import Project


class Conflict(ValueError):
    """A file is no longer the one that was edited; the message is one line."""

    def __init__(self, file: str) -> None:
        self.file = file
        super().__init__(f"{file} has changed since this edit began; nothing was written")


@dataclass(frozen=True)
class FileChange:
    """A file as it is and as it would be."""

    path: Path
    before: bytes
    after: bytes


@dataclass(frozen=True)
class Saved:
    """What was written, with its name for people, and when."""

    what: str
    changes: tuple[FileChange, ...]
    time: datetime = field(default_factory=datetime.now)

    def undone(self) -> list[FileChange]:
        """What takes it back."""
        return [FileChange(c.path, c.after, c.before) for c in reversed(self.changes)]


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
    inside = home and path.is_relative_to(home) and at.is_relative_to(home.resolve())
    if not (inside and home and home.resolve().is_relative_to(root)):
        raise EditError(f"{path.name} is no table, source or chapter of this book")
    return path


def write(project: Project, changes: Iterable[FileChange]) -> list[str]:
    """Write each file whole, in order, or none; gives their names.

    Another edit of this project, by whatever program of ours, waits. Raises Conflict where a file
    is not as it was, EditError for a file that no edit may write, and OSError.
    """
    from filelock import FileLock

    changes = list(changes)
    for change in changes:
        editable(project, change.path)
    project.cache.mkdir(parents=True, exist_ok=True)
    written: list[FileChange] = []
    with FileLock(project.cache / "edits.lock"):
        for change in changes:
            _same(project, change)
        try:
            for change in changes:
                _same(project, change)  # the one before it took its time
                _put(change.path, change.after)
                written.append(change)
        except (OSError, Conflict):
            for change in reversed(written):
                _put(change.path, change.before)
            raise
    return [project.relative(change.path) for change in changes]


def _same(project: Project, change: FileChange) -> None:
    if (bytes_or_reason(change.path) if change.path.exists() else b"") != change.before:
        raise Conflict(project.relative(change.path))


def _put(path: Path, content: bytes) -> None:
    """Write a file; one that holds nothing is one that is not there."""
    if content:
        write_whole(path, content, to_disk=True)
    else:
        path.unlink(missing_ok=True)
