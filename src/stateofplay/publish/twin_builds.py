"""Builds the book twice in other places: both have the bytes of the published site."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from stateofplay.editing.rows.pending import copy_inputs
from stateofplay.files.disk import BuildError
from stateofplay.files.folders import files_in
from stateofplay.files.project import PACKAGE, Project
from stateofplay.publish.results import Result

# The locale that knows no letters beyond ASCII. Python 3.11 and 3.12 do not start in it where an
# editable package lies in a folder with others, for they read its place by the locale.
PLAIN = "C" if str(PACKAGE).isascii() or sys.version_info >= (3, 13) else "C.UTF-8"
# The two builds differ in all that a build must not depend on: folder, time zone, locale, the order
# of sets.
_BUILDS = (
    ("one", {"TZ": "Pacific/Kiritimati", "LC_ALL": PLAIN, "PYTHONHASHSEED": "1"}),
    (
        "the second of the two/folder with blanks",
        {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "LANGUAGE": "de", "PYTHONHASHSEED": "2"},
    ),
)


def check_builds(project: Project, say: Callable[[str], None]) -> Result:
    """Build twice from nothing, in other folders, time zones and locales; both have the bytes of
    the published site.
    """
    with tempfile.TemporaryDirectory(prefix="stateofplay-") as folder:
        sites = []
        for name, environment in _BUILDS:
            settings = " ".join(f"{key}={value}" for key, value in environment.items())
            say(f"Building from nothing with {settings}")
            sites.append(_build_copy(project, Path(folder) / name, environment))
        one, other = sites
        problems = [
            *compare(one, other, "the two builds"),
            *compare(project.site, one, "the published site and a new build"),
        ]
        count = len(files_in(one))
    zones = " and ".join(environment["TZ"] for _, environment in _BUILDS)
    return Result(
        "Same bytes",
        f"{count} files, built twice from nothing (time zones {zones}, two locales, two folders), "
        "and as published",
        list(dict.fromkeys(problems)),
    )


def copy_book(project: Project, target: Path) -> Project:
    """A copy of what a book is made from, in the new folder `target`."""
    target.mkdir(parents=True)
    copy_inputs(project, target)
    return Project(target)


def _build_copy(project: Project, target: Path, environment: dict[str, str]) -> Path:
    copy = copy_book(project, target)
    command = [sys.executable, "-m", "stateofplay.cli", "build", "--quiet"]
    own = {"STATEOFPLAY_ROOT": str(target), "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(
        command,
        cwd=target,
        env={**os.environ, **environment, **own},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if result.returncode:
        raise BuildError(f"the copy in {target} does not build:\n{result.stderr}")
    return copy.site


def compare(one: Path, other: Path, what: str) -> list[str]:
    """A line for each file that differs between two folders, with the first byte that does."""
    names = [files_in(folder).keys() for folder in (one, other)]
    problems = [f"{name}: only one of {what} has it" for name in sorted(names[0] ^ names[1])]
    for name in sorted(names[0] & names[1]):
        left, right = (one / name).read_bytes(), (other / name).read_bytes()
        if left != right:
            same = os.path.commonprefix([left, right])
            problems.append(f"{name}: {what} differ from byte {len(same):,} on")
    return problems
