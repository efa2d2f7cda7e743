"""Which parts of the package a chapter's process loads: only a change to them executes chapters again."""

from __future__ import annotations

import subprocess
import sys

from projects import REPOSITORY
from stateofplay.execution import _NOT_IN_CELLS
from stateofplay.runner import PRELOAD

PACKAGE = REPOSITORY.root / "src" / "stateofplay"


def test_what_no_chapter_loads_is_all_that_executes_no_chapter_again() -> None:
    program = (f"import importlib, sys; [importlib.import_module(name) for name in {PRELOAD}]; "
               "print(*(name for name in sys.modules if name.startswith('stateofplay.')))")
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    parts = {path.relative_to(PACKAGE).parts[0] for path in PACKAGE.rglob("*.py")} - {"__init__.py"}
    in_cells = {name.split(".")[1] for name in loaded}
    assert {part for part in parts if part.removesuffix(".py") not in in_cells} == set(_NOT_IN_CELLS)
