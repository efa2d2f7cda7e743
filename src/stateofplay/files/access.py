"""Lists the files that people write, reads them whatever they hold, and writes a file so that it is
there whole or not at all.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
from _thread import get_ident  # threading takes its time to load
from collections.abc import Iterable
from contextlib import suppress
from fnmatch import translate
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

# What editors, file managers, version control and notebooks leave beside a file while it is
# edited: never an input.
_LEFT_BEHIND = re.compile(
    r"[.~].*|.*~|#.*#|__pycache__|Thumbs\.db|desktop\.ini"
    r"|.*\.(bak|orig|rej|swp|tmp|crdownload|part)",
    re.DOTALL | (re.IGNORECASE if os.name == "nt" else 0),
)
_NO_TEXT = re.compile("[\ud800-\udfff]")  # of a name, what stands for bytes that are no UTF-8
_DIGEST = hashlib.sha256().digest_size
INPUTS = ("_config.yml", "_toc.yml", "requirements.txt", "book", "data", "seeds")
Saved = dict[str, tuple[int, ...]]


class Inputs(NamedTuple):
    """What a book is made from, as a build finds it: when each file was saved, what it holds as a
    digest, and a digest of all of them, of the program and its libraries."""

    saved: Saved
    contents: dict[str, str]
    digest: str


NOT_FOUND = Inputs({}, {}, "")
RESTLESS = "files were saved while the book was built, again and again; build it when they rest"
# One each for all that is written: `json.dumps` makes a new one whenever it is asked.
_PLAIN = json.JSONEncoder(ensure_ascii=False).encode
dense_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def is_left_behind(path: Path) -> bool:
    """Whether a file, by its path from the folder that is read, is one that programs leave behind,
    or lies in such a folder.
    """
    return any(map(_LEFT_BEHIND.fullmatch, path.parts))


def input_files(folder: Path, pattern: str = "*") -> list[Path]:
    """Every file of `folder` and its subfolders that somebody has written, by name; none that is
    hidden or left behind.

    The only way in which the project lists what it reads: a file is an input everywhere or nowhere.
    Raises OSError for a folder that may not be read, and for a name that is no UTF-8: no page, no
    archive could repeat it.
    """
    return [*map(Path, input_names(folder, pattern))]


def input_names(folder: Path, pattern: str = "*") -> list[str]:
    """The same, the path of each as a string: of hundreds, which a build lists again and again, to
    make a Path takes most of the time."""
    found: list[str] = []
    waiting, fits = [os.fspath(folder)], re.compile(translate(pattern)).match
    while waiting:
        with suppress(FileNotFoundError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if _LEFT_BEHIND.fullmatch(entry.name):
                    continue
                if not entry.name.isascii() and _NO_TEXT.search(entry.name):
                    shown = os.fsencode(entry.path).decode(errors="backslashreplace")
                    raise OSError(errno.EILSEQ, "the name is not stored as UTF-8", shown)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                elif fits(entry.name) and (
                    entry.is_file(follow_symlinks=False)  # known without asking the system again
                    or os.path.isfile(entry.path)  # noqa: PTH113
                ):
                    found.append(entry.path)
    found.sort(key=lambda path: path.split(os.sep))  # noqa: PTH206
    return found


def inputs_of(root: Path) -> list[str]:
    """The path of every file that the site of a book is made from, but the program's. Raises
    OSError."""
    starts = (root / name for name in INPUTS)
    return [path for s in starts for path in ([str(s)] if s.is_file() else input_names(s))]


def saved(paths: Iterable[str]) -> Saved:
    """When each file was saved: the same before and after it is read, nobody has written meanwhile,
    not even what it held before."""
    found: Saved = {}
    for path in paths:
        with suppress(OSError):  # whoever reads it says so
            at = os.stat(path)  # noqa: PTH116 -- of what a link leads to; in half of the time
            found[path] = at.st_ino, at.st_size, at.st_mtime_ns, at.st_ctime_ns
    return found


def is_file(path: Path) -> bool:
    """Whether `path` is a file; what no disk can hold, a name too long for it, is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def bytes_or_reason(path: os.PathLike[str] | str) -> bytes:
    """What a file holds, for a digest; the reason where it cannot be read, which whoever reads it
    for its content reports.
    """
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 -- in half of the time
            return file.readall()
    except OSError as error:
        return repr(error).encode()


def content_digest(path: os.PathLike[str] | str) -> str:
    """A digest of what a file holds, else of why it cannot be read."""
    return hashlib.sha256(bytes_or_reason(path)).hexdigest()


def text_or_reason(path: os.PathLike[str] | str) -> str:
    """What a text file holds whatever its encoding is, else the reason as `bytes_or_reason` does:
    for whoever looks before it is read for its content, which tells what is wrong with it."""
    return bytes_or_reason(path).decode(errors="replace")


def digest_of(content: object) -> str:
    """A digest of what `repr` says of `content`, in which nothing may be a set, whose order is
    another in each process."""
    return hashlib.sha256(repr(content).encode()).hexdigest()[:32]


def folder_digest(folder: Path) -> str:
    """The digest of every input in a folder and its subfolders."""
    digest = hashlib.sha256()
    for path in input_files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + bytes_or_reason(path))
    return digest.hexdigest()


def write_whole(path: Path, content: bytes, to_disk: bool = False, first: bytes = b"") -> None:
    """Write `first` and `content` beside `path` and put both in its place in one step.

    Where `path` is a link, the file behind it is written; an earlier file's rights stay. With
    `to_disk`, the content lies on the disk before it takes the place, also if the power fails.
    Raises OSError; an earlier file is then as it was.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}")
    try:
        with fresh.open("wb") as file:
            file.write(first)
            file.write(content)
            if to_disk:
                file.flush()
                os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def keep(path: Path, content: bytes) -> None:
    """Write what a later build may use again, after its digest. Raises OSError."""
    write_whole(path, content, first=hashlib.sha256(content).digest())


def kept(path: Path) -> bytes | None:
    """What `keep` wrote; None where nothing lies there, or what a power cut, a full disk or another
    program made of it, or another version of ours. Raises OSError.
    """
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 -- megabytes, not to be copied
            mark, content = file.read(_DIGEST), file.readall()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).digest() == mark else None


class Encoded(str):
    """A text that is JSON already."""

    __slots__ = ()


def in_json(content: Any) -> Encoded:
    """JSON in one line."""
    return content if isinstance(content, Encoded) else Encoded(_PLAIN(content))


def in_lines(content: dict[str, Any] | list[Any] | Encoded, levels: int = 1) -> str:
    """JSON with a line for each item of a list, or of each object in an object of `levels`."""
    if isinstance(content, Encoded):
        return content
    if isinstance(content, list):
        return "[\n" + ",\n".join(map(in_json, content)) + "\n]"
    inner = partial(in_lines, levels=levels - 1) if levels else in_json
    lines = ",\n".join(f"{_PLAIN(name)}: {inner(value)}" for name, value in content.items())
    return f"{{\n{lines}\n}}"


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file unless it is there already with the same content."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
