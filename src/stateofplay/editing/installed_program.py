"""Where others get the program that is installed here, as a line of requirements.txt."""

from __future__ import annotations

import json
from importlib import metadata

_REPOSITORY = ("repository", "source", "source code", "github")  # labels of its address


def engine_requirement() -> tuple[str, str]:
    """The program as a line of requirements.txt, and what the person has to know of it.

    It is named by the public address that it was installed from (`direct_url.json`, PEP 610), else
    by that of its repository where its metadata have one, else by its version. A path of one
    machine is published nowhere.
    """
    installed = metadata.distribution("stateofplay")
    read = installed.read_text  # metadata is UTF-8, and takes no encoding
    origin = json.loads(read("direct_url.json") or "{}")
    url, pinned = origin.get("url", ""), f"stateofplay=={installed.version}"
    if not url:
        return pinned, ""
    if not url.startswith("file:"):
        vcs = origin.get("vcs_info")
        return f"stateofplay @ {'{vcs}+{}@{commit_id}'.format(url, **vcs) if vcs else url}", ""
    labelled = (said.split(", ", 1) for said in installed.metadata.get_all("Project-URL") or ())
    for label, address in labelled:
        if label.lower() in _REPOSITORY:
            return f"stateofplay @ git+{address}@v{installed.version}", ""
    return pinned, (
        "it was installed from a folder of this machine, which nobody else has; before others "
        "build the book, write an address from which they get it"
    )
