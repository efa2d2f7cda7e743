"""The maintainers' pages show the code as it is, and what looks at its form finds nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import flow
from projects import REPOSITORY


def test_the_pages_are_as_the_code_is() -> None:
    for path, text in flow.pages(REPOSITORY).items():
        told = f"run `make flow`, and read what it changed in docs/{path.name}"
        assert path.read_text(encoding="utf-8") == text, told


def checks_of_form() -> list[str]:
    """What `make lint` and `make types` run."""
    text = (REPOSITORY.root / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^(?:lint|types):.*\n((?:\t.*\n)+)", text, re.MULTILINE)
    return [
        line.strip().removeprefix("$(BIN)/") for lines in targets for line in lines.split("\n")[:-1]
    ]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="types differ by system; held on Linux")
@pytest.mark.parametrize("command", checks_of_form())
def test_nothing_is_found_by(command: str) -> None:
    program, *given = command.split()
    done = subprocess.run(
        [Path(sys.executable).parent / program, *given],
        cwd=REPOSITORY.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_says_in_one_sentence_what_it_is_for() -> None:
    paths = flow.modules(REPOSITORY.root / "src" / "stateofplay")
    assert [
        name for name, path in paths.items() if not flow.purpose(path).endswith((".", "?"))
    ] == []


LONGEST, WIDEST = 300, 120  # lines of a file of code; letters of a line, in Python ruff counts
CODE = (".py", ".html", ".css", ".js")


def too_long(root: Path) -> list[str]:
    """The files of code in `root` with more lines than a reader holds in mind, and the lines of
    templates, styles and scripts that no screen shows beside another."""
    found = []
    for path in sorted(p for part in ("src", "tests", "tools") for p in (root / part).rglob("*")):
        if path.suffix in CODE:
            lines = path.read_text(encoding="utf-8").splitlines()
            name = path.relative_to(root).as_posix()
            found += [f"{name}: {len(lines)} lines"] if len(lines) > LONGEST else []
            wide = path.suffix != ".py"
            found += [f"{name}:{n}" for n, s in enumerate(lines, 1) if wide and len(s) > WIDEST]
    return found


def test_no_file_and_no_line_is_longer_than_a_reader_holds_in_mind(tmp_path) -> None:
    assert too_long(REPOSITORY.root) == []
    (tmp_path / "tools").mkdir()
    for name, text in {
        "long.py": "x = 1\n" * 301,
        "short.py": "x = 1\n" * 300,
        "wide.css": f"{'a' * 120}\n{'b' * 121}\n",
    }.items():
        (tmp_path / "tools" / name).write_text(text, encoding="utf-8")
    assert too_long(tmp_path) == ["tools/long.py: 301 lines", "tools/wide.css:2"]


def test_no_two_files_of_code_have_one_name() -> None:
    """A newcomer who is told a file's name finds it; `__init__.py` and such name no file."""
    told = ("__init__.py", "__main__.py", "conftest.py")
    paths = [
        p for part in ("src", "tests", "tools") for p in REPOSITORY.root.glob(f"{part}/**/*.py")
    ]
    names = Counter(path.name for path in paths if path.name not in told)
    assert [name for name, count in names.items() if count > 1] == []


def test_imports_in_functions_and_of_folders_count(tmp_path) -> None:
    path = tmp_path / "room.py"
    path.write_text(
        "from stateofplay.numbers import wording\nfrom stateofplay.site.state import "
        "Site\nimport json\n\n"
        "def late():\n    from stateofplay.ledger.ledger import load_ledger\n",
        encoding="utf-8",
    )
    known = {"numbers.wording", "ledger.ledger", "site.state", "json"}
    assert flow.imports(path, known) == known - {"json"}


def test_a_circle_is_named() -> None:
    with pytest.raises(ValueError, match="a → b → a"):
        flow.layers({"a": {"b"}, "b": {"a"}})


def test_a_line_that_a_longer_way_says_is_left_out_and_order_follows_imports() -> None:
    graph = {
        "cli": {"site.pages", "ledger"},
        "site.pages": {"site.state", "ledger"},
        "site.state": {"ledger"},
        "ledger": set(),
    }
    assert flow.without_detours(flow.rooms(graph)) == {
        "cli": {"site/"},
        "site/": {"ledger"},
        "ledger": set(),
    }
    assert flow.in_order(graph) == ["ledger", "site.state", "site.pages", "cli"]
