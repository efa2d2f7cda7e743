"""_config.yml and _toc.yml: each mistake has its line, and what to do."""

from __future__ import annotations

import json
import shutil

import pytest

from breaking import after
from projects import CELL_CHAPTER, FIGURES, REPOSITORY, tiny_project
from statements import EVENT
from stateofplay.editing.checking import find_problems
from stateofplay.files.problems import DataError
from stateofplay.ledger.reading import book_settings
from stateofplay.ledger.reading.book_settings import listed_pages, settings_problems
from stateofplay.publish.building import build

UNUSED = "Jupyter Book knows it, but the pages of this book do not use it; take it out"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "author:",
            "autor:",
            "3:autor: is not a key that this file may have; did you mean author?",
        ),
        (
            "title: Northtown Port",
            "title: Northtown Port: a book",
            "2:22: cannot be read as YAML: mapping values are not allowed in this context; "
            'put a value with a colon in quotes, like title: "…: …"',
        ),
        ("html:", "htm:", ":htm: is not a key that this file may have; did you mean html?"),
        ("html: {", "html: {extra_footer: x, ", f":html.extra_footer: {UNUSED}"),
        ("html: {", "html: {announcement: x, ", f":html.announcement: {UNUSED}"),
        ("html: {", "html: {extra_navbar: x, ", f":html.extra_navbar: {UNUSED}"),
        ("title:", "launch_buttons: {thebe: true}\ntitle:", f"2:launch_buttons: {UNUSED}"),
        ("title:", "extra_footer: x\ntitle:", f"2:extra_footer: {UNUSED}"),
        (
            "title:",
            "baseurl: https://example.org\ntitle:",
            "2:baseurl: stands at the margin; it belongs under html:",
        ),
        (
            "short_name: northtown-port",
            "short_name: |\n        northtown-port",
            ":sphinx.config.stateofplay.short_name: is “northtown-port ”; write ",
        ),
        (
            "html: {",
            'html: {baseurl: "https://example.org/\\n", ',
            ":html.baseurl: is “https://example.org/ ”; write the address",
        ),
        ("title:", "title: A\ntitle:", "3:title: stands on line 2 already; keep one of them"),
        (
            "title: Northtown Port",
            "title: [State]",
            '2:title: is ["State"], not text; write the book\'s title',
        ),
        (
            "only_build_toc_files: true",
            "only_build_toc_files: yes please",
            "6:only_build_toc_files: is “yes please”, not true or false",
        ),
        ("execute:\n  execute", "execute:\n\texecute", "9:1: cannot be read as YAML: "),
        (
            "deflist",
            "deflst",
            "12:parse.myst_enable_extensions: is “deflst”; did you mean deflist?",
        ),
        ("stateofplay.site]", "]", ":sphinx.config.extensions: "),
        (
            "html_title:",
            "html_titel:",
            "sphinx.config.html_titel: is not a setting of Sphinx; did you mean html_title?",
        ),
        ("title: Northtown Port", 'title: "State of\\u202e Play"', "2:title: has U+202E"),
        (
            "html: {",
            "html: {baseurl: example.org, ",
            ":html.baseurl: is “example.org”; write the address of the published site, with "
            "https://",
        ),
    ],
)
def test_a_mistake_in_the_settings_is_one_line(project, old, new, told) -> None:
    lines = after(project, "_config.yml", old, new)
    assert any(line.startswith("_config.yml:") and told in line for line in lines), lines
    assert len({line.split(":")[1] for line in lines}) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty; restore it with title, author, sphinx"),
        ("- a\n", 'is ["a"], not keys with values'),
        ("[]\n", "is [], not keys with values; begin each line"),
        ("0", "is 0, not keys"),
        ("false", "is false, not keys"),
        ("''", "is “”, not keys"),
        ("book", "is “book”, not keys"),
        ("# a comment\n", "is empty; restore it"),
    ],
)
def test_settings_of_another_shape_are_one_line(project, text, told) -> None:
    project.config.write_text(text, encoding="utf-8")
    assert [
        line
        for line in map(str, find_problems(project)[0])
        if not line.startswith(f"_config.yml:1: {told}")
    ] == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "book/ledger",
            "book/leger",
            "4:chapters.file: there is no book/leger.md; did you mean book/ledger?",
        ),
        (
            "book/ledger,",
            "book/ledger.md,",
            "4:chapters.file: is “book/ledger.md”; write a page of book/ without .md, like "
            "book/harbour",
        ),
        (
            "book/ledger,",
            "book/sources,",
            "6:chapters.file: “book/sources” stands on line 4 already; keep one of them",
        ),
        (
            "root: book/index",
            "root: book/ledger",
            "2:root: is “book/ledger”; write book/index, the first page",
        ),
        (
            "root: book/index",
            "rot: book/index",
            "2:rot: is not a key that this file may have; did you mean root?",
        ),
        ("{file: book/ledger, title: Ledger}", "{glob: book/*}", f"4:chapters.glob: {UNUSED}"),
        ("title: Ledger}", "title: Ledger, sections: []}", f"4:chapters.sections: {UNUSED}"),
        (
            "  - {file: book/sources, title: Sources}\n",
            "",
            "2:root: the list lacks book/sources, which other pages link to",
        ),
        (
            "chapters:",
            "chapters: {}\nchapter:",
            "3:chapters: is {}, not a list; write a list of pages, each like {file: "
            "book/harbour, title: Harbour}",
        ),
    ],
)
def test_a_mistake_in_the_list_of_chapters_is_told(project, old, new, told) -> None:
    lines = after(project, "_toc.yml", old, new)
    assert any(line.startswith("_toc.yml:") and told in line for line in lines), lines


