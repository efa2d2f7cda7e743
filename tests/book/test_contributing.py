"""Follows the recipes of CONTRIBUTING.md to the letter, in order, on a copy of the book, and
commits through the hook.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from edits import copy_cache
from projects import REPOSITORY
from stateofplay.editing.checking import find_problems
from stateofplay.files.project import Project
from stateofplay.publish.twin_builds import copy_book

RECIPES = ("Correct a number", "Add a figure", "Add a source", "Add a chart or a chapter")
TEXT = (REPOSITORY.root / "CONTRIBUTING.md").read_text(encoding="utf-8")
_BLOCK = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,})(?P<kind>\w+)(?: "
    r"(?P<file>\S+))?\n(?P<body>.*?)^(?P=indent)(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)


def steps(recipe: str) -> list[tuple[str, str, str]]:
    """The fenced blocks of a recipe, in order: kind, file and text."""
    section = TEXT.partition(f"\n## {recipe}\n")[2].partition("\n## ")[0]
    return [
        (block["kind"], block["file"] or "", _dedented(block["body"], len(block["indent"])))
        for block in _BLOCK.finditer(section)
    ]


def _dedented(body: str, indent: int) -> str:
    return "".join(line[indent:] or "\n" for line in body.splitlines(keepends=True))


def follow(project: Project, kind: str, file: str, body: str) -> None:
    """Do what one block of a recipe says."""
    path = project.root / file
    if kind == "sh":
        for command in body.splitlines():
            done = subprocess.run(
                _runnable(command),
                cwd=project.root,
                text=True,
                encoding="utf-8",
                capture_output=True,
            )
            assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    elif kind == "csv":
        _rows(path, list(csv.DictReader(io.StringIO(body))))
    elif kind == "yaml":
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("    chapters:\n", f"    chapters:\n{body}", 1), encoding="utf-8"
        )
    else:
        with path.open("a", encoding="utf-8") as out:
            out.write(f"\n{body}" if path.stat().st_size else body)


def _runnable(command: str) -> list[str]:
    """A recipe's command; the set-up is the one that runs this test. On Windows, which has no make,
    what “Without make” names in its place.
    """
    if sys.platform != "win32":
        return [*command.split(), "-o", ".venv/.installed"]
    return [
        sys.executable,
        "-m",
        "stateofplay.cli",
        {"make check": "check", "make book": "build"}[command],
    ]


def _rows(path: Path, rows: list[dict[str, str]]) -> None:
    """Change the cells of the rows whose id is there, and add the others."""
    with path.open(encoding="utf-8", newline="") as source:
        reader = csv.DictReader(source)
        present, columns = list(reader), reader.fieldnames
    for row in rows:
        assert set(row) <= set(columns), f"{path.name} has no column {set(row) - set(columns)}"
        same = [other for other in present if "date" not in row and other["id"] == row["id"]]
        if same:
            same[0].update(row)
        else:
            present.append(row)
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(present)


@pytest.fixture(scope="module")
def copy(book, tmp_path_factory) -> Project:
    """A copy of the book with its commands, as a contributor's checkout; what the session's build
    executed is not executed again.
    """
    project = copy_book(REPOSITORY, tmp_path_factory.mktemp("contributing") / "book")
    copy_cache(book, project)
    for name in ("Makefile", "pyproject.toml", ".githooks", ".gitattributes", ".gitignore"):
        source = REPOSITORY.root / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, project.root / name)
    if sys.platform != "win32":
        (project.root / ".venv").mkdir()
        (project.root / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    return project


def test_the_recipes_are_these_four_and_each_ends_in_a_check() -> None:
    assert tuple(re.findall(r"^## (.*)$", TEXT, re.MULTILINE))[:4] == RECIPES
    assert all(steps(recipe)[-1][0] == "sh" for recipe in RECIPES)


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_works_to_the_letter(copy, recipe, monkeypatch) -> None:
    monkeypatch.delenv("STATEOFPLAY_ROOT", raising=False)
    before = {
        path: path.read_bytes()
        for path in copy.root.rglob("*.*")
        if path.is_file() and not {"_build", ".venv"} & set(path.parts)
    }
    for kind, file, body in steps(recipe):
        follow(copy, kind, file, body)
        if kind != "sh":
            assert (copy.root / file).read_bytes() != before.get(copy.root / file)
    assert find_problems(copy)[0] == []


def test_what_the_recipes_added_is_on_the_pages(copy) -> None:
    site = copy.site / "book"
    assert "about 27,200 km²" in (site / "front-line.html").read_text(encoding="utf-8")
    assert 'id="example-areas"' in (site / "example-areas.html").read_text(encoding="utf-8")


def test_a_wrong_recipe_would_fail(copy) -> None:
    """The blocks are really followed: the same steps with a wrong cell end in a refusal."""
    rows = "id,value\nkse_tankers,many\n"
    original = (copy.data / "context" / "other.csv").read_bytes()
    follow(copy, "csv", "data/context/other.csv", rows)
    with pytest.raises(AssertionError, match="“many” is not a number"):
        follow(copy, "sh", "", "make check\n")
    (copy.data / "context" / "other.csv").write_bytes(original)


@pytest.mark.skipif(
    sys.platform == "win32",
    reason="make hooks needs make, which Windows lacks; git config core.hooksPath does the same "
    "there",
)
def test_the_hook_stops_a_commit_with_a_broken_cell(copy) -> None:
    """Installed by `make hooks` where pre-commit is absent: a path without it is searched."""
    tools = copy.root.parent / "tools"
    tools.mkdir()
    for name in ("git", "make", "sh", "cp", "mkdir", "chmod", "echo", "grep"):
        (tools / name).symlink_to(shutil.which(name))
    environment = {**os.environ, "PATH": str(tools), "GIT_CONFIG_GLOBAL": os.devnull}
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "STATEOFPLAY_ROOT"):
        environment.pop(name, None)

    def run(*command: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            command, cwd=copy.root, env=environment, text=True, capture_output=True
        )

    who = ("-c", "user.name=A Contributor", "-c", "user.email=contributor@example.org")
    assert run("git", "init", "--quiet").returncode == 0
    assert "Every commit is checked" in run("make", "hooks").stdout
    run("git", "add", ".")
    assert run("git", *who, "commit", "--quiet", "-m", "The data").returncode == 0
    table = copy.table("aid")
    good = table.read_text(encoding="utf-8")
    table.write_text(good.replace(",38,", ",thirty-eight,", 1), encoding="utf-8")
    run("git", "add", "data")
    table.write_text(good, encoding="utf-8")  # what is staged is committed, whatever is saved since
    refused = run("git", *who, "commit", "--quiet", "-m", "A slip")
    assert refused.returncode == 1 and "“thirty-eight” is not a number" in refused.stderr
    assert run("git", "log", "--format=%s").stdout == "The data\n"
    hook = copy.root / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\ntrue\n", encoding="utf-8")
    kept = run("make", "hooks")
    assert kept.returncode and "is a hook of your own" in kept.stderr
    assert hook.read_text(encoding="utf-8") == "#!/bin/sh\ntrue\n"


def test_pre_commit_runs_the_same_program() -> None:
    own = yaml.safe_load((REPOSITORY.root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))[
        "repos"
    ][0]["hooks"][0]
    for_others = yaml.safe_load(
        (REPOSITORY.root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    )[0]
    assert os.access(REPOSITORY.root / own["entry"], os.X_OK) and own["language"] == "script"
    assert for_others["entry"] == "stateofplay check --staged"
    assert 'exec "$program" check --staged' in (REPOSITORY.root / own["entry"]).read_text(
        encoding="utf-8"
    )
    assert own["always_run"] and for_others["always_run"], (
        "a commit that only deletes is checked too"
    )
