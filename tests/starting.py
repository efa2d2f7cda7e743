"""A new book for tests, by `stateofplay new`, and the program alone to make it with."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from projects import REPOSITORY
from stateofplay.cli import main

ARTICLE = """\
The central bank of Eastmark raised its key rate by a quarter of a point to 3.75 percent.

Seven of the nine members of its board voted for the step; two wanted to wait.

Inflation stood at 4.1 percent in October, the statistics office says.
"""
GIVEN = {
    "--url": "https://example.org/eastmark/key-rate?a=1&b=50%25",
    "--title": "Eastmark: “higher”, # and {braces} & 'quotes' cost 5% _more_",
    "--publisher": "Eastmark Courier",
    "--date": "2026-11-05",
}


def made(folder: Path, text: Path, **other: str) -> int:
    given = {"--article": str(text), **GIVEN, **{f"--{k}": v for k, v in other.items()}}
    return main(["new", str(folder), *(word for pair in given.items() for word in pair)])


def source_of_engine(folder: Path) -> None:
    """Copy what the program is installed from into `folder`."""
    shutil.copytree(
        REPOSITORY.root / "src", folder / "src", ignore=shutil.ignore_patterns("*.egg-info")
    )
    for name in ("pyproject.toml", "LICENSE", "LICENSE-DATA.md"):
        shutil.copy(REPOSITORY.root / name, folder / name)


def lend_packages(python: Path) -> None:
    """Let an environment use what is installed in this one, after its own packages."""
    code = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    theirs, ours = (
        Path(subprocess.run([program, "-c", code], capture_output=True, text=True, check=True)
             .stdout.strip())
        for program in (str(python), sys.executable)
    )  # fmt: skip
    # Not as a site folder: the link to this checkout (an editable install) is to stay unread.
    (theirs / "lent.pth").write_text(f"{ours}\n", encoding="utf-8")