@pytest.mark.parametrize(
    ("file", "listed", "told"),
    [
        ("a b.md", "a b", "book/a b.md:1: “ ” in the file’s name ends or breaks the page’s"),
        ("50%.md", "50%", "book/50%.md:1: “%” in the file’s name"),
        ("why?.md", "why?", "call it book/why.md"),
        ("c#.md", "c#", "call it book/c.md"),
        ("größe.md", "größe", ""),
        ("हिन्दी.md", "हिन्दी", ""),  # whose vowels are signs to Unicode, no letters
        ("gro\u0308ße.md", "gr\u00f6ße", "has its accents stored apart from the letters"),
        ("quays.ipynb", "quays", "make it of the notebook: jupytext --to md:myst book/quays.ipynb"),
    ],
)  # fmt: skip
def test_the_name_of_a_page_is_part_of_its_address(project, file, listed, told) -> None:
    (project.book / file).write_text("# Quays\n\nOf boxes.\n", encoding="utf-8")
    new = f"- {{file: 'book/{listed}'}}\n  - {{file: book/ledger"
    lines = after(project, "_toc.yml", "- {file: book/ledger", new)
    assert any(told in line for line in lines) if told else lines == []


@pytest.mark.parametrize("file", ["_toc.yml", "data/datapackage.json"])
def test_a_file_with_a_name_that_no_disk_can_hold_is_missing(project, file) -> None:
    old = "book/ledger" if file == "_toc.yml" else "schemas/unit"
    lines = after(project, file, old, f"{old}{'9' * 400}")
    assert any(line.startswith(f"{file}:") for line in lines)


@pytest.mark.parametrize("text", ["root: 3\n", "chapters: []\n", "- root\n", "root: a\nparts: x\n"])
def test_pages_are_listed_of_a_list_of_the_right_form_only(project, text) -> None:
    assert listed_pages(project)[0] == "book/index"
    project.toc.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"^_toc\.yml:"):
        listed_pages(project)


