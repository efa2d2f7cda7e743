"""Opens the book's chapters as notebooks in JupyterLab: a double click on one opens it, nothing is
asked of the network."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from stateofplay.files.project import Project

# JupyterLab's settings, in the form that it reads from every folder of JUPYTER_CONFIG_PATH.
SETTINGS = Path(__file__).parent / "lab_settings"


def lab(project: Project, arguments: Sequence[str] = ()) -> int:
    """Run JupyterLab on the chapters until it is stopped; `arguments` are passed on. Gives its exit
    status."""
    searched = [str(SETTINGS), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    environment = {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(searched)}
    return subprocess.run(
        [sys.executable, "-m", "jupyterlab", str(project.book), *arguments],
        env=environment,
        check=False,
    ).returncode
