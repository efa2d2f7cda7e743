"""A small project with a release, and what its commands print."""

from __future__ import annotations

import subprocess
from pathlib import Path

from projects import FIGURES, columns_of, renew_unchecked, write_table
from stateofplay.files.project import Project

LOST, GOAL = 1, 2  # rows of FIGURES
CORRECTION = dict(
    date="2026-03-01",
    id="boxes_lost",
    column="value",
    old="31680",
    new="31700",
    reason="The union counted again.",
)
# A finding without a figure in its words: it changes only when it turns.
MORE_COME = [
    dict(id="more_come", topic="boxes", statement="More come", holds="boxes_per_month > boxes_lost")
]

# Settings of git for a run, so that tests do not depend on whose machine it is.
IDENTITY = (
    "-c",
    "user.name=Test",
    "-c",
    "user.email=test@example.org",
    "-c",
    "commit.gpgsign=false",
    "-c",
    "tag.gpgsign=false",
    "-c",
    "protocol.file.allow=always",
)


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", "-C", str(folder), *IDENTITY, *arguments],
        check=True,
        capture_output=True,
        text=True,
    )


def commit(project: Project, message: str) -> None:
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", message)


def edit(project: Project, **tables: list[dict[str, str]]) -> None:
    for name, rows in tables.items():
        write_table(project.table(name), columns_of(name), rows)
    renew_unchecked(project)


def figures(index: int, **changes: str) -> list[dict[str, str]]:
    return [row | changes if n == index else row for n, row in enumerate(FIGURES)]