def test_the_list_of_a_book_that_is_built_is_read_again_only_where_it_has_changed(
    project, monkeypatch
) -> None:
    listed = listed_pages(project)
    assert not project.cache.exists()  # who only looks leaves nothing
    project.cache.mkdir(parents=True)
    for content in (b"", b"cut off"):
        (project.cache / "toc.json").write_bytes(content)
        assert listed_pages(project) == listed
    with monkeypatch.context() as at:
        at.setattr(book_settings, "read_yaml", None)
        assert listed_pages(project) == listed
    text = project.toc.read_text(encoding="utf-8")
    project.toc.write_text(f"# none\n{text}".replace("book/ledger", "book/leger"), encoding="utf-8")
    (said,) = (str(p) for p in settings_problems(project) if "leger" in str(p))
    assert said.startswith(f"_toc.yml:{2 + text[: text.index('book/ledger')].count(chr(10))}:")
    assert [*map(str, settings_problems(project))].count(said) == 1  # of the kept list, too


def test_a_page_that_is_not_listed_is_told_unless_it_says_so(project) -> None:
    (project.book / "draft.md").write_text("# A draft\n", encoding="utf-8")
    assert [str(p) for p in settings_problems(project)] == [
        "book/draft.md:1: is not listed in _toc.yml; add {file: book/draft} there, or write "
        "orphan: true into its front matter"
    ]
    (project.book / "draft.md").write_text("---\norphan: true\n---\n# A draft\n", encoding="utf-8")
    assert settings_problems(project) == []


@pytest.mark.parametrize("name", ["book/two/sources", "book/Sources"])
def test_two_pages_of_one_name_are_refused(project, name) -> None:
    """Each would write its notebook, citation and picture over those of the other."""
    (project.root / name).parent.mkdir(exist_ok=True)
    (project.root / f"{name}.md").write_text("# Others\n", encoding="utf-8")
    listed = project.toc.read_text(encoding="utf-8") + f"  - {{file: {name}, title: Others}}\n"
    project.toc.write_text(listed, encoding="utf-8")
    assert [str(problem) for problem in settings_problems(project)] == [
        f"_toc.yml:{listed.count(chr(10))}:chapters.file: “{name}” and “book/sources” differ "
        "in folder or capitals only, so that their downloads have one name; rename one"
    ]


@pytest.mark.book
def test_a_build_is_stopped_with_the_lines_of_the_check(project, capsys) -> None:
    lines = after(project, "_config.yml", "author:", "autor:")
    assert build(project, quiet=True) == 1
    assert capsys.readouterr().err.splitlines()[: len(lines)] == lines and not project.site.exists()


@pytest.mark.book
def test_a_byte_order_mark_and_line_ends_of_windows_are_read_everywhere(tmp_path) -> None:
    project = tiny_project(tmp_path / "book", pages={"other": CELL_CHAPTER})
    package = json.loads(project.data_package.read_text(encoding="utf-8"))
    project.data_package.write_text(json.dumps(package, indent=1), encoding="utf-8")
    for path in [
        project.config,
        project.toc,
        project.data_package,
        project.bibliography,
        *project.book.glob("*.md"),
        *project.seeds.glob("*.yml"),
        *project.data.glob("schemas/*.json"),
    ]:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert find_problems(project)[0] == []
    assert build(project, quiet=True) == 0
    assert 'class="sop-chart' in (project.site / "book" / "index.html").read_text(encoding="utf-8")


def test_the_books_own_settings_have_no_problem() -> None:
    assert settings_problems(REPOSITORY) == []


def test_tables_are_read_while_the_settings_are_broken(tmp_path) -> None:
    """A kind of event may be one that the settings name: it is not told as wrong meanwhile."""
    figures = [FIGURES[0] | {"value": "forty"}, *FIGURES[1:]]
    tables = {"boxes": figures, "events": [EVENT | {"kind": "regatta"}]}
    project = tiny_project(tmp_path / "book", tables)
    shutil.rmtree(project.data / "schemas")  # a book's own columns stay as they are
    lines = after(project, "_config.yml", "title: ", "titel: ")
    assert [line.partition(":")[0] for line in lines] == ["_config.yml", "data/boxes.csv"]
    assert "“forty” is not a number" in lines[1]
    assert any("“regatta”" in line for line in after(project, "_config.yml", "titel: ", "title: "))
