"""The notebooks to take along: valid, the same in every build, in words, shown by JupyterLab, and
run anywhere the package is installed.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest

from projects import CELL_CHAPTER, INDEX, REPOSITORY, tiny_project
from stateofplay.chapters.cell_api import ledger
from stateofplay.chapters.lab import SETTINGS
from stateofplay.charts.bundle import LAB_MIME, LAB_SCHEMA
from stateofplay.files.project import ProjectNotFound
from stateofplay.publish.building import build
from stateofplay.site.downloads.notebooks import running_places
from stateofplay.site.read.freshness import chapter_of

LIST = INDEX + (
    "\n(a-label)=\n## More\n\n```{ledger-more}\n:topic: boxes\n```\n\n"
    "See [the sources](sources.md) and {plain}`G7` on {fig}`boxes_lost|bare`.\n"
)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    made = tiny_project(
        tmp_path_factory.mktemp("notebooks") / "book", pages={"index": LIST, "other": CELL_CHAPTER}
    )
    assert build(made, quiet=True) == 0
    return made


def written(project, name: str) -> nbformat.NotebookNode:
    notebook = nbformat.read(
        project.site / "notebooks" / f"{name}.ipynb", as_version=nbformat.NO_CONVERT
    )
    nbformat.validate(notebook)
    return notebook


@pytest.mark.book
@pytest.mark.counted
def test_every_page_with_cells_offers_its_notebook_and_its_source_and_no_other_does(
    project,
) -> None:
    files = {path.name for path in (project.site / "notebooks").iterdir()}
    assert files == {"index.ipynb", "index.md", "other.ipynb", "other.md"}
    assert (project.site / "notebooks" / "index.md").read_text(encoding="utf-8") == LIST
    for page in project.book.glob("*.md"):
        text = (project.site / "book" / f"{page.stem}.html").read_text(encoding="utf-8")
        assert ('href="../notebooks/' in text) == (f"{page.stem}.ipynb" in files)


@pytest.mark.book
@pytest.mark.counted
def test_its_prose_has_the_figures_written_in(project) -> None:
    prose = [
        cell.source for cell in written(project, "index").cells if cell.cell_type == "markdown"
    ]
    assert (
        "The harbour handles about 40,000 people a month and loses 31,680 people a month"
        in prose[1]
    )
    assert prose[-1] == (
        "## More\n\n- The harbour takes in about 40,000 people a month, more than the 31,680 "
        "people a month it loses.\n"
        "- Its about 40,000 people a month stay short of at least 50,000 people a month.\n\n"
        "See the sources and G7 on 31,680 people a month."
    )
    assert not re.search(r"\{[a-z-]+\}|\(a-label\)", "".join(prose))


@pytest.mark.book
@pytest.mark.counted
def test_a_chart_is_shown_interactive_and_as_a_picture(project) -> None:
    (output,) = (
        output
        for cell in written(project, "index").cells
        if cell.cell_type == "code"
        for output in cell.outputs
    )
    assert output.data[LAB_MIME]["$schema"] == LAB_SCHEMA
    assert output.data[LAB_MIME]["title"]["text"].startswith("The harbour takes in about 40,000")
    assert (
        base64.b64decode(output.data["image/png"])
        == (project.site / "charts" / "boxes" / "chart.png").read_bytes()
    )
    (number,) = (
        output
        for cell in written(project, "other").cells
        if cell.cell_type == "code"
        for output in cell.outputs
    )
    assert number.data["text/plain"] == "0"


@pytest.mark.book
@pytest.mark.counted
def test_it_is_written_again_only_when_it_changes_and_then_says_the_new_figure(project) -> None:
    paths = {
        path: (path.stat().st_mtime_ns, path.read_bytes())
        for path in (project.site / "notebooks").iterdir()
    }
    ids = [cell.id for cell in written(project, "index").cells]
    table = project.table("boxes")
    original = table.read_text(encoding="utf-8")
    table.write_text(original.replace("40000,35000", "41000,35000"), encoding="utf-8")
    assert build(project, quiet=True) == 0
    changed = {path.name for path, (_, content) in paths.items() if path.read_bytes() != content}
    assert changed == {"index.ipynb"}
    assert "about 41,000" in (project.site / "notebooks" / "index.ipynb").read_text(
        encoding="utf-8"
    )
    assert [cell.id for cell in written(project, "index").cells] == ids
    table.write_text(original, encoding="utf-8")
    assert build(project, quiet=True) == 0
    assert {path: path.read_bytes() for path in paths} == {
        path: content for path, (_, content) in paths.items()
    }


@pytest.mark.book
@pytest.mark.counted
def test_an_emptied_cache_and_an_edit_of_words_alone_leave_no_notebook_without_outputs(
    project,
) -> None:
    before = (project.site / "notebooks" / "index.ipynb").read_text(encoding="utf-8")
    shutil.rmtree(project.cache / "chapters")
    findings = project.table("findings")
    original = findings.read_text(encoding="utf-8")
    findings.write_text(original.replace("stay short of", "fall short of"), encoding="utf-8")
    assert build(project, quiet=True) == 0
    assert (project.site / "notebooks" / "index.ipynb").read_text(
        encoding="utf-8"
    ) == before.replace("stay short of", "fall short of")
    findings.write_text(original, encoding="utf-8")
    assert build(project, quiet=True) == 0


@pytest.mark.book
@pytest.mark.counted
def test_nothing_of_the_machine_is_in_it(project) -> None:
    text = (project.site / "notebooks" / "index.ipynb").read_text(encoding="utf-8")
    assert str(project.root) not in text and "0x" not in json.dumps(json.loads(text)["cells"][0])


def test_services_that_run_it_are_named_only_for_a_repository_that_they_know() -> None:
    assert (
        running_places("", "main", "book/aid.md")
        == {}
        == running_places("https://gitlab.com/a/b", "main", "book/aid.md")
    )
    assert running_places("https://github.com/a/b", "edition/2", "book/aid.md") == {
        "Binder": "https://mybinder.org/v2/gh/a/b/edition%2F2?urlpath=lab%2Ftree%2Fbook%2Faid.md",
        "Codespaces": "https://codespaces.new/a/b/tree/edition/2?quickstart=1",
    }


def test_the_files_for_such_services_name_no_address_and_use_the_projects_own_commands() -> None:
    container = json.loads(
        (REPOSITORY.root / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8")
    )
    targets = re.findall(
        r"^([a-z]+):", (REPOSITORY.root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    commands = container["postCreateCommand"].rpartition("make ")[2].split()
    assert commands and set(commands) <= set(targets)
    assert all(
        text["label"].split()[1] in targets for text in container["portsAttributes"].values()
    )
    binder = REPOSITORY.root / ".binder"
    named = re.findall(
        r"^-r (.*)$", (binder / "requirements.txt").read_text(encoding="utf-8"), re.M
    )
    assert [(binder / other).resolve() for other in named] == [
        REPOSITORY.root / "requirements.txt",
        REPOSITORY.root / "requirements-lab.txt",
    ]
    for file in (REPOSITORY.root / ".devcontainer" / "devcontainer.json", *binder.iterdir()):
        assert "github.com" not in file.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Binder runs Linux, and its script needs bash")
def test_binders_last_step_installs_the_settings_of_jupyterlab(tmp_path) -> None:
    """The script itself, with a `python` that notes what it is asked to install and otherwise is
    Python with another prefix.
    """
    shim = tmp_path / "bin" / "python"
    shim.parent.mkdir()
    shim.write_text(
        f'#!/bin/sh\nif [ "$1" = -m ]; then echo "$@" >> "{tmp_path}/asked"; else echo '
        f'"{tmp_path}"; fi\n',
        encoding="utf-8",
    )
    shim.chmod(0o755)
    environment = {**os.environ, "PATH": f"{shim.parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(
        [REPOSITORY.root / ".binder" / "postBuild"],
        cwd=REPOSITORY.root,
        env=environment,
        check=True,
    )
    assert "pip install --no-deps --no-build-isolation -e ." in (tmp_path / "asked").read_text(
        encoding="utf-8"
    )
    installed = tmp_path / "etc" / "jupyter" / "labconfig" / "default_setting_overrides.json"
    assert (
        installed.read_bytes()
        == (SETTINGS / "labconfig" / "default_setting_overrides.json").read_bytes()
    )


def test_a_notebook_that_is_told_of_a_folder_without_a_book_takes_no_other(
    tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("STATEOFPLAY_ROOT", str(tmp_path))
    ledger.cache_clear()
    with pytest.raises(ProjectNotFound, match="no book at or above"):
        ledger()


@pytest.mark.parametrize(
    "options",
    ["", ":tags: [hide-input]\n", ":tags: [hide-input]\n\n", "---\ntags: [hide-input]\n---\n"],
)
def test_the_line_of_a_cell_is_that_of_its_first_code(options) -> None:
    text = (
        f"---\nfile_format: mystnb\n---\n# A\n\n```{{code-cell}} ipython3\n{options}first = "
        "1\nsecond = 2\n```\n"
    )
    ((source, line),) = chapter_of("a", "book/a.md", text).cells
    assert text.splitlines()[line - 1] == "first = 1" and source == "first = 1\nsecond = 2"
