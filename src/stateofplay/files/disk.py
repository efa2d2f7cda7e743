"""Says as one line what a full disk, a missing right or another error means for a build."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)


class BuildError(RuntimeError):
    """The site, or another form of the book, cannot be built: why, and what to do."""


class DiskError(BuildError):
    """What the disk refused, in one line."""


@contextmanager
def writing(folder: Path, then: str = "build again") -> Iterator[None]:
    """Turn an error of the disk, while something is written to `folder`, into a BuildError, which
    says what to do `then`."""
    try:
        yield
    except BrokenPipeError:  # whoever read what is printed has gone: nothing of the disk
        raise
    except OSError as error:
        raise cannot_write(error, folder, then) from error


def remedy(error: OSError, name: str | os.PathLike[str]) -> str:
    """What to do about an error of the disk at `name`: make room, rename it, give the right to
    read or to write, see to it.
    """
    if error.errno in _ROOM:
        return "make room"
    if error.errno == errno.EILSEQ:
        return "rename it"
    if error.errno not in _RIGHT:
        return "see to it"
    path = Path(name)
    there = os.access(path, os.F_OK)
    is_read = os.access(path, os.R_OK) if there else os.access(path.parent, os.R_OK | os.X_OK)
    return f"give the right to {'write' if is_read else 'read'}"


def cannot_write(error: OSError, folder: Path, then: str = "build again") -> DiskError:
    """What happened to which file, and what to do."""
    if isinstance(error, shutil.Error):  # of copying a folder: where from, where to, and why
        _, name, said = error.args[0][0]
        return DiskError(f"{name}: {said}; see to it, then {then}")
    name = error.filename2 or error.filename or folder
    return DiskError(f"{name}: {error.strerror or error}; {remedy(error, name)}, then {then}")
