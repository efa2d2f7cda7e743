"""Measures how long a newcomer waits: from a fresh clone to the first page, with empty caches.

    python tools/fresh_start.py [BEFORE]

For each commit (BEFORE, where one is given, and the one checked out here) and for pip and uv in
turn: clone, `make book`. One line for each, and each as a part of the first. A network is needed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def seconds(commit: str, installer: str) -> float:
    """The seconds from `git clone` to the first page of the book at `commit`."""
    with tempfile.TemporaryDirectory(prefix="fresh-") as folder:
        home = Path(folder)
        empty = {name: str(home / name) for name in ("PIP_CACHE_DIR", "UV_CACHE_DIR")}
        own = {**os.environ, **empty, "UV_NO_CONFIG": "1", "UV_LINK_MODE": "copy"}
        own.pop("VIRTUAL_ENV", None)
        start = time.monotonic()
        run = {"cwd": home, "env": own, "check": True, "stdout": subprocess.DEVNULL}
        subprocess.run(["git", "clone", "--quiet", str(ROOT), "clone"], **run)
        run["cwd"] = home / "clone"
        subprocess.run(["git", "checkout", "--quiet", commit], **run)
        # Where `make` is told that there is no uv, it uses pip.
        subprocess.run(["make", "book", *(["UV="] if installer == "pip" else [])], **run)
        assert (run["cwd"] / "_build" / "html" / "index.html").is_file()
        return time.monotonic() - start


def main() -> None:
    here = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=ROOT, text=True).strip()
    installers = ["pip", *(["uv"] if shutil.which("uv") else [])]
    first = None
    for commit in [*sys.argv[1:2], here]:
        # An earlier version may know one installer only.
        for installer in installers if commit == here else installers[:1]:
            took = seconds(commit, installer)
            first = first or took
            print(f"{commit[:9]} {installer:4} {took:6.1f} s  {took / first:.2f}", flush=True)


if __name__ == "__main__":
    main()
