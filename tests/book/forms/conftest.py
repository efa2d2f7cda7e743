"""A preview of a small project, and a page of it in a browser, to edit in."""

from __future__ import annotations

import re
import time
from functools import partial
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Error

from engines import until
from preview_speed import running_preview
from projects import PARAGRAPHS, tiny_project, write_table
from released import commit, git
from stateofplay.files.manifest import is_untouched
from stateofplay.ledger.reading.drafts import COLUMNS
from stateofplay.publish.building import inputs_now, only_one
from stateofplay.publish.edit_desk import token_of

MORE = """\
# Record

What happened, who wants what, and what the outside record says.

```{ledger-events}
```

```{ledger-positions}
```

```{ledger-checks}
```

```{ledger-findings}
```

```{ledger-corrections}
```
"""
SAID = dict(who="Port union", interest="none", source="harbour_news", locator="2")
TABLES = {
    "events": [
        dict(id="quay_shut", start="2026-01-05", title="A quay was shut", kind="decision", **SAID)
    ],
    "positions": [
        dict(id="union_on_quay", issue="Quay", party="Port union", position="Open it.",
             brief="Open", interest="none", source="harbour_news", locator="2")
    ],
    "corrections": [
        dict(date="2026-03-01", id="boxes_goal", column="value", old="1", new="50000",
             reason="A slip.")
    ],
}  # fmt: skip


DRAFT = [
    dict(paragraph="1", as_stated="last year", decide="event?", source="harbour_news"),
    dict(paragraph="2", as_stated="January", source="harbour_news"),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A small project that has been released, with a draft and the editor's copy of its article."""
    made = tiny_project(tmp_path_factory.mktemp("edited") / "book", TABLES, {"more": MORE})
    write_table(made.draft, COLUMNS, DRAFT)
    made.article.write_text("\n\n".join(PARAGRAPHS) + "\n", encoding="utf-8")
    git(made.root, "init", "-q")
    commit(made, "The first edition")
    git(made.root, "tag", "v1.0.0")
    return made


@pytest.fixture(scope="module")
def preview(project):
    """The address of a preview of the project; each test leaves its files as they were."""
    with running_preview(project.root) as address:
        yield address


def is_at_rest(project) -> bool:
    """No build runs, and the site is what the files say."""
    with only_one(project, quiet=True):
        return is_untouched(project, project.site, inputs_now(project).digest)


@pytest.fixture
def at_rest(project, preview):
    """No build is to come that would load the pages of a test again; waits for that once more."""

    def wait() -> None:
        until(lambda: is_at_rest(project), lambda: "the site does not become what the files say")
        time.sleep(0.5)  # until the preview has said so

    wait()
    return wait


@pytest.fixture
def tab(chromium, preview, project, at_rest):
    """A page of the preview in a browser, with what it reported."""
    context = chromium.new_context()
    page = opened(context.new_page(), preview, project)
    page.goto(f"{preview}book/index.html?token={token_of(project)}")  # a cookie of all tabs
    page.other = lambda: opened(context.new_page(), preview, project)
    yield page
    assert page.reported == []
    context.close()


@pytest.fixture
def unchanged(project, at_rest):
    """A test leaves the files as they were, or fails, and the next one has them nevertheless."""
    before = files_of(project)
    yield
    after = files_of(project)
    for name in before:
        if after.get(name) != before[name]:
            Path(name).write_bytes(before[name])
    assert after == before


@pytest.fixture
def page(tab, unchanged):
    """Such a page, whose test leaves the files as they were."""
    return tab


def opened(page, preview: str, project):
    """A page with what a person does in the preview of a project at that address."""
    page.reported = []
    page.on("pageerror", lambda error: page.reported.append(str(error)))
    page.show = lambda name: (
        page.goto(f"{preview}book/{name}.html", wait_until="domcontentloaded"),
        page.get_by_role("complementary", name="Editing").wait_for(state="attached"),
    )
    page.save, page.undo, page.enter = (partial(do, page) for do in (save, undo, enter))
    page.settle = lambda: settle(page, project)
    # Meanwhile the page goes on.
    page.until = lambda found: until(
        lambda: page.wait_for_timeout(100) or found(), lambda: "waited in vain"
    )
    return page


def settle(page, project) -> None:
    """Wait until no build is to come that would load the page again: a click may fall between."""

    def is_last() -> bool:
        with urlopen(page.url) as answer:
            served = re.search(r'data-build="(\d+)"', answer.read().decode())[1]
        try:
            shown = page.locator("script[data-build]").get_attribute("data-build")
        except Error:  # it is being loaded
            return False
        return shown == served and is_at_rest(project)

    page.until(is_last)


def files_of(project) -> dict[str, bytes]:
    folders = (project.data, project.seeds, project.book)
    return {str(path): path.read_bytes() for folder in folders for path in folder.rglob("*.*")}


def save(page) -> None:
    """Save the form that is open, and wait for the page to be loaded again."""
    with page.expect_navigation(wait_until="commit"):
        page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.settle()


def enter(page, cells: dict[str, str]) -> None:
    """Fill fields of the form that is open, and wait until nothing is wrong with it."""
    for name, cell in cells.items():
        field = page.locator(f"#sop-edit-{name}")
        if not field.is_visible():
            page.locator(".sop-edit-more > summary").last.click()
        is_list = field.evaluate("element => element.tagName") == "SELECT"
        field.select_option(cell) if is_list else field.fill(cell)
    page.get_by_role("dialog").get_by_role("status").filter(has_text="No problems").wait_for()


def undo(page, what: str) -> None:
    with page.expect_navigation(wait_until="commit"):
        page.get_by_role("button", name=f"Undo {what}").click()
    page.get_by_role("status").filter(has_text=f"Taken back: {what}").wait_for()
    page.settle()
