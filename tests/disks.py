"""File systems of a test's own: full, read-only or mounted where a site is to be."""

from __future__ import annotations

import subprocess
import sys

import pytest

_OWN = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-ec"]


def with_own_disks(script: str, *arguments: object, **options) -> subprocess.CompletedProcess[str]:
    """What the shell's `script` says and how it ends, which may mount what it likes; `arguments`
    are its $1, $2 and so on, whatever blanks and signs they hold. Skips the test where no user may.
    """
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux lets a test mount a file system of its own")
    try:
        subprocess.run([*_OWN, "mount -t tmpfs tmpfs /mnt"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip(
            "this system does not let a test mount a file system of its own (unshare, mount)"
        )
    command = [*_OWN, script, "sh", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)
