"""Measures how many times as long a check of this book takes with 100,000 rows more in a table of
data/context/: `make growth` writes it into docs/.
"""

from __future__ import annotations

import csv
import io
import random
import re
import resource
import shutil
import statistics
import subprocess
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

from bench import STATE_OF_PLAY
from stateofplay.files.project import Project

COUNT, TURNS = 100_000, 5
TABLE = "data/context/losses.csv"
Rows = Iterable[dict[str, str]]


def months(like: dict[str, str], words: list[str]) -> Rows:
    """Rows that say the same of invented months."""
    for n in range(COUNT):
        yield like | {"id": f"grown_{n}", "category": str(n)}


def own_words(like: dict[str, str], words: list[str]) -> Rows:
    """Rows with a value, a day and words of their own."""
    for n, row in enumerate(months(like, words)):
        day = (date(2022, 3, 1) + timedelta(days=n % 1300)).isoformat()
        said = {"value": str(10_000 + n), "as_stated": f"{10_000 + n:,} people"}
        yield row | said | {"start": day, "end": day}


def random_words(like: dict[str, str], words: list[str]) -> Rows:
    """Rows without a pattern: words, names, notes, addresses."""
    any_ = random.Random(0)

    def some(least: int, most: int) -> str:
        return " ".join(any_.choices(words, k=any_.randint(least, most)))

    for row in own_words(like, words):
        value = any_.randint(1000, 999_999)
        yield row | {
            "value": str(value),
            "as_stated": f"{some(1, 4)} {value:,} {some(1, 4)}",
            "measure": some(3, 7).capitalize(),
            "place": some(1, 2).title(),
            "who": some(1, 3).title(),
            "locator": f"https://{some(1, 1)}.org/{value}",
            "note": f"{some(5, 12).capitalize()}.",
        }


KINDS: dict[str, Callable[[dict[str, str], list[str]], Rows]] = {
    "months": months,
    "words of their own": own_words,
    "random words": random_words,
}


def checked(project: Project, scratch: Path) -> list[str]:
    """The lines of a table: for each kind of rows the seconds of processor time that a check takes,
    and how many times those of this book without them, each in turn with it, medians."""
    lines = ["", f"| {COUNT:,} rows more | check | this book | times |", "|---" * 4 + "|"]
    root = scratch / "book"
    for path in (project.data, project.seeds, project.book, project.config, project.toc):
        copy = shutil.copytree if path.is_dir() else shutil.copy
        (root / path.relative_to(project.root)).parent.mkdir(parents=True, exist_ok=True)
        copy(path, root / path.relative_to(project.root))
    table = root / TABLE
    before = table.read_text(encoding="utf-8")
    like = [*csv.DictReader(before.splitlines())][-1]
    pages = " ".join(path.read_text(encoding="utf-8") for path in project.book.glob("*.md"))
    words = sorted({*re.findall(r"\b[a-z]{2,12}\b", pages)})
    for kind, rows in KINDS.items():
        file = io.StringIO()
        csv.DictWriter(file, like, lineterminator="\n").writerows(rows(like, words))
        long = before + file.getvalue()
        pairs = [(spent(root, table, long), spent(root, table, before)) for _ in range(TURNS)]
        much, little = (statistics.median(each) for each in zip(*pairs, strict=True))
        lines.append(f"| {kind} | {much:.2f} | {little:.2f} | {much / little:.1f} |")
    return lines


def spent(root: Path, table: Path, content: str) -> float:
    """The seconds of processor time that a check takes with this content of a table. Raises
    CalledProcessError where it finds a problem."""
    table.write_text(content, encoding="utf-8", newline="\n")
    before = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    subprocess.run([*STATE_OF_PLAY[:3], "check"], cwd=root, check=True, stdout=subprocess.DEVNULL)
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - before
