"""Follows the page *Make your own* of the book: its files and commands are taken from the page."""

from __future__ import annotations

import csv
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from projects import REPOSITORY

PAGE = REPOSITORY.page("book/make-your-own").read_text(encoding="utf-8")
STEPS = ("Install", "New", "Draft", "Decide", "Charts and words", "Publish")
FOLDER = "my-book"
_BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?:sh|\{code-block\} text\n:caption: (?P<file>[^\s,]+)[^\n]*\n)\n"
    r"(?P<body>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)


def blocks(step: str) -> list[tuple[str, str]]:
    """The blocks of a step in their order: the file (empty for commands) and the text."""
    section = PAGE.partition(f"\n## {step}\n")[2].partition("\n## ")[0]
    return [(block["file"] or "", block["body"]) for block in _BLOCK.finditer(section)]


def follow(step: str, folder: Path, environment: Mapping[str, str]) -> list[str]:
    """Do what a step says, in `folder` or in the book there; gives what each command printed."""
    said = []
    for file, body in blocks(step):
        here = folder / FOLDER if (folder / FOLDER).is_dir() else folder
        if not file:
            said += _run(body, here, environment)
        elif file.startswith("data/"):
            _fill(here / file, [*csv.DictReader(io.StringIO(body))])
        else:
            (here / file).write_text(body, encoding="utf-8")
    return said


def _run(commands: str, here: Path, environment: Mapping[str, str]) -> list[str]:
    said = []
    for command in commands.splitlines():
        words = shlex.split(command)
        if words[0] == "cd":
            here /= words[1]
            continue
        done = subprocess.run(
            _program(words, here), cwd=here, env=environment, capture_output=True, text=True,
            encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        said.append(done.stdout)
    return said


def _program(words: list[str], here: Path) -> list[str]:
    """Where an environment `tools` was made, its program; else that of these tests."""
    if words[0].startswith("python"):
        return [sys.executable, *words[1:]]
    if "tools" not in words[0]:
        return words
    name = Path(words[0]).name
    made = (here / words[0]).parent.parent / ("Scripts" if os.name == "nt" else "bin")
    if made.is_dir():
        return [str(made / name), *words[1:]]
    assert name == "stateofplay"
    return [sys.executable, "-m", "stateofplay", *words[1:]]


def _fill(path: Path, rows: list[dict[str, str]]) -> None:
    """Fill the cells of the rows that have these words, as one does in a spreadsheet."""
    with path.open(encoding="utf-8", newline="") as source:
        drafted = list(csv.DictReader(source))
    assert [row["as_stated"] for row in drafted] == [row["as_stated"] for row in rows]
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, drafted[0], lineterminator="\n")
        writer.writeheader()
        for row, filled in zip(drafted, rows, strict=True):
            writer.writerow(row | {name: cell for name, cell in filled.items() if cell})


def own_environment(home: Path) -> dict[str, str]:
    """The variables of a person who has nothing set: no project, no settings of git."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "STATEOFPLAY_", "PYTHONPATH"))
    }
    return kept | {"HOME": str(home), "GIT_CONFIG_GLOBAL": str(home / "gitconfig")}
