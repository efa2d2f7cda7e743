"""The files that an edit would write, as they are and as they would be: nothing is written here."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stateofplay.editing.rows.saving import Conflict, FileChange, content_of, editable, version_of
from stateofplay.files.access import input_files, write_file
from stateofplay.files.project import Project

_READ = ("data", "seeds", "book")  # what a check reads, beside the settings


class Pending:
    """What several edits, one after the other, make of the project's files."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._files: dict[Path, tuple[bytes, bytes]] = {}

    def content(self, path: Path, version: str = "") -> bytes:
        """What a file would hold now. Raises Conflict where the one on the disk is not `version`,
        and EditError for a file that no edit may write.
        """
        if path not in self._files:
            content = content_of(editable(self.project, path))
            self._files[path] = content, content
        before, after = self._files[path]
        if version and version_of(before) != version:
            raise Conflict(self.project.relative(path))
        return after

    def put(self, path: Path, content: bytes) -> None:
        self.content(path)
        self._files[path] = self._files.pop(path)[0], content

    @property
    def changes(self) -> list[FileChange]:
        """The files that would be others, in the order in which they were last put."""
        pairs = self._files.items()
        return [FileChange(path, old, new) for path, (old, new) in pairs if old != new]

    @contextmanager
    def supposed(self) -> Iterator[Project]:
        """A copy of the project with these files, in a folder that is gone afterwards."""
        with tempfile.TemporaryDirectory() as temporary:
            root = Path(temporary).resolve()
            copy_inputs(self.project, root)
            for change in self.changes:
                write_file(root / change.path.relative_to(self.project.root), change.after)
            yield Project(root)


def copy_inputs(project: Project, root: Path) -> None:
    """Copy to `root` what a book is made from."""
    files = [path for name in _READ for path in input_files(project.root / name)]
    for path in (project.config, project.toc, project.root / "requirements.txt", *files):
        if path.is_file():
            target = root / path.relative_to(project.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
