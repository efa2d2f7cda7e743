"""Keeps the ledger as it was read: with many figures a build that changes none of them would take
longer to read them than for all else."""

from __future__ import annotations

import hashlib
import pickle
import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stateofplay.files.access import keep, kept
from stateofplay.files.project import Project, code_digest

if TYPE_CHECKING:
    from stateofplay.ledger.contents import Contents

_OWN = ("project", "guesses")  # what another place or another run has of its own


def keep_content(ledger: Contents, digest: str) -> None:
    """Keep a ledger without a problem, read from files of this digest, for the builds to come, and
    no other. Raises OSError."""
    path = _path(ledger.project, digest)
    if kept(path) is None:
        names = (field.name for field in fields(ledger) if field.init and field.name not in _OWN)
        content = {name: getattr(ledger, name) for name in names}
        keep(path, pickle.dumps(content, pickle.HIGHEST_PROTOCOL))
        for other in {*path.parent.iterdir()} - {path}:
            other.unlink()


def kept_content(project: Project, digest: str) -> dict[str, Any] | None:
    """What a ledger is made of besides its project; None where none of this digest is kept, or the
    file is damaged. Raises OSError."""
    stored = kept(_path(project, digest))
    content: dict[str, Any] | None = pickle.loads(stored) if stored else None
    return content


def content_before(project: Project) -> dict[str, Any] | None:
    """As `kept_content`, of the ledger that this program kept last, whatever files it is from."""
    path = _path(project, "*")
    stored = next(filter(None, map(kept, path.parent.glob(path.name))), None)
    content: dict[str, Any] | None = pickle.loads(stored) if stored else None
    return content


def _path(project: Project, digest: str) -> Path:
    program = hashlib.sha256(f"{sys.version} {code_digest()}".encode()).hexdigest()[:16]
    return project.cache / "ledger" / f"{program}-{digest}.pickle"
