"""Which folders builds made: the mark that they leave, what lies in them, what may be deleted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import nullcontext
from operator import attrgetter
from pathlib import Path

from stateofplay.files.disk import BuildError

MARK = ".stateofplay"
_SAYS = "stateofplay made this folder and the files listed here; the next build replaces them.\n"
_OF_SYSTEMS = (".DS_Store", "Thumbs.db", "desktop.ini")  # file managers put them into every folder

Fingerprint = tuple[int, int, int, int]
_numbers = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")
# Of files in an open folder the system need not find the folder again: a quarter of the time.
_BY_HANDLE = os.scandir in os.supports_fd


def mark(folder: Path, files: Iterable[str] = ()) -> None:
    """Say in `folder`, made where it is missing, that a build made it and `files` in it.

    Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = _SAYS + "".join(f"{name}\n" for name in sorted(files))
    (folder / MARK).write_bytes(text.encode("utf-8", "surrogateescape"))


def made_files(folder: Path) -> set[str] | None:
    """The files of `folder` that a build made, by its mark, which a full disk may have cut off;
    None where there is no mark."""
    try:
        text = (folder / MARK).read_bytes().decode("utf-8", "surrogateescape")
    except (FileNotFoundError, NotADirectoryError):
        return None
    is_ours = text[: len(_SAYS)] == _SAYS[: len(text)]
    return {*text.removeprefix(_SAYS).split("\n"), MARK} if is_ours else None


def files_in(folder: Path) -> dict[str, Fingerprint]:
    """Every file and link below `folder`, by its path with forward slashes, with four numbers.

    They are its size, the times of its last writing and of any last change, in nanoseconds, and
    its own number on the disk. The third is the system's own (on Windows, of creation): a file
    whose numbers are as they were has not been touched. A link is not followed. Raises OSError.
    """
    found: dict[str, Fingerprint] = {}
    waiting = [("", os.fspath(folder))]
    while waiting:
        before, path = waiting.pop()
        place = os.open(path, os.O_RDONLY) if _BY_HANDLE else path
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((f"{before}{entry.name}/", f"{path}{os.sep}{entry.name}"))
                    elif _BY_HANDLE:
                        found[before + entry.name] = _numbers(entry.stat(follow_symlinks=False))
                    else:  # Windows, whose listings' times lag behind
                        found[before + entry.name] = numbers_of(entry)
        finally:
            if isinstance(place, int):
                os.close(place)
    return found


def entries_in(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file and link below `folder`, by its path with forward slashes, and every folder, by
    its path with one at the end, before what lies in it. Raises OSError."""
    waiting = [("", os.fspath(folder))]
    while waiting:
        before, path = waiting.pop()
        with os.scandir(path) as entries:
            for entry in entries:
                name = before + entry.name
                if entry.is_dir(follow_symlinks=False):
                    name += "/"
                    waiting.append((name, entry.path))
                yield name, entry


def numbers_of(path: os.PathLike[str] | str) -> Fingerprint:
    """The four numbers of a file or link (see `files_in`). Raises OSError."""
    return _numbers(os.lstat(path))


def foreign_files(folder: Path, found: Iterable[str] | None = None) -> list[str]:
    """What no build made of all that lies in `folder`, `found` there by `entries_in` if known;
    where there is no mark, what lies in it."""
    made = made_files(folder)
    if made is None:
        found = (path.name for path in folder.iterdir())
    elif found is None:
        found = (name for name, _ in entries_in(folder))
    others = {*found} - (made or set())
    return sorted(n for n in others if n.rpartition("/")[2] not in ("", *_OF_SYSTEMS))


def keep_only(folder: Path, wanted: Collection[str]) -> None:
    """Take away files and folders that lie in `folder` and are not wanted any more, by name."""
    with os.scandir(folder) if folder.is_dir() else nullcontext(()) as entries:
        for entry in entries:
            if entry.name not in wanted:
                remove = shutil.rmtree if entry.is_dir(follow_symlinks=False) else os.unlink
                remove(entry.path)


def is_made(folder: Path) -> bool:
    """Whether a build made the folder, or it is empty."""
    if not folder.is_dir() or folder.is_symlink():
        return False
    return made_files(folder) is not None or not foreign_files(folder)


def delete(folder: Path) -> None:
    """Delete a folder that a build made, or an empty one; nothing happens where there is none.

    Raises BuildError for anything else, and OSError.
    """
    if not os.path.lexists(folder):
        return
    if not is_made(folder):
        raise BuildError(
            f"{folder}: a build makes a folder of this name to work in, and did not "
            "make this one; move it away or give it another name"
        )
    shutil.rmtree(folder)
