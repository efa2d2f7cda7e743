"""Keeps the ledger as it was read: with many figures a build that changes none of them would take
longer to read them than for all else."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stateofplay.files.access import keep, kept
from stateofplay.files.project import Project, code_digest
from stateofplay.ledger.entries import Figure, Search

if TYPE_CHECKING:
    from stateofplay.ledger.contents import Contents

_OWN = ("project", "guesses")  # what another place or another run has of its own
_MANY = {"figures": Figure, "searches": Search}


def keep_content(ledger: Contents, digest: str) -> None:
    """Keep a ledger without a problem, read from files of this digest, for the builds to come, and
    no other. Raises OSError."""
    path = _path(ledger.project, digest)
    if kept(path) is None:
        names = (field.name for field in fields(ledger) if field.init and field.name not in _OWN)
        content = {name: getattr(ledger, name) for name in names}
        for name, kind in _MANY.items():
            row_of = attrgetter(*(field.name for field in fields(kind)))
            content[name] = [*map(row_of, content[name].values())]
        keep(path, pickle.dumps(content, pickle.HIGHEST_PROTOCOL))
        for other in {*path.parent.iterdir()} - {path}:
            other.unlink()


def kept_content(project: Project, digest: str) -> dict[str, Any] | None:
    """What a ledger is made of besides its project; None where none of this digest is kept, or the
    file is damaged. Raises OSError."""
    return _content(_path(project, digest))


def content_before(project: Project) -> dict[str, Any] | None:
    """As `kept_content`, of the ledger that this program kept last, whatever files it is from."""
    path = _path(project, "*")
    return next(filter(None, map(_content, path.parent.glob(path.name))), None)


def _content(path: Path) -> dict[str, Any] | None:
    if not (stored := kept(path)):
        return None
    content: dict[str, Any] = pickle.loads(stored)
    return content | {name: _entries(kind, content[name]) for name, kind in _MANY.items()}


def _entries(kind: type[Any], rows: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    """Entries of one kind by their ids, the first of their fields. Made here and not by pickle,
    which takes twice as long, and not looked at again."""
    names, entries = [field.name for field in fields(kind)], {}
    for row in rows:
        entries[row[0]] = entry = object.__new__(kind)
        vars(entry).update(zip(names, row, strict=True))
    return entries


def _path(project: Project, digest: str) -> Path:
    return project.cache / "ledger" / f"{code_digest()[:16]}-{digest}.pickle"
