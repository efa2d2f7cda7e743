"""Another state of the project, read beside the work tree: a git revision, a tag or a folder."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stateofplay.paths import Project

# What the ledger of a revision is read from; the configuration marks the project's folder.
_PARTS = ("data", "seeds", "_config.yml")
RELEASES = "v*"


class RevisionError(ValueError):
    """There is no such state of the project; the message is one line."""


@contextmanager
def project_at(project: Project, name: str) -> Iterator[Project]:
    """The project as it is in the folder `name`, or was at the git revision or tag `name`.

    A revision is read into a temporary folder that is gone afterwards; the work tree is not touched. Raises
    RevisionError when `name` is neither, or has no project.
    """
    folder = Path(name)
    if folder.is_dir():
        found = Project(folder.resolve())
        if not found.data_package.is_file():
            raise RevisionError(f"{name}: is a folder without data/datapackage.json; name the folder of a project")
        yield found
        return
    with tempfile.TemporaryDirectory() as temporary:
        _extract(project, name, Path(temporary))
        yield Project(Path(temporary).resolve())


def latest_release(project: Project) -> tuple[str, str]:
    """The newest tag of a release before the work tree, or nothing and why there is none to compare with."""
    try:
        return _git(project, "describe", "--tags", "--abbrev=0", "--match", RELEASES).decode().strip(), ""
    except FileNotFoundError:
        return "", "git is not installed"
    except subprocess.CalledProcessError:
        return "", f"the folder is no git checkout with a release tag ({RELEASES})"


def _extract(project: Project, name: str, target: Path) -> None:
    try:
        commit = _git(project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").decode().strip()
    except FileNotFoundError:
        raise RevisionError(f"{name}: is no folder, and git is not installed to look for a revision") from None
    except subprocess.CalledProcessError:
        raise RevisionError(f"{name}: is neither a folder nor a revision that git knows here; see git log and git tag") from None
    try:
        archive = _git(project, "archive", "--format=tar", commit, "--", *_PARTS)
    except subprocess.CalledProcessError:
        raise RevisionError(f"{name}: has no project yet; it lacks one of {', '.join(_PARTS)}") from None
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(target, filter="data")


def _git(project: Project, *arguments: str) -> bytes:
    """The output of a git command in the project. Raises FileNotFoundError without git, CalledProcessError when it fails."""
    # A commit hook hands on variables that name its own repository and index; they would win over the folder.
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(["git", "-C", str(project.root), *arguments], capture_output=True, check=True, env=own, stdin=subprocess.DEVNULL)
    return done.stdout
