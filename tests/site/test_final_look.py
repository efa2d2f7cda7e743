"""No source text of a role or directive is left in any output, whatever brought it there; code that
shows it may.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from projects import FIGURES, INDEX, tiny_project
from stateofplay.editing.checking import find_problems
from stateofplay.files.folders import files_in
from stateofplay.publish.building import build
from stateofplay.site.pages.final_look import Looked, ambiguous, left_over, look


def looked(folder: Path) -> Looked:
    return look(folder, files_in(folder), {}, {})


@pytest.mark.book
def test_code_that_shows_a_role_may_stand_in_every_output(tmp_path) -> None:
    page = (
        "---\nfile_format: mystnb\nkernelspec: {name: python3}\n---\n# Roles\n\nIn this chapter "
        "authors write "
        "`` {fig}`id` `` for a figure of the ledger.\n\n````md\n```{note}\n```\n````\n"
    )
    project = tiny_project(tmp_path / "book", pages={"roles": page})
    assert build(project, quiet=True) == 0
    assert "{fig}`id`" in (project.site / "search" / "pages-places-0.js").read_text(
        encoding="utf-8"
    )
    assert left_over(looked(project.site)) == []


@pytest.mark.book
@pytest.mark.parametrize("where", ["question", "title", "note"])
def test_source_text_from_anywhere_stops_the_build(tmp_path, capsys, where) -> None:
    role, pages, tables = "{fig}`boxes_lost`", {}, {}
    if where == "question":
        pages = {"other": f"---\nquestion: Is it {role}?\n---\n# Other\n\nProse.\n"}
    if where == "note":
        tables = {"boxes": [FIGURES[0] | {"note": f"See {role}."}, *FIGURES[1:]]}
    project = tiny_project(tmp_path / "book", pages=pages, tables=tables)
    if where == "title":
        toc = project.root / "_toc.yml"
        toc.write_text(
            toc.read_text(encoding="utf-8").replace("title: Sources", f'title: "Sources {role}"'),
            encoding="utf-8",
        )
    assert build(project, quiet=True) == 1
    reported = capsys.readouterr().err
    assert "Traceback" not in reported and re.search(r"“\{fig\}`boxes_lost`|\{fig\}", reported)


@pytest.mark.parametrize("words", ["{fig}`boxes_lost`", "```{raw} html", ":::{note}"])
def test_source_text_in_a_cell_is_told_with_its_row_and_column(tmp_path, words) -> None:
    project = tiny_project(
        tmp_path / "book", tables={"boxes": [FIGURES[0] | {"note": f"See {words}"}, *FIGURES[1:]]}
    )
    problems = [str(problem) for problem in find_problems(project)[0]]
    assert len(problems) == 1
    assert re.match(
        r"data/boxes.csv:2:note: “.*” means something in a page’s Markdown only", problems[0]
    )


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.html", "<p>See {fig}`lost`.</p>", "{fig}`lost`"),
        ("a.html", '<img alt="See {fig}`lost`">', "{fig}`lost`"),
        ("a.html", "<p>:::{note}</p><pre><code>{fig}`lost`</code></pre>", ":::{note}"),
        ("a.json", '{"a": "See {fig}`lost`"}', "{fig}`lost`"),
        ("b.svg", "<text>{fig}`lost`</text>", "{fig}`lost`"),
        ("a.html", "<code><span>{fig}</span>`lost`</code><p>{fig} alone</p>", ""),
    ],
)
def test_what_any_file_holds_is_found(tmp_path, name, text, found) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    lines = left_over(looked(tmp_path))
    assert (
        lines == [] if not found else lines[0].startswith(f"{name}: “{found}” is left as written")
    )
    code = "<pre>See {fig}`lost`</pre><pre>:::{note}</pre>"  # a page that shows it as code means it
    (tmp_path / "c.html").write_text(code, encoding="utf-8")
    assert left_over(looked(tmp_path)) == []


@pytest.mark.book
def test_links_in_the_prose_lead_to_a_chart(tmp_path) -> None:
    pages = {
        "index": INDEX.replace("# Boxes", "# Harbour", 1) + "\nSee [](#boxes). {fig}`boxes_lost`\n",
        "other": "# Other\n\nSee [it](index.md#boxes). {fig}`boxes_lost`\n",
    }
    project = tiny_project(tmp_path / "book", pages=pages)
    assert build(project, quiet=True) == 0
    for name, link in (
        ("index", '"#boxes"><span class="std std-ref">the chart'),
        ("other", '"index.html#boxes"'),
    ):
        page = (project.site / "book" / f"{name}.html").read_text(encoding="utf-8")
        assert f'<a class="reference internal" href={link}' in page


@pytest.mark.book
def test_a_chart_keeps_its_address_from_headings_and_entries(tmp_path, capsys) -> None:
    """A heading takes another; what has a name of its own is told."""
    more = "\n## Content\n\n[Up](#boxes). {fig}`boxes_lost`\n"
    project = tiny_project(tmp_path / "book", pages={"index": INDEX + more})
    assert build(project, quiet=True) == 0
    page = (project.site / "book" / "index.html").read_text(encoding="utf-8")
    found = re.findall(r'<(section|figure) [^>]*id="(boxes[^"]*)"', page)
    assert found == [("section", "boxes-section"), ("figure", "boxes")]
    assert 'href="#boxes-section"' in page
    path = project.chapter("index")
    path.write_text(INDEX + more.replace("## C", "(sop-content)=\n## C"), encoding="utf-8")
    assert build(project, quiet=True) == 1
    said = "book/index.html: two things have the address #sop-content there; give the chart, entry"
    assert capsys.readouterr().err.splitlines()[0].startswith(said)


def test_an_address_in_a_file_is_of_one_thing(tmp_path) -> None:
    (tmp_path / "a.html").write_text('<i id="a"></i><b id="b"></b><b id="a"></b>', encoding="utf-8")
    (tmp_path / "b.svg").write_text('<g id="a"/><g id="a"/>', encoding="utf-8")
    assert [line.split(";")[0] for line in ambiguous(looked(tmp_path))] == [
        "a.html: two things have the address #a there"
    ]
