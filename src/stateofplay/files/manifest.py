"""What lay in a folder when a build left it: was anything added, changed or taken away since?"""

from __future__ import annotations

import hashlib
import os
import pickle
from pathlib import Path
from typing import NamedTuple

from stateofplay.files.access import bytes_or_reason, keep, kept
from stateofplay.files.folders import Fingerprint, files_in, numbers_of
from stateofplay.files.project import Project, code_digest

Files = dict[str, Fingerprint]  # as `files_in` gives them
LEFT = "left.pickle"  # “left.json” of earlier versions had another form


def is_untouched(project: Project, site: Path, inputs: str) -> bool:
    """Whether `site` was built from `inputs` (a digest) and each file of it is as it was then."""
    then, files = _noted(_stamp(project, site))
    is_there = bool(files) and then == inputs and site.is_dir()
    return is_there and bool(pickle.loads(files) == files_in(site))


def note(project: Project, site: Path, inputs: str, files: Files) -> None:
    """Remember from which inputs `site` was built, and its files. Raises OSError."""
    _note(_stamp(project, site), inputs, files)


def noted(project: Project, site: Path) -> Files:
    """The files of `site` that `note` remembers; none where it was never built."""
    _, files = _noted(_stamp(project, site))
    return dict(pickle.loads(files)) if files else {}


def _stamp(project: Project, site: Path) -> Path:
    name = hashlib.sha256(os.fsencode(site)).hexdigest()[:12]
    return project.cache / f"built-{name}.pickle"


def _note(place: Path, made_from: str, what: object) -> None:
    keep(place, made_from.encode() + b"\n" + pickle.dumps(what))


def _noted(place: Path) -> tuple[str, bytes]:
    """What `_note` wrote: from what it was made (empty where there is none), and the rest, not even
    read: that of another program may have another form."""
    made_from, _, what = (kept(place) or b"").partition(b"\n")
    return made_from.decode(), what


class Left(NamedTuple):
    """What Sphinx left: the files in the folder of pages, those of what it remembers of them, and
    a digest of what each of both holds."""

    pages: Files
    notes: Files
    contents: tuple[dict[str, bytes], dict[str, bytes]]


NOTHING = Left({}, {}, ({}, {}))


def as_left(out: Path, notes: Path, found: Files) -> Left | None:
    """What Sphinx left in the folder `out` when it last ran to its end, for a program that was the
    same; None where what lies there, `found`, is something else.

    `notes` is the folder of what Sphinx remembers of it. A run that was ended between remembering
    that pages are read and writing them would leave them as they were for ever. Files with other
    numbers are as they were where they hold the same: both folders may be a copy in the same place.
    """
    made_from, what = _noted(notes / LEFT)
    if made_from != _made_from(out, notes):
        return None
    then = Left(*pickle.loads(what))
    if then.pages == found and then.notes == _remembered(notes):
        return then
    now = _left(out, notes, found, then)
    return now if now.contents == then.contents else None


def note_as_left(out: Path, notes: Path, found: Files, before: Left) -> None:
    """Remember what Sphinx, run to its end, leaves in the folder `out`, where the run before left
    what `as_left` said. Raises OSError."""
    _note(notes / LEFT, _made_from(out, notes), (*_left(out, notes, found, before),))


def _made_from(out: Path, notes: Path) -> str:
    return repr((code_digest(), os.fspath(out.resolve()), os.fspath(notes.resolve())))


def _remembered(notes: Path) -> Files:
    return {name: at for name, at in files_in(notes).items() if name != LEFT}


def _left(out: Path, notes: Path, found: Files, before: Left) -> Left:
    remembered, (of_pages, of_notes) = _remembered(notes), before.contents
    pages = _contents(out, found, before.pages, of_pages)
    return Left(found, remembered, (pages, _contents(notes, remembered, before.notes, of_notes)))


def _contents(
    folder: Path, files: Files, before: Files, known: dict[str, bytes]
) -> dict[str, bytes]:
    """A digest of what each of the `files` of a folder holds: the one that is `known` of those
    with the numbers of `before`."""
    path = f"{folder}{os.sep}"
    return {
        name: known[name] if before.get(name) == numbers else _content(path + name, numbers)
        for name, numbers in files.items()
    }


def _content(path: str, numbers: Fingerprint) -> bytes:
    """The digest of what a file holds; of a link, and of one that is being written to, something
    that is the same for the same numbers alone."""
    digest = hashlib.sha256(bytes_or_reason(path)).digest()
    at_rest = numbers_of(path) == numbers and not os.path.islink(path)  # noqa: PTH114 -- of many
    return digest if at_rest else str(numbers).encode()
