"""Another state of the project: a git revision, a tag, what is staged, or a folder."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from stateofplay.files.characters import visible
from stateofplay.files.project import Project

# What the ledger of a revision is read from; the configuration marks the project's folder.
_PARTS = ("data", "seeds", "_config.yml")
_CHECKED = (*_PARTS, "book", "_toc.yml")  # what a check reads besides
RELEASES = "v*"
_INDEX = "GIT_INDEX_FILE"


class RevisionError(ValueError):
    """There is no such state of the project; the message is one line."""


class NoComparison(RevisionError):
    """That state has nothing that this version could compare with."""


class GitError(RevisionError):
    """Git cannot say what the project's history is; the message is one line, in git's own words."""


@contextmanager
def project_at(project: Project, name: str) -> Iterator[Project]:
    """The project as it is in the folder `name`, or was at the git revision or tag `name`.

    A revision is read into a temporary folder that is gone afterwards; the work tree is not
    touched. Raises RevisionError when `name` is neither, or has no project, and GitError when git
    cannot say.
    """
    if not name:  # a variable of a script that is not set
        raise RevisionError("an empty name is no state; name a tag, a revision or a folder")
    folder = Path(name)
    if folder.is_dir():
        found = Project(folder.resolve())
        if not found.data.is_dir():
            raise RevisionError(
                f"{visible(name)}: is a folder without data/; name the folder of a book"
            )
        yield found
        return
    with _extracted(project, _commit(project, name), name, _PARTS) as found:
        yield found


def project_at_tag(project: Project, tag: str) -> AbstractContextManager[Project]:
    """As `project_at`, but never of a folder or branch of that name."""
    return _extracted(project, _commit(project, f"refs/tags/{tag}"), tag, _PARTS)


def staged_project(project: Project) -> AbstractContextManager[Project]:
    """The project as the next commit would have it, in a temporary folder that is gone afterwards.

    During a commit it is what git is about to commit. Raises GitError when git cannot say, and
    RevisionError when a part of the project is not staged.
    """
    tree = _git(project, "write-tree", environment=_index_of(project)).decode().strip()
    return _extracted(project, tree, "what is staged", _CHECKED)


def _index_of(project: Project) -> dict[str, str]:
    """Git commits some of the files from an index of its own, which it names to the hook."""
    named = os.environ.get(_INDEX)
    if not named:
        return {}
    folder = Path(_git(project, "rev-parse", "--absolute-git-dir").decode().strip())
    index = Path(named).absolute()  # git starts hooks in the folder that the name is relative to
    return {_INDEX: str(index)} if index.resolve().is_relative_to(folder.resolve()) else {}


def latest_release(project: Project) -> tuple[str, str]:
    """The newest tag of a release before the work tree, or nothing and why there is none.

    Raises GitError when there is a repository and git cannot say.
    """
    if not _has_repository(project):
        return "", f"the folder is no git checkout with a release tag ({RELEASES})"
    _git(project, "rev-parse", "--git-dir")
    if _is_unborn(project) or not _git(project, "tag", "--list", RELEASES, "--merged", "HEAD"):
        if _git(project, "rev-parse", "--is-shallow-repository").strip() == b"true":
            raise GitError(
                "the clone is shallow and has no release to compare with; "
                "fetch the rest with git fetch --unshallow --tags"
            )
        return "", f"the folder is no git checkout with a release tag ({RELEASES})"
    newest = _git(project, "describe", "--tags", "--abbrev=0", "--match", RELEASES)
    return newest.decode().strip(), ""


def _has_repository(project: Project) -> bool:
    return any(os.path.lexists(folder / ".git") for folder in (project.root, *project.root.parents))


def _is_unborn(project: Project) -> bool:
    """Whether nothing has been committed on the branch yet, or at all."""
    if _git(project, "for-each-ref", "--count=1", f"refs/tags/{RELEASES}"):
        return _asked(project, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") is None
    return True


def _commit(project: Project, name: str) -> str:
    """The commit that `name` stands for. Raises RevisionError when there is none."""
    if not _has_repository(project):
        raise RevisionError(
            f"{visible(name)}: is no folder, and the project is no git checkout "
            "to look for a revision in"
        )
    commit = _asked(
        project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
    )
    if commit is None:
        shallow = _git(project, "rev-parse", "--is-shallow-repository").strip() == b"true"
        look = (
            "the clone is shallow, fetch the rest with git fetch --unshallow --tags"
            if shallow
            else "see git log and git tag"
        )
        raise RevisionError(
            f"{visible(name)}: is neither a folder nor a revision that git knows here; {look}"
        )
    return commit.decode().strip()


@contextmanager
def _extracted(project: Project, tree: str, name: str, parts: tuple[str, ...]) -> Iterator[Project]:
    """The `parts` of a commit or tree, in a temporary folder. Raises RevisionError when one is
    missing.
    """
    listed = _git(project, "ls-tree", "-z", "--name-only", tree, "--", *parts).decode().split("\0")
    missing = [part for part in parts if part not in listed]
    if missing:
        raise NoComparison(f"{name}: has no project yet; it lacks {', '.join(missing)}")
    archive = _git(project, "archive", "--format=tar", tree, "--", *parts)
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary).resolve()
        try:
            with tarfile.open(fileobj=io.BytesIO(archive)) as files:
                _unpack(files, root)
        except tarfile.TarError as error:  # a link that leads out of the project
            raise RevisionError(f"{name}: cannot be read: {error}") from None
        yield Project(root)


def _unpack(files: tarfile.TarFile, target: Path) -> None:
    """Write the files of an archive into `target` and none beside it. Raises TarError."""
    if hasattr(tarfile, "data_filter"):
        return files.extractall(target, filter="data")
    # Python before 3.11.4, as Debian 12 has it, does not say where a link leads.
    for member in files:
        if not (member.isfile() or member.isdir()):
            raise tarfile.ExtractError(f"{member.name} is a link; use Python 3.11.4 or newer")
    return files.extractall(target)


def _asked(project: Project, *arguments: str) -> bytes | None:
    """The answer of a git command that fails in silence where the answer is no; None then."""
    done = _run(project, arguments, {})
    if done.returncode and done.stderr.strip():
        raise _git_error(arguments, done.stderr)
    return None if done.returncode else done.stdout


def _git(project: Project, *arguments: str, environment: Mapping[str, str] = {}) -> bytes:
    """The output of a git command in the project. Raises GitError when it fails."""
    done = _run(project, arguments, environment)
    if done.returncode:
        raise _git_error(arguments, done.stderr)
    return done.stdout


def _run(
    project: Project, arguments: tuple[str, ...], environment: Mapping[str, str]
) -> subprocess.CompletedProcess[bytes]:
    # A commit hook hands on variables that name its own repository and index; they would win
    # over the folder.
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        return subprocess.run(
            ["git", "-C", str(project.root), *arguments],
            capture_output=True,
            check=False,
            env={**own, **environment},
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        raise GitError(
            "git is not installed, and only git knows what was published before; install it"
        ) from None


def _git_error(arguments: tuple[str, ...], said: bytes) -> GitError:
    words = " ".join(said.decode(errors="replace").split()) or "no reason given"
    return GitError(f"git {arguments[0]} fails here: {words}")
