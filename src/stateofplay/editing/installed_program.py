"""The program that is installed here: how a shell calls it, and where others get it."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path


def shell_words(*words: str) -> str:
    """`words` as one command of the system's shell."""
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def command() -> str:
    """What calls this program in a shell, in any folder: its name where the shell finds it so."""
    own = shutil.which("stateofplay", path=str(Path(sys.executable).parent))
    if own is None:
        return shell_words(sys.executable, "-m", "stateofplay.cli")
    return "stateofplay" if own == shutil.which("stateofplay") else shell_words(own)


def engine_requirement() -> tuple[str, str]:
    """The program as a line of requirements.txt, and what the person has to know of it.

    It is named by the public address that it was installed from (`direct_url.json`, PEP 610), else
    not at all: a path of one machine is published nowhere, and its name in an index may be
    anybody's.
    """
    read = metadata.distribution("stateofplay").read_text  # it is UTF-8, and takes no encoding
    origin = json.loads(read("direct_url.json") or "{}")
    url = origin.get("url", "")
    if url and not url.startswith("file:"):
        vcs = origin.get("vcs_info")
        return f"stateofplay @ {'{vcs}+{}@{commit_id}'.format(url, **vcs) if vcs else url}", ""
    return "", (
        "from where it was installed, nobody else gets it; before others build the book, write an "
        "address from which they do, like stateofplay @ git+https://…, and until then say "
        "make book ENGINE=FOLDER, with the folder of its code"
    )
