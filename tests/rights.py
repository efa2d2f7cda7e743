"""Folders and files that nobody may read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def without_rights(root: Path, *closed: Path) -> Iterator[None]:
    """Nobody may read or enter `closed`, below `root`: for root, who may everything, until the end
    as another user.
    """
    is_root, rights = os.geteuid() == 0, {path: path.stat().st_mode for path in closed}
    if is_root:
        for path in (root, *root.rglob("*")):
            os.chown(path, 65534, 65534, follow_symlinks=False)
        for folder in [root, *root.parents][:-2]:  # the tests' own folders are root's alone
            folder.chmod(folder.stat().st_mode | 0o011)
    try:
        for path in closed:
            path.chmod(0)
        if is_root:
            os.setresuid(65534, 65534, 0)
        yield
    finally:
        if is_root:
            os.setresuid(0, 0, 0)
        for path, mode in rights.items():
            path.chmod(mode)
