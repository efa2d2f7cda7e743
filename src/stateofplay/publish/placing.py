"""Where a site may stand: where a build made the folder, or it is empty; any other is refused."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from stateofplay.files.disk import BuildError
from stateofplay.files.folders import MARK, foreign_files, made_files
from stateofplay.files.project import PACKAGE, Project

_NEW = "name a new or an empty folder with --out"


def place_of(project: Project, out: Path | None) -> Path:
    """The real folder in which the site is put: behind `out`, or behind the project's own place.

    Raises BuildError, before anything is written, where a build may not replace what is there.
    """
    named = out if out is not None else project.site
    try:
        site = named.resolve()
    except (OSError, RuntimeError) as error:
        raise BuildError(f"{named}: cannot be followed ({error}); {_NEW}") from None
    why = _unfit(project, site) or occupied(project, site)
    if why:
        raise BuildError(f"{named}: {why}")
    return site


def _unfit(project: Project, site: Path) -> str:
    """Why no site may stand at `site`, whatever lies there: empty where it may."""
    if _is_one_of(site, (project.root, *project.root.parents)):
        return f"the project lies in this folder, which a build would replace; {_NEW}"
    inputs = (project.book, project.data, project.seeds, PACKAGE, project.root / ".git")
    around = (site, *site.parents)
    if any(_is_one_of(folder, inputs) for folder in around) or ".git" in site.parts:
        return f"lies in what the book is made from; {_NEW}"
    own = [project.cache, *(project.build / f".work{form}" for form in ("", "-epub", "-pdf"))]
    if _is_one_of(site, (project.build,)) or any(_is_one_of(folder, own) for folder in around):
        return f"is the folder in which builds work; {_NEW}"
    if any(_is_one_of(folder, (project.site,)) for folder in site.parents):
        return f"lies in the book’s own site; {_NEW}"
    if not next(folder for folder in around if folder.exists()).is_dir():
        return f"is a file, or lies below one; {_NEW}"
    with suppress(RuntimeError):  # nobody's home is known
        if _is_one_of(site, (Path.home(),)):
            return f"is your home folder, which a build would replace; {_NEW}"
    if os.path.ismount(site) or any(site in (place, *place.parents) for place in _mounts()):
        return (
            "something is mounted here, and no build can replace that in one step; "
            "name a new folder in it with --out"
        )
    return ""


def _is_one_of(folder: Path, others: Iterable[Path]) -> bool:
    """Whether it is the same folder as another, however each is written (links, capitals)."""
    for other in others:
        if folder == other:
            return True
        with suppress(OSError):
            if folder.samefile(other):
                return True
    return False


def _mounts() -> list[Path]:
    """Where something is mounted, as Linux lists it: a folder of the same disk may be."""
    try:
        text = Path("/proc/self/mountinfo").read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return []
    points = (line.split(" ")[4] for line in text.splitlines())
    return [
        Path(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), point)) for point in points
    ]


def occupied(project: Project, site: Path) -> str:
    """Why what lies at `site` may not be replaced: empty where it may."""
    made, own = made_files(site), project.build.resolve() / project.site.name
    if not site.is_dir() or (made and site == own):  # what else lies there is set aside
        return ""
    foreign = foreign_files(site)
    if not foreign:
        return ""
    found = f"holds “{foreign[0]}”, which no build made"
    if site == own:  # nobody has named it
        return f"{found}, or its file {MARK} is gone; move the folder away, then build again"
    if made is None:
        return f"{found}; {_NEW}, and copy the site from there"
    return f"{found} and a build would delete; move it away, or {_NEW} and copy the site from there"
