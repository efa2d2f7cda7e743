"""Puts a built site in its place in one step, and sets aside what somebody has put there."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stateofplay.files.disk import BuildError, cannot_write
from stateofplay.files.folders import (
    MARK,
    Fingerprint,
    delete,
    entries_in,
    files_in,
    foreign_files,
    is_made,
    mark,
    numbers_of,
)
from stateofplay.files.manifest import noted
from stateofplay.files.project import Project
from stateofplay.publish.placing import occupied

_EXCHANGE = 2  # RENAME_EXCHANGE of Linux's renameat2(2)
_LEFT_OUT = (".buildinfo", "objects.inv")
_NEW_MARK = f"{MARK}.new"
# From the book, with their times, which may be of other content.
_COPIED = ("_images/", "_downloads/", "_static/")


def publish(
    project: Project, built: Path, site: Path, found: dict[str, Fingerprint] | None = None
) -> dict[str, Fingerprint]:
    """Put a copy of `built` in place of `site`; gives its files. Says what was found there and set
    aside, at once: whatever happens then, somebody looks for it.

    `found` is what `files_in` says of `built`, if known. The site that was there before stays
    beside `built`, if it is the project's own: most of the next one is in it. Raises BuildError and
    OSError; the published site is then as it was.
    """
    is_own = site == project.site
    fresh = (built if is_own else site).with_name(f".{site.name}.next")
    site.parent.mkdir(parents=True, exist_ok=True)
    with _alone_in(site.parent):
        _take_up(project, _old(site), site)
        last: dict[str, os.DirEntry[str]] = {}
        if is_own and is_made(fresh):
            (fresh / _NEW_MARK).unlink(missing_ok=True)
            last |= entries_in(fresh)
            for name in _set_aside(project, fresh, site, last):  # a killed build may not have
                del last[name]
        else:
            delete(fresh)
            mark(fresh)
        try:
            found = files_in(built) if found is None else found
            files, there = _fill(fresh, last, found, built, project, site)
            why = occupied(project, site)  # a build takes a while
            if why:
                raise BuildError(f"{site}: {why}")
            if site.is_dir():
                fresh.chmod(site.stat().st_mode | stat.S_IRWXU)
            put_in_place(fresh, site)
        except BaseException:
            if not is_own:  # whatever it holds is taken up by the next build, or is the old site
                shutil.rmtree(fresh, ignore_errors=True)
            raise
        if fresh.is_dir():  # it is the old site now; what is put there meanwhile, the next one sees
            _set_aside(project, fresh, site, there if is_own else dict(entries_in(fresh)))
        if not is_own:
            shutil.rmtree(fresh, ignore_errors=True)
            files = files_in(site)  # which had a link each in the old one
    return files


def _fill(
    fresh: Path,
    last: dict[str, os.DirEntry[str]],
    found: dict[str, Fingerprint],
    built: Path,
    project: Project,
    site: Path,
) -> tuple[dict[str, Fingerprint], dict[str, Fingerprint]]:
    """Have `fresh`, which holds what was there `last`, hold every file of `built` and no other: as
    a link to the published one, else copied; what is such a link already stays. Gives what it holds
    then, and what the published site does.

    A published file is never written again, so two sites may share it. It is linked when nobody
    has touched it since it was published, and when its size and time of writing are those of ours.
    """
    untouched = noted(project, site)
    present = files_in(site) if site.is_dir() else {}
    ours, theirs, next_one = (os.fspath(path) + os.sep for path in (built, site, fresh))
    asked = {**found}
    for name in _LEFT_OUT:
        asked.pop(name, None)
    shared = {
        name
        for name, now in present.items()
        if now == untouched.get(name) and _as_written(asked.get(name), now) and name != MARK
    }
    for name in [name for name in shared if name.startswith(_COPIED)]:
        if (built / name).read_bytes() != (site / name).read_bytes():
            shared.remove(name)
    on_one_disk = site.is_dir() and site.stat().st_dev == fresh.stat().st_dev
    stays = {
        name
        for name in (shared & last.keys() if on_one_disk else ())
        if last[name].inode() == present[name][-1]
    }
    _clear(fresh, last, stays)
    if MARK in asked:  # it says at any time what builds made in the folder
        _copy(ours + MARK, next_one + _NEW_MARK, site)
        (fresh / _NEW_MARK).replace(fresh / MARK)
    folders = {""}
    rest = asked.keys() - stays
    for name in rest - {MARK}:
        folder = name.rpartition("/")[0]
        if folder not in folders:
            os.makedirs(next_one + folder, exist_ok=True)  # noqa: PTH103
            folders.add(folder)
        if name in shared:
            with suppress(OSError):  # a file system without links
                os.link(theirs + name, next_one + name)
                continue
        _copy(ours + name, next_one + name, site)
    files = {name: present[name] for name in stays}
    return files | {name: numbers_of(next_one + name) for name in rest}, present


def _as_written(one: Fingerprint | None, other: Fingerprint) -> bool:
    """Whether both have one size and one time of writing."""
    return one is not None and one[0] == other[0] and one[1] == other[1]


def _clear(folder: Path, last: Iterable[str], stays: Collection[str]) -> None:
    """Take away all that `folder` holds, `last` listed by `entries_in`, but the files that stay."""
    path, holding = f"{folder}{os.sep}", {name[: name.rfind("/") + 1] for name in stays}
    for name in reversed([*last]):  # a folder after what lies in it
        if not name.endswith("/"):
            if name not in stays and name != MARK:
                os.unlink(path + name)  # noqa: PTH108 -- thousands: without a Path for each
        elif name not in holding:
            with suppress(OSError):  # it holds a folder that stays
                os.rmdir(path + name)  # noqa: PTH106


def _copy(here: str, there: str, site: Path) -> None:
    try:
        shutil.copy2(here, there)
    except OSError as error:
        raise cannot_write(error, site.parent) from error


def put_in_place(fresh: Path, site: Path) -> None:
    """Make the folder `fresh` be `site`, and the old site be `fresh`.

    One step where the system can exchange two folders.
    """
    if not site.exists():
        fresh.rename(site)
        return
    if not _exchange(fresh, site):
        old = _old(site)
        site.rename(old)
        try:
            fresh.rename(site)
        except BaseException:
            if not site.exists():
                old.rename(site)
            raise
        old.rename(fresh)


def _old(site: Path) -> Path:
    """Where the old site is between the renames."""
    return site.with_name(f".{site.name}.old")


def _take_up(project: Project, old: Path, site: Path) -> None:
    """Put the `old` site back where a build was killed before a new one stood there; else delete
    it, but for what somebody has put into it. Raises BuildError where it is no site, and OSError.
    """
    if is_made(old) and not site.exists():
        old.rename(site)
    elif is_made(old):
        _set_aside(project, old, site, dict(entries_in(old)))
    delete(old)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (Linux); False where that is not possible."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # takes as long as to see that nothing has changed

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    failed: int = rename(-100, os.fsencode(one), -100, os.fsencode(other), _EXCHANGE)
    return not failed


def _set_aside(project: Project, old: Path, site: Path, found: Iterable[str]) -> list[str]:
    """Keep what somebody put into the `old` site, `found` there by `entries_in`, out of the way of
    builds; prints a line on it, and gives the names.
    """
    foreign = [name for name in foreign_files(old, found) if os.path.lexists(old / name)]
    if not foreign:
        return []
    kept = next(
        folder
        for n in range(1, sys.maxsize)
        if not (folder := project.build / f"set-aside-{n}").exists()
    )
    for name in foreign:
        (kept / name).parent.mkdir(parents=True, exist_ok=True)
        (old / name).rename(kept / name)
    more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
    said = f"“{foreign[0]}”{more}, which this build did not make, is now in {kept}"
    print(f"{site}: {said}", file=sys.stderr)
    return foreign


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let no other build put a site into `folder` meanwhile, not even one of another project.

    The folder itself is locked: a file to lock, which the library that locks builds
    (building.py) needs, may not be left beside a site in a folder that is not ours.
    """
    if sys.platform == "win32":  # has no lock for folders
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
