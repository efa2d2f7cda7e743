"""The maintainers' pages show the code as it is, and packages import only from those below them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import flow
from projects import REPOSITORY


def test_the_pages_are_as_the_code_is() -> None:
    for path, text in flow.pages(REPOSITORY).items():
        told = f"run `make flow`, and read what it changed in docs/{path.name}"
        assert path.read_text(encoding="utf-8") == text, told


def test_packages_import_only_from_those_below_them() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=REPOSITORY.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_module_says_in_one_sentence_what_it_is_for() -> None:
    paths = flow.modules(REPOSITORY.root / "src" / "stateofplay")
    assert [
        name for name, path in paths.items() if not flow.purpose(path).endswith((".", "?"))
    ] == []


LONGEST = 300  # lines of a file of code


def long_files(root: Path) -> list[str]:
    """The files of code in `root` with more lines than a reader holds in mind."""
    return [
        f"{path.relative_to(root).as_posix()}: {lines} lines"
        for folder in ("src", "tests", "tools")
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in (".py", ".html", ".css", ".js")
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    ]


def test_no_file_is_longer_than_a_reader_holds_in_mind(tmp_path) -> None:
    assert long_files(REPOSITORY.root) == []
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "long.py").write_text("x = 1\n" * (LONGEST + 1), encoding="utf-8")
    (tmp_path / "tools" / "short.py").write_text("x = 1\n" * LONGEST, encoding="utf-8")
    assert long_files(tmp_path) == ["tools/long.py: 301 lines"]


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
