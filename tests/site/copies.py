"""A small project with a copy of the package in it, built by that copy."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from projects import CELL_CHAPTER, REPOSITORY, tiny_project

PACKAGE = Path("src") / "stateofplay"
# Imports what a build does and builds nothing itself; for each line that it reads, a copy of it
# does: a process that has never built, ready at once.
_READY = """
import os, sys
from importlib import import_module
from multiprocessing import forkserver
from stateofplay import site
from stateofplay.chapters.processes import start_server
from stateofplay.cli import main
from stateofplay.files.project import find_project
from stateofplay.publish import building
building._leave_out_imports()
from jupyter_book.config import get_final_config
from sphinx.application import builtin_extensions
project = find_project()
cli = {"latex_individualpages": False}
config, _ = get_final_config(user_yaml=project.config, sourcedir=project.root, cli_config=cli)
for name in (*builtin_extensions, *config["extensions"]):
    import_module(name)
for part in site._PARTS:
    import_module(f"stateofplay.site.{part}")
start_server()
forkserver._forkserver.ensure_running = lambda: None  # this process's, not its copies' child
for line in sys.stdin:
    if not (child := os.fork()):
        status = main(["build"])
        sys.stdout.flush()
        os._exit(status)
    print("ended with", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Copy:
    """A small project and a copy of the package that builds it; the repository's own package is not
    used.
    """

    def __init__(self, root: Path) -> None:
        self.project = tiny_project(root, pages={"other": CELL_CHAPTER})
        shutil.copytree(
            REPOSITORY.root / PACKAGE, root / PACKAGE, ignore=shutil.ignore_patterns("__pycache__")
        )
        self._where = dict(
            cwd=root,
            env=os.environ | {"STATEOFPLAY_ROOT": str(root), "PYTHONPATH": str(root / "src")},
            text=True,
            encoding="utf-8",
        )
        self._ready = None
        self.build(anew=True)
        self.first = self.site()

    def build(self, anew: bool = False) -> None:
        """Build in a process of its own; `anew` where the package's code is not as it was first."""
        said = self._by_command() if anew or not hasattr(os, "fork") else self._by_a_copy()
        self.executed = set(re.findall(r"^executed (\S+) in", said, re.MULTILINE))

    def _by_command(self) -> str:
        command = [sys.executable, "-m", "stateofplay.cli", "build"]
        done = subprocess.run(command, capture_output=True, check=False, **self._where)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _by_a_copy(self) -> str:
        if self._ready is None:
            pipe, command = subprocess.PIPE, [sys.executable, "-c", _READY]
            self._ready = subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, **self._where
            )
        self._ready.stdin.write("build\n")
        self._ready.stdin.flush()
        said = []
        for line in self._ready.stdout:
            if line.startswith("ended with"):
                assert line == "ended with 0\n", "".join(said)
                return "".join(said)
            said.append(line)
        raise AssertionError("".join(said))

    def close(self) -> None:
        if self._ready:
            self._ready.communicate()

    def site(self) -> dict[str, bytes]:
        return {
            p.relative_to(self.project.site).as_posix(): p.read_bytes()
            for p in self.project.site.rglob("*")
            if p.is_file()
        }
