"""What lay in a folder when a build left it: was anything added, changed or taken away since?"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from stateofplay.files.access import bytes_or_reason, keep, kept
from stateofplay.files.folders import Fingerprint, files_in, numbers_of
from stateofplay.files.project import Project, code_digest

LEFT = "left.json"
# Of each file, by its path: its three numbers, and what it holds as a digest. The program's too.
Left = dict[str, list[Any]]


def is_untouched(project: Project, site: Path, inputs: str) -> bool:
    """Whether `site` was built from `inputs` (a digest) and each file of it is as it was then."""
    then, files = _noted(project, site)
    return then == inputs and site.is_dir() and json.loads(files) == _lists(files_in(site))


def note(project: Project, site: Path, inputs: str, files: dict[str, Fingerprint]) -> None:
    """Remember from which inputs `site` was built, and its files. Raises OSError."""
    keep(_stamp(project, site), f"{inputs}\n{json.dumps(files)}".encode())


def _lists(found: dict[str, Fingerprint]) -> dict[str, list[int]]:
    return {name: [*numbers] for name, numbers in found.items()}  # as JSON gives them back


def noted(project: Project, site: Path) -> dict[str, list[int]]:
    """The files of `site` that `note` remembers; none where it was never built."""
    return dict(json.loads(_noted(project, site)[1]))


def _noted(project: Project, site: Path) -> tuple[str | None, str]:
    stamp = kept(_stamp(project, site))
    inputs, _, files = (stamp or b"").decode().partition("\n")
    return (inputs, files) if files else (None, "{}")


def _stamp(project: Project, site: Path) -> Path:
    name = hashlib.sha256(os.fsencode(site)).hexdigest()[:12]
    return project.cache / f"built-{name}.json"


def is_as_left(out: Path, notes: Path, found: dict[str, Fingerprint]) -> bool:
    """Whether what lies in the folder `out`, `found`, is what Sphinx left there when it last ran to
    its end, for a program that was the same.

    `notes` is the folder of what Sphinx remembers of it. A run that was ended between remembering
    that pages are read and writing them would leave them as they were for ever. Files with other
    numbers are as they were where they hold the same: both folders may be a copy in the same place.
    """
    left = _noted_as_left(notes)
    now = _left(out, notes, found, left)  # mostly the same lists, which are soon compared
    return bool(left) and (now == left or _contents(now) == _contents(left))


def note_as_left(out: Path, notes: Path, found: dict[str, Fingerprint]) -> None:
    """Remember what Sphinx, run to its end, leaves in the folder `out`. Raises OSError."""
    left = _left(out, notes, found, _noted_as_left(notes))
    keep(notes / LEFT, json.dumps(left).encode())


def _noted_as_left(notes: Path) -> Left:
    return dict(json.loads(kept(notes / LEFT) or b"{}"))


def _left(out: Path, notes: Path, found: dict[str, Fingerprint], before: Left) -> Left:
    remembered = {name: at for name, at in files_in(notes).items() if name != LEFT}
    left: Left = {"": [code_digest()]}
    for folder, files in (out, found), (notes, remembered):
        path = f"{folder.resolve()}{os.sep}"
        for name, numbers in files.items():
            now, then = [*numbers], before.get(path + name, [None])
            same = then[:-1] == now
            left[path + name] = then if same else [*now, _content(path + name, numbers)]
    return left


def _content(path: str, numbers: Fingerprint) -> str:
    """The digest of what a file holds; of a link, and of one that is being written to, something
    that is the same for the same numbers alone."""
    digest = hashlib.sha256(bytes_or_reason(path)).hexdigest()
    at_rest = numbers_of(path) == numbers and not os.path.islink(path)  # noqa: PTH114 -- of many
    return digest if at_rest else str(numbers)


def _contents(left: Left) -> dict[str, str]:
    return {path: told[-1] for path, told in left.items()}
