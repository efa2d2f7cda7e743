"""What lay in a folder when a build left it: was anything added, changed or taken away since?"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from stateofplay.files.access import keep, kept
from stateofplay.files.folders import Fingerprint, files_in
from stateofplay.files.project import Project

LEFT = "left.json"


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
    its end.

    `notes` is the folder of what Sphinx remembers of it. A run that was ended between remembering
    that pages are read and writing them would leave them as they were for ever.
    """
    try:
        left = json.loads((notes / LEFT).read_text(encoding="utf-8"))
        return bool(left == _left(out, notes, found))
    except (OSError, ValueError):
        return False


def note_as_left(out: Path, notes: Path, found: dict[str, Fingerprint]) -> None:
    """Remember what Sphinx, run to its end, leaves in the folder `out`. Raises OSError."""
    text = json.dumps(_left(out, notes, found))
    (notes / LEFT).write_text(text, encoding="utf-8", newline="\n")


def _left(out: Path, notes: Path, found: dict[str, Fingerprint]) -> dict[str, Any]:
    remembered = {name: told for name, told in _lists(files_in(notes)).items() if name != LEFT}
    return {"out": str(out.resolve()), "notes": remembered, "files": _lists(found)}
