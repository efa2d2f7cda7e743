"""What differs between systems, as far as it can be tried on one: consoles, line ends, how a
program starts itself anew.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distributions, packages_distributions
from itertools import chain

import pytest
from packaging.specifiers import SpecifierSet

from projects import FIGURES, REPOSITORY, tiny_project
from stateofplay.publish import preview

PACKAGE = REPOSITORY.root / "src" / "stateofplay"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_a_console_that_lacks_a_sign_gets_the_message_all_the_same(tmp_path, encoding) -> None:
    project = tiny_project(
        tmp_path / "book", tables={"boxes": [FIGURES[0] | {"value": "40,00x"}, *FIGURES[1:]]}
    )
    result = subprocess.run(
        [sys.executable, "-m", "stateofplay.cli", "check"],
        cwd=project.root,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding, "STATEOFPLAY_ROOT": str(project.root)},
    )
    said = (result.stdout + result.stderr).decode(encoding)
    assert result.returncode == 1 and "Traceback" not in said and "is not a number" in said


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a method of these names in the package, with where it stands."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in names:
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}: {ast.unparse(node)}", node


def test_every_file_is_written_with_the_line_ends_of_unix() -> None:
    """On Windows `write_text` writes others, and published bytes would depend on the system; notes
    for ourselves may.
    """
    ours = re.compile(r"\b(?:stamp|noted|temporary|file)\.write_text\(")
    found = [
        said
        for said, call in calls("write_text")
        if "newline" not in {option.arg for option in call.keywords} and not ours.search(said)
    ]
    assert found == []


def test_every_file_is_read_in_a_named_encoding() -> None:
    """Windows would take its own."""
    found = [
        said
        for said, call in calls("read_text", "write_text")
        if "encoding" not in {option.arg for option in call.keywords}
    ]
    assert found == []


def test_what_only_one_system_has_is_imported_where_it_is_used() -> None:
    """A module of Unix or Windows at the head of a file would keep the package from starting
    elsewhere.
    """
    head = re.compile(
        r"^(?:import|from) (?:fcntl|resource|msvcrt|termios|pwd|grp|tty|winreg)\b", re.MULTILINE
    )
    assert [
        path.name for path in PACKAGE.rglob("*.py") if head.search(path.read_text(encoding="utf-8"))
    ] == []


def test_on_windows_the_preview_starts_anew_and_keeps_the_terminal(monkeypatch) -> None:
    started = []
    monkeypatch.setattr(preview.sys, "platform", "win32")
    monkeypatch.setattr(preview.subprocess, "call", lambda command: started.append(command) or 7)
    monkeypatch.setattr(
        preview.os,
        "execv",
        lambda *arguments: pytest.fail("execv gives the terminal back on Windows"),
    )

    class Server:
        server_port = 8123

        def server_close(self) -> None:
            started.append("closed")

    with pytest.raises(SystemExit) as stopped:
        preview._restart(Server())
    assert (
        stopped.value.code == 7 and started[0] == "closed" and started[1][-2:] == ["--port", "8123"]
    )


def test_git_keeps_one_kind_of_line_end() -> None:
    assert (
        "* text=auto eol=lf"
        in (REPOSITORY.root / ".gitattributes").read_text(encoding="utf-8").splitlines()
    )


def test_every_package_runs_on_the_oldest_python_that_is_promised() -> None:
    """A package that needs a later patch release of it cannot be installed on Debian 12, which has
    Python 3.11.2.
    """
    told = (REPOSITORY.root / "pyproject.toml").read_text(encoding="utf-8")
    oldest = re.search(r'requires-python = ">=(3\.\d+)"', told)[1] + ".0"
    assert [
        found.name
        for found in distributions()
        if oldest not in SpecifierSet(found.metadata.get("Requires-Python") or "")
    ] == []


def test_every_library_that_the_program_imports_is_named() -> None:
    named = tomllib.loads((REPOSITORY.root / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    wanted = chain(named["dependencies"], *named["optional-dependencies"].values())
    known = {re.split("[<>=]", name)[0] for name in wanted} | {"jupyter-server"}  # of jupyterlab
    imported = set[str]()
    for path in (REPOSITORY.root / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add((node.module or "").partition(".")[0])
    carry = packages_distributions()
    others = imported - sys.stdlib_module_names - {"stateofplay"}
    names = {name: carry[name][0].lower().replace("_", "-") for name in others}
    assert len(names) > 25
    assert {name for name, package in names.items() if package not in known} == set()
