"""The same book for other programs that publish one, as `make bench` measures them where they are
installed: Quarto and Observable Framework.

Each gets what plain Jupyter Book gets (tools/plain.py): figures typed in, charts by the same cells.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from plain import plain_book
from stateofplay.files.project import Project
from stateofplay.ledger.reading.book_settings import listed_pages

CASES = ("cold", "unchanged", "prose edited")  # in this order
_HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(?::[^\n]*\n)*(.*?)^```$\n?", re.DOTALL | re.MULTILINE)
# What runs the cells of a page for Observable Framework, which has none of Python: a data loader.
_LOADER = """\
import contextlib, json, sys
sys.path.insert(0, "book")
import plain
charts = []
plain.show = lambda chart, **words: charts.append(chart.to_dict())
with contextlib.redirect_stdout(sys.stderr):
    exec({code!r})
json.dump(charts, sys.stdout)
"""


@dataclass(frozen=True)
class Peer:
    """A program: its name, the command that builds the book in a folder, what writes that book
    there, and the file of a page of it, by the page's name in `_toc.yml`."""

    name: str
    command: list[str]
    write: Callable[[Project, Path], None]
    file: Callable[[str], str]

    def version(self) -> str:
        """Name and version."""
        said = subprocess.check_output([self.command[0], "--version"], text=True)
        return f"{self.name} {said.strip()}"

    def edit_prose(self, folder: Path, page: str) -> None:
        """A sentence more at the end of a page of the book in `folder`."""
        with (folder / self.file(page)).open("a", encoding="utf-8") as file:
            file.write("\nOne more sentence, again.\n")


def installed() -> list[Peer]:
    """The peers whose programs are there."""
    return [peer for peer in _PEERS if shutil.which(peer.command[0])]


def _pages(project: Project, folder: Path) -> dict[str, str]:
    """The plain pages that `_toc.yml` lists and the book has, in order, without their heads."""
    plain_book(project, folder)
    files = {page: folder / f"{page}.md" for page in listed_pages(project)}
    return {
        page: _HEAD.sub("", path.read_text(encoding="utf-8"))
        for page, path in files.items()
        if path.is_file()
    }


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _quarto_file(page: str) -> str:
    return "index.qmd" if page == "book/index" else f"{page}.qmd"


def quarto_book(project: Project, folder: Path) -> None:
    """Write the book as one of Quarto, which keeps what cells showed until they change."""
    pages = _pages(project, folder)
    for page, text in pages.items():
        cells = CELL.sub(lambda cell: f"```{{python}}\n{cell[1]}```\n", text)
        _write(folder / _quarto_file(page), cells)
    chapters = sorted(map(_quarto_file, pages), key=lambda file: file != "index.qmd")
    book = {"title": project.settings.title, "chapters": chapters}
    said = {"project": {"type": "book"}, "book": book, "format": "html", "jupyter": "python3"}
    _write(folder / "_quarto.yml", json.dumps(said | {"execute": {"freeze": "auto"}}))  # YAML, too


def observable_book(project: Project, folder: Path) -> None:
    """Write the book as one of Observable Framework. Its pages have the charts' specifications: it
    fetches the library that would draw them from the network."""
    pages = _pages(project, folder)
    for page, text in pages.items():
        code = "\n".join(CELL.findall(text))
        name = page.rpartition("/")[2]
        if code:
            _write(folder / "src" / f"{page}.json.py", _LOADER.format(code=code))
            code = f'```js\ndisplay(await FileAttachment("{name}.json").json());\n```\n'
        _write(folder / "src" / f"{page}.md", f"{CELL.sub('', text)}\n{code}")
    _write(folder / "src" / "index.md", "# Contents\n")
    listed = [{"name": page, "path": f"/{page}"} for page in pages]
    said = {"root": "src", "title": project.settings.title, "pages": listed, "search": True}
    said["interpreters"] = {".py": [sys.executable]}
    _write(folder / "observablehq.config.js", f"export default {json.dumps(said)};\n")


_PEERS = (
    Peer("Quarto", ["quarto", "render"], quarto_book, _quarto_file),
    Peer("Observable Framework", ["observable", "build"], observable_book, "src/{}.md".format),
)
