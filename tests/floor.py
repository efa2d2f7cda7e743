"""What any build of an executed book takes before its first own line, on the machine at hand: what promises about time are held against."""

from __future__ import annotations

import subprocess
import sys
import time

IMPORTS = [sys.executable, "-c", "import sphinx.application, pandas, altair"]
# The imports, and one kernel that imports the same.
FLOOR = [sys.executable, "-c", (
    "import sphinx.application, pandas, altair; from jupyter_client.manager import start_new_kernel as s; m, c = s();"
    "c.execute_interactive('import pandas, altair'); c.stop_channels(); m.shutdown_kernel(now=True)")]


def seconds_of_floor(times: int = 3) -> float:
    """The least seconds that `FLOOR` takes; the first time, which may read from a cold disk, is not counted."""
    seconds = []
    for _ in range(times + 1):
        began = time.perf_counter()
        subprocess.run(FLOOR, check=True, capture_output=True)
        seconds.append(time.perf_counter() - began)
    return min(seconds[1:])
