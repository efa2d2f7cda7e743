"""The book under the preview, in a browser: an edit reaches the open page, and the recipes of
CONTRIBUTING.md are followed in forms; `make bench` measures how soon.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date

import pytest

from preview_speed import running_preview, seconds_at
from released import git
from stateofplay.editing.checking import find_problems
from stateofplay.files.access import INPUTS
from stateofplay.files.project import Project
from test_contributing import steps


@pytest.fixture(scope="module")
def project(tmp_path_factory, book) -> Project:
    """A copy of the book that has been released, so that a correction asks for its reason."""
    root = tmp_path_factory.mktemp("followed") / "book"
    shutil.copytree(book.root, root, ignore=shutil.ignore_patterns(".work", "html"))
    git(root, "init", "-q")
    git(root, "add", *(name for name in INPUTS if (root / name).exists()))
    git(root, "commit", "-q", "-m", "The first edition")
    git(root, "tag", "v1.0.0")
    return Project(root)


@pytest.fixture(scope="module")
def preview(project):
    with running_preview(project.root) as address:
        yield address


def rows(block: tuple[str, str, str]) -> list[dict[str, str]]:
    """The rows of a recipe's block, and of a file of the project that has it."""
    return list(csv.DictReader(io.StringIO(block[2])))


def row_of(project: Project, file: str, key: str) -> dict[str, str]:
    with (project.root / file).open(encoding="utf-8", newline="") as table:
        return next(row for row in csv.DictReader(table) if row["id"] == key)


def add(tab, project: Project, file: str) -> None:
    """*Add…*, and the table of that file."""
    package = json.loads(project.data_package.read_text(encoding="utf-8"))["resources"]
    title = next(table["title"] for table in package if f"data/{table['path']}" == file)
    tab.get_by_role("button", name="Add…").click()
    tab.get_by_role("button", name=title, exact=True).click()
    tab.get_by_role("dialog", name="Add: ").wait_for()


@pytest.mark.browser
def test_edits_of_prose_and_of_a_number_reach_the_open_page(preview, project, chromium) -> None:
    measured = seconds_at(preview, chromium, project.root, times=2)
    assert {kind: len(seconds) for kind, seconds in measured.items()} == {"prose": 2, "number": 2}


@pytest.mark.browser
def test_each_paragraph_that_has_edit_is_found_in_its_chapter(tab) -> None:
    tab.show("front-line")
    found = tab.evaluate("""async () => {
      const { paragraphs, sourceOf } = await import("/~edit-text.js");
      const all = await Promise.all(paragraphs().map(sourceOf));
      return all.map(({ status, error }) => error ?? status); }""")
    assert len(found) > 5 and set(found) == {200}, found


@pytest.mark.browser
def test_a_number_is_corrected_as_the_recipe_says(tab, project) -> None:
    changed, told, _ = steps("Correct a number")
    (cells,), (correction,) = rows(changed), rows(told)
    tab.show("outside-figures")
    row = tab.locator(f"#{cells['id']}")
    row.get_by_role("button", name="Edit").click()
    tab.locator("#sop-edit-value").fill(cells["value"])
    tab.get_by_label("Reason for the change").fill(correction["reason"])
    tab.enter({})
    tab.save()
    assert row_of(project, changed[1], cells["id"])["value"] == cells["value"]
    assert row_of(project, told[1], cells["id"]) == correction | {"date": date.today().isoformat()}
    assert find_problems(project)[0] == []


@pytest.mark.browser
def test_a_figure_is_added_and_shown_as_the_recipe_says(tab, project) -> None:
    added, shown = steps("Add a figure")[:2]
    (cells,) = rows(added)
    tab.show("front-line")
    add(tab, project, added[1])
    tab.enter(cells)
    tab.save()
    assert row_of(project, added[1], cells["id"]).items() >= cells.items()
    text = tab.locator("main p", has_text="The example region covers")
    assert text.count() == 0
    paragraph = tab.locator("main p", has=tab.get_by_role("button", name="Edit this paragraph"))
    paragraph.first.get_by_role("button", name="Edit this paragraph").click()
    area = tab.get_by_label("Text, as it stands in the file")
    area.fill(f"{area.input_value()} {shown[2].strip()}")
    tab.enter({})
    tab.save()
    text.get_by_text("about 27,200 km²").first.wait_for()
    assert find_problems(project)[0] == []


@pytest.mark.browser
def test_a_source_is_added_and_used_as_the_recipe_says(tab, project) -> None:
    """The record is pasted as it stands, on the way to the row that uses it."""
    record, used = steps("Add a source")[:2]
    (cells,) = rows(used)
    tab.show("front-line")
    add(tab, project, used[1])
    tab.get_by_role("button", name="Add a source…").click()
    new = tab.get_by_role("dialog", name="Add: Sources")
    new.get_by_label("Paste its address").fill(record[2])
    new.get_by_role("status").filter(has_text="No problems").wait_for()
    new.get_by_role("button", name="Save").click()
    new.wait_for(state="detached")
    assert tab.locator("#sop-edit-source").input_value() == cells["source"]
    tab.enter(cells)
    tab.save()
    assert row_of(project, used[1], cells["id"]).items() >= cells.items()
    assert find_problems(project)[0] == []
