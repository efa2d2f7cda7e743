"""What stands beside the book fits it: records, what editors are given, what a new book has alike,
and its chapters as notebooks.
"""

from __future__ import annotations

import json
import re

import jupytext
import nbformat
import pytest
import yaml
from nbclient import NotebookClient

from projects import REPOSITORY
from stateofplay.charts.bundle import LAB_MIME
from stateofplay.editing import new_book
from stateofplay.editing.checking import find_problems
from stateofplay.files.schema_words import SCHEMAS
from stateofplay.ledger.reading.front_matter import front_matter, front_matter_problems


def test_every_page_and_record_of_the_book_fits() -> None:
    assert find_problems(REPOSITORY)[0] == []
    assert (
        sum(
            front_matter("book/a.md", path.read_text(encoding="utf-8")) is not None
            for path in REPOSITORY.book.glob("*.md")
        )
        >= 7
    )


def test_editors_are_told_where_the_schemas_are() -> None:
    settings = json.loads(
        (REPOSITORY.root / ".vscode" / "settings.json").read_text(encoding="utf-8")
    )
    for schema, files in settings["yaml.schemas"].items():
        assert (REPOSITORY.root / schema).resolve().parent == SCHEMAS.resolve() and list(
            REPOSITORY.root.glob(files)
        )
    snippets = json.loads(
        (REPOSITORY.root / ".vscode" / "front-matter.code-snippets").read_text(encoding="utf-8")
    )
    keys = json.loads((SCHEMAS / "chapter.json").read_text(encoding="utf-8"))["properties"]
    assert {name: snippet["description"] for name, snippet in snippets.items() if name in keys} == {
        name: keys[name]["description"] for name in ("inputs", "question", "kernelspec", "jupytext")
    }
    whole = "\n".join(snippets["chapter"]["body"])
    filled = re.sub(r"\$\{\d:([^}]*)\}", r"\1", whole).replace("$0", "")
    tables = [path.stem for path in REPOSITORY.data.glob("*.csv")]
    assert front_matter_problems("book/a.md", filled + "\n```{code-cell}\n```\n", tables) == []
    for record in REPOSITORY.seeds.glob("*.yml"):
        first = record.read_text(encoding="utf-8").splitlines()[0]
        named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert (
            named and (record.parent / named[1]).resolve() == (SCHEMAS / "article.json").resolve()
        )
        yaml.safe_load(record.read_text(encoding="utf-8"))


def test_what_a_new_book_has_like_this_one_is_the_same_here() -> None:
    for name, own in {
        "dot-github/workflows/publish.yml": ".github/workflows/publish.yml",
        "book/jupytext.toml": "book/jupytext.toml",
    }.items():
        shipped = (new_book.STARTER / name).read_text(encoding="utf-8")
        here = (REPOSITORY.root / own).read_text(encoding="utf-8")
        # The program lies in this repository; that of a new book is one of its tools.
        here = re.sub(r"\n +src/stateofplay/\S+", "", here)
        assert shipped == here.replace(", 'pyproject.toml'", ""), name


@pytest.mark.book
def test_every_chapter_of_the_book_runs_as_a_converted_notebook_in_another_folder(
    tmp_path, monkeypatch
) -> None:
    """`jupytext --to ipynb`, then one real kernel for all, emptied between chapters, in a folder
    that is no project.
    """
    monkeypatch.delenv("STATEOFPLAY_ROOT", raising=False)
    monkeypatch.chdir(tmp_path)
    joined = nbformat.v4.new_notebook()
    shown = 0
    for path in sorted(REPOSITORY.book.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        head = front_matter(path.name, text)
        if head is None or "kernelspec" not in head.content:
            continue  # a page: what it shows is not run
        notebook = jupytext.reads(text, fmt="md")
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        shown += sum("show(" in cell.source for cell in code)
        joined.cells += [*code, *([nbformat.v4.new_code_cell("%reset -f")] if code else [])]
    NotebookClient(
        joined, timeout=None, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    outputs = [output for cell in joined.cells for output in cell.outputs]
    assert sum(LAB_MIME in output.get("data", {}) for output in outputs) == shown > 10
    said = "".join(output.text for output in outputs if output.get("name") == "stderr")
    assert said == f"no book lies here: the tables are those of {REPOSITORY.root}\n"
