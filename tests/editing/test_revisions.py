"""What git cannot say is no pass, and what a hook checks is what is committed: in real
repositories, of another owner as well.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from projects import FIGURES, REPOSITORY, columns_of, tiny_project, write_table
from released import IDENTITY, git
from stateofplay.cli import main
from stateofplay.files.project import ROOT_VARIABLE, Project

CHANGED = [FIGURES[0], FIGURES[1] | {"value": "31700"}, *FIGURES[2:]]
BROKEN = [FIGURES[0] | {"value": "9,5x"}, *FIGURES[1:]]


def save(project: Project, rows: list[dict[str, str]]) -> None:
    write_table(project.table("boxes"), columns_of("boxes"), rows)


@pytest.fixture
def project(tmp_path, monkeypatch) -> Project:
    """A tiny project, released as v1.0.0, in which a published number has changed since."""
    if not shutil.which("git"):
        (pytest.fail if os.environ.get("CI") else pytest.skip)("git is not installed")
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    made = tiny_project(tmp_path / "project")
    monkeypatch.setenv(ROOT_VARIABLE, str(made.root))
    monkeypatch.setenv("HOME", str(tmp_path))  # no folder is declared safe there
    git(made.root, "init", "-q", "-b", "main")
    git(made.root, "add", "-A")
    git(made.root, "commit", "-q", "-m", "First edition")
    git(made.root, "tag", "v1.0.0")
    save(made, CHANGED)
    return made


def refused(capsys, *arguments: str) -> str:
    """The one line with which a command ends that cannot compare."""
    assert main(arguments) == 2
    printed = capsys.readouterr()
    (line,) = printed.err.splitlines()
    assert "no problem" not in printed.out
    return line


@pytest.mark.skipif(
    sys.platform == "win32" or os.name != "posix" or os.geteuid() != 0,
    reason="only root can give a folder to another user",
)
def test_a_repository_of_another_owner_is_gits_own_words_and_no_pass(project, capsys) -> None:
    for path in (project.root, project.root / ".git"):
        os.chown(path, 65534, 65534)
    for command in (
        ["check"],
        ["diff", "v1.0.0"],
        ["check", "--since", "v1.0.0"],
        ["check", "--staged"],
    ):
        line = refused(capsys, *command)
        assert "detected dubious ownership" in line and "safe.directory" in line, command
    git(project.root, "config", "--global", "--add", "safe.directory", str(project.root))
    assert main(["check"]) == 1
    assert "boxes_lost was “31680” in v1.0.0" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda git_folder: (git_folder / "HEAD").unlink(), "not a git repository"),
        (lambda git_folder: (git_folder / "config").write_text("[core\n"), "bad config line 1"),
        (lambda git_folder: shutil.rmtree(git_folder / "objects"), "not a git repository"),
        (
            lambda git_folder: (git_folder / "refs" / "tags" / "v1.0.0").write_text(
                "0" * 39 + "1\n"
            ),
            "v1.0.0",
        ),
        (lambda git_folder: [path.write_bytes(b"") for path in objects(git_folder)], "empty"),
    ],
    ids=["no HEAD", "config", "no objects", "tag", "objects"],
)
def test_a_damaged_repository_is_no_pass(project, capsys, harm, words) -> None:
    harm(project.root / ".git")
    for command in ("check",), ("diff", "v1.0.0"):
        assert words in refused(capsys, *command)


def objects(git_folder: Path) -> list[Path]:
    found = [path for path in (git_folder / "objects").rglob("*") if path.is_file()]
    for path in found:
        path.chmod(0o644)
    return found


def test_a_shallow_clone_says_how_to_fetch_the_rest(project, tmp_path, capsys, monkeypatch) -> None:
    git(project.root, "commit", "-qam", "A change")
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-tags", project.root.as_uri(), "shallow")
    monkeypatch.setenv(ROOT_VARIABLE, str(tmp_path / "shallow"))
    assert "git fetch --unshallow --tags" in refused(capsys, "check")
    assert "git fetch --unshallow --tags" in refused(capsys, "diff", "v1.0.0")
    git(tmp_path / "shallow", "fetch", "-q", "--unshallow", "--tags")
    assert main(["check"]) == 1
    assert "boxes_lost was “31680” in v1.0.0" in capsys.readouterr().err


def test_without_git_a_checkout_is_not_passed(project, capsys, monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(project.root))
    for command in ("check",), ("diff", "v1.0.0"), ("check", "--staged"):
        assert "git is not installed" in refused(capsys, *command)
    shutil.rmtree(
        project.root / ".git"
    )  # as in a downloaded archive: there is nothing to compare with
    assert main(["check"]) == 0


def test_problems_of_the_data_are_said_beside_gits_failure(project, capsys) -> None:
    (project.root / ".git" / "HEAD").unlink()
    (project.book / "other.md").write_text(
        "---\ninputs: [nothing]\n---\n# Other\n", encoding="utf-8"
    )
    assert main(["check"]) == 2
    error = capsys.readouterr().err
    assert "other.md" in error and "not a git repository" in error


@pytest.mark.parametrize("before", [("checkout", "-q", "--orphan", "new"), ("tag", "-d", "v1.0.0")])
def test_a_history_without_a_release_before_it_is_compared_with_none(
    project, before, capsys
) -> None:
    git(project.root, *before)
    assert main(["check", "--verbose"]) == 0
    assert "no git checkout with a release tag" in capsys.readouterr().err


def test_what_is_staged_is_checked_and_not_the_work_tree(project, capsys) -> None:
    save(project, BROKEN)
    git(project.root, "add", "-A")
    save(project, FIGURES)
    assert main(["check"]) == 0 and main(["check", "--staged"]) == 1
    assert "“9,5x” is not a number" in capsys.readouterr().err
    git(project.root, "add", "-A")
    save(project, BROKEN)
    (project.book / "new.md").write_text("---\ninputs: [nothing]\n---\n# New\n", encoding="utf-8")
    before = git(project.root, "status", "--porcelain").stdout
    assert main(["check"]) == 1 and main(["check", "--staged"]) == 0
    assert git(project.root, "status", "--porcelain").stdout == before
    save(project, CHANGED)
    git(project.root, "add", "-A", "data")
    capsys.readouterr()
    assert main(["check", "--staged"]) == 1, "what is staged is compared with the release as well"
    assert "boxes_lost was “31680” in v1.0.0" in capsys.readouterr().err


def test_a_project_in_a_folder_of_its_repository(project, tmp_path, capsys, monkeypatch) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(project.root, whole / "a book", ignore=shutil.ignore_patterns(".git"))
    inner = Project(whole / "a book")
    save(inner, FIGURES)
    git(tmp_path, "init", "-q", str(whole))
    git(whole, "add", "-A")
    git(whole, "commit", "-qm", "First")
    git(whole, "tag", "v1.0.0")
    monkeypatch.setenv(ROOT_VARIABLE, str(inner.root))
    save(inner, CHANGED)
    assert main(["check"]) == 1 and main(["check", "--staged"]) == 0
    git(whole, "add", "-A")
    assert main(["check", "--staged"]) == 1 and main(["diff", "v1.0.0"]) == 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the hook is a shell script")
def test_the_hook_checks_what_is_committed_whole_or_in_part(project, monkeypatch) -> None:
    monkeypatch.delenv(ROOT_VARIABLE)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    hooks = project.root / ".git" / "hooks"
    shutil.copytree(REPOSITORY.root / ".githooks", hooks, dirs_exist_ok=True)

    def commit(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            ["git", *IDENTITY, "commit", "-qm", "x", *arguments],
            cwd=project.root,
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stderr

    save(project, BROKEN)
    git(project.root, "add", "-A")
    save(project, FIGURES)
    status, said = commit()
    assert status == 1 and "“9,5x” is not a number" in said, (
        "the staged row is broken, the saved one is not"
    )
    git(project.root, "add", "-A")
    save(project, BROKEN)
    toc = project.toc
    toc.write_text(toc.read_text(encoding="utf-8") + "# A remark\n", encoding="utf-8")
    assert commit("_toc.yml")[0] == 0, "a commit of one file is not held against another"
    status, said = commit("-a")
    assert status == 1 and "“9,5x” is not a number" in said
    git(project.root, "branch", "other")
    commit("-a", "--no-verify")
    git(project.root, "checkout", "-q", "-b", "side", "other")
    toc.write_text(f"# Another\n{toc.read_text(encoding='utf-8')}", encoding="utf-8")
    assert commit("-a")[0] == 0
    merged = ["git", *IDENTITY, "merge", "-qm", "x", "-"]
    done = subprocess.run(merged, cwd=project.root, capture_output=True, text=True)
    assert done.returncode and "“9,5x” is not a number" in done.stderr, "so is a merge"
