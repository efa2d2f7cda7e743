"""Finds the project, and names its files and folders."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stateofplay.files.access import bytes_or_reason, input_files, is_file

if TYPE_CHECKING:
    from stateofplay.files.settings import Settings

ROOT_VARIABLE = "STATEOFPLAY_ROOT"
PACKAGE = Path(__file__).parents[1]  # where the program itself lies
REFERENCE = PACKAGE / "reference"  # the pages that come with the program
MORE = "-more"  # ends the name of a file that adds to one of them
# So many lines of a page of the program, most of them empty, stand before what a file adds to it:
# from its number alone, a line is known to be the file's, and which.
BEFORE_MORE = 5000
# A project may lack one of them: its commands then say which, and never turn to another project.
_OF_A_PROJECT = ("_config.yml", "_toc.yml", "data/datapackage.json", "data/units.csv")


class ProjectNotFound(RuntimeError):
    """No folder above the start holds a project."""


class Project(NamedTuple):
    """The folders of one project. `root` holds `_config.yml`, `_toc.yml` and `data/`."""

    root: Path

    @property
    def book(self) -> Path:
        return self.root / "book"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def seeds(self) -> Path:
        return self.root / "seeds"

    @property
    def config(self) -> Path:
        return self.root / "_config.yml"

    @property
    def toc(self) -> Path:
        return self.root / "_toc.yml"

    @property
    def data_package(self) -> Path:
        return self.data / "datapackage.json"

    @property
    def describes_tables(self) -> bool:
        """Whether the book has a data package of its own; else the program describes its tables."""
        return self.data_package.exists()

    @property
    def draft(self) -> Path:
        """The numbers of an article that nobody has decided on."""
        return self.data / "draft.csv"

    @property
    def article(self) -> Path:
        """Where the text of the article lies, for its draft; Git ignores it."""
        return self.seeds / "article.txt"

    @property
    def bibliography(self) -> Path:
        return self.seeds / "sources.bib"

    @property
    def settings(self) -> Settings:
        """What `_config.yml` says now. Raises DataError where it cannot be used."""
        # What reads YAML is loaded when it is asked for: most commands ask a project for less.
        from stateofplay.files.settings import read_settings

        return read_settings(self.config, self.relative(self.config))

    @property
    def build(self) -> Path:
        return self.root / "_build"

    @property
    def site(self) -> Path:
        return self.build / "html"

    @property
    def epub(self) -> Path:
        return self.build / f"{self.settings.short_name}.epub"

    @property
    def archive(self) -> Path:
        return self.build / f"{self.settings.short_name}-site.zip"

    @property
    def pdf(self) -> Path:
        return self.build / f"{self.settings.short_name}.pdf"

    @property
    def verification(self) -> Path:
        return self.build / "verification.md"

    @property
    def cache(self) -> Path:
        return self.build / ".cache"

    def table(self, name: str) -> Path:
        return self.data / f"{name}.csv"

    def chapter(self, name: str) -> Path:
        return self.book / f"{name}.md"

    def page(self, name: str) -> Path:
        """The file of a page named as in `_toc.yml`: the book's own, else the program's of that
        name; the book's where neither has one.
        """
        own, shipped = self.root / f"{name}.md", f"{name.removeprefix('book/')}.md"
        return REFERENCE / shipped if shipped in _shipped() and not is_file(own) else own

    def is_shipped(self, name: str) -> bool:
        """Whether a page comes with the program."""
        return self.page(name).parent == REFERENCE

    def addition(self, name: str) -> Path:
        """What the book adds to a page of the program: ``book/method-more.md``."""
        return self.root / f"{name}{MORE}.md"

    def relative(self, path: Path | str) -> str:
        """`path` as messages show it: from the project's root, with forward slashes; what lies in
        the program, from its folder.
        """
        own, file = f"{self.root}{os.sep}", os.fspath(path)
        if file.startswith(own):  # of each page, several times
            return file.removeprefix(own).replace(os.sep, "/")
        base = self.root if Path(path).is_relative_to(self.root) else PACKAGE.parent
        return Path(path).relative_to(base).as_posix()


def find_project(start: Path | None = None) -> Project:
    """The project that `start` lies in; by default STATEOFPLAY_ROOT, else the working folder.

    Raises ProjectNotFound with the folder that was searched.
    """
    start = start or Path(os.environ.get(ROOT_VARIABLE) or Path.cwd()).resolve()
    for folder in (start.resolve(), *start.resolve().parents):
        found = [(folder / name).is_file() for name in _OF_A_PROJECT]
        if any(found[:2]) and sum(found) >= 2:  # of data alone a site has as much
            return Project(folder)
    raise ProjectNotFound(
        f"no book at or above {start}: no folder there has two of "
        f"{', '.join(_OF_A_PROJECT)}; go into the book’s folder (cd), or set {ROOT_VARIABLE} to it"
    )


@cache
def _shipped() -> frozenset[str]:
    """The files of the pages that come with the program."""
    return frozenset(path.name for path in REFERENCE.iterdir())


def compiled(otherwise: Path) -> Path:
    """The folder for what is compiled from the program and its libraries alone: the one in which
    Python keeps its modules, or `otherwise` where nothing may be kept there."""
    folder = PACKAGE / "__pycache__"
    may_write = os.access(folder, os.W_OK) and not sys.dont_write_bytecode
    return folder if may_write else otherwise


@cache
def code_digest(without: tuple[str, ...] = ()) -> str:
    """The digest of what a page comes of besides its book: Python, all that is installed, and the
    package's files without the given files and folders. Of the program that runs, so as it was when
    a process asked first."""
    digest = sha256("\0".join([sys.version, *_installed()]).encode())
    left_out = tuple(f"{name}/" for name in without)
    for relative, content in _code():
        if not f"{relative}/".startswith(left_out):
            digest.update(relative.encode() + b"\0" + content)
    return digest.hexdigest()


@cache
def _installed() -> list[str]:
    """Name and version of every library that can be imported, as the folders with what is known of
    them are named: to read them (importlib.metadata) takes a hundred times as long."""
    found: set[str] = set()
    for folder in sys.path:
        with suppress(OSError):  # there need be none, and it may be an archive
            found.update(os.listdir(folder or "."))  # noqa: PTH208 -- a Path for each takes longer
    return sorted(name for name in found if name.endswith((".dist-info", ".egg-info")))


@cache
def _code() -> list[tuple[str, bytes]]:
    """The files of the package by their paths in it, with their digests."""
    begin = len(os.fspath(PACKAGE)) + 1  # of the path in it: pathlib takes as long as reading
    return [
        (os.fspath(path)[begin:].replace(os.sep, "/"), sha256(bytes_or_reason(path)).digest())
        for path in input_files(PACKAGE)
    ]
