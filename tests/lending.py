"""What small projects execute and draw, made once for all processes that run these tests: kept by
the digest of all that it depends on, so that a build does only what differs.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from filelock import FileLock

from projects import CELL_CHAPTER, tiny_project
from stateofplay.files.project import Project
from stateofplay.publish.building import inputs_now, run_sphinx


class Lender:
    """Keeps it in a project below `folder`, which all processes share."""

    folder: Path

    def lend(self, project: Project) -> None:
        """Put it into a small project that was never built."""
        small = Project(self.folder / "small")
        with FileLock(self.folder / "small.lock"):
            if not small.root.exists():
                tiny_project(small.root, pages={"other": CELL_CHAPTER})
                run_sphinx(small, small.build / ".work", True, False, inputs_now(small))
        shutil.copytree(
            small.cache, project.cache, ignore=shutil.ignore_patterns("lock"), dirs_exist_ok=True
        )


lender = Lender()
