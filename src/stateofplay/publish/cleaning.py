"""The command `stateofplay clean`: deletes what builds made in `_build`, says what stays."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from stateofplay.files.disk import BuildError, writing
from stateofplay.files.folders import delete, foreign_files, is_made
from stateofplay.files.problems import DataError
from stateofplay.files.project import Project
from stateofplay.publish.building import only_one

# Beside what builds keep: the only copy of what edits replaced (editing/rows/saving.py), also half
# written, and the locks, which whoever waits for one holds open.
_STAYS = re.compile(r".*\bsaves\.json\b.*|.*\block")
_OF_JUPYTER_BOOK = (".doctrees", "jupyter_execute")


def clean(project: Project) -> int:
    """Delete what builds made; gives the exit status: 0 also where something else stays."""
    if not project.build.is_dir():
        return 0
    try:
        with writing(project.build, "clean again"), only_one(project, quiet=False):
            for path in project.build.iterdir():
                if path != project.cache:
                    _delete(project, path)
            for path in project.cache.iterdir():
                if path.is_dir():
                    shutil.rmtree(path)
                elif not _STAYS.fullmatch(path.name):
                    path.unlink()
            kept = sorted(p.name for p in project.build.iterdir() if p != project.cache)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    if kept:
        names = ", ".join(kept)
        print(f"{project.build}: kept what no build made, or what a link leads to: {names}")
    if (saves := project.cache / "saves.json").is_file():
        print(f"{saves}: kept, for with it edits can be undone")
    return 0


def _other_forms(project: Project) -> tuple[Path, ...]:
    """The book as one file in each form; none where the settings do not name them."""
    try:
        return (project.epub, project.pdf, project.archive)
    except DataError:
        return ()


def _delete(project: Project, path: Path) -> None:
    """Delete a file or folder of `_build` that a build made, and leave any other."""
    if path in (project.verification, project.build / "bench.json", *_other_forms(project)):
        path.unlink()
    elif path.name in _OF_JUPYTER_BOOK:
        shutil.rmtree(path)
    elif is_made(path) and (path.name.startswith(".") or not foreign_files(path)):
        delete(path)  # a folder to work in, whose mark lists no files, or a site with nothing else
