"""Breaks the input files of a small project at random, one accident after the other, and holds what
`stateofplay check` says of each: one line with its place, or no harm; never a traceback or a hang.

    PYTHONPATH=tests python tools/fuzz.py [NUMBER] [SEED]     as `make fuzz` does
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from projects import tiny_project
from stateofplay.editing.checking import find_problems
from stateofplay.files.project import Project

FILES = [
    "_config.yml",
    "_toc.yml",
    "data/datapackage.json",
    "data/schemas/figure.json",
    "data/schemas/unit.json",
    "data/schemas/derived.json",
    "data/boxes.csv",
    "data/units.csv",
    "data/derived.csv",
    "data/findings.csv",
    "data/checks.csv",
    "seeds/sources.bib",
    "seeds/harbour-news.yml",
    "book/index.md",
    "book/ledger.md",
]
JUNK = [
    "",
    "\t",
    "x",
    "- ",
    ": ",
    "{",
    "}",
    "[",
    '"',
    "'",
    ",",
    ";",
    "\u202e",
    "\x00",
    "\u00a0",
    "#",
    "&a",
    "*a",
    "---\n",
    "%",
    "\\",
    "|",
    ">",
    "<<: 3",
    "2026-02-30",
    "1e400",
    "9" * 400,
    "null",
    "true",
    "-",
    "é" * 90,
    "\ufeff",
    "\r",
    "@",
    "$",
    "!!python/object:os.system ",
]
VALUES: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    "",
    "x",
    "2026-02-30",
    [],
    {},
    [1, None],
    {"x": []},
    "\x00",
    "../..",
    "y" * 5000,
]


def broken_text(text: str, chance: random.Random) -> str:
    """`text` with one to three small accidents."""
    for _ in range(chance.randint(1, 3)):
        lines = text.split("\n")
        place, at = chance.randrange(len(lines)), chance.randrange(len(text) + 1)
        accident = chance.randrange(6)
        if accident == 0:
            del lines[place]
        elif accident == 1:
            lines.insert(place, lines[chance.randrange(len(lines))])
        elif accident == 2:
            lines = lines[:place]
        text = "\n".join(lines)
        if accident == 3:
            text = text[:at] + text[at + chance.randint(1, 9) :]
        elif accident > 3:
            text = text[:at] + chance.choice(JUNK) + text[at:]
    return text


def places(content: Any, path: tuple = ()) -> Iterator[tuple]:
    """Every place in nested lists and keys."""
    yield path
    for key, value in (
        content.items()
        if isinstance(content, dict)
        else enumerate(content)
        if isinstance(content, list)
        else ()
    ):
        yield from places(value, (*path, key))


def broken_value(content: Any, chance: random.Random) -> Any:
    """`content` with one value gone, or another in its place."""
    path = chance.choice([*places(content)])
    if not path:
        return chance.choice(VALUES)
    above = content
    for part in path[:-1]:
        above = above[part]
    if chance.random() < 0.4:
        del above[path[-1]]
    else:
        above[path[-1]] = chance.choice(VALUES)
    return content


def broken(file: str, whole: str, seed: int) -> str:
    """`whole`, the text of `file`, broken by its characters or, where it has keys, by a value."""
    chance = random.Random(f"{file} {seed}")
    if not file.endswith((".json", ".yml")) or seed % 2:
        return broken_text(whole, chance)
    content = broken_value(yaml.safe_load(whole), chance)
    return json.dumps(content) if file.endswith(".json") else yaml.safe_dump(content)


def outcome(project: Project) -> list[str]:
    """The problems, as the check prints them; each names a file of the project."""
    problems, summary, _ = find_problems(project)
    told = [str(problem) for problem in problems]
    assert all("\n" not in line and len(line) < 3000 for line in told), told
    assert all((project.root / problem.file).exists() for problem in problems), told
    assert all(
        problem.line >= 1 or (project.root / problem.file).is_dir() for problem in problems
    ), told
    assert told or summary
    return told


def tried(
    root: Path, seeds: range, files: list[str] = FILES
) -> Iterator[tuple[str, int, list[str]]]:
    """Each file broken by each seed in a project of its own, with what the check says of it."""
    project = tiny_project(root / "book")
    for file in files:
        path = project.root / file
        whole = path.read_bytes()
        for seed in seeds:
            text = broken(file, whole.decode("utf-8"), seed)
            path.write_text(text, encoding="utf-8", newline="")
            yield file, seed, outcome(project)
        path.write_bytes(whole)


def main(arguments: list[str]) -> int:
    number, first = (int(a) for a in (arguments + ["2000", "0"][len(arguments) :])[:2])
    seeds = range(first, first + -(-number // len(FILES)))
    told = count = 0
    with tempfile.TemporaryDirectory() as folder:
        for file, seed, problems in tried(Path(folder), seeds):
            count, told = count + 1, told + bool(problems)
            if len(problems) > 40:
                print(f"{file}, seed {seed}: {len(problems)} lines for one accident")
    print(f"{count} broken files: {told} told with their place, {count - told} without harm")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
