"""What the times of a benchmark depend on: the machine, its load, the versions; and where they are
written."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from datetime import date
from importlib.metadata import version
from pathlib import Path

import psutil

from stateofplay.files.project import Project


def machine(project: Project) -> str:
    """What a time depends on, in a sentence: processors, memory, system, versions, other load."""
    described = Path("/proc/cpuinfo")
    text = described.read_text(encoding="utf-8") if described.is_file() else ""
    found = re.search(r"model name\s*: (.*)", text)
    names = ("jupyter-book", "sphinx", "pandas", "altair", "vl-convert-python")
    commit = subprocess.check_output(
        ["git", "describe", "--always", "--dirty"], cwd=project.root, text=True
    )
    return (
        f"{date.today():%-d %B %Y}, {commit.strip()}: {os.cpu_count()} processors"
        f" ({found[1] if found else platform.machine()}), "
        f"{psutil.virtual_memory().total / 2**30:.0f} GB, {platform.system()} "
        f"{platform.release().partition('-')[0]}, Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in names)
        + f"; load of others before the first run {psutil.getloadavg()[0]:.1f}."
    )


def write_between(file: Path, name: str, lines: list[str]) -> None:
    """Replace what stands between the comments `<!-- name -->` and `<!-- /name -->` of a Markdown
    file by `lines`.
    """
    text = file.read_text(encoding="utf-8")
    before, begin, rest = text.partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition(f"<!-- /{name} -->")
    if not end:
        raise RuntimeError(
            f"{file.name} has no place for {name}: write <!-- {name} --> and <!-- /{name} --> "
            "around it"
        )
    file.write_text(before + begin + "\n".join(lines) + "\n" + end + after, encoding="utf-8")
