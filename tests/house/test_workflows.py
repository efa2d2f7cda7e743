"""The workflows and the container file: valid, with no more rights than they need, and every action
at one known commit.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from projects import REPOSITORY
from stateofplay.files.project import PACKAGE, compiled

WORKFLOWS = sorted((REPOSITORY.root / ".github" / "workflows").glob("*.yml"))
PUBLISHING = [
    REPOSITORY.root / ".github" / "workflows" / "publish.yml",
    PACKAGE / "starter" / "dot-github" / "workflows" / "publish.yml",
]
# The linters' packages hold programs for 64-bit Linux; requirements-test.txt installs them there
# and nowhere else.
linux_only = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the linters are installed on Linux only"
)


def run(*command: str) -> str:
    program = shutil.which(command[0], path=str(Path(sys.executable).parent)) or command[0]
    result = subprocess.run(
        [program, *command[1:]],
        cwd=REPOSITORY.root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return "" if result.returncode == 0 else result.stdout + result.stderr


def content(path: Path) -> dict:
    return yaml.load(
        path.read_text(encoding="utf-8"), yaml.BaseLoader
    )  # BaseLoader: to YAML 1.1 the key `on` is true


def test_ci_looks_at_form_and_types_as_make_and_the_hooks_do() -> None:
    """The hooks run `make lint` and `make types`."""
    recipes = re.findall(
        r"^(?:lint|types): .*\n((?:\t.*\n)+)",
        (REPOSITORY.root / "Makefile").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    ours = [line.strip().removeprefix("$(BIN)/") for each in recipes for line in each.splitlines()]
    steps = content(REPOSITORY.root / ".github" / "workflows" / "test.yml")["jobs"]["test"]["steps"]
    theirs = [line for step in steps for line in step.get("run", "").splitlines()]
    assert len(ours) >= 6 and [line for line in ours if line not in theirs] == []


@linux_only
def test_actionlint_finds_nothing() -> None:
    assert len(WORKFLOWS) >= 3
    assert run("actionlint", *map(str, WORKFLOWS)) == ""


@pytest.mark.slow
def test_the_workflows_follow_the_schema_of_github() -> None:
    assert (
        run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *map(str, WORKFLOWS))
        == ""
    )


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_has_least_rights_and_pinned_actions(path) -> None:
    workflow = content(path)
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        assert set(job.get("permissions", {})) <= {"pages", "id-token"} and (
            name == "deploy" or "permissions" not in job
        )
        assert int(job["timeout-minutes"]) <= 60
        for step in job["steps"]:
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] == "false"
    text = path.read_text(encoding="utf-8")
    uses = re.findall(r"uses: (.*)", text)
    assert (
        uses
        and [
            use
            for use in uses
            if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)
        ]
        == []
    )
    assert "pull_request_target" not in text
    for script in re.findall(r"run: (.*(?:\n {10,}.*)*)", text):
        assert (
            "${{" not in script
        )  # what others can name reaches a script through its environment only


def test_tests_run_on_three_systems_and_three_pythons() -> None:
    job = content(REPOSITORY.root / ".github" / "workflows" / "test.yml")["jobs"]["test"]
    assert [system.partition("-")[0] for system in job["strategy"]["matrix"]["system"]] == [
        "ubuntu",
        "macos",
        "windows",
    ]
    assert job["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]


def test_a_draft_is_refused_before_a_site_is_handed_to_pages() -> None:
    """Here and in the workflow of a new book, wherever the site is deployed."""
    for path in PUBLISHING:
        steps = content(path)["jobs"]["build"]["steps"]
        site = next(n for n, s in enumerate(steps) if "upload-pages" in s.get("uses", ""))
        refusal = next(n for n, s in enumerate(steps) if "--no-draft" in s.get("run", ""))
        assert refusal < site and steps[refusal]["if"] == steps[site]["if"]


def test_the_book_learns_its_addresses_before_it_is_deployed(tmp_path) -> None:
    """The step as it stands in the workflow, run on a copy of `_config.yml`, twice: the second time
    it changes nothing.
    """
    if sys.platform == "win32":
        pytest.skip("the step runs on Linux")
    steps = content(REPOSITORY.root / ".github" / "workflows" / "publish.yml")["jobs"]["build"][
        "steps"
    ]
    step = next(step for step in steps if step.get("name") == "Tell the book its addresses")
    shutil.copy(REPOSITORY.config, tmp_path)
    found = []
    for _ in range(2):
        subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=tmp_path,
            check=True,
            env={
                "CODE": "https://github.com/someone/play",
                "OWNER": "someone",
                "NAME": "play",
                "PATH": "/usr/bin:/bin",
            },
        )
        found.append(yaml.safe_load((tmp_path / "_config.yml").read_text(encoding="utf-8")))
    assert found[0] == found[1]
    assert found[0]["html"]["baseurl"] == "https://someone.github.io/play/"
    assert found[0]["repository"] == {
        "url": "https://github.com/someone/play",
        "branch": "main",
        "path_to_book": ".",
    }


@linux_only
def test_hadolint_finds_nothing_in_the_container_file() -> None:
    assert run("hadolint", "Containerfile") == ""


def test_the_container_does_not_run_as_root() -> None:
    assert "\nUSER 1000\n" in (REPOSITORY.root / "Containerfile").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PUBLISHING, ids=["ours", "starter"])
def test_what_was_built_is_kept_between_two_runs_that_publish(path) -> None:
    """Here and in the workflow of a new book: the folders that builds look in, before they build;
    the program of a new book lies in that of the tools."""
    steps = content(path)["jobs"]["build"]["steps"]
    kept = [n for n, s in enumerate(steps) if "actions/cache@" in s.get("uses", "")]
    built = next(n for n, s in enumerate(steps) if "make book" in s.get("run", ""))
    assert max(kept) < built
    found = {file for n in kept for file in steps[n]["with"]["path"].split()}
    vega = f"{compiled(REPOSITORY.cache).relative_to(REPOSITORY.root).as_posix()}/*.cache"
    wanted = {".venv", "_build/.cache", "_build/.work"}  # of tests/site/test_restored.py
    assert found == wanted | ({vega} if path == PUBLISHING[0] else set())
    assert REPOSITORY.cache == REPOSITORY.root / "_build" / ".cache"


@pytest.mark.parametrize("path", PUBLISHING, ids=["ours", "starter"])
def test_a_correction_does_not_wait_for_builds_from_nothing(path) -> None:
    """Which are made beside, of a site that is built as the one that is deployed."""
    jobs = content(path)["jobs"]
    assert jobs["deploy"]["needs"] == "build" and "needs" not in jobs["build"]
    said = {name: [s.get("run", "") for s in job["steps"]] for name, job in jobs.items()}
    checks = [run for run in said["build"] if "verify" in run]
    assert [run.endswith("stateofplay verify --quick") for run in checks] == [True]
    assert "make book verify" in said["prove"] and jobs["prove"]["needs"] == "build"
    before = said["prove"].index("make book verify")
    assert jobs["prove"]["steps"][:before] == jobs["build"]["steps"][:before]
    assert said["build"][before] == checks[0]
